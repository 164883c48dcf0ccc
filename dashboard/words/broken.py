"""Broken promises and orders in words, in lists. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w


def order_row(row: pd.Series) -> str:
    """An order in a list, after its name."""
    if row["outcome"] == "pending":
        what = f"{w.count(row['broken_count'])} of {w.plural(row['judged_count'], 'line')} broken, last due {w.day(row['due_date'])}"
    elif row["outcome"] == "overdue_open":
        what = w.overdue(row)
        if row["overdue_days"] > row["past_due_days"]:
            what = f"due {w.day(row['due_date'], w.as_day(row['due_date']).year)}; {what}"
    elif row["outcome"] == "cancelled_broken":
        what = "cancelled"
    elif w.is_late(row):
        what = w.deviation(row["deviation_days"], row["deviation_minutes"])
    else:
        what = f"{w.count(row['broken_count'])} of {w.plural(row['judged_count'], 'line')} broken"
    parts = [what]
    if not w.is_missing(row["pacing_partner"]):
        parts.append(f"waits for {row['pacing_partner']}" if row["outcome"] in ("overdue_open", "pending") else row["pacing_partner"])
    if row["is_notice_measured"] and w.is_missing(row["notice_lead_days"]):
        parts.append("no notice on record")
    return " · ".join(parts)


def notice(row) -> str:
    """Whether the customer was given notice of a break, before or after it."""
    if not row.is_notice_measured:
        return w.NOT_MEASURED
    return "not on record" if w.is_missing(row.first_notice_date) else "yes"


def sorted_by(orders: pd.DataFrame) -> str:
    """How the list of orders that broke is sorted: by what they are worth, where the source says so."""
    return "Highest value first" if orders["value"].notna().any() else "Earliest due date first"


def open_overdue(ages: pd.DataFrame) -> str:
    if ages.empty:
        return "No delivery is overdue and still open"
    deliveries = w.plural(ages["promises_count"].sum(), "delivery", "deliveries")
    return f"{deliveries} overdue and still open, the oldest for {w.days(ages['oldest_days'].max())}"


def calls_not_made(count: int) -> str | None:
    return f"{w.plural(count, 'promised call')} not made, callbacks and follow-ups: counted, and no part of these days." if count else None


def listed_first(shown: int, in_all: int, what: str) -> str | None:
    return f"First {w.count(shown)} of {w.plural(in_all, what)}." if in_all > shown else None
