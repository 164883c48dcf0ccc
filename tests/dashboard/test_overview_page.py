"""The overview, against counts taken from the marts by other SQL."""

import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from homes import open_current
from pages import LAST_26_WEEKS, looked_at, one, opened, words
from test_this_week_page import busy_home  # noqa: F401 - a fixture

from dashboard.words import at_risk, broken, kept, lead, overview, signals


def test_the_headline_is_the_share_of_orders_kept(home: Path):
    due, kept = one(home, f"select count(*), count(*) filter (where is_kept) from marts.fct_orders where is_due and {LAST_26_WEEKS}")
    app = looked_at("overview")
    assert app.metric[0].value == f"{100 * kept / due:.1f} %"
    assert f"{kept:,} of {due:,} orders due were kept" in words(app)


def test_the_five_outcomes_add_up_to_every_promise_due(home: Path):
    (due,) = one(home, f"select count(*) from marts.fct_promises where is_due and promised_to = 'customer' and {LAST_26_WEEKS}")
    app = looked_at("overview")
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
    # as a reader finds it who takes the one rate from the other
    points = round(100 * kept / due, 1) - round(100 * (kept - later) / due, 1)
    gap = f"we would look {points:.1f} points better: {100 * kept / due:.1f} %, {kept:,} of {due:,}."
    assert gap in words(looked_at("overview"))


def test_a_filter_narrows_the_orders_to_those_it_touches(home: Path):
    due, kept = one(
        home,
        f"""
        select count(*), count(*) filter (where is_kept) from marts.fct_orders
        where is_due and {LAST_26_WEEKS}
        and order_id in (select order_id from marts.fct_promises where partner_id = 'hvitlager' and promised_to = 'customer')
        """,
    )
    app = looked_at("overview", partner="hvitlager")
    assert f"{kept:,} of {due:,} orders due" in words(app)
    assert "partner: Hvitlager appliances" in words(app)


def test_where_the_source_has_worth_and_contacts_both_are_shown(home: Path):
    # whether an order broke this week is up to the world
    assert broken.sorted_by(pd.DataFrame({"value": [12.0, None]})) == "Highest value first"
    rows = looked_at("broken_promises", period="all").dataframe[0].value
    messages = set(rows[~rows["is_call"]]["has_notice"])
    assert messages == {"yes", "no"}, "contacts and their direction are there, so silence is a finding"
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


def board(*rows: tuple[str, str, bool, date]) -> pd.DataFrame:
    columns = {"name": [], "is_signal": [], "is_better": [], "is_new": [], "since_week": []}
    for name, how, is_new, since in rows:
        for column, value in zip(columns, (name, how == "worse", how == "better", is_new, since), strict=True):
            columns[column].append(value)
    return pd.DataFrame(columns).astype({"is_signal": bool, "is_better": bool})


NOBODY = pd.DataFrame({"name": [], "standing": []})


def test_the_heading_says_what_is_new_and_what_is_still_so_since_when():
    june, later = date(2022, 6, 6), date(2022, 6, 20)
    quiet = ("Delivery", "", False, None)
    assert signals.finding(board(quiet), NOBODY) == "Nothing changed by more than chance"
    assert signals.finding(board(("Hand-over", "worse", False, june), ("Oslo", "worse", False, later), quiet), NOBODY) == (
        "Nothing new since last week; 2 still worse, since 6 June and 20 June 2022: Hand-over and Oslo"
    )
    assert signals.finding(board(("Hand-over", "worse", True, june), ("Oslo", "better", False, date(2021, 12, 27)), quiet), NOBODY) == (
        "New since last week: Hand-over got worse; 1 still better, since 27 December 2021: Oslo"
    )
    rask = pd.DataFrame({"name": ["Rask"], "standing": ["act"]})
    assert signals.finding(board(quiet), rask) == "New since last week: Rask is worse than its peers by more than chance"
    many = [(name, "worse", True, june) for name in "abcde"]
    assert signals.finding(board(*many), NOBODY).endswith("c got worse and 2 more")
    older = [(str(day), "worse", False, date(2022, 6, day)) for day in (1, 8, 15, 22)]
    assert signals.finding(board(*older), NOBODY).endswith("4 still worse, since 1 June 2022 and later")
    assert signals.finding(board(), NOBODY) == "Too few are due, or break, in any series to tell a change from chance"
    assert signals.finding(board(), NOBODY, date(2022, 9, 8)) == (
        "No series is long enough yet to tell a change from chance: that takes until 8 September 2022"
    )


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
    assert kept.worst_of(members, "region") == "By region: no clear worst, the differences may be chance"
    assert kept.worst_of(members.drop(1), "region") == "By region: A breaks most, 61 % kept of 96 due"


