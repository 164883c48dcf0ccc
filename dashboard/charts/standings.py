"""Members beside their peers: a funnel of how far chance alone reaches."""

import altair as alt
import pandas as pd

from dashboard.charts.marks import Picture, by, layered, legible, paint
from dashboard.words import formats
from dashboard.words.language import say

MEANING = {"act": "overdue_open", "watch": "late", "none": "on_time"}
SHAPES = alt.Scale(domain=["overdue_open", "late", "on_time"], range=["diamond", "triangle-up", "circle"])
#: a reader can tell so many dots apart; who stands out is always among them
DOTS = 300
NAMED = 8


def funnel(peers: pd.DataFrame, member: str | None = None) -> Picture:
    """How many times as many each broke as its peers would have of the same promises, by how much was due; outside the pale band lies
    hardly anybody by chance. Named are those who stand out, and the one that a page is about."""
    judged = peers[peers["peer_ratio"].notna()]
    first = judged.assign(is_out=(judged["standing"] != "none") | (judged["member"] == member))
    rows = first.sort_values(["is_out", "due_count"], ascending=False).head(DOTS)
    outside = rows[rows["is_out"]].assign(is_asked=rows["member"] == member)
    outside = outside.sort_values(["is_asked", "excess_broken_count"], ascending=False)
    named = legible(outside, "due_count", "peer_ratio", NAMED).reindex(rows.index, fill_value=False)
    rows = rows.assign(
        meaning=rows["standing"].map(MEANING),
        label=rows["name"].map(formats.short).where(named, ""),
        words=[
            say(
                "{times}: {broken} broken of {due}",
                times=formats.times(row.peer_ratio),
                broken=formats.count(row.broken_count),
                due=formats.count(row.due_count),
            )
            for row in rows.itertuples()
        ],
    ).sort_values("due_count")
    top = max(rows["peer_ratio"].max(), rows["funnel_high_95"].max()) * 1.1
    axis = alt.Axis(format=",.0f", tickCount=4, grid=False)
    x = alt.X("due_count:Q", title=say("Promises due in the weeks that it is judged by"), axis=axis)
    scale = alt.Scale(domain=[0, top], clamp=True)
    y = alt.Y("peer_ratio:Q", title=None, axis=alt.Axis(tickCount=5, labelExpr="datum.label + ' ×'"), scale=scale)
    tooltip = [alt.Tooltip("name:N", title=say("Who")), alt.Tooltip("words:N", title=say("Of what its peers would have"))]
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
    dots = dots.encode(shape=alt.Shape("meaning:N", scale=SHAPES, legend=None))
    # a name to the right of the middle stands to the left of its dot, so that none leaves the picture
    middle = 0.5 * float(rows["due_count"].max())
    names = [
        paint(
            alt.Chart(rows[rows["due_count"].gt(middle) == is_right])
            .mark_text(align="right" if is_right else "left", dx=-9 if is_right else 9, fontSize=12, limit=230)
            .encode(x=x, y=y, text=alt.Text("label:N")),
            "ink",
        )
        for is_right in (False, True)
        if (rows["label"].ne("") & rows["due_count"].gt(middle).eq(is_right)).any()
    ]
    words = "; ".join(f"{row.name}: {row.words}" for row in rows[rows["is_out"]].itertuples()) or say("nobody stands out")
    description = say(
        "Broken, in times of what peers would have of the same promises, by promises due, of {members} members; {words}.",
        members=len(rows),
        words=words,
    )
    usual = paint(alt.Chart(pd.DataFrame([{"peer_ratio": 1.0}])).mark_rule(strokeDash=[5, 4], opacity=0.7).encode(y=y), "target")
    return layered([*bands, usual, dots, *names], height=260, description=description)
