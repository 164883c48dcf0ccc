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
#: how to read the weekly chart
KEY = later("Shaded: where a week lies by chance; one week below it is no change yet. Hollow: not final.")
STANDINGS = {
    "act": later("{name} is worse than its peers by more than chance"),
    "watch": later("{name} is to be watched"),
}
WORSE_SINCE, STILL_WORSE = later("{still} still worse, since {days}"), later("{still} still worse")
BETTER_SINCE, STILL_BETTER = later("{still} still better, since {days}"), later("{still} still better")
#: more than this are counted
NAMED = 3


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


def finding(watched: pd.DataFrame, standings: pd.DataFrame, from_date=None) -> str:
    """What is new since last week, and what is still not as usual, in one line; `standings`: who stands out among its peers since then.
    Without a series, from when on there can be one."""
    fresh = watched[watched["is_new"].fillna(False).astype(bool)] if not watched.empty else watched
    news = [
        say("{name} got worse", name=row["name"]) if row["is_signal"] else say("{name} got better", name=row["name"])
        for _, row in fresh.iterrows()
    ]
    news += [STANDINGS[row["standing"]](name=row["name"]) for _, row in standings.iterrows()]
    if watched.empty and not news:
        if not w.is_missing(from_date):
            return say("No series is long enough yet to tell a change from chance: that takes until {day}", day=w.day(from_date))
        return say("Too few are due, or break, in any series to tell a change from chance")
    older = _still(watched, fresh)
    if not news and not older:
        return say("Nothing changed by more than chance")
    more = len(news) - NAMED
    named = news if more <= 0 else [*news[:NAMED], say("{more} more", more=w.count(more))]
    first = say("New since last week: {named}", named=w.listed(named)) if news else say("Nothing new since last week")
    return "; ".join([first, *older])


def _still(watched: pd.DataFrame, fresh: pd.DataFrame) -> list[str]:
    """How many are so for longer, since when, and which where they are few."""
    if watched.empty:
        return []
    parts = []
    for flag, since, alone in (("is_signal", WORSE_SINCE, STILL_WORSE), ("is_better", BETTER_SINCE, STILL_BETTER)):
        rows = watched[watched[flag] & ~watched.index.isin(fresh.index)]
        days = sorted({w.as_day(day) for day in rows["since_week"].dropna()})
        if len(rows):
            still = since(still=w.count(len(rows)), days=_dates(days)) if days else alone(still=w.count(len(rows)))
            few = len(rows) <= NAMED
            parts.append(say("{still}: {names}", still=still, names=w.listed(rows["name"])) if few else still)
    return parts


def _dates(days: list) -> str:
    """Few days by name, with the year once where all are of it; of many the first."""
    if len(days) > NAMED:
        return say("{day} and later", day=w.day(days[0]))
    year = days[-1].year if days[0].year == days[-1].year else None
    return w.listed([*(w.day(day, year) for day in days[:-1]), w.day(days[-1])])


def changed(row: pd.Series) -> str:
    return f"**{w.escaped(row['name'])}**: {w.escaped(row['reason'])}"


def board(watched: pd.DataFrame) -> str | None:
    """What is watched, and who is not."""
    if watched.empty:
        return None
    kinds = w.listed(KINDS[dimension]() for dimension in KINDS if dimension in set(watched["dimension"]))
    return say(
        "Watched: {number} series ({kinds}), {quiet} of them as usual. {Partners} and {sellers} are held against their peers, on their own "
        "pages.",
        number=w.count(len(watched)),
        kinds=kinds,
        quiet=w.count((~(watched["is_signal"] | watched["is_better"])).sum()),
    )


def name(row: pd.Series, names: dict[str, dict[str, str]]) -> str:
    """What a series is called in a sentence."""
    if row["dimension"] == "company":
        return say("All {orders}")
    label = names[row["dimension"]].get(row["member"], row["member"])
    return label if row["dimension"] == "step" else say("{Orders} ({label})", label=label)
