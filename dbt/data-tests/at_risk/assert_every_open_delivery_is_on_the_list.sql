-- Each promise to a customer that is kept by a delivery, is not past its day
-- and neither complete nor called off on record, is on the list; nothing else
-- is. Returns the promises that are on one side only.
with expected as (
    select promises.promise_id
    from {{ ref('int_promises') }} as promises
    inner join {{ ref('int_outcomes') }} as outcomes
        on
            promises.promise_id = outcomes.promise_id
            and outcomes.basis = 'first'
    left join {{ ref('int_recorded_completions') }} as recorded
        on promises.promise_id = recorded.promise_id
    where
        promises.promised_to = 'customer'
        and promises.fulfilled_by = 'delivered'
        and outcomes.outcome = 'pending'
        and outcomes.due_date is not null
        and (
            not promises.is_measured
            or (
                recorded.completed_known_date is null
                and recorded.cancelled_known_date is null
            )
        )
),

actual as (
    select promise_id from {{ ref('fct_at_risk') }}
)

select
    coalesce(expected.promise_id, actual.promise_id) as promise_id,
    actual.promise_id is not null as is_on_the_list
from expected
full outer join actual on expected.promise_id = actual.promise_id
where expected.promise_id is null or actual.promise_id is null
