select
    promise_id,
    version_number,
    recorded_at,
    recorded_local_at,
    recorded_date,
    due_at,
    due_date,
    due_has_time,
    due_from_date,
    coalesce(initiated_by, 'company') as initiated_by,
    reason,
    is_first,
    is_judged,
    is_latest,
    is_repromise,
    is_moved_by_customer
from {{ ref('int_promise_versions') }}
order by promise_id, version_number
