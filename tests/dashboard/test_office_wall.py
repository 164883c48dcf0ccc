"""`?wall=1`: nothing to press, two sides in turn, and always the newest build."""

import os
import shutil
from pathlib import Path

import duckdb
import pytest
from pages import opened, words


def test_the_wall_turns_over_to_the_changes_and_back(home: Path):
    app = opened("overview", wall="1")
    answer = app.title[0].value
    assert answer.startswith("We kept ") and app.metric and "Hurts most: the partner" in words(app)
    assert not app.selectbox and not app.multiselect and not app.button and "Export" not in words(app)
    assert "As of Monday 18 July 2022" in words(app)
    app.run()
    assert app.title[0].value != answer and "since last week" in words(app) and not app.metric
    app.run()
    assert app.title[0].value == answer


def test_the_wall_shows_what_the_address_asks_for(home: Path):
    app = opened("overview", wall="1", period="13w", partner="hvitlager")
    assert "partner: Hvitlager appliances" in words(app) and "Due 18 April" in words(app)
    assert app.metric[0].value == opened("overview", period="13w", partner="hvitlager").metric[0].value


def test_the_wall_follows_a_new_build(built_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    warehouse = tmp_path / "warehouse"
    warehouse.mkdir()
    newest = (built_home / "warehouse" / "current.duckdb").resolve()
    shutil.copy(newest, warehouse / "other.duckdb")
    with duckdb.connect(str(warehouse / "other.duckdb")) as marts:
        marts.execute("update marts.fct_orders set is_kept = true where is_due")
    os.symlink(newest, warehouse / "current.duckdb")
    monkeypatch.setenv("HOLDT_HOME", str(tmp_path))
    app = opened("overview", wall="1")
    assert "We kept 100 of 100 orders" not in app.title[0].value
    os.symlink(warehouse / "other.duckdb", warehouse / "next")
    os.replace(warehouse / "next", warehouse / "current.duckdb")
    app.run().run()
    assert "We kept 100 of 100 orders" in app.title[0].value


def test_an_empty_wall_says_why(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    assert "No promise" in opened("overview", wall="1", period="1999-01-01..1999-12-31").info[0].value
    monkeypatch.setenv("HOLDT_HOME", str(tmp_path))
    assert opened("overview", wall="1").title[0].value == "Nothing to show yet"
