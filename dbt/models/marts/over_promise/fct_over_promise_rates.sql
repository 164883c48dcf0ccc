{%- set members = {
    'company': "'all'",
    'seller': 'seller_id',
    'partner': 'partner_id',
    'step': 'step',
    'product_group': 'product_group',
} -%}

with leads as (
    select * from {{ ref('fct_promise_leads') }}
),

counted as (
    {% call counted_by('leads', members, ['all', 'month'], 'offered_date') %}
        count(*) as promises_count,
        count(over_promise_index_business_days) as scored_count,
        count(*) filter (where p90_status = 'too_thin') as too_thin_count,
        count(*) filter (
            where p90_status <> 'too_thin' and lead_business_days is null
        ) as no_lead_count,
        count(over_promise_index_business_days) filter (
            where p90_status = 'not_reached'
        ) as not_reached_count,
        count(*) filter (where is_over_promised) as over_promised_count,
        count(over_promise_index_business_days) filter (
            where is_over_promised is null
        ) as unknown_count,
        percentile_cont(0.5) within group (
            order by over_promise_index_business_days
        ) as over_promise_index_business_days,
        count(is_before_commitment) as committed_count,
        count(*) filter (where is_before_commitment)
            as before_commitment_count,
        count(is_before_commitment) filter (where is_transit_missing)
            as transit_missing_count,
        count(distinct case
            when is_before_commitment is not null then order_id
        end) as committed_orders_count,
        count(distinct case when is_before_commitment then order_id end)
            as before_commitment_orders_count
    {% endcall %}
)

select
    dimension,
    member_id,
    period,
    period_start,
    promises_count,
    scored_count,
    too_thin_count,
    no_lead_count,
    not_reached_count,
    over_promised_count,
    unknown_count,
    over_promised_count * 1.0E0 / nullif(scored_count, 0) as over_promised_rate,
    {{ wilson90('over_promised_count', 'scored_count', '-') }}
        as over_promised_rate_low,
    -- who knows nothing does not know that it was not bold
    {{ wilson90('(over_promised_count + unknown_count)', 'scored_count', '+') }}
        as over_promised_rate_high,
    cast(over_promise_index_business_days as double)
        as over_promise_index_business_days,
    committed_count,
    before_commitment_count,
    transit_missing_count,
    before_commitment_count * 1.0E0 / nullif(committed_count, 0)
        as before_commitment_rate,
    committed_orders_count,
    before_commitment_orders_count,
    before_commitment_orders_count * 1.0E0 / nullif(committed_orders_count, 0)
        as before_commitment_orders_rate,
    {{ wilson90(
        'before_commitment_orders_count', 'committed_orders_count', '-'
    ) }} as before_commitment_orders_rate_low,
    {{ wilson90(
        'before_commitment_orders_count', 'committed_orders_count', '+'
    ) }} as before_commitment_orders_rate_high
from counted
order by dimension, member_id nulls last, period, period_start
