with counts as (
    select * from {{ source('accepted', 'counts') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
)

select
    counts.feed,
    counts.is_present,
    counts.rows_landed,
    counts.rows_accepted,
    counts.rows_quarantined,
    counts.first_at,
    counts.last_at,
    {{ days_between('cast(counts.last_at as date)', 'clock.as_of') }}
        as days_behind,
    coalesce(
        {{ days_between('cast(counts.last_at as date)', 'clock.as_of') }}
        > thresholds.stale_after_days,
        false
    ) as is_stale
from counts
cross join clock
cross join thresholds
order by counts.feed
