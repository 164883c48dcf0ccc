-- What each contact is charged to: what broke its order by then, not whoever
-- picked up the phone.
with broken_promises as (
    select
        order_id,
        min(case when is_required then due_date end) as first_broken_due_date,
        min(case when not is_required then due_date end)
            as first_other_due_date
    from {{ ref('fct_promises') }}
    where promised_to = 'customer' and not is_kept and order_id is not null
    group by order_id
),

attributions as (
    select
        order_id,
        -- broken in another way than by being late
        case
            when unattributed_because in ('not_late', 'call_not_kept')
                then 'not_late'
            else primary_cause
        end as primary_cause,
        primary_partner_id
    from {{ ref('fct_order_attribution') }}
),

orders as (
    select
        orders.order_id,
        orders.is_kept,
        -- from the day the customer was told, else from the day it broke
        case
            when
                orders.first_notice_date < broken_promises.first_broken_due_date
                then orders.first_notice_date
            else broken_promises.first_broken_due_date
        end as broken_from_date,
        broken_promises.first_other_due_date,
        attributions.primary_cause,
        attributions.primary_partner_id
    from {{ ref('fct_orders') }} as orders
    left join broken_promises on orders.order_id = broken_promises.order_id
    left join attributions on orders.order_id = attributions.order_id
),

contacts as (
    select
        contact_id,
        order_id,
        started_date
    from {{ ref('fct_inbound_contacts') }}
)

select
    contacts.contact_id,
    case
        when contacts.order_id is null or orders.order_id is null
            then 'no_order'
        when contacts.started_date >= orders.broken_from_date
            then coalesce(orders.primary_cause, 'not_late')
        when contacts.started_date >= orders.first_other_due_date
            then 'other_promise'
        when
            coalesce(orders.broken_from_date, orders.first_other_due_date)
            is not null
            then 'before_the_break'
        else 'nothing_broken'
    end as cause,
    case
        when contacts.started_date >= orders.broken_from_date
            then orders.primary_partner_id
    end as cause_partner_id
from contacts
left join orders on contacts.order_id = orders.order_id
order by contacts.contact_id
