-- What is kept nineteen times in twenty lies no sooner than what is kept nine
-- times in ten, and where there is no date there is none that is kept more
-- often, but for a back-test that only one of them failed.
with dates as (
    select * from {{ ref('fct_honest_dates') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
)

select
    honest.step,
    honest.partner_id,
    honest.product_group,
    honest.lane,
    honest.days as honest_days,
    safe.days as safe_days
from dates as honest
cross join thresholds
inner join dates as safe
    on
        honest.step = safe.step
        and coalesce(honest.partner_id, '') = coalesce(safe.partner_id, '')
        and coalesce(honest.product_group, '')
        = coalesce(safe.product_group, '')
        and coalesce(honest.lane, '') = coalesce(safe.lane, '')
where
    honest.quantile = thresholds.honest_share
    and safe.quantile = thresholds.honest_safe_share
    and (
        safe.days < honest.days
        or (
            safe.is_quotable
            and honest.refused_because in (
                'not_measured',
                'too_few_promises',
                'too_many_not_complete',
                'too_far_ahead'
            )
        )
    )
