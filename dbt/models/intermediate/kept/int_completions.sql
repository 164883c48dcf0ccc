-- When each promise was complete by its own events, for good, and how much of
-- it had come by the end of what was first promised (DECISIONS.md, "Complete,
-- for good").
with promised as (
    select
        *,
        {{ last_at() }}
    from {{ ref('int_promises') }}
),

promises as (
    select
        promise_id,
        fulfilled_by,
        promised_at,
        coalesce(quantity, 1.0E0) as needed,
        {{ end_of_promise() }}
    from promised
),

delivery_events as (
    select * from {{ ref('int_delivery_events') }}
    where not is_duplicate
),

contacts as (
    select * from {{ ref('int_contacts') }}
),

-- what the customer gets, and gives back
moved as (
    select
        delivery_events.promise_id,
        delivery_events.delivery_id as event_id,
        delivery_events.occurred_at,
        delivery_events.occurred_date,
        delivery_events.occurred_has_time,
        delivery_events.event = 'returned' as is_return,
        delivery_events.condition,
        delivery_events.quantity,
        coalesce(delivery_events.quantity, promises.needed)
            as quantity_or_all,
        promises.needed,
        promises.end_at,
        promises.end_date,
        promises.end_has_time
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
        false as is_return,
        'ok' as condition,
        promises.needed as quantity,
        promises.needed as quantity_or_all,
        promises.needed,
        promises.end_at,
        promises.end_date,
        promises.end_has_time
    from contacts
    inner join promises on contacts.promise_id = promises.promise_id
    where
        promises.fulfilled_by = 'contact'
        and contacts.direction = 'outbound'
        -- a notice of another delay does not keep the promise to call
        and contacts.started_at > promises.promised_at
),

counted as (
    select
        *,
        case
            when is_return then 0.0E0
            when condition = 'ok' then quantity_or_all
            -- too few came: those that came count, if we know how many
            when condition = 'short' and quantity < needed then quantity
            else 0.0E0
        end as good_quantity,
        case
            when is_return and condition <> 'ok' then -quantity_or_all
            when not is_return and condition in ('damaged', 'wrong')
                then quantity_or_all
            else 0.0E0
        end as flawed_quantity,
        -- pieces that came at all: where they were damaged, nobody can tell
        case
            when is_return then 0.0E0
            when condition in ('ok', 'damaged') then quantity_or_all
            when condition = 'short' and quantity < needed then quantity
            else 0.0E0
        end as arrived_quantity,
        condition = 'short'
        and not is_return
        and coalesce(quantity >= needed, true) as is_of_unknown_number,
        not coalesce({{ is_after('occurred', 'end') }}, true) as is_in_time
    from moved
),

after_returns as (
    {{ held_after_returns('counted', 'occurred_at') }}
),

-- full is full for good: a damaged kitchen that came back in June was not
-- delivered in May
lasting as (
    select
        counted.*,
        row_number() over (
            partition by counted.promise_id
            order by
                counted.occurred_at,
                counted.good_quantity + counted.flawed_quantity desc,
                counted.event_id
        ) as event_number,
        sum(counted.arrived_quantity) over (
            partition by counted.promise_id
            order by
                counted.occurred_at,
                counted.good_quantity + counted.flawed_quantity desc,
                counted.event_id
            rows between unbounded preceding and current row
        ) as arrived_so_far,
        coalesce(
            after_returns.lasting_quantity,
            sum(counted.good_quantity) over (
                partition by counted.promise_id
                order by
                    counted.occurred_at,
                    counted.good_quantity + counted.flawed_quantity desc,
                    counted.event_id
                rows between unbounded preceding and current row
            )
        ) as lasting_quantity
    from counted
    left join after_returns
        on
            counted.promise_id = after_returns.promise_id
            and counted.event_id = after_returns.event_id
),

filled as (
    select
        promise_id,
        -- quantities are doubles: 0.1 + 0.2 must fill 0.3
        min(event_number) filter (
            where lasting_quantity + 1.0E-9 >= needed
        ) as full_number,
        {%- for part in ['at', 'date', 'has_time'] %}
        min_by(occurred_{{ part }}, event_number) filter (
            where arrived_so_far + 1.0E-9 >= needed
        ) as arrived_{{ part }},
        {%- endfor %}
        max(lasting_quantity) filter (where is_in_time) as quantity_in_time,
        max(case when is_of_unknown_number and is_in_time then 1 else 0 end)
        = 1 as is_in_part_unknown,
        max(case when condition <> 'ok' then 1 else 0 end)
        = 1 as had_bad_condition
    from lasting
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
    lasting.occurred_at as full_at,
    lasting.occurred_date as full_date,
    lasting.occurred_has_time as full_has_time,
    case
        when filled.quantity_in_time + 1.0E-9 >= promises.needed then 1.0E0
        -- too few came, and nobody wrote down how many
        when filled.is_in_part_unknown then null
        when promises.end_date is not null
            then coalesce(filled.quantity_in_time, 0.0E0) / promises.needed
    end as fill_rate_at_due,
    promises.end_at,
    promises.end_date,
    promises.end_has_time,
    filled.arrived_at,
    filled.arrived_date,
    filled.arrived_has_time,
    coalesce(filled.had_bad_condition, false) as had_bad_condition,
    cancellations.occurred_at as cancelled_at,
    cancellations.occurred_date as cancelled_date,
    cancellations.occurred_has_time as cancelled_has_time,
    cancellations.cancelled_by
from promises
left join filled on promises.promise_id = filled.promise_id
left join lasting
    on
        filled.promise_id = lasting.promise_id
        and filled.full_number = lasting.event_number
left join cancellations
    on
        promises.promise_id = cancellations.promise_id
        and cancellations.cancellation_number = 1
