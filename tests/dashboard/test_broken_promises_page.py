"""The worklist of broken promises."""

import re
import shutil
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from homes import open_current
from pages import LAST_26_WEEKS, looked_at, one, opened, words
from test_this_week_page import busy_home  # noqa: F401 - a fixture

from dashboard.words import broken as sentences


def test_the_worklist_lists_every_broken_promise(home: Path):
    broken, old, calls = one(
        home,
        f"""
        select count(*), count(*) filter (where is_old), count(*) filter (where is_old and fulfilled_by = 'contact')
        from (
            select *, outcome = 'overdue_open' and due_date < date '2022-07-18' - 90 as is_old
            from marts.fct_promises where not is_kept and promised_to = 'customer' and {LAST_26_WEEKS}
        )
        """,
    )
    assert old > 0, "somebody in the small world forgot something long ago"
    app = looked_at("broken_promises")
    assert f"## {broken - old:,} broken promises" in words(app)
    assert len(app.dataframe[0].value) == min(broken - old, 200)
    assert f"{old:,} more {'is' if old == 1 else 'are'} open for over 90 days: {old - calls} deliver" in words(app)
    app = looked_at("broken_promises", old="yes")
    assert f"## {old:,} broken promise" in words(app) and "open for over 90 days" in words(app)
    assert len(app.dataframe[0].value) == old and set(app.dataframe[0].value["outcome"]) == {"Overdue"}


def test_what_is_most_at_stake_stands_first_in_the_order_of_the_mart(home: Path):
    with open_current(home) as marts:
        rows = marts.execute(
            f"""
            select promise_id from marts.fct_broken_stakes inner join marts.fct_promises using (promise_id)
            where not is_long_overdue and {LAST_26_WEEKS} order by stake_rank limit 200
            """
        ).fetchall()
    shown = looked_at("broken_promises").dataframe[0].value
    assert list(shown["promise_id"]) == [promise_id for (promise_id,) in rows]
    is_open = list(shown["outcome"] == "Overdue")
    assert is_open == sorted(is_open, reverse=True) and not all(is_open)


def test_what_nobody_will_come_for_is_one_line_also_where_nothing_else_fits(home: Path):
    (order_id,) = one(
        home,
        f"select order_id from marts.fct_promises inner join marts.fct_broken_stakes using (promise_id) where is_long_overdue and {LAST_26_WEEKS} order by 1",
    )
    app = opened("broken_promises", search=order_id, outcome="overdue_open")
    assert not app.info and not app.dataframe and "1 is open for over 90 days" in words(app)


def test_the_line_of_the_long_overdue_names_deliveries_and_calls():
    def line(total: int, calls: int, is_more: bool = True) -> str:
        return sentences.long_overdue(pd.Series({"promises_count": total, "calls_count": calls, "oldest_days": 182}), 90, is_more)

    end = "the oldest overdue for 182 days. Read and close them."
    assert line(43, 30) == f"43 more are open for over 90 days: 13 deliveries and 30 promised calls, {end}"
    assert line(1, 0, is_more=False) == f"1 is open for over 90 days: 1 delivery, {end}"
    assert line(2, 2) == f"2 more are open for over 90 days: 2 promised calls, {end}"
    old = pd.Series({"promises_count": 2, "calls_count": 2, "oldest_days": 182})
    assert "2 promised calls due in the period, the oldest" in sentences.long_overdue(old, 90, True, is_period=True)


def test_the_title_says_how_much_broke_and_how_much_can_still_be_acted_on(busy_home: Path, monkeypatch: pytest.MonkeyPatch):  # noqa: F811
    monkeypatch.setenv("HOLDT_HOME", str(busy_home))
    broken, due, overdue, is_open = one(
        busy_home,
        f"""
        select
            count(*) filter (where not is_kept), count(*) filter (where is_due), count(*) filter (where outcome = 'overdue_open'),
            count(*) filter (where is_open and not is_long_overdue)
        from marts.fct_promises left join marts.fct_broken_stakes using (promise_id) where promised_to = 'customer' and {LAST_26_WEEKS}
        """,
    )
    assert 0 < is_open < broken
    title = f"Broken promises: {broken:,} of {due:,}; of {overdue:,} overdue, {is_open:,} can still be acted on"
    assert looked_at("broken_promises").title[0].value == title


