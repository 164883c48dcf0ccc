with contacts as (
    select * from {{ ref('stg_contacts') }}
),

promises as (
    select promise_id, order_id, customer_id, zone
    from {{ ref('int_promises') }}
),

orders as (
    select
        order_id,
        min(zone) as zone,
        min(customer_id) as customer_id
    from promises
    where order_id is not null
    group by order_id
),

customers as (
    select * from {{ ref('stg_customers') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

linked as (
    select
        contacts.*,
        coalesce(contacts.order_id, promises.order_id) as linked_order_id,
        coalesce(
            contacts.customer_id, promises.customer_id, orders.customer_id
        ) as linked_customer_id,
        coalesce(
            promises.zone, orders.zone, customers.zone, clock.default_zone
        ) as place_zone,
        orders.order_id is not null as is_order_known
    from contacts
    cross join clock
    left join promises on contacts.promise_id = promises.promise_id
    left join orders
        on coalesce(contacts.order_id, promises.order_id) = orders.order_id
    left join customers on contacts.customer_id = customers.customer_id
),

placed as (
    select
        contact_id,
        linked_order_id as order_id,
        promise_id,
        linked_customer_id as customer_id,
        is_order_known,
        channel,
        direction,
        reason,
        wait_minutes,
        outcome,
        redirected_to,
        team,
        agent,
        rating,
        credit,
        customer_cost,
        note,
        place_zone as zone,
        {{ moment('started_at', 'place_zone', 'linked') }},
        {{ moment('answered_at', 'place_zone', 'linked') }},
        {{ moment('ended_at', 'place_zone', 'linked') }},
        {{ moment('told_due_at', 'place_zone', 'linked') }}
    from linked
)

select placed.*
from placed
cross join clock
where placed.started_local_at < cast(clock.as_of as timestamp)
