-- When each dated promise was complete by the order in which things were
-- recorded, and from when on anybody could know it: nothing that was recorded
-- later can change what was known before.
with offers as (
    select * from {{ ref('int_offers') }}
    where fulfilled_by in ('delivered', 'handed_over')
),

delivery_events as (
    select * from {{ ref('int_delivery_events') }}
),

counted as (
    select
        delivery_events.promise_id,
        delivery_events.delivery_id as event_id,
        delivery_events.occurred_at,
        delivery_events.occurred_date,
        delivery_events.occurred_has_time,
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
            delivery_events.event in ('delivered', offers.fulfilled_by)
            and (
                delivery_events.condition in ('ok', 'damaged', 'wrong')
                or (
                    delivery_events.condition = 'short'
                    and delivery_events.quantity < offers.needed
                )
            )
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
    completed.completed_date,
    completed.known_date as completed_known_date,
    cancelled.cancelled_date,
    cancelled.known_date as cancelled_known_date,
    cancelled.cancelled_by
from offers
left join completed on offers.promise_id = completed.promise_id
left join cancelled on offers.promise_id = cancelled.promise_id
