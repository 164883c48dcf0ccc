"""The promised calls of the weekly meeting: those not made, and those that are due. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.language import counted, later, say
from dashboard.words.this_week import CUSTOMER, ORDER, WHAT, by_step, of_more, see_all


def finding(counts: pd.Series, steps: pd.DataFrame) -> str:
    """How many were not made, how many are due, and of which kind each: a call back is another thing than a call afterwards."""
    if not counts["has_callbacks"]:
        return say("Whether promised calls are made is not measured")
    due = int(counts["call_due_count"])
    to_come = say("none is due this week")
    if due:
        kinds = by_step(counts["call_due_steps"], steps)
        to_come = counted(due, "{count} is due this week: {kinds}", "{count} are due this week: {kinds}", kinds=kinds)
    if not counts["call_count"]:
        return say("No promised call is overdue; {to_come}", to_come=to_come)
    return counted(
        counts["call_count"],
        "{count} promised call was not made: {kinds}; {to_come}",
        "{count} promised calls were not made: {kinds}; {to_come}",
        kinds=by_step(counts["call_steps"], steps),
        to_come=to_come,
    )


#: of one kind, that are named
OF_A_DAY = 6
FIRST = later("Moments of truth first, then the newest: these can still be made.")
NEED = later("It needs promises to call, and our own contacts (`direction` outbound) that name the promise (`promise_id`).")


def note(counts: pd.Series, shown: int, link: str) -> str:
    if not counts["has_callbacks"]:
        return NEED()
    total = int(counts["call_count"])
    lines = [of_more(shown, total, "call"), see_all(shown, total, link, total, "call")]
    lines.append(FIRST())
    return " ".join(line for line in lines if line) if shown else ""


def old(counts: pd.Series, days: float) -> str:
    number = int(counts["call_old_count"])
    return (
        counted(
            number,
            "{count} more call overdue for over {days}: apologise and close them",
            "{count} more calls overdue for over {days}: apologise and close them",
            days=w.days(days),
        )
        if number
        else ""
    )


def due(rows: pd.DataFrame, links: list[str]) -> str:
    """The calls that are due, a line for each day and kind: whom to ring, each leading to its order."""
    rows = rows.assign(link=links)
    lines = []
    for (day, what), group in rows.groupby(["due_date", "what"], sort=False):
        names = []
        for row in group.head(OF_A_DAY).itertuples():
            customer = "" if w.is_missing(row.customer_name) else f" {w.escaped(row.customer_name)}"
            order = w.NOT_STATED() if w.is_missing(row.order_id) else w.escaped(w.short(row.order_id, 18))
            names.append(f"[{order}]({row.link}){customer}" if row.link else f"{order}{customer}")
        more = len(group) - len(names)
        named = say("{names} and {more} more", names=", ".join(names), more=w.count(more)) if more else w.listed(names)
        when = w.as_day(day)
        lines.append(f"- **{when:%A} {w.day(when, when.year)}**, {w.escaped(what)}: {named}")
    return "\n".join(lines)


def table(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            ORDER(): rows["order_id"],
            CUSTOMER(): ["" if w.is_missing(name) else name for name in rows["customer_name"]],
            WHAT(): rows["what"],
            say("Promised for"): [w.day(day, day.year) for day in rows["due_date"]],
            say("Overdue"): [w.days(days) for days in rows["overdue_days"]],
        }
    )
