{%- set both = {
    'company': "'all'",
    'seller': 'seller_id',
    'customer_type': 'customer_type',
    'product_group': 'product_group',
    'region': 'region',
    'step': 'step',
    'journey': 'journey',
    'month': month_name('last_due_date'),
} -%}
{#- what only a broken order has: compared with all kept orders -#}
{%- set broken_only = {
    'partner': 'broken_partner_id',
    'lateness': 'lateness',
    'reaction': 'reaction',
    'recovery': 'recovery',
} -%}

-- Who ordered again after a kept order, and who after a broken one.
with orders as (
    select
        exposures.*,
        steps.journey,
        repurchases.is_bought_again,
        case exposures.contacted
            when 0 then 'no_contact'
            when 1 then 'contacted'
        end as reaction,
        case
            when recoveries.is_recovered then 'recovered'
            when not recoveries.is_recovered then 'not recovered'
        end as recovery
    from {{ ref('int_order_exposures') }} as exposures
    inner join {{ ref('int_repurchases') }} as repurchases
        on exposures.order_id = repurchases.order_id
    left join {{ ref('stg_steps') }} as steps
        on exposures.step = steps.step
    left join {{ ref('fct_recoveries') }} as recoveries
        on exposures.order_id = recoveries.order_id
    where repurchases.is_matured
),

{% for side, dimensions in {
    'broken': dict(both, **broken_only),
    'kept': both,
}.items() -%}
{{ side }} as (
    {%- for dimension, member in dimensions.items() %}
    select
        '{{ dimension }}' as dimension,
        {{ member }} as member_id,
        type_and_product,
        count(*) as orders_count,
        count(*) filter (where is_bought_again) as bought_again_count
    from orders
    where {{ 'not ' if side == 'kept' }}is_broken
    group by {{ member ~ ', ' if dimension != 'company' }}type_and_product
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

{% endfor -%}

-- a lateness has no kept orders of its own: beside it stand all of them
kept_beside as (
    select * from kept

    union all

    select
        members.dimension,
        members.member_id,
        kept.type_and_product,
        kept.orders_count,
        kept.bought_again_count
    from kept
    cross join (
        select distinct
            dimension,
            member_id
        from broken
        where dimension in (
            {%- for dimension in broken_only %}
            {{ listed("'" ~ dimension ~ "'", loop) }}
            {%- endfor %}
        )
    ) as members
    where kept.dimension = 'company'
),

laid_out as (
    select
        dimension,
        member_id,
        type_and_product,
        orders_count as kept_count,
        bought_again_count as kept_bought_again_count,
        0 as broken_count,
        0 as broken_bought_again_count
    from kept_beside

    union all

    select
        dimension,
        member_id,
        type_and_product,
        0 as kept_count,
        0 as kept_bought_again_count,
        orders_count as broken_count,
        bought_again_count as broken_bought_again_count
    from broken
),

paired as (
    select
        dimension,
        member_id,
        type_and_product,
        sum(kept_count) * 1.0E0 as kept_count,
        sum(kept_bought_again_count) * 1.0E0 as kept_bought_again_count,
        sum(broken_count) * 1.0E0 as broken_count,
        sum(broken_bought_again_count) * 1.0E0 as broken_bought_again_count
    from laid_out
    group by dimension, member_id, type_and_product
),

summed as (
    select
        dimension,
        member_id,
        sum(kept_count) as kept_count,
        sum(kept_bought_again_count) as kept_bought_again_count,
        sum(broken_count) as broken_count,
        sum(broken_bought_again_count) as broken_bought_again_count,
        -- Mantel and Haenszel: kinds of customers and goods buy again unlike
        -- often, and are let down unlike often
        {{ exact_sum(
            '(broken_bought_again_count * kept_count'
            ~ ' - kept_bought_again_count * broken_count)'
            ~ ' / (kept_count + broken_count)'
        ) }}
        / nullif(
            {{ exact_sum(
                'kept_count * broken_count / (kept_count + broken_count)'
            ) }},
            0
        ) as pooled_difference
    from paired
    group by dimension, member_id
),

rated as (
    select
        *,
        nullif(kept_count, 0) as kept_size,
        nullif(broken_count, 0) as broken_size,
        kept_bought_again_count / nullif(kept_count, 0) as kept_rate,
        broken_bought_again_count / nullif(broken_count, 0) as broken_rate
    from summed
),

bounded as (
    select
        *,
        {{ wilson90('kept_bought_again_count', 'kept_size', '-') }} as kept_low,
        {{ wilson90('kept_bought_again_count', 'kept_size', '+') }}
            as kept_high,
        {{ wilson90('broken_bought_again_count', 'broken_size', '-') }}
            as broken_low,
        {{ wilson90('broken_bought_again_count', 'broken_size', '+') }}
            as broken_high
    from rated
)

select
    dimension,
    member_id,
    cast(kept_count as bigint) as kept_count,
    cast(kept_bought_again_count as bigint) as kept_bought_again_count,
    kept_rate as kept_repurchase_rate,
    cast(broken_count as bigint) as broken_count,
    cast(broken_bought_again_count as bigint) as broken_bought_again_count,
    broken_rate as broken_repurchase_rate,
    broken_rate - kept_rate as difference,
    {{ newcombe90(
        'broken_rate', 'broken_low', 'broken_high',
        'kept_rate', 'kept_low', 'kept_high',
        '-'
    ) }} as difference_low,
    {{ newcombe90(
        'broken_rate', 'broken_low', 'broken_high',
        'kept_rate', 'kept_low', 'kept_high',
        '+'
    ) }} as difference_high,
    pooled_difference
from bounded
order by dimension, member_id nulls last
