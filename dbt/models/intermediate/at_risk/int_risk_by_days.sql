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

past as (
    select * from {{ ref('int_similar_past') }}
    where scale = 'days'
),

ages as (
    select distinct
        weeks_ago,
        group_id,
        age_days
    from asked
),

past_by_age as (
    select
        group_id,
        open_until,
        from_week,
        until_week,
        sum(waits_count) as waits_count
    from past
    group by group_id, open_until, from_week, until_week
),

lasted as (
    select
        ages.weeks_ago,
        ages.group_id,
        ages.age_days,
        sum(past_by_age.waits_count) as waits_count
    from ages
    inner join past_by_age
        on
            ages.group_id = past_by_age.group_id
            and ages.weeks_ago <= past_by_age.from_week
            and ages.weeks_ago > past_by_age.until_week
            and ages.age_days <= past_by_age.open_until
    group by ages.weeks_ago, ages.group_id, ages.age_days
),

windows as (
    select distinct
        weeks_ago,
        group_id,
        window_days
    from asked
),

-- only what took longer is laid beside each window: one in ten
longer as (
    select
        windows.weeks_ago,
        windows.group_id,
        windows.window_days,
        past.open_until,
        sum(past.waits_count) as waits_count
    from windows
    inner join past
        on
            windows.group_id = past.group_id
            and windows.weeks_ago <= past.from_week
            and windows.weeks_ago > past.until_week
            and windows.window_days < past.arrived_days
    group by
        windows.weeks_ago,
        windows.group_id,
        windows.window_days,
        past.open_until
),

lasted_longer as (
    select
        asked.weeks_ago,
        asked.group_id,
        asked.age_days,
        asked.window_days,
        sum(longer.waits_count) as late_count
    from asked
    inner join longer
        on
            asked.weeks_ago = longer.weeks_ago
            and asked.group_id = longer.group_id
            and asked.window_days = longer.window_days
            and asked.age_days <= longer.open_until
    group by
        asked.weeks_ago, asked.group_id, asked.age_days, asked.window_days
)

select
    asked.weeks_ago,
    asked.group_id,
    asked.age_days,
    asked.window_days,
    cast(lasted.waits_count as bigint) as waits_count,
    cast(coalesce(lasted_longer.late_count, 0) as bigint) as late_count
from asked
inner join lasted
    on
        asked.weeks_ago = lasted.weeks_ago
        and asked.group_id = lasted.group_id
        and asked.age_days = lasted.age_days
left join lasted_longer
    on
        asked.weeks_ago = lasted_longer.weeks_ago
        and asked.group_id = lasted_longer.group_id
        and asked.age_days = lasted_longer.age_days
        and asked.window_days = lasted_longer.window_days
