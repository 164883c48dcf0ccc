"""Every chart of every page: held to the schema of Vega-Lite, the same for the next reader, and to be taken away as a picture."""

import ast
import json
from pathlib import Path

import pytest
import streamlit as st
from pages import DASHBOARD, opened
from test_shown_on import VISITS

from dashboard.charts import finished as finishing
from dashboard.parts import elements

ALL = [visit for visits in VISITS.values() for visit in visits]


@pytest.fixture
def drawn(home: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict]:
    """The specifications that pages send, each made anew and validated on the way."""
    specs: list[dict] = []

    def validated(picture):
        picture.to_dict()
        specs.append(finishing.finished(picture))
        return specs[-1]

    st.cache_resource.clear()
    monkeypatch.setattr(elements, "finished", validated)
    yield specs
    st.cache_resource.clear()


def test_every_chart_follows_the_schema_and_says_what_it_shows(drawn: list[dict]):
    for page, query in ALL:
        opened(page, **query)
    assert len(drawn) >= 12
    assert [spec for spec in drawn if len(spec.get("description", "")) < 30] == []


def test_what_is_drawn_is_in_the_rows_that_are_sent(drawn: list[dict]):
    opened("overview")
    for spec in drawn:
        whole = finishing.rows(spec)
        text = json.dumps({name: part for name, part in whole.items() if name != "datasets"})
        for rows in whole["datasets"].values():
            assert [name for row in rows[:1] for name in row if name not in text] == []
    weeks = next(spec for spec in drawn if "Share of orders kept" in spec["description"])
    starts = {row["start"] for rows in finishing.rows(weeks)["datasets"].values() for row in rows if "start" in row}
    assert len(starts) >= 25 and all(start.endswith("T00:00:00") for start in starts), "a day without a zone is sent as words"


def test_the_next_reader_gets_the_chart_that_is_finished(drawn: list[dict]):
    opened("overview")
    first = len(drawn)
    opened("overview")
    assert len(drawn) == first > 0
    opened("overview", period="13w")
    assert len(drawn) > first, "another view is another chart"


def test_each_channel_is_written_out():
    """Of a shorthand (`text="words:N"`, `alt.value(0)`) Altair looks through its whole schema: 4 ms each, a third of a chart."""
    short = [
        f"{path.name}:{node.lineno} {keyword.arg}"
        for path in (DASHBOARD / "charts").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "encode"
        for keyword in node.keywords
        if isinstance(keyword.value, ast.Constant) or ast.unparse(keyword.value).startswith(("alt.value(", "alt.datum("))
    ]
    assert short == []
