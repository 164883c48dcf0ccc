-- Orders of several kinds of promises, made so long ago that any date of theirs
-- has fallen: what was usual for each kind when they were made, and how long it
-- took until all had come. Only where each step has fresh promises enough.
with predictions as (
    select * from {{ ref('int_quote_predictions') }}
    where log_days is not null and withdrawn_known_date is null
),

promises as (
    select
        promise_id,
        order_id
    from {{ ref('int_promises') }}
    where order_id is not null
),

clock as (
    select * from {{ ref('int_clock') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

ratios as (
    select distinct
        ratios.weeks_ago,
        ratios.step,
        ratios.seen_count
    from {{ ref('int_quote_ratios') }} as ratios
    inner join thresholds
        on ratios.seen_count >= thresholds.honest_ratio_minimum
),

recent as (
    select
        predictions.*,
        promises.order_id
    from predictions
    inner join promises on predictions.promise_id = promises.promise_id
    cross join clock
    cross join thresholds
    where
        {{ days_between('predictions.offered_date', 'clock.as_of') }}
        - thresholds.honest_longest_days
        between 1 and 7 * thresholds.record_weeks
),

kinds as (
    select
        order_id,
        offered_date,
        offered_weeks_ago,
        step,
        lane,
        partner_id,
        product_group,
        log_days,
        count(*) as promises_count,
        count(days) as completed_count,
        max(days) as days
    from recent
    group by all
),

dated as (
    select
        kinds.*,
        ratios.seen_count
    from kinds
    left join ratios
        on
            kinds.offered_weeks_ago = ratios.weeks_ago
            and kinds.step = ratios.step
),

baskets as (
    select
        order_id,
        offered_date,
        case
            when sum(promises_count) = sum(completed_count) then max(days)
        end as days
    from dated
    group by order_id, offered_date
    having count(*) >= 2 and count(seen_count) = count(*)
)

select
    dated.order_id,
    dated.offered_date,
    dated.offered_weeks_ago,
    dated.step,
    dated.lane,
    dated.partner_id,
    dated.product_group,
    dated.log_days,
    dated.seen_count,
    baskets.days as basket_days
from dated
inner join baskets
    on
        dated.order_id = baskets.order_id
        and dated.offered_date = baskets.offered_date
