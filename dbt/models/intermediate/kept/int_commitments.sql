-- What each partner committed itself to, and what fulfils it (M12,
-- docs/kept/commitment.md). A promise to the company is the partner's
-- commitment. For a line, the partner that hands it over to us has done its
-- part by handing over; another partner by delivering.
with promises as (
    select * from {{ ref('int_promises') }}
),

fulfilments as (
    select * from {{ ref('int_fulfilments') }}
),

handovers as (
    select * from {{ ref('int_handovers') }}
),

to_the_company as (
    select
        promises.promise_id,
        promises.kind,
        promises.zone,
        promises.grace_days,
        promises.grace_minutes,
        promises.early_tolerance_days,
        promises.early_tolerance_minutes,
        promises.due_at,
        promises.due_local_at,
        promises.due_date,
        promises.due_has_time,
        promises.due_from_at,
        promises.due_from_local_at,
        promises.due_from_date,
        promises.due_from_has_time,
        promises.is_measured,
        false as is_by_handover,
        fulfilments.full_at,
        fulfilments.full_date,
        fulfilments.full_has_time
    from promises
    inner join fulfilments on promises.promise_id = fulfilments.promise_id
    where promises.promised_to = 'company'
),

lines as (
    select
        promises.promise_id,
        promises.is_measured,
        promises.zone,
        promises.grace_days,
        promises.grace_minutes,
        promises.early_tolerance_days,
        promises.early_tolerance_minutes,
        promises.partner_due_at,
        promises.partner_due_local_at,
        promises.partner_due_date,
        promises.partner_due_has_time,
        handovers.planned_at,
        handovers.planned_local_at,
        handovers.planned_date,
        handovers.planned_has_time,
        handovers.handed_at,
        handovers.handed_date,
        handovers.handed_has_time,
        fulfilments.full_at,
        fulfilments.full_date,
        fulfilments.full_has_time,
        fulfilments.arrived_at,
        fulfilments.arrived_date,
        fulfilments.arrived_has_time,
        coalesce(
            handovers.handover_partner_id, promises.partner_id
        ) = promises.partner_id
        and handovers.promise_id is not null as is_by_handover
    from promises
    inner join fulfilments on promises.promise_id = fulfilments.promise_id
    left join handovers on promises.promise_id = handovers.promise_id
    where promises.promised_to = 'customer' and promises.partner_id is not null
),

to_the_customer as (
    select
        promise_id,
        'by_date' as kind,
        zone,
        grace_days,
        grace_minutes,
        early_tolerance_days,
        early_tolerance_minutes,
        case
            when partner_due_date is not null then partner_due_at
            when is_by_handover then planned_at
        end as due_at,
        case
            when partner_due_date is not null then partner_due_local_at
            when is_by_handover then planned_local_at
        end as due_local_at,
        case
            when partner_due_date is not null then partner_due_date
            when is_by_handover then planned_date
        end as due_date,
        case
            when partner_due_date is not null then partner_due_has_time
            when is_by_handover then planned_has_time
        end as due_has_time,
        cast(null as timestamp) as due_from_at,
        cast(null as timestamp) as due_from_local_at,
        cast(null as date) as due_from_date,
        cast(null as boolean) as due_from_has_time,
        is_measured,
        is_by_handover,
        -- what reached the customer was handed over by then, whether or not
        -- anybody noted it
        {%- for part in ['at', 'date', 'has_time'] %}
        case
            when not is_by_handover then full_{{ part }}
            when handed_date is null then arrived_{{ part }}
            else handed_{{ part }}
        end as {{ listed('full_' ~ part, loop) }}
        {%- endfor %}
    from lines
),

committed as (
    select * from to_the_company
    union all
    select * from to_the_customer
)

select
    promise_id,
    kind,
    zone,
    grace_days,
    grace_minutes,
    early_tolerance_days,
    early_tolerance_minutes,
    due_at,
    due_local_at,
    due_date,
    due_has_time,
    due_from_at,
    due_from_local_at,
    due_from_date,
    due_from_has_time,
    is_measured,
    is_by_handover,
    full_at,
    full_date,
    full_has_time
from committed
where due_date is not null
