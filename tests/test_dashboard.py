"""Every page, run as Streamlit runs it, against counts taken from the marts by other SQL."""

import json
import os
import re
import shutil
import tomllib
from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
import streamlit as st
from conftest import build, open_current
from streamlit.testing.v1 import AppTest

from dashboard import charts, findings, order_chart, rates, story, view, wording
from dashboard.queries import orders
from data import places

DASHBOARD = places.ROOT / "dashboard"
PAGES = ["overview", "broken_promises", "sellers", "partners", "data_quality"]
LAST_26_WEEKS = "due_date >= date '2022-01-17' and due_date < date '2022-07-18'"


@pytest.fixture
def home(built_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOLDT_HOME", str(built_home))
    return built_home


def opened(page: str, **query: str | list[str]) -> AppTest:
    app = AppTest.from_file(str(DASHBOARD / "app.py"), default_timeout=60)
    app.query_params.update(query)
    if page != "overview":
        # a first visit comes by the address: the page before it must not have run
        app.switch_page(f"app_pages/{page}.py")
    app.run()
    assert not app.exception, [error.message for error in app.exception]
    return app


def words(app: AppTest) -> str:
    elements = [*app.title, *app.metric, *app.markdown, *app.caption, *app.info, *app.warning]
    links = [element.proto.label for element in app.get("page_link")]
    said = "\n".join([*(str(element.value) for element in elements), *links]).replace("&nbsp;", " ")
    return re.sub(r"\\([^a-zA-Z0-9])", r"\1", said)  # as the browser shows it: \* is a star


def one(home: Path, sql: str):
    with open_current(home) as marts:
        return marts.execute(sql).fetchone()


# ---------- every page, in every state of the house


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_as_of_when_it_judges(home: Path, page: str):
    app = opened(page)
    assert "As of Monday 18 July 2022" in words(app)
    assert "newest " in words(app)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_on_which_nothing_fits_says_why(home: Path, page: str):
    app = opened(page, period="1999-01-01..1999-12-31")
    if page != "data_quality":
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
    if page != "data_quality":
        assert app.info


def test_without_a_warehouse_the_reader_is_told_what_to_type(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOLDT_HOME", str(tmp_path))
    assert "make build" in words(opened("overview"))


@pytest.mark.parametrize("page", PAGES)
def test_a_refused_refresh_is_said_on_every_page(built_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str):
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
    assert wording.moment(newest.stem) in banner
    assert "As of Monday 18 July 2022" in words(app)


# ---------- shown numbers are the marts' numbers


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


def test_the_worklist_lists_every_broken_promise(home: Path):
    (broken,) = one(home, f"select count(*) from marts.fct_promises where not is_kept and promised_to = 'customer' and {LAST_26_WEEKS}")
    app = opened("broken_promises")
    assert f"{broken:,} broken promises" in words(app)
    assert len(app.dataframe[0].value) == min(broken, 200)


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


def test_a_partner_has_its_rate_with_the_denominator(home: Path):
    due, kept, ours, ours_kept = one(
        home,
        f"""
        select
            count(*) filter (where promised_to = 'customer'), count(*) filter (where promised_to = 'customer' and is_kept),
            count(*) filter (where promised_to = 'company'), count(*) filter (where promised_to = 'company' and is_kept)
        from marts.fct_promises where is_due and partner_id = 'hvitlager' and {LAST_26_WEEKS}
        """,
    )
    said = words(opened("partners", member="hvitlager"))
    assert f"{kept} of {due} promises due were kept" in said
    assert f"To us: {100 * ours_kept / ours:.1f} % kept, {ours_kept} of {ours} promises due." in said
    row = opened("partners").dataframe[0].value.set_index("Name").loc["Hvitlager appliances"]
    assert (row["Due"], round(row["Kept"], 6), row["To us: due"]) == (due, round(100 * kept / due, 6), ours)


@pytest.mark.parametrize("kind", ["seller", "partner"])
def test_who_has_too_little_data_is_shown_and_never_ranked(home: Path, kind: str):
    with open_current(home) as marts:
        thin = {
            name
            for (name,) in marts.execute(
                f"""
                select dim.name from marts.fct_promises join marts.dim_{kind}s as dim using ({kind}_id)
                where is_due and promised_to = 'customer' and {LAST_26_WEEKS} group by 1
                having count(*) < (select value from marts.dim_thresholds where name = 'minimum_sample')
                """
            ).fetchall()
        }
    assert thin, "the small world has someone of whom little is known"
    rows = opened(f"{kind}s").dataframe[0].value
    told = rows[rows["Enough data"] == "too little data"]
    assert thin <= set(told["Name"])
    ranked = rows[rows["Enough data"] == "yes"]
    assert list(rows["Name"]) == [*ranked["Name"], *told["Name"]]
    assert ranked["Kept"].is_monotonic_increasing
    assert list(told["Name"]) == sorted(told["Name"])


def test_rows_in_are_rows_accepted_and_held_back(home: Path):
    landed, accepted, held = one(home, "select sum(rows_landed), sum(rows_accepted), sum(rows_quarantined) from marts.fct_feed_counts")
    app = opened("data_quality")
    assert f"{landed:,} rows in = {accepted:,} accepted + {held:,} held back" in words(app)
    balance = app.dataframe[0].value
    assert (balance["Rows in"] == balance["= accepted"] + balance["+ held back"]).all()
    (promises,) = one(home, "select count(*) from marts.fct_promises")
    assert f"= {promises:,} promises" in words(app)


# ---------- Svein


GOLDEN = [
    "Broken: due 17 June, complete 11 July, 24 days late, 3 dates from 3 partners; the latest-date view says 3 of 3 kept.",
    "16 June, the day before",
    "3 dates, 12 days apart",
    "Promised: cabinets, worktops and appliances on 17 June.",
    "We reached Svein by phone (contact centre), a call back was promised, no new date.",
    "no cause, no new date, we will contact you when we know more",
    "Svein came to us by chat, waited 6 minutes, was sent on to phone.",
    "waited 23 minutes, got no information",
    "by the seller's mailbox (store), was sent on to customer service",
    "waited 9 minutes, met someone without a mandate",
    "New date from the partner: worktops on 29 June.",
    "New date from the partner: cabinets on 3 July.",
    "New date from the partner: appliances on 15 August.",
    "He gets angry: three suppliers and three dates for one kitchen.",
    "New date from the company: appliances on 11 July. Cause given: another model after the customer escalated.",
    "Delivered: worktops, by Steinbenk worktops – 12 days late by the first promise.",
    "Delivered: cabinets, by Nordskap cabinets – 16 days late by the first promise.",
    "the order is complete",
    "Delivered: appliances, by Hvitlager appliances – 24 days late by the first promise.",
]


def test_sveins_order_reads_as_his_story(home: Path):
    said = words(opened("broken_promises", order="order-svein"))
    places_found = [said.find(row) for row in GOLDEN]
    assert -1 not in places_found, GOLDEN[places_found.index(-1)]
    told = places_found[3:]
    assert told == sorted(told), "the story is told in the order in which it happened"


def test_an_order_of_every_shape_can_be_told(home: Path):
    st.session_state["warehouse"] = (home / "warehouse" / "current.duckdb").resolve()
    shapes = """
        select min(order_id) from marts.fct_orders
        group by outcome, is_kept, is_broken_before_due, fulfilled_date is null, repromises_count > 0, delivery_dates_count > 1, contacts_count > 0
    """
    with open_current(home) as marts:
        ids = [order_id for (order_id,) in marts.execute(shapes).fetchall()]
    assert ids
    for order_id in ids:
        order, promises, timeline = orders.order(order_id), orders.promises(order_id), orders.timeline(order_id)
        verdict = story.order_verdict(order)
        assert verdict.split(":")[0] in story.VERDICTS, order_id
        assert len(story.promise_table(promises)) == len(promises)
        lines = [line.said for day in story.days(timeline, promises, order, {}) for line in day.lines]
        assert bool(lines) == (len(timeline) > 0)
        facts = [value for _, value in story.facts(order)]
        assert not re.search(r"\b(nan|NaN|NaT|None)\b|<NA>", " ".join([verdict, *facts, *lines])), order_id
        assert order_chart.timeline(timeline, promises, order_id).to_dict()["layer"]


def test_words_of_a_source_are_shown_as_they_stand():
    assert wording.plain("o_1*2 [x] :red[y]") == r"o\_1\*2 \[x\] \:red\[y\]"


def test_an_order_that_is_not_there_is_said_not_to_be(home: Path):
    assert "No such order" in words(opened("broken_promises", order="x' or 'y' = 'y"))


# ---------- a source that has promises and deliveries, and nothing else


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


@pytest.fixture(scope="module")
def built_alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("alone")
    (folder / "promises.csv").write_text(PROMISES_ALONE)
    (folder / "deliveries.csv").write_text(DELIVERIES_ALONE)
    (folder / "mapping.toml").write_text(MAPPING_ALONE)
    return build(folder / "home", f"SOURCES={folder / 'mapping.toml'}", f"ROOT={folder}")


@pytest.fixture
def alone(built_alone: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOLDT_HOME", str(built_alone))
    return built_alone


def test_contacts_that_nobody_recorded_are_not_measured_rather_than_none(alone: Path):
    assert one(alone, "select count(contacts_count), count(redirects_count), count(*) from marts.fct_orders") == (0, 0, 3)
    assert "no notice on record" not in words(opened("overview"))
    rows = opened("broken_promises").dataframe[0].value
    assert set(rows["is_told"]) == {"not measured"}
    assert rows[["contacts_count", "repromises_count"]].isna().all(axis=None)
    said = words(opened("broken_promises", order="o-late"))
    for fact in ("First notice", "Promise changed", "Customer came to us", "… before a new date", "Customer sent on", "Waited in all"):
        assert re.search(rf":gray\[{fact}\]\s+\*\*not measured\*\*", said), fact


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
    assert set(rows["is_told"]) == {"not measured"}
    assert rows["contacts_count"].notna().any()


def test_without_a_new_date_on_record_there_is_no_gap_to_the_latest(alone: Path):
    for said in (words(opened("overview")), words(opened("sellers")), words(opened("sellers", member="store-oslo"))):
        assert "No new dates are on record, so the gap to the latest promise is not measured." in said
        assert "would look" not in said and "diamond" not in said
    table = opened("sellers").dataframe[0].value
    assert table[["Gap, points", "By the latest date"]].isna().all(axis=None)
    assert "latest-date view" not in words(opened("broken_promises", order="o-late"))


def test_a_list_says_the_order_it_really_has(alone: Path):
    assert "Earliest due date first" in words(opened("overview"))


def test_where_the_source_has_worth_and_contacts_both_are_said(home: Path):
    # whether an order broke this week is up to the world
    assert findings.listed_by(pd.DataFrame({"value": [12.0, None]})) == "Dearest first"
    told = set(opened("broken_promises", period="all").dataframe[0].value["is_told"])
    assert told == {"yes", "not on record"}, "contacts and their direction are there, so silence is a finding"


def test_no_choice_by_what_is_not_measured(alone: Path):
    app = opened("broken_promises", critical="yes", value="1000", sort="value")
    assert [field.label for field in app.number_input] == ["Days late, at least"]
    assert not app.toggle
    assert app.query_params == {}
    assert "3 broken promises" in words(app)


def test_a_line_older_than_its_order_is_told_apart(alone: Path):
    assert "o-old-line due 28 June; one line 22 days overdue" in words(opened("overview")).replace("**", "")
    assert "due 28 June, still not complete, one line 22 days overdue so far" in words(opened("broken_promises", order="o-old-line"))


# ---------- sentences that would say more than the data


def weeks(*kept_rates: float) -> pd.DataFrame:
    starts = [date(2022, 1, 3) + timedelta(weeks=number) for number in range(len(kept_rates))]
    return pd.DataFrame({"member": starts, "kept_rate": kept_rates, "is_enough": True, "is_provisional": False})


def test_a_range_of_half_the_scale_tells_nothing():
    for said in (findings.last_week(weeks(0.5), (0.2, 0.8)), findings.trend(weeks(0.5, 0.1), (0.2, 0.8))):
        assert "too wide a range to tell" in said
        assert "within" not in said and "below" not in said
    assert "below its usual range of 30–80 %" in findings.last_week(weeks(0.2), (0.3, 0.8))


def test_nothing_breaks_most_where_there_is_nothing_to_compare_with():
    steps = pd.DataFrame({"name": ["Delivery", "Installation"], "kept_rate": [0.9, 0.8], "due_count": [100, 5], "is_enough": [True, False]})
    assert findings.worst_step(steps) == "Only Delivery has enough data: 90 % kept of 100 due"
    assert findings.worst_step(steps.head(1)) == "Delivery: 90 % kept of 100 due"
    assert findings.worst_step(steps.assign(is_enough=True)) == "Installation breaks most: 80 % kept of 5 due"
    assert "breaks most" not in findings.worst_of(steps, "journey step")


# ---------- the address


def test_a_link_opens_the_same_view(home: Path):
    first = opened("partners", period="13w", step="installation", region=["Oslo"])
    second = opened("partners", **first.query_params)
    assert first.query_params == {"period": "13w", "step": "installation", "region": "Oslo"}
    pd.testing.assert_frame_equal(first.dataframe[0].value, second.dataframe[0].value)


def test_what_was_chosen_stays_chosen_on_the_next_page(home: Path):
    app = opened("overview", partner="hvitlager", period="13w")
    app.query_params.clear()  # the menu brings no parameters along
    app.switch_page("app_pages/sellers.py").run()
    assert "partner: Hvitlager appliances" in words(app)
    assert app.query_params == {"partner": "hvitlager", "period": "13w"}


def test_a_chosen_filter_is_in_the_address(home: Path):
    app = opened("overview")
    app.selectbox(key="filter_period").set_value("52w")
    app.multiselect(key="filter_seller").set_value(["store-oslo"])
    app.run()
    assert app.query_params == {"period": "52w", "seller": "store-oslo"}
    app.button[0].click().run()
    assert app.query_params == {}


@pytest.mark.parametrize("query", [{"partner": "nobody"}, {"period": "yesterday"}, {"period": "2022-02-30..2022-03-01"}])
def test_what_the_address_asks_for_and_is_not_there_is_left_out_with_a_note(home: Path, query: dict[str, str]):
    app = opened("overview", **query)
    name, value = next(iter(query.items()))
    assert f"`{name}={value}`, which is not in this data" in words(app)
    assert app.metric[0].value == opened("overview").metric[0].value
    assert app.query_params == {}


@pytest.mark.parametrize(
    ("period", "first", "end"),
    [
        ("4w", date(2022, 6, 20), date(2022, 7, 18)),
        ("all", None, date(2022, 7, 18)),
        ("2022-03-01..2022-03-31", date(2022, 3, 1), date(2022, 4, 1)),
        ("2022-07-01..2022-12-31", date(2022, 7, 1), date(2022, 7, 18)),
    ],
)
def test_a_period_ends_before_the_day_that_is_judged_from(period: str, first: date | None, end: date):
    assert view.View(as_of=date(2022, 7, 18), period=period).days == (first, end)


def test_the_period_before_is_as_long_and_touches_this_one():
    now = view.View(as_of=date(2022, 7, 20), period="4w")
    assert now.days == (date(2022, 6, 27), date(2022, 7, 20))
    assert now.before.days == (date(2022, 5, 30), date(2022, 6, 27))


# ---------- figures worked out beside the marts


@pytest.mark.parametrize(("kept", "due"), [(15, 20), (0, 7), (9, 9), (4102, 4699)])
def test_an_interval_ends_where_the_data_would_be_a_one_in_twenty_surprise(kept: int, due: int):
    low, high = rates.wilson(np.array([kept]), np.array([due]))
    for bound in (low[0], high[0]):
        if 0 < bound < 1:
            assert abs(kept / due - bound) == pytest.approx(1.6448536 * (bound * (1 - bound) / due) ** 0.5)
    assert low[0] <= kept / due <= high[0]


def test_nothing_due_is_not_measured():
    low, _ = rates.wilson(np.array([0]), np.array([0]))
    assert np.isnan(low[0])
    assert wording.percent(rates.share(0, 0)) == "not measured"
    assert rates.share(pd.Series([0, 3]), pd.Series([0, 4])).tolist()[1] == 0.75
    assert np.isnan(rates.share(pd.Series([0, 3]), pd.Series([0, 4])).iloc[0])


def test_a_usual_range_needs_weeks_to_be_usual():
    assert rates.usual_range(pd.Series([0.9] * 7)) is None
    low, high = rates.usual_range(pd.Series([0.8, 0.9] * 5))
    assert (low, high) == (pytest.approx(0.85 - 0.266), 1.0)


def test_two_lines_called_alike_have_a_lane_each():
    lines = pd.DataFrame({"promise_id": ["a", "b", "c"], "line": ["1", "2", "3"], "product_group": "tiles", "step_name": "Delivery"})
    lines["promised_to"] = "customer"
    assert order_chart.lane_names(lines) == {"a": "Tiles", "b": "Delivery", "c": "Tiles (line 3)"}


def test_a_day_on_which_nothing_came_is_told():
    order = pd.Series({"due_date": pd.Timestamp(2022, 6, 17), "fulfilled_date": pd.NaT, "customer_name": None})
    at = [pd.Timestamp(2022, 6, 1, 9), pd.Timestamp(2022, 6, 30, 9)]
    events = pd.DataFrame({"occurred_local_at": at, "record": "contact", "event": "customer_contacted", "record_id": ["1", "2"]})
    for name in ("promise_id", "told_due_date", "reason", "actor", "note", "channel", "wait_minutes", "outcome", "redirected_to"):
        events[name] = None
    events["has_time"] = True
    told = story.days(events, pd.DataFrame({"promise_id": [], "promised_to": []}), order, {})
    assert [(day.day.day, day.remark) for day in told] == [(1, ""), (17, "the promised day: nothing is on record"), (30, "29 days later")]


# ---------- the look


def theme(mode: str) -> dict:
    return tomllib.loads((DASHBOARD / ".streamlit" / "config.toml").read_text())["theme"][mode]


def contrast(one_colour: str, other: str) -> float:
    def luminance(colour: str) -> float:
        channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(one_colour), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_meaning_has_a_colour_that_stands_out(mode: str):
    colours = dict(zip(charts.MEANINGS, theme(mode)["chartCategoricalColors"], strict=True))
    paper = theme(mode)["backgroundColor"]
    assert colours["paper"] == paper
    for meaning in ("on_time", "late", "overdue_open", "cancelled_broken", "target"):
        assert contrast(colours[meaning], paper) >= 3, meaning
    for meaning in ("ink", "quiet"):
        assert contrast(colours[meaning], paper) >= 4.5, meaning
    assert contrast(colours["on_time"], colours["paper"]) >= 4.5, "words stand on the bar in the colour of the paper"
    shades = [colours[meaning] for meaning in charts.OUTCOME_ORDER]
    assert len(set(shades)) == len(shades)
    assert contrast(colours["early"], colours["on_time"]) >= 1.5 and contrast(colours["late"], colours["overdue_open"]) >= 1.5


def test_words_and_pictures_know_nothing_of_streamlit():
    for name in ("charts", "order_chart", "wording", "findings", "story", "rates", "view"):
        assert "streamlit" not in re.sub(r'"""[\s\S]*?"""|#.*', "", (DASHBOARD / f"{name}.py").read_text()), name


def test_the_dashboard_reads_the_house_only_by_its_places():
    for path in DASHBOARD.rglob("*.py"):
        for imported in re.findall(r"^\s*(?:from|import) ((?:data|checks|dbt|great_expectations)\b[\w. ]*)", path.read_text(), re.M):
            assert imported == "data import places", path
