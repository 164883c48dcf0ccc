"""Members beside their peers: a funnel of how far chance alone reaches."""

import altair as alt
import pandas as pd

from dashboard.charts.marks import PERCENT, Picture, by, paint
from dashboard.words import formats

MEANING = {"act": "overdue_open", "watch": "late", "none": "on_time"}


def funnel(peers: pd.DataFrame, member: str) -> Picture:
    """What each would break of the same promises, by how much was due; outside the pale band lies hardly anybody by chance."""
    rows = peers[peers["adjusted_rate"].notna()].sort_values("due_count")
    rows = rows.assign(
        meaning=rows["standing"].map(MEANING),
        label=rows["name"].where(rows["member"] == member, ""),
        words=[
            f"{formats.percent(row.adjusted_rate, 0)}: {formats.count(row.broken_count)} broken of {formats.count(row.due_count)}"
            for row in rows.itertuples()
        ],
    )
    top = min(1.0, max(rows["adjusted_rate"].max(), rows["funnel_high_95"].max()) * 1.1)
    x = alt.X("due_count:Q", title="Promises due", axis=alt.Axis(format=",.0f", tickCount=4, grid=False))
    scale = alt.Scale(domain=[0, top], clamp=True)
    y = alt.Y("adjusted_rate:Q", title=None, axis=PERCENT, scale=scale)
    tooltip = [alt.Tooltip("name:N", title="Who"), alt.Tooltip("words:N", title="Broken, at the mix of all")]
    bands = [
        paint(
            alt.Chart(rows)
            .mark_area(opacity=0.45)
            .encode(x=x, y=alt.Y(f"funnel_low_{of}:Q", title=None, scale=scale), y2=f"funnel_high_{of}:Q"),
            "usual",
        )
        for of in ("998", "95")
    ]
    dots = alt.Chart(rows).mark_point(filled=True, size=70, opacity=1).encode(x=x, y=y, tooltip=tooltip, color=by("meaning"))
    names = paint(alt.Chart(rows).mark_text(dy=-12, fontSize=12).encode(x=x, y=y, text="label:N"), "ink")
    mine = rows[rows["member"] == member].iloc[0]
    description = f"Broken share at the mix of all, by promises due, of {len(rows)} members; {mine['name']}: {mine['words']}."
    return alt.layer(*bands, dots, names).properties(height=240, description=description)
