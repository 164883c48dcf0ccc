"""One order: its verdict, its facts, who lost its days, its story."""

import re
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st
from homes import open_current
from pages import one, opened, words

from dashboard import charts
from dashboard.charts.order import MOST_LANES, lane_names
from dashboard.queries import order as order_queries
from dashboard.words import formats, lost_days, story
from dashboard.words import order as order_words
from dashboard.words import order_meaning as meanings

GOLDEN = [
    "Svein's order: broken, 24 days late",
    "Was due 17 June 2022, complete 11 July, 3 dates from 3 partners. Judged by the latest dates alone, 3 of 3 lines would count as kept.",
    "16 June, the day before; no new date until 21 June",
    "3 dates, 12 days apart",
    "5 times, waited 50 minutes",
    "appliances from Hvitlager appliances",
    "Who lost the 24 days: Hvitlager appliances 17 and Oslo store, who promised too early, 7",
    "Worktops, 12 days: Steinbenk worktops 12",
    "Promised for 17 June, came on 29 June, 3 July and 11 July",
    "Prepared for the day: old kitchen taken down, day off (cabinets); carpenter and plumber booked (worktops); electrician booked (appliances).",
    "Who knew when: we knew on 16 June, the customer was told on 16 June and the partner warned us on 21 June.",
    "The first new date: 5 days after the notice, after 4 contacts.",
    "From desk to desk: 5 contacts about one matter over 3 channels and 4 teams, sent on 2 times.",
    "What the customer paid for it: 14,500",
    "The last new dates: kept.",
    "Afterwards: nobody is on record to have called when it was complete.",
    "The promised call back: no day was given",
    "Promised: cabinets, worktops and appliances on 17 June.",
    "We reached Svein by phone (contact centre), a call back was promised, no new date.",
    "Note by contact centre: Told that tomorrow's delivery is off: no cause, no new date, we will contact you when we know more.",
    "Svein came to us by chat, waited 6 minutes, was sent on to phone.",
    "waited 23 minutes, got no information",
    "by the seller's mailbox (store), was sent on to customer service",
    "waited 9 minutes, reached someone who was not allowed to solve it",
    "New date from the partner: worktops on 29 June.",
    "New date from the partner: cabinets on 3 July.",
    "New date from the partner: appliances on 15 August.",
    "Note by customer service: He gets angry: three suppliers and three dates for one kitchen.",
    "New date from the company: appliances on 11 July. Cause given: another model after the customer escalated.",
    "Delivered: worktops, by Steinbenk worktops – 12 days late by the first promise.",
    "Delivered: cabinets, by Nordskap cabinets – 16 days late by the first promise.",
    "the order is complete",
    "Delivered: appliances, by Hvitlager appliances – 24 days late by the first promise.",
]


def plain(text: str) -> str:
    """Without the marks of markdown."""
    return re.sub(r"\*\*|\*(?=\S)|(?<=\S)\*|:gray\[|(?<=:)\]", "", text)


def test_sveins_order_reads_as_his_story(home: Path):
    message = plain(words(opened("order", order="order-svein")))
    places = [message.find(row) for row in GOLDEN]
    assert -1 not in places, GOLDEN[places.index(-1)]
    assert places == sorted(places), "verdict, facts, days, meaning, and the story in the order in which it happened"
    assert "“" not in message, "notes are whose they are, and nobody's quotation"


def test_the_old_address_of_an_order_leads_to_its_page(home: Path):
    assert opened("broken_promises", order="order-svein").title[0].value == opened("order", order="order-svein").title[0].value


@pytest.fixture
def marts(home: Path):
    st.session_state["warehouse"] = (home / "warehouse" / "current.duckdb").resolve()
    with open_current(home) as connection:
        yield connection


def test_an_order_of_every_shape_can_be_shown(marts):
    shapes = """
        select min(order_id) from marts.fct_orders
        group by outcome, is_kept, is_broken_before_due, fulfilled_date is null, repromises_count > 0, delivery_dates_count > 1, contacts_count > 0
    """
    ids = [order_id for (order_id,) in marts.execute(shapes).fetchall()]
    assert ids
    for order_id in ids:
        order, promises, timeline = order_queries.order(order_id), order_queries.promises(order_id), order_queries.timeline(order_id)
        assert order_words.title(order).startswith((f"{order['customer_name']}'s order: ", f"Order {order_id}: ")), order_id
        table = order_words.promise_table(promises)
        assert len(table) == len(promises) and len(table.columns.drop(order_words.hidden_columns())) <= 7
        lines = [line.text for day in story.days(timeline, promises, order, {}) for line in day.lines]
        assert bool(lines) == (len(timeline) > 0)
        facts = [
            value for _, value in order_words.facts(order, promises, order_queries.aftermath(order_id), order_queries.lost_days(order_id))
        ]
        assert len(facts) == 4
        sentences = [
            order_words.title(order),
            order_words.summary(order),
            order_words.more_facts(order),
            order_words.picture(promises, order),
        ]
        shown = " ".join([*sentences, *meanings.meaning(order, promises, order_queries.aftermath(order_id)), *facts, *lines])
        assert not re.search(r"\b(nan|NaN|NaT|None)\b|<NA>", shown), order_id
        assert charts.timeline(timeline, promises, order_id).to_dict()["layer"]


