-- A promise with a time of day is late exactly by its minutes, whatever its
-- days say; the two scales never point in opposite directions.
select
    promise_id,
    outcome,
    due_at,
    fulfilled_at,
    deviation_days,
    deviation_minutes
from {{ ref('fct_promises') }}
where
    (deviation_minutes is not null) <> (
        due_has_time is true and fulfilled_has_time is true
    )
    or (deviation_minutes > 0 and deviation_days < 0)
    or (deviation_minutes <= 0 and deviation_days > 0)
    or (outcome = 'late' and deviation_minutes <= grace_minutes)
    or (
        outcome in ('on_time', 'early')
        and grace_days = 0
        and deviation_minutes > grace_minutes
    )
