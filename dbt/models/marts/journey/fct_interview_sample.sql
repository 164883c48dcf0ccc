-- Whom to ring: a draw that nobody can steer and everybody can repeat.
with orders as (
    select
        *,
        coalesce(fulfilled_date, due_date) as settled_date
    from {{ ref('fct_orders') }}
    where is_due and customer_id is not null
),

clock as (
    select * from {{ ref('int_clock') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

recent as (
    select orders.*
    from orders
    cross join clock
    cross join thresholds
    where
        orders.settled_date
        >= {{ plus_days(
            '-7 * thresholds.interview_weeks', 'clock.as_of', 'date'
        ) }}
        and orders.settled_date < clock.as_of
),

drawn as (
    select
        recent.*,
        count(*) over (
            partition by recent.customer_type, recent.is_kept
        ) as drawn_from_count,
        cast(row_number() over (
            partition by recent.customer_type, recent.is_kept
            order by md5(recent.order_id), recent.order_id
        ) as bigint) as place
    from recent
)

select
    drawn.order_id,
    drawn.customer_id,
    drawn.customer_type,
    drawn.seller_id,
    drawn.is_kept,
    drawn.due_date,
    drawn.fulfilled_date,
    drawn.contacts_count,
    drawn.place,
    drawn.drawn_from_count
from drawn
cross join thresholds
where drawn.place <= thresholds.interview_count
order by drawn.order_id
