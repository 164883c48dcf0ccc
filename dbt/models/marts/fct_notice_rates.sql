{%- set members = {
    'company': "'all'",
    'seller': 'seller_id',
    'partner': 'partner_id',
    'step': 'step',
} -%}

with notices as (
    select * from {{ ref('fct_notices') }}
),

counted as (
    {% call counted_by('notices', members, ['week', 'month'], 'due_date') %}
        count(*) filter (where is_broken) as broken_count,
        count(*) filter (where is_broken and notice is not null)
            as measured_count,
        count(*) filter (where is_broken and notice = 'in_time')
            as in_time_count,
        count(*) filter (where is_broken and notice = 'short') as short_count,
        count(*) filter (where is_broken and notice = 'day_before')
            as day_before_count,
        count(*) filter (where is_broken and notice = 'on_the_day')
            as on_the_day_count,
        count(*) filter (where is_broken and notice = 'after') as after_count,
        count(*) filter (where is_broken and notice = 'never') as never_count,
        count(partner_warned_at) as partner_warned_count,
        count(company_knew_at) as company_knew_count,
        count(customer_told_at) as customer_told_count,
        sum(changes_count) as changes_count,
        sum(dateless_changes_count) as dateless_changes_count,
        count(new_date_at) as new_date_count,
        count(*) filter (where is_still_waiting) as still_waiting_count
    {% endcall %}
)

select
    dimension,
    member_id,
    period,
    period_start,
    broken_count,
    measured_count,
    in_time_count,
    short_count,
    day_before_count,
    on_the_day_count,
    after_count,
    never_count,
    partner_warned_count,
    company_knew_count,
    customer_told_count,
    cast(changes_count as bigint) as changes_count,
    cast(dateless_changes_count as bigint) as dateless_changes_count,
    new_date_count,
    still_waiting_count,
    in_time_count * 1.0E0 / nullif(measured_count, 0) as in_time_rate,
    (after_count + never_count) * 1.0E0 / nullif(measured_count, 0)
        as silent_rate,
    dateless_changes_count * 1.0E0 / nullif(changes_count, 0) as dateless_rate
from counted
order by dimension, member_id nulls last, period, period_start
