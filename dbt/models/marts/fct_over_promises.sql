{%- set members = {
    'company': "'all'",
    'seller': 'seller_id',
    'partner': 'partner_id',
    'step': 'step',
    'product_group': 'product_group',
} -%}
{%- set periods = ['all', 'month'] -%}

with leads as (
    select
        *,
        cast(null as date) as offered_all,
        cast({{ dbt.date_trunc('month', 'offered_date') }} as date)
            as offered_month
    from {{ ref('fct_promise_leads') }}
),

interval_width as (
    select value as z
    from {{ ref('thresholds') }}
    where name = 'interval_z'
),

counted as (
    {%- for dimension, member in members.items() %}
    {%- for period in periods %}
    select
        '{{ dimension }}' as dimension,
        {{ member }} as member_id,
        '{{ period }}' as period,
        offered_{{ period }} as period_start,
        count(*) as promises_count,
        count(is_over_promised) as scored_count,
        count(*) filter (where is_over_promised) as over_promised_count,
        percentile_cont(0.5) within group (
            order by over_promise_index_business_days
        ) as over_promise_index_business_days,
        count(is_before_commitment) as committed_count,
        count(*) filter (where is_before_commitment)
            as before_commitment_count,
        count(distinct case when is_before_commitment is not null then order_id end)
            as committed_orders_count,
        count(distinct case when is_before_commitment then order_id end)
            as before_commitment_orders_count
    from leads
    group by {{ member ~ ', ' if dimension != 'company' }}offered_{{ period }}
    {{ 'union all' if not (loop.last and dimension == 'product_group') }}
    {%- endfor %}
    {%- endfor %}
)

select
    dimension,
    member_id,
    period,
    period_start,
    promises_count,
    scored_count,
    over_promised_count,
    over_promised_count * 1.0E0 / nullif(scored_count, 0) as over_promised_rate,
    {{ wilson('over_promised_count', 'scored_count', 'z', '-') }}
        as over_promised_rate_low,
    {{ wilson('over_promised_count', 'scored_count', 'z', '+') }}
        as over_promised_rate_high,
    cast(over_promise_index_business_days as double)
        as over_promise_index_business_days,
    committed_count,
    before_commitment_count,
    before_commitment_count * 1.0E0 / nullif(committed_count, 0)
        as before_commitment_rate,
    committed_orders_count,
    before_commitment_orders_count,
    before_commitment_orders_count * 1.0E0 / nullif(committed_orders_count, 0)
        as before_commitment_orders_rate,
    {{ wilson('before_commitment_orders_count', 'committed_orders_count', 'z', '-') }}
        as before_commitment_orders_rate_low,
    {{ wilson('before_commitment_orders_count', 'committed_orders_count', 'z', '+') }}
        as before_commitment_orders_rate_high
from counted
cross join interval_width
order by dimension, member_id nulls last, period, period_start
