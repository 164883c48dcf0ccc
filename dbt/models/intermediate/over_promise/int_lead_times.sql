-- How long promises really took, and from when on anybody could know it.
with offers as (
    select * from {{ ref('int_offers') }}
    where
        promised_to = 'customer'
        and fulfilled_by = 'delivered'
        and start_number is not null
),

recorded as (
    select * from {{ ref('int_recorded_completions') }}
),

days as (
    select * from {{ ref('stg_days') }}
)

select
    offers.promise_id,
    offers.step,
    offers.partner_id,
    offers.product_group,
    offers.zone,
    offers.offered_month,
    offers.start_number,
    -- the first month at whose beginning it was on record
    cast({{ dbt.dateadd(
        'month', 1, dbt.date_trunc('month', 'recorded.completed_known_date')
    ) }} as date) as completed_known_month,
    greatest(completed_days.business_day_number - offers.start_number, 0)
        as lead_days,
    cast({{ dbt.dateadd(
        'month', 1, dbt.date_trunc('month', 'recorded.cancelled_known_date')
    ) }} as date) as cancelled_known_month,
    -- who withdraws in time tells nothing of how long it would have taken; any
    -- other cancellation is a delivery that never comes
    coalesce(
        recorded.cancelled_by = 'customer'
        and recorded.cancelled_date <= offers.due_date,
        false
    ) as is_withdrawn,
    greatest(cancelled_days.business_day_number - offers.start_number, 0)
        as withdrawn_days
from offers
inner join recorded on offers.promise_id = recorded.promise_id
left join days as completed_days
    on
        offers.zone = completed_days.zone
        and recorded.completed_date = completed_days.day
left join days as cancelled_days
    on
        offers.zone = cancelled_days.zone
        and recorded.cancelled_date = cancelled_days.day
