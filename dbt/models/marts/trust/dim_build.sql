with clock as (
    select * from {{ ref('int_clock') }}
),

delays as (
    select max(p95_days) as p95_days
    from {{ ref('fct_recording_delay') }}
    where feed = 'deliveries' and dimension = 'feed'
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

-- what holds where no step, partner, kind of partner or product group
-- has its own
house_policies as (
    select
        max_by(policies.target_kept_rate, policies.valid_from)
            as target_kept_rate
    from {{ ref('promise_policies') }} as policies
    cross join clock
    where
        policies.step = '*'
        and policies.partner_id = '*'
        and policies.partner_type = '*'
        and policies.product_group = '*'
        and policies.valid_from <= clock.as_of
)

select
    clock.as_of,
    clock.mapping_name,
    clock.default_zone,
    clock.nouns,
    case
        when delays.p95_days is not null
            then
                least(
                    greatest(delays.p95_days, 0.0E0),
                    thresholds.longest_hold_days
                )
    end as hold_days,
    house_policies.target_kept_rate
from clock
cross join delays
cross join thresholds
cross join house_policies
