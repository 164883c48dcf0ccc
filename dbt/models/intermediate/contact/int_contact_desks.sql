-- By whose clock a contact waits for its answer: that of the seller of the
-- promise, or of the order, that it is about (DECISIONS.md, "Whose business
-- hours").
with contacts as (
    select
        contacts.contact_id,
        contacts.promise_id,
        links.linked_order_id
    from {{ ref('int_contacts') }} as contacts
    inner join {{ ref('int_contact_links') }} as links
        on contacts.contact_id = links.contact_id
),

sellers as (
    select * from {{ ref('stg_sellers') }}
),

promises as (
    select
        promises.*,
        sellers.zone as seller_zone
    from {{ ref('int_promises') }} as promises
    left join sellers on promises.seller_id = sellers.seller_id
),

-- the desk of who sold it, not of who promised a call about it, an invoice or
-- a hand-over; sold from several zones it is nobody's
orders as (
    select
        order_id,
        {{ only_value('seller_zone') }} as seller_zone
    from promises
    where
        order_id is not null
        and promised_to = 'customer'
        and is_required
    group by order_id
)

select
    contacts.contact_id,
    coalesce(
        promises.seller_zone, orders.seller_zone, clock.default_zone
    ) as desk_zone,
    case
        when promises.seller_zone is not null then 'promise'
        when orders.seller_zone is not null then 'order'
        else 'company'
    end as desk_known_by
from contacts
cross join {{ ref('int_clock') }} as clock
left join promises on contacts.promise_id = promises.promise_id
left join orders on contacts.linked_order_id = orders.order_id
