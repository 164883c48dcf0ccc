-- What each open wait asks of the groups it belongs to: of those that had
-- lasted as long, how many broke?
with open_waits as (
    select * from {{ ref('int_open_waits') }}
),

groups as (
    select * from {{ ref('int_similar_groups') }}
),

leveled as (
    {{ by_level('open_waits') }}
)

select
    leveled.weeks_ago,
    leveled.promise_id,
    leveled.scale,
    leveled.level,
    groups.group_id,
    leveled.age_days,
    leveled.window_days
from leveled
inner join groups
    on
        leveled.clock = groups.clock
        and leveled.step = groups.step
        and leveled.scale = groups.scale
        and leveled.level = groups.level
        and leveled.group_lane = groups.group_lane
        and leveled.group_partner_id = groups.group_partner_id
        and leveled.group_weeks = groups.group_weeks
