with promises as (
    select * from {{ ref('fct_promises') }}
    where order_id is not null and promised_to = 'customer'
),

orders as (
    select * from {{ ref('fct_orders') }}
    where not is_kept
),

delays as (
    select * from {{ ref('fct_delay_attribution') }}
),

parts as (
    select * from {{ ref('fct_delay_parts') }}
),

waits as (
    select * from {{ ref('int_prerequisites') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

-- the deliveries that the order is judged by, as fct_orders has them: a call
-- that it requires makes nothing late
lines as (
    select
        promises.*,
        max(promises.due_date) over (partition by promises.order_id)
            as order_due_date,
        max(case when promises.is_kept then 0 else 1 end) over (
            partition by promises.order_id
        ) as is_broken,
        case
            when promises.fulfilled_date is not null
                then promises.fulfilled_date
            when promises.outcome = 'cancelled_broken'
                then promises.cancelled_date
            -- we came as agreed: from then on it is the customer's time
            when promises.outcome = 'kept_attempted' then promises.due_date
            else clock.as_of
        end as ended_date
    from promises
    inner join orders on promises.order_id = orders.order_id
    cross join clock
    where
        promises.is_required
        and promises.outcome <> 'excluded'
        and promises.due_date is not null
        and promises.fulfilled_by <> 'contact'
),

described as (
    select
        lines.promise_id,
        lines.order_id,
        lines.partner_id,
        lines.due_date,
        lines.outcome,
        lines.ended_date,
        lines.order_due_date,
        waits.journey,
        waits.ready_date,
        delays.delay_days,
        delays.primary_cause,
        delays.primary_partner_id,
        coalesce(delays.is_provisional, false) as is_provisional,
        coalesce(delays.is_commitment_imputed, false) as is_commitment_imputed,
        coalesce(delays.primary_cause = 'coordination', false) as is_waiting,
        max(lines.ended_date) over (partition by lines.order_id)
            as usable_date
    from lines
    left join delays on lines.promise_id = delays.promise_id
    left join waits on lines.promise_id = waits.promise_id
    where lines.is_broken = 1
),

paced as (
    select
        *,
        row_number() over (
            partition by order_id
            order by
                ended_date desc,
                case when is_waiting then 0 else 1 end,
                due_date,
                promise_id
        ) as pace
    from described
),

-- the order waits for its pacing line; a line that itself had to wait hands
-- the days until it could begin to the lines that it waited for
delayed as (
    select
        order_id,
        promise_id as pacing_promise_id,
        partner_id as pacing_partner_id,
        is_waiting,
        ready_date,
        order_due_date as due_date,
        usable_date,
        greatest({{ days_between('order_due_date', 'usable_date') }}, 0)
            as delay_days,
        case
            when is_waiting
                then least(
                    greatest(
                        {{ days_between('ready_date', 'usable_date') }}, 0
                    ),
                    greatest(
                        {{ days_between('order_due_date', 'usable_date') }}, 0
                    )
                )
            else 0
        end as coordination_days,
        case when is_waiting then ready_date else usable_date end as last_date
    from paced
    where pace = 1
),

last_lines as (
    select
        delayed.order_id,
        described.promise_id,
        described.outcome,
        described.delay_days,
        described.primary_cause,
        described.primary_partner_id,
        described.is_provisional,
        described.is_commitment_imputed,
        delayed.delay_days - delayed.coordination_days as shared_days,
        count(*) over (partition by delayed.order_id) as lines_count
    from delayed
    inner join described
        on
            delayed.order_id = described.order_id
            and delayed.last_date = described.ended_date
    where
        -- a line that waited is not what it waited for
        not delayed.is_waiting or not described.is_waiting
),

shares as (
    -- the line's own parts, brought to what the order lost
    select
        last_lines.order_id,
        parts.cause,
        parts.partner_id,
        parts.days / last_lines.delay_days
        * last_lines.shared_days / last_lines.lines_count as days
    from last_lines
    inner join parts on last_lines.promise_id = parts.promise_id
    where last_lines.delay_days > 0

    union all

    -- a line that was in by its own day and still the last to be in: the
    -- customer's time after a missed visit, else the plan's
    select
        order_id,
        case outcome
            when 'kept_attempted' then 'customer'
            else 'coordination'
        end as cause,
        cast(null as {{ dbt.type_string() }}) as partner_id,
        shared_days * 1.0E0 / lines_count as days
    from last_lines
    where coalesce(delay_days, 0) = 0

    union all

    select
        order_id,
        'coordination' as cause,
        cast(null as {{ dbt.type_string() }}) as partner_id,
        coordination_days * 1.0E0 as days
    from delayed

    union all

    -- it waited for something that is not among the judged lines
    select
        delayed.order_id,
        'coordination' as cause,
        cast(null as {{ dbt.type_string() }}) as partner_id,
        (delayed.delay_days - delayed.coordination_days) * 1.0E0 as days
    from delayed
    left join last_lines on delayed.order_id = last_lines.order_id
    where last_lines.order_id is null
),

summed as (
    select
        order_id,
        cause,
        partner_id,
        {{ exact_sum('days') }} as days
    from shares
    where days > 0
    group by order_id, cause, partner_id
),

ranked as (
    select
        summed.*,
        row_number() over (
            partition by order_id
            order by days desc, cause, partner_id nulls last
        ) as place,
        lead(days) over (
            partition by order_id
            order by days desc, cause, partner_id nulls last
        ) as next_days
    from summed
),

greatest_parts as (
    select
        ranked.order_id,
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
        order_id,
        {{ days_by_cause() }}
    from summed
    group by order_id
),

-- lines that were the last together and were late for different reasons
disagreeing as (
    select
        order_id,
        count(distinct primary_cause || '/' || coalesce(primary_partner_id, ''))
        > 1 as is_disagreed,
        max(case when is_provisional then 1 else 0 end) = 1 as is_provisional,
        max(case when is_commitment_imputed then 1 else 0 end)
        = 1 as is_commitment_imputed
    from last_lines
    group by order_id
),

-- broken, and complete by the order's day all the same: one of its lines came
-- after its own
worst_lines as (
    select
        order_id,
        primary_cause,
        primary_partner_id,
        row_number() over (
            partition by order_id
            order by delay_days desc nulls last, promise_id
        ) as place
    from described
    where primary_cause is not null
),

settled as (
    select
        delayed.*,
        by_cause.over_promise_days,
        by_cause.internal_days,
        by_cause.partner_days,
        by_cause.customer_days,
        by_cause.excused_days,
        by_cause.coordination_days as coordination_share,
        by_cause.unexplained_days,
        disagreeing.is_provisional,
        disagreeing.is_commitment_imputed,
        case
            when delayed.delay_days = 0
                then coalesce(worst_lines.primary_cause, 'unattributed')
            when coalesce(disagreeing.is_disagreed, false) then 'unattributed'
            when greatest_parts.is_tie then 'unattributed'
            when greatest_parts.cause = 'unexplained' then 'unattributed'
            else greatest_parts.cause
        end as primary_cause,
        case
            when delayed.delay_days = 0 then worst_lines.primary_partner_id
            else greatest_parts.partner_id
        end as greatest_partner_id,
        case
            when delayed.delay_days = 0 and worst_lines.order_id is null
                then 'not_late'
            when delayed.delay_days = 0 then 'line_unattributed'
            when coalesce(disagreeing.is_disagreed, false)
                then 'last_lines_disagree'
            when greatest_parts.is_tie then 'tie'
            else 'line_unattributed'
        end as unattributed_because
    from delayed
    left join by_cause on delayed.order_id = by_cause.order_id
    left join greatest_parts on delayed.order_id = greatest_parts.order_id
    left join disagreeing on delayed.order_id = disagreeing.order_id
    left join worst_lines
        on delayed.order_id = worst_lines.order_id and worst_lines.place = 1
)

select
    orders.order_id,
    orders.seller_id,
    orders.region,
    orders.outcome,
    settled.due_date,
    settled.usable_date,
    cast(coalesce(settled.delay_days, 0) as bigint) as delay_days,
    coalesce(settled.is_provisional, false) as is_provisional,
    coalesce(settled.is_commitment_imputed, false) as is_commitment_imputed,
    settled.pacing_promise_id,
    settled.pacing_partner_id,
    coalesce(settled.is_waiting, false) as is_pacing_line_waiting,
    case when settled.is_waiting then settled.ready_date end as ready_date,
    coalesce(settled.over_promise_days, 0.0E0) as over_promise_days,
    coalesce(settled.internal_days, 0.0E0) as internal_days,
    coalesce(settled.partner_days, 0.0E0) as partner_days,
    coalesce(settled.customer_days, 0.0E0) as customer_days,
    coalesce(settled.excused_days, 0.0E0) as excused_days,
    coalesce(settled.coordination_share, 0.0E0) as coordination_days,
    coalesce(settled.unexplained_days, 0.0E0) as unexplained_days,
    coalesce(settled.primary_cause, 'unattributed') as primary_cause,
    case
        when settled.primary_cause = 'partner'
            then settled.greatest_partner_id
    end as primary_partner_id,
    case
        -- every delivery was kept: a call was not
        when settled.order_id is null then 'call_not_kept'
        when settled.primary_cause = 'unattributed'
            then settled.unattributed_because
    end as unattributed_because
from orders
left join settled on orders.order_id = settled.order_id
order by orders.order_id
