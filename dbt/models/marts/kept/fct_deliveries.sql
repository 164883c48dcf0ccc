select
    promise_id,
    delivery_id,
    event,
    occurred_at,
    occurred_local_at,
    occurred_date,
    occurred_has_time,
    recorded_at,
    recorded_date,
    case
        when has_recorded_at and occurred_has_time and recorded_has_time
            then {{ hours_between('occurred_at', 'recorded_at') }}
    end as recording_delay_hours,
    case
        when has_recorded_at
            then {{ days_between('occurred_date', 'recorded_date') }}
    end as recording_delay_days,
    partner_id,
    quantity,
    condition,
    documents_ok,
    cancelled_by,
    failed_because,
    is_duplicate
from {{ ref('int_delivery_events') }}
order by promise_id, occurred_at, delivery_id, source_row
