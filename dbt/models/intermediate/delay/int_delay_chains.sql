-- Every promise to the customer that was late and is kept by a delivery, as a
-- chain (M14, docs/delay/attribution.md):
-- promised → handed over (stage 1) → in the customer's hands (stage 2),
-- and when each stage would have been done, had it gone as committed.
with promises as (
    select * from {{ ref('int_promises') }}
    -- a call that was not made has no chain of partners,
    -- and its age is no delay
    where promised_to = 'customer' and fulfilled_by <> 'contact'
),

outcomes as (
    select * from {{ ref('int_outcomes') }}
    where basis = 'first'
),

fulfilments as (
    select * from {{ ref('int_fulfilments') }}
),

handovers as (
    select * from {{ ref('int_handovers') }}
),

waits as (
    select * from {{ ref('int_prerequisites') }}
),

days as (
    select * from {{ ref('stg_days') }}
),

business_days as (
    select * from {{ ref('stg_days') }}
    where is_business_day
),

clock as (
    select * from {{ ref('int_clock') }}
),

-- in a source that names partners, a promise without one is our own to keep
naming as (
    select count(partner_id) > 0 as names_partners
    from {{ ref('int_promises') }}
),

late as (
    select
        promises.promise_id,
        promises.order_id,
        promises.seller_id,
        promises.partner_id,
        promises.step,
        promises.region,
        promises.zone,
        promises.promised_date,
        promises.due_date,
        promises.partner_due_date,
        promises.transit_business_days,
        outcomes.outcome,
        outcomes.outcome = 'overdue_open' as is_provisional,
        case outcomes.outcome
            when 'late' then fulfilments.full_date
            when 'cancelled_broken' then fulfilments.cancelled_date
            else clock.as_of
        end as ended_date,
        clock.as_of
    from promises
    inner join outcomes on promises.promise_id = outcomes.promise_id
    inner join fulfilments on promises.promise_id = fulfilments.promise_id
    cross join clock
    where
        outcomes.outcome in ('late', 'overdue_open')
        -- called off before its day, nobody waited past the day
        or (
            outcomes.outcome = 'cancelled_broken'
            and fulfilments.cancelled_date > promises.due_date
        )
),

chained as (
    select
        late.*,
        {{ days_between('late.due_date', 'late.ended_date') }} as delay_days,
        handovers.promise_id is not null as has_handover,
        handovers.handover_partner_id,
        case
            when handovers.planned_date is not null
                then handovers.planned_date
            -- the partner that hands over said when it would
            when
                handovers.promise_id is not null
                and coalesce(
                    handovers.handover_partner_id, late.partner_id
                ) = late.partner_id
                then late.partner_due_date
        end as planned_date,
        coalesce(
            handovers.handed_date,
            case
                when handovers.promise_id is not null and late.is_provisional
                    then late.ended_date
            end
        ) as handed_date,
        waits.ready_date,
        naming.names_partners
    from late
    cross join naming
    left join handovers on late.promise_id = handovers.promise_id
    left join waits on late.promise_id = waits.promise_id
),

-- from the hand-over to the customer in standing transit time; where no such
-- time is agreed, in the room that the promise itself left for it
travelled as (
    select
        chained.*,
        case
            when
                chained.transit_business_days is null
                and chained.planned_date is not null
                then greatest(
                    {{ days_between(
                        'chained.planned_date', 'chained.due_date'
                    ) }},
                    0
                )
        end as room_days,
        planned_days.business_day_number
        + chained.transit_business_days as planned_arrival_number,
        handed_days.business_day_number
        + chained.transit_business_days as handed_arrival_number
    from chained
    left join days as planned_days
        on
            chained.zone = planned_days.zone
            and chained.planned_date = planned_days.day
    left join days as handed_days
        on
            chained.zone = handed_days.zone
            and chained.handed_date = handed_days.day
),

arrived as (
    select
        travelled.*,
        case
            when travelled.transit_business_days = 0
                then travelled.planned_date
            when travelled.transit_business_days is not null
                then planned_arrivals.day
            else {{ plus_days(
                'travelled.room_days', 'travelled.planned_date', 'date'
            ) }}
        end as planned_arrival_date,
        case
            when travelled.transit_business_days = 0 then travelled.handed_date
            when travelled.transit_business_days is not null
                then handed_arrivals.day
            else {{ plus_days(
                'travelled.room_days', 'travelled.handed_date', 'date'
            ) }}
        end as handed_arrival_date
    from travelled
    left join business_days as planned_arrivals
        on
            travelled.zone = planned_arrivals.zone
            and travelled.planned_arrival_number
            = planned_arrivals.business_day_number
    left join business_days as handed_arrivals
        on
            travelled.zone = handed_arrivals.zone
            and travelled.handed_arrival_number
            = handed_arrivals.business_day_number
)

select
    promise_id,
    order_id,
    seller_id,
    partner_id,
    step,
    region,
    promised_date,
    due_date,
    partner_due_date,
    outcome,
    is_provisional,
    ended_date,
    as_of,
    delay_days,
    has_handover,
    planned_date,
    handed_date,
    handed_arrival_date,
    ready_date,
    names_partners,
    case
        when has_handover and planned_date is not null
            then planned_arrival_date
        when partner_due_date is not null then partner_due_date
        -- our own promise, nobody else's
        when not has_handover and partner_id is null and names_partners
            then due_date
    end as committed_date,
    (
        has_handover
        and planned_date is not null
        and transit_business_days is null
    )
    or (
        partner_due_date is null
        and planned_date is null
        and not (not has_handover and partner_id is null and names_partners)
    ) as is_commitment_imputed,
    -- whose the stages are; null = ours
    handover_partner_id as first_partner_id,
    case
        when
            not has_handover
            or partner_id <> handover_partner_id
            or handover_partner_id is null
            then partner_id
    end as last_partner_id,
    ready_date is not null and ready_date >= due_date as is_waiting
from arrived
