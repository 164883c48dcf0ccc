{%- set members = {
    'company': "'all'",
    'seller': 'seller_id',
    'partner': 'partner_id',
    'step': 'step',
    'customer_type': 'customer_type',
    'product_group': 'product_group',
    'region': 'region',
} -%}
{%- set periods = ['day', 'week', 'month'] -%}

-- What a member lacks (no partner, no customer type) is counted under null,
-- so that the due promises of every dimension add up to the same number.
with promises as (
    select
        *,
        cast({{ dbt.date_trunc('day', 'due_date') }} as date) as due_day,
        cast({{ dbt.date_trunc('week', 'due_date') }} as date) as due_week,
        cast({{ dbt.date_trunc('month', 'due_date') }} as date) as due_month
    from {{ ref('fct_promises') }}
    where due_date is not null
),

counted as (
    {%- for dimension, member in members.items() %}
    {%- for period in periods %}
    select
        '{{ dimension }}' as dimension,
        {{ member }} as member_id,
        promised_to,
        '{{ period }}' as period,
        due_{{ period }} as period_start,
        count(*) as promises_count,
        count(*) filter (where is_due) as due_count,
        count(*) filter (where is_kept) as kept_count,
        count(*) filter (where outcome = 'early') as early_count,
        count(*) filter (where outcome = 'on_time') as on_time_count,
        count(*) filter (where outcome = 'kept_attempted')
            as kept_attempted_count,
        count(*) filter (where outcome = 'late') as late_count,
        count(*) filter (where outcome = 'overdue_open') as overdue_open_count,
        count(*) filter (where outcome = 'cancelled_broken')
            as cancelled_broken_count,
        count(*) filter (where outcome = 'pending') as pending_count,
        count(*) filter (where outcome = 'excluded') as excluded_count,
        count(*) filter (where outcome = 'not_measured') as not_measured_count,
        count(*) filter (where is_due_latest) as due_latest_count,
        count(*) filter (where is_kept_latest) as kept_latest_count,
        count(partner_outcome) as committed_count,
        count(*) filter (where is_partner_due) as partner_due_count,
        count(*) filter (where is_partner_kept) as partner_kept_count
    from promises
    group by {{ member ~ ', ' if dimension != 'company' }}promised_to, due_{{ period }}
    {{ 'union all' if not (loop.last and loop.index0 == periods | length - 1 and dimension == 'region') }}
    {%- endfor %}
    {%- endfor %}
)

select
    dimension,
    member_id,
    promised_to,
    period,
    period_start,
    promises_count,
    due_count,
    kept_count,
    early_count,
    on_time_count,
    kept_attempted_count,
    late_count,
    overdue_open_count,
    cancelled_broken_count,
    pending_count,
    excluded_count,
    not_measured_count,
    due_latest_count,
    kept_latest_count,
    committed_count,
    partner_due_count,
    partner_kept_count,
    -- nothing due is "not measured", not 0 or 100 %
    kept_count * 1.0E0 / nullif(due_count, 0) as kept_rate,
    kept_latest_count * 1.0E0 / nullif(due_latest_count, 0) as kept_latest_rate,
    partner_kept_count * 1.0E0 / nullif(partner_due_count, 0)
        as partner_kept_rate
from counted
order by dimension, member_id nulls last, promised_to, period, period_start
