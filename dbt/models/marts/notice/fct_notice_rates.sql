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
        count(*) as promises_count,
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
    promises_count,
    broken_count,
    measured_count,
    case when measured.has_notices then in_time_count end as in_time_count,
    case when measured.has_notices then short_count end as short_count,
    case when measured.has_notices then day_before_count end
        as day_before_count,
    case when measured.has_notices then on_the_day_count end
        as on_the_day_count,
    case when measured.has_notices then after_count end as after_count,
    case when measured.has_notices then never_count end as never_count,
    case
        when measured.has_new_dates and measured.has_initiators
            then partner_warned_count
    end as partner_warned_count,
    company_knew_count,
    case when measured.has_notices then customer_told_count end
        as customer_told_count,
    cast(changes_count as bigint) as changes_count,
    cast(dateless_changes_count as bigint) as dateless_changes_count,
    case when measured.has_new_dates then new_date_count end
        as new_date_count,
    still_waiting_count,
    in_time_count * 1.0E0 / nullif(measured_count, 0) as in_time_rate,
    (after_count + never_count) * 1.0E0 / nullif(measured_count, 0)
        as unannounced_rate,
    dateless_changes_count * 1.0E0 / nullif(changes_count, 0) as dateless_rate
from counted
cross join {{ ref('int_measured') }} as measured
order by dimension, member_id nulls last, period, period_start
