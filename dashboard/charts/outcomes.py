"""The outcomes of the promises."""

import altair as alt
import pandas as pd

from dashboard.charts.marks import Picture, by
from dashboard.words import formats
from dashboard.words.language import say

OUTCOME_ORDER = ["early", "on_time", "late", "overdue_open", "cancelled_broken"]


def outcomes(now: pd.Series) -> Picture:
    """The outcome of every promise due, in one bar that adds up to all of them."""
    counts = {name: int(now[f"{name}_count"]) for name in OUTCOME_ORDER}
    counts["on_time"] += int(now["kept_attempted_count"])
    due = int(now["due_count"])
    bars = pd.DataFrame(
        [
            {
                "outcome": name,
                "place": place,
                "count": counts[name],
                "share": now[f"{name}_share"],
                "words": say(
                    "{number} of {due} ({share})",
                    number=formats.count(counts[name]),
                    due=formats.count(due),
                    share=formats.percent(now[f"{name}_share"]),
                ),
                "label": formats.capital(formats.OUTCOMES[name]()),
            }
            for place, name in enumerate(OUTCOME_ORDER)
        ]
    )
    description = say(
        "Outcomes of the promises due: {outcomes}.",
        outcomes=", ".join(f"{row.label.lower()} {formats.percent(row.share)}" for row in bars.itertuples()),
    )
    bar = (
        alt.Chart(bars)
        .mark_bar(height=34)
        .encode(
            x=alt.X(
                "share:Q", stack="zero", title=None, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format=".0%", tickCount=5, grid=False)
            ),
            color=by("outcome"),
            order=alt.Order("place:O"),
            tooltip=[alt.Tooltip("label:N", title=say("Outcome")), alt.Tooltip("words:N", title=say("Promises"))],
        )
    )
    return bar.properties(height=70, description=description)
