with deliveries as (
    select * from {{ ref('stg_deliveries') }}
),

promises as (
    select * from {{ ref('int_promises') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

by_promise as (
    select
        deliveries.*,
        promises.promise_id as linked_promise_id,
        promises.zone
    from deliveries
    inner join promises on deliveries.promise_id = promises.promise_id
),

-- An event that names only the order serves the lines it can serve: a
-- hand-over the promises kept by one, everything else what the customer waits
-- for. Without a line it is about the whole order.
by_order_line as (
    select
        deliveries.*,
        promises.promise_id as linked_promise_id,
        promises.zone
    from deliveries
    inner join promises
        on
            deliveries.order_id = promises.order_id
            and (deliveries.line is null or deliveries.line = promises.line)
            and case
                when deliveries.event = 'handed_over' then 'handed_over'
                else 'delivered'
            end = promises.fulfilled_by
    where deliveries.promise_id is null
),

linked as (
    select * from by_promise
    union all
    select * from by_order_line
),

placed as (
    select
        linked.delivery_id,
        linked.linked_promise_id as promise_id,
        linked.event,
        linked.partner_id,
        linked.quantity,
        linked.condition,
        linked.has_condition,
        linked.documents_ok,
        linked.cancelled_by,
        linked.failed_because,
        linked.has_recorded_at,
        linked.source_row,
        linked.zone,
        {{ moment('occurred_at', 'linked.zone', 'linked') }},
        {{ moment('recorded_at', 'linked.zone', 'linked') }}
    from linked
),

known as (
    select placed.*
    from placed
    cross join clock
    where placed.recorded_local_at < cast(clock.as_of as timestamp)
)

-- Copies of an event id never pass the gate. The same goods scanned twice at
-- the same instant are one event, too. Two receipts of one calendar day are
-- not: without a time of day nothing says that they are the same (DECISIONS.md,
-- "Duplicate events").
select
    *,
    occurred_has_time
    and row_number() over (
        partition by
            promise_id,
            event,
            quantity,
            condition,
            occurred_at,
            occurred_has_time
        order by delivery_id
    ) > 1 as is_duplicate
from known
