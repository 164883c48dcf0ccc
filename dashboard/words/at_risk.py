"""Sentences about what is about to break. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.language import counted, later, say

#: the chance that a row shows, and the share of one sign in its sentence, are two figures
CHANCE = later("The chance to break takes all signs together; the sentence beside it names one of them.")


def finding(rows: pd.DataFrame, counts: pd.Series) -> str:
    """`counts`: open promises whose probability is known, and others."""
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
    total = rows["total_count"].iloc[0]
    return counted(
        total,
        "{count} promise of {known} still open is about to break",
        "{count} promises of {known} still open are about to break",
        known=w.count(counts["known_count"]),
    )


def under(rows: pd.DataFrame, record: pd.Series, counts: pd.Series) -> str:
    """What the list is worth, and what it leaves out."""
    parts = []
    if not rows.empty:
        parts.append(
            say(
                "About {expected_broken} of them will, if nobody acts. What is at stake stands first. {chance}",
                expected_broken=w.count(round(rows["expected_broken_count"].iloc[0])),
                chance=CHANCE(),
            )
        )
    if not w.is_missing(record["named_count"]) and record["named_count"]:
        parts.append(
            counted(
                record["lists_count"],
                "How good such lists were: the last {count} weekly list had {named}; {precision_rate} of them broke.",
                "How good such lists were: the last {count} weekly lists had {named}; {precision_rate} of them broke.",
                named=counted(record["named_count"], "{count} entry", "{count} entries"),
                precision_rate=w.percent(record["precision_rate"], 0),
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


def row(row: pd.Series) -> str:
    parts = [
        row["what"] if w.is_missing(row["partner_name"]) else say("{what} by {whom}", what=row["what"], whom=row["partner_name"]),
        say("{probability} likely to break", probability=w.percent(row["probability"], 0)),
        say("due today") if row["days_left"] == 0 else say("due {day}", day=w.day(row["end_date"])),
    ]
    if not w.is_missing(row["is_customer_informed"]):
        parts.append(say("{customer} informed") if row["is_customer_informed"] else say("no notice on record"))
    return f"{' · '.join(parts)}. {row['reason']}"


def more(rows: pd.DataFrame, links: list[str]) -> str:
    """Further rows as one list."""
    return "\n".join(
        f"- [{w.escaped(each['order_id'])}]({link}) {w.escaped(row(each))}" for (_, each), link in zip(rows.iterrows(), links, strict=True)
    )
