"""The worklist of broken promises."""

import re
import shutil
from pathlib import Path

import duckdb
import pytest
from homes import open_current
from pages import LAST_26_WEEKS, one, opened, words


def test_the_worklist_lists_every_broken_promise(home: Path):
    (broken,) = one(home, f"select count(*) from marts.fct_promises where not is_kept and promised_to = 'customer' and {LAST_26_WEEKS}")
    app = opened("broken_promises")
    assert f"{broken:,} broken promises" in words(app)
    assert len(app.dataframe[0].value) == min(broken, 200)


def test_by_days_late_the_deliveries_come_before_the_calls(home: Path):
    steps = list(opened("broken_promises", period="all", sort="days").dataframe[0].value["step_name"])
    with open_current(home) as marts:
        calls = {name for (name,) in marts.execute("select name from marts.dim_steps where step in ('callback', 'follow_up')").fetchall()}
    first_call = next(place for place, step in enumerate(steps) if step in calls)
    assert first_call > 0 and set(steps[first_call:]) <= calls


def test_the_worklist_can_be_narrowed_by_the_address(home: Path):
    query = f"""
        select count(*) from marts.fct_promises
        where outcome = 'late' and not is_kept and promised_to = 'customer' and deviation_days >= 7 and is_date_critical and {LAST_26_WEEKS}
    """
    (late,) = one(home, query)
    app = opened("broken_promises", outcome="late", days="7", critical="yes")
    assert f"{late:,} broken promise" in words(app)
    shown = app.dataframe[0].value
    assert set(shown["outcome"]) == {"Late"}
    assert shown["days_late"].min() >= 7
    assert shown["days_late"].is_monotonic_decreasing


def test_contacts_that_nobody_recorded_are_not_measured_rather_than_none(alone: Path):
    assert one(alone, "select count(contacts_count), count(redirects_count), count(*) from marts.fct_orders") == (0, 0, 3)
    assert "no notice on record" not in words(opened("overview"))
    rows = opened("broken_promises").dataframe[0].value
    assert set(rows["has_notice"]) == {"not measured"}
    assert rows[["contacts_count", "repromises_count"]].isna().all(axis=None)
    text = words(opened("broken_promises", order="o-late"))
    for fact in ("First notice", "Promise changed", "Customer came to us", "… before a new date", "Customer sent on", "Waited in all"):
        assert re.search(rf":gray\[{fact}\]\s+\*\*not measured\*\*", text), fact


def test_contacts_without_a_direction_say_nothing_of_notice(built_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "warehouse").mkdir()
    path = tmp_path / "warehouse" / "current.duckdb"
    shutil.copy((built_home / "warehouse" / "current.duckdb").resolve(), path)
    with duckdb.connect(str(path)) as marts:
        marts.execute("update marts.dim_measured set has_notices = false")
        marts.execute("update marts.fct_orders set first_notice_date = null, notice_lead_days = null")
    monkeypatch.setenv("HOLDT_HOME", str(tmp_path))
    assert "no notice on record" not in words(opened("overview"))
    rows = opened("broken_promises").dataframe[0].value
    assert set(rows["has_notice"]) == {"not measured"}
    assert rows["contacts_count"].notna().any()


def test_no_choice_by_what_is_not_measured(alone: Path):
    app = opened("broken_promises", critical="yes", value="1000", sort="value")
    assert [field.label for field in app.number_input] == ["Days late, at least"]
    assert not app.toggle
    assert app.query_params == {}
    assert "3 broken promises" in words(app)
