-- What was usual for each promise when it was made, and when it was old enough
-- to show how far off that was.
with times as (
    select * from {{ ref('int_quote_times') }}
),

quote_dates as (
    select * from {{ ref('int_quote_dates') }}
),

baskets as (
    select * from {{ ref('int_quote_baskets') }}
),

speeds as (
    select * from {{ ref('int_quote_speeds') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

predicted as (
    select
        times.promise_id,
        times.seller_id,
        times.step,
        times.lane,
        times.partner_id,
        times.product_group,
        times.offered_date,
        times.offered_weeks_ago,
        times.withdrawn_known_date,
        times.days,
        times.known_date,
        baskets.log_days - coalesce(speeds.sooner_log_days, 0.0E0) as log_days,
        baskets.level,
        baskets.seen_count,
        baskets.honest_days as level_honest_days,
        baskets.safe_days as level_safe_days
    from times
    inner join quote_dates on times.offered_weeks_ago = quote_dates.weeks_ago
    inner join baskets
        on
            quote_dates.fit_weeks_ago = baskets.fit_weeks_ago
            and times.step = baskets.step
            and times.lane = baskets.lane
            and times.partner_id = baskets.partner_id
            and times.product_group = baskets.product_group
    left join speeds
        on
            quote_dates.weeks_ago = speeds.weeks_ago
            and times.step = speeds.step
            and times.lane = speeds.lane
    where times.is_measured
)

select
    predicted.*,
    cast(least(
        ceil(thresholds.honest_mature_factor * exp(predicted.log_days)),
        thresholds.honest_longest_days
    ) as bigint) as mature_days,
    -- in thousandths, rounded up: what it really took, by what was usual
    cast(ceil(
        1.0E3 * (
            ln(case
                when predicted.days = 0 then 0.5E0 else predicted.days
            end)
            - predicted.log_days
        ) - 1.0E-6
    ) as bigint) as ratio_number
from predicted
cross join thresholds
