"""The lines above every page: what is looked at, how true it is, and what stopped the newest refresh. No Streamlit, no SQL."""

import re
from datetime import datetime

import pandas as pd

from dashboard.words import formats as w


def period(view) -> str:
    first, end = view.days
    last = end - pd.Timedelta(days=1)
    if first is None:
        return f"due up to {w.day(last)}"
    return f"due {w.day(first, w.as_day(last).year)} – {w.day(last)}"


def as_of(build: pd.Series) -> str:
    """The day that the page judges from."""
    return f"As of {w.weekday(build['as_of'])}"


def source(build: pd.Series, freshness: pd.DataFrame) -> str:
    """Whose promises these are, and how old each feed is."""
    present = freshness[freshness["is_present"] & freshness["last_at"].notna()]
    newest = [f"- newest {row.feed}: {w.day(row.last_at)}" for row in present.itertuples()]
    return "\n".join([f"Source: {w.escaped(build['mapping_name'])}\n", *newest])


def stale(freshness: pd.DataFrame) -> str | None:
    rows = freshness[freshness["is_stale"]]
    if rows.empty:
        return None
    ages = w.listed(f"{row.feed} ({w.plural(row.days_behind, 'day')} behind)" for row in rows.itertuples())
    return f"**Stale**: {ages}. What happened since is not on these pages."


def chosen(view, names: dict[str, dict[str, str]], has_period: bool = True) -> str:
    """What the reader has narrowed the page to."""
    parts = [period(view)] if has_period else []
    parts += [
        f"{w.readable(member)}: {w.listed(w.escaped(names[member].get(value, value)) for value in values)}"
        for member, values in view.chosen.items()
    ]
    return w.capital("; ".join(parts))


def not_there(asked: str) -> str:
    return f"The address asks for “{w.escaped(asked)}”, which is not in this data; it is left out."


STAGES = {"sample": "making the sample world", "land": "reading the sources", "check": "checking the rows", "model": "modelling the marts"}
STAGES |= {"docs-site": "writing the definitions", "publish": "publishing"}


def refused(state: dict, shown: str | None) -> str | None:
    """What to say over every page when the newest refresh did not come through. `shown` names the build on screen."""
    if state.get("status") not in ("refused", "failed"):
        return None
    when = state.get("finished_at") or state.get("started_at")
    stage = STAGES.get(state.get("stage") or "", state.get("stage"))
    stopped = f"**The newest refresh{f', of {moment(when)},' if when else ''} did not pass{f' {stage}' if stage else ''}.**"
    reasons = " ".join(_sentence(w.escaped(each)) for each in state.get("sentences") or ["It left no reason; its log may have one."])
    still = f"What you see is the last one that passed, of {moment(shown)}." if shown else "No earlier one has passed."
    return f"{stopped} {reasons} {still}"


def _sentence(text: str) -> str:
    return w.capital(text) if text.endswith((".", "!", "?")) else f"{w.capital(text)}."


def moment(written: str) -> str:
    """An ISO time, or the stamp that names a build; anything else as it stands."""
    stamp = re.fullmatch(r"(\d{8}T\d{6})\d*Z?", written)
    try:
        at = datetime.fromisoformat(stamp[1] if stamp else written)
    except ValueError:
        return written
    return f"{at.day} {at:%B %Y %H:%M} UTC"
