"""Companies of another shape: what nobody records is not measured, never none; what is empty has no column; nothing counts twice."""

from pathlib import Path

import pandas as pd
import pytest
import streamlit as st
from homes import build, once
from pages import opened, words

from dashboard.charts.marks import days_between
from dashboard.queries import signals
from dashboard.words import blame, journey, lost_days
from dashboard.words import contacts as contact_words
from dashboard.words import order as order_words

PROMISES = "order_no,entered,promised,customer\n" + "".join(f"case-{n},2022-05-{n:02},2022-06-{n:02},cust-{n % 5}\n" for n in range(1, 21))
CONTACTS = "id,started,customer,reason,order_no\n" + "".join(
    f"k{n},2022-06-{n:02} 10:00:00,cust-{n % 5},complaint,case-{n}\n" for n in range(1, 21)
)
MAPPING = """
name = "Promises and contacts"
as_of = 2022-07-02
zone = "Europe/Oslo"
root = "."
[sources.promises]
files = "promises.csv"
[sources.calls]
files = "contacts.csv"
[[feeds.promises]]
from = "promises"
[feeds.promises.columns]
promise_id = "order_no"
order_id = "order_no"
customer_id = "customer"
step = "'customer_delivery'"
seller_id = "'store-oslo'"
recorded_at = "entered"
due_at = "promised"
[[feeds.contacts]]
from = "calls"
[feeds.contacts.columns]
contact_id = "id"
started_at = "started"
channel = "'phone'"
customer_id = "customer"
reason = "reason"
order_id = "order_no"
"""


@pytest.fixture(scope="module")
def built_undelivered(tmp_path_factory: pytest.TempPathFactory, built_home: Path) -> Path:
    """A source that has promises and contacts, and no deliveries."""

    def fill(folder: Path) -> None:
        (folder / "promises.csv").write_text(PROMISES)
        (folder / "contacts.csv").write_text(CONTACTS)
        (folder / "mapping.toml").write_text(MAPPING)
        build(folder / "home", f"SOURCES={folder / 'mapping.toml'}", f"ROOT={folder}", "STAGES=land check model publish", after=built_home)

    return once(tmp_path_factory, "undelivered", fill) / "home"


