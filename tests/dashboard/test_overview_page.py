"""The overview, against counts taken from the marts by other SQL."""

import re
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
from pages import LAST_26_WEEKS, one, opened, words

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


def test_the_masking_gap_is_first_against_latest_of_the_same_orders(home: Path):
    later, kept, due = one(
        home,
        f"""
        select count(*) filter (where not is_kept and is_kept_latest), count(*) filter (where is_kept or is_kept_latest), count(*)
        from marts.fct_orders where is_due and {LAST_26_WEEKS}
        """,
    )
    assert later > 0, "the sample world masks some of what it breaks"
    gap = f"we would look {100 * later / due:.1f} points better: {100 * kept / due:.1f} %, {kept:,} of {due:,}."
    assert gap in words(opened("overview"))


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


def test_where_the_source_has_worth_and_contacts_both_are_shown(home: Path):
    # whether an order broke this week is up to the world
    assert broken.sorted_by(pd.DataFrame({"value": [12.0, None]})) == "Highest value first"
    messages = set(opened("broken_promises", period="all").dataframe[0].value["has_notice"])
    assert messages == {"yes", "not on record"}, "contacts and their direction are there, so silence is a finding"


def weeks(low: float | None, high: float | None, is_too_wide: bool, **rates: str) -> pd.DataFrame:
    """Settled weeks, a rate each and where it stands against the usual range."""
    starts = [date(2022, 1, 3) + timedelta(weeks=number) for number in range(len(rates))]
    kept = [int(rate.removeprefix("of_")) / 100 for rate in rates]
    usual = {"usual_low": low, "usual_high": high, "is_usual_too_wide": is_too_wide}
    return pd.DataFrame({"member": starts, "kept_rate": kept, "against_usual": list(rates.values()), "is_settled": True, **usual})


def test_a_range_of_half_the_scale_tells_nothing():
    wide = weeks(0.2, 0.8, True, of_50="within", of_10="below")
    for sentence in (overview.last_week(wide), overview.trend(wide)):
        assert "too wide a range to tell" in sentence
        assert "within" not in sentence and "below" not in sentence
    assert "below its usual range of 30–80 %" in overview.last_week(weeks(0.3, 0.8, False, of_20="below"))


def test_weeks_within_the_usual_are_no_news_and_one_outside_is():
    assert "every settled week within the usual 30–80 %" in overview.trend(weeks(0.3, 0.8, False, of_50="within", of_60="within"))
    later = weeks(0.3, 0.8, False, of_20="below", of_90="above", of_50="within")
    assert "above the usual 30–80 % in the week from 10 January 2022" in overview.trend(later)
    assert overview.last_week(weeks(None, None, False, of_50=None)) is None
    assert "too few full weeks" in overview.trend(weeks(None, None, False, of_50=None))


def test_nothing_breaks_most_where_there_is_nothing_to_compare_with():
    steps = pd.DataFrame({"name": ["Delivery", "Installation"], "kept_rate": [0.9, 0.8], "due_count": [100, 5], "is_enough": [True, False]})
    assert overview.worst_step(steps) == "Only Delivery has enough data: 90 % kept of 100 due"
    assert overview.worst_step(steps.head(1)) == "Delivery: 90 % kept of 100 due"
    assert overview.worst_step(steps.assign(is_enough=True)) == "Installation breaks most: 80 % kept of 5 due"
    assert "breaks most" not in kept.worst_of(steps, "journey step")
