"""What a reader looks for by a number or a name: an order, a customer, a promise."""

import pandas as pd

from dashboard import warehouse


def matches(text: str, limit: int) -> pd.DataFrame:
    """Orders, customers and promises whose number or name has this text in it, with what each is and came to: the whole first, then what
    begins with it (`nearness` 0, 1, 2). A promise whose order is itself in the list is left out. Each column is looked through on its own
    and cut off at the limit; only what is left is joined."""
    return warehouse.read(
        """
        with asked as (select lower($text) as part),

        orders as (
            select order_id, customer_id, due_date, outcome, is_kept, count(*) over () as total_count
            from marts.fct_orders, asked
            where contains(lower(order_id), part)
            order by lower(order_id) <> part, not starts_with(lower(order_id), part), order_id
            limit $limit
        ),

        -- a company without a list of customers still names them in its orders
        known as (
            select customer_id, name from marts.dim_customers
            union all
            select distinct fct_orders.customer_id, null
            from marts.fct_orders
            anti join marts.dim_customers using (customer_id)
            where fct_orders.customer_id is not null
        ),

        customers as (
            select customer_id, name, count(*) over () as total_count
            from known, asked
            where contains(lower(customer_id), part) or contains(lower(name), part)
            order by
                lower(customer_id) <> part, lower(name) is distinct from part, not starts_with(lower(name), part), name, customer_id
            limit $limit
        ),

        -- room for those that fall away with their order
        promises as (
            select promise_id, order_id, product_group, step, due_date, outcome, is_kept, customer_id, count(*) over () as total_count
            from marts.fct_promises, asked
            where contains(lower(promise_id), part) and not contains(coalesce(lower(order_id), ''), part)
            order by lower(promise_id) <> part, not starts_with(lower(promise_id), part), promise_id
            limit $limit
        ),

        things as (
            select order_id, string_agg(distinct product_group, ', ' order by product_group) as what
            from marts.fct_promises
            where order_id in (select order_id from orders) and promised_to = 'customer'
            group by order_id
        ),

        -- of those on the list alone: to join all customers to twenty orders took longer than to find them
        names as (
            select customer_id, name
            from marts.dim_customers
            where customer_id in (select customer_id from orders union all select customer_id from promises)
        ),

        histories as (
            select
                customer_id,
                count(*) as orders_count,
                count(*) filter (where is_kept) as kept_count,
                count(*) filter (where not is_kept) as broken_count,
                max(due_date) as due_date
            from marts.fct_orders
            where customer_id in (select customer_id from customers)
            group by customer_id
        ),

        listed as (
            select
                'order' as kind,
                orders.order_id as id,
                orders.order_id,
                names.name,
                things.what,
                orders.due_date,
                orders.outcome,
                orders.is_kept,
                cast(null as bigint) as orders_count,
                cast(null as bigint) as kept_count,
                cast(null as bigint) as broken_count,
                orders.total_count
            from orders
            left join things on orders.order_id = things.order_id
            left join names on orders.customer_id = names.customer_id

            union all

            select
                'customer',
                customers.customer_id,
                null,
                customers.name,
                null,
                histories.due_date,
                null,
                null,
                coalesce(histories.orders_count, 0),
                coalesce(histories.kept_count, 0),
                coalesce(histories.broken_count, 0),
                customers.total_count
            from customers
            left join histories on customers.customer_id = histories.customer_id

            union all

            select
                'promise',
                promises.promise_id,
                promises.order_id,
                names.name,
                coalesce(promises.product_group, dim_steps.name, promises.step),
                promises.due_date,
                promises.outcome,
                promises.is_kept,
                null,
                null,
                null,
                promises.total_count
            from promises
            left join names on promises.customer_id = names.customer_id
            left join marts.dim_steps on promises.step = dim_steps.step
        )

        select
            kind,
            id,
            order_id,
            name,
            what,
            due_date,
            outcome,
            is_kept,
            orders_count,
            kept_count,
            broken_count,
            total_count,
            case
                when lower(id) = part then 0
                when starts_with(lower(id), part) or starts_with(lower(name), part) then 1
                else 2
            end as nearness
        from listed, asked
        order by nearness, kind = 'promise', kind = 'customer', due_date desc nulls last, id
        limit $limit
        """,
        {"text": text.strip(), "limit": limit},
    )


def an_order() -> str | None:
    """How an order's number looks in this data."""
    orders = warehouse.read("select order_id from marts.fct_orders order by due_date desc nulls last, order_id limit 1")
    return None if orders.empty else orders["order_id"].iloc[0]
