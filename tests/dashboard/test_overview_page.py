"""The overview, against counts taken from the marts by other SQL."""

import re
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from pages import LAST_26_WEEKS, one, opened, words

from dashboard import rates
from dashboard.words import broken, kept, overview


def test_the_headline_is_the_share_of_orders_kept(home: Path):
    due, kept = one(home, f"select count(*), count(*) filter (where is_kept) from marts.fct_orders where is_due and {LAST_26_WEEKS}")
    app = opened("overview")
    assert app.metric[0].value == f"{100 * kept / due:.1f} %"
    assert f"{kept:,} of {due:,} orders due were kept" in words(app)


def test_the_five_outcomes_add_up_to_every_promise_due(home: Path):
    (due,) = one(home, f"select count(*) from marts.fct_promises where is_due and promised_to = 'customer' and {LAST_26_WEEKS}")
    app = opened("overview")
    legend = next(element.value for element in app.markdown if "Overdue" in element.value and "■" in element.value).replace("&nbsp;", " ")
    shown = [int(number.replace(",", "")) for number in re.findall(r"\(([\d,]+)\)", legend)]
    assert len(shown) == 5
    assert sum(shown) == due


def test_the_masking_gap_is_first_against_latest(home: Path):
    gap, kept, due = one(
        home,
        f"""
        select
            100 * (avg(is_kept_latest::int) filter (where is_due_latest) - avg(is_kept::int) filter (where is_due)),
            count(*) filter (where is_kept_latest), count(*) filter (where is_due_latest)
        from marts.fct_orders where {LAST_26_WEEKS}
        """,
    )
    assert gap > 0, "the sample world masks some of what it breaks"
    assert f"we would look {gap:.1f} points better: {100 * kept / due:.1f} %, {kept:,} of {due:,}." in words(opened("overview"))


def test_a_filter_narrows_the_orders_to_those_it_touches(home: Path):
    due, kept = one(
        home,
        f"""
        select count(*), count(*) filter (where is_kept) from marts.fct_orders
        where is_due and {LAST_26_WEEKS}
        and order_id in (select order_id from marts.fct_promises where partner_id = 'hvitlager' and promised_to = 'customer')
        """,
    )
    app = opened("overview", partner="hvitlager")
    assert f"{kept:,} of {due:,} orders due" in words(app)
    assert "partner: Hvitlager appliances" in words(app)


def test_calls_that_were_not_made_add_no_days_to_what_is_overdue(home: Path):
    overdue = "from marts.fct_promises where outcome = 'overdue_open' and promised_to = 'customer'"
    deliveries, oldest = one(home, f"select count(*), max(overdue_days) {overdue} and fulfilled_by <> 'contact'")
    (calls,) = one(home, f"select count(*) {overdue} and fulfilled_by = 'contact'")
    assert deliveries and calls
    shown = words(opened("overview")).replace("**", "")
    assert f"{deliveries} deliver{'y' if deliveries == 1 else 'ies'} overdue and still open, the oldest for {oldest} days" in shown
    assert f"{calls} promised call{'' if calls == 1 else 's'} not made" in shown


def test_a_list_says_the_order_it_really_has(alone: Path):
    assert "Earliest due date first" in words(opened("overview"))


def test_where_the_source_has_worth_and_contacts_both_are_said(home: Path):
    # whether an order broke this week is up to the world
    assert broken.sorted_by(pd.DataFrame({"value": [12.0, None]})) == "Dearest first"
    told = set(opened("broken_promises", period="all").dataframe[0].value["has_notice"])
    assert told == {"yes", "not on record"}, "contacts and their direction are there, so silence is a finding"


def weeks(*kept_rates: float) -> pd.DataFrame:
    starts = [date(2022, 1, 3) + timedelta(weeks=number) for number in range(len(kept_rates))]
    return pd.DataFrame({"member": starts, "kept_rate": kept_rates, "is_enough": True, "is_provisional": False})


def test_a_range_of_half_the_scale_tells_nothing():
    for said in (overview.last_week(weeks(0.5), (0.2, 0.8)), overview.trend(weeks(0.5, 0.1), (0.2, 0.8))):
        assert "too wide a range to tell" in said
        assert "within" not in said and "below" not in said
    assert "below its usual range of 30–80 %" in overview.last_week(weeks(0.2), (0.3, 0.8))


def test_nothing_breaks_most_where_there_is_nothing_to_compare_with():
    steps = pd.DataFrame({"name": ["Delivery", "Installation"], "kept_rate": [0.9, 0.8], "due_count": [100, 5], "is_enough": [True, False]})
    assert overview.worst_step(steps) == "Only Delivery has enough data: 90 % kept of 100 due"
    assert overview.worst_step(steps.head(1)) == "Delivery: 90 % kept of 100 due"
    assert overview.worst_step(steps.assign(is_enough=True)) == "Installation breaks most: 80 % kept of 5 due"
    assert "breaks most" not in kept.worst_of(steps, "journey step")


def test_a_usual_range_needs_weeks_to_be_usual():
    assert rates.usual_range(pd.Series([0.9] * 7)) is None
    low, high = rates.usual_range(pd.Series([0.8, 0.9] * 5))
    assert (low, high) == (pytest.approx(0.85 - 0.266), 1.0)
