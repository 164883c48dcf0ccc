-- Every promise to the customer that was late, as a chain (M14,
-- models/docs/attribution.md):
-- promised → handed over (stage 1) → in the customer's hands (stage 2).
-- The brackets below and the excused days add up to the delay, exactly.
with promises as (
    select * from {{ ref('int_promises') }} where promised_to = 'customer'
),

outcomes as (
    select * from {{ ref('int_outcomes') }} where basis = 'first'
),

fulfilments as (
    select * from {{ ref('int_fulfilments') }}
),

handovers as (
    select * from {{ ref('int_handovers') }}
),

waits as (
    select * from {{ ref('int_waits') }}
),

versions as (
    select * from {{ ref('int_promise_versions') }}
),

delivery_events as (
    select * from {{ ref('int_delivery_events') }} where not is_duplicate
),

days as (
    select * from {{ ref('stg_days') }}
),

business_days as (
    select * from {{ ref('stg_days') }} where is_business_day
),

exceptions as (
    select * from {{ ref('exceptions') }}
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
                    {{ days_between('chained.planned_date', 'chained.due_date') }},
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
            else {{ plus_days('travelled.room_days', 'travelled.planned_date', 'date') }}
        end as planned_arrival_date,
        case
            when travelled.transit_business_days = 0 then travelled.handed_date
            when travelled.transit_business_days is not null
                then handed_arrivals.day
            else {{ plus_days('travelled.room_days', 'travelled.handed_date', 'date') }}
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
),

committed as (
    select
        *,
        case
            when has_handover and planned_date is not null
                then planned_arrival_date
            when partner_due_date is not null then partner_due_date
            -- our own promise, nobody else's
            when not has_handover and partner_id is null and names_partners
                then due_date
        end as committed_date,
        (has_handover and planned_date is not null and transit_business_days is null)
        or (
            partner_due_date is null
            and planned_date is null
            and not (not has_handover and partner_id is null and names_partners)
        ) as is_commitment_imputed,
        -- whose the stages are; null = ours
        handover_partner_id as first_partner_id,
        case
            when not has_handover or partner_id <> handover_partner_id
                or handover_partner_id is null
                then partner_id
        end as last_partner_id,
        ready_date is not null and ready_date >= due_date as is_waiting
    from arrived
),

-- the customer was not there on a day that had been agreed, until we came again
visits as (
    select
        delivery_events.promise_id,
        delivery_events.event,
        delivery_events.failed_because,
        delivery_events.occurred_at,
        delivery_events.occurred_date,
        lead(delivery_events.occurred_date) over (
            partition by delivery_events.promise_id
            order by delivery_events.occurred_at, delivery_events.delivery_id
        ) as next_date
    from delivery_events
    inner join late on delivery_events.promise_id = late.promise_id
    where delivery_events.event in ('attempted', 'delivered')
),

agreed_visits as (
    select
        visits.promise_id,
        visits.occurred_date,
        visits.next_date
    from visits
    inner join versions on visits.promise_id = versions.promise_id
    where
        visits.event = 'attempted'
        and visits.failed_because = 'customer_absent'
        and versions.recorded_at <= visits.occurred_at
        and versions.due_date is not null
    group by visits.promise_id, visits.occurred_at, visits.occurred_date, visits.next_date
    having
        max_by(versions.due_date, versions.version_number)
        >= visits.occurred_date
),

absent as (
    select
        committed.promise_id,
        sum(greatest(
            {{ days_between('greatest(agreed_visits.occurred_date, committed.due_date)', 'least(coalesce(agreed_visits.next_date, committed.ended_date), committed.ended_date)') }},
            0
        )) as customer_days
    from committed
    inner join agreed_visits
        on committed.promise_id = agreed_visits.promise_id
    group by committed.promise_id
),

