"""Who lost the days of one order: step by step, to the day it was complete."""

import altair as alt
import pandas as pd

from dashboard.charts.marks import LABELS, Picture, by, lanes, layered, paint
from dashboard.words.language import say


def lost_days(parts: list[tuple[str, float]], written: list[str], total: str) -> Picture:
    """A step per cause, each beginning where the one before it ended; the last bar is all of them. `written`: the days of each in words."""
    rows, start = [], 0.0
    for (who, days), label in zip(parts, written, strict=True):
        rows.append({"who": who, "from": start, "to": start + days, "label": label, "meaning": "late"})
        start += days
    if len(parts) > 1:
        rows.append({"who": say("In all"), "from": 0.0, "to": start, "label": total, "meaning": "quiet"})
    steps = pd.DataFrame(rows)
    y = alt.Y("who:N", sort=None, axis=LABELS)
    # room behind the longest bar for its words
    scale = alt.Scale(domain=[0, start * 1.28], nice=False)
    x = alt.X("from:Q", title=None, axis=None, scale=scale)
    bars = alt.Chart(steps).mark_bar(height=16).encode(y=y, x=x, x2=alt.X2("to:Q"), color=by("meaning"))
    text = (
        alt.Chart(steps)
        .mark_text(align="left", dx=5, fontSize=12)
        .encode(y=y, x=alt.X("to:Q", title=None, scale=scale), text=alt.Text("label:N"))
    )
    description = say("Days lost by cause: {causes}.", causes=", ".join(f"{row.who} {row.label}" for row in steps.itertuples()))
    return layered([bars, paint(text, "quiet")], height=lanes(steps, 28) - 30, description=description)
