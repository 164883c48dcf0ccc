"""The customers to ring and listen to, in words. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.language import counted, later, say

NEED = later("It needs the column `customer_id` of the promises, and their deliveries.")


def finding(rows: pd.DataFrame, counts: pd.Series) -> str:
    if not counts["has_customers"] or not counts["has_deliveries"]:
        return say("Whom to ring and listen to is not measured")
    if rows.empty:
        return say("Nobody is drawn to be interviewed: no {order} of a known {customer} was settled of late")
    return counted(
        len(rows),
        "{count} {customer} to ring and listen to, {is_kept} of them with a kept {order}",
        "{count} {customers} to ring and listen to, {is_kept} of them with a kept {order}",
        is_kept=w.count(rows["is_kept"].sum()),
    )


def note(rows: pd.DataFrame, counts: pd.Series, weeks: float) -> str:
    if rows.empty:
        return "" if counts["has_customers"] and counts["has_deliveries"] else NEED()
    return counted(
        weeks,
        "Drawn at random from the {orders} settled in the last {count} week, kept and broken, of each {customer} type. "
        "Ring in this order, ask what they expected and what came, write down the cause.",
        "Drawn at random from the {orders} settled in the last {count} weeks, kept and broken, of each {customer} type. "
        "Ring in this order, ask what they expected and what came, write down the cause.",
    )


LIST = later("Whom to ring")


def table(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            say("Place"): rows["place"],
            say("{Customer}"): rows["customer_name"],
            say("{Order}"): rows["order_id"],
            say("{Customer} type"): [w.readable(name) for name in rows["customer_type"]],
            say("{Order} kept"): [w.yes_no(flag) for flag in rows["is_kept"]],
            say("Contacts"): rows["contacts_count"],
            say("Drawn from"): rows["drawn_from_count"],
        }
    )
