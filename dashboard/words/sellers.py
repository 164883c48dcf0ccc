"""Sentences about sellers: bold or let down, and the outcome of what they promised. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.blame import label
from dashboard.words.standings import some

VERDICTS = {
    "bold": "Promises too soon",
    "let_down": "Let down by partners",
    "worse": "Breaks more",
    "padded": "Later than needed",
    "none": "As the others",
    "too_little_data": "Too little data",
}
HOW = {
    "before_commitment": "Promised sooner than the partner had agreed to",
    "over_promised": "Promised for less time than 9 of 10 earlier orders took",
}
#: the same above a column
COLUMNS = {"before_commitment": "Sooner than agreed", "over_promised": "Sooner than 9 of 10"}
UNDER = {
    "before_commitment": "Across: how many were promised sooner than the partner had agreed to, as could be known on the day. ",
    "over_promised": "Across: how many were promised for less time than 9 of 10 earlier orders of the kind took. ",
}
READ = (
    "Up: how many were kept by the first date (FCD). The lines are all sellers together. A triangle promises too soon, a diamond breaks "
    "more than its peers: both by more than chance. The others differ by no more than chance."
)
WHAT = (
    "Promises too soon = gives shorter dates than could honestly be given, and keeps too few. Breaks more = than its peers would have of "
    "the same promises, without promising sooner; let down where most of its days late in the period were partners'. Judged over 13 and 39 "
    "weeks, whatever the period."
)


def title(names: dict[str, list[str]], is_judged: bool) -> str:
    """What a sales leader can read aloud: who stands out, by verdict."""
    if not is_judged:
        return "Who promises too soon is not known yet: too little data"
    bold, let_down, worse = (names.get(verdict, []) for verdict in ("bold", "let_down", "worse"))
    parts = []
    if bold:
        promise = "promises sooner than it keeps" if len(bold) == 1 else "promise sooner than they keep"
        parts.append(f"{w.plural(len(bold), 'seller')} {promise}: {some(bold)}")
    if let_down:
        parts.append(f"{w.plural(len(let_down), 'seller')} {'is' if len(let_down) == 1 else 'are'} let down by partners: {some(let_down)}")
    if worse:
        parts.append(f"{w.plural(len(worse), 'seller')} {'breaks' if len(worse) == 1 else 'break'} more than others would: {some(worse)}")
    if not parts:
        return "No seller promises sooner than it keeps, by more than chance, and none breaks more than others would"
    return "; ".join(parts if len(parts) > 1 else [*parts, "no other seller stands out"])


def unplotted(rows: pd.DataFrame, how: str, dots: int) -> str | None:
    """Who is not in the picture, and why."""
    few, shown = int(rows["few_count"].iloc[0]), rows[rows["is_enough"]]
    without = int(shown["bold_rate"].isna().sum())
    rest = int(rows["total_count"].iloc[0]) - few - len(shown)
    more = rest + max(0, len(shown) - without - dots)
    notes = [f"{w.plural(few, 'seller')} with too little data" if few else ""]
    if without:
        what = "no date agreed with a partner" if how == "before_commitment" else "too little before them to compare with"
        notes.append(f"{w.count(without)} with {what}")
    notes.append(f"{w.count(more)} who keep more than those" if more else "")
    notes = [note for note in notes if note]
    return f"Not in the picture: {w.listed(notes)}." if notes else None


# ---------- one seller


#: after the name
TITLES = {
    "bold": "promises sooner than it keeps",
    "let_down": "breaks more than its peers, though it promises no sooner; most of its days late were partners'",
    "worse": "breaks more than its peers, though it promises no sooner",
    "padded": "promises later than it needs to",
    "none": "does not stand out from the other sellers",
    "too_little_data": "too little data to judge its promises by",
}


PROMISED = "What it promised in the period, and what it kept"


def dates_given(now: pd.Series) -> list[str]:
    """How its dates were given: what could be known on the day."""
    sentences = []
    if now["committed_count"]:
        of = w.count(now["committed_count"])
        sentences.append(
            f"{w.count(now['before_commitment_count'])} of {of} with an agreed date were promised sooner than the partner had agreed to."
        )
    if now["scored_count"]:
        of = w.count(now["scored_count"])
        sentences.append(
            f"{w.count(now['over_promised_count'])} of {of} were promised for less time than 9 of 10 earlier orders of the kind took."
        )
    if not w.is_missing(now["index_days"]) and now["index_days"]:
        days = w.plural(abs(now["index_days"]), "business day")
        way = "sooner" if now["index_days"] < 0 else "later"
        sentences.append(f"Its typical date (median of all on record) is {days} {way} than the one that those 9 of 10 kept.")
    return sentences


INDEX = (
    "Business days between its dates and those that 9 of 10 earlier orders kept (median of all on record); minus = sooner. No verdict rests"
    " on it: a seller may know more of an order than its kind tells."
)
#: why two with the same index have different verdicts
VERDICT_RESTS_ON = (
    "A short date alone is no fault, so no verdict rests on the over-promise index. Who promises too soon gives shorter dates than could "
    "honestly be given and keeps fewer than 9 of 10, and fewer than all sellers together, by more than chance (13 weeks)."
)
NOTHING_TO_PLOT = (
    "How bold promises are is not known: no date agreed with a partner is on record (map `partner_due_at` of the promises feed), or too "
    "little is due of each seller."
)


def orders_finding(total: int) -> str:
    return f"The outcome of its {w.plural(total, 'order')}"


NO_ORDERS = "None of the orders due is its own: it makes promises on orders that others took"
ORDERS_UNDER = "The newest first. Select a row to read the order's story."


def came(row) -> str:
    """The outcome of an order, against the first date."""
    if row.outcome == "overdue_open":
        return f"{w.days(row.overdue_days)} overdue"
    if row.outcome == "cancelled_broken":
        return "cancelled"
    return w.deviation(row.deviation_days, row.deviation_minutes)


def why(row) -> str:
    """Where most of the days of a late order went; nothing where it lost none."""
    if w.is_missing(row.primary_cause) or w.is_missing(row.delay_days) or row.delay_days < 1:
        return ""
    if row.primary_cause == "unattributed":
        return "no single cause"
    return label(row.primary_cause, row.partner_name)


def informed(row) -> str:
    """What the customer of a broken order was told, and when."""
    if row.is_kept or not row.is_notice_measured:
        return "" if row.is_kept else w.NOT_MEASURED
    lead = row.notice_lead_days
    if w.is_missing(lead):
        return "no notice on record"
    if lead == 0:
        return "told on the day"
    return f"told {w.days(lead)} {'before' if lead > 0 else 'after'}"


def mailbox(counts: pd.Series, orders_count: int) -> str | None:
    """What came back to the seller."""
    if not counts["contacts_count"]:
        return None
    sentence = f"Customers of these {w.plural(orders_count, 'order')} contacted us {w.count(counts['contacts_count'])} times"
    if not counts["mailbox_count"]:
        return f"{sentence}; none wrote to the seller."
    return (
        f"{sentence}; {w.count(counts['mailbox_count'])} wrote to the seller, and {w.count(counts['sent_on_count'])} of those were sent on."
    )
