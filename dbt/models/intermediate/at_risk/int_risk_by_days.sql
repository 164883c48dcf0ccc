-- Of the waits like an open one that had lasted as long, in days, without a
-- sign: how many there were, and how many took longer than it may.
with asked as (
    select distinct
        weeks_ago,
        group_id,
        age_days,
        window_days
    from {{ ref('int_similar_asked') }}
    where scale = 'days'
),

groups as (
    select distinct
        weeks_ago,
        group_id
    from asked
),

past as (
    select * from {{ ref('int_similar_past') }}
    where scale = 'days'
),

-- what each list knew is counted before it is laid beside ages and windows
known as (
    select
        groups.weeks_ago,
        groups.group_id,
        past.open_until,
        past.arrived_days,
        sum(past.waits_count) as waits_count
    from groups
    inner join past
        on
            groups.group_id = past.group_id
            and groups.weeks_ago <= past.from_week
            and groups.weeks_ago > past.until_week
    group by
        groups.weeks_ago, groups.group_id, past.open_until, past.arrived_days
)

select
    asked.weeks_ago,
    asked.group_id,
    asked.age_days,
    asked.window_days,
    cast(sum(known.waits_count) as bigint) as waits_count,
    cast(sum(case
        when known.arrived_days > asked.window_days then known.waits_count
        else 0
    end) as bigint) as late_count
from asked
inner join known
    on
        asked.weeks_ago = known.weeks_ago
        and asked.group_id = known.group_id
        and asked.age_days <= known.open_until
group by
    asked.weeks_ago, asked.group_id, asked.age_days, asked.window_days
