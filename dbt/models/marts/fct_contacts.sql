select
    contact_id,
    order_id,
    promise_id,
    customer_id,
    is_order_known,
    started_at,
    started_local_at,
    started_date,
    started_has_time,
    ended_at,
    channel,
    direction,
    reason,
    wait_minutes,
    outcome,
    redirected_to,
    team,
    agent,
    rating,
    told_due_date,
    note
from {{ ref('int_contacts') }}
order by contact_id
