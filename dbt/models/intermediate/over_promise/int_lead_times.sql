-- How long promises really took, and from when on anybody could know it. Events
-- are taken in the order in which they were recorded, so that nothing that was
-- recorded later can change what was known before.
with offers as (
    select * from {{ ref('int_offers') }}
    where
        promised_to = 'customer'
        and fulfilled_by = 'delivered'
        and start_number is not null
),

delivery_events as (
    select * from {{ ref('int_delivery_events') }}
),

days as (
    select * from {{ ref('stg_days') }}
),

counted as (
    select
        delivery_events.promise_id,
        delivery_events.delivery_id as event_id,
        delivery_events.occurred_date,
        delivery_events.recorded_at,
        delivery_events.recorded_date,
        offers.needed,
        case
            when delivery_events.event = 'returned' then 0.0E0
            when delivery_events.condition = 'ok'
                then coalesce(delivery_events.quantity, offers.needed)
            when delivery_events.condition = 'short'
                then delivery_events.quantity
            else 0.0E0
        end as good_quantity,
        case
            when delivery_events.event = 'returned'
                then -coalesce(delivery_events.quantity, offers.needed)
            when delivery_events.condition in ('damaged', 'wrong')
                then coalesce(delivery_events.quantity, offers.needed)
            else 0.0E0
        end as flawed_quantity,
        -- the second of two scans of the same goods at the same instant
        case
            when delivery_events.occurred_has_time
                then row_number() over (
                    partition by
                        delivery_events.promise_id,
                        delivery_events.event,
                        delivery_events.quantity,
                        delivery_events.condition,
                        delivery_events.occurred_at,
                        delivery_events.occurred_has_time
                    order by
                        delivery_events.recorded_at,
                        delivery_events.delivery_id
                )
            else 1
        end as copy_number
    from delivery_events
    inner join offers on delivery_events.promise_id = offers.promise_id
    where
        (
            delivery_events.event = 'delivered'
            and delivery_events.condition in ('ok', 'damaged', 'wrong')
        )
        or (
            delivery_events.event = 'delivered'
            and delivery_events.condition = 'short'
            and delivery_events.quantity < offers.needed
        )
        or (
            delivery_events.event = 'returned'
            and delivery_events.condition <> 'ok'
        )
),

counted_once as (
    select * from counted
    where copy_number = 1
),

after_returns as (
    {{ held_after_returns('counted_once', 'recorded_at') }}
),

running as (
    select
        counted_once.promise_id,
        counted_once.recorded_date,
        max(
            case
                when
                    counted_once.good_quantity > 0
                    or counted_once.flawed_quantity < 0
                    then counted_once.occurred_date
            end
        ) over (
            partition by counted_once.promise_id
            order by
                counted_once.recorded_at,
                counted_once.good_quantity + counted_once.flawed_quantity desc,
                counted_once.event_id
            rows between unbounded preceding and current row
        ) as occurred_date,
        coalesce(
            after_returns.held_quantity,
            sum(counted_once.good_quantity) over (
                partition by counted_once.promise_id
                order by
                    counted_once.recorded_at,
                    counted_once.good_quantity
                    + counted_once.flawed_quantity desc,
                    counted_once.event_id
                rows between unbounded preceding and current row
            )
        ) + 1.0E-9 >= counted_once.needed as is_full
    from counted_once
    left join after_returns
        on
            counted_once.promise_id = after_returns.promise_id
            and counted_once.event_id = after_returns.event_id
),

completed as (
    select
        promise_id,
        min(recorded_date) as known_date,
        min(occurred_date) as completed_date
    from running
    where is_full
    group by promise_id
),

cancelled as (
    select
        promise_id,
        recorded_date as known_date,
        occurred_date as cancelled_date,
        cancelled_by
    from (
        select
            *,
            row_number() over (
                partition by promise_id order by recorded_at, delivery_id
            ) as cancellation_number
        from delivery_events
        where event = 'cancelled'
    ) as cancellations
    where cancellation_number = 1
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
        'month', 1, dbt.date_trunc('month', 'completed.known_date')
    ) }} as date) as completed_known_month,
    greatest(completed_days.business_day_number - offers.start_number, 0)
        as lead_days,
    cast({{ dbt.dateadd(
        'month', 1, dbt.date_trunc('month', 'cancelled.known_date')
    ) }} as date) as cancelled_known_month,
    -- who withdraws in time tells nothing of how long it would have taken; any
    -- other cancellation is a delivery that never comes
    coalesce(
        cancelled.cancelled_by = 'customer'
        and cancelled.cancelled_date <= offers.due_date,
        false
    ) as is_withdrawn,
    greatest(cancelled_days.business_day_number - offers.start_number, 0)
        as withdrawn_days
from offers
left join completed on offers.promise_id = completed.promise_id
left join cancelled on offers.promise_id = cancelled.promise_id
left join days as completed_days
    on
        offers.zone = completed_days.zone
        and completed.completed_date = completed_days.day
left join days as cancelled_days
    on
        offers.zone = cancelled_days.zone
        and cancelled.cancelled_date = cancelled_days.day
