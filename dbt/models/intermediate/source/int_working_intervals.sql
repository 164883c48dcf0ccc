-- The hours of every calendar, day by day, as instants. What runs over
-- midnight is cut there, so that an instant belongs to one local day.
with days as (
    select
        *,
        cast(day as timestamp) as midnight,
        cast(1 + {{ days_between(
            dbt.date_trunc('week', 'day'), 'day'
        ) }} as string) as weekday
    from {{ ref('stg_days') }}
),

hours as (
    select
        *,
        cast(substr(opens, 1, 2) as bigint) * 60
        + cast(substr(opens, 4, 2) as bigint) as opens_minute,
        cast(substr(closes, 1, 2) as bigint) * 60
        + cast(substr(closes, 4, 2) as bigint)
        + case when closes <= opens then 1440 else 0 end as closes_minute
    from {{ ref('working_hours') }}
),

matched as (
    select
        hours.calendar,
        hours.opens_minute,
        hours.closes_minute,
        days.zone,
        days.day,
        rank() over (
            partition by hours.calendar, days.zone, days.day
            order by
                case when hours.zone = '*' then 0 else 4 end
                + case when hours.country = '*' then 0 else 2 end
                + case when hours.weekday = '*' then 0 else 1 end desc,
                hours.valid_from desc
        ) as preference
    from days
    inner join hours
        on
            hours.zone in ('*', days.zone)
            and hours.country in ('*', days.country)
            and hours.weekday in ('*', days.weekday)
            and hours.valid_from <= days.day
            and days.day <= coalesce(hours.valid_until, days.day)
    where
        days.is_business_day
        or (hours.weekday <> '*' and days.holiday is null)
),

pieces as (
    select
        calendar,
        zone,
        day,
        opens_minute,
        least(closes_minute, 1440) as closes_minute
    from matched
    where preference = 1 and opens_minute is not null

    union all

    select
        calendar,
        zone,
        {{ plus_days(1, 'day', 'date') }} as day,
        0 as opens_minute,
        closes_minute - 1440 as closes_minute
    from matched
    where preference = 1 and closes_minute > 1440
),

calendars as (
    select distinct calendar from hours
),

-- a day on which nobody works has a row too: an instant on it has its place
placed as (
    select
        calendars.calendar,
        days.zone,
        days.day,
        days.is_business_day,
        days.business_day_number,
        {{ to_utc(
            dbt.dateadd('minute', 'pieces.opens_minute', 'days.midnight'),
            'days.zone'
        ) }} as opens_at,
        {{ to_utc(
            dbt.dateadd('minute', 'pieces.closes_minute', 'days.midnight'),
            'days.zone'
        ) }} as closes_at
    from days
    cross join calendars
    left join pieces
        on
            days.zone = pieces.zone
            and days.day = pieces.day
            and calendars.calendar = pieces.calendar
),

timed as (
    select
        *,
        cast(coalesce(
            {{ dbt.datediff('opens_at', 'closes_at', 'second') }}, 0
        ) as bigint) as seconds
    from placed
)

select
    calendar,
    zone,
    day,
    is_business_day,
    business_day_number,
    cast(row_number() over (
        partition by calendar, zone, day order by opens_at
    ) as bigint) as interval_number,
    opens_at,
    closes_at,
    seconds,
    -- up to the start of the day
    cast(coalesce(sum(seconds) over (
        partition by calendar, zone order by day
        range between unbounded preceding and current row
    ), 0) - sum(seconds) over (
        partition by calendar, zone, day
    ) as bigint) as seconds_before_day
from timed
