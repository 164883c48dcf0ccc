-- What the rows that the gate held back could have done to the promise-kept
-- rate: had every promise they are about been kept, or every one been broken.
with held_back as (
    select * from {{ ref('fct_quarantined_rows') }}
),

promises as (
    select * from {{ ref('fct_promises') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

by_promise as (
    select distinct
        feed,
        check_name,
        promise_id
    from held_back
    where promise_id is not null
),

-- a row that names only the order is about any promise of it
by_order as (
    select distinct
        held_back.feed,
        held_back.check_name,
        promises.promise_id
    from held_back
    inner join promises on held_back.order_id = promises.order_id
    where held_back.promise_id is null
),

about as (
    select * from by_promise
    union
    select * from by_order
),

known as (
    select
        about.feed,
        about.check_name,
        about.promise_id,
        promises.promise_id is null and about.feed = 'promises' as is_lost,
        coalesce(promises.promised_to, 'customer') = 'customer'
            as is_to_customer,
        coalesce(promises.is_due, false) as is_due,
        coalesce(promises.is_kept, false) as is_kept,
        -- its own row was held back: nobody knows whether it is due
        about.feed = 'promises' as is_due_open
    from about
    left join promises on about.promise_id = promises.promise_id
),

by_check as (
    select
        feed,
        check_name,
        promise_id,
        is_lost,
        is_to_customer,
        is_due,
        is_kept,
        is_due_open
    from known

    union all

    select
        'all' as feed,
        'all' as check_name,
        promise_id,
        max(case when is_lost then 1 else 0 end) = 1 as is_lost,
        max(case when is_to_customer then 1 else 0 end) = 1 as is_to_customer,
        max(case when is_due then 1 else 0 end) = 1 as is_due,
        max(case when is_kept then 1 else 0 end) = 1 as is_kept,
        max(case when is_due_open then 1 else 0 end) = 1 as is_due_open
    from known
    group by promise_id
),

rows_held_back as (
    select
        feed,
        check_name,
        count(*) as rows_count,
        count(*) filter (where promise_id is null and order_id is null)
            as unnamed_count,
        count(distinct order_id) as orders_count
    from held_back
    group by feed, check_name

    union all

    select
        'all' as feed,
        'all' as check_name,
        count(*) as rows_count,
        count(*) filter (where promise_id is null and order_id is null)
            as unnamed_count,
        count(distinct order_id) as orders_count
    from held_back
),

counted as (
    select
        feed,
        check_name,
        count(*) as promises_count,
        count(*) filter (where is_lost) as lost_count,
        count(*) filter (where is_due and is_to_customer) as due_count,
        count(*) filter (where is_kept and is_to_customer) as kept_count,
        count(*) filter (
            where is_due_open and is_to_customer and not is_due
        ) as open_count
    from by_check
    group by feed, check_name
),

company as (
    select
        count(*) filter (where is_due) as due_count,
        count(*) filter (where is_kept) as kept_count
    from promises
    where promised_to = 'customer'
),

joined as (
    select
        rows_held_back.feed,
        rows_held_back.check_name,
        rows_held_back.rows_count,
        rows_held_back.unnamed_count,
        rows_held_back.orders_count,
        coalesce(counted.promises_count, 0) as promises_count,
        coalesce(counted.lost_count, 0) as lost_count,
        coalesce(counted.due_count, 0) as touched_due_count,
        coalesce(counted.kept_count, 0) as touched_kept_count,
        coalesce(counted.open_count, 0) as open_count,
        company.due_count,
        company.kept_count
    from rows_held_back
    cross join company
    left join counted
        on
            rows_held_back.feed = counted.feed
            and rows_held_back.check_name = counted.check_name
),

bounded as (
    select
        *,
        kept_count * 1.0E0 / nullif(due_count, 0) as kept_rate,
        (kept_count - touched_kept_count) * 1.0E0
        / nullif(due_count + open_count, 0) as lowest_kept_rate,
        (kept_count - touched_kept_count + touched_due_count + open_count)
        * 1.0E0 / nullif(due_count + open_count, 0) as highest_kept_rate
    from joined
),

moved as (
    select
        *,
        greatest(
            kept_rate - lowest_kept_rate, highest_kept_rate - kept_rate
        ) as largest_move
    from bounded
)

select
    feed,
    check_name,
    rows_count,
    unnamed_count,
    orders_count,
    promises_count,
    lost_count,
    touched_due_count,
    touched_kept_count,
    open_count,
    due_count,
    kept_count,
    kept_rate,
    lowest_kept_rate,
    highest_kept_rate,
    largest_move,
    largest_move <= thresholds.held_back_move as is_small
from moved
cross join thresholds
order by feed, check_name
