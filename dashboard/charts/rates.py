"""Kept rates: over time, beside each other, with their intervals."""

import altair as alt
import pandas as pd

from dashboard.charts.marks import COLOURS, LABELS, PERCENT, Picture, by, days_or_months, floor, lanes, layered, paint
from dashboard.words import formats
from dashboard.words.language import say


def kept_by_period(
    rates: pd.DataFrame, target: float | None, what: str, usual: pd.DataFrame | None = None, period: str = "week", height: int = 260
) -> Picture:
    """The kept rate by due week or month; hollow where it may still change. `usual`: the limits of the weeks while nothing changes."""
    rates = rates[rates["due_count"] > 0].assign(
        start=lambda rows: pd.to_datetime(rows["member"]),
        kept_words=lambda rows: [
            say(
                "{kept_rate}: {kept} of {due}",
                kept_rate=formats.percent(row.kept_rate),
                kept=formats.count(row.kept_count),
                due=formats.count(row.due_count),
            )
            for row in rows.itertuples()
        ],
        state=lambda rows: [
            say("provisional: deliveries may still be recorded") if flag else say("settled") for flag in rows["is_provisional"]
        ],
        enough=lambda rows: ["" if flag else say("too little data to judge by") for flag in rows["is_enough"]],
    )
    # a thin week is a dot beside the line: joined to it, three orders would draw a cliff
    joined = rates[rates["is_enough"]]
    settled, provisional = joined[~joined["is_provisional"]], joined[joined["is_provisional"]]
    x = alt.X("start:T", title=None, axis=days_or_months(rates["start"]))
    # every layer says its scale: one that does not would stretch the shared one down to zero
    scale = alt.Scale(domain=[floor(rates["kept_rate"], target), 1], clamp=True)
    y = alt.Y("kept_rate:Q", title=None, axis=PERCENT, scale=scale)
    tooltip = [
        alt.Tooltip("start:T", title=say("Due in the week from") if period == "week" else say("Due in the month from"), format="%-d %B %Y"),
        alt.Tooltip("kept_words:N", title=say("Kept")),
        alt.Tooltip("state:N", title=say("State")),
        alt.Tooltip("enough:N", title=say("Note")),
    ]
    layers = []
    if usual is not None:
        limits = rates.merge(usual[["member", "usual_low", "usual_high"]], on="member").dropna(subset=["usual_low"])
        band = alt.Chart(limits).mark_area(opacity=0.75, interpolate="step")
        layers.append(paint(band.encode(x=x, y=alt.Y("usual_low:Q", title=None, scale=scale), y2=alt.Y2("usual_high:Q")), "usual"))
    if target is not None:
        line = alt.Chart(pd.DataFrame({"target": [target], "words": [say("target {target}", target=formats.percent(target, 0))]})).encode(
            y=alt.Y("target:Q", title=None, scale=scale)
        )
        layers.append(paint(line.mark_rule(strokeDash=[5, 4], opacity=0.7), "target"))
        label = line.mark_text(align="right", baseline="bottom", dy=-3, dx=-2, fontSize=12).encode(
            x=alt.XValue("width"), text=alt.Text("words:N")
        )
        layers.append(paint(label, "quiet"))
    layers.append(paint(alt.Chart(settled).mark_line(strokeWidth=2).encode(x=x, y=y), "on_time"))
    if not provisional.empty and not settled.empty:
        tail = pd.concat([settled.tail(1), provisional])
        layers.append(paint(alt.Chart(tail).mark_line(strokeWidth=1.5, strokeDash=[3, 3]).encode(x=x, y=y), "on_time"))
    points = alt.Chart(rates).mark_point(opacity=1, strokeWidth=1.8, size=46).encode(x=x, y=y, tooltip=tooltip)
    points = points.encode(fill=alt.Fill("fill:N", scale=COLOURS, legend=None), stroke=alt.Stroke("edge:N", scale=COLOURS, legend=None))
    edge = "datum.is_enough ? 'on_time' : 'pending'"
    layers.append(points.transform_calculate(edge=edge, fill=f"datum.is_provisional ? 'paper' : {edge}"))
    last = rates.iloc[-1]
    values = {
        "what": what,
        "rates": len(rates),
        "day": formats.day(last["member"]),
        "kept_rate": formats.percent(last["kept_rate"]),
        "due": formats.count(last["due_count"]),
    }
    description = (
        say("Share of {what} kept by week of the due date, {rates} weeks; the newest, from {day}, {kept_rate} of {due} due.", **values)
        if period == "week"
        else say(
            "Share of {what} kept by month of the due date, {rates} months; the newest, from {day}, {kept_rate} of {due} due.", **values
        )
    )
    return layered(layers, height=height, description=description)


