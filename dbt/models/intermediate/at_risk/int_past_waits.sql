-- How waits that are past their day went, as it stood on record on each list
-- date: a row for the lists that knew the same of it. By two clocks: since the
-- promise was made, until something was on record of it (its hand-over, its
-- end); and since the hand-over, until its end.
{%- set never = never_days() %}

with waits as (
    select * from {{ ref('int_waits') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

known as (
    select
        waits.*,
        {%- for name in [
            'over', 'handed_known', 'arrived_known', 'ended_known'
        ] %}
        {{ oldest_list(
            'waits.' ~ name ~ '_date', 'clock.as_of', 'thresholds.record_weeks'
        ) }} as {{ name }}_week,
        {%- endfor %}
        {%- for name in ['handed_known', 'arrived_known', 'ended_known'] %}
        coalesce(
            {{ days_between('waits.start_date', 'waits.' ~ name ~ '_date') }},
            {{ never }}
        ) as {{ name }}_days,
        {%- endfor %}
        {{ days_between('waits.start_date', 'waits.handed_date') }}
            as handed_days
    from waits
    cross join clock
    cross join thresholds
),

-- open until something is on record
clocked as (
    select
        'promise' as clock,
        step,
        lane,
        partner_id,
        window_days,
        least(handed_known_days, arrived_known_days, ended_known_days)
            as open_days,
        greatest(handed_known_week, arrived_known_week, ended_known_week)
            as open_week,
        arrived_days,
        arrived_known_week as arrived_week,
        over_week as first_week,
        case when is_withdrawn then ended_known_week else -1 end as left_week
    from known

    union all

    select
        'hand_over' as clock,
        step,
        lane,
        partner_id,
        window_days - handed_days as window_days,
        least(arrived_known_days, ended_known_days) - handed_days as open_days,
        greatest(arrived_known_week, ended_known_week) as open_week,
        case
            when arrived_days > handed_days then arrived_days - handed_days
            when arrived_days <= handed_days then 0
        end as arrived_days,
        arrived_known_week as arrived_week,
        least(over_week, handed_known_week) as first_week,
        case when is_withdrawn then ended_known_week else -1 end as left_week
    from known
    where
        handed_days < window_days
        and handed_known_days <= least(arrived_known_days, ended_known_days)
),

-- what the lists knew when it came in, and what those knew that learned more
states as (
    select
        *,
        first_week as from_week
    from clocked

    union all

    select
        *,
        open_week as from_week
    from clocked
    where open_week < first_week

    union all

    select
        *,
        arrived_week as from_week
    from clocked
    where arrived_week < first_week and arrived_week < open_week
),

described as (
    select
        clock,
        step,
        lane,
        partner_id,
        window_days,
        case when open_week >= from_week then open_days end as open_days,
        case when arrived_week >= from_week then arrived_days end
            as arrived_days,
        from_week,
        -- the next list that learned more, or none
        greatest(
            left_week,
            case when open_week < from_week then open_week else -1 end,
            case when arrived_week < from_week then arrived_week else -1 end
        ) as until_week
    from states
)

select
    clock,
    step,
    lane,
    partner_id,
    window_days,
    -- floor: not below 0 where a hand-over was written down after the end
    case when open_days < 0 then 0 else open_days end as open_days,
    arrived_days,
    arrived_days is null or arrived_days > window_days as is_late,
    from_week,
    until_week,
    count(*) as waits_count
from described
where from_week > until_week
group by all
