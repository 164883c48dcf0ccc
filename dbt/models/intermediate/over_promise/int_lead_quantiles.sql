-- The time within which nine in ten of a basket had been completed, by
-- Kaplan-Meier: promises still open count for as long as they had been open. A
-- mean of finished ones would forget exactly those that took longest.
with histograms as (
    select * from {{ ref('int_lead_histograms') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

-- those completed or last seen on a day or later were at risk on it
at_risk as (
    select
        *,
        sum(promises_count) over (
            partition by
                basket_level, step, partner_id, product_group, known_month
            order by lead_days desc
            rows between unbounded preceding and current row
        ) as at_risk_count
    from histograms
),

survived as (
    select
        *,
        -- exp(-800) is nought; the logarithm of nought is not
        exp(sum(
            case
                when completed_count = at_risk_count then -800.0E0
                else ln(1.0E0 - completed_count * 1.0E0 / at_risk_count)
            end
        ) over (
            partition by
                basket_level, step, partner_id, product_group, known_month
            order by lead_days
            rows between unbounded preceding and current row
        )) as open_share
    from at_risk
),

found as (
    select
        survived.basket_level,
        survived.step,
        survived.partner_id,
        survived.product_group,
        survived.known_month,
        cast(sum(survived.promises_count) as bigint) as promises_count,
        cast(sum(survived.completed_count) as bigint) as completed_count,
        min(case
            when survived.open_share <= 1.0E0 - thresholds.lead_quantile + 1.0E-9
                then survived.lead_days
        end) as lead_days,
        max(thresholds.lead_minimum_completed) as minimum_completed
    from survived
    cross join thresholds
    group by
        survived.basket_level,
        survived.step,
        survived.partner_id,
        survived.product_group,
        survived.known_month
)

select
    basket_level,
    step,
    partner_id,
    product_group,
    known_month,
    promises_count,
    completed_count,
    lead_days as p90_lead_days
from found
where completed_count >= minimum_completed and lead_days is not null
