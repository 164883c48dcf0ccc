"""Everything about one customer: who it is, what was ordered, every contact."""

import pandas as pd

from dashboard import warehouse


def customer(customer_id: str) -> pd.Series | None:
    """Who it is, and how many orders there are in all. A customer may be named by orders and contacts alone."""
    rows = warehouse.read(
        """
        with named as (
            select customer_id from marts.dim_customers where customer_id = $customer_id
            union
            select customer_id from marts.fct_orders where customer_id = $customer_id
            union
            select customer_id from marts.fct_contacts where customer_id = $customer_id
        )

        select
            named.customer_id,
            dim_customers.name,
            dim_customers.type,
            dim_customers.region,
            (select as_of from marts.dim_build) as as_of,
            (select has_named_contacts from marts.dim_measured) as has_contacts
        from named
        left join marts.dim_customers on named.customer_id = dim_customers.customer_id
        """,
        {"customer_id": customer_id},
    )
    return None if rows.empty else rows.iloc[0]


def orders(customer_id: str, limit: int) -> pd.DataFrame:
    """The newest orders, with the totals of all of them in each row."""
    return warehouse.read(
        """
        select
            fct_orders.order_id,
            fct_orders.promised_date,
            fct_orders.due_date,
            fct_orders.latest_due_date,
            fct_orders.fulfilled_date,
            fct_orders.outcome,
            fct_orders.is_due,
            fct_orders.is_kept,
            fct_orders.is_broken_before_due,
            fct_orders.deviation_days,
            fct_orders.deviation_minutes,
            fct_orders.overdue_days,
            fct_orders.judged_count,
            fct_orders.broken_count,
            fct_orders.contacts_count,
            fct_orders.value,
            (select as_of from marts.dim_build) - fct_orders.due_date as past_due_days,
            coalesce(dim_partners.name, fct_orders.pacing_partner_id) as pacing_partner,
            count(*) over () as total_count,
            count(*) filter (where fct_orders.is_kept) over () as total_kept_count,
            count(*) filter (where not fct_orders.is_kept) over () as total_broken_count,
            sum(fct_orders.value) over () as total_value,
            min(fct_orders.promised_date) over () as first_promised_date
        from marts.fct_orders
        left join marts.dim_partners on fct_orders.pacing_partner_id = dim_partners.partner_id
        where fct_orders.customer_id = $customer_id
        order by coalesce(fct_orders.promised_date, fct_orders.due_date) desc nulls last, fct_orders.order_id
        limit $limit
        """,
        {"customer_id": customer_id, "limit": limit},
    )


def contacts(customer_id: str, limit: int) -> pd.DataFrame:
    """Every contact with the customer, about an order or about none, the newest first; with the totals of all of them."""
    return warehouse.read(
        """
        with contacts as (
            select
                contact_id,
                order_id,
                started_at,
                started_local_at,
                started_has_time,
                channel,
                direction,
                reason,
                outcome,
                redirected_to,
                wait_minutes,
                team,
                note
            from marts.fct_contacts
            where
                customer_id = $customer_id
                or order_id in (select order_id from marts.fct_orders where customer_id = $customer_id)
        ),

        -- of these alone: to join all contacts to a handful took longer than to find them
        inbound as (
            select contact_id, order_id, wait_minutes
            from marts.fct_inbound_contacts
            where contact_id in (select contact_id from contacts)
        )

        select
            contacts.contact_id,
            coalesce(contacts.order_id, inbound.order_id) as order_id,
            contacts.started_local_at,
            contacts.started_has_time,
            contacts.channel,
            contacts.direction,
            inbound.contact_id is not null as is_inbound,
            contacts.reason,
            contacts.outcome,
            contacts.redirected_to,
            contacts.wait_minutes,
            contacts.team,
            contacts.note,
            count(*) over () as total_count,
            count(inbound.contact_id) over () as total_inbound_count,
            count(*) filter (
                where inbound.contact_id is not null and coalesce(contacts.order_id, inbound.order_id) is null
            ) over () as total_without_order_count,
            sum(inbound.wait_minutes) over () as total_wait_minutes
        from contacts
        left join inbound on contacts.contact_id = inbound.contact_id
        order by contacts.started_at desc, contacts.contact_id
        limit $limit
        """,
        {"customer_id": customer_id, "limit": limit},
    )
