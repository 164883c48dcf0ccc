"""Sentences about what changed by more than chance. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.language import counted, later, say

KINDS = {
    "company": later("all {orders}"),
    "step": later("journey steps"),
    "customer_type": later("{customer} types"),
    "region": later("regions"),
}


def trend(weeks: pd.DataFrame) -> str:
    """The title of the weekly chart."""
    if weeks.empty:
        return say("{Orders} kept, by the week they were due")
    last = weeks.iloc[-1]
    if last["baseline"] == "too_short":
        return say(
            "{Orders} kept, by the week they were due: too few full weeks to say what is usual, which can be known from {baseline_from} on",
            baseline_from=w.day(last["baseline_from_date"]),
        )
    if last["baseline"] == "too_thin":
        return say("{Orders} kept, by the week they were due: too few are due, or break, to tell a change from chance")
    settled = weeks[weeks["is_worse"].notna()]
    if settled.empty:
        return say("{Orders} kept by due week: what is usual is still being learned")
    newest = settled.iloc[-1]
    if newest["is_worse"]:
        return say("{Orders} kept by due week: worse since {since_week}, by more than chance", since_week=w.day(newest["since_week"]))
    if newest["is_better"]:
        return say(
            "{Orders} kept by due week: better since {better_since_week}, by more than chance",
            better_since_week=w.day(newest["better_since_week"]),
        )
    return say("{Orders} kept by due week: no change beyond chance")


def last_week(weeks: pd.DataFrame) -> str | None:
    """The newest settled week against what a week of its size is while nothing changes."""
    settled = weeks[~weeks["is_provisional"] & weeks["usual_low"].notna()]
    if settled.empty:
        return None
    week = settled.iloc[-1]
    return counted(
        week["weeks_count"],
        "The last settled week, from {day}, was {kept}; {usual} is usual, and {by_chance} happens by chance.",
        "The last {count} settled weeks together, from {day}, were {kept}; {usual} is usual, and {by_chance} happens by chance.",
        day=w.day(week["member"]),
        kept=w.percent(week["kept_rate"]),
        usual=w.percent(week["usual_rate"]),
        by_chance=w.interval(week["usual_low"], week["usual_high"]),
    )


def finding(watched: pd.DataFrame, from_date=None) -> str:
    """What the board says, in one line; without a series, from when on there can be one."""
    if watched.empty and not w.is_missing(from_date):
        return say("No series is long enough yet to tell a change from chance: that takes until {day}", day=w.day(from_date))
    if watched.empty:
        return say("Too few are due, or break, in any series to tell a change from chance")
    worse, better = watched[watched["is_signal"]], watched[watched["is_better"]]
    if worse.empty and better.empty:
        return say("Nothing changed by more than chance")
    parts = [] if worse.empty else [say("{names} got worse", names=w.listed(worse["name"]))]
    parts += [] if better.empty else [say("{names} got better", names=w.listed(better["name"]))]
    rest = len(watched) - len(worse) - len(better)
    return (
        say("{parts} by more than chance", parts="; ".join(parts))
        if not rest
        else say("{parts} by more than chance; nothing else did", parts="; ".join(parts))
    )


def changed(row: pd.Series) -> str:
    return f"**{w.escaped(row['name'])}**: {w.escaped(row['reason'])}"


def board(watched: pd.DataFrame) -> str | None:
    """What is watched, and how much it is to be believed."""
    if watched.empty:
        return None
    kinds = w.listed(KINDS[dimension]() for dimension in KINDS if dimension in set(watched["dimension"]))
    quiet = not (watched["is_signal"] | watched["is_better"]).all()
    return (
        counted(
            len(watched),
            "{count} series is watched: {kinds}. What did not change differs from week to week by chance alone: that needs no explanation.",
            "{count} series are watched: {kinds}. What did not change differs from week to week by chance alone: that needs "
            "no explanation.",
            kinds=kinds,
        )
        if quiet
        else counted(len(watched), "{count} series is watched: {kinds}.", "{count} series are watched: {kinds}.", kinds=kinds)
    )


def name(row: pd.Series, names: dict[str, dict[str, str]]) -> str:
    """What a series is called in a sentence."""
    if row["dimension"] == "company":
        return say("All {orders}")
    label = names[row["dimension"]].get(row["member"], row["member"])
    return label if row["dimension"] == "step" else say("{Orders} ({label})", label=label)
