-- One way of counting pieces: a due promise that a delivery keeps was complete
-- in time exactly where its fill rate is 1. Returns those that contradict it.
select
    promise_id,
    outcome,
    fill_rate_at_due
from {{ ref('fct_promises') }}
where
    is_due
    and fulfilled_by <> 'contact'
    and (outcome in ('on_time', 'early'))
    <> coalesce(fill_rate_at_due = 1.0E0, false)
