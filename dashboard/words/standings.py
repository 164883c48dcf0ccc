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
    "Up: how many times as many each broke as its peers would have of the same promises; 1 × is as many. In the pale band lie 95 of 100 "
    "of those not to act on, in the paler one 998 of 1,000. Diamond: to act on; triangle: to watch."
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


def beside(row: pd.Series) -> str:
    """The heading of the funnel on the page of one: what it shows of it."""
    return say("{step_name}: broke {times} as many as its peers would have", step_name=row["step_name"], times=w.times(row["peer_ratio"]))


def inside(rows: pd.DataFrame) -> str | None:
    """Why somebody who is to act on lies where most others do."""
    among = rows[(rows["standing"] == "act") & (rows["peer_ratio"] <= rows["funnel_high_95"])]
    if among.empty:
        return None
    return say(
        "In the band, and to act on all the same: {names}. The picture takes the weeks as one; a standing sees what changed within them.",
        names=some(list(among["name"])),
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
    if row["is_since_oldest_look"]:
        return say("It stood like this on {day} already, the first day looked at.", day=day)
    return say("It has stood like this since {day}.", day=day)


def of_member(row: pd.Series) -> str:
    """How one member stands in one step."""
    sentences = f"**{w.escaped(row['step_name'])}**: {STANDINGS[row['standing']]()}. {w.escaped(row['reason'])}"
    return " ".join([sentences, when]) if (when := since(row)) else sentences


TRENDS = {
    "worse": later("Getting worse: {newest} broken in the newest 13 settled weeks, {before} in the 26 before"),
    "better": later("Getting better: {newest} broken in the newest 13 settled weeks, {before} in the 26 before"),
    "none": later("No change beyond chance: {newest} broken in the newest 13 settled weeks, {before} in the 26 before"),
}
BY = {
    "partner": later("{step_name}, by its own date, whatever the period."),
    "seller": later("{step_name}, by the first date, whatever the period, with an honest date known or not."),
}


def trend(rows: pd.DataFrame, kind: str) -> tuple[str, str] | None:
    """Whether one breaks more than it did, and what is compared, in the step with most of what it has due; nothing where too little was due
    to tell."""
    known = rows[rows["trend"].notna()]
    if known.empty:
        return None
    row = known.sort_values("due_count", ascending=False).iloc[0]
    newest, before = (
        say("{broken} of {due}", broken=w.count(row[f"{half}_broken_count"]), due=w.count(row[f"{half}_due_count"]))
        for half in ("recent", "earlier")
    )
    under = BY[kind](step_name=row["step_name"])
    if row["trend"] != "none":
        under = " ".join([under, say("Chance alone makes such a difference once in a hundred.")])
    return TRENDS[row["trend"]](newest=newest, before=before), under


def place(row: pd.Series) -> str | None:
    """Its rank, with the ranks that it may as well have."""
    if w.is_missing(row["expected_rank"]):
        return None
    low, high, judged = round(row["rank_low"]), round(row["rank_high"]), w.count(row["ranked_count"])
    return (
        say("Of the {judged} judged in this step it stands in place {low}, the worst first.", judged=judged, low=low)
        if low == high
        else say(
            "Of the {judged} judged in this step it may stand anywhere from place {low} to {high}, the worst first.",
            judged=judged,
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


def uncounted(counts: dict[str, int], kind: str, undated: list[str]) -> str | None:
    """Who is judged in no step, and why. `undated`: those of whom no promise is judged."""
    why = {"too_little_data": say("too little data"), "not_comparable": say("too few peers of its kind")}
    notes = [
        say("{members} with {reason}", members=w.number_of(kind, counts[standing]), reason=words)
        for standing, words in why.items()
        if counts[standing]
    ]
    if undated:
        members = w.number_of(kind, len(undated))
        notes.append(say("{members} with no date of its own to be judged by ({names})", members=members, names=w.escaped(some(undated))))
    return say("Not judged: {notes}.", notes=w.listed(notes)) if notes else None
