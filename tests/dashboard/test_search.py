"""What a reader looks for by a number or a name, and one customer over all orders."""

from pathlib import Path

import pytest
import streamlit as st
from homes import open_current
from pages import one, opened, words

from dashboard.queries import customer as customer_queries
from dashboard.queries import search


@pytest.fixture
def marts(home: Path):
    st.session_state["warehouse"] = (home / "warehouse" / "current.duckdb").resolve()
    with open_current(home) as connection:
        yield connection


def test_a_whole_number_leads_straight_to_what_it_names(home: Path):
    app = opened("order", search="order-svein")
    assert app.title[0].value.startswith("Svein's order")
    assert app.query_params["order"] == "order-svein"
    assert opened("order", search="ORDER-SVEIN ").query_params["order"] == "order-svein"
    assert opened("order", search="order-svein-2").query_params["order"] == "order-svein", "a promise leads to its order"
    app = opened("order", search="svein")
    assert app.query_params["customer"] == "svein", "the customer is called so; the order only has it in its number"


def test_several_hits_are_a_short_list_with_their_outcome(home: Path):
    total, name = one(home, "select count(*), name from marts.dim_customers where name is not null group by name order by 1 desc limit 1")
    assert total > 1
    app = opened("order", search=name)
    text = words(app)
    assert "customer" in app.title[0].value
    links = app.get("page_link")
    assert 2 <= len(links) <= 20
    assert all(name in link.proto.label and "order" in link.proto.label for link in links if "person" in link.proto.icon)
    assert " kept" in text or " broken" in text


def test_nothing_of_that_name_says_what_could_be_tried(home: Path):
    app = opened("order", search="no-such-thing_*")
    assert "Nothing is called" in words(app)
    (newest,) = one(home, "select order_id from marts.fct_orders order by due_date desc nulls last, order_id limit 1")
    assert f"look like {newest}" in words(app)
    assert "Find an order or a customer" in words(opened("order"))


def test_what_is_typed_is_text_and_no_pattern(marts):
    for text in ("%", "_", "' or 1=1 --"):
        assert search.matches(text, 20).empty
    assert len(search.matches("o", 7)) == 7


def test_each_hit_is_what_the_mart_says(marts):
    hits = search.matches("o0", 20)
    orders = hits[hits["kind"] == "order"]
    assert len(orders) > 3
    for hit in orders.itertuples():
        outcome, due = marts.execute("select outcome, due_date from marts.fct_orders where order_id = ?", [hit.id]).fetchone()
        assert (hit.outcome, hit.due_date.date()) == (outcome, due)
    (customer_id,) = marts.execute("select customer_id from marts.fct_orders group by 1 order by count(*) desc, 1 limit 1").fetchone()
    hits = search.matches(customer_id, 20)
    (hit,) = [each for each in hits.itertuples() if each.kind == "customer" and each.id == customer_id]
    counts = (
        "select count(*), count(*) filter (where is_kept), count(*) filter (where not is_kept) from marts.fct_orders where customer_id = ?"
    )
    assert (hit.orders_count, hit.kept_count, hit.broken_count) == marts.execute(counts, [customer_id]).fetchone()


# ---------- one customer


def test_a_customers_totals_are_those_of_the_marts(home: Path):
    customer_id, total, kept, judged = one(
        home,
        "select customer_id, count(*), count(*) filter (where is_kept), count(is_kept) from marts.fct_orders"
        " group by 1 having count(is_kept) > 1 order by 2 desc, 1 limit 1",
    )
    app = opened("order", customer=customer_id)
    assert f": {kept} of {judged} orders kept" in app.title[0].value
    assert f"{total} orders since" in words(app)
    assert len(app.get("page_link")) == total
    (contacts,) = one(
        home,
        f"select count(*) from marts.fct_inbound_contacts where customer_id = '{customer_id}'"
        f" or order_id in (select order_id from marts.fct_orders where customer_id = '{customer_id}')",
    )
    assert (f"Came to us {contacts} time" if contacts else "Never had to come to us") in words(app)


def test_a_contact_about_no_order_is_in_the_history(home: Path):
    row = one(
        home,
        "select customer_id, count(*) from marts.fct_contacts left join marts.fct_inbound_contacts as inbound using (contact_id, customer_id)"
        " where fct_contacts.order_id is null and inbound.order_id is null and customer_id in (select customer_id from marts.fct_orders)"
        " and inbound.contact_id is not null group by 1 order by 2 desc, 1 limit 1",
    )
    assert row, "the small world has somebody who asked before there was an order"
    assert "about no order" in words(opened("order", customer=row[0]))


def test_whether_a_customer_ordered_again_is_seen(marts):
    """The first order after the day of another had passed, as the mart of repurchases counts it."""
    query = """
        select first_order.customer_id, first_order.order_id, min(again.promised_date)
        from marts.fct_orders as first_order
        inner join marts.fct_orders as again on first_order.customer_id = again.customer_id and again.promised_date > first_order.due_date
        where not first_order.is_kept
        group by 1, 2 order by 1, 2 limit 1
    """
    customer_id, order_id, day = marts.execute(query).fetchone()
    labels = [link.proto.label for link in opened("order", customer=customer_id).get("page_link")]
    (label,) = [label for label in labels if label.startswith(f"**{order_id}**")]
    assert f"ordered again {day.day} {day:%B %Y}" in label
    assert "Ordered again after" in words(opened("order", customer=customer_id))


def test_a_customer_who_is_not_there_is_reported_as_missing(home: Path):
    assert "No such customer" in words(opened("order", customer="nobody"))


def test_a_source_that_names_no_customer_still_finds_its_orders(alone: Path):
    app = opened("order", search="o-")
    assert len(app.get("page_link")) == 3
    assert "All orders and contacts" not in words(opened("order", order="o-late"))


def test_the_newest_orders_come_first_and_the_rest_is_counted(marts):
    (customer_id, total) = marts.execute(
        "select customer_id, count(*) from marts.fct_orders group by 1 order by 2 desc, 1 limit 1"
    ).fetchone()
    rows = customer_queries.orders(customer_id, 1)
    assert len(rows) == 1 and rows["total_count"].iloc[0] == total
