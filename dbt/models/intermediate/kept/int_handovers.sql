-- A line comes to the customer by way of a hand-over: a promise to the company
-- for the same order and line, or an event on the line itself. Of several
-- hand-overs the one that came last is the one the line waited for.
with promises as (
    select * from {{ ref('int_promises') }}
),

-- by their own events: what nobody noted is not known to the day
completions as (
    select * from {{ ref('int_completions') }}
),

delivery_events as (
    select * from {{ ref('int_delivery_events') }}
    where event = 'handed_over' and not is_duplicate
),

planned as (
    select
        handover_lines.promise_id,
        handovers.promise_id as handover_promise_id,
        handovers.partner_id as handover_partner_id,
        handovers.due_at as planned_at,
        handovers.due_local_at as planned_local_at,
        handovers.due_date as planned_date,
        handovers.due_has_time as planned_has_time,
        completions.full_at as handed_at,
        completions.full_date as handed_date,
        completions.full_has_time as handed_has_time,
        row_number() over (
            partition by handover_lines.promise_id
            order by
                -- one that was called off holds nobody up
                case
                    when
                        completions.full_date is null
                        and completions.cancelled_date is not null
                        then 1
                    else 0
                end,
                case when completions.full_date is null then 0 else 1 end,
                completions.full_date desc,
                handovers.due_date desc,
                handovers.promise_id
        ) as preference
    from {{ ref('int_handover_lines') }} as handover_lines
    inner join promises as handovers
        on handover_lines.handover_promise_id = handovers.promise_id
    inner join completions on handovers.promise_id = completions.promise_id
    where handover_lines.is_same_line and handovers.promised_to = 'company'
),

-- without such a promise: what the line's own events say
seen as (
    select
        delivery_events.promise_id,
        delivery_events.partner_id,
        delivery_events.occurred_at,
        delivery_events.occurred_date,
        delivery_events.occurred_has_time,
        row_number() over (
            partition by delivery_events.promise_id
            order by
                delivery_events.occurred_at desc,
                delivery_events.delivery_id
        ) as preference
    from delivery_events
    inner join promises
        on delivery_events.promise_id = promises.promise_id
    where
        promises.promised_to = 'customer'
        and promises.fulfilled_by = 'delivered'
)

select
    promise_id,
    handover_promise_id,
    handover_partner_id,
    planned_at,
    planned_local_at,
    planned_date,
    planned_has_time,
    handed_at,
    handed_date,
    handed_has_time
from planned
where preference = 1

union all

select
    seen.promise_id,
    cast(null as {{ dbt.type_string() }}) as handover_promise_id,
    seen.partner_id as handover_partner_id,
    cast(null as timestamp) as planned_at,
    cast(null as timestamp) as planned_local_at,
    cast(null as date) as planned_date,
    cast(null as boolean) as planned_has_time,
    seen.occurred_at as handed_at,
    seen.occurred_date as handed_date,
    seen.occurred_has_time as handed_has_time
from seen
left join planned
    on seen.promise_id = planned.promise_id and planned.preference = 1
where seen.preference = 1 and planned.promise_id is null
