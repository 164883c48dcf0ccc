"""Every rate on screen: how many were due, how many were kept, and the outcomes of the rest."""

from typing import Literal

import pandas as pd

from dashboard import warehouse
from dashboard.rates import rated
from dashboard.view import View

By = Literal["all", "day", "week", "month", "step", "seller", "partner", "customer_type", "product_group", "region", "policy"]

BY = {
    "all": "'all'",
    "day": "due_date",
    "week": "cast(date_trunc('week', due_date) as date)",
    "month": "cast(date_trunc('month', due_date) as date)",
    "step": "step",
    "seller": "seller_id",
    "partner": "partner_id",
    "customer_type": "customer_type",
    "product_group": "product_group",
    "region": "region",
}

#: The rows of fct_promises that a view shows. A null parameter means "all".
CHOSEN = """
    (cast($step as varchar[]) is null or list_contains($step, step))
    and (cast($partner as varchar[]) is null or list_contains($partner, partner_id))
    and (cast($seller as varchar[]) is null or list_contains($seller, seller_id))
    and (cast($customer_type as varchar[]) is null or list_contains($customer_type, customer_type))
    and (cast($product_group as varchar[]) is null or list_contains($product_group, product_group))
    and (cast($region as varchar[]) is null or list_contains($region, region))
"""
DUE_IN_PERIOD = """
    (cast($first_day as date) is null or due_date >= $first_day) and due_date < cast($end_day as date)
"""
#: An order is shown where one of its promises to the customer is.
ORDER_CHOSEN = f"""
    order_id in (select order_id from marts.fct_promises where promised_to = 'customer' and {CHOSEN})
"""

#: What the source tells at all; dbt decides.
IS_NOTICE_MEASURED = "exists (select 1 from marts.dim_measured where has_notices)"
HAS_NEW_DATES = "exists (select 1 from marts.dim_measured where has_new_dates)"

COUNTS = """
    count(*) filter (where is_due) as due_count,
    count(*) filter (where is_kept) as kept_count,
    count(*) filter (where outcome = 'early') as early_count,
    count(*) filter (where outcome = 'early' and is_kept) as early_kept_count,
    count(*) filter (where outcome = 'on_time') as on_time_count,
    count(*) filter (where outcome = 'kept_attempted') as kept_attempted_count,
    count(*) filter (where outcome = 'late') as late_count,
    count(*) filter (where outcome = 'overdue_open') as overdue_open_count,
    count(*) filter (where outcome = 'cancelled_broken') as cancelled_broken_count,
    count(*) filter (where outcome = 'excluded') as excluded_count,
    count(*) filter (where is_due_latest) as due_latest_count,
    count(*) filter (where is_kept_latest) as kept_latest_count,
    median(deviation_days) filter (where is_due) as median_deviation_days
"""


def promises(view: View, by: By = "all", promised_to: Literal["customer", "company"] = "customer") -> pd.DataFrame:
    """Promises due in the view, per member; what lacks the member stands under null, so that the parts add up."""
    counts = warehouse.read(
        f"""
        select {BY[by]} as member, {COUNTS}, avg(target_kept_rate) filter (where is_due) as target_kept_rate
        from marts.fct_promises
        where promised_to = $promised_to and {DUE_IN_PERIOD} and {CHOSEN}
        group by all
        order by member
        """,
        {**view.parameters, "promised_to": promised_to},
    )
    return rated(counts, thresholds(), has_new_dates())


def orders(view: View, by: Literal["all", "day", "week", "month"] = "all") -> pd.DataFrame:
    """Orders due in the view: kept where every required promise to the customer was."""
    counts = warehouse.read(
        f"""
        select {BY[by]} as member, {COUNTS}
        from marts.fct_orders
        where {DUE_IN_PERIOD} and {ORDER_CHOSEN}
        group by all
        order by member
        """,
        view.parameters,
    )
    return rated(counts, thresholds(), has_new_dates())


def has_new_dates() -> bool:
    """Whether the source has a second version of any promise."""
    return bool(warehouse.read(f"select {HAS_NEW_DATES} as has_new_dates")["has_new_dates"].iloc[0])


def house_target() -> float | None:
    """The target that holds for everyone, in force at the as-of day."""
    policies = warehouse.read(
        """
        select target_kept_rate
        from marts.dim_policies cross join marts.dim_build
        where partner_id = '*' and partner_type = '*' and step = '*' and product_group = '*' and valid_from <= as_of
        order by valid_from desc
        limit 1
        """
    )
    return None if policies.empty else float(policies["target_kept_rate"].iloc[0])


def thresholds() -> dict[str, float]:
    rows = warehouse.read("select name, value from marts.dim_thresholds order by name")
    return dict(zip(rows["name"], rows["value"], strict=True))


def hold_days() -> float | None:
    """Days until 95 of 100 deliveries are on record: younger weeks are provisional. Null where the delay is not measured."""
    days = warehouse.read("select hold_days from marts.dim_build")["hold_days"].iloc[0]
    return None if pd.isna(days) else float(days)


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
