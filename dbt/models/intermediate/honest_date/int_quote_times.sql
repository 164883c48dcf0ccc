-- How long each promise to a customer took, in calendar days, and from when on
-- that was known: what dates are learned from, and what they are judged by.
with offers as (
    select * from {{ ref('int_offers') }}
    where promised_to = 'customer' and fulfilled_by = 'delivered'
),

promises as (
    select * from {{ ref('int_promises') }}
),

waits as (
    select * from {{ ref('int_waits') }}
),

recorded as (
    select * from {{ ref('int_recorded_completions') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

dated as (
    select
        offers.promise_id,
        offers.seller_id,
        offers.step,
        coalesce(promises.lane, '') as lane,
        promises.region,
        coalesce(promises.partner_id, '') as partner_id,
        coalesce(offers.product_group, '') as product_group,
        offers.offered_date,
        offers.due_date,
        {{ days_between('offers.offered_date', 'clock.as_of') }}
            as offered_days_ago,
        promises.is_measured,
        waits.is_withdrawn,
        waits.ended_known_date,
        waits.arrived_known_date,
        coalesce(
            waits.arrived_days,
            case
                when recorded.completed_date < offers.offered_date then 0
                else {{ days_between(
                    'offers.offered_date', 'recorded.completed_date'
                ) }}
            end
        ) as days
    from offers
    cross join clock
    inner join promises on offers.promise_id = promises.promise_id
    left join waits on offers.promise_id = waits.promise_id
    left join recorded on offers.promise_id = recorded.promise_id
)

select
    dated.promise_id,
    dated.seller_id,
    dated.step,
    dated.lane,
    dated.region,
    dated.partner_id,
    dated.product_group,
    dated.offered_date,
    dated.due_date,
    cast(ceil(dated.offered_days_ago / 7.0E0) as bigint) as offered_weeks_ago,
    dated.is_measured,
    -- from then on it tells nothing: the customer withdrew in time
    case when dated.is_withdrawn then dated.ended_known_date end
        as withdrawn_known_date,
    -- what takes longer than a date may lie ahead never came by it
    case when dated.days <= thresholds.honest_longest_days then dated.days end
        as days,
    case
        when dated.days <= thresholds.honest_longest_days
            then dated.arrived_known_date
    end as known_date
from dated
inner join thresholds
    on
        dated.offered_days_ago
        < thresholds.honest_longest_days
        + 7 * (
            thresholds.honest_weeks
            + thresholds.honest_fit_weeks
            + thresholds.honest_window_weeks
        )
