-- Whether the days that promises of a step take say anything of others, as it
-- stood on the day of each fit: where each order is given a date of its own,
-- who waits longer was promised later, and no speed of deliveries can be read
-- from ages. Half-way through their windows, how many would have been late had
-- they taken anybody's days, against how many were.
with times as (
    select * from {{ ref('int_quote_times') }}
    where is_measured
),

fits as (
    select distinct fit_weeks_ago from {{ ref('int_quote_dates') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

dated as (
    select
        times.step,
        times.offered_weeks_ago,
        times.days,
        {{ days_between('times.offered_date', 'times.due_date') }}
            as window_days,
        -- the oldest fit that knew of it
        {%- for name in ['known', 'withdrawn_known'] %}
        cast(floor(
            ({{ days_between('times.' ~ name ~ '_date', 'clock.as_of') }} - 1)
            / 7.0E0
        ) as bigint) as {{ listed(name ~ '_weeks_ago', loop) }}
        {%- endfor %}
    from times
    cross join clock
),

-- promises alike are counted once before they are looked back on
alike as (
    select
        step,
        offered_weeks_ago,
        window_days,
        days,
        known_weeks_ago,
        coalesce(withdrawn_known_weeks_ago, -1) as withdrawn_weeks_ago,
        count(*) as promises_count
    from dated
    where window_days >= 0
    group by all
),

known as (
    select
        fits.fit_weeks_ago,
        alike.step,
        alike.window_days,
        case when alike.known_weeks_ago >= fits.fit_weeks_ago then alike.days
        end as days,
        sum(alike.promises_count) as promises_count
    from alike
    cross join thresholds
    inner join fits
        on
            alike.offered_weeks_ago - fits.fit_weeks_ago
            - ceil(thresholds.honest_longest_days / 7.0E0)
            between 0 and thresholds.honest_window_weeks - 1
    where alike.withdrawn_weeks_ago < fits.fit_weeks_ago
    group by all
),

by_days as (
    select
        fit_weeks_ago,
        step,
        coalesce(days, {{ never_days() }}) as days,
        sum(promises_count) as promises_count
    from known
    group by fit_weeks_ago, step, coalesce(days, {{ never_days() }})
),

half_way as (
    select
        fit_weeks_ago,
        step,
        window_days,
        sum(promises_count) as promises_count,
        sum(case
            when coalesce(days, {{ never_days() }}) > window_days
                then promises_count
            else 0
        end) as late_count
    from known
    where 2 * coalesce(days, {{ never_days() }}) >= window_days
    group by fit_weeks_ago, step, window_days
),

expected as (
    select
        half_way.fit_weeks_ago,
        half_way.step,
        half_way.window_days,
        max(half_way.late_count) as late_count,
        max(half_way.promises_count)
        * cast(sum(
            case
                when by_days.days > half_way.window_days
                    then by_days.promises_count
                else 0
            end
        ) as double)
        / sum(by_days.promises_count) as expected_late_count
    from half_way
    inner join by_days
        on
            half_way.fit_weeks_ago = by_days.fit_weeks_ago
            and half_way.step = by_days.step
            and half_way.window_days <= 2 * by_days.days
    group by half_way.fit_weeks_ago, half_way.step, half_way.window_days
)

select
    expected.fit_weeks_ago,
    expected.step,
    cast(sum(expected.late_count) as bigint) as late_count,
    {{ exact_sum('expected.expected_late_count') }} as expected_late_count,
    {{ exact_sum('expected.expected_late_count') }}
    <= max(thresholds.risk_days_factor) * sum(expected.late_count)
        as is_by_days
from expected
cross join thresholds
group by expected.fit_weeks_ago, expected.step
