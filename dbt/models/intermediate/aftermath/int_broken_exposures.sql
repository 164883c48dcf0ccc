{%- set measures = ['contacted'] + (break_measures() | list) -%}

-- Broken orders beside the kept ones they are compared with: those most alike
-- of which there are enough. Where there are none, nothing is imputed.
with broken as (
    select * from {{ ref('int_order_exposures') }}
    where is_broken
),

baselines as (
    select * from {{ ref('int_break_baselines') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

placed as (
    select
        broken.*,
        case
            when first_level.kept_count >= thresholds.cost_kept_orders then 1
            when second_level.kept_count >= thresholds.cost_kept_orders then 2
            when third_level.kept_count >= thresholds.cost_kept_orders then 3
        end as level
    from broken
    cross join thresholds
    left join baselines as first_level
        on
            broken.stratum_1 = first_level.stratum
            and first_level.level = 1
    left join baselines as second_level
        on
            broken.stratum_2 = second_level.stratum
            and second_level.level = 2
    left join baselines as third_level
        on
            broken.stratum_3 = third_level.stratum
            and third_level.level = 3
)

select
    order_id,
    customer_id,
    customer_type,
    seller_id,
    region,
    product_group,
    value,
    is_prepared,
    first_due_date,
    is_matured,
    lateness,
    broken_promise_id,
    broken_partner_id,
    broken_step,
    level,
    case level
        when 1 then stratum_1
        when 2 then stratum_2
        when 3 then stratum_3
    end as stratum,
    {{ measures | join(',\n    ') }}
from placed
