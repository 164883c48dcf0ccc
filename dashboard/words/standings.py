"""Sentences about who is worse than its peers. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.language import counted, later, say

STANDINGS = {
    "act": later("worse than its peers by more than chance"),
    "watch": later("to be watched: likely worse than its peers, not yet sure"),
    "none": later("does not stand out from its peers"),
    "not_comparable": later("cannot be compared with its peers"),
    "too_little_data": later("has too little data to be judged"),
}
COMPARED = later(
    "What each broke, beside what its peers would have broken of the same promises (lane, product group, week). "
    "Whatever the period and the filters above."
)


FUNNEL = later(
    "Up: not the share that each broke of its own promises, but what it would break of 100 if all were given the "
    "same mix of promises. Pale: where 95 of 100 lie by chance and by what commonly differs; paler: 998 of 1,000. A "
    "diamond is to act on, a triangle to watch."
)
#: after the name
TITLES = {
    "act": later("worse than its peers by more than chance"),
    "watch": later("likely worse than its peers, not yet sure"),
    "none": later("does not stand out from its peers"),
    "not_comparable": later("too few peers to compare it with"),
    "too_little_data": later("too little data to judge it by"),
}


def title(rows: pd.DataFrame) -> str | None:
    """The standing of one member, by the step in which it is worst; nothing where it is judged in none."""
    return next((TITLES[standing]() for standing in TITLES if (rows["standing"] == standing).any()), None)


def window(rows: pd.DataFrame) -> str:
    """Over which weeks it is judged: not those of the period."""
    weeks = {"change_point": 39, "recent_weeks": 13}
    named = w.listed(say("{weeks} weeks", weeks=weeks[by]) for by in weeks if (rows["judged_by"] == by).any())
    return say("Judged over the newest {named}, whatever the period", named=named) if named else say("Judged whatever the period")


def own_share(row: pd.Series) -> str:
    """What it broke of its own promises, beside what the funnel draws."""
    return say(
        "Of its own promises it broke {broken} of {due}, {broken_rate}; of the same mix as all others it would break {adjusted_rate}.",
        broken=w.count(row["broken_count"]),
        due=w.count(row["due_count"]),
        broken_rate=w.percent(row["broken_rate"], 0),
        adjusted_rate=w.percent(row["adjusted_rate"], 0),
    )


def funnel(rows: pd.DataFrame, step: str) -> str:
    """What the funnel of one step shows."""
    out = int(rows["standing"].isin(("act", "watch")).sum())
    return (
        counted(
            out, "{step}: {count} of {members} stands out", "{step}: {count} of {members} stand out", step=step, members=w.count(len(rows))
        )
        if out
        else say("{step}: none of {members} stand out", step=step, members=w.count(len(rows)))
    )


def some(names: list[str], most: int = 4) -> str:
    """Names in a heading: no more than can be read aloud."""
    return (
        w.listed(names)
        if len(names) <= most
        else w.listed([*names[: most - 1], say("{names} others", names=w.count(len(names) - most + 1))])
    )


def named(rows: pd.DataFrame, standing: str) -> list[str]:
    return list(dict.fromkeys(rows[rows["standing"] == standing]["name"]))


def finding(rows: pd.DataFrame, kind: str) -> str:
    """What a manager can read aloud."""
    judged = rows[rows["standing"].isin(("act", "watch", "none"))]
    if judged.empty:
        return say("No {kind} can be compared with its peers yet", kind=w.KINDS[kind]())
    act = named(rows, "act")
    watch = [name for name in named(rows, "watch") if name not in act]
    others = len(set(judged["name"]) - {*act, *watch})
    if not act and not watch:
        return say("No {kind} stands out from its peers: what differs between them may be chance", kind=w.KINDS[kind]())
    parts = []
    if act:
        parts.append(
            counted(
                len(act),
                "{members} is worse than its peers by more than chance: {names}",
                "{members} are worse than their peers by more than chance: {names}",
                members=w.number_of(kind, len(act)),
                names=some(act),
            )
        )
    if watch:
        parts.append(
            say("{members} to be watched: {names}", members=w.number_of(kind, len(watch)), names=w.listed(watch))
            if len(watch) < 4
            else say("{members} to be watched", members=w.number_of(kind, len(watch)))
        )
    name = w.KINDS[kind]()
    parts.append(say("no other {kind} stands out", kind=name) if others else say("no other {kind} can be compared", kind=name))
    return "; ".join(parts)


def since(row: pd.Series) -> str:
    if w.is_missing(row["since_date"]):
        return ""
    day = w.day(row["since_date"])
    return say("since at least {day}, the first day judged", day=day) if row["is_since_oldest_look"] else say("since {day}", day=day)


def listed(row: pd.Series) -> str:
    """One line of the list of those who stand out."""
    return f"{row['step_name']}, {since(row)}: {row['reason']}"


def of_member(row: pd.Series) -> str:
    """How one member stands in one step."""
    return (
        f"**{w.escaped(row['step_name'])}**: {STANDINGS[row['standing']]()}, {since(row)}. {w.escaped(row['reason'])}"
        if since(row)
        else f"**{w.escaped(row['step_name'])}**: {STANDINGS[row['standing']]()}. {w.escaped(row['reason'])}"
    )


def place(row: pd.Series) -> str | None:
    """Its rank, with the ranks that it may as well have."""
    if w.is_missing(row["expected_rank"]):
        return None
    low, high = round(row["rank_low"]), round(row["rank_high"])
    return (
        say(
            "Of {ranked} who are judged in this step, the worst first, it may be place {low}.", ranked=w.count(row["ranked_count"]), low=low
        )
        if low == high
        else say(
            "Of {ranked} who are judged in this step, the worst first, it may be anywhere from place {low} to {high}.",
            ranked=w.count(row["ranked_count"]),
            low=low,
            high=high,
        )
    )


def young(rows: pd.DataFrame) -> str | None:
    """What is judged from a short history, and until when."""
    if rows.empty:
        return None
    until = w.listed(
        counted(
            row.history_weeks,
            "{step_name} until {full_history} ({count} settled week so far)",
            "{step_name} until {full_history} ({count} settled weeks so far)",
            step_name=w.escaped(row.step_name),
            full_history=w.day(row.full_history_date),
        )
        for row in rows.itertuples()
    )
    return say("Judged by the newest 13 weeks alone, so that a change within them is not seen: {until}.", until=until)


def uncounted(counts: dict[str, int], kind: str) -> str | None:
    """Who is judged in no step, and why."""
    why = {"too_little_data": say("too little data"), "not_comparable": say("too few peers of its kind")}
    notes = [
        say("{members} with {reason}", members=w.number_of(kind, counts[standing]), reason=words)
        for standing, words in why.items()
        if counts[standing]
    ]
    return say("Not judged: {notes}.", notes=w.listed(notes)) if notes else None
