with delays as (
    select * from {{ ref('int_delays') }}
),

parts as (
    select * from {{ ref('fct_delay_parts') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

ranked as (
    select
        parts.*,
        row_number() over (
            partition by promise_id
            order by days desc, cause, partner_id nulls last
        ) as place,
        lead(days) over (
            partition by promise_id
            order by days desc, cause, partner_id nulls last
        ) as next_days
    from parts
),

greatest_parts as (
    select
        ranked.promise_id,
        ranked.cause,
        ranked.partner_id,
        coalesce(
            ranked.days - ranked.next_days
            < thresholds.attribution_tie_hours / 24.0E0,
            false
        ) as is_tie
    from ranked
    cross join thresholds
    where ranked.place = 1
),

by_cause as (
    select
        promise_id,
        {{ days_by_cause() }}
    from parts
    group by promise_id
),

-- the same brackets under the rule "first come, first charged"
claims as (
    select
        promise_id,
        is_waiting,
        delay_days,
        greatest(over_promise_net, 0) as over_claim,
        case
            when first_partner_id is null and names_partners
                then greatest(first_stage_net, 0)
            else 0
        end
        + case
            when last_partner_id is null and names_partners
                then greatest(last_stage_net, 0)
            else 0
        end as internal_claim,
        customer_days + excused_days as customer_claim,
        case
            when first_partner_id is not null then greatest(first_stage_net, 0)
            else 0
        end
        + case
            when last_partner_id is not null then greatest(last_stage_net, 0)
            else 0
        end as partner_claim
    from delays
),

charged as (
    select
        promise_id,
        is_waiting,
        delay_days,
        least(over_claim, delay_days) as over_first,
        least(internal_claim, greatest(delay_days - over_claim, 0))
            as internal_second,
        least(
            customer_claim,
            greatest(delay_days - over_claim - internal_claim, 0)
        ) as customer_third,
        least(
            partner_claim,
            greatest(
                delay_days - over_claim - internal_claim - customer_claim, 0
            )
        ) as partner_fourth,
        least(partner_claim, delay_days) as partner_first,
        least(customer_claim, greatest(delay_days - partner_claim, 0))
            as customer_second,
        least(
            internal_claim,
            greatest(delay_days - partner_claim - customer_claim, 0)
        ) as internal_third,
        least(
            over_claim,
            greatest(
                delay_days - partner_claim - customer_claim - internal_claim, 0
            )
        ) as over_fourth,
        greatest(
            delay_days
            - over_claim - internal_claim - customer_claim - partner_claim,
            0
        ) as rest
    from claims
),

named as (
    select
        promise_id,
        {{ greatest_of({
            'over_promise': 'over_first',
            'internal': 'internal_second',
            'customer': 'customer_third',
            'partner': 'partner_fourth',
            'unattributed': 'rest',
        }) }} as cause_over_first,
        {{ greatest_of({
            'over_promise': 'over_fourth',
            'internal': 'internal_third',
            'customer': 'customer_second',
            'partner': 'partner_first',
            'unattributed': 'rest',
        }) }} as cause_partner_first
    from charged
),

settled as (
    select
        delays.*,
        by_cause.over_promise_days as over_promise_share,
        by_cause.internal_days as internal_share,
        by_cause.partner_days as partner_share,
        by_cause.customer_days as customer_share,
        by_cause.excused_days as excused_share,
        by_cause.coordination_days as coordination_share,
        by_cause.unexplained_days as unexplained_share,
        case
            when greatest_parts.cause is null then 'unattributed'
            when greatest_parts.is_tie then 'unattributed'
            when greatest_parts.cause = 'unexplained' then 'unattributed'
            else greatest_parts.cause
        end as primary_cause,
        greatest_parts.partner_id as greatest_partner_id,
        coalesce(greatest_parts.is_tie, false) as is_tie,
        named.cause_over_first,
        named.cause_partner_first
    from delays
    inner join named on delays.promise_id = named.promise_id
    left join by_cause on delays.promise_id = by_cause.promise_id
    left join greatest_parts on delays.promise_id = greatest_parts.promise_id
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
    delay_days,
    is_provisional,

    ---------- the chain
    committed_date,
    is_commitment_imputed,
    planned_date as handover_planned_date,
    handed_date as handed_over_date,
    handed_arrival_date as expected_after_handover_date,

    ---------- the days, which add up to the delay
    coalesce(over_promise_share, 0.0E0) as over_promise_days,
    coalesce(internal_share, 0.0E0) as internal_days,
    coalesce(partner_share, 0.0E0) as partner_days,
    coalesce(customer_share, 0.0E0) as customer_days,
    coalesce(excused_share, 0.0E0) as excused_days,
    coalesce(coordination_share, 0.0E0) as coordination_days,
    coalesce(unexplained_share, 0.0E0) as unexplained_days,

    ---------- one cause
    primary_cause,
    case when primary_cause = 'partner' then greatest_partner_id end
        as primary_partner_id,
    case
        when primary_cause <> 'unattributed' then null
        when is_tie then 'tie'
        else coalesce(unknown_because, 'no_partner_named')
    end as unattributed_because,
    exception_reason,
    case when is_waiting then 'coordination' else cause_over_first end
        as cause_over_promise_first,
    case when is_waiting then 'coordination' else cause_partner_first end
        as cause_partner_first,
    -- an exception stands where the customer does in both orders
    case
        when is_waiting then true
        else
            case primary_cause
                when 'excused' then 'customer'
                else primary_cause
            end
            = cause_over_first
            and case primary_cause
                when 'excused' then 'customer'
                else primary_cause
            end
            = cause_partner_first
    end as is_cause_robust
from settled
order by promise_id
