"""Sentences about sellers: bold or let down, and the outcome of what they promised. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.blame import label
from dashboard.words.language import counted, later, say
from dashboard.words.standings import some

VERDICTS = {
    "bold": later("Promises too soon"),
    "let_down": later("Let down by {partners}"),
    "worse": later("Breaks more"),
    "padded": later("Later than needed"),
    "none": later("As the others"),
    "too_little_data": later("Too little data"),
}
HOW = {
    "before_commitment": later("Promised sooner than the {partner} had agreed to"),
    "over_promised": later("Promised for less time than 9 of 10 earlier {orders} took"),
}
#: the same above a column
COLUMNS = {"before_commitment": later("Sooner than agreed"), "over_promised": later("Sooner than 9 of 10")}
UNDER = {
    "before_commitment": later(
        "Across: how many were promised sooner than the {partner} had agreed to, on a scale that is stretched near 0."
    ),
    "over_promised": later(
        "Across: how many were promised for less time than 9 of 10 earlier {orders} took, on a scale that is stretched near 0."
    ),
}
READ = later(
    "Up: how many were kept by the first date (FCD), in the period. The lines are all {sellers} together. A triangle promises too soon, a "
    "diamond breaks more than its peers: both by more than chance. The others differ by no more than chance."
)
WHAT = later(
    "Promises too soon: dates shorter than could honestly be kept, and too few kept (13 weeks). Breaks more: than its peers would have of "
    "the same promises (39 weeks); let down where most of its days late in the period were {partners}'. Who does both stands under "
    "“promises too soon”; its own page has both."
)


def title(names: dict[str, list[str]], is_judged: bool) -> str:
    """What a sales leader can read aloud: who stands out, by verdict."""
    if not is_judged:
        return say("Who promises too soon is not known yet: too little data")
    bold, let_down, worse = (names.get(verdict, []) for verdict in ("bold", "let_down", "worse"))
    parts = []
    if bold:
        parts.append(
            counted(len(bold), "{count} {seller} promises too soon: {bold}", "{count} {sellers} promise too soon: {bold}", bold=some(bold))
        )
    if let_down:
        parts.append(
            counted(
                len(let_down),
                "{count} {seller} is let down by {partners}: {let_down}",
                "{count} {sellers} are let down by {partners}: {let_down}",
                let_down=some(let_down),
            )
        )
    if worse:
        parts.append(
            counted(
                len(worse),
                "{count} {seller} breaks more than others would: {worse}",
                "{count} {sellers} break more than others would: {worse}",
                worse=some(worse),
            )
        )
    if not parts:
        return say("No {seller} promises too soon, by more than chance, and none breaks more than others would")
    return "; ".join(parts if len(parts) > 1 else [*parts, say("no other {seller} stands out")])


def standing_out(verdict: str, reasons: pd.DataFrame) -> str:
    """One line of the list of those who stand out, after the name: the verdict, and the reasons of the marts."""
    places = {"verdict": VERDICTS[verdict]().lower(), "reasons": " ".join(reasons["reason"])}
    if (reasons["place"] == 0).any():
        return say("{verdict} by the dates of the newest 13 weeks, where an honest one was known. {reasons}", **places)
    return say("{verdict}. {reasons}", **places)


def unplotted(rows: pd.DataFrame, how: str, dots: int) -> str | None:
    """Who is not in the picture, and why."""
    few, shown = int(rows["few_count"].iloc[0]), rows[rows["is_enough"]]
    without = int(shown["bold_rate"].isna().sum())
    rest = int(rows["total_count"].iloc[0]) - few - len(shown)
    more = rest + max(0, len(shown) - without - dots)
    notes = [counted(few, "{count} {seller} with too little data", "{count} {sellers} with too little data") if few else ""]
    if without:
        notes.append(
            say("{without} with no date agreed with {a_partner}", without=w.count(without))
            if how == "before_commitment"
            else say("{without} with too little before them to compare with", without=w.count(without))
        )
    notes.append(say("{more} who keep more than those", more=w.count(more)) if more else "")
    notes = [note for note in notes if note]
    return say("Not in the picture: {notes}.", notes=w.listed(notes)) if notes else None


# ---------- one seller


#: after the name
TITLES = {
    "bold": later("promises too soon"),
    "let_down": later("breaks more than its peers, and does not promise too soon; most of its days late were {partners}'"),
    "worse": later("breaks more than its peers, and does not promise too soon"),
    "padded": later("promises later than it needs to"),
    "none": later("does not stand out from the other {sellers}"),
    "too_little_data": later("too little data to judge its promises by"),
}


PROMISED = later("What it promised in the period, and what it kept")


def dates_given(now: pd.Series) -> list[str]:
    """How its dates were given: what could be known on the day."""
    sentences = []
    if now["committed_count"]:
        of = w.count(now["committed_count"])
        sentences.append(
            say(
                "{before_commitment} of {all_of} with an agreed date were promised sooner than the {partner} had agreed to.",
                before_commitment=w.count(now["before_commitment_count"]),
                all_of=of,
            )
        )
    if now["scored_count"]:
        of = w.count(now["scored_count"])
        sentences.append(
            say(
                "{over_promised} of its {all_of} promises were for less time than 9 of 10 earlier {orders} of the kind took.",
                over_promised=w.count(now["over_promised_count"]),
                all_of=of,
            )
        )
    if not w.is_missing(now["index_days"]) and now["index_days"]:
        days = counted(abs(now["index_days"]), "{count} business day", "{count} business days")
        sentences.append(
            say(
                "Over-promise index: its typical date is {days} sooner than 9 of 10 earlier {orders} took. No verdict rests on it.",
                days=days,
            )
            if now["index_days"] < 0
            else say(
                "Over-promise index: its typical date is {days} later than 9 of 10 earlier {orders} took. No verdict rests on it.",
                days=days,
            )
        )
    return sentences


#: what the columns of the table are of
TABLE_UNDER = later(
    "Due and kept are of the period, verdicts of 13 and 39 weeks. Select a row to see one up close. Those with too little data stand last, "
    "by name."
)
NOTHING_TO_PLOT = later(
    "How bold promises are is not known: no date agreed with {a_partner} is on record (map `partner_due_at` of the "
    "promises feed), or too little is due of each {seller}."
)


def orders_finding(total: int) -> str:
    return counted(total, "The outcome of its {count} {order}", "The outcome of its {count} {orders}")


NO_ORDERS = later("None of the {orders} due is its own: it makes promises on {orders} that others took")
ORDERS_UNDER = later("The newest first. Select a row to read the {order}'s story.")


def came(row) -> str:
    """The outcome of an order, against the first date."""
    if row.outcome == "overdue_open":
        return say("{overdue_days} overdue", overdue_days=w.days(row.overdue_days))
    if row.outcome == "cancelled_broken":
        return say("cancelled")
    return w.deviation(row.deviation_days, row.deviation_minutes)


def why(row) -> str:
    """Where most of the days of a late order went; nothing where it lost none."""
    if w.is_missing(row.primary_cause) or w.is_missing(row.delay_days) or row.delay_days < 1:
        return ""
    if row.primary_cause == "unattributed":
        return say("no single cause")
    return label(row.primary_cause, row.partner_name)


def informed(row) -> str:
    """What the customer of a broken order was told, and when."""
    if row.is_kept or not row.is_notice_measured:
        return "" if row.is_kept else w.NOT_MEASURED()
    lead = row.notice_lead_days
    if w.is_missing(lead):
        return say("no notice on record")
    if lead == 0:
        return say("told on the day")
    return say("told {lead} before", lead=w.days(lead)) if lead > 0 else say("told {lead} after", lead=w.days(lead))


def mailbox(counts: pd.Series, orders_count: int) -> str | None:
    """What came back to the seller."""
    if not counts["contacts_count"]:
        return None
    sentence = counted(
        orders_count,
        "{Customers} of these {count} {order} contacted us {contacts} times",
        "{Customers} of these {count} {orders} contacted us {contacts} times",
        contacts=w.count(counts["contacts_count"]),
    )
    if not counts["mailbox_count"]:
        return say("{sentence}; none wrote to the {seller}.", sentence=sentence)
    return say(
        "{sentence}; {mailbox} wrote to the {seller}, and {sent_on} of those were sent on.",
        sentence=sentence,
        mailbox=w.count(counts["mailbox_count"]),
        sent_on=w.count(counts["sent_on_count"]),
    )
