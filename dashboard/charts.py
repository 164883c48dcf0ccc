"""Every picture. Colours are meanings, not values: the theme in .streamlit/config.toml gives each its shade in light and dark.

Titles stand above the charts as text, where they wrap on a phone; each chart carries its words for screen readers as `description`.
"""

import altair as alt
import pandas as pd

from dashboard import wording
from dashboard.rates import share

#: In the order of chartCategoricalColors in .streamlit/config.toml.
MEANINGS = ["on_time", "early", "late", "overdue_open", "cancelled_broken", "pending", "target", "usual", "quiet", "ink", "paper"]
COLOURS = alt.Scale(domain=MEANINGS)
OUTCOME_ORDER = ["early", "on_time", "late", "overdue_open", "cancelled_broken"]
PERCENT = alt.Axis(format=".0%", tickCount=5, labelFlush=False)
#: the year is said once, where it begins
MONTHS = dict(
    labelExpr="timeFormat(datum.value, month(datum.value) == 0 ? '%Y' : '%b')",
    tickCount="month",
    labelAngle=0,
    labelOverlap=True,
    grid=False,
)
LABELS = alt.Axis(title=None, labelLimit=150, labelFlush=False, ticks=False, domain=False)


def by(field: str) -> alt.Color:
    """Coloured by a field that holds meanings."""
    return alt.Color(f"{field}:N", scale=COLOURS, legend=None)


def paint(chart: alt.Chart, meaning: str) -> alt.Chart:
    """A whole mark in the colour of one meaning."""
    return chart.transform_calculate(meaning=f"'{meaning}'").encode(color=by("meaning"))


