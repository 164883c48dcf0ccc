"""Broken promises and orders in words, in lists. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.language import counted, later, say


def notice(row) -> str:
    """Whether the customer was given notice of a break, before or after it; nobody announces a call that will not be made."""
    if not row.is_notice_measured:
        return w.NOT_MEASURED()
    if row.is_call:
        return ""
    return say("yes") if row.is_customer_informed else say("no")


AT_STAKE = later(
    "What is still open stands first, then what is at stake: the value of the line, more where the date is critical, and more again where "
    "the {customer} has not been told. “{Customer} not told” shows those alone, as This week does."
)
#: where no promise says what it is worth
WITHOUT_VALUE = later(
    "What can still be done stands first. What each is worth is not on record: map the column `value` of the promises feed."
)
READ = later("Select a row to read the {order}'s story.")


#: how the worklist can be sorted
SORTS = {
    "stake": later("Most at stake first"),
    "days": later("Most days late first"),
    "value": later("Highest value first"),
    "newest": later("Newest due date first"),
}


def title(broken: int, due: int, overdue: int, open_count: int) -> str:
    """How much broke, how much of it is overdue, and how much of that can still be acted on: the rest is open for too long."""
    if not broken:
        return say("Broken promises: none")
    values = {"broken": w.count(broken), "due": w.count(due)}
    if not overdue:
        return say("Broken promises: {broken} of {due}; none is still open", **values)
    return say(
        "Broken promises: {broken} of {due}; of {overdue} overdue, {open} can still be acted on",
        **values,
        overdue=w.count(overdue),
        open=w.count(open_count),
    )


def worklist(shown: int, total: int, long_overdue_days: float | None) -> str:
    """How many stand in the list; with the limit where it is the list of the long overdue."""
    what = (
        counted(
            total,
            "{count} broken promise open for over {days} days",
            "{count} broken promises open for over {days} days",
            days=w.count(long_overdue_days),
        )
        if long_overdue_days
        else counted(total, "{count} broken promise", "{count} broken promises")
    )
    return say("First {shown} of {what}", shown=w.count(shown), what=what) if total > shown else what


def long_overdue(old: pd.Series, days: float, is_more: bool, is_period: bool = False) -> str:
    """What is open for so long that nobody will come for it, in one line. `is_period`: only what was due in a period is counted."""
    total, calls = int(old["promises_count"]), int(old["calls_count"])
    kinds = [
        counted(total - calls, "{count} delivery", "{count} deliveries") if total > calls else "",
        counted(calls, "{count} promised call", "{count} promised calls") if calls else "",
    ]
    what = w.listed(kind for kind in kinds if kind)
    what = say("{what} due in the period", what=what) if is_period else what
    return (
        counted(
            total,
            "{count} more is open for over {days} days: {what}, the oldest overdue for {oldest_days}. Read and close them.",
            "{count} more are open for over {days} days: {what}, the oldest overdue for {oldest_days}. Read and close them.",
            days=w.count(days),
            what=what,
            oldest_days=w.days(old["oldest_days"]),
        )
        if is_more
        else counted(
            total,
            "{count} is open for over {days} days: {what}, the oldest overdue for {oldest_days}. Read and close them.",
            "{count} are open for over {days} days: {what}, the oldest overdue for {oldest_days}. Read and close them.",
            days=w.count(days),
            what=what,
            oldest_days=w.days(old["oldest_days"]),
        )
    )


def sorted_by(orders: pd.DataFrame) -> str:
    """How the list of orders that broke is sorted: by what they are worth, where the source says so."""
    return say("Highest value first") if orders["value"].notna().any() else say("Earliest due date first")


def listed_first(shown: int, in_all: int, kind: str) -> str | None:
    return say("First {shown} of {in_all}.", shown=w.count(shown), in_all=w.number_of(kind, in_all)) if in_all > shown else None
