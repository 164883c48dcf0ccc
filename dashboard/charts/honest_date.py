"""How long an order takes, with the date that is promised."""

import altair as alt
import pandas as pd

from dashboard.charts.marks import PERCENT, Picture, layered, paint
from dashboard.words import formats
from dashboard.words.language import counted, say


def lead_times(curve: pd.DataFrame, days: int | None, share: float) -> Picture:
    """The share that has come by each day; the rule is how many should, and the mark is the date that is promised."""
    rows = curve.assign(
        words=[formats.percent(share, 0) for share in curve["complete_probability"]],
        within=[counted(day, "{count} day", "{count} days") for day in curve["days"]],
    )
    x = alt.X("days:Q", title=say("Days after the promise"), axis=alt.Axis(tickCount=6, grid=False))
    scale = alt.Scale(domain=[0, 1])
    y = alt.Y("complete_probability:Q", title=None, axis=PERCENT, scale=scale)
    tooltip = [alt.Tooltip("within:N", title=say("Within")), alt.Tooltip("words:N", title=say("Have come"))]
    base = alt.Chart(rows).encode(x=x, y=y)
    line = paint(base.mark_line(strokeWidth=2, interpolate="step-after"), "on_time")
    # a mark per day to point at, that nobody sees
    points = base.mark_point(size=120, opacity=0).encode(tooltip=tooltip)
    wanted = alt.Chart(pd.DataFrame({"share": [share], "words": [say("{share} come in time", share=formats.percent(share, 0))]}))
    wanted = wanted.encode(y=alt.Y("share:Q", title=None, scale=scale))
    rule = paint(wanted.mark_rule(strokeDash=[5, 4], opacity=0.7), "target")
    # below the rule at its end: there the line runs above it
    label = wanted.mark_text(align="right", baseline="top", dy=4, dx=-2, fontSize=12).encode(
        x=alt.XValue("width"), text=alt.Text("words:N")
    )
    layers = [line, points, rule, paint(label, "quiet")]
    quote = say("no date")
    if days is not None:
        quote = counted(days, "{count} day", "{count} days")
        mark = alt.Chart(pd.DataFrame({"days": [days], "share": [share], "words": [quote]})).encode(x=x)
        layers += [
            paint(mark.mark_rule(opacity=0.7), "target"),
            paint(mark.mark_point(size=90, filled=True, opacity=1).encode(y=alt.Y("share:Q", scale=scale)), "target"),
            # at the foot, on the side that the line has left; left of it there may be no room
            paint(mark.mark_text(align="left", dx=6, dy=-8, fontSize=13).encode(y=alt.YValue("height"), text=alt.Text("words:N")), "ink"),
        ]
    description = say(
        "Share of such {orders} that has come, by days after the promise, up to {within}; promised: {quote}.",
        within=rows["within"].iloc[-1],
        quote=quote,
    )
    return layered(layers, height=260, description=description)
