"""Sentences about what is about to break. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.language import counted, later, say

#: the chance that a row shows, and the share of one sign in its sentence, are two figures
CHANCE = later("The percentage weighs every sign together; the reason names one.")


def finding(rows: pd.DataFrame, counts: pd.Series) -> str:
    """How many will break, by when, and who is to act. `counts`: open promises whose probability is known, and others."""
    if not counts["known_count"] and not counts["unknown_count"]:
        return say("No open promise is still before its day") if counts["has_deliveries"] else say("What is about to break is not measured")
    if not counts["known_count"]:
        return (
            counted(
                counts["unknown_count"],
                "What is about to break is not known of {count} open promise: no record of deliveries is kept",
                "What is about to break is not known of {count} open promises: no record of deliveries is kept",
            )
            if counts["is_not_measured"]
            else counted(
                counts["unknown_count"],
                "What is about to break is not known of {count} open promise: too few promises like them have come due so far",
                "What is about to break is not known of {count} open promises: too few promises like them have come due so far",
            )
        )
    if rows.empty:
        return counted(
            counts["known_count"],
            "None of {count} open promise is more likely to break than to be kept",
            "None of {count} open promises is more likely to break than to be kept",
        )
    first = rows.iloc[0]
    owners = [] if first["owners"] is None else list(first["owners"])
    when = w.day(first["last_date"])
    if not owners:
        return counted(
            first["total_count"],
            "{count} promise will probably break by {when}",
            "{count} promises will probably break by {when}",
            when=when,
        )
    who = counted(len(owners), "{owners} acts", "{owners} act", owners=w.listed(owners))
    return counted(
        first["total_count"],
        "{count} promise will probably break by {when}: {who}",
        "{count} promises will probably break by {when}: {who}",
        when=when,
        who=who,
    )


def worth(rows: pd.DataFrame, record: pd.Series) -> list[str]:
    """What the list is worth: how many of it will break, and how many of earlier lists did."""
    parts = []
    if not rows.empty:
        expected = w.count(round(rows.iloc[0]["expected_broken_count"]))
        parts.append(say("About {expected} of them will, if nobody acts.", expected=expected))
    if not w.is_missing(record["named_count"]) and record["named_count"]:
        parts.append(
            counted(
                record["lists_count"],
                "Of {named} on the last {count} weekly list, {precision_rate} broke.",
                "Of {named} on the last {count} weekly lists, {precision_rate} broke.",
                named=w.count(record["named_count"]),
                precision_rate=w.percent(record["precision_rate"], 0),
            )
        )
    return parts


#: more days than this are counted
DAYS = 7


def by_day(rows: pd.DataFrame) -> str:
    """How many of them are due on which day, the next first."""
    days = sorted(rows.iloc[0]["days"].items())
    named = [
        say("{number} on {day}", number=w.count(number), day=w.day(day, w.as_day(rows.iloc[0]["last_date"]).year)) for day, number in days
    ]
    if len(named) <= DAYS:
        return say("Due: {named}.", named=w.listed(named))
    return counted(
        len(named) - DAYS,
        "Due: {named} and on {count} more day.",
        "Due: {named} and on {count} more days.",
        named=", ".join(named[:DAYS]),
    )


def under(rows: pd.DataFrame, record: pd.Series, counts: pd.Series) -> str:
    """The same, with how a row is to be read and what the list leaves out."""
    parts = [by_day(rows), *worth(rows, record)] if not rows.empty else worth(rows, record)
    if not rows.empty:
        parts.append(
            counted(
                counts["known_count"],
                "They are those of {count} open promise before its day that are likelier to break than to be kept, what is at stake first. "
                "{chance}",
                "They are those of {count} open promises before their day that are likelier to break than to be kept, what is at stake "
                "first. {chance}",
                chance=CHANCE(),
            )
        )
    if counts["known_count"] and counts["unknown_count"]:
        parts.append(
            counted(
                counts["unknown_count"],
                "Of {count} more open promise it is not known: too few like them have come due so far.",
                "Of {count} more open promises it is not known: too few like them have come due so far.",
            )
        )
    return " ".join(parts)


#: what prevents a break, or at least a surprise; a playbook says what to do about one
BEFORE = later("ask whoever delivers whether the day holds. Where it does not: {do}.")
NEW_DATE = later("tell the {customer} before the day, with one new date")


def before_the_day(playbook) -> str:
    """What can still be done before the day: with the partner, then what the step's playbook says."""
    return BEFORE(do=NEW_DATE() if w.is_missing(playbook) else w.escaped(playbook).rstrip("."))


def to_do(rows: pd.DataFrame) -> str | None:
    return None if rows.empty else say("**Do:** {do}", do=before_the_day(rows.iloc[0]["playbook"]))


def row(row: pd.Series) -> str:
    parts = [
        _what(row),
        say("{probability} likely to break", probability=w.percent(row["probability"], 0)),
        say("due today") if row["days_left"] == 0 else say("due {day}", day=w.day(row["end_date"])),
    ]
    if not w.is_missing(row["is_customer_informed"]):
        parts.append(say("{customer} told") if row["is_customer_informed"] else say("{customer} not told"))
    return f"{' · '.join(parts)}. {row['reason']}"


def _what(row: pd.Series) -> str:
    """The most urgent line of an order, and how many more of it are on the list."""
    what = row["what"] if w.is_missing(row["partner_name"]) else say("{what} by {whom}", what=row["what"], whom=row["partner_name"])
    others = row["lines_count"] - 1
    return counted(others, "{what} and {count} more line", "{what} and {count} more lines", what=what) if others else what


def more(rows: pd.DataFrame, links: list[str]) -> str:
    """Further rows as one list."""
    return "\n".join(
        f"- [{w.escaped(each['order_id'])}]({link}) {w.escaped(row(each))}" for (_, each), link in zip(rows.iterrows(), links, strict=True)
    )
