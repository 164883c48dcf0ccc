"""The overview, against counts taken from the marts by other SQL."""

import re
from datetime import date
from pathlib import Path

import pandas as pd
from homes import open_current
from pages import LAST_26_WEEKS, one, opened, words

from dashboard.words import broken, kept, overview, signals, standings


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
    rows = opened("broken_promises", period="all").dataframe[0].value
    messages = set(rows[~rows["is_call"]]["has_notice"])
    assert messages == {"yes", "not on record"}, "contacts and their direction are there, so silence is a finding"
    assert set(rows[rows["is_call"]]["has_notice"]) == {""}, "nobody announces a call that will not be made"


def weeks(**last) -> pd.DataFrame:
    """A settled week, and one that is provisional, of a series that was 90 % kept."""
    week = {"member": date(2022, 1, 3), "weeks_count": 1, "is_provisional": False, "baseline": "frozen", "kept_rate": 0.8, "usual_rate": 0.9,
            "usual_low": 0.75, "usual_high": 1.0, "is_worse": False, "is_better": False, "since_week": None, "better_since_week": None}  # fmt: skip
    provisional = {"member": date(2022, 1, 10), "is_provisional": True, "kept_rate": 0.1, "is_worse": None, "is_better": None}
    return pd.DataFrame(
        [week | last, week | provisional | {name: last[name] for name in ("baseline", "baseline_from_date", "usual_low") if name in last}]
    )


def test_a_week_within_the_limits_is_no_news_and_a_change_is_dated():
    assert signals.trend(weeks()) == "Orders kept by due week: no change beyond chance"
    assert "worse since 27 December 2021, by more than chance" in signals.trend(weeks(is_worse=True, since_week=date(2021, 12, 27)))
    assert "better since 27 December 2021" in signals.trend(weeks(is_better=True, better_since_week=date(2021, 12, 27)))
    sentence = "The last settled week, from 3 January 2022, was 80.0 %; 90.0 % is usual, and 75–100 % happens by chance."
    assert signals.last_week(weeks()) == sentence
    assert "The last 4 settled weeks together, from 3 January 2022, were 80.0 %" in signals.last_week(weeks(weeks_count=4))


def test_what_cannot_be_told_is_not_told():
    short = weeks(baseline="too_short", usual_low=None, baseline_from_date=date(2022, 3, 7))
    assert signals.trend(short).endswith("too few full weeks to say what is usual, which can be known from 7 March 2022 on")
    assert signals.last_week(short) is None
    assert "too few are due, or break, to tell" in signals.trend(weeks(baseline="too_thin", usual_low=None))
    assert signals.trend(pd.DataFrame()) == "Orders kept, by the week they were due"


def board(*rows: tuple[str, bool, bool]) -> pd.DataFrame:
    return pd.DataFrame([{"name": name, "is_signal": worse, "is_better": better} for name, worse, better in rows])


def test_the_board_names_who_changed_and_that_nobody_else_did():
    quiet = ("Delivery", False, False)
    assert signals.finding(board(quiet)) == "Nothing changed by more than chance"
    assert signals.finding(board(("Hand-over", True, False), ("Oslo", True, False), ("Bergen", False, True), quiet)) == (
        "Hand-over and Oslo got worse; Bergen got better by more than chance; nothing else did"
    )
    assert signals.finding(board()) == "Too few are due, or break, in any series to tell a change from chance"
    assert signals.finding(board(), date(2022, 9, 8)) == (
        "No series is long enough yet to tell a change from chance: that takes until 8 September 2022"
    )


def test_the_overview_says_what_the_marts_signal(home: Path):
    (reasons,) = one(
        home,
        """
        select list(reason) filter (where is_signal or is_better)
        from (
            select is_signal, is_better, reason from marts.fct_signals where is_charted and evidence is not null
            qualify row_number() over (partition by dimension, member_id order by week desc) = 1
        )
        """,
    )
    (count,) = one(home, "select count(distinct (dimension, member_id)) from marts.fct_signals where is_charted and evidence is not null")
    app = opened("overview")
    assert reasons and all(reason in words(app) for reason in reasons)
    assert f"{count} series are watched" in words(app)
    (low, high) = one(
        home,
        """
        select round(100 * (1 - limit_high)), round(100 * (1 - limit_low)) from marts.fct_signals
        where dimension = 'company' and not is_provisional order by week desc limit 1
        """,
    )
    assert f"{low:.0f}–{high:.0f} % happens by chance" in words(app)


