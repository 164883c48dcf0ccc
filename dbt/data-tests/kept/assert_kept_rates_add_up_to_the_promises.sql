-- Two marts, one population: whatever promises are counted by, the counts add
-- up to the same. Returns dimensions and periods that do not, and rows whose
-- outcomes are not all of their promises.
with promises as (
    select
        promised_to,
        count(*) as promises_count,
        count(*) filter (where is_due) as due_count,
        count(*) filter (where is_kept) as kept_count
    from {{ ref('fct_promises') }}
    where due_date is not null
    group by promised_to
),

counted as (
    select
        dimension,
        period,
        promised_to,
        sum(promises_count) as promises_count,
        sum(due_count) as due_count,
        sum(kept_count) as kept_count,
        sum(
            early_count + on_time_count + coalesce(kept_attempted_count, 0)
            + late_count + overdue_open_count + cancelled_broken_count
            + pending_count + excluded_count + not_measured_count
        ) as outcomes_count
    from {{ ref('fct_kept_rates') }}
    group by dimension, period, promised_to
)

select counted.*
from counted
inner join promises on counted.promised_to = promises.promised_to
where
    counted.promises_count <> promises.promises_count
    or counted.due_count <> promises.due_count
    or counted.kept_count <> promises.kept_count
    or counted.outcomes_count <> promises.promises_count
