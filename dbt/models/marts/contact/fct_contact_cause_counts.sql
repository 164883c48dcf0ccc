-- Why customers had to come to us: each contact about a broken order is charged
-- to what broke it, not to whoever picked up the phone.
with contacts as (
    select
        *,
        cast({{ dbt.date_trunc('month', 'started_date') }} as date) as month
    from {{ ref('fct_inbound_contacts') }}
),

details as (
    select
        contact_id,
        credit,
        customer_cost
    from {{ ref('fct_contacts') }}
),

broken_promises as (
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

charged as (
    select
        contacts.*,
        details.credit,
        details.customer_cost,
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
    inner join details on contacts.contact_id = details.contact_id
    left join orders on contacts.order_id = orders.order_id
)

select
    month,
    cause,
    cause_partner_id,
    reason,
    demand,
    team,
    count(*) as contacts_count,
    count(distinct order_id) as orders_count,
    count(is_recontacted) as matured_count,
    count(*) filter (where is_recontacted) as recontacted_count,
    {{ exact_sum('wait_minutes') }} as wait_minutes,
    {{ exact_sum('credit') }} as credit,
    {{ exact_sum('customer_cost') }} as customer_cost
from charged
group by month, cause, cause_partner_id, reason, demand, team
order by
    month,
    cause,
    cause_partner_id nulls last,
    reason nulls last,
    demand,
    team nulls last
