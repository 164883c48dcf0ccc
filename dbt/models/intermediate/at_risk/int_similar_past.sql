-- The past waits of each group, counted where they went alike on its scale.
with past_waits as (
    select * from {{ ref('int_past_waits') }}
),

groups as (
    select * from {{ ref('int_similar_groups') }}
),

leveled as (
    {{ by_level('past_waits') }}
),

scaled as (
    select
        groups.group_id,
        leveled.scale,
        leveled.level,
        case
            when leveled.scale = 'days'
                then coalesce(leveled.open_days, {{ never_days() }})
            -- in which fortieth of its window; one that lasted all of it
            when leveled.open_days < leveled.window_days
                then cast(floor(
                    40.0E0 * leveled.open_days / leveled.window_days
                ) as bigint)
            else 40
        end as open_until,
        case
            when leveled.scale = 'days'
                then coalesce(leveled.arrived_days, {{ never_days() }})
        end as arrived_days,
        leveled.scale = 'share' and leveled.is_late as is_late,
        leveled.from_week,
        leveled.until_week,
        leveled.waits_count
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
)

select
    group_id,
    scale,
    level,
    open_until,
    arrived_days,
    is_late,
    from_week,
    until_week,
    cast(sum(waits_count) as bigint) as waits_count
from scaled
group by
    group_id,
    scale,
    level,
    open_until,
    arrived_days,
    is_late,
    from_week,
    until_week
