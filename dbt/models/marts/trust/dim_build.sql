with clock as (
    select * from {{ ref('int_clock') }}
),

delays as (
    select max(p95_hours) as p95_hours
    from {{ ref('fct_recording_delay') }}
    where feed = 'deliveries' and dimension = 'feed'
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
)

select
    clock.as_of,
    clock.mapping_name,
    clock.default_zone,
    case
        when delays.p95_hours is not null
            then
                least(
                    greatest(delays.p95_hours, 0.0E0) / 24,
                    thresholds.longest_hold_days
                )
    end as hold_days
from clock
cross join delays
cross join thresholds
