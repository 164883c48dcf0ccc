-- The days for which it is worked out what date could be kept: today, and
-- weekly back. What a lane, a partner and a product group add is learned more
-- seldom: each list goes by what was learned last (its fit).
with numbers as (
    {{ whole_numbers() }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

weeks as (
    select
        numbers.number as weeks_ago,
        cast(ceil(
            numbers.number * 1.0E0 / thresholds.honest_fit_weeks
        ) as bigint) * thresholds.honest_fit_weeks as fit_weeks_ago,
        -- whose date fell in the weeks that are judged, at the longest
        numbers.number <= thresholds.record_weeks + ceil(
            thresholds.honest_longest_days / 7.0E0
        ) as is_quoted
    from numbers
    inner join thresholds on numbers.number <= thresholds.honest_weeks
)

select
    weeks.weeks_ago,
    {{ plus_days('-7 * cast(weeks.weeks_ago as int)', 'clock.as_of', 'date') }}
        as list_date,
    weeks.fit_weeks_ago,
    {{ plus_days(
        '-7 * cast(weeks.fit_weeks_ago as int)', 'clock.as_of', 'date'
    ) }} as fit_date,
    weeks.is_quoted
from weeks
cross join clock
