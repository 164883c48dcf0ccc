-- The days of every delay, shared out over the stages of its chain and what
-- excuses them (M14, docs/delay/attribution.md). The brackets below and the
-- excused days add up to the delay, exactly.
with chains as (
    select * from {{ ref('int_delay_chains') }}
),

versions as (
    select * from {{ ref('int_promise_versions') }}
),

delivery_events as (
    select * from {{ ref('int_delivery_events') }}
    where not is_duplicate
),

exceptions as (
    select * from {{ ref('exceptions') }}
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
    inner join chains on delivery_events.promise_id = chains.promise_id
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
    group by
        visits.promise_id,
        visits.occurred_at,
        visits.occurred_date,
        visits.next_date
    having
        max_by(versions.due_date, versions.version_number)
        >= visits.occurred_date
),

absent as (
    select
        chains.promise_id,
        sum(greatest(
            {{ days_between(
                'greatest(agreed_visits.occurred_date, chains.due_date)',
                'least(coalesce(agreed_visits.next_date, chains.ended_date),'
                ~ ' chains.ended_date)'
            ) }},
            0
        )) as customer_days
    from chains
    inner join agreed_visits
        on chains.promise_id = agreed_visits.promise_id
    group by chains.promise_id
),

-- two exceptions at once excuse no more than the longer of them
excused as (
    select
        chains.promise_id,
        max(case
            when
                chains.has_handover
                and exceptions.partner_id
                in ('*', coalesce(chains.first_partner_id, '*'))
                then {{ excused_days(
                    'chains.promised_date', 'chains.handed_date'
                ) }}
        end) as first_days,
        max(case
            when
                exceptions.partner_id
                in ('*', coalesce(chains.last_partner_id, '*'))
                then {{ excused_days(
                    'coalesce(chains.handed_date, chains.promised_date)',
                    'chains.ended_date'
                ) }}
        end) as last_days,
        {{ only_value('exceptions.reason') }} as reason
    from chains
    inner join exceptions
        on
            exceptions.step in ('*', chains.step)
            and exceptions.region in ('*', coalesce(chains.region, '*'))
            and exceptions.starts_on <= chains.ended_date
            and exceptions.ends_on > chains.promised_date
            and exceptions.partner_id in (
                '*',
                coalesce(chains.first_partner_id, '*'),
                coalesce(chains.last_partner_id, '*')
            )
    group by chains.promise_id
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
    inner join chains on delivery_events.promise_id = chains.promise_id
    where
        delivery_events.event = 'delivered'
        and delivery_events.condition <> 'ok'
),

corrected as (
    select
        chains.*,
        case
            when
                chains.has_handover
                and flawed.occurred_date >= chains.handed_date
                and flawed.occurred_date < chains.ended_date
                then {{ days_between(
                    'flawed.occurred_date', 'chains.ended_date'
                ) }}
            else 0
        end as correction_days,
        -- what is wrong or too little was so when it was handed over; where
        -- goods were damaged on the way, nobody can tell
        coalesce(flawed.condition in ('wrong', 'short'), false)
            as is_flawed_from_the_start
    from chains
    left join (
        select * from flawed
        where flaw_number = 1
    ) as flawed
        on chains.promise_id = flawed.promise_id
),

-- how much each stage added, in calendar days; null = it cannot be explained
staged as (
    select
        corrected.*,
        case
            when committed_date is not null
                then {{ days_between(
                    'corrected.due_date', 'corrected.committed_date'
                ) }}
        end as over_bracket,
        case
            when has_handover and handed_date is not null
                then
                    {{ days_between(
                        'corrected.committed_date', 'corrected.handed_arrival_date'
                    ) }}
                    + case
                        when is_flawed_from_the_start then correction_days
                        else 0
                    end
        end as first_bracket,
        case
            when has_handover and handed_date is not null
                then
                    {{ days_between(
                        'corrected.handed_arrival_date', 'corrected.ended_date'
                    ) }}
                    - correction_days
            when not has_handover
                then {{ days_between(
                    'corrected.committed_date', 'corrected.ended_date'
                ) }}
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
        end as unknown_because
    from corrected
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
                        staged.unknown_because is not null
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
                when coalesce(staged.unknown_because, '') <> 'bad_data'
                    then staged.promise_id
            end = absent.promise_id
    left join excused
        on
            case
                when coalesce(staged.unknown_because, '') <> 'bad_data'
                    then staged.promise_id
            end = excused.promise_id
),

-- What evidence separates is kept apart from what nobody can tell. Of a stage
-- without a record only this is sure: a chain that met its commitment was
-- promised too boldly.
explained as (
    select
        *,
        case
            when is_waiting or unknown_because in ('bad_data', 'within_the_day')
                then 'nothing'
            when committed_date is null and last_bracket is not null
                then 'last_stage'
            when committed_date is null then 'nothing'
            when last_bracket is not null then 'everything'
            when ended_date <= committed_date then 'over_promise'
            else 'nothing'
        end as is_filled
    from evidenced
),

bracketed as (
    select
        *,
        case
            when is_filled in ('everything', 'over_promise') then over_bracket
            else 0
        end as over_promise_net,
        case
            when is_filled = 'everything' and has_handover
                then first_bracket - first_excused_days
            else 0
        end as first_net,
        case
            when is_filled in ('everything', 'last_stage')
                then last_bracket - last_excused_days - absent_days
            else 0
        end as last_net,
        case is_filled
            when 'everything'
                then case
                    when is_flawed_from_the_start then 0
                    else correction_days
                end
            when 'over_promise'
                then delay_days - over_bracket - last_excused_days - absent_days
            when 'last_stage' then delay_days - last_bracket
            else delay_days - last_excused_days - absent_days
        end as unknown_net
    from explained
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
        case when is_waiting then 0 else least(absent_days, delay_days) end
            as customer_days,
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
    unknown_because,
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
