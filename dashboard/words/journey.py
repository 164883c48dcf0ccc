"""The sentences of the journey map. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w

UNDER = (
    "Each step with what was kept of what was due in the period, and what a broken order adds. "
    "◆ moment of truth: here customers decide what they think of us. ▼ below its target."
)
NO_JOURNEY = "No journey is drawn: name the steps, their order and their owners in the steps feed"


def finding(steps: pd.DataFrame) -> str:
    """How much of the journey is in somebody's hands."""
    if steps.empty:
        return NO_JOURNEY
    covered, owned = int(steps["is_covered"].sum()), int(steps["is_owned"].sum())
    are = "is" if covered == 1 or len(steps) == 1 else "are"
    without = len(steps) - owned
    rest = f"; {w.count(without)} {'has' if without == 1 else 'have'} no owner" if without else ""
    return f"{w.count(covered)} of {w.plural(len(steps), 'step')} {are} measured and owned{rest}"


def kept(step: pd.Series) -> str:
    if not step["is_measured"]:
        return "Not measured: no promise is recorded here"
    if w.is_missing(step["kept_rate"]):
        return "Nothing was due in the period"
    rate = f"**{w.percent(step['kept_rate'], 0)}**"
    mark = f":orange[▼ {rate}]" if step["against_target"] == "below" else rate
    return f"{mark} kept of {w.count(step['due_count'])} due" + ("" if step["is_enough"] else ": too little data")


def expectation(step: pd.Series) -> str | None:
    """What the customer expects here, in the words of the company."""
    return None if w.is_missing(step["expectation"]) else f":gray[Expected: {w.escaped(step['expectation'])}]"


def owner(step: pd.Series) -> str:
    return "**No owner**" if w.is_missing(step["owner"]) else f"Owner: {w.escaped(step['owner'])}"


def unplanned(rows: pd.DataFrame) -> str:
    """What customers meet that no step foresees."""
    if rows.empty:
        return "Every contact from a customer belongs to a step of the journey"
    return f"{w.plural(rows['total_count'].iloc[0], 'contact')} came at moments for which the journey has no step"


def touchpoint(row: pd.Series) -> str:
    channel = w.CHANNELS.get(row["channel"], w.readable(row["channel"]))
    what = w.capital(w.readable(row["touchpoint"])) or "No reason given"
    sent_on = f", {w.count(row['redirected_count'])} sent on" if row["redirected_count"] else ""
    team = "" if w.is_missing(row["team"]) or row["team"] == row["channel"] else f" ({w.escaped(w.readable(row['team']))})"
    return f"**{w.escaped(what)}** by {w.escaped(channel)}{team}: {w.plural(row['touches_count'], 'time')}{sent_on}"
