with contacts as (
    select * from {{ ref('stg_contacts') }}
),

-- of each promise, what its earliest version that says it says
promises as (
    select
        promise_id,
        min_by(order_id, version_number) filter (
            where order_id is not null
        ) as order_id,
        min_by(customer_id, version_number) filter (
            where customer_id is not null
        ) as customer_id,
        min_by(zone, version_number) as zone
    from {{ ref('int_promise_versions') }}
    group by promise_id
),

-- an order with several customers, or to several zones, does not say which of
-- them a contact is about
orders as (
    select
        order_id,
        {{ only_value('zone') }} as zone,
        {{ only_value('customer_id') }} as customer_id
    from promises
    where order_id is not null
    group by order_id
),

customers as (
    select * from {{ ref('stg_customers') }}
),

customers_promised as (
    select distinct customer_id from promises
    where customer_id is not null
),

reasons as (
    select * from {{ ref('contact_reasons') }}
),

outcomes as (
    select * from {{ ref('contact_outcomes') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
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
        orders.order_id is not null as is_order_known,
        promises.promise_id is not null as is_promise_known,
        customers_promised.customer_id is not null as is_customer_known,
        outcomes.outcome is not null as is_outcome_known,
        case
            when
                contacts.rating
                between thresholds.rating_lowest and thresholds.rating_highest
                then contacts.rating
        end as read_rating,
        coalesce(reasons.demand, 'unclassified') as demand,
        reasons.service_dimension
    from contacts
    cross join clock
    cross join thresholds
    left join promises on contacts.promise_id = promises.promise_id
    left join orders
        on coalesce(contacts.order_id, promises.order_id) = orders.order_id
    left join reasons on contacts.reason = reasons.reason
    left join outcomes on contacts.outcome = outcomes.outcome
    left join customers
        on
            coalesce(
                contacts.customer_id, promises.customer_id, orders.customer_id
            ) = customers.customer_id
    left join customers_promised
        on
            coalesce(
                contacts.customer_id, promises.customer_id, orders.customer_id
            ) = customers_promised.customer_id
),

placed as (
    select
        contact_id,
        linked_order_id as order_id,
        promise_id,
        linked_customer_id as customer_id,
        is_order_known,
        is_promise_known,
        is_customer_known,
        channel,
        direction,
        reason,
        demand,
        service_dimension,
        wait_minutes,
        outcome,
        is_outcome_known,
        redirected_to,
        team,
        agent,
        rating,
        read_rating,
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

-- what began before the as-of day may be answered, or end, only after it
select
    placed.contact_id,
    placed.order_id,
    placed.promise_id,
    placed.customer_id,
    placed.is_order_known,
    placed.is_promise_known,
    placed.is_customer_known,
    placed.channel,
    placed.direction,
    placed.reason,
    placed.demand,
    placed.service_dimension,
    placed.wait_minutes,
    placed.outcome,
    placed.is_outcome_known,
    placed.redirected_to,
    placed.team,
    placed.agent,
    placed.rating,
    placed.read_rating,
    placed.credit,
    placed.customer_cost,
    placed.note,
    placed.zone,
    placed.started_at,
    placed.started_local_at,
    placed.started_date,
    placed.started_has_time,
    {%- for moment in ['answered', 'ended'] %}
    {%- for part in ['at', 'local_at', 'date', 'has_time'] %}
    case
        when placed.{{ moment }}_date < clock.as_of
            then placed.{{ moment }}_{{ part }}
    end as {{ moment }}_{{ part }},
    {%- endfor %}
    {%- endfor %}
    placed.told_due_at,
    placed.told_due_local_at,
    placed.told_due_date,
    placed.told_due_has_time
from placed
cross join clock
where placed.started_date < clock.as_of
