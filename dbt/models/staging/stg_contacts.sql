-- Moments stay as written: the zone comes from the order or the customer
-- (int_contacts).
select
    contact_id,
    started_at,
    started_at_kind,
    answered_at,
    answered_at_kind,
    ended_at,
    ended_at_kind,
    told_due_at,
    told_due_at_kind,
    channel,
    customer_id,
    order_id,
    promise_id,
    coalesce(direction, 'inbound') as direction,
    reason,
    wait_minutes,
    outcome,
    redirected_to,
    team,
    agent,
    rating,
    note,
    source_file,
    source_row
from {{ source('accepted', 'contacts') }}
