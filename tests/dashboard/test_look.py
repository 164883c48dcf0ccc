"""Colours that stand out."""

import tomllib

import pytest
from pages import DASHBOARD

from dashboard.charts.marks import MEANINGS
from dashboard.charts.outcomes import OUTCOME_ORDER


def theme(mode: str) -> dict:
    return tomllib.loads((DASHBOARD / ".streamlit" / "config.toml").read_text())["theme"][mode]


def contrast(one_colour: str, other: str) -> float:
    def luminance(colour: str) -> float:
        channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(one_colour), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_meaning_has_a_colour_that_stands_out(mode: str):
    colours = dict(zip(MEANINGS, theme(mode)["chartCategoricalColors"], strict=True))
    paper = theme(mode)["backgroundColor"]
    assert colours["paper"] == paper
    for meaning in ("on_time", "late", "overdue_open", "cancelled_broken", "target"):
        assert contrast(colours[meaning], paper) >= 3, meaning
    for meaning in ("ink", "quiet"):
        assert contrast(colours[meaning], paper) >= 4.5, meaning
    assert contrast(colours["on_time"], colours["paper"]) >= 4.5, "words stand on the bar in the colour of the paper"
    shades = [colours[meaning] for meaning in OUTCOME_ORDER]
    assert len(set(shades)) == len(shades)
    assert contrast(colours["early"], colours["on_time"]) >= 1.5 and contrast(colours["late"], colours["overdue_open"]) >= 1.5
