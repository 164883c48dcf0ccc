-- What was delivered in each of the two weeks before a list date, against what
-- the ages of those who waited let one expect: at each age, the share that came
-- in a day, of the lane's class, in the half year before that week.
with waiting_days as (
    select * from {{ ref('int_waiting_days') }}
),

classes as (
    select * from {{ ref('int_lane_classes') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

lanes as (
    {{ waiting_by_lane('waiting_days') }}
),

by_class as (
    select
        classes.weeks_ago,
        classes.step,
        classes.class,
        lanes.age_days,
        lanes.week - classes.weeks_ago as week,
        sum(lanes.waiting_count) as waiting_count,
        sum(lanes.completed_count) as completed_count
    from lanes
    cross join thresholds
    inner join classes
        on
            lanes.step = classes.step
            and lanes.lane = classes.lane
            and lanes.week > classes.weeks_ago
            and lanes.week
            < classes.weeks_ago + thresholds.speed_weeks + 2
    group by
        classes.weeks_ago,
        classes.step,
        classes.class,
        lanes.age_days,
        lanes.week - classes.weeks_ago
),

-- before the last week, and before the last but one
befores as (
    select 0 as week
    union all
    select 1 as week
),

hazards as (
    select
        by_class.weeks_ago,
        by_class.step,
        by_class.class,
        by_class.age_days,
        befores.week,
        (sum(by_class.completed_count) + 0.5E0)
        / (sum(by_class.waiting_count) + 5.0E0) as hazard
    from by_class
    cross join thresholds
    inner join befores
        on
            by_class.week > befores.week
            and by_class.week <= befores.week + thresholds.speed_weeks
    group by
        by_class.weeks_ago,
        by_class.step,
        by_class.class,
        by_class.age_days,
        befores.week
)

select
    classes.weeks_ago,
    classes.step,
    classes.lane,
    classes.class,
    waiting_days.partner_id,
    waiting_days.weeks_ago - classes.weeks_ago as week,
    cast(sum(waiting_days.completed_count) as bigint) as completed_count,
    -- at an age that was never seen before: half of one in five
    {{ exact_sum(
        'waiting_days.waiting_count * coalesce(hazards.hazard, 0.1E0)'
    ) }} as expected_count
from waiting_days
cross join befores
inner join classes
    on
        waiting_days.step = classes.step
        and waiting_days.lane = classes.lane
        and waiting_days.weeks_ago - befores.week = classes.weeks_ago
left join hazards
    on
        classes.weeks_ago = hazards.weeks_ago
        and classes.step = hazards.step
        and classes.class = hazards.class
        and waiting_days.age_days = hazards.age_days
        and befores.week = hazards.week
group by
    classes.weeks_ago,
    classes.step,
    classes.lane,
    classes.class,
    waiting_days.partner_id,
    waiting_days.weeks_ago - classes.weeks_ago