def test_the_heading_is_the_answer(home: Path):
    kept, due, against, target = one(
        home,
        f"""
        select kept, due, marts.against_target(kept, due, target_kept_rate), target_kept_rate
        from (select count(*) as due, count(*) filter (where is_kept) as kept from marts.fct_orders where is_due and {LAST_26_WEEKS})
        cross join marts.dim_build
        """,
    )
    (evidence,) = one(
        home,
        "select evidence > (select value from marts.dim_thresholds where name = 'signal_evidence') from marts.fct_signals"
        " where dimension = 'company' and evidence is not null order by week desc limit 1",
    )
    usual = "worse than usual since" if evidence else "no change beyond chance"
    heading = looked_at("overview").title[0].value
    assert heading.startswith(f"We kept {100 * kept / due:.0f} of 100 orders: {usual}")
    short = round(100 * target) - round(100 * kept / due)
    assert heading.endswith(f"and {short} {against} the target of {100 * target:.0f}")


def order_counts(**more) -> pd.Series:
    return pd.Series(
        {"is_enough": True, "kept_rate": 0.9, "kept_count": 90, "due_count": 100, "against_target": "below", "target_kept_rate": 0.95}
        | more
    )


def test_the_answer_claims_no_more_than_is_known():
    assert overview.answer(order_counts(), weeks()) == "We kept 90 of 100 orders: no change beyond chance, and 5 below the target of 95"
    worse = weeks(is_worse=True, since_week=date(2021, 12, 27))
    assert (
        overview.answer(order_counts(), worse)
        == "We kept 90 of 100 orders: worse than usual since 27 December 2021, and 5 below the target of 95"
    )
    assert overview.answer(order_counts(), pd.DataFrame()) == "We kept 90 of 100 orders: 5 below the target of 95"
    assert overview.answer(order_counts(against_target=None), pd.DataFrame()) == "We kept 90 of 100 orders"
    few = order_counts(is_enough=False, kept_count=1, due_count=1, kept_rate=1.0)
    assert overview.answer(few, weeks()) == "Too little data to judge by: 1 of 1 order due was kept"


def test_each_card_is_the_one_that_hurts_most(home: Path):
    shown = words(looked_at("overview"))
    step, broken_count, due_count = one(
        home,
        f"""
        select coalesce(name, fct_promises.step), count(*) filter (where not is_kept) as broken, count(*)
        from marts.fct_promises left join marts.dim_steps on fct_promises.step = dim_steps.step
        where is_due and fct_promises.promised_to = 'customer' and {LAST_26_WEEKS} group by all order by broken desc limit 1
        """,
    )
    assert f"**{step}**" in shown and f"{broken_count:,} of its {due_count:,} promises broken" in shown
    for kind in ("partner", "seller"):
        worst = one(
            home,
            f"""
            select coalesce(name, member_id), recent_broken_count, recent_due_count, round(recent_expected_broken_count), standing
            from marts.fct_standings left join marts.dim_{kind}s on member_id = {kind}_id
            where kind = '{kind}' and standing in ('act', 'watch')
            order by standing, recent_broken_count - recent_expected_broken_count desc limit 1
            """,
        )
        if worst is None:
            (judged,) = one(home, f"select count(*) from marts.fct_standings where kind = '{kind}' and standing = 'none'")
            assert (lead.NOBODY if judged else lead.NOT_JUDGED)[kind]() in shown
        else:
            name, broke, due, expected, standing = worst
            verdict = "More than chance: at least " if standing == "act" else "It may still be chance."
            assert f"**{name}**" in shown
            assert f"{broke:,} of {due:,} broken in 13 weeks" in shown and f"would have broken {expected:,.0f}. {verdict}" in shown
    contacts, cost = one(
        home,
        "select max(excess_per_break) filter (where measure = 'contacts'), max(excess_per_break) filter (where measure = 'cost')"
        f" from marts.fct_excess_rates inner join marts.dim_steps on member_id = step where dimension = 'step' and name = '{step}'",
    )
    assert f"Each broken order adds {contacts:.1f} contacts and {cost:,.0f} in cost." in shown


def test_a_card_without_an_answer_says_why(alone: Path):
    shown = words(looked_at("overview"))
    assert "No seller can be compared with its peers yet." in shown
    assert lead.NOT_NAMED["partner"]() in shown, "no promise of this source names its partner"


