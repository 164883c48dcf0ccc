-- Returns promises and orders whose verdict contradicts their outcome.
select
    promise_id as id,
    outcome
from {{ ref('fct_promises') }}
where
    is_due <> (is_kept is not null)
    or (outcome in ('late', 'overdue_open', 'cancelled_broken') and is_kept)
    or (outcome in ('on_time', 'kept_attempted') and not is_kept)

union all

select
    order_id as id,
    outcome
from {{ ref('fct_orders') }}
where
    is_due <> (is_kept is not null)
    or (outcome in ('late', 'overdue_open', 'cancelled_broken') and is_kept)
    or (outcome in ('on_time', 'kept_attempted') and not is_kept)
