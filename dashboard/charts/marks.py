"""What every picture is made of. Colours are meanings, not values: the theme in .streamlit/config.toml gives each its shade in
light and dark."""

from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd


@dataclass(frozen=True)
class Layered:
    """Marks over each other. Altair's own layers copy each mark several times to find what they share: half of what a chart took."""

    layers: list[alt.Chart]
    height: int
    description: str

    def to_dict(self, validate: bool = True) -> dict[str, Any]:
        within = {"top_level": False, "datasets": {}}
        marks = [layer.to_dict(validate=validate, context=within) for layer in self.layers]
        whole = {"$schema": alt.SCHEMA_URL, "description": self.description, "height": self.height, "layer": marks}
        return whole | {"datasets": within["datasets"]}


Picture = alt.Chart | Layered
#: In the order of chartCategoricalColors in .streamlit/config.toml.
MEANINGS = ["on_time", "early", "late", "overdue_open", "cancelled_broken", "pending", "target", "usual", "quiet", "ink", "paper"]
COLOURS = alt.Scale(domain=MEANINGS)
PERCENT = alt.Axis(format=".0%", tickCount=5, labelFlush=False)
#: the year stands once, where it begins
MONTHS: dict[str, Any] = dict(
    labelExpr="timeFormat(datum.value, month(datum.value) == 0 ? '%Y' : '%b')",
    tickCount="month",
    labelAngle=0,
    labelOverlap=True,
    grid=False,
)


def names(letters: int, width: int) -> alt.Axis:
    """Names beside their rows. A long one keeps its beginning and its end: many begin alike."""
    last = int(0.6 * letters)
    cut = f"slice(datum.label, 0, {letters - last - 1}) + '…' + slice(datum.label, -{last})"
    shown = f"length(datum.label) > {letters} ? {cut} : datum.label"
    return alt.Axis(title=None, labelExpr=shown, labelLimit=width, labelFlush=False, ticks=False, domain=False)


LABELS = names(24, 160)
#: lanes of a timeline: on a phone the time needs the room
#: four days fit on a phone
DAYS = 4


def days_between(start: pd.Timestamp, end: pd.Timestamp) -> list[str]:
    """Days for the axis of a picture, from the first to the last: no day twice, however short it is."""
    return [day.isoformat() for day in pd.date_range(start, end, DAYS).floor("D").unique()]


LANES = names(22, 135)


def by(field: str) -> alt.Color:
    """Coloured by a field that holds meanings."""
    return alt.Color(f"{field}:N", scale=COLOURS, legend=None)


def paint(chart: alt.Chart, meaning: str) -> alt.Chart:
    """A whole mark in the colour of one meaning."""
    return chart.transform_calculate(meaning=f"'{meaning}'").encode(color=by("meaning"))


def layered(layers: list[alt.Chart], height: int, description: str) -> Layered:
    return Layered(layers, height, description)


def filled(layers: list[tuple[pd.DataFrame, alt.Chart]]) -> list[alt.Chart]:
    """The layers that have a row to draw: one without would stand in the picture as a mark without words."""
    return [layer for rows, layer in layers if len(rows)] or [layers[0][1]]


def days_or_months(starts: pd.Series) -> alt.Axis:
    """Every fourth start or so where the period is short; the months where it is long."""
    if starts.max() - starts.min() > pd.Timedelta(weeks=15):
        return alt.Axis(**MONTHS)
    return alt.Axis(format="%-d %b", values=[day.isoformat() for day in starts[:: -(-len(starts) // 4)]], labelAngle=0, grid=False)


def legible(rows: pd.DataFrame, x: str, y: str, most: int) -> pd.Series:
    """Which names can stand beside their dots: of those that come first, the ones that no other lies across."""
    wide, tall = (float(rows[field].max() - rows[field].min()) or 1.0 for field in (x, y))
    placed: dict[object, tuple[float, float]] = {}
    for place, across, up in rows[[x, y]].astype(float).itertuples():
        if len(placed) < most and all(abs(across - left) > 0.45 * wide or abs(up - low) > 0.07 * tall for left, low in placed.values()):
            placed[place] = (across, up)
    return pd.Series(rows.index.isin(list(placed)), index=rows.index)


def lanes(rows: pd.DataFrame, each: int) -> int:
    """Room for one row each, and for the axis words. A step would be simpler, but the page then cannot fit the picture to its place."""
    return each * len(rows) + 40


def floor(rates: pd.Series, *others: float | None) -> float:
    """A rate axis need not start at zero, but says so by its labels and always ends at 100 %."""
    low = min([*rates.dropna(), *(other for other in others if other is not None)], default=0.0)
    return max(0.0, round(low * 10 - 0.75) / 10)