def test_the_verdict_in_the_title_is_that_of_the_mart(marts):
    """Whether it was kept, and by how many days it was off, of an order of each outcome."""
    rows = marts.execute("select outcome, is_kept, min(order_id) from marts.fct_orders group by outcome, is_kept").fetchall()
    assert len(rows) > 5
    for outcome, is_kept, order_id in rows:
        order = order_queries.order(order_id)
        verdict = order_words.verdict(order)
        assert is_kept is None or verdict.startswith("kept" if is_kept else "broken"), (outcome, verdict)
        if outcome == "late" and order["deviation_days"] > 0:
            assert f"{order['deviation_days']} day" in verdict


def test_the_days_of_every_broken_order_add_up_to_its_delay(marts):
    """What the page names as lost, cause by cause, is the whole delay of the mart, of the order and of each of its lines."""
    ids = [row[0] for row in marts.execute("select order_id from marts.fct_order_attribution order by order_id").fetchall()]
    assert len(ids) > 20
    for order_id in ids[::7]:
        lost = order_queries.lost_days(order_id)
        (delay,) = marts.execute("select delay_days from marts.fct_order_attribution where order_id = ?", [order_id]).fetchone()
        assert (lost["place"] == 0).sum() == 1 and lost["delay_days"].iloc[0] == delay
        for _, row in lost.iterrows():
            assert sum(days for _, days in lost_days.causes(row)) == pytest.approx(row["delay_days"], abs=0.2)


def test_days_that_are_all_of_one_side_are_said_so():
    nothing = dict.fromkeys((f"{cause}_days" for cause in lost_days.CAUSES), 0.0)
    row = pd.Series({**nothing, "internal_days": 2.0, "delay_days": 2, "is_provisional": False, "partner_name": None})
    assert lost_days.finding(row) == "Who lost the 2 days: our own side, all of them"
    row["partner_days"], row["partner_name"], row["delay_days"] = 5.5, "Posten", 7.5
    assert lost_days.causes(row) == [("Ours", 2.0), ("Posten", 5.5)]
    assert lost_days.finding(row) == "Who lost the 7 days: Posten 5.5 and our own side 2"
    assert lost_days.finding(pd.Series({**nothing, "delay_days": 0, "is_provisional": False, "partner_name": None})) == "Why it was broken"


def test_a_kept_order_lost_no_days(home: Path):
    (order_id,) = one(home, "select min(order_id) from marts.fct_orders where outcome = 'on_time'")
    assert "Who lost" not in words(opened("order", order=order_id))


def test_words_of_a_source_are_shown_as_they_stand():
    assert formats.escaped("o_1*2 [x] :red[y]") == r"o\_1\*2 \[x\] \:red\[y\]"


def test_an_order_that_is_not_there_is_reported_as_missing(home: Path):
    assert "No such order" in words(opened("order", order="x' or 'y' = 'y"))


def test_a_line_older_than_its_order_has_notice_apart(alone: Path):
    assert "Order o-old-line: broken, one line 22 days overdue and still not complete" in words(opened("order", order="o-old-line"))


def test_the_days_of_an_order_are_those_of_its_required_lines(marts):
    """Dates, partners and days that came are counted over the same lines, and what is open is named."""
    ids = marts.execute(
        """
        select min(order_id) from marts.fct_orders
        where delivery_dates_count > 0 and due_date is not null group by outcome, other_lines_count > 0
        """
    ).fetchall()
    assert len(ids) > 3
    seen = set()
    for (order_id,) in ids:
        order, promises = order_queries.order(order_id), order_queries.promises(order_id)
        days, is_open = marts.execute(
            """
            select count(distinct fulfilled_date), count(*) filter (where outcome in ('overdue_open', 'pending')) > 0
            from marts.fct_promises where order_id = ? and is_required and promised_to = 'customer'
            """,
            [order_id],
        ).fetchone()
        heading = order_words.picture(promises, order)
        named = heading.split("came on ")[1]
        assert days == order["delivery_dates_count"], order_id
        assert (named.split(" from ")[0] == f"{days} days") if days > 3 else named.count(",") + named.count(" and ") + 1 == days, heading
        assert ("still open: " in heading) == is_open, heading
        (others,) = marts.execute(
            """
            select count(*) from marts.fct_promises
            where order_id = ? and not is_required and promised_to = 'customer' and fulfilled_by <> 'contact'
            """,
            [order_id],
        ).fetchone()
        assert order_words.promise_table(promises)["What"].str.endswith("(not required)").sum() == others, order_id
        assert (order_words.not_required(promises) or "").startswith(f"{others} line" if others else ""), order_id
        seen |= {("open", is_open), ("others", others > 0)}
    assert {("open", False), ("others", True), ("others", False)} <= seen


