-- By how much a date is brought forward or put back on a list date (in
-- logarithms of days), because deliveries of the last fortnight came in faster
-- or slower than their ages let one expect by the half year before: all of the
-- step, and the lane beside it. Nothing, where their ages tell nothing.
with waiting_days as (
    select * from {{ ref('int_waiting_days') }}
),

quote_dates as (
    select * from {{ ref('int_quote_dates') }}
),

paces as (
    select * from {{ ref('int_quote_paces') }}
    where is_by_days
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

lanes as (
    {{ waiting_by_lane('waiting_days') }}
),

steps as (
    select
        step,
        week,
        age_days,
        sum(waiting_count) as waiting_count,
        sum(completed_count) as completed_count
    from lanes
    group by step, week, age_days
),

hazards as (
    select
        quote_dates.weeks_ago,
        steps.step,
        steps.age_days,
        (sum(steps.completed_count) + 0.5E0)
        / (sum(steps.waiting_count) + 5.0E0) as hazard
    from steps
    cross join thresholds
    inner join quote_dates
        on
            steps.week >= quote_dates.weeks_ago + 2
            and steps.week
            < quote_dates.weeks_ago + 2 + thresholds.speed_weeks
    group by quote_dates.weeks_ago, steps.step, steps.age_days
),

by_lane as (
    select
        quote_dates.weeks_ago,
        lanes.step,
        lanes.lane,
        sum(lanes.completed_count) as completed_count,
        {{ exact_sum('lanes.waiting_count * coalesce(hazards.hazard, 0.1E0)') }}
            as expected_count
    from lanes
    cross join (
        select 0 as week
        union all
        select 1 as week
    ) as fortnight
    inner join quote_dates
        on lanes.week - fortnight.week = quote_dates.weeks_ago
    left join hazards
        on
            quote_dates.weeks_ago = hazards.weeks_ago
            and lanes.step = hazards.step
            and lanes.age_days = hazards.age_days
    group by quote_dates.weeks_ago, lanes.step, lanes.lane
),

by_step as (
    select
        weeks_ago,
        step,
        sum(completed_count) as completed_count,
        {{ exact_sum('expected_count') }} as expected_count
    from by_lane
    group by weeks_ago, step
),

speeds as (
    select
        by_lane.weeks_ago,
        by_lane.step,
        by_lane.lane,
        round(ln(
            (by_step.completed_count + thresholds.speed_shrink_network)
            / (by_step.expected_count + thresholds.speed_shrink_network)
        ), 6) as step_speed,
        by_lane.completed_count,
        by_lane.expected_count
    from by_lane
    cross join thresholds
    inner join by_step
        on
            by_lane.weeks_ago = by_step.weeks_ago
            and by_lane.step = by_step.step
),

compared as (
    select
        speeds.*,
        round(ln(
            (speeds.completed_count + thresholds.speed_shrink_member)
            / (
                speeds.expected_count * exp(speeds.step_speed)
                + thresholds.speed_shrink_member
            )
        ), 6) as lane_speed
    from speeds
    cross join thresholds
)

select
    compared.weeks_ago,
    compared.step,
    compared.lane,
    compared.step_speed,
    compared.lane_speed,
    case
        when paces.step is null then 0.0E0
        else round(least(
            thresholds.honest_speed_network * compared.step_speed
            + thresholds.honest_speed_lane * compared.lane_speed,
            thresholds.honest_speed_most
        ), 6)
    end as sooner_log_days
from compared
cross join thresholds
inner join quote_dates on compared.weeks_ago = quote_dates.weeks_ago
left join paces
    on
        quote_dates.fit_weeks_ago = paces.fit_weeks_ago
        and compared.step = paces.step
