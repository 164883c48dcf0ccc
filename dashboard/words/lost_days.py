"""Who lost the days of a late order, in words. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w

#: in the order in which a delay is made: the promise, then who had it in hand, then what is nobody's
CAUSES = {
    "over_promise": "Promised too early",
    "internal": "Ours",
    "partner": "Partners",
    "customer": "The customer's missed visit",
    "excused": "Excused by an exception",
    "coordination": "Waiting for other lines",
    "unexplained": "Not explained",
}
#: the same within a sentence
IN_A_SENTENCE = {
    "Promised too early": "a date promised too early",
    "Ours": "our own side",
    "Partners": "partners",
    "The customer's missed visit": "a visit that the customer missed",
    "Excused by an exception": "an exception on record",
    "Waiting for other lines": "waiting for other lines",
    "Not explained": "nobody on record",
}
BECAUSE = {
    "last_lines_disagree": "The lines that came last were late for different reasons, so no one cause is named.",
    "tie": "Two causes took as many days, so neither is named as the main one.",
    "line_unattributed": "For most of the days of the line that came last, no record says where they went.",
    "not_late": "The order was complete by its day, although a line of it missed its own.",
    "call_not_kept": "Every delivery was kept; a call that the order requires was not made.",
    "no_commitment": "Nobody had committed to a date, so nobody's days can be distinguished.",
    "within_the_day": "It was late by less than a day.",
    "handover_not_recorded": "The hand-over is not on record, so the days before and after it cannot be distinguished.",
    "no_transit_time": "No transit time is agreed, so nobody's days can be distinguished.",
    "no_partner_named": "The source names no partner for it.",
    "bad_data": "Its dates contradict each other.",
}


def number(days: float) -> str:
    """Whole days as whole, parts of a day with one decimal."""
    return f"{days:.1f}".removesuffix(".0")


def in_days(days: float) -> str:
    return f"{number(days)} {'day' if number(days) == '1' else 'days'}"


def causes(row: pd.Series) -> list[tuple[str, float]]:
    """(who, days) of one order or line: the parts that are not nothing. They add up to its delay."""
    names = {**CAUSES, "partner": CAUSES["partner"] if w.is_missing(row["partner_name"]) else row["partner_name"]}
    return [(name, float(row[f"{cause}_days"])) for cause, name in names.items() if row[f"{cause}_days"] >= 0.05]


def finding(order: pd.Series, seller_name=None) -> str:
    """The heading: the days, and whose most of them were; a date that was too early is its seller's."""
    days = w.plural(order["delay_days"], "day") + (" so far" if order["is_provisional"] else "")
    parts = sorted(causes(order), key=lambda part: -part[1])
    if not parts:
        return "Why it was broken"
    whose = dict(IN_A_SENTENCE)
    if not w.is_missing(seller_name):
        whose[CAUSES["over_promise"]] = f"{seller_name}, who promised too early,"
    if len(parts) == 1:
        name = whose.get(parts[0][0], parts[0][0]).rstrip(",")
        return f"Who lost the {days}: {name}, all of {'it' if order['delay_days'] == 1 else 'them'}"
    return f"Who lost the {days}: {w.listed(f'{whose.get(name, name)} {number(part)}' for name, part in parts)}"


def explanation(order: pd.Series, lines: pd.DataFrame, events: pd.DataFrame) -> str:
    """What stands behind the parts, as far as it is on record."""
    sentences = []
    given = events.loc[(events["record"] == "promise") & events["reason"].notna(), "reason"]
    if len(given):
        sentences.append(f"Cause on record: {w.listed(dict.fromkeys(w.escaped(w.readable(reason)) for reason in given))}.")
    last = lines[lines["promise_id"] == order["promise_id"]]
    if order["over_promise_days"] > 0 and len(last) and not w.is_missing(last["committed_date"].iloc[0]):
        year = w.as_day(last["due_date"].iloc[0]).year
        promised, committed = w.day(last["due_date"].iloc[0], year), w.day(last["committed_date"].iloc[0], year)
        sentences.append(f"The line that came last was promised for {promised}; its partner had committed to {committed}.")
    if order["internal_days"] > 0 and len(last) and not w.is_missing(last["handed_over_date"].iloc[0]):
        day = w.day(last["handed_over_date"].iloc[0], w.as_day(last["due_date"].iloc[0]).year)
        what = "What is still to come" if order["is_provisional"] else "The line that came last"
        sentences.append(f"{what} was handed over to us on {day}.")
    if order["coordination_days"] > 0 and not w.is_missing(order["ready_date"]):
        sentences.append(f"The goods it had to wait for were in on {w.day(order['ready_date'])}; the days after that went into a new plan.")
    if not w.is_missing(order["unattributed_because"]):
        sentences.append(BECAUSE.get(order["unattributed_because"], w.capital(w.readable(order["unattributed_because"])) + "."))
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
            sentences.append(line(row, f"{first} and {w.count(len(others))} more lines, each"))
        else:
            sentences += [line(row, name) for row, name in rows]
    return sentences


def line(row: pd.Series, name: str) -> str:
    """One late line: its days, and whose they were."""
    days = w.plural(row["delay_days"], "day") + (" so far" if row["is_provisional"] else "")
    parts = w.listed(f"{IN_A_SENTENCE.get(who, who)} {number(part)}" for who, part in causes(row))
    excused = "" if w.is_missing(row["exception_reason"]) else f" ({w.readable(row['exception_reason'])})"
    return f"**{w.escaped(w.capital(name))}**, {days}: {w.escaped(parts + excused) or 'no cause on record'}"