def test_what_changed_is_new_for_a_week_and_then_still_so(home: Path):
    with open_current(home) as marts:
        changed = marts.execute(
            """
            select is_new, case when is_signal then since_week else better_since_week end as since, is_signal
            from marts.fct_signals where is_charted and evidence is not null
            qualify row_number() over (partition by dimension, member_id order by week desc) = 1 and (is_signal or is_better)
            """
        ).df()
    shown = words(looked_at("overview"))
    assert len(changed) and ("Worse than usual: " in shown or "Better than usual: " in shown)
    older = changed[~changed["is_new"] & changed["is_signal"]]
    assert (f"{len(older)} still worse, since " in shown) == (len(older) > 0)
    weeks = sorted(set(older["since"]))
    for week in weeks if len(weeks) <= signals.NAMED else weeks[:1]:
        assert f"{week.day} {week:%B}" in shown
    weeks = pd.Series({"due_count": 10, "broken_count": 2, "before_due_count": 8, "before_broken_count": 3})
    rows = board(("Hand-over", "worse", True, None), ("Oslo", "worse", False, None), ("Bergen", "better", False, None))
    assert lead.new(rows, weeks) == [
        "Worse than usual: **Hand-over** and **Oslo**.",
        "Better than usual: **Bergen**.",
        "2 of 10 orders due in the last seven days broke; 3 of 8 in the seven days before.",
    ]
    assert lead.unusual(rows.head(0)) == []
    assert lead.broke(weeks * 0) == "No order was due in the last seven days."


def test_orders_of_two_weeks_stand_beside_each_other(home: Path):
    due, broke, before_due, before = one(
        home,
        """
        select
            count(*) filter (where due_date >= date '2022-07-11'), count(*) filter (where not is_kept and due_date >= date '2022-07-11'),
            count(*) filter (where due_date < date '2022-07-11'), count(*) filter (where not is_kept and due_date < date '2022-07-11')
        from marts.fct_orders where is_due and due_date >= date '2022-07-04' and due_date < date '2022-07-18'
        """,
    )
    weeks = pd.Series({"due_count": due, "broken_count": broke, "before_due_count": before_due, "before_broken_count": before})
    assert lead.broke(weeks) in words(looked_at("overview"))


def test_the_weekly_chart_has_the_limits_of_the_one_that_is_chosen_or_none(home: Path):
    dimension, member = one(
        home,
        """
        select dimension, member_id from marts.fct_signals
        where dimension in ('seller', 'region', 'customer_type') and limit_low is not null and not is_provisional order by all limit 1
        """,
    )
    alone = opened("overview", **{dimension: member}).title[0].value
    assert "usual since" in alone or "chance" in alone
    both = opened("overview", **{dimension: member, "partner": "hvitlager"})
    assert "chance" not in both.title[0].value and "Orders kept, by the week they were due" in words(both)


def test_each_step_of_the_journey_is_a_cell(home: Path):
    shown = words(looked_at("overview"))
    with open_current(home) as marts:
        steps = marts.execute(
            f"""
            with rates as (
                select step, count(*) as due, count(*) filter (where is_kept) as kept
                from marts.fct_promises where is_due and {LAST_26_WEEKS} group by step
            )
            select coalesce(name, step) as name, owner, is_measured, is_covered, is_owned, due, kept
            from marts.fct_journey_steps left join rates using (step)
            """
        ).df()
    steps[["due", "kept"]] = steps[["due", "kept"]].fillna(0)
    covered, owned = steps["is_covered"].sum(), steps["is_owned"].sum()
    assert f"{covered} of {len(steps)} steps are measured and owned; {len(steps) - owned} have no owner" in shown
    for step in steps.itertuples():
        assert step.name in shown
        if step.due > 0:
            assert f"**{100 * step.kept / step.due:.0f} %**" in shown and f"kept of {step.due:,.0f} due" in shown
    for step in steps[~steps["is_measured"]].itertuples():
        owned = "**no owner**" if pd.isna(step.owner) else step.owner
        assert f"{step.name} ({owned})" in shown, "what is not measured stands in a line of its own"
    assert shown.count("Not measured, for no promise is recorded there: ") > 0
    assert shown.lower().count("**no owner**") == steps["owner"].isna().sum() > 0


def test_what_nobody_planned_is_counted(home: Path):
    total, most = one(
        home,
        "select sum(n), max(n) from (select sum(touches_count) as n from marts.fct_touchpoint_counts"
        " where not is_planned and kind = 'contact_in' group by touchpoint, channel, team)",
    )
    shown = words(looked_at("overview"))
    assert f"Customers came to us {total:,} times although no step of the journey plans it" in shown and f": {most:,} times" in shown


