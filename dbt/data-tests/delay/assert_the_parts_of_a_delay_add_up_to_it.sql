-- Blame in days must be all of the delay and nothing more. Returns late
-- promises whose parts do not add up, whose wide and long forms differ, or that
-- are missing, and promises to call that are counted in days.
with parts as (
    select
        promise_id,
        sum(days) as days,
        count(*) filter (where days <= 0) as empty_count
    from {{ ref('fct_delay_parts') }}
    group by promise_id
)

select
    promises.promise_id,
    attributions.delay_days,
    parts.days
from {{ ref('fct_promises') }} as promises
left join {{ ref('fct_delay_attribution') }} as attributions
    on promises.promise_id = attributions.promise_id
left join parts on promises.promise_id = parts.promise_id
where
    promises.promised_to = 'customer'
    and (
        (
            promises.outcome in ('late', 'overdue_open')
            and promises.fulfilled_by <> 'contact'
        )
        or attributions.promise_id is not null
    )
    and (
        attributions.promise_id is null
        or promises.fulfilled_by = 'contact'
        or abs(coalesce(parts.days, 0) - attributions.delay_days) > 1.0E-9
        or parts.empty_count > 0
        or abs(
            attributions.over_promise_days + attributions.internal_days
            + attributions.partner_days + attributions.customer_days
            + attributions.excused_days + attributions.coordination_days
            + attributions.unexplained_days - attributions.delay_days
        ) > 1.0E-9
    )
