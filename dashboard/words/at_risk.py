"""Sentences about what is about to break. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w

#: the chance that a row shows, and the share of one sign in its sentence, are two figures
CHANCE = "The chance to break takes all signs together; the sentence beside it names one of them."


def finding(rows: pd.DataFrame, counts: pd.Series) -> str:
    """`counts`: open promises whose probability is known, and others."""
    if not counts["known_count"] and not counts["unknown_count"]:
        return "No open promise is still before its day" if counts["has_deliveries"] else "What is about to break is not measured"
    if not counts["known_count"]:
        why = "no record of deliveries is kept" if counts["is_not_measured"] else "too few promises like them have come due so far"
        return f"What is about to break is not known of {w.plural(counts['unknown_count'], 'open promise')}: {why}"
    if rows.empty:
        return f"None of {w.plural(counts['known_count'], 'open promise')} is more likely to break than to be kept"
    total = rows["total_count"].iloc[0]
    return f"{w.plural(total, 'promise')} of {w.count(counts['known_count'])} still open {'is' if total == 1 else 'are'} about to break"


def under(rows: pd.DataFrame, record: pd.Series, counts: pd.Series) -> str:
    """What the list is worth, and what it leaves out."""
    parts = []
    if not rows.empty:
        parts.append(
            f"About {w.count(round(rows['expected_broken_count'].iloc[0]))} of them will, if nobody acts. What is at stake stands first. "
            f"{CHANCE}"
        )
    if not w.is_missing(record["named_count"]) and record["named_count"]:
        parts.append(
            f"How good such lists were: the last {w.plural(record['lists_count'], 'weekly list')} had "
            f"{w.plural(record['named_count'], 'entry', 'entries')}; {w.percent(record['precision_rate'], 0)} of them broke."
        )
    if counts["known_count"] and counts["unknown_count"]:
        parts.append(
            f"Of {w.plural(counts['unknown_count'], 'more open promise')} it is not known: too few like them have come due so far."
        )
    return " ".join(parts)


def row(row: pd.Series) -> str:
    left = "due today" if row["days_left"] == 0 else f"due {w.day(row['end_date'])}"
    if w.is_missing(row["is_customer_informed"]):
        notice = ""
    else:
        notice = " · customer informed" if row["is_customer_informed"] else " · no notice on record"
    whose = "" if w.is_missing(row["partner_name"]) else f" by {row['partner_name']}"
    return f"{row['what']}{whose} · {w.percent(row['probability'], 0)} likely to break · {left}{notice}. {row['reason']}"


def more(rows: pd.DataFrame, links: list[str]) -> str:
    """Further rows as one list."""
    return "\n".join(
        f"- [{w.escaped(each['order_id'])}]({link}) {w.escaped(row(each))}" for (_, each), link in zip(rows.iterrows(), links, strict=True)
    )