def test_every_broken_promise_is_one_click_away(home: Path):
    app = looked_at("overview")
    links = {link.proto.label: link.proto.query_string for link in app.get("page_link")}
    (late,) = one(home, f"select count(*) from marts.fct_promises where outcome = 'late' and promised_to = 'customer' and {LAST_26_WEEKS}")
    assert links[f"See the {late:,} late"] == "outcome=late"


def test_the_days_of_the_whole_company_are_shared_out_on_the_first_screen(home: Path):
    with open_current(home) as marts:
        causes = marts.execute(
            f"""
            select parts.cause, sum(parts.days) as days from marts.fct_delay_parts as parts
            inner join marts.fct_promises using (promise_id)
            where promised_to = 'customer' and {LAST_26_WEEKS} group by all order by days desc
            """
        ).df()
    total = causes["days"].sum()
    shown = words(looked_at("overview"))
    heading = re.search(rf"Of {total:,.0f} days late: (.+)", shown)[1]
    percents = {}
    for cause in causes.itertuples():
        if percent := re.search(rf"{overview.LOST_BY[cause.cause]()} (\d+) %", heading):
            percents[cause.cause] = int(percent[1])
            assert abs(percents[cause.cause] - 100 * cause.days / total) < 1
        else:
            assert cause.days / total < 0.01
    assert sum(percents.values()) == 100, "whole numbers that add up"


def test_how_often_customers_hear_before_the_day_is_said_as_this_week_says_it(home: Path):
    before, measured = one(
        home,
        """
        select in_time_count + short_count + day_before_count, measured_count from marts.fct_notice_rates
        where dimension = 'company' and period = 'month' and period_start = date '2022-06-01'
        """,
    )
    sentence = f"Before the day, customers heard from us of {100 * before / measured:.0f} in 100 broken promises ({before} of {measured} in June 2022)"
    assert sentence in words(looked_at("overview")) and sentence in words(looked_at("this_week"))
    assert "Before the day" not in words(looked_at("overview", partner="hvitlager")), "it is of the whole company"


def test_what_all_breaks_cost_is_of_no_choice_of_orders(home: Path):
    cost, a_year = one(
        home, "select excess_per_break, excess_per_year from marts.fct_excess_rates where dimension = 'company' and measure = 'cost'"
    )
    app, narrowed = looked_at("overview"), looked_at("overview", partner="hvitlager")
    assert {each.label: each.value for each in app.metric}[overview.COST()] == f"{a_year:,.0f}"
    assert f"and {cost:,.0f} in cost to us. Not in it: what customers pay themselves" in words(app)
    assert len(narrowed.metric) == 1 and "in cost to us" not in words(narrowed)
    row = pd.Series({"contacts": None, "cost": 12.0, "cost_per_year": None, "covered_count": 3})
    assert overview.cost(row, "contacts?").startswith("A broken order adds 12 in cost to us. ")
    assert overview.cost(row.replace(3, 0), "contacts?") is None


def test_what_is_about_to_break_says_by_when_who_acts_and_what_to_do(busy_home: Path, monkeypatch: pytest.MonkeyPatch):  # noqa: F811
    monkeypatch.setenv("HOLDT_HOME", str(busy_home))
    number, last, expected, owners, playbooks = one(
        busy_home,
        """
        select count(*), max(end_date), sum(probability), list(distinct owner order by owner), list(distinct playbook)
        from marts.fct_at_risk left join marts.dim_steps using (step) where is_at_risk
        """,
    )
    assert len(owners) == len(playbooks) == 1
    shown = words(opened("overview"))
    assert f"{number} promises will probably break by {last.day} {last:%B %Y}: {owners[0]} acts" in shown
    assert f"**Do:** {at_risk.before_the_day(playbooks[0])}" in shown and f"About {expected:.0f} of them will, if nobody acts." in shown
    rows = pd.DataFrame([{"total_count": 1, "last_date": date(2022, 7, 22), "owners": ["A", "B"], "playbook": None}])
    counts = pd.Series({"known_count": 5, "unknown_count": 0, "has_deliveries": True})
    assert at_risk.finding(rows, counts) == "1 promise will probably break by 22 July 2022: A and B act"
    assert at_risk.to_do(rows).endswith(f"{at_risk.NEW_DATE()}.") and at_risk.to_do(rows.head(0)) is None
