-- Which order a contact is about: the one it names, else its promise's, else
-- the customer's order that was on at the time. Survey answers and outbound
-- contacts are tied only by what they name. Where no order that contacts name
-- was ever promised, the numbers are another system's and tie nothing.
with contacts as (
    select * from {{ ref('int_contacts') }}
),

promises as (
    select * from {{ ref('int_promises') }}
    where order_id is not null and promised_to = 'customer'
),

fulfilments as (
    select * from {{ ref('int_fulfilments') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

-- an order of two customers is each one's by what they were promised
orders as (
    select
        promises.order_id,
        promises.customer_id,
        min(promises.due_date) as due_date,
        -- A call that was never made, or a lamp that never came, does not keep
        -- the kitchen on for ever: until its day, no longer.
        max(coalesce(
            fulfilments.full_date,
            fulfilments.cancelled_date,
            case
                when promises.is_required and promises.fulfilled_by <> 'contact'
                    then clock.as_of
            end,
            promises.latest_due_date,
            promises.due_date
        )) as closed_date
    from promises
    cross join clock
    inner join fulfilments on promises.promise_id = fulfilments.promise_id
    where promises.customer_id is not null and promises.due_date is not null
    group by promises.order_id, promises.customer_id
),

windows as (
    select
        orders.order_id,
        orders.customer_id,
        orders.due_date,
        {{ plus_days(
            '-thresholds.link_days_before_due', 'orders.due_date', 'date'
        ) }} as first_date,
        {{ plus_days(
            'thresholds.link_days_after_close', 'orders.closed_date', 'date'
        ) }} as last_date
    from orders
    cross join thresholds
),

-- of several orders on at the time, the one whose day is nearest
by_customer as (
    select
        contacts.contact_id,
        windows.order_id,
        row_number() over (
            partition by contacts.contact_id
            order by
                abs(
                    {{ days_between(
                        'windows.due_date', 'contacts.started_date'
                    ) }}
                ),
                windows.order_id
        ) as nearness
    from contacts
    inner join windows
        on
            contacts.customer_id = windows.customer_id
            and contacts.started_date
            between windows.first_date and windows.last_date
    cross join {{ ref('int_measured') }} as measured
    where
        (contacts.order_id is null or not measured.has_named_contacts)
        and contacts.direction = 'inbound'
        and contacts.demand <> 'none'
)

select
    contacts.contact_id,
    coalesce(by_customer.order_id, contacts.order_id) as linked_order_id,
    case
        when by_customer.order_id is not null then 'customer_and_time'
        when contacts.is_order_known then 'named'
        when contacts.order_id is not null then 'named_unknown'
        else 'none'
    end as link_kind
from contacts
left join by_customer
    on
        contacts.contact_id = by_customer.contact_id
        and by_customer.nearness = 1