def test_limits_are_those_of_the_one_that_is_chosen_or_none(home: Path):
    dimension, member = one(
        home,
        """
        select dimension, member_id from marts.fct_signals
        where dimension in ('seller', 'region', 'customer_type') and limit_low is not null and not is_provisional order by all limit 1
        """,
    )
    assert "happens by chance" in words(opened("overview", **{dimension: member}))
    unknown = words(opened("overview", **{dimension: member, "partner": "hvitlager"}))
    assert "happens by chance" not in unknown and signals.NOT_WATCHED in unknown


def test_nothing_breaks_most_where_there_is_nothing_to_compare_with():
    steps = pd.DataFrame(
        {
            "name": ["Delivery", "Installation"],
            "kept_rate": [0.9, 0.8],
            "kept_count": [90, 4],
            "due_count": [100, 5],
            "is_enough": [True, False],
        }
    )
    assert overview.worst_step(steps) == "Only Delivery has enough data: 90 % kept of 100 due"
    assert overview.worst_step(steps.head(1)) == "Delivery: 90 % kept of 100 due"
    assert overview.worst_step(steps.assign(is_enough=True)) == (
        "Installation breaks most often: 80 % kept of 5 due; most broken promises are of Delivery: 10 of 11"
    )
    assert "breaks most" not in kept.worst_of(steps, "journey step")


def test_a_heading_keeps_the_rule_that_intervals_which_overlap_tell_nothing():
    members = pd.DataFrame(
        {
            "name": ["A", "B", "C"],
            "kept_rate": [0.61, 0.7, 0.9],
            "due_count": 96,
            "low": [0.53, 0.67, 0.85],
            "high": [0.69, 0.74, 0.93],
            "is_enough": True,
        }
    )
    assert kept.worst_member(members, "partner") == "Who keeps least cannot be told: A (61 % of 96 due) and 1 other overlap"
    assert kept.worst_member(members.drop(1), "partner") == "A keeps least: 61 % of 96 due"
    assert kept.worst_of(members, "region") == "By region: which breaks most cannot be told, their intervals overlap"
    assert kept.worst_of(members.drop(1), "region") == "By region: A breaks most, 61 % kept of 96 due"


def test_the_answer_says_whether_the_target_is_met(home: Path):
    target, against, low, high = one(
        home,
        f"""
        select target_kept_rate, marts.against_target(kept, due, target_kept_rate), 100 * marts.wilson90_low(kept, due), 100 * marts.wilson90_high(kept, due)
        from (select count(*) as due, count(*) filter (where is_kept) as kept from marts.fct_orders where is_due and {LAST_26_WEEKS})
        cross join marts.dim_build
        """,
    )
    assert against == "below"
    end = f"even at the upper end of the 90 % interval ({low:.0f}–{high:.0f} %)."
    assert f"**Below the target of {100 * target:.0f} %**, {end}" in words(opened("overview"))
    row = pd.Series({"target_kept_rate": 0.95, "low": 0.93, "high": 0.97, "against_target": "unclear"})
    assert overview.target(row) == "The target of 95 % lies within the 90 % interval (93–97 %): no telling whether it is met."
    assert overview.target(row.replace("unclear", "above")).startswith("**Above the target of 95 %**, even at the lower end")
    assert overview.target(row.replace("unclear", None)) is None


def test_the_overview_leads_to_who_is_worse_than_its_peers(home: Path):
    with open_current(home) as marts:
        rows = marts.execute(
            "select coalesce(name, member_id) as name, standing from marts.fct_standings left join marts.dim_partners on member_id = partner_id where kind = 'partner'"
            " order by probability_bad desc nulls last, excess_broken_count desc nulls last, member_id"
        ).df()
    assert standings.finding(rows, "partner") in words(opened("overview"))
