"""The customers to ring and listen to, in words. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w

NEED = "It needs the column `customer_id` of the promises, and their deliveries."


def finding(rows: pd.DataFrame, counts: pd.Series) -> str:
    if not counts["has_customers"] or not counts["has_deliveries"]:
        return "Whom to ring and listen to is not measured"
    if rows.empty:
        return "Nobody is drawn to be interviewed: no order of a known customer was settled of late"
    return f"{w.plural(len(rows), 'customer')} to ring and listen to, {w.count(rows['is_kept'].sum())} of them with a kept order"


def note(rows: pd.DataFrame, counts: pd.Series, weeks: float) -> str:
    if rows.empty:
        return "" if counts["has_customers"] and counts["has_deliveries"] else NEED
    return (
        f"Drawn at random from the orders settled in the last {w.plural(weeks, 'week')}, kept and broken, of each customer type. Ring in "
        "this order, ask what they expected and what came, write down the cause."
    )


LIST = "Whom to ring"


def table(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Place": rows["place"],
            "Customer": rows["customer_name"],
            "Order": rows["order_id"],
            "Customer type": [w.readable(name) for name in rows["customer_type"]],
            "Order kept": [w.yes_no(flag) for flag in rows["is_kept"]],
            "Contacts": rows["contacts_count"],
            "Drawn from": rows["drawn_from_count"],
        }
    )
