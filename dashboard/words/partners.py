"""Sentences about partners: who to act on, and one by its own dates and by the customer's. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.lost_days import number
from dashboard.words.standings import since

WORDS = {
    "act": "Act",
    "watch": "Watch",
    "none": "As its peers",
    "not_comparable": "No peers",
    "too_little_data": "Too little data",
    "": "Not judged",
}


def standing_out(row: pd.Series) -> str:
    """One line of the list of those who stand out, after the name."""
    more = w.count(round(row["excess_broken_count"]))
    return f"broke {more} more than its peers would have. {row['step_name']}, {since(row)}: {row['reason']}"


def own_and_customer(now: pd.Series) -> str | None:
    """What the difference between its own date and the customer's means."""
    if not now["both_due_count"]:
        return None
    ours, saved = int(now["only_own_kept_count"]), int(now["only_customer_kept_count"])
    if not ours and not saved:
        return f"Of {w.plural(now['both_due_count'], 'promise')} with both dates, each was kept by both or broken by both."
    return (
        f"Of {w.plural(now['both_due_count'], 'promise')} with both dates, {w.count(ours)} came by its own date and were still broken "
        f"for the customer: not its doing. {w.count(saved)} missed its own date and were still kept for the customer."
    )


def boldness(now: pd.Series) -> str | None:
    """Whether it is blamed for what was promised without it."""
    if not now["committed_count"]:
        return None
    before, all_of = int(now["before_commitment_count"]), w.count(now["committed_count"])
    if not before:
        return f"None of {all_of} was promised to the customer sooner than it had agreed to."
    return f"{w.count(before)} of {all_of} {'was' if before == 1 else 'were'} promised to the customer sooner than it had agreed to."


NO_OWN_DATES = "No date of its own is on record for these: map `partner_due_at` of the promises feed to judge it by what it agreed to."


def no_own_dates(now: pd.Series) -> str | None:
    if now["own_due_count"]:
        return None
    return "None of these has a date of its own." if now["has_partner_commitments"] else NO_OWN_DATES


# ---------- lists


def cases(total: int) -> str:
    return f"The orders to talk about: {w.plural(total, 'broken promise')}"


CASES_UNDER = "Those with days of its own first; then by what is at stake. Select a row to read the order's story."


def own_of(row) -> str:
    """`9 of 12`: days that were its own, of all."""
    if w.is_missing(row.delay_days):
        return ""
    return f"{number(0.0 if w.is_missing(row.own_days) else float(row.own_days))} of {w.count(row.delay_days)}"


def informed(flag) -> str:
    return "" if w.is_missing(flag) else "yes" if flag else "not on record"


def against(row) -> str:
    """The outcome of a broken promise, against the first date."""
    if row.outcome == "cancelled_broken":
        return "cancelled"
    if row.outcome == "overdue_open":
        is_a_day = w.is_missing(row.overdue_minutes) or row.overdue_minutes >= w.MINUTES_OF_A_DAY
        return f"{w.days(row.overdue_days) if is_a_day else w.duration(row.overdue_minutes)} overdue"
    return w.against_first(row)


def in_step(standing, is_judged: bool) -> str:
    """Its standing in one step; nothing where it is judged by another."""
    if is_judged and (w.is_missing(standing) or standing == "too_little_data"):
        return ""
    return WORDS["" if w.is_missing(standing) else standing]


def no_groups(has_groups: bool) -> str:
    if has_groups:
        return "No promise of it has a product group."
    return "Not measured: no promise has a product group. Map the column `product_group` of the promises feed."


def kinds(types: pd.Series) -> list[str]:
    return [w.NOT_STATED if w.is_missing(value) else w.readable(value) for value in types]
