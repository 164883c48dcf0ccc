-- Moments stay as written: the zone is the delivery place's, and only the
-- promise knows it (int_delivery_events).
select
    delivery_id,
    promise_id,
    order_id,
    line,
    event,
    occurred_at,
    occurred_at_kind,
    coalesce(recorded_at, occurred_at) as recorded_at,
    coalesce(recorded_at_kind, occurred_at_kind) as recorded_at_kind,
    recorded_at is not null as has_recorded_at,
    partner_id,
    quantity,
    coalesce(condition, 'ok') as condition,
    condition is not null as has_condition,
    documents_ok,
    cancelled_by,
    failed_because,
    source_file,
    source_row
from {{ source('accepted', 'deliveries') }}