-- two exceptions at once excuse no more than the longer of them
excused as (
    select
        committed.promise_id,
        max(case
            when
                committed.has_handover
                and exceptions.partner_id
                in ('*', coalesce(committed.first_partner_id, '*'))
                then {{ days_between(
                    plus_days('-1', 'greatest(exceptions.starts_on, ' ~ plus_days('1', 'committed.promised_date', 'date') ~ ')', 'date'),
                    'least(exceptions.ends_on, committed.handed_date)'
                ) }}
        end) as first_days,
        max(case
            when
                exceptions.partner_id
                in ('*', coalesce(committed.last_partner_id, '*'))
                then {{ days_between(
                    plus_days('-1', 'greatest(exceptions.starts_on, ' ~ plus_days('1', 'coalesce(committed.handed_date, committed.promised_date)', 'date') ~ ')', 'date'),
                    'least(exceptions.ends_on, committed.ended_date)'
                ) }}
        end) as last_days,
        min(exceptions.reason) as reason
    from committed
    inner join exceptions
        on
            exceptions.step in ('*', committed.step)
            and exceptions.region in ('*', coalesce(committed.region, '*'))
            and exceptions.starts_on <= committed.ended_date
            and exceptions.ends_on > committed.promised_date
            and exceptions.partner_id in (
                '*',
                coalesce(committed.first_partner_id, '*'),
                coalesce(committed.last_partner_id, '*')
            )
    group by committed.promise_id
),

-- goods that came damaged, wrong or short, though they had been handed over
flawed as (
    select
        delivery_events.promise_id,
        delivery_events.occurred_date,
        delivery_events.condition,
        row_number() over (
            partition by delivery_events.promise_id
            order by delivery_events.occurred_at, delivery_events.delivery_id
        ) as flaw_number
    from delivery_events
    inner join late on delivery_events.promise_id = late.promise_id
    where
        delivery_events.event = 'delivered'
        and delivery_events.condition <> 'ok'
),

mended as (
    select
        committed.*,
        case
            when
                committed.has_handover
                and flawed.occurred_date >= committed.handed_date
                and flawed.occurred_date < committed.ended_date
                then {{ days_between('flawed.occurred_date', 'committed.ended_date') }}
            else 0
        end as mending_days,
        -- what is wrong or too little was so when it was handed over; where
        -- goods were damaged on the way, nobody can tell
        coalesce(flawed.condition in ('wrong', 'short'), false)
            as is_flawed_from_the_start
    from committed
    left join (select * from flawed where flaw_number = 1) as flawed
        on committed.promise_id = flawed.promise_id
),

-- how much each stage added, in calendar days; null = the stage cannot be told
staged as (
    select
        mended.*,
        case
            when committed_date is not null
                then {{ days_between('mended.due_date', 'mended.committed_date') }}
        end as over_bracket,
        case
            when has_handover and handed_date is not null
                then
                    {{ days_between('mended.committed_date', 'mended.handed_arrival_date') }}
                    + case
                        when is_flawed_from_the_start then mending_days else 0
                    end
        end as first_bracket,
        case
            when has_handover and handed_date is not null
                then
                    {{ days_between('mended.handed_arrival_date', 'mended.ended_date') }}
                    - mending_days
            when not has_handover
                then {{ days_between('mended.committed_date', 'mended.ended_date') }}
        end as last_bracket,
        case
            when
                due_date < promised_date
                or ended_date < promised_date
                or ended_date > as_of
                or handed_date < promised_date
                or handed_date > ended_date
                then 'bad_data'
            when delay_days = 0 then 'within_the_day'
            when
                partner_due_date is null
                and planned_date is null
                and is_commitment_imputed
                then 'no_commitment'
            when has_handover and handed_date is null
                then 'handover_not_recorded'
            when
                has_handover
                and (committed_date is null or handed_arrival_date is null)
                then 'no_transit_time'
        end as untold_because
    from mended
),

evidenced as (
    select
        staged.*,
        coalesce(absent.customer_days, 0) as absent_days,
        -- an exception excuses no more days than its stage was late
        greatest(
            least(
                coalesce(excused.first_days, 0),
                coalesce(staged.first_bracket, 0)
            ),
            0
        ) as first_excused_days,
        greatest(
            least(
                coalesce(excused.last_days, 0),
                case
                    when
                        staged.untold_because is not null
                        and staged.last_bracket is null
                        then staged.delay_days
                    else coalesce(staged.last_bracket, 0)
                end
            ),
            0
        ) as last_excused_days,
        excused.reason as exception_reason
    from staged
    -- where the dates contradict each other, none of them proves an excuse; the
    -- condition is part of the key, so that rows are still found by hash
    left join absent
        on
            case
                when coalesce(staged.untold_because, '') <> 'bad_data'
                    then staged.promise_id
            end = absent.promise_id
    left join excused
        on
            case
                when coalesce(staged.untold_because, '') <> 'bad_data'
                    then staged.promise_id
            end = excused.promise_id
),