@pytest.fixture
def undelivered(built_undelivered: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOLDT_HOME", str(built_undelivered))
    return built_undelivered


@pytest.mark.slow
def test_without_deliveries_no_page_says_what_was_kept(undelivered: Path):
    missing = "Whether promises are kept is not measured: nothing says what was delivered. Map the deliveries feed."
    for page in ("overview", "this_week", "broken_promises", "sellers", "contacts"):
        shown = words(opened(page))
        assert missing in shown, page
        for claim in (
            "fallen due yet",
            "No delivery is overdue",
            "no delivery is overdue",
            "Nothing is open",
            "0** belong",
            "100 % of contacts",
        ):
            assert claim not in shown, (page, claim)
    order = words(opened("order", order="case-3"))
    assert "Order case-3: kept or not is not measured" in order and "what came is not measured" in order
    assert "cust-3: 4 orders, kept or not is not measured" in words(opened("order", customer="cust-3"))


@pytest.mark.slow
def test_a_customer_whom_no_list_names_can_be_searched_for(undelivered: Path):
    assert opened("order", search="cust-3").title[0].value.startswith("cust-3")


def test_without_contacts_the_page_asks_for_the_feed_and_not_for_a_longer_period(alone: Path):
    shown = words(opened("contacts"))
    assert "no contact is on record. Map the contacts feed" in shown and "longer period" not in shown


def test_answers_to_surveys_alone_say_nothing_of_why_customers_come():
    surveys = pd.Series({"has_contacts": False, "has_survey_answers": True})
    assert "nothing but answers to surveys" in contact_words.nothing(surveys, "due 2022")
    some = pd.Series({"has_contacts": True, "has_survey_answers": True})
    assert "longer period" in contact_words.nothing(some, "due 2022")


def test_where_every_known_reason_is_a_failure_the_title_gives_no_share():
    now = pd.Series({"has_contact_reasons": True, "failure_share": 1.0, "failure_count": 85, "value_count": 0, "contacts_count": 400})
    assert contact_words.title(now) == "Customers contacted us 400 times"
    assert "The others" not in contact_words.under_title(now)
    both = pd.Series({**now, "failure_share": 0.85, "value_count": 15})
    assert contact_words.title(both) == "85 % of contacts ask where it is, why it is late, or complain"


def test_nothing_is_without_a_partner_where_no_promise_names_one(alone: Path):
    shown = words(opened("this_week"))
    assert "What belongs to nobody is not measured" in shown and "`partner_id`" in shown
    assert "**–** without an owner" in shown and "**–** to interview" in shown
    assert "Whom to ring and listen to is not measured" in shown and "`customer_id`" in shown


def test_what_no_row_says_has_no_column(alone: Path):
    (table,) = opened("broken_promises").dataframe
    order = list(table.proto.column_order)
    assert {"order_id", "off", "what", "due_date"} <= set(order)
    assert not {"value", "is_date_critical", "has_notice", "partner_name", "contacts_count", "repromises_count"} & set(order)
    (table,) = opened("sellers").dataframe
    assert "Partners' days" not in table.value.columns


def test_no_change_is_claimed_where_no_series_is_watched(alone: Path):
    shown = words(opened("overview"))
    assert "No change beyond chance" not in shown and "No series is long enough" in shown
    assert "none was due in the seven days before" in shown and "0 of 0" not in shown
    assert "0 of 1 step is measured and owned; 1 has no owner" in shown


def test_where_everything_is_owned_nothing_is_said_to_have_no_owner():
    steps = pd.DataFrame({"is_covered": [True, True], "is_owned": [True, True]})
    assert journey.finding(steps) == "2 of 2 steps are measured and owned"


def test_a_series_is_worse_or_better_and_never_both(home: Path):
    st.session_state["warehouse"] = (home / "warehouse" / "current.duckdb").resolve()
    board = signals.watched()
    assert len(board) and not (board["is_signal"] & board["is_better"]).any()


def test_the_days_in_the_title_are_those_of_the_bars():
    days = pd.DataFrame(
        {"cause": ["internal", "partner", "over_promise"], "partner_id": [None, "p", None], "partner_name": [None, "P", None],
         "days": [834.4, 114.2, 4.4], "share": [0.88, 0.12, 0.0]}
    )  # fmt: skip
    late = pd.Series({"delay_days": 953, "late_count": 34, "imputed_count": 0})
    counts = list(blame.bars(days, "partner", "p")["days_words"])
    assert sum(map(int, counts)) == 953
    assert blame.finding(days, late, "partner", "p") == f"{counts[1]} of 953 days late were its own; most, {counts[0]}: ours"


def test_lines_of_one_order_have_different_names():
    row = {"product_group": "health_beauty", "step": "delivery", "line": "1"}
    promises = pd.DataFrame([row, {**row, "line": "2"}, {**row, "step": "handover"}, {**row, "product_group": "toys", "line": "3"}])
    assert order_words.things(promises) == ["Health beauty (line 1)", "Health beauty (line 2)", "Health beauty", "Toys"]


def test_many_lines_that_lost_the_same_are_told_together():
    parts = {f"{cause}_days": 0.0 for cause in lost_days.CAUSES} | {"internal_days": 3.0}
    row = {"delay_days": 3, "is_provisional": False, "exception_reason": None, "partner_name": None, **parts}
    lines = pd.DataFrame([{**row, "promise_id": f"p{n}"} for n in range(12)])
    names = {f"p{n}": f"Mirrors (line {n})" for n in range(12)}
    assert lost_days.each_line(lines, names) == ["**Mirrors (line 0) and 11 more lines, each**, 3 days: our own side 3"]
    assert len(lost_days.each_line(lines.head(3), names)) == 3


def test_no_day_stands_twice_on_an_axis():
    assert len(days_between(pd.Timestamp("2022-06-28"), pd.Timestamp("2022-06-30"))) == 3
    assert len(days_between(pd.Timestamp("2022-06-28"), pd.Timestamp("2022-06-28 20:00"))) == 1
    assert len(days_between(pd.Timestamp("2022-06-01"), pd.Timestamp("2022-06-30"))) == 4


def test_the_note_of_the_ladder_names_only_what_is_drawn(alone: Path):
    assert "The last two" not in words(opened("trust"))
