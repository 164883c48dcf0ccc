"""Broken promises and orders in words, in lists. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w


def notice(row) -> str:
    """Whether the customer was given notice of a break, before or after it; nobody announces a call that will not be made."""
    if not row.is_notice_measured:
        return w.NOT_MEASURED
    if row.is_call:
        return ""
    return "yes" if row.is_customer_informed else "not on record"


AT_STAKE = (
    "What is still open stands first. What decides next is what is at stake: the value of the line, weighed more where the date is "
    "critical and more again where the customer has not been informed. So a line of high value may stand first although its customer is "
    "informed; “Customer not informed” shows the others alone, as This week does."
)
#: where no promise says what it is worth
WITHOUT_VALUE = "What can still be done stands first. What each is worth is not on record: map the column `value` of the promises feed."
READ = "Select a row to read the order's story."


def title(broken: int, due: int, open_count: int) -> str:
    """How much broke, and how much of it can still be acted on."""
    if not broken:
        return "Broken promises: none"
    return f"Broken promises: {w.count(broken)} of {w.count(due)}; {w.count(open_count)} can still be acted on"


def worklist(shown: int, total: int, long_overdue_days: float | None) -> str:
    """How many stand in the list; with the limit where it is the list of the long overdue."""
    what = f"{w.some(total, 'broken promise')}" + (f" open for over {w.count(long_overdue_days)} days" if long_overdue_days else "")
    return f"First {w.count(shown)} of {what}" if total > shown else what


def long_overdue(old: pd.Series, days: float, is_more: bool, is_period: bool = False) -> str:
    """What is open for so long that nobody will come for it, in one line. `is_period`: only what was due in a period is counted."""
    total, calls = int(old["promises_count"]), int(old["calls_count"])
    kinds = [w.plural(total - calls, "delivery", "deliveries") if total > calls else "", w.plural(calls, "promised call") if calls else ""]
    what = w.listed(kind for kind in kinds if kind)
    return (
        f"{w.count(total)}{' more' if is_more else ''} {'is' if total == 1 else 'are'} open for over {w.count(days)} days: {what}"
        f"{' due in the period' if is_period else ''}, the oldest overdue for {w.days(old['oldest_days'])}. Read and close them."
    )


def sorted_by(orders: pd.DataFrame) -> str:
    """How the list of orders that broke is sorted: by what they are worth, where the source says so."""
    return "Highest value first" if orders["value"].notna().any() else "Earliest due date first"


def listed_first(shown: int, in_all: int, what: str) -> str | None:
    return f"First {w.count(shown)} of {w.plural(in_all, what)}." if in_all > shown else None
