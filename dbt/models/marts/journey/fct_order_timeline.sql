with promises as (
    select * from {{ ref('fct_promises') }}
    where order_id is not null
),

promised as (
    select
        promises.order_id,
        versions.recorded_at as occurred_at,
        versions.recorded_local_at as occurred_local_at,
        versions.recorded_date as occurred_date,
        true as has_time,
        'promise' as record,
        case
            when versions.is_first then 'promised'
            when versions.due_date is null then 'date_withdrawn'
            when versions.is_moved_by_customer then 'moved_by_customer'
            else 'promised_again'
        end as event,
        versions.promise_id,
        cast(versions.version_number as string) as record_id,
        versions.initiated_by as actor,
        versions.due_date as told_due_date,
        versions.reason,
        cast(null as double) as quantity,
        cast(null as string) as condition,
        cast(null as string) as channel,
        cast(null as string) as direction,
        cast(null as string) as outcome,
        cast(null as string) as redirected_to,
        cast(null as double) as wait_minutes,
        cast(null as string) as note
    from {{ ref('fct_promise_versions') }} as versions
    inner join promises on versions.promise_id = promises.promise_id
),

delivered as (
    select
        promises.order_id,
        deliveries.occurred_at,
        deliveries.occurred_local_at,
        deliveries.occurred_date,
        deliveries.occurred_has_time as has_time,
        'delivery' as record,
        deliveries.event,
        deliveries.promise_id,
        deliveries.delivery_id as record_id,
        coalesce(
            case
                when deliveries.event = 'cancelled' then deliveries.cancelled_by
            end,
            deliveries.partner_id,
            promises.partner_id
        ) as actor,
        cast(null as date) as told_due_date,
        deliveries.failed_because as reason,
        deliveries.quantity,
        deliveries.condition,
        cast(null as string) as channel,
        cast(null as string) as direction,
        cast(null as string) as outcome,
        cast(null as string) as redirected_to,
        cast(null as double) as wait_minutes,
        cast(null as string) as note
    from {{ ref('fct_deliveries') }} as deliveries
    inner join promises on deliveries.promise_id = promises.promise_id
    where not deliveries.is_duplicate
),

contacted as (
    select
        order_id,
        started_at as occurred_at,
        started_local_at as occurred_local_at,
        started_date as occurred_date,
        started_has_time as has_time,
        'contact' as record,
        case
            when direction = 'outbound' then 'we_contacted'
            when demand = 'none' then 'customer_answered'
            else 'customer_contacted'
        end as event,
        promise_id,
        contact_id as record_id,
        team as actor,
        told_due_date,
        reason,
        cast(null as double) as quantity,
        cast(null as string) as condition,
        channel,
        direction,
        outcome,
        redirected_to,
        wait_minutes,
        note
    from {{ ref('fct_contacts') }}
    where order_id is not null
),

events as (
    select * from promised
    union all
    select * from delivered
    union all
    select * from contacted
)

select
    events.order_id,
    events.occurred_at,
    events.occurred_local_at,
    events.occurred_date,
    events.has_time,
    events.record,
    events.event,
    events.promise_id,
    promises.line,
    promises.step,
    promises.product_group,
    events.record_id,
    events.actor,
    events.told_due_date,
    events.reason,
    events.quantity,
    events.condition,
    events.channel,
    events.direction,
    events.outcome,
    events.redirected_to,
    events.wait_minutes,
    events.note
from events
left join promises on events.promise_id = promises.promise_id
order by
    events.order_id,
    events.occurred_at,
    events.record,
    events.promise_id nulls last,
    events.record_id