def test_the_worklist_leaves_what_the_customer_was_not_informed_of(home: Path):
    (number,) = one(
        home,
        f"""
        select count(*) from marts.fct_promises inner join marts.fct_broken_stakes using (promise_id)
        where fulfilled_by = 'delivered' and not is_customer_informed and not is_long_overdue and {LAST_26_WEEKS}
        """,
    )
    app = looked_at("broken_promises", informed="no")
    assert number and f"## {number:,} broken promise" in words(app) and app.query_params == {"informed": "no"}
    assert set(app.dataframe[0].value["has_notice"]) == {"no"}
    assert "informed" not in looked_at("broken_promises", informed="maybe").query_params


def test_every_choice_of_the_worklist_counts(home: Path):
    """A second one must not be lost to a widget that the address made anew."""
    app = opened("broken_promises")
    for outcomes in (["late"], ["late", "early"], ["early"]):
        app.button_group(key="worklist_outcome").set_value(outcomes).run()
        assert app.query_params == {"outcome": outcomes if len(outcomes) > 1 else outcomes[0]}
    for sort in ("value", "days", "newest"):
        app.selectbox(key="worklist_sort").set_value(sort).run()
        assert app.query_params["sort"] == sort
    app.selectbox(key="worklist_sort").set_value("stake").run()
    assert app.query_params == {"outcome": "early"}


@pytest.mark.parametrize(
    "query", [{"days": "²"}, {"days": "-1"}, {"value": "9" * 40}, {"sort": "'; drop"}, {"outcome": "kept"}, {"old": "1"}]
)
def test_a_choice_that_makes_no_sense_is_left_out(home: Path, query: dict[str, str]):
    app = opened("broken_promises", **query)
    assert app.query_params == {}
    assert len(app.dataframe[0].value) == len(looked_at("broken_promises").dataframe[0].value)


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
    app = opened("broken_promises", outcome="late", days="7", critical="yes", sort="days")
    assert f"{late:,} broken promise" in words(app)
    shown = app.dataframe[0].value
    assert set(shown["outcome"]) == {"Late"}
    assert shown["days_late"].min() >= 7
    assert shown["days_late"].is_monotonic_decreasing


def test_contacts_that_nobody_recorded_are_not_measured_rather_than_none(alone: Path):
    assert one(alone, "select count(contacts_count), count(redirects_count), count(*) from marts.fct_orders") == (0, 0, 3)
    assert "customer not told" not in words(looked_at("broken_promises"))
    rows = looked_at("broken_promises").dataframe[0].value
    assert rows["has_notice"].isna().all()
    assert rows[["contacts_count", "repromises_count"]].isna().all(axis=None)
    text = words(opened("order", order="o-late"))
    for fact in ("Customer informed", "Customer came to us"):
        assert re.search(rf":gray\[{fact}\]\s+\*\*not measured\*\*", text), fact


def test_contacts_without_a_direction_say_nothing_of_notice(built_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "warehouse").mkdir()
    path = tmp_path / "warehouse" / "current.duckdb"
    shutil.copy((built_home / "warehouse" / "current.duckdb").resolve(), path)
    with duckdb.connect(str(path)) as marts:
        marts.execute("update marts.dim_measured set has_notices = false")
        marts.execute("update marts.fct_orders set first_notice_date = null, notice_lead_days = null")
    monkeypatch.setenv("HOLDT_HOME", str(tmp_path))
    assert "customer not told" not in words(opened("broken_promises"))
    rows = opened("broken_promises").dataframe[0].value
    assert rows["has_notice"].isna().all()
    assert rows["contacts_count"].notna().any()


def test_no_choice_by_what_is_not_measured(alone: Path):
    app = opened("broken_promises", critical="yes", value="1000", sort="value")
    assert [field.label for field in app.number_input] == ["Days late, at least"]
    assert not app.toggle
    assert app.query_params == {}
    assert "3 broken promises" in words(app)
