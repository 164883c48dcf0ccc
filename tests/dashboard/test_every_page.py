"""Every page, in every state of the house."""

import json
import os
import shutil
from pathlib import Path

import duckdb
import pytest
from pages import PAGES, opened, words

from dashboard.words import header


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_as_of_when_it_judges(home: Path, page: str):
    app = opened(page)
    assert "As of Monday 18 July 2022" in words(app)
    assert "newest " in words(app)


@pytest.mark.parametrize("page", [page for page in PAGES if page not in ("this_week", "honest_date", "contacts", "order", "trust")])
def test_a_page_on_which_nothing_fits_says_why(home: Path, page: str):
    app = opened(page, period="1999-01-01..1999-12-31")
    assert "No promise" in app.info[0].value
    assert "longer period" in app.info[0].value


@pytest.fixture(scope="module")
def bare_home(built_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build in which every mart is there and every fact is empty."""
    bare = tmp_path_factory.mktemp("bare")
    (bare / "warehouse").mkdir()
    path = bare / "warehouse" / "current.duckdb"
    shutil.copy((built_home / "warehouse" / "current.duckdb").resolve(), path)
    with duckdb.connect(str(path)) as marts:
        tables = marts.execute("select table_name from duckdb_tables() where schema_name = 'marts'").fetchall()
        for (table,) in tables:
            if table not in ("dim_build", "dim_thresholds", "dim_policies"):
                marts.execute(f"delete from marts.{table}")
    return bare


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_warehouse_is_no_error(bare_home: Path, monkeypatch: pytest.MonkeyPatch, page: str):
    monkeypatch.setenv("HOLDT_HOME", str(bare_home))
    app = opened(page)
    assert "100.0 %" not in words(app)
    if page != "trust":
        assert app.info


def test_without_a_warehouse_the_reader_has_notice_what_to_type(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOLDT_HOME", str(tmp_path))
    assert "make build" in words(opened("overview"))


@pytest.mark.parametrize("page", PAGES)
def test_a_refused_refresh_is_reported_on_every_page(built_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str):
    (tmp_path / "warehouse").mkdir()
    newest = (built_home / "warehouse" / "current.duckdb").resolve()
    os.symlink(newest, tmp_path / "warehouse" / "current.duckdb")
    state = {
        "status": "refused",
        "stage": "check",
        "sentences": ["promises.csv has no column due_at"],
        "finished_at": "2022-07-18T06:00:00+00:00",
    }
    (tmp_path / "warehouse" / "refresh.json").write_text(json.dumps(state))
    monkeypatch.setenv("HOLDT_HOME", str(tmp_path))
    app = opened(page)
    banner = app.warning[0].value
    assert "did not pass" in banner
    assert "Promises.csv has no column due_at." in words(app)
    assert header.moment(newest.stem) in banner
    assert "As of Monday 18 July 2022" in words(app)
