-- What each list date knew of a step as a whole: how many waits were past their
-- day; whether their hand-overs are on record; and whether the days they took
-- say anything. Where each order was given a date of its own (a kitchen in ten
-- weeks, a tap in two) those still open after ten days have nothing in common.
with past_waits as (
    select * from {{ ref('int_past_waits') }}
),

list_dates as (
    select * from {{ ref('int_list_dates') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

counted as (
    select
        clock,
        step,
        window_days,
        coalesce(open_days, {{ never_days() }}) as open_days,
        coalesce(arrived_days, {{ never_days() }}) as arrived_days,
        is_late,
        from_week,
        until_week,
        sum(waits_count) as waits_count
    from past_waits
    group by
        clock,
        step,
        window_days,
        coalesce(open_days, {{ never_days() }}),
        coalesce(arrived_days, {{ never_days() }}),
        is_late,
        from_week,
        until_week
),

known as (
    select
        list_dates.weeks_ago,
        counted.clock,
        counted.step,
        counted.window_days,
        counted.open_days,
        counted.arrived_days,
        counted.is_late,
        sum(counted.waits_count) as waits_count
    from counted
    inner join list_dates
        on
            counted.from_week >= list_dates.weeks_ago
            and counted.until_week < list_dates.weeks_ago
    group by
        list_dates.weeks_ago,
        counted.clock,
        counted.step,
        counted.window_days,
        counted.open_days,
        counted.arrived_days,
        counted.is_late
),

of_steps as (
    select
        weeks_ago,
        step,
        sum(case when clock = 'promise' then waits_count else 0 end)
            as waits_count,
        sum(
            case
                when clock = 'promise' and arrived_days < {{ never_days() }}
                    then waits_count
                else 0
            end
        ) as arrived_count,
        sum(
            case
                when clock = 'hand_over' and arrived_days < {{ never_days() }}
                    then waits_count
                else 0
            end
        ) as handed_over_count
    from known
    group by weeks_ago, step
),

-- half-way through each window: how many were late, and how many would have
-- been had their days been anybody's
half_way as (
    select
        weeks_ago,
        step,
        window_days,
        sum(waits_count) as waits_count,
        sum(case when is_late then waits_count else 0 end) as late_count
    from known
    where clock = 'promise' and 2 * open_days >= window_days
    group by weeks_ago, step, window_days
),

by_days as (
    select
        weeks_ago,
        step,
        open_days,
        arrived_days,
        sum(waits_count) as waits_count
    from known
    where clock = 'promise'
    group by weeks_ago, step, open_days, arrived_days
),

expected as (
    select
        half_way.weeks_ago,
        half_way.step,
        half_way.window_days,
        max(half_way.waits_count)
        * cast(sum(
            case
                when by_days.arrived_days > half_way.window_days
                    then by_days.waits_count
                else 0
            end
        ) as double)
        / sum(by_days.waits_count) as late_count
    from half_way
    inner join by_days
        on
            half_way.weeks_ago = by_days.weeks_ago
            and half_way.step = by_days.step
            and half_way.window_days <= 2 * by_days.open_days
    group by half_way.weeks_ago, half_way.step, half_way.window_days
),

compared as (
    select
        half_way.weeks_ago,
        half_way.step,
        sum(half_way.late_count) as late_count,
        {{ exact_sum('expected.late_count') }} as expected_late_count
    from half_way
    inner join expected
        on
            half_way.weeks_ago = expected.weeks_ago
            and half_way.step = expected.step
            and half_way.window_days = expected.window_days
    group by half_way.weeks_ago, half_way.step
)

select
    of_steps.weeks_ago,
    of_steps.step,
    cast(of_steps.waits_count as bigint) as waits_count,
    of_steps.arrived_count > 0
    and of_steps.handed_over_count
    >= of_steps.arrived_count * thresholds.risk_handed_over_share
        as has_handovers,
    coalesce(
        compared.expected_late_count
        <= thresholds.risk_days_factor * compared.late_count,
        false
    ) as is_by_days
from of_steps
cross join thresholds
left join compared
    on
        of_steps.weeks_ago = compared.weeks_ago
        and of_steps.step = compared.step
