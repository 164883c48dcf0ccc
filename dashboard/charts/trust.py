"""What looser definitions would show of the same promises."""

import altair as alt
import pandas as pd

from dashboard.charts.marks import Picture, by, layered, paint
from dashboard.words import formats
from dashboard.words.language import say

#: one name on a phone, too
NAMES = alt.Axis(title=None, labelLimit=190, ticks=False, domain=False)


def ladder(rows: pd.DataFrame) -> Picture:
    """A step per definition: its rate as a bar from zero, ours strong, with the figures beside it. `rows`: name, is_ours, kept_rate,
    kept_count, due_count; a definition that cannot be measured has its words and no bar."""
    steps = rows.assign(
        meaning=["on_time" if flag else "pending" for flag in rows["is_ours"]],
        rate=rows["kept_rate"].fillna(0.0),
        label=[formats.percent(rate) for rate in rows["kept_rate"]],
        counts=[
            formats.NOT_MEASURED()
            if formats.is_missing(row.kept_count)
            else say("{kept} of {due}", kept=formats.count(row.kept_count), due=formats.count(row.due_count))
            for row in rows.itertuples()
        ],
    )
    scale = alt.Scale(domain=[0, 1.18])
    y = alt.Y("name:N", sort=None, axis=NAMES)
    tooltip = [alt.Tooltip("name:N", title=say("Definition")), alt.Tooltip("counts:N", title=say("Kept"))]
    x = alt.X("rate:Q", title=None, axis=None, scale=scale)
    bars = alt.Chart(steps).mark_bar(height=14).encode(x=x, y=y, color=by("meaning"), tooltip=tooltip)
    text = alt.Chart(steps).mark_text(align="left", dx=5, fontSize=12).encode(x=x, y=y, text=alt.Text("label:N"))
    description = say("Share kept by each definition: {rates}.", rates="; ".join(f"{row.name} {row.label}" for row in steps.itertuples()))
    return layered([bars, paint(text, "quiet")], height=28 * len(steps) + 10, description=description)