def kept_by_member(rates: pd.DataFrame, what: str, order: list[str] | None = None) -> Picture:
    """One bar per member: what was kept of all that was due; thin data is pale."""
    rows = rates[rates["due_count"] > 0].assign(
        words=lambda rows: [
            say("{kept_rate} of {due}", kept_rate=formats.percent(row.kept_rate, 0), due=formats.count(row.due_count))
            if row.is_enough
            else say("{kept_rate} of {due}, too little data", kept_rate=formats.percent(row.kept_rate, 0), due=formats.count(row.due_count))
            for row in rows.itertuples()
        ],
        interval=lambda rows: [formats.interval(row.low, row.high) for row in rows.itertuples()],
        fill=lambda rows: ["on_time" if flag else "pending" for flag in rows["is_enough"]],
        # words that a short bar cannot hold stand behind it
        words_at=lambda rows: rows["kept_rate"].where(rows["kept_rate"] < 0.4, 0.0),
        words_in=lambda rows: ["paper" if row.is_enough and row.kept_rate >= 0.4 else "ink" for row in rows.itertuples()],
    )
    order = order or list(rows.sort_values("kept_rate")["name"])
    y = alt.Y("name:N", sort=order, axis=LABELS)
    tooltip = [
        alt.Tooltip("name:N", title=formats.capital(what)),
        alt.Tooltip("words:N", title=say("Kept")),
        alt.Tooltip("interval:N", title="90 % interval"),
    ]
    base = alt.Chart(rows).encode(y=y, tooltip=tooltip)
    x = alt.X("kept_rate:Q", title=None, scale=alt.Scale(domain=[0, 1]), axis=None)
    full = paint(base.mark_bar(height=16).transform_calculate(one="1").encode(x=alt.X("one:Q", axis=None)), "usual")
    kept = base.mark_bar(height=16).encode(x=x, color=by("fill"))
    target = paint(base.mark_tick(thickness=2, height=20).encode(x=alt.X("target_kept_rate:Q")), "target")
    text = base.mark_text(align="left", dx=6, fontSize=12).encode(
        x=alt.X("words_at:Q", scale=alt.Scale(domain=[0, 1])), text=alt.Text("words:N")
    )
    text = text.encode(color=by("words_in"))
    description = say(
        "Kept rate per {what}: {rates}.",
        what=what,
        rates="; ".join(f"{row.name} {row.words}" for row in rows[["name", "words"]].itertuples(index=False)),
    )
    return layered([full, kept, target, text], height=lanes(rows, 28), description=description)


def intervals(rates: pd.DataFrame, what: str) -> Picture:
    """Dots with their 90 % interval, worst first: where intervals overlap, there is no telling who is worse."""
    rows = rates.assign(
        words=lambda rows: [
            say(
                "{kept_rate}: {kept} of {due}",
                kept_rate=formats.percent(row.kept_rate),
                kept=formats.count(row.kept_count),
                due=formats.count(row.due_count),
            )
            for row in rows.itertuples()
        ],
        interval=lambda rows: [formats.interval(row.low, row.high) for row in rows.itertuples()],
        latest=lambda rows: [formats.percent(rate) for rate in rows["kept_latest_rate"]],
    )
    y = alt.Y("name:N", sort=list(rows["name"]), axis=LABELS)
    scale = alt.Scale(domain=[floor(rows["low"], rows["target_kept_rate"].min()), 1], clamp=True)
    tooltip = [
        alt.Tooltip("name:N", title=formats.capital(what)),
        alt.Tooltip("words:N", title=say("Kept, by the first date")),
        alt.Tooltip("interval:N", title="90 % interval"),
        alt.Tooltip("latest:N", title=say("Kept, by the latest date")),
    ]
    base = alt.Chart(rows).encode(y=y, tooltip=tooltip)
    x = alt.X("kept_rate:Q", title=None, scale=scale, axis=alt.Axis(format=".0%", tickCount=5, orient="top", labelFlush=False))
    span = paint(
        base.mark_rule(strokeWidth=5, opacity=0.6, strokeCap="round").encode(x=alt.X("low:Q", scale=scale), x2=alt.X2("high:Q")), "early"
    )
    latest = paint(
        base.mark_point(size=50, filled=False, strokeWidth=1.6, shape="diamond").encode(x=alt.X("kept_latest_rate:Q", scale=scale)), "quiet"
    )
    dot = paint(base.mark_point(size=90, filled=True, opacity=1).encode(x=x), "on_time")
    target = paint(base.mark_tick(thickness=2, height=20).encode(x=alt.X("target_kept_rate:Q", scale=scale)), "target")
    description = say(
        "Kept rate per {what} with 90 % interval, worst first: {rates}.",
        what=what,
        rates="; ".join(f"{row.name} {row.words}" for row in rows[["name", "words"]].itertuples(index=False)),
    )
    return layered([span, target, latest, dot], height=lanes(rows, 26), description=description)
