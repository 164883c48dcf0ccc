"""A promise with a time of day is missed by hours and minutes, and the pages say so."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st
from homes import open_current
from pages import LAST_26_WEEKS, one, opened, words

from dashboard.queries import delay
from dashboard.view import View
from dashboard.words import formats


@pytest.mark.parametrize(
    ("days", "minutes", "text"),
    [
        (0, 1, "1 minute late"),
        (0, 20, "20 minutes late"),
        (0, 100, "1 h 40 min late"),
        (0, -120, "2 h early"),
        (0, 0, "on time"),
        # a window of three days, and the goods came on its first
        (-2, 0, "on time"),
        # from 23:00 to 01:00 is not a day
        (1, 120, "2 h late"),
        (1, 1440, "1 day late"),
        (-12, -12 * 1440, "12 days early"),
        # the day on which clocks go back has 25 hours
        (0, 1470, "24 h 30 min late"),
        (0, None, "on the day"),
        (12, None, "12 days late"),
        (12, float("nan"), "12 days late"),
        (None, None, "not measured"),
    ],
)
def test_a_deviation_is_shown_in_the_unit_that_fits(days, minutes, text):
    assert formats.deviation(days, minutes) == text


def test_an_order_late_by_the_clock_is_not_on_the_day(home: Path):
    order_id, minutes = one(
        home,
        "select order_id, deviation_minutes from marts.fct_orders where deviation_days = 0 and deviation_minutes > 0 and not is_kept order by order_id limit 1",
    )
    text = words(opened("order", order=order_id))
    verdict = text.splitlines()[0]
    assert f"{formats.duration(minutes)} late" in verdict
    assert "on the day" not in verdict and "by its own date" not in verdict
    assert f"{formats.duration(minutes)} late by the first promise" in text


def test_the_worklist_names_hours_and_minutes(home: Path):
    query = f"""
        select order_id, deviation_days, deviation_minutes from marts.fct_promises
        where not is_kept and promised_to = 'customer' and outcome = 'late' and deviation_days = 0 and {LAST_26_WEEKS}
        order by order_id, promise_id limit 1
    """
    order_id, days, minutes = one(home, query)
    shown = opened("broken_promises", search=order_id).dataframe[0].value
    assert formats.deviation(days, minutes) in set(shown["off"])


@pytest.mark.parametrize(
    ("days", "minutes", "text"), [(1, 600, "10 h so far"), (1, 1440, "1 day so far"), (3, 3500, "3 days so far"), (1, None, "1 day so far")]
)
def test_an_overdue_promise_is_so_far_in_the_unit_that_fits(days, minutes, text):
    row = pd.Series({"outcome": "overdue_open", "overdue_days": days, "overdue_minutes": minutes})
    assert formats.against_first(row) == text


def test_the_median_of_whoever_promises_times_of_day_is_in_minutes(home: Path):
    """A member has one exactly where the mart says that all of its promises have a time of day, and then the mart's."""
    st.session_state["warehouse"] = (home / "warehouse" / "current.duckdb").resolve()
    page = delay.median_minutes(View(as_of=date(2022, 7, 18), period="all"), "partner")
    with open_current(home) as marts:
        rows = marts.execute(
            """
            select member_id, case when timed_count = promises_count then p50_minutes end from marts.fct_deviation_quantiles
            where dimension = 'partner' and period = 'all' and promised_to = 'customer' and fulfilled_by <> 'contact'
            """
        ).fetchall()
    shown = {None if formats.is_missing(row.member) else row.member: row.median_deviation_minutes for row in page.itertuples()}
    assert {member: None if formats.is_missing(minutes) else minutes for member, minutes in shown.items()} == dict(rows)
    assert any(minutes is not None for _, minutes in rows)
