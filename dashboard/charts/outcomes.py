"""The outcomes of the promises, and how old what is still open is."""

import altair as alt
import pandas as pd

from dashboard.charts.marks import LABELS, Picture, by, lanes, paint
from dashboard.words import formats

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
                "words": f"{formats.count(counts[name])} of {formats.count(due)} ({formats.percent(now[f'{name}_share'])})",
                "label": formats.capital(formats.OUTCOMES[name]),
            }
            for place, name in enumerate(OUTCOME_ORDER)
        ]
    )
    description = (
        "Outcomes of the promises due: " + ", ".join(f"{row.label.lower()} {formats.percent(row.share)}" for row in bars.itertuples()) + "."
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
            tooltip=[alt.Tooltip("label:N", title="Outcome"), alt.Tooltip("words:N", title="Promises")],
        )
    )
    return bar.properties(height=70, description=description)


def overdue_ages(ages: pd.DataFrame) -> Picture:
    rows = ages.assign(
        words=lambda rows: [formats.plural(number, "promise") for number in rows["promises_count"]],
        band=lambda rows: [formats.band(name) for name in rows["band"]],
    )
    base = alt.Chart(rows).encode(
        y=alt.Y("band:N", sort=list(rows["band"]), axis=LABELS),
        x=alt.X("promises_count:Q", title=None, axis=None),
        tooltip=[
            alt.Tooltip("band:N", title="Overdue for"),
            alt.Tooltip("words:N", title="Open"),
            alt.Tooltip("oldest_days:Q", title="Oldest, days"),
        ],
    )
    description = "Open overdue promises by age: " + "; ".join(f"{row.band} {row.words}" for row in rows.itertuples()) + "."
    bars = paint(base.mark_bar(height=16), "overdue_open")
    text = paint(base.mark_text(align="left", dx=5, fontSize=12).encode(text=alt.Text("promises_count:Q")), "quiet")
    return alt.layer(bars, text).properties(height=lanes(rows, 28), description=description)
