-- The journey that customers really made, beside the one that was drawn.
with orders as (
    select
        order_id,
        due_date,
        fulfilled_date,
        outcome
    from {{ ref('fct_orders') }}
),

steps as (
    select * from {{ ref('dim_steps') }}
),

customers as (
    select
        customer_id,
        type
    from {{ ref('dim_customers') }}
),

promises as (
    select * from {{ ref('fct_promises') }}
    where promised_to = 'customer'
),

links as (
    select * from {{ ref('int_contact_links') }}
),

touches as (
    select
        promises.order_id,
        promises.customer_id,
        promises.promised_date as touched_date,
        'promise' as kind,
        promises.step as touchpoint,
        promises.step,
        cast(null as {{ dbt.type_string() }}) as channel,
        cast(null as {{ dbt.type_string() }}) as team,
        steps.is_known as is_planned,
        false as is_redirected,
        cast(null as double) as wait_minutes
    from promises
    inner join steps on promises.step = steps.step

    union all

    select
        links.linked_order_id as order_id,
        contacts.customer_id,
        contacts.started_date as touched_date,
        case
            when contacts.direction = 'outbound' then 'contact_out'
            when contacts.demand = 'none' then 'survey_answer'
            else 'contact_in'
        end as kind,
        coalesce(contacts.reason, 'no reason given') as touchpoint,
        promises.step,
        contacts.channel,
        contacts.team,
        contacts.demand in ('value', 'none')
        or coalesce(steps.is_known and promises.fulfilled_by = 'contact', false)
            as is_planned,
        coalesce(contacts.outcome = 'redirected', false) as is_redirected,
        contacts.wait_minutes
    from {{ ref('fct_contacts') }} as contacts
    inner join links on contacts.contact_id = links.contact_id
    left join {{ ref('int_promises') }} as promises
        on contacts.promise_id = promises.promise_id
    left join steps on promises.step = steps.step
),

placed as (
    select
        touches.*,
        customers.type as customer_type,
        case
            when orders.order_id is null then 'no_order'
            when orders.outcome = 'excluded' then 'complete'
            when touches.touched_date >= orders.fulfilled_date then 'complete'
            when touches.touched_date > orders.due_date then 'overdue'
            else 'waiting'
        end as phase
    from touches
    left join orders on touches.order_id = orders.order_id
    left join customers on touches.customer_id = customers.customer_id
)

select
    phase,
    kind,
    touchpoint,
    step,
    channel,
    team,
    customer_type,
    is_planned,
    count(*) as touches_count,
    count(distinct order_id) as orders_count,
    count(distinct customer_id) as customers_count,
    case
        when measured.has_contact_outcomes
            then count(*) filter (where is_redirected)
    end as redirected_count,
    {{ exact_sum('wait_minutes') }} as wait_minutes
from placed
cross join {{ ref('int_measured') }} as measured
group by
    measured.has_contact_outcomes,
    phase,
    kind,
    touchpoint,
    step,
    channel,
    team,
    customer_type,
    is_planned
order by
    phase,
    kind,
    touchpoint,
    step nulls last,
    channel nulls last,
    team nulls last,
    customer_type nulls last,
    is_planned