def test_a_line_that_is_still_open_is_named():
    lines = pd.DataFrame(
        {
            "promised_to": "customer",
            "fulfilled_by": "delivered",
            "is_required": [True, True, False],
            "fulfilled_date": pd.to_datetime([None, "2022-06-06", "2022-06-02"]),
            "outcome": ["overdue_open", "on_time", "early"],
            "product_group": ["cabinets", "appliances", "lighting"],
            "line": ["1", "2", "3"],
            "step": "customer_delivery",
        }
    )
    order = pd.Series({"due_date": pd.Timestamp(2022, 7, 1), "is_due": True})
    assert order_words.picture(lines, order) == "Promised for 1 July, still open: cabinets; the rest came on 6 June"


def test_two_lines_called_alike_have_a_lane_each_and_calls_share_one():
    lines = pd.DataFrame({"promise_id": ["a", "b", "c"], "line": ["1", "2", "3"], "product_group": "tiles", "step_name": "Delivery"})
    lines = lines.assign(promised_to=["customer", "customer", "company"], fulfilled_by="delivered")
    assert lane_names(lines) == {"a": "Tiles", "b": "Tiles (line 2)", "c": "Tiles, to us"}
    calls = pd.DataFrame(
        {"promise_id": ["d", "e"], "line": None, "product_group": None, "step_name": "The call", "promised_to": "customer"}
    )
    assert lane_names(calls.assign(fulfilled_by="contact")) == {"d": "The call", "e": "The call"}
    many = pd.DataFrame({"promise_id": [str(number) for number in range(40)], "line": [str(number) for number in range(40)]})
    many = many.assign(product_group="tiles", step_name="Delivery", promised_to="customer", fulfilled_by="delivered")
    assert len(set(lane_names(many).values())) == MOST_LANES


def drawn_days(order_id: str) -> tuple[list[str], list[dict]]:
    """The ends of the time axis, and the days that stand at its edge."""
    picture = charts.timeline(order_queries.timeline(order_id), order_queries.promises(order_id), order_id).to_dict()
    arrows = [layer for layer in picture["layer"] if "triangle" in str(layer["mark"])]
    rows = [row for layer in arrows for row in picture["datasets"][layer["data"]["name"]]]
    return picture["layer"][0]["encoding"]["x"]["scale"]["domain"], rows


def test_the_picture_is_scaled_to_where_things_happened(marts):
    """The dishwasher "in August" that came on 11 July would leave half of it empty: that day stands at the edge, in words."""
    (start, end), at_the_edge = drawn_days("order-svein")
    assert start.startswith("2022-06-16")
    assert "2022-07-11" < end < "2022-07-22"
    assert [(row["lane"], row["written"]) for row in at_the_edge] == [("Appliances", "15 Aug")]


def test_a_day_that_is_still_awaited_is_in_the_picture(marts):
    query = """
        select order_id, max(latest_due_date) from marts.fct_promises
        where fulfilled_date is null and promised_to = 'customer' and outcome = 'pending' and order_id is not null
        group by order_id order by order_id limit 1
    """
    order_id, due = marts.execute(query).fetchone()
    (_, end), _ = drawn_days(order_id)
    assert end >= due.isoformat()


def test_a_day_on_which_nothing_came_has_notice():
    order = pd.Series({"due_date": pd.Timestamp(2022, 6, 17), "fulfilled_date": pd.NaT, "customer_name": None})
    at = [pd.Timestamp(2022, 6, 1, 9), pd.Timestamp(2022, 6, 30, 9)]
    events = pd.DataFrame({"occurred_local_at": at, "record": "contact", "event": "customer_contacted", "record_id": ["1", "2"]})
    for name in ("promise_id", "told_due_date", "reason", "actor", "note", "channel", "wait_minutes", "outcome", "redirected_to"):
        events[name] = None
    events["has_time"] = True
    messages = story.days(events, pd.DataFrame({"promise_id": [], "promised_to": []}), order, {})
    assert [(day.day.day, day.remark) for day in messages] == [
        (1, ""),
        (17, "the promised day: nothing is on record"),
        (30, "29 days later"),
    ]


def test_an_answer_is_the_customers_and_a_note_its_writers():
    row = pd.Series({"event": "customer_answered", "actor": None, "channel": "survey"})
    assert story.whose(row, "Svein", {}) == "Svein's answer"
    contact = pd.Series({"event": "customer_contacted", "actor": "desk-1", "channel": "phone"})
    assert story.whose(contact, "Svein", {"desk-1": "The desk"}) == "Note by The desk"
    assert story.whose(pd.Series({**contact, "actor": None}), "Svein", {}) == "Note of the contact"


def test_a_picture_has_no_layer_without_a_row(marts):
    """To who cannot see it, it would be a mark without words."""
    (kept,) = marts.execute("select min(order_id) from marts.fct_orders where outcome = 'on_time' and contacts_count = 0").fetchone()
    pictures = [
        charts.timeline(order_queries.timeline(each), order_queries.promises(each), each).to_dict() for each in (kept, "order-svein")
    ]
    assert len(pictures[0]["layer"]) < len(pictures[1]["layer"])
    for picture in pictures:
        assert all(picture["datasets"][layer["data"]["name"]] for layer in picture["layer"])
