-- How fast a partner's deliveries come in right now beside its lanes (above
-- zero is faster), and how much lies with it against what it gets done in a
-- week.
with expected as (
    select * from {{ ref('int_expected_deliveries') }}
),

lane_pressures as (
    select * from {{ ref('int_lane_pressures') }}
),

waits as (
    select * from {{ ref('int_waits') }}
),

list_dates as (
    select * from {{ ref('int_list_dates') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

speeds as (
    select
        expected.weeks_ago,
        expected.step,
        expected.partner_id,
        {{ pressure(
            'sum(expected.completed_count)',
            exact_sum(
                'expected.expected_count * exp('
                ~ 'lane_pressures.network_pressure_14d'
                ~ ' + lane_pressures.class_pressure_14d)'
            ),
            'max(thresholds.speed_shrink_member)'
        ) }} as partner_pressure_14d
    from expected
    cross join thresholds
    inner join lane_pressures
        on
            expected.weeks_ago = lane_pressures.weeks_ago
            and expected.step = lane_pressures.step
            and expected.lane = lane_pressures.lane
    group by expected.weeks_ago, expected.step, expected.partner_id
),

-- the week before a list date in which each wait began and ended; what is older
-- than the oldest list counts to the week before it
dated as (
    select
        waits.step,
        waits.partner_id,
        cast(floor(
            ({{ days_between('waits.start_date', 'clock.as_of') }} - 1) / 7.0E0
        ) as bigint) as start_week,
        cast(floor(
            ({{ days_between('waits.ended_known_date', 'clock.as_of') }} - 1)
            / 7.0E0
        ) as bigint) as end_week
    from waits
    cross join clock
),

moves as (
    select
        step,
        partner_id,
        start_week as week,
        count(*) as started_count,
        0 as ended_count
    from dated
    group by step, partner_id, start_week

    union all

    select
        step,
        partner_id,
        end_week as week,
        0 as started_count,
        count(*) as ended_count
    from dated
    where end_week is not null
    group by step, partner_id, end_week
),

partners as (
    select distinct
        step,
        partner_id
    from dated
),

grid as (
    select
        partners.step,
        partners.partner_id,
        list_dates.weeks_ago
    from partners
    cross join list_dates
),

backlogs as (
    select
        grid.step,
        grid.partner_id,
        grid.weeks_ago,
        cast(sum(moves.started_count - moves.ended_count) as bigint)
            as open_count,
        cast(sum(case
            when moves.week < grid.weeks_ago + 4 then moves.ended_count
            else 0
        end) as bigint) as ended_28d_count
    from grid
    inner join moves
        on
            grid.step = moves.step
            and grid.partner_id = moves.partner_id
            and grid.weeks_ago <= moves.week
    group by grid.step, grid.partner_id, grid.weeks_ago
)

select
    list_dates.list_date,
    backlogs.weeks_ago,
    backlogs.step,
    backlogs.partner_id,
    coalesce(speeds.partner_pressure_14d, 0.0E0) as partner_pressure_14d,
    backlogs.open_count,
    backlogs.ended_28d_count,
    {{ pressure(
        'backlogs.open_count', 'backlogs.ended_28d_count / 4.0E0', '2.0E0'
    ) }} as partner_backlog
from backlogs
inner join list_dates on backlogs.weeks_ago = list_dates.weeks_ago
left join speeds
    on
        backlogs.weeks_ago = speeds.weeks_ago
        and backlogs.step = speeds.step
        and backlogs.partner_id = speeds.partner_id
