"""What a search came to, in words. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.language import counted, later, say

KINDS = {"order": later("{Order}"), "customer": later("{Customer}"), "promise": later("Promise")}
#: the same within a line
WITHIN = {"customer": later("{customer}"), "promise": later("promise")}
HOW = later("Type the number of {an_order} or of a promise, or the number or name of {a_customer}; a part of it is enough.")


def title(text: str, hits: pd.DataFrame) -> str:
    if not text:
        return say("Find {an_order} or {a_customer}")
    if hits.empty:
        return say("Nothing is called “{text}”", text=text)
    totals = hits.groupby("kind")["total_count"].max()
    many = w.listed(w.number_of(kind, totals[kind]) for kind in KINDS if kind in totals)
    return f"“{text}”: {many}"


def nothing(text: str, example: str | None) -> str:
    """What could be tried."""
    return (
        say("No {order}, {customer} or promise has “{text}” in its number or name. {how}", text=w.escaped(text), how=HOW())
        if example is None
        else say(
            "No {order}, {customer} or promise has “{text}” in its number or name. {how} {Orders} in this data look like {example}.",
            text=w.escaped(text),
            how=HOW(),
            example=w.escaped(example),
        )
    )


def listed(shown: int, hits: pd.DataFrame) -> str:
    total = int(hits.groupby("kind")["total_count"].max().sum())
    return (
        say("The {shown} nearest of {total}; type more of it to see fewer.", shown=w.count(shown), total=w.count(total))
        if total > shown
        else ""
    )


def row(hit) -> str:
    """A hit behind its number: whose it is, what, when due, and its outcome."""
    parts = [WITHIN[hit.kind]() if hit.kind != "order" else ""]
    if hit.kind == "customer":
        parts.append(orders(hit))
        if not w.is_missing(hit.due_date):
            parts.append(say("last due {due}", due=w.day(hit.due_date)))
    else:
        parts += ["" if w.is_missing(hit.name) else hit.name, "" if w.is_missing(hit.what) else w.readable(hit.what)]
        parts.append(say("no date given") if w.is_missing(hit.due_date) else say("due {due}", due=w.day(hit.due_date)))
        parts.append(verdict(hit))
    return " · ".join(part for part in parts if part)


def name(hit) -> str:
    """What stands first: of a customer the name, of anything else its number."""
    return hit.id if hit.kind != "customer" or w.is_missing(hit.name) else hit.name if hit.name == hit.id else f"{hit.name} ({hit.id})"


def orders(hit) -> str:
    if not hit.orders_count:
        return say("no {order}")
    parts = [
        say("{kept} kept", kept=w.count(hit.kept_count)) if hit.kept_count else "",
        say("{broken} broken", broken=w.count(hit.broken_count)) if hit.broken_count else "",
    ]
    parts = [part for part in parts if part]
    return (
        counted(hit.orders_count, "{count} {order}: {parts}", "{count} {orders}: {parts}", parts=", ".join(parts))
        if parts
        else counted(hit.orders_count, "{count} {order}", "{count} {orders}")
    )


def verdict(hit) -> str:
    if w.is_missing(hit.is_kept):
        return w.OUTCOMES[hit.outcome]()
    if hit.outcome == "cancelled_broken":
        return say("kept") if hit.is_kept else say("broken")
    outcome = w.outcome(hit.outcome)
    return say("kept, {outcome}", outcome=outcome) if hit.is_kept else say("broken, {outcome}", outcome=outcome)
