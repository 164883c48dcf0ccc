-- Lanes by the usual time of what was delivered on them in the half year before
-- a list date: those of a like time are compared with each other.
with waiting_days as (
    select * from {{ ref('int_waiting_days') }}
),

list_dates as (
    select * from {{ ref('int_list_dates') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

lanes as (
    select
        step,
        lane,
        weeks_ago as week,
        age_days,
        sum(completed_count) as completed_count
    from waiting_days
    group by step, lane, weeks_ago, age_days
),

looked_back_on as (
    select
        list_dates.weeks_ago,
        lanes.step,
        lanes.lane,
        lanes.age_days,
        sum(lanes.completed_count) as completed_count
    from lanes
    cross join thresholds
    inner join list_dates
        on
            lanes.week >= list_dates.weeks_ago
            and lanes.week
            < list_dates.weeks_ago + thresholds.speed_weeks + 2
    group by
        list_dates.weeks_ago, lanes.step, lanes.lane, lanes.age_days
),

summed as (
    select
        weeks_ago,
        step,
        lane,
        age_days,
        sum(completed_count) over (
            partition by weeks_ago, step, lane order by age_days
            rows between unbounded preceding and current row
        ) as completed_so_far,
        sum(completed_count) over (
            partition by weeks_ago, step, lane
        ) as completed_count
    from looked_back_on
),

medians as (
    select
        weeks_ago,
        step,
        lane,
        coalesce(
            min(case
                when
                    completed_count > 0
                    and 2 * completed_so_far >= completed_count
                    then age_days
            end),
            max(age_days) + 1
        ) as median_days
    from summed
    group by weeks_ago, step, lane
),

ranked as (
    select
        *,
        row_number() over (
            partition by weeks_ago, step order by median_days, lane
        ) as place,
        count(*) over (partition by weeks_ago, step) as lanes_count
    from medians
)

select
    ranked.weeks_ago,
    ranked.step,
    ranked.lane,
    ranked.median_days,
    cast(floor(
        (ranked.place - 1.0E0) * thresholds.speed_classes / ranked.lanes_count
    ) as bigint) as class
from ranked
cross join thresholds
