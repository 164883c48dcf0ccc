-- The same by the share of its own window that each had lasted: of the waits
-- like an open one that had shown no sign by then, how many there were and how
-- many of them were late.
with asked as (
    select distinct
        weeks_ago,
        group_id,
        age_days,
        window_days,
        40.0E0 * age_days / window_days as age_fortieths
    from {{ ref('int_similar_asked') }}
    where scale = 'share' and window_days > 0
),

groups as (
    select distinct
        weeks_ago,
        group_id
    from asked
),

past as (
    select
        group_id,
        open_until,
        from_week,
        until_week,
        sum(waits_count) as waits_count,
        sum(case when is_late then waits_count else 0 end) as late_count
    from {{ ref('int_similar_past') }}
    where scale = 'share'
    group by group_id, open_until, from_week, until_week
),

known as (
    select
        groups.weeks_ago,
        groups.group_id,
        past.open_until,
        sum(past.waits_count) as waits_count,
        sum(past.late_count) as late_count
    from groups
    inner join past
        on
            groups.group_id = past.group_id
            and groups.weeks_ago <= past.from_week
            and groups.weeks_ago > past.until_week
    group by groups.weeks_ago, groups.group_id, past.open_until
)

select
    asked.weeks_ago,
    asked.group_id,
    asked.age_days,
    asked.window_days,
    -- of the fortieth in which its age lies, the part beyond it
    {%- for name in ['waits', 'late'] %}
    {{ exact_sum(
        'known.' ~ name ~ '_count'
        ~ ' * least(known.open_until + 1.0E0 - asked.age_fortieths, 1.0E0)'
    ) }} as {{ listed(name ~ '_count', loop) }}
    {%- endfor %}
from asked
inner join known
    on
        asked.weeks_ago = known.weeks_ago
        and asked.group_id = known.group_id
        and asked.age_fortieths < known.open_until + 1
group by
    asked.weeks_ago, asked.group_id, asked.age_days, asked.window_days
