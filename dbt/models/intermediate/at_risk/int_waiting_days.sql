-- How many customers waited at each age, in the weeks before the day of today,
-- and how many of them were on record as delivered on such a day.
with waits as (
    select * from {{ ref('int_waits') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

numbers as (
    {{ whole_numbers() }}
),

ages as (
    select numbers.number as age_days
    from numbers
    inner join thresholds on numbers.number < thresholds.speed_longest_days
),

alike as (
    select
        step,
        lane,
        partner_id,
        start_date,
        ended_known_date,
        ended_known_date = completed_known_date as is_completed,
        count(*) as waits_count
    from waits
    group by
        step,
        lane,
        partner_id,
        start_date,
        ended_known_date,
        ended_known_date = completed_known_date
),

aged as (
    select
        alike.*,
        case when alike.is_completed then {{ days_between(
            'alike.start_date', 'alike.ended_known_date'
        ) }} end as completed_age_days,
        {{ days_between(
            'alike.start_date',
            'coalesce(alike.ended_known_date, '
            ~ plus_days('-1', 'clock.as_of', 'date') ~ ')'
        ) }} as last_age_days,
        {{ days_between('alike.start_date', 'clock.as_of') }} - 1
            as days_ago_at_start,
        7 * (
            greatest(thresholds.record_weeks, thresholds.honest_weeks)
            + thresholds.speed_weeks + 2
        ) as days_looked_back
    from alike
    cross join clock
    cross join thresholds
)

select
    aged.step,
    aged.lane,
    aged.partner_id,
    -- 0 = the seven days before today
    cast(floor((aged.days_ago_at_start - ages.age_days) / 7.0E0) as bigint)
        as weeks_ago,
    ages.age_days,
    cast(sum(aged.waits_count) as bigint) as waiting_count,
    cast(sum(
        case
            when ages.age_days = aged.completed_age_days then aged.waits_count
            else 0
        end
    ) as bigint) as completed_count
from aged
inner join ages
    on
        aged.last_age_days >= ages.age_days
        and aged.days_ago_at_start - aged.days_looked_back < ages.age_days
group by
    aged.step,
    aged.lane,
    aged.partner_id,
    cast(floor((aged.days_ago_at_start - ages.age_days) / 7.0E0) as bigint),
    ages.age_days
