"""A page run as Streamlit runs it, and what it shows; the homes that it is run over."""

import os
import re
from functools import lru_cache
from pathlib import Path

import pytest
from homes import build, once, open_current
from streamlit.testing.v1 import AppTest

from data.contract import places

DASHBOARD = places.ROOT / "dashboard"
PAGES = ["overview", "this_week", "broken_promises", "honest_date", "sellers", "partners", "contacts", "order", "trust"]
LAST_26_WEEKS = "due_date >= date '2022-01-17' and due_date < date '2022-07-18'"
PROMISES_ALONE = """order_no,line,entered,promised
o-old-line,1,2022-05-01,2022-06-10
o-old-line,2,2022-05-01,2022-06-28
o-late,1,2022-05-01,2022-06-28
o-kept,1,2022-05-01,2022-06-27
"""
DELIVERIES_ALONE = """order_no,line,came
o-late,1,2022-06-30
o-kept,1,2022-06-27
"""
MAPPING_ALONE = """
name = "Promises and deliveries"
as_of = 2022-07-02
zone = "Europe/Oslo"
root = "."
[sources.promises]
files = "promises.csv"
[sources.deliveries]
files = "deliveries.csv"
[[feeds.promises]]
from = "promises"
[feeds.promises.columns]
promise_id = "order_no || '-' || line"
order_id = "order_no"
line = "line"
step = "'customer_delivery'"
seller_id = "'store-oslo'"
recorded_at = "entered"
due_at = "promised"
[[feeds.deliveries]]
from = "deliveries"
[feeds.deliveries.columns]
delivery_id = "order_no || '-' || line"
promise_id = "order_no || '-' || line"
event = "'delivered'"
occurred_at = "came"
"""


@pytest.fixture
def home(built_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOLDT_HOME", str(built_home))
    return built_home


@pytest.fixture(scope="session")
def built_alone(tmp_path_factory: pytest.TempPathFactory, built_home: Path) -> Path:
    """A source that has promises and deliveries, and nothing else."""

    def fill(folder: Path) -> None:
        (folder / "promises.csv").write_text(PROMISES_ALONE)
        (folder / "deliveries.csv").write_text(DELIVERIES_ALONE)
        (folder / "mapping.toml").write_text(MAPPING_ALONE)
        build(folder / "home", f"SOURCES={folder / 'mapping.toml'}", f"ROOT={folder}", "STAGES=land check model publish", after=built_home)

    return once(tmp_path_factory, "alone", fill) / "home"


@pytest.fixture
def alone(built_alone: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOLDT_HOME", str(built_alone))
    return built_alone


def opened(page: str, **query: str | list[str]) -> AppTest:
    app = AppTest.from_file(str(DASHBOARD / "app.py"), default_timeout=60)
    app.query_params.update(query)
    if page != "overview":
        # a first visit comes by the address: the page before it must not have run
        app.switch_page(f"app_pages/{page}.py")
    app.run()
    assert not app.exception, [error.message for error in app.exception]
    return app


def looked_at(page: str, **query: str) -> AppTest:
    """The same, opened once for all tests that look at it and change nothing."""
    return _looked_at(os.environ["HOLDT_HOME"], page, tuple(sorted(query.items())))


# some pages of one file, which may come back to the home of the file before
@lru_cache(maxsize=30)
def _looked_at(home: str, page: str, query: tuple[tuple[str, str], ...]) -> AppTest:
    return opened(page, **dict(query))


def words(app: AppTest) -> str:
    elements = [*app.title, *app.header, *app.metric, *app.markdown, *app.caption, *app.info, *app.warning]
    links = [element.proto.label for element in app.get("page_link")]
    links += [block.proto.popover.label for block in app.get("popover")]
    shown = "\n".join([*(str(element.value) for element in elements), *links]).replace("&nbsp;", " ")
    return re.sub(r"\\([^a-zA-Z0-9])", r"\1", shown)  # as the browser shows it: \* is a star


def one(home: Path, sql: str):
    with open_current(home) as marts:
        return marts.execute(sql).fetchone()
