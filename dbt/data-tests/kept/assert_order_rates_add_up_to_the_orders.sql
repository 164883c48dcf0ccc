-- Two marts, one population: whatever orders are counted by, the counts add up
-- to the same. Returns dimensions and periods that do not, and rows whose
-- outcomes are not all of their orders.
with orders as (
    select
        count(*) as orders_count,
        count(*) filter (where is_due) as due_count,
        count(*) filter (where is_kept) as kept_count
    from {{ ref('fct_orders') }}
    where due_date is not null
),

counted as (
    select
        dimension,
        period,
        sum(orders_count) as orders_count,
        sum(due_count) as due_count,
        sum(kept_count) as kept_count,
        sum(
            early_count + on_time_count + coalesce(kept_attempted_count, 0)
            + late_count + overdue_open_count + cancelled_broken_count
            + pending_count + excluded_count + not_measured_count
        ) as outcomes_count
    from {{ ref('fct_order_rates') }}
    group by dimension, period
)

select counted.*
from counted
cross join orders
where
    counted.orders_count <> orders.orders_count
    or counted.due_count <> orders.due_count
    or counted.kept_count <> orders.kept_count
    or counted.outcomes_count <> orders.orders_count
