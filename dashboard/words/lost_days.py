"""Who lost the days of a late order, in words. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.language import counted, later, say

#: in the order in which a delay is made: the promise, then who had it in hand, then what is nobody's
CAUSES = {
    "over_promise": later("Promised too early"),
    "internal": later("Ours"),
    "partner": later("{Partners}"),
    "customer": later("The {customer}'s missed visit"),
    "excused": later("Excused by an exception"),
    "coordination": later("Waiting for other lines"),
    "unexplained": later("Not explained"),
}
#: the same within a sentence
IN_A_SENTENCE = {
    "over_promise": later("a date promised too early"),
    "internal": later("our own side"),
    "partner": later("{partners}"),
    "customer": later("a visit that the {customer} missed"),
    "excused": later("an exception on record"),
    "coordination": later("waiting for other lines"),
    "unexplained": later("nobody on record"),
}
BECAUSE = {
    "last_lines_disagree": later("The lines that came last were late for different reasons, so no one cause is named."),
    "tie": later("Two causes took as many days, so neither is named as the main one."),
    "line_unattributed": later("For most of the days of the line that came last, no record says where they went."),
    "not_late": later("The {order} was complete by its day, although a line of it missed its own."),
    "call_not_kept": later("Every delivery was kept; a call that the {order} requires was not made."),
    "no_commitment": later("Nobody had committed to a date, so nobody's days can be distinguished."),
    "within_the_day": later("It was late by less than a day."),
    "handover_not_recorded": later("The hand-over is not on record, so the days before and after it cannot be distinguished."),
    "no_transit_time": later("No transit time is agreed, so nobody's days can be distinguished."),
    "no_partner_named": later("The source names no {partner} for it."),
    "bad_data": later("Its dates contradict each other."),
}


def number(days: float) -> str:
    """Whole days as whole, parts of a day with one decimal."""
    return f"{days:.1f}".removesuffix(".0")


def in_days(days: float) -> str:
    # 1.4 days are days, too
    return counted(1 if number(days) == "1" else 2, "{days} day", "{days} days", days=number(days))


def causes(row: pd.Series) -> list[tuple[str, float]]:
    """(who, days) of one order or line: the parts that are not nothing. They add up to its delay."""
    names = {cause: label() for cause, label in CAUSES.items()}
    if not w.is_missing(row["partner_name"]):
        names["partner"] = row["partner_name"]
    return [(name, float(row[f"{cause}_days"])) for cause, name in names.items() if row[f"{cause}_days"] >= 0.05]


def within(name: str) -> str:
    """One of these within a sentence; a name stays a name."""
    return next((IN_A_SENTENCE[cause]() for cause, label in CAUSES.items() if label() == name), name)


def finding(order: pd.Series, seller_name=None) -> str:
    """The heading: the days, and whose most of them were; a date that was too early is its seller's."""
    days = (
        counted(order["delay_days"], "{count} day so far", "{count} days so far")
        if order["is_provisional"]
        else counted(order["delay_days"], "{count} day", "{count} days")
    )
    parts = sorted(causes(order), key=lambda part: -part[1])
    if not parts:
        return say("Why it was broken")
    if len(parts) == 1:
        whose = _bold(parts[0][0], seller_name) or within(parts[0][0])
        return counted(
            order["delay_days"],
            "Who lost the {days}: {whose}, all of it",
            "Who lost the {days}: {whose}, all of them",
            days=days,
            whose=whose,
        )
    named = []
    for name, part in parts:
        bold = _bold(name, seller_name)
        named.append(f"{bold}, {number(part)}" if bold else f"{within(name)} {number(part)}")
    return say("Who lost the {days}: {parts}", days=days, parts=w.listed(named))


def _bold(name: str, seller_name) -> str | None:
    """Who promised too early, where that is who lost the days."""
    if w.is_missing(seller_name) or name != CAUSES["over_promise"]():
        return None
    return say("{seller_name}, who promised too early", seller_name=seller_name)


def explanation(order: pd.Series, lines: pd.DataFrame, events: pd.DataFrame) -> str:
    """What stands behind the parts, as far as it is on record."""
    sentences = []
    given = events.loc[(events["record"] == "promise") & events["reason"].notna(), "reason"]
    if len(given):
        sentences.append(
            say("Cause on record: {reasons}.", reasons=w.listed(dict.fromkeys(w.escaped(w.readable(reason)) for reason in given)))
        )
    last = lines[lines["promise_id"] == order["promise_id"]]
    if order["over_promise_days"] > 0 and len(last) and not w.is_missing(last["committed_date"].iloc[0]):
        year = w.as_day(last["due_date"].iloc[0]).year
        promised, committed = w.day(last["due_date"].iloc[0], year), w.day(last["committed_date"].iloc[0], year)
        sentences.append(
            say(
                "The line that came last was promised for {promised}; its {partner} had committed to {committed}.",
                promised=promised,
                committed=committed,
            )
        )
    if order["internal_days"] > 0 and len(last) and not w.is_missing(last["handed_over_date"].iloc[0]):
        day = w.day(last["handed_over_date"].iloc[0], w.as_day(last["due_date"].iloc[0]).year)
        sentences.append(
            say("What is still to come was handed over to us on {day}.", day=day)
            if order["is_provisional"]
            else say("The line that came last was handed over to us on {day}.", day=day)
        )
    if order["coordination_days"] > 0 and not w.is_missing(order["ready_date"]):
        sentences.append(
            say(
                "The goods it had to wait for were in on {ready}; the days after that went into a new plan.",
                ready=w.day(order["ready_date"]),
            )
        )
    if not w.is_missing(order["unattributed_because"]):
        why = order["unattributed_because"]
        sentences.append(BECAUSE[why]() if why in BECAUSE else f"{w.capital(w.readable(why))}.")
    return " ".join(sentences)


#: more lines than this that lost the same days are one sentence
ALIKE = 3


def each_line(lines: pd.DataFrame, names: dict[str, str]) -> list[str]:
    """The late lines that have a name, each with its days; many that lost the same are one sentence."""
    alike: dict[str, list[tuple[pd.Series, str]]] = {}
    for _, row in lines.iterrows():
        if row["promise_id"] in names:
            alike.setdefault(line(row, ""), []).append((row, names[row["promise_id"]]))
    sentences = []
    for rows in alike.values():
        if len(rows) > ALIKE:
            (row, first), *others = rows
            sentences.append(line(row, say("{first} and {others} more lines, each", first=first, others=w.count(len(others)))))
        else:
            sentences += [line(row, name) for row, name in rows]
    return sentences


def line(row: pd.Series, name: str) -> str:
    """One late line: its days, and whose they were."""
    parts = w.listed(f"{within(who)} {number(part)}" for who, part in causes(row))
    excused = "" if w.is_missing(row["exception_reason"]) else f" ({w.readable(row['exception_reason'])})"
    return (
        counted(
            row["delay_days"],
            "**{name}**, {count} day so far: {parts}",
            "**{name}**, {count} days so far: {parts}",
            name=w.escaped(w.capital(name)),
            parts=w.escaped(parts + excused) or say("no cause on record"),
        )
        if row["is_provisional"]
        else counted(
            row["delay_days"],
            "**{name}**, {count} day: {parts}",
            "**{name}**, {count} days: {parts}",
            name=w.escaped(w.capital(name)),
            parts=w.escaped(parts + excused) or say("no cause on record"),
        )
    )