-- What evidence separates is kept apart from what nobody can tell. Of a stage
-- without a record only this is sure: a chain that met its commitment was
-- promised too boldly.
told as (
    select
        *,
        case
            when is_waiting or untold_because in ('bad_data', 'within_the_day')
                then 'nothing'
            when committed_date is null and last_bracket is not null
                then 'last_stage'
            when committed_date is null then 'nothing'
            when last_bracket is not null then 'everything'
            when ended_date <= committed_date then 'over_promise'
            else 'nothing'
        end as is_told
    from evidenced
),

bracketed as (
    select
        *,
        case
            when is_told in ('everything', 'over_promise') then over_bracket
            else 0
        end as over_promise_net,
        case
            when is_told = 'everything' and has_handover
                then first_bracket - first_excused_days
            else 0
        end as first_net,
        case
            when is_told in ('everything', 'last_stage')
                then last_bracket - last_excused_days - absent_days
            else 0
        end as last_net,
        case is_told
            when 'everything'
                then case
                    when is_flawed_from_the_start then 0 else mending_days
                end
            when 'over_promise'
                then delay_days - over_bracket - last_excused_days - absent_days
            when 'last_stage' then delay_days - last_bracket
            else delay_days - last_excused_days - absent_days
        end as unknown_net
    from told
),

-- two stages that are both ours are one
joined as (
    select
        *,
        case
            when
                first_partner_id is null
                and last_partner_id is null
                and has_handover
                then first_net + last_net
            else first_net
        end as first_stage_net,
        case
            when
                first_partner_id is null
                and last_partner_id is null
                and has_handover
                then 0
            else last_net
        end as last_stage_net
    from bracketed
),

excusing as (
    select
        *,
        case
            when is_waiting then 0
            else least(absent_days, delay_days)
        end as customer_days,
        case
            when is_waiting then 0
            else least(
                first_excused_days + last_excused_days,
                delay_days - least(absent_days, delay_days)
            )
        end as excused_days,
        greatest(over_promise_net, 0)
        + greatest(first_stage_net, 0)
        + greatest(last_stage_net, 0)
        + greatest(unknown_net, 0) as positive_net
    from joined
),

shared as (
    select
        *,
        case
            when is_waiting or positive_net = 0 then 0.0E0
            else
                (delay_days - customer_days - excused_days)
                * 1.0E0 / positive_net
        end as share
    from excusing
)

select
    promise_id,
    order_id,
    seller_id,
    partner_id,
    step,
    due_date,
    outcome,
    ended_date,
    is_provisional,
    cast(delay_days as bigint) as delay_days,
    is_waiting,
    ready_date,
    committed_date,
    is_commitment_imputed,
    planned_date,
    handed_date,
    handed_arrival_date,
    first_partner_id,
    last_partner_id,
    names_partners,
    untold_because,
    exception_reason,

    ---------- the brackets: signed days, excused days taken out
    cast(over_promise_net as bigint) as over_promise_net,
    cast(first_stage_net as bigint) as first_stage_net,
    cast(last_stage_net as bigint) as last_stage_net,
    cast(unknown_net as bigint) as unknown_net,

    ---------- the delay, shared out
    greatest(over_promise_net, 0) * share as over_promise_days,
    greatest(first_stage_net, 0) * share as first_stage_days,
    greatest(last_stage_net, 0) * share as last_stage_days,
    customer_days * 1.0E0 as customer_days,
    excused_days * 1.0E0 as excused_days,
    case when is_waiting then delay_days * 1.0E0 else 0.0E0 end
        as coordination_days,
    greatest(unknown_net, 0) * share as unexplained_days
from shared
