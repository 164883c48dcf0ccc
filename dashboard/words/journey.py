"""The sentences of the journey map. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.language import counted, later, say

UNDER = later(
    "Each step that is measured, with what was kept of what was due in the period, and what a broken {order} adds. "
    "◆ moment of truth: here {customers} decide what they think of us. ▼ below its target."
)
NO_JOURNEY = later("No journey is drawn: name the steps, their order and their owners in the steps feed")


def finding(steps: pd.DataFrame) -> str:
    """How much of the journey is in somebody's hands."""
    if steps.empty:
        return NO_JOURNEY()
    covered, owned = int(steps["is_covered"].sum()), int(steps["is_owned"].sum())
    without = len(steps) - owned
    # 0 of 1 is, 1 of 3 is, 2 of 3 are
    covered_words = counted(
        1 if covered == 1 or len(steps) == 1 else 2,
        "{covered} of {steps} is measured and owned",
        "{covered} of {steps} are measured and owned",
        covered=w.count(covered),
        steps=w.number_of("step", len(steps)),
    )
    if not without:
        return covered_words
    return counted(without, "{covered}; {count} has no owner", "{covered}; {count} have no owner", covered=covered_words)


def kept(step: pd.Series) -> str:
    if w.is_missing(step["kept_rate"]):
        return say("Nothing was due in the period")
    rate = f"**{w.percent(step['kept_rate'], 0)}**"
    rate = f":orange[▼ {rate}]" if step["against_target"] == "below" else rate
    if not step["is_enough"]:
        return say("{rate} kept of {due} due: too little data", rate=rate, due=w.count(step["due_count"]))
    return say("{rate} kept of {due} due", rate=rate, due=w.count(step["due_count"]))


def not_measured(steps: pd.DataFrame) -> str:
    """The steps at which no promise is recorded, in their order: each with its owner."""
    names = [
        say("{step} (**no owner**)", step=title(step, is_bold=False))
        if w.is_missing(step["owner"])
        else f"{title(step, is_bold=False)} ({w.escaped(step['owner'])})"
        for _, step in steps.iterrows()
    ]
    return say("Not measured, for no promise is recorded there: {names}.", names=w.listed(names))


def title(step: pd.Series, is_bold: bool = True) -> str:
    """Its place in the journey, whether it is a moment of truth, and its name."""
    number = "" if w.is_missing(step["position"]) else f"{int(step['position'])} "
    mark = "◆ " if not w.is_missing(step["is_moment_of_truth"]) and step["is_moment_of_truth"] else ""
    name = f"{mark}{w.escaped(step['name'])}"
    return f"{number}**{name}**" if is_bold else f"{number}{name}"


def expectation(step: pd.Series) -> str | None:
    """What the customer expects here, in the words of the company."""
    return None if w.is_missing(step["expectation"]) else say(":gray[Expected: {expectation}]", expectation=w.escaped(step["expectation"]))


def owner(step: pd.Series) -> str:
    return say("**No owner**") if w.is_missing(step["owner"]) else say("Owner: {owner}", owner=w.escaped(step["owner"]))


def unplanned(rows: pd.DataFrame) -> str:
    """What customers meet that no step foresees."""
    if rows.empty:
        return say("Every contact from {a_customer} belongs to a step of the journey")
    return counted(
        rows["total_count"].iloc[0],
        "{Customers} came to us {count} time although no step of the journey plans it",
        "{Customers} came to us {count} times although no step of the journey plans it",
    )


UNPLANNED = later("The most frequent, over the whole record. A complaint counts, too: a step may answer it, and none plans it.")


def touchpoint(row: pd.Series) -> str:
    channel = w.channel(row["channel"])
    what = w.capital(w.readable(row["touchpoint"])) or say("No reason given")
    team = "" if w.is_missing(row["team"]) or row["team"] == row["channel"] else f" ({w.escaped(w.readable(row['team']))})"
    return (
        counted(
            row["touches_count"],
            "**{what}** by {channel}{team}: {count} time, {redirected} sent on",
            "**{what}** by {channel}{team}: {count} times, {redirected} sent on",
            what=w.escaped(what),
            channel=w.escaped(channel),
            team=team,
            redirected=w.count(row["redirected_count"]),
        )
        if row["redirected_count"]
        else counted(
            row["touches_count"],
            "**{what}** by {channel}{team}: {count} time",
            "**{what}** by {channel}{team}: {count} times",
            what=w.escaped(what),
            channel=w.escaped(channel),
            team=team,
        )
    )
