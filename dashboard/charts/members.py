"""One seller or partner up close, and how bold sellers are: whose days were lost, and dates that are sooner than agreed."""

import altair as alt
import pandas as pd

from dashboard.charts.marks import PERCENT, Picture, by, floor, lanes, layered, legible, names, paint
from dashboard.words import formats
from dashboard.words.language import counted, say

#: a reader can tell so many dots apart; who stands out is always among them
DOTS = 300
NAMED = 8
SHAPES = alt.Scale(domain=["late", "overdue_open", "on_time"], range=["triangle-up", "diamond", "circle"])


def blame(rows: pd.DataFrame) -> Picture:
    """A bar per cause, the days of which add up to all the days late. `is_own` is whoever the page is about."""
    rows = rows.assign(
        meaning=["late" if is_own else "quiet" for is_own in rows["is_own"]],
        words=[f"{row.days_words} ({formats.percent(row.share, 0)})" for row in rows.itertuples()],
    )
    y = alt.Y("label:N", sort=list(rows["label"]), axis=names(40, 230))
    tooltip = [alt.Tooltip("label:N", title=say("Cause")), alt.Tooltip("words:N", title=say("Days late"))]
    base = alt.Chart(rows).encode(y=y, tooltip=tooltip)
    # room for the words behind the longest bar
    x = alt.X("days:Q", title=None, axis=None, scale=alt.Scale(domain=[0, 1.75 * float(rows["days"].max())]))
    bars = base.mark_bar(height=15).encode(x=x, color=by("meaning"))
    text = paint(base.mark_text(align="left", dx=5, fontSize=12).encode(x=x, text=alt.Text("words:N")), "ink")
    description = say("Days late by cause: {causes}.", causes="; ".join(f"{row.label} {row.words}" for row in rows.itertuples()))
    return layered([bars, text], height=lanes(rows, 25) - 20, description=description)


def boldness(rows: pd.DataFrame, how: str, house: pd.Series) -> Picture:
    """Each seller by how often it promises sooner than could be known to hold (`bold_rate`), and how often it is kept. The lines are all
    of them together; triangle = promises too soon, diamond = let down, dot = as the others."""
    rows = rows.assign(out=rows["meaning"] != "on_time").sort_values(["out", "due_count"], ascending=False).head(DOTS)
    named = legible(rows[rows["out"]], "bold_rate", "kept_rate", NAMED).reindex(rows.index, fill_value=False)
    rows = rows.assign(
        label=rows["name"].map(formats.short).where(named, ""),
        kept_words=[
            say(
                "{kept_rate} of {due}, 90 % interval {interval}",
                kept_rate=formats.percent(row.kept_rate),
                due=formats.count(row.due_count),
                interval=formats.interval(row.low, row.high),
            )
            for row in rows.itertuples()
        ],
        bold_words=[formats.percent(rate) for rate in rows["bold_rate"]],
    )
    top = min(1.0, max(float(rows["bold_rate"].max()), float(house["bold_rate"])) * 1.15 + 0.02)
    low = floor(rows["kept_rate"], float(house["kept_rate"]))
    # most lie close to zero: the root of the share spreads them
    scale_x, scale_y = alt.Scale(type="pow", exponent=0.5, domain=[0, top], clamp=True), alt.Scale(domain=[low, 1], clamp=True)
    x = alt.X("bold_rate:Q", title=how, axis=alt.Axis(format=".0%", tickCount=5, grid=False), scale=scale_x)
    y = alt.Y("kept_rate:Q", title=None, axis=PERCENT, scale=scale_y)
    tooltip = [
        alt.Tooltip("name:N", title=say("{Seller}")),
        alt.Tooltip("kept_words:N", title=say("Kept")),
        alt.Tooltip("bold_words:N", title=how),
        alt.Tooltip("verdict:N", title=say("Verdict")),
    ]
    line = alt.Chart(pd.DataFrame([{"bold_rate": float(house["bold_rate"]), "kept_rate": float(house["kept_rate"])}]))
    rules = [
        paint(line.mark_rule(strokeDash=[5, 4], opacity=0.7).encode(x=x), "target"),
        paint(line.mark_rule(strokeDash=[5, 4], opacity=0.7).encode(y=y), "target"),
    ]
    corners = pd.DataFrame(
        [
            {"x": 0.0, "y": 1.0, "words": say("careful, kept"), "align": "left"},
            {"x": top, "y": 1.0, "words": say("bold, kept"), "align": "right"},
            {"x": 0.0, "y": low, "words": say("let down"), "align": "left"},
            {"x": top, "y": low, "words": say("promised too soon"), "align": "right"},
        ]
    )
    quadrants = [
        paint(
            alt.Chart(corners[(corners["align"] == align) & (corners["y"] == at)])
            .mark_text(
                align=align,
                baseline="bottom" if at < 1 else "top",
                dx=4 if align == "left" else -4,
                dy=-4 if at < 1 else 4,
                fontSize=12,
            )
            .encode(x=alt.X("x:Q", scale=scale_x, title=how), y=alt.Y("y:Q", scale=scale_y, title=None), text=alt.Text("words:N")),
            "quiet",
        )
        for align in ("left", "right")
        for at in (low, 1.0)
    ]
    dots = alt.Chart(rows).mark_point(filled=True, size=75, opacity=1).encode(x=x, y=y, tooltip=tooltip, color=by("meaning"))
    dots = dots.encode(shape=alt.Shape("meaning:N", scale=SHAPES, legend=None))
    # a name to the right of the middle stands to the left of its dot, so that none leaves the picture
    who = [
        paint(
            alt.Chart(rows[rows["bold_rate"].gt(0.5 * top) == is_right])
            .mark_text(align="right" if is_right else "left", dx=-9 if is_right else 9, fontSize=12, limit=190)
            .encode(x=x, y=y, text=alt.Text("label:N")),
            "ink",
        )
        for is_right in (False, True)
        if (rows["label"].ne("") & rows["bold_rate"].gt(0.5 * top).eq(is_right)).any()
    ]
    out = rows[rows["out"]]
    named = "; ".join(
        say("{name} {verdict}, kept {kept}", name=row.name, verdict=row.verdict, kept=row.kept_words)
        for row in out.head(NAMED).itertuples()
    ) or say("nobody stands out")
    description = counted(
        len(rows),
        "{count} {seller} by {how} and by the share kept: {named}.",
        "{count} {sellers} by {how} and by the share kept: {named}.",
        how=how.lower(),
        named=named,
    )
    return layered([*rules, *quadrants, dots, *who], height=330, description=description)
