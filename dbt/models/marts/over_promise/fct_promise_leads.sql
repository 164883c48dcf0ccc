with offers as (
    select * from {{ ref('int_offers') }}
),

quantiles as (
    select * from {{ ref('int_lead_quantiles') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

promised as (
    select
        *,
        due_number - start_number as lead_business_days
    from offers
    where promised_to = 'customer' and fulfilled_by = 'delivered'
),

-- the partner's plan to hand the line over, as it came with the promise
planned as (
    select
        promised.promise_id,
        max(handovers.due_number) as planned_number
    from promised
    inner join offers as handovers
        on
            promised.order_id = handovers.order_id
            and promised.line = handovers.line
    cross join thresholds
    where
        handovers.promised_to = 'company'
        and handovers.fulfilled_by = 'handed_over'
        and {{ days_between(
            'promised.offered_date', 'handovers.offered_date'
        ) }}
        <= thresholds.commitment_within_days
    group by promised.promise_id
),

committed as (
    select
        promised.*,
        case
            when planned.promise_id is not null
                then
                    coalesce(
                        planned.planned_number, promised.partner_due_number
                    )
                    + coalesce(promised.transit_business_days, 0)
            else promised.partner_due_number
        end as committed_number,
        planned.promise_id is not null
        and promised.transit_business_days is null as is_transit_missing
    from promised
    left join planned on promised.promise_id = planned.promise_id
),

compared as (
    select
        committed.*,
        -- the finest basket with experience enough, whatever it says
        case
            when finest.step is not null then 'partner_and_product'
            when finer.step is not null then 'product'
            when coarse.step is not null then 'step'
        end as basket_level,
        {%- for column in [
            'completed_count', 'p90_lead_days', 'longer_than_days'
        ] %}
        case
            when finest.step is not null then finest.{{ column }}
            when finer.step is not null then finer.{{ column }}
            else coarse.{{ column }}
        end as {{ listed(column, loop) }}
        {%- endfor %}
    from committed
    left join quantiles as finest
        on
            finest.basket_level = 'partner_and_product'
            and committed.offered_month = finest.known_month
            and committed.step = finest.step
            and coalesce(committed.partner_id, '') = finest.partner_id
            and coalesce(committed.product_group, '') = finest.product_group
    left join quantiles as finer
        on
            finer.basket_level = 'product'
            and committed.offered_month = finer.known_month
            and committed.step = finer.step
            and coalesce(committed.product_group, '') = finer.product_group
    left join quantiles as coarse
        on
            coarse.basket_level = 'step'
            and committed.offered_month = coarse.known_month
            and committed.step = coarse.step
)

select
    promise_id,
    order_id,
    seller_id,
    partner_id,
    step,
    product_group,
    offered_date,
    due_date,
    cast(lead_business_days as bigint) as lead_business_days,

    ---------- against what the partner had said
    cast(due_number - committed_number as bigint)
        as commitment_margin_business_days,
    due_number < committed_number as is_before_commitment,
    is_transit_missing,

    ---------- against how long it had taken
    basket_level,
    completed_count as basket_completed_count,
    case
        when basket_level is null then 'too_thin'
        when p90_lead_days is null then 'not_reached'
        else 'reached'
    end as p90_status,
    cast(p90_lead_days as bigint) as p90_lead_business_days,
    cast(longer_than_days as bigint) as p90_longer_than_business_days,
    cast(
        lead_business_days - coalesce(p90_lead_days, longer_than_days + 1)
        as bigint
    ) as over_promise_index_business_days,
    case
        when p90_lead_days is not null then lead_business_days < p90_lead_days
        -- shorter than what is known to be too short; of a longer one
        -- nobody knows
        when lead_business_days <= longer_than_days then true
    end as is_over_promised
from compared
order by promise_id
