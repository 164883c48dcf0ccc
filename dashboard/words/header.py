"""The lines above every page: what is looked at, how true it is, and what stopped the newest refresh. No Streamlit, no SQL."""

import re
from datetime import datetime

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.language import counted, later, say

PERIODS = {
    "4w": later("Last 4 weeks"),
    "13w": later("Last 13 weeks"),
    "26w": later("Last 26 weeks"),
    "52w": later("Last 52 weeks"),
    "all": later("All that was due"),
}


def period(view) -> str:
    first, end = view.days
    last = end - pd.Timedelta(days=1)
    if first is None:
        return say("due up to {last}", last=w.day(last))
    return say("due {first} – {last}", first=w.day(first, w.as_day(last).year), last=w.day(last))


def as_of(build: pd.Series) -> str:
    """The day that the page judges from."""
    return say("As of {as_of}", as_of=w.weekday(build["as_of"]))


def source(build: pd.Series, freshness: pd.DataFrame) -> str:
    """Whose promises these are, and how old each feed is."""
    present = freshness[freshness["is_present"] & freshness["last_at"].notna()]
    newest = [say("- newest {feed}: {last}", feed=row.feed, last=w.day(row.last_at)) for row in present.itertuples()]
    return "\n".join([say("Source: {mapping_name}", mapping_name=w.escaped(build["mapping_name"])), "", *newest])


def stale(freshness: pd.DataFrame) -> str | None:
    rows = freshness[freshness["is_stale"]]
    if rows.empty:
        return None
    ages = w.listed(
        counted(row.days_behind, "{feed} ({count} day behind)", "{feed} ({count} days behind)", feed=row.feed) for row in rows.itertuples()
    )
    return say("**Stale**: {ages}. What happened since is not on these pages.", ages=ages)


def chosen(view, names: dict[str, dict[str, str]], has_period: bool = True) -> str:
    """What the reader has narrowed the page to."""
    parts = [period(view)] if has_period else []
    for member, values in view.chosen.items():
        chosen_names = w.listed(w.escaped(names[member].get(value, value)) for value in values)
        parts.append(f"{say('step') if member == 'step' else w.KINDS[member]()}: {chosen_names}")
    return w.capital("; ".join(parts))


def not_there(asked: str) -> str:
    return say("The address asks for “{asked}”, which is not in this data; it is left out.", asked=w.escaped(asked))


STAGES = {
    "sample": later("making the sample world"),
    "land": later("reading the sources"),
    "check": later("checking the rows"),
    "model": later("modelling the marts"),
}
STAGES |= {"docs-site": later("writing the definitions"), "publish": later("publishing")}


def refused(state: dict, shown: str | None) -> str | None:
    """What to say over every page when the newest refresh did not come through. `shown` names the build on screen."""
    if state.get("status") not in ("refused", "failed"):
        return None
    when = state.get("finished_at") or state.get("started_at")
    stage = STAGES[state["stage"]]() if state.get("stage") in STAGES else state.get("stage")
    reasons = " ".join(_sentence(w.escaped(each)) for each in state.get("sentences") or [say("It left no reason; its log may have one.")])
    still = (
        say("What you see is the last one that passed, of {moment}.", moment=moment(shown)) if shown else say("No earlier one has passed.")
    )
    at = moment(when) if when else ""
    if at and stage:
        stopped = say("The newest refresh, of {moment}, did not pass {stage}.", moment=at, stage=stage)
    elif at:
        stopped = say("The newest refresh, of {moment}, did not pass.", moment=at)
    else:
        stopped = say("The newest refresh did not pass {stage}.", stage=stage) if stage else say("The newest refresh did not pass.")
    return f"**{stopped}** {reasons} {still}"


def _sentence(text: str) -> str:
    return w.capital(text) if text.endswith((".", "!", "?")) else f"{w.capital(text)}."


def moment(written: str) -> str:
    """An ISO time, or the stamp that names a build; anything else as it stands."""
    stamp = re.fullmatch(r"(\d{8}T\d{6})\d*Z?", written)
    try:
        at = datetime.fromisoformat(stamp[1] if stamp else written)
    except ValueError:
        return written
    return say("{day} {at:%B %Y %H:%M} UTC", day=at.day, at=at)