def _days_or_months(starts: pd.Series) -> alt.Axis:
    """Every fourth start or so where the period is short; the months where it is long."""
    if starts.max() - starts.min() > pd.Timedelta(weeks=15):
        return alt.Axis(**MONTHS)
    return alt.Axis(format="%-d %b", values=[day.isoformat() for day in starts[:: -(-len(starts) // 4)]], labelAngle=0, grid=False)


def _lanes(rows: pd.DataFrame, each: int) -> int:
    """Room for one row each, and for the axis words. A step would be simpler, but the page then cannot fit the picture to its place."""
    return each * len(rows) + 40


def _floor(rates: pd.Series, *others: float | None) -> float:
    """A rate axis need not start at nought, but says so by its labels and always ends at 100 %."""
    low = min([*rates.dropna(), *(other for other in others if other is not None)], default=0.0)
    return max(0.0, round(low * 10 - 0.75) / 10)


def kept_by_period(
    rates: pd.DataFrame, target: float | None, usual: tuple[float, float] | None, what: str, period: str = "week"
) -> alt.LayerChart:
    """The kept rate by due week or month; hollow where it may still change."""
    rates = rates[rates["due_count"] > 0].assign(
        start=lambda rows: pd.to_datetime(rows["member"]),
        kept_words=lambda rows: [
            f"{wording.percent(row.kept_rate)}: {wording.count(row.kept_count)} of {wording.count(row.due_count)}"
            for row in rows.itertuples()
        ],
        state=lambda rows: ["provisional: deliveries may still be recorded" if flag else "settled" for flag in rows["is_provisional"]],
        enough=lambda rows: ["" if flag else "too little data to judge by" for flag in rows["is_enough"]],
    )
    # a thin week is a dot beside the line: joined to it, three orders would draw a cliff
    joined = rates[rates["is_enough"]]
    settled, provisional = joined[~joined["is_provisional"]], joined[joined["is_provisional"]]
    x = alt.X("start:T", title=None, axis=_days_or_months(rates["start"]))
    # every layer says its scale: one that does not would stretch the shared one down to nought
    scale = alt.Scale(domain=[_floor(rates["kept_rate"], target, usual and usual[0]), 1], clamp=True)
    y = alt.Y("kept_rate:Q", title=None, axis=PERCENT, scale=scale)
    tooltip = [
        alt.Tooltip("start:T", title=f"Due in the {period} from", format="%-d %B %Y"),
        alt.Tooltip("kept_words:N", title="Kept"),
        alt.Tooltip("state:N", title="State"),
        alt.Tooltip("enough:N", title="Note"),
    ]
    layers = []
    if usual:
        band = pd.DataFrame({"low": [usual[0]], "high": [usual[1]]})
        layers.append(
            paint(alt.Chart(band).mark_rect(opacity=0.75).encode(y=alt.Y("low:Q", title=None, scale=scale), y2="high:Q"), "usual")
        )
    if target is not None:
        line = alt.Chart(pd.DataFrame({"target": [target], "words": [f"target {wording.percent(target, 0)}"]})).encode(
            y=alt.Y("target:Q", title=None, scale=scale)
        )
        layers.append(paint(line.mark_rule(strokeDash=[5, 4], opacity=0.7), "target"))
        label = line.mark_text(align="right", baseline="bottom", dy=-3, dx=-2, fontSize=12).encode(x=alt.value("width"), text="words:N")
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
    newest = f"from {wording.day(last['member'])}, {wording.percent(last['kept_rate'])} of {wording.count(last['due_count'])} due"
    said = f"Share of {what} kept by {period} of the due date, {len(rates)} {period}s; the newest, {newest}."
    return alt.layer(*layers).properties(height=260, description=said)


def outcomes(now: pd.Series) -> alt.LayerChart:
    """What became of every promise due, in one bar that adds up to all of them."""
    counts = {name: int(now[f"{name}_count"]) for name in OUTCOME_ORDER}
    counts["on_time"] += int(now["kept_attempted_count"])
    due = int(now["due_count"])
    bars = pd.DataFrame(
        [
            {
                "outcome": name,
                "place": place,
                "count": counts[name],
                "share": share(counts[name], due),
                "words": f"{wording.count(counts[name])} of {wording.count(due)} ({wording.percent(share(counts[name], due))})",
                "label": wording.capital(wording.OUTCOMES[name]),
            }
            for place, name in enumerate(OUTCOME_ORDER)
        ]
    )
    said = (
        "What became of the promises due: "
        + ", ".join(f"{row.label.lower()} {wording.percent(row.share)}" for row in bars.itertuples())
        + "."
    )
    bar = (
        alt.Chart(bars)
        .mark_bar(height=34)
        .encode(
            x=alt.X(
                "share:Q", stack="zero", title=None, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format=".0%", tickCount=5, grid=False)
            ),
            color=by("outcome"),
            order="place:O",
            tooltip=[alt.Tooltip("label:N", title="Outcome"), alt.Tooltip("words:N", title="Promises")],
        )
    )
    return bar.properties(height=70, description=said)


def kept_by_member(rates: pd.DataFrame, what: str, order: list[str] | None = None) -> alt.LayerChart:
    """One bar per member: what was kept of all that was due; thin data is pale."""
    rows = rates[rates["due_count"] > 0].assign(
        words=lambda rows: [
            f"{wording.percent(row.kept_rate, 0)} of {wording.count(row.due_count)}" + ("" if row.is_enough else ", too little data")
            for row in rows.itertuples()
        ],
        interval=lambda rows: [wording.interval(row.low, row.high) for row in rows.itertuples()],
        fill=lambda rows: ["on_time" if flag else "pending" for flag in rows["is_enough"]],
        # words that a short bar cannot hold stand behind it
        words_at=lambda rows: rows["kept_rate"].where(rows["kept_rate"] < 0.4, 0.0),
        words_in=lambda rows: ["paper" if row.is_enough and row.kept_rate >= 0.4 else "ink" for row in rows.itertuples()],
    )
    order = order or list(rows.sort_values("kept_rate")["name"])
    y = alt.Y("name:N", sort=order, axis=LABELS)
    tooltip = [
        alt.Tooltip("name:N", title=wording.capital(what)),
        alt.Tooltip("words:N", title="Kept"),
        alt.Tooltip("interval:N", title="90 % interval"),
    ]
    base = alt.Chart(rows).encode(y=y, tooltip=tooltip)
    x = alt.X("kept_rate:Q", title=None, scale=alt.Scale(domain=[0, 1]), axis=None)
    full = paint(base.mark_bar(height=16).transform_calculate(one="1").encode(x=alt.X("one:Q", axis=None)), "usual")
    kept = base.mark_bar(height=16).encode(x=x, color=by("fill"))
    target = paint(base.mark_tick(thickness=2, height=20).encode(x="target_kept_rate:Q"), "target")
    text = base.mark_text(align="left", dx=6, fontSize=12).encode(x=alt.X("words_at:Q", scale=alt.Scale(domain=[0, 1])), text="words:N")
    text = text.encode(color=by("words_in"))
    said = f"Kept rate per {what}: " + "; ".join(f"{row.name} {row.words}" for row in rows[["name", "words"]].itertuples(index=False)) + "."
    return alt.layer(full, kept, target, text).properties(height=_lanes(rows, 28), description=said)


def intervals(rates: pd.DataFrame, what: str) -> alt.LayerChart:
    """Dots with their 90 % interval, worst first: where intervals overlap, there is no telling who is worse."""
    rows = rates.assign(
        words=lambda rows: [
            f"{wording.percent(row.kept_rate)}: {wording.count(row.kept_count)} of {wording.count(row.due_count)}"
            for row in rows.itertuples()
        ],
        interval=lambda rows: [wording.interval(row.low, row.high) for row in rows.itertuples()],
        latest=lambda rows: [wording.percent(rate) for rate in rows["kept_latest_rate"]],
    )
    y = alt.Y("name:N", sort=list(rows["name"]), axis=LABELS)
    scale = alt.Scale(domain=[_floor(rows["low"], rows["target_kept_rate"].min()), 1], clamp=True)
    tooltip = [
        alt.Tooltip("name:N", title=wording.capital(what)),
        alt.Tooltip("words:N", title="Kept, by the first date"),
        alt.Tooltip("interval:N", title="90 % interval"),
        alt.Tooltip("latest:N", title="Kept, by the latest date"),
    ]
    base = alt.Chart(rows).encode(y=y, tooltip=tooltip)
    x = alt.X("kept_rate:Q", title=None, scale=scale, axis=alt.Axis(format=".0%", tickCount=5, orient="top", labelFlush=False))
    span = paint(base.mark_rule(strokeWidth=5, opacity=0.6, strokeCap="round").encode(x=alt.X("low:Q", scale=scale), x2="high:Q"), "early")
    latest = paint(
        base.mark_point(size=50, filled=False, strokeWidth=1.6, shape="diamond").encode(x=alt.X("kept_latest_rate:Q", scale=scale)), "quiet"
    )
    dot = paint(base.mark_point(size=90, filled=True, opacity=1).encode(x=x), "on_time")
    target = paint(base.mark_tick(thickness=2, height=20).encode(x=alt.X("target_kept_rate:Q", scale=scale)), "target")
    said = (
        f"Kept rate per {what} with 90 % interval, worst first: "
        + "; ".join(f"{row.name} {row.words}" for row in rows[["name", "words"]].itertuples(index=False))
        + "."
    )
    return alt.layer(span, target, latest, dot).properties(height=_lanes(rows, 26), description=said)


def overdue_ages(ages: pd.DataFrame) -> alt.Chart:
    rows = ages.assign(words=lambda rows: [wording.plural(number, "promise") for number in rows["promises_count"]])
    base = alt.Chart(rows).encode(
        y=alt.Y("age:N", sort=list(rows["age"]), axis=LABELS),
        x=alt.X("promises_count:Q", title=None, axis=None),
        tooltip=[
            alt.Tooltip("age:N", title="Overdue for"),
            alt.Tooltip("words:N", title="Open"),
            alt.Tooltip("oldest_days:Q", title="Oldest, days"),
        ],
    )
    said = "Open overdue promises by age: " + "; ".join(f"{row.age} {row.words}" for row in rows.itertuples()) + "."
    bars = paint(base.mark_bar(height=16), "overdue_open")
    text = paint(base.mark_text(align="left", dx=5, fontSize=12).encode(text="promises_count:Q"), "quiet")
    return alt.layer(bars, text).properties(height=_lanes(rows, 28), description=said)
