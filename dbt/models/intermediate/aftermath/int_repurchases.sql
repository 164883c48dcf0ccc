-- When each customer ordered next, after the day of an order had passed. One
-- pass per customer over what they ordered and what fell due, in time: joined
-- to itself, a customer of a thousand orders would cost a million rows.
with exposures as (
    select * from {{ ref('int_order_exposures') }}
    where customer_id is not null
),

-- an order of two customers was made by each of them
ordered as (
    select
        order_id,
        customer_id,
        min(promised_date) as ordered_date
    from {{ ref('int_promises') }}
    where
        order_id is not null
        and customer_id is not null
        and promised_to = 'customer'
        -- a call that was promised is nothing that was bought
        and fulfilled_by <> 'contact'
    group by order_id, customer_id
),

clock as (
    select * from {{ ref('int_clock') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

happened as (
    select
        customer_id,
        ordered_date as day,
        0 as place,
        cast(null as {{ dbt.type_string() }}) as order_id,
        ordered_date
    from ordered

    union all

    -- behind the orders of the same day: those came before the day had passed
    select
        customer_id,
        last_due_date as day,
        1 as place,
        order_id,
        cast(null as date) as ordered_date
    from exposures
),

followed as (
    select
        order_id,
        customer_id,
        day as last_due_date,
        min(ordered_date) over (
            partition by customer_id
            order by day, place, order_id
            rows between 1 following and unbounded following
        ) as next_ordered_date
    from happened
)

select
    followed.order_id,
    followed.customer_id,
    followed.next_ordered_date,
    {{ plus_days(
        'thresholds.repurchase_days', 'followed.last_due_date', 'date'
    ) }}
    < clock.as_of as is_matured,
    case
        when
            {{ plus_days(
                'thresholds.repurchase_days', 'followed.last_due_date', 'date'
            ) }}
            < clock.as_of
            then
                coalesce(
                    followed.next_ordered_date
                    <= {{ plus_days(
                        'thresholds.repurchase_days',
                        'followed.last_due_date',
                        'date'
                    ) }},
                    false
                )
    end as is_bought_again
from followed
cross join clock
cross join thresholds
where followed.order_id is not null
