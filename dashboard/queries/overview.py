"""The leader's two minutes."""

import pandas as pd

from dashboard import warehouse
from dashboard.queries.kept import CHOSEN, DUE_IN_PERIOD, IS_NOTICE_MEASURED, ORDER_CHOSEN
from dashboard.view import View


def hold_days() -> float | None:
    """Days until 95 of 100 deliveries are on record: younger weeks are provisional. Null where the delay is not measured."""
    found = warehouse.read("select hold_days as days from marts.dim_build")
    days = found["days"].iloc[0]
    return None if pd.isna(days) else float(days)


#: Names for the order lists; the partner is the one whose line held the order up.
ORDER_ROW = f"""
    fct_orders.order_id,
    fct_orders.due_date,
    fct_orders.fulfilled_date,
    fct_orders.outcome,
    fct_orders.deviation_days,
    fct_orders.overdue_days,
    fct_orders.broken_count,
    fct_orders.judged_count,
    fct_orders.value,
    fct_orders.notice_lead_days,
    (select as_of from marts.dim_build) - fct_orders.due_date as past_due_days,
    {IS_NOTICE_MEASURED} as is_notice_measured,
    dim_partners.name as pacing_partner
"""


def broke_this_week(view: View, limit: int) -> pd.DataFrame:
    """Orders whose due day passed in the seven days before the as-of day, and were not kept."""
    return warehouse.read(
        f"""
        select {ORDER_ROW}, count(*) over () as found_count
        from marts.fct_orders
        left join marts.dim_partners on fct_orders.pacing_partner_id = dim_partners.partner_id
        cross join marts.dim_build
        where not is_kept and due_date >= as_of - 7 and due_date < as_of and {ORDER_CHOSEN}
        order by value desc nulls last, due_date, order_id
        limit $limit
        """,
        {**view.parameters, "limit": limit},
    )


def broken_before_due(view: View, limit: int) -> pd.DataFrame:
    """Orders with a line already broken whose last line is not due yet: in no rate, and not yet lost."""
    return warehouse.read(
        f"""
        select {ORDER_ROW}, count(*) over () as found_count
        from marts.fct_orders
        left join marts.dim_partners on fct_orders.pacing_partner_id = dim_partners.partner_id
        where is_broken_before_due and {ORDER_CHOSEN}
        order by due_date, order_id
        limit $limit
        """,
        {**view.parameters, "limit": limit},
    )


def open_overdue(view: View) -> pd.DataFrame:
    """Promises to customers that are overdue today, by how long, whatever the period."""
    return warehouse.read(
        f"""
        select
            case
                when overdue_days <= 7 then '1–7 days'
                when overdue_days <= 14 then '8–14 days'
                when overdue_days <= 28 then '15–28 days'
                when overdue_days <= 91 then '5–13 weeks'
                else 'longer'
            end as age,
            min(overdue_days) as youngest_days,
            max(overdue_days) as oldest_days,
            count(*) as promises_count,
            count(distinct order_id) as orders_count,
            sum(value) as value
        from marts.fct_promises
        where outcome = 'overdue_open' and promised_to = 'customer' and {CHOSEN}
        group by age
        order by youngest_days
        """,
        view.parameters,
    )


def due_range(view: View) -> pd.Series:
    """The due days there are for these filters, to tell an empty page where to look."""
    return warehouse.read(
        f"""
        select min(due_date) as first_due, max(due_date) filter (where is_due) as last_due, count(*) filter (where is_due) as due_count
        from marts.fct_promises
        where {CHOSEN}
        """,
        view.parameters,
    ).iloc[0]


def dateless_count(view: View) -> int:
    """Promises that never had a date: in no rate, however long they wait."""
    return int(
        warehouse.read(f"select count(*) as n from marts.fct_promises where due_date is null and {CHOSEN}", view.parameters)["n"].iloc[0]
    )


def withdrawn_count(view: View) -> int:
    return int(
        warehouse.read(
            f"select count(*) as n from marts.fct_promises where outcome = 'excluded' and {DUE_IN_PERIOD} and {CHOSEN}", view.parameters
        )["n"].iloc[0]
    )
