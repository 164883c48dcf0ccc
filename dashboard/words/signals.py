"""Sentences about what changed by more than chance. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w

KINDS = {"company": "all orders", "step": "journey steps", "customer_type": "customer types", "region": "regions"}


def trend(weeks: pd.DataFrame) -> str:
    """The title of the weekly chart."""
    if weeks.empty:
        return "Orders kept, by the week they were due"
    last = weeks.iloc[-1]
    if last["baseline"] == "too_short":
        known = f", which can be known from {w.day(last['baseline_from_date'])} on"
        return f"Orders kept, by the week they were due: too few full weeks to say what is usual{known}"
    if last["baseline"] == "too_thin":
        return "Orders kept, by the week they were due: too few are due, or break, to tell a change from chance"
    settled = weeks[weeks["is_worse"].notna()]
    if settled.empty:
        return "Orders kept by due week: what is usual is still being learned"
    newest = settled.iloc[-1]
    if newest["is_worse"]:
        return f"Orders kept by due week: worse since {w.day(newest['since_week'])}, by more than chance"
    if newest["is_better"]:
        return f"Orders kept by due week: better since {w.day(newest['better_since_week'])}, by more than chance"
    return "Orders kept by due week: no change beyond chance"


def last_week(weeks: pd.DataFrame) -> str | None:
    """The newest settled week against what a week of its size is while nothing changes."""
    settled = weeks[~weeks["is_provisional"] & weeks["usual_low"].notna()]
    if settled.empty:
        return None
    week = settled.iloc[-1]
    if week["weeks_count"] == 1:
        which, was = f"The last settled week, from {w.day(week['member'])},", "was"
    else:
        which, was = f"The last {w.count(week['weeks_count'])} settled weeks together, from {w.day(week['member'])},", "were"
    return (
        f"{which} {was} {w.percent(week['kept_rate'])}; {w.percent(week['usual_rate'])} is usual, "
        f"and {w.interval(week['usual_low'], week['usual_high'])} happens by chance."
    )


def finding(watched: pd.DataFrame, from_date=None) -> str:
    """What the board says, in one line; without a series, from when on there can be one."""
    if watched.empty and not w.is_missing(from_date):
        return f"No series is long enough yet to tell a change from chance: that takes until {w.day(from_date)}"
    if watched.empty:
        return "Too few are due, or break, in any series to tell a change from chance"
    worse, better = watched[watched["is_signal"]], watched[watched["is_better"]]
    if worse.empty and better.empty:
        return "Nothing changed by more than chance"
    parts = [f"{w.listed(rows['name'])} got {how}" for rows, how in ((worse, "worse"), (better, "better")) if not rows.empty]
    rest = len(watched) - len(worse) - len(better)
    return "; ".join(parts) + (" by more than chance" if not rest else " by more than chance; nothing else did")


def changed(row: pd.Series) -> str:
    return f"**{w.escaped(row['name'])}**: {w.escaped(row['reason'])}"


def board(watched: pd.DataFrame) -> str | None:
    """What is watched, and how much it is to be believed."""
    if watched.empty:
        return None
    kinds = w.listed(KINDS[dimension] for dimension in KINDS if dimension in set(watched["dimension"]))
    quiet = not (watched["is_signal"] | watched["is_better"]).all()
    return f"{w.plural(len(watched), 'series is', 'series are')} watched: {kinds}." + (
        " What did not change differs from week to week by chance alone: that needs no explanation." if quiet else ""
    )


def name(row: pd.Series, names: dict[str, dict[str, str]]) -> str:
    """What a series is called in a sentence."""
    if row["dimension"] == "company":
        return "All orders"
    label = names[row["dimension"]].get(row["member"], row["member"])
    return label if row["dimension"] == "step" else f"Orders ({label})"
