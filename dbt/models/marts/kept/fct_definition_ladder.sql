-- The same promises under the habits of other reports, side by side: what each
-- would show, and what it would hide. Only promises to the customer, and only
-- what is due by its first date.
with promises as (
    select * from {{ ref('fct_promises') }}
    where promised_to = 'customer'
),

orders as (
    select * from {{ ref('fct_orders') }}
),

measured as (
    select * from {{ ref('int_measured') }}
),

-- by the first date or by the last one given, of what is due by the first: what
-- was moved ahead stays counted
latest_rules as (
    select
        5 as position,
        'lines_latest_promise' as rule,
        count(*) filter (where is_due and (is_kept or is_kept_latest))
            as kept_count,
        count(*) filter (where is_due) as due_count
    from promises

    union all

    select
        6 as position,
        'lines_latest_promise_delivered_only' as rule,
        count(*) filter (
            where is_due and (is_kept or is_kept_latest)
            and fulfilled_date is not null
        ) as kept_count,
        count(*) filter (where is_due and fulfilled_date is not null)
            as due_count
    from promises

    union all

    select
        7 as position,
        'orders_latest_promise' as rule,
        count(*) filter (where is_due and (is_kept or is_kept_latest))
            as kept_count,
        count(*) filter (where is_due) as due_count
    from orders
),

rules as (
    select
        1 as position,
        'orders_first_promise' as rule,
        count(*) filter (where is_kept) as kept_count,
        count(*) filter (where is_due) as due_count
    from orders

    union all

    select
        2 as position,
        'lines_first_promise' as rule,
        count(*) filter (where is_kept) as kept_count,
        count(*) filter (where is_due) as due_count
    from promises

    union all

    select
        3 as position,
        'lines_open_dropped' as rule,
        count(*) filter (where is_kept) as kept_count,
        count(*) filter (where is_due and outcome <> 'overdue_open')
            as due_count
    from promises

    union all

    select
        4 as position,
        'lines_delivered_only' as rule,
        count(*) filter (where is_kept and fulfilled_date is not null)
            as kept_count,
        count(*) filter (where is_due and fulfilled_date is not null)
            as due_count
    from promises

    union all

    select
        position,
        rule,
        case when measured.has_new_dates then kept_count end as kept_count,
        due_count
    from latest_rules
    cross join measured

    union all

    -- the customer asked for a day: by that day, and by ours,
    -- of the same who did
    select
        8 as position,
        'lines_requested_date' as rule,
        count(*) filter (
            where is_due and fulfilled_date <= requested_date
        ) as kept_count,
        count(*) filter (
            where is_due and requested_date is not null
        ) as due_count
    from promises

    union all

    select
        9 as position,
        'lines_first_promise_where_requested' as rule,
        count(*) filter (
            where is_kept and requested_date is not null
        ) as kept_count,
        count(*) filter (
            where is_due and requested_date is not null
        ) as due_count
    from promises
)

select
    cast(position as bigint) as position,
    rule,
    kept_count,
    due_count,
    -- nothing due is "not measured", not 0 or 100 %
    kept_count * 1.0E0 / nullif(due_count, 0) as kept_rate
from rules
order by position
