{%- set members = {
    'company': "'all'",
    'seller': 'seller_id',
    'customer_type': 'customer_type',
    'region': 'region',
} -%}

-- Contacts are counted with the order they are about, in the cohort of its due
-- date, so that a broken week carries the contacts it caused.
with orders as (
    select * from {{ ref('fct_orders') }}
    where is_due
),

due_promises as (
    select
        order_id,
        count(*) as due_count
    from {{ ref('fct_promises') }}
    where promised_to = 'customer' and is_due
    group by order_id
),

contacts as (
    select
        order_id,
        count(*) as contacts_count,
        count(*) filter (where demand = 'failure') as failure_count,
        count(*) filter (where demand = 'value') as value_count,
        count(*) filter (where demand = 'unclassified') as unclassified_count,
        {{ exact_sum('wait_minutes') }} as wait_minutes
    from {{ ref('fct_inbound_contacts') }}
    where order_id is not null
    group by order_id
),

-- what was not counted is not zero
measured as (
    select * from {{ ref('int_measured') }}
),

joined as (
    select
        orders.*,
        coalesce(due_promises.due_count, 0) as promises_due_count,
        case
            when measured.has_linked_contacts
                then coalesce(contacts.contacts_count, 0)
        end as inbound_count,
        case
            when measured.has_linked_contacts and measured.has_contact_reasons
                then coalesce(contacts.failure_count, 0)
        end as failure_count,
        case
            when measured.has_linked_contacts and measured.has_contact_reasons
                then coalesce(contacts.value_count, 0)
        end as value_count,
        case
            when measured.has_linked_contacts
                then coalesce(contacts.unclassified_count, 0)
        end as unclassified_count,
        contacts.wait_minutes as waited_minutes,
        -- without contacts and their reasons nobody knows if it was
        -- contact-free
        case
            when measured.has_linked_contacts and measured.has_contact_reasons
                then
                    orders.is_perfect
                    and coalesce(contacts.failure_count, 0) = 0
        end as is_contact_free_perfect
    from orders
    cross join measured
    left join due_promises on orders.order_id = due_promises.order_id
    left join contacts on orders.order_id = contacts.order_id
),

counted as (
    {% call counted_by('joined', members, ['week', 'month'], 'due_date') %}
        count(*) as orders_due_count,
        sum(promises_due_count) as promises_due_count,
        sum(inbound_count) as contacts_count,
        sum(failure_count) as failure_count,
        sum(value_count) as value_count,
        sum(unclassified_count) as unclassified_count,
        count(*) filter (where not is_kept) as broken_count,
        {{ exact_sum('waited_minutes') }} as wait_minutes,
        count(is_otif) as otif_due_count,
        count(*) filter (where is_otif) as otif_count,
        count(is_contact_free_perfect) filter (where is_otif and is_quality_observed)
            as contact_free_observed_count,
        count(*) filter (
            where is_otif and is_quality_observed and is_contact_free_perfect
        ) as contact_free_perfect_count
    {% endcall %}
)

select
    dimension,
    member_id,
    period,
    period_start,
    orders_due_count,
    cast(promises_due_count as bigint) as promises_due_count,
    cast(contacts_count as bigint) as contacts_count,
    cast(failure_count as bigint) as failure_count,
    cast(value_count as bigint) as value_count,
    cast(unclassified_count as bigint) as unclassified_count,
    broken_count,
    wait_minutes,
    otif_due_count,
    otif_count,
    contact_free_observed_count,
    contact_free_perfect_count,
    failure_count * 1.0E0 / nullif(promises_due_count, 0)
        as failure_per_promise,
    failure_count * 1.0E0 / nullif(failure_count + value_count, 0)
        as failure_share,
    otif_count * 1.0E0 / nullif(otif_due_count, 0)
    * contact_free_perfect_count / nullif(contact_free_observed_count, 0)
        as contact_free_perfect_rate
from counted
order by dimension, member_id nulls last, period, period_start
