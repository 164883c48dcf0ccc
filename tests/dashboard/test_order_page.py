"""One order: its verdict, its facts, its story."""

import re
from pathlib import Path

import pandas as pd
import streamlit as st
from homes import open_current
from pages import opened, words

from dashboard import charts
from dashboard.charts.order import lane_names
from dashboard.queries import order as order_queries
from dashboard.words import formats, story
from dashboard.words import order as order_words

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
    message = words(opened("broken_promises", order="order-svein"))
    places = [message.find(row) for row in GOLDEN]
    assert -1 not in places, GOLDEN[places.index(-1)]
    messages = places[3:]
    assert messages == sorted(messages), "the story is told in the order in which it happened"


def test_an_order_of_every_shape_can_be_shown(home: Path):
    st.session_state["warehouse"] = (home / "warehouse" / "current.duckdb").resolve()
    shapes = """
        select min(order_id) from marts.fct_orders
        group by outcome, is_kept, is_broken_before_due, fulfilled_date is null, repromises_count > 0, delivery_dates_count > 1, contacts_count > 0
    """
    with open_current(home) as marts:
        ids = [order_id for (order_id,) in marts.execute(shapes).fetchall()]
    assert ids
    for order_id in ids:
        order, promises, timeline = order_queries.order(order_id), order_queries.promises(order_id), order_queries.timeline(order_id)
        verdict = order_words.order_verdict(order)
        assert verdict.split(":")[0] in order_words.VERDICTS, order_id
        assert len(order_words.promise_table(promises)) == len(promises)
        lines = [line.text for day in story.days(timeline, promises, order, {}) for line in day.lines]
        assert bool(lines) == (len(timeline) > 0)
        facts = [value for _, value in order_words.facts(order)]
        assert not re.search(r"\b(nan|NaN|NaT|None)\b|<NA>", " ".join([verdict, *facts, *lines])), order_id
        assert charts.timeline(timeline, promises, order_id).to_dict()["layer"]


def test_words_of_a_source_are_shown_as_they_stand():
    assert formats.escaped("o_1*2 [x] :red[y]") == r"o\_1\*2 \[x\] \:red\[y\]"


def test_an_order_that_is_not_there_is_reported_as_missing(home: Path):
    assert "No such order" in words(opened("broken_promises", order="x' or 'y' = 'y"))


def test_a_line_older_than_its_order_has_notice_apart(alone: Path):
    assert "due 28 June, still not complete, one line 22 days overdue so far" in words(opened("broken_promises", order="o-old-line"))


def test_two_lines_called_alike_have_a_lane_each():
    lines = pd.DataFrame({"promise_id": ["a", "b", "c"], "line": ["1", "2", "3"], "product_group": "tiles", "step_name": "Delivery"})
    lines["promised_to"] = "customer"
    assert lane_names(lines) == {"a": "Tiles", "b": "Delivery", "c": "Tiles (line 3)"}


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
