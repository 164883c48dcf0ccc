with promises as (
    select
        *,
        coalesce(quantity, 1.0E0) as needed
    from {{ ref('int_promises') }}
),

delivery_events as (
    select * from {{ ref('int_delivery_events') }} where not is_duplicate
),

contacts as (
    select * from {{ ref('int_contacts') }}
),

-- what adds to, or takes from, what the promise needs
counted as (
    select
        delivery_events.promise_id,
        delivery_events.delivery_id as event_id,
        delivery_events.occurred_at,
        delivery_events.occurred_date,
        delivery_events.occurred_has_time,
        delivery_events.condition,
        promises.needed,
        case
            when
                delivery_events.event = 'returned'
                and delivery_events.condition <> 'ok'
                then -coalesce(delivery_events.quantity, promises.needed)
            when delivery_events.event = 'returned' then 0.0E0
            when delivery_events.condition = 'ok'
                then coalesce(delivery_events.quantity, promises.needed)
            -- too few came: those that came count, if we know how many
            when
                delivery_events.condition = 'short'
                and delivery_events.quantity < promises.needed
                then delivery_events.quantity
            else 0.0E0
        end as accepted_quantity
    from delivery_events
    inner join promises
        on delivery_events.promise_id = promises.promise_id
    where
        delivery_events.event = 'returned'
        or delivery_events.event = promises.fulfilled_by
        or (
            delivery_events.event = 'delivered'
            and promises.fulfilled_by = 'handed_over'
        )

    union all

    -- a callback or follow-up is kept by calling
    select
        contacts.promise_id,
        contacts.contact_id as event_id,
        contacts.started_at as occurred_at,
        contacts.started_date as occurred_date,
        contacts.started_has_time as occurred_has_time,
        'ok' as condition,
        promises.needed,
        promises.needed as accepted_quantity
    from contacts
    inner join promises on contacts.promise_id = promises.promise_id
    where
        promises.fulfilled_by = 'contact'
        and contacts.direction = 'outbound'
        -- a notice of another delay does not keep the promise to call
        and contacts.started_at > promises.promised_at
),

running as (
    select
        *,
        row_number() over (
            partition by promise_id
            order by occurred_at, accepted_quantity desc, event_id
        ) as event_number,
        -- quantities are doubles: 0.1 + 0.2 must fill 0.3
        sum(accepted_quantity) over (
            partition by promise_id
            order by occurred_at, accepted_quantity desc, event_id
            rows between unbounded preceding and current row
        ) + 1.0E-9 >= needed as is_full
    from counted
),

-- full is full for good: a damaged kitchen that came back in June was not
-- delivered in May
filled as (
    select
        promise_id,
        coalesce(max(event_number) filter (where not is_full), 0)
        + 1 as full_number,
        sum(accepted_quantity) as accepted_quantity,
        max(case when condition <> 'ok' then 1 else 0 end)
        = 1 as had_bad_condition,
        min(occurred_date) filter (
            where accepted_quantity > 0
        ) as first_delivered_date
    from running
    group by promise_id
),

cancellations as (
    select
        *,
        row_number() over (
            partition by promise_id order by occurred_at, delivery_id
        ) as cancellation_number
    from delivery_events
    where event = 'cancelled'
)

select
    promises.promise_id,
    running.occurred_at as full_at,
    running.occurred_date as full_date,
    running.occurred_has_time as full_has_time,
    filled.first_delivered_date,
    coalesce(filled.accepted_quantity, 0.0E0) as accepted_quantity,
    coalesce(filled.had_bad_condition, false) as had_bad_condition,
    cancellations.occurred_at as cancelled_at,
    cancellations.occurred_date as cancelled_date,
    cancellations.occurred_has_time as cancelled_has_time,
    cancellations.cancelled_by
from promises
left join filled on promises.promise_id = filled.promise_id
left join running
    on
        filled.promise_id = running.promise_id
        and filled.full_number = running.event_number
left join cancellations
    on
        promises.promise_id = cancellations.promise_id
        and cancellations.cancellation_number = 1
