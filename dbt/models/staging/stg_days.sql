{{ config(materialized='table') }}

-- The country's days, and the company's own over them.
with days as (
    select * from {{ source('accepted', 'days') }}
),

special as (
    select
        days.zone,
        days.day,
        special_days.is_open,
        special_days.comment,
        row_number() over (
            partition by days.zone, days.day
            order by
                case when special_days.zone = '*' then 0 else 2 end
                + case when special_days.country = '*' then 0 else 1 end desc
        ) as preference
    from days
    inner join {{ ref('special_days') }} as special_days
        on
            days.day = special_days.day
            and special_days.zone in ('*', days.zone)
            and special_days.country in ('*', days.country)
),

opened as (
    select
        days.zone,
        days.day,
        days.country,
        case
            when special.is_open then null
            when not special.is_open then special.comment
            else days.holiday
        end as holiday,
        coalesce(special.is_open, days.is_business_day) as is_business_day
    from days
    left join special
        on
            days.zone = special.zone
            and days.day = special.day
            and special.preference = 1
)

select
    *,
    cast(sum(case when is_business_day then 1 else 0 end) over (
        partition by zone order by day
        rows between unbounded preceding and current row
    ) as bigint) as business_day_number
from opened
