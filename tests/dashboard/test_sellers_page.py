"""Sellers: bold or let down; of one, what a seller can read of its own promises. Every figure is the mart's."""

import re
import shutil
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest
import streamlit as st
from homes import open_current
from pages import LAST_26_WEEKS, looked_at, one, opened, words

from dashboard import charts
from dashboard.queries import sellers as asked
from dashboard.view import View
from dashboard.words import formats, sellers

MEMBER = "store-oslo"


def table(app, column: str) -> pd.DataFrame:
    return next(each.value for each in app.dataframe if column in each.value)


# ---------- the list


def test_who_is_bold_is_named_with_the_reason_of_the_mart(home: Path):
    with open_current(home) as marts:
        bold = marts.execute(
            "select dim_sellers.name, reason from marts.fct_promise_tightness inner join marts.dim_sellers on member_id = seller_id"
            " where dimension = 'seller' and tightness = 'bold'"
        ).fetchall()
    app = looked_at("sellers")
    shown = words(app)
    assert all(
        f"promises too soon by the dates of the newest 13 weeks, where an honest one was known. {reason}" in shown for _, reason in bold
    )
    verdicts = table(app, "Verdict").set_index("Seller")["Verdict"]
    assert {name for name, _ in bold} == set(verdicts[verdicts == "Promises too soon"].index)
    assert "How soon" not in words(looked_at("partners"))


def test_each_row_is_counted_as_in_the_marts(home: Path):
    rows = table(looked_at("sellers"), "Sooner than agreed").set_index("Seller")
    assert len(rows.columns) <= 6, "at most seven columns"
    with open_current(home) as marts:
        wanted = marts.execute(
            f"""
            with late as (
                select seller_id, sum(partner_days) as theirs, sum(delay_days) as days
                from marts.fct_delay_attribution where {LAST_26_WEEKS} group by 1
            )
            select
                name, count(*), count(*) filter (where is_kept), count(is_before_commitment), count(*) filter (where is_before_commitment),
                any_value(theirs), any_value(days)
            from marts.fct_promises as p
            left join marts.fct_promise_leads as l using (promise_id)
            inner join marts.dim_sellers as s on p.seller_id = s.seller_id
            left join late on p.seller_id = late.seller_id
            where is_due and promised_to = 'customer' and p.{LAST_26_WEEKS.replace(" and ", " and p.")}
            group by name
            """
        ).fetchall()
    assert len(wanted) == len(rows) > 10
    for name, due, kept, committed, before, theirs, days in wanted:
        row = rows.loc[name]
        assert row["Due"] == due and row["Kept"] == pytest.approx(100 * kept / due)
        assert row["Sooner than agreed"] == pytest.approx(100 * before / committed) if committed else pd.isna(row["Sooner than agreed"])
        assert row["Partners' days"] == pytest.approx(100 * theirs / days) if days else pd.isna(row["Partners' days"])


def test_who_has_too_little_data_is_listed_last_by_name(home: Path):
    rows = table(looked_at("sellers"), "Verdict")
    few = rows[rows["Verdict"] == "Too little data"]
    assert len(few), "the small world has someone of whom little is known"
    assert list(rows["Seller"])[-len(few) :] == list(few["Seller"]) == sorted(few["Seller"], key=str.lower)
    minimum = one(home, "select value from marts.dim_thresholds where name = 'minimum_sample'")[0]
    assert (few["Due"] < minimum).any()
    judged = rows[rows["Verdict"] == "As the others"]
    assert judged["Kept"].is_monotonic_increasing


def test_the_picture_says_who_stands_out_and_shows_no_small_sample():
    row = {"due_count": 90, "kept_rate": 0.9, "low": 0.8, "high": 0.95, "bold_rate": 0.01, "meaning": "on_time", "verdict": "As the others"}
    few = [{**row, "name": f"Store {place}", "due_count": place} for place in range(500)]
    bold = {**row, "name": "Malmö", "due_count": 25, "kept_rate": 0.6, "bold_rate": 0.4, "meaning": "late", "verdict": "Promises too soon"}
    picture = charts.boldness(pd.DataFrame([*few, bold]), "Promised too soon", pd.Series({"bold_rate": 0.02, "kept_rate": 0.88}))
    assert "300 sellers" in picture.description and "Malmö Promises too soon, kept 60.0 % of 25" in picture.description
    quiet = charts.boldness(pd.DataFrame(few[:3]), "Promised too soon", pd.Series({"bold_rate": 0.02, "kept_rate": 0.88}))
    assert "nobody stands out" in quiet.description


def test_long_names_that_begin_alike_stay_distinguishable():
    names = [f"Scandinavian kitchen appliances and worktops wholesale {name}" for name in ("Fjordbud", "Granitten")]
    assert len({formats.short(name) for name in names}) == 2 and all(len(formats.short(name)) == 32 for name in names)
    assert formats.short("Malmö store") == "Malmö store"


def test_the_title_can_be_read_aloud():
    assert sellers.title({"bold": ["Malmö"]}, True) == "1 seller promises too soon: Malmö; no other seller stands out"
    assert sellers.title({"bold": ["Malmö", "Team 3"], "let_down": ["Oslo"], "worse": ["Umeå"]}, True) == (
        "2 sellers promise too soon: Malmö and Team 3; 1 seller is let down by partners: Oslo; 1 seller breaks more than others would: Umeå"
    )
    many = [f"Seller {place}" for place in range(40)]
    assert sellers.title({"bold": many}, True).startswith("40 sellers promise too soon: Seller 0, Seller 1, Seller 2 and 37 others")
    assert "none breaks more" in sellers.title({}, True)
    assert "too little data" in sellers.title({}, False)


def test_a_seller_is_bold_let_down_or_worse_as_the_marts_say(home: Path, tmp_path: Path):
    """Whoever promises too soon is not let down; who breaks more is let down only where most of its days late were partners'."""
    st.session_state["warehouse"] = tmp_path / "judged.duckdb"
    shutil.copy((home / "warehouse" / "current.duckdb").resolve(), tmp_path / "judged.duckdb")
    with duckdb.connect(str(tmp_path / "judged.duckdb")) as marts:
        late = "select seller_id from marts.fct_delay_attribution where seller_id is not null group by 1"
        (theirs,) = marts.execute(f"{late} having sum(partner_days) > 0.5 * sum(delay_days) order by 1 limit 1").fetchone()
        (own,) = marts.execute(f"{late} having sum(partner_days) < 0.5 * sum(delay_days) order by 1 limit 1").fetchone()
        marts.execute(f"update marts.fct_promise_tightness set tightness = 'bold' where member_id = '{MEMBER}'")
        for seller in (theirs, own):
            marts.execute(f"insert into marts.fct_standings (kind, step, member_id, standing) values ('seller', 'x', '{seller}', 'act')")
    rows = asked.rates(View(as_of=date(2022, 7, 18), period="all"), 300).set_index("member")["verdict"]
    expected = {theirs: "let_down", own: "worse"} | {MEMBER: "bold"}
    assert {member: rows[member] for member in expected} == expected


# ---------- one seller


def test_a_seller_reads_its_own_promises_and_no_peer(home: Path):
    due, kept = one(
        home,
        "select count(*), count(*) filter (where is_kept) from marts.fct_promises"
        f" where is_due and promised_to = 'customer' and seller_id = '{MEMBER}' and {LAST_26_WEEKS}",
    )
    app = opened("sellers", member=MEMBER)
    shown = words(app)
    assert (app.metric[0].label, app.metric[0].value) == (f"Promises to customers kept: {kept} of {due} due", formats.percent(kept / due))
    with open_current(home) as marts:
        reasons = marts.execute(
            f"select reason from marts.fct_promise_tightness where dimension = 'seller' and member_id = '{MEMBER}'"
            f" union all select reason from marts.fct_standings where kind = 'seller' and member_id = '{MEMBER}'"
        ).fetchall()
        names = marts.execute(f"select name from marts.dim_sellers where seller_id <> '{MEMBER}'").fetchall()
    assert reasons and all(reason in shown for (reason,) in reasons)
    (index,) = one(
        home,
        "select over_promise_index_business_days from marts.fct_over_promise_rates"
        f" where dimension = 'seller' and period = 'all' and member_id = '{MEMBER}'",
    )
    assert index and f"Over-promise index: its typical date is {abs(int(index))} business day" in shown
    assert [name for (name,) in names if re.search(rf"\b{re.escape(name)}\b", shown)] == []
    with open_current(home) as marts:
        listed = " ".join(str(value) for each in app.dataframe for value in each.value.to_numpy().ravel())
    assert [name for (name,) in names if name in listed] == []


def test_its_orders_are_there_with_what_the_customers_were_told(home: Path):
    app = opened("sellers", member=MEMBER)
    rows = table(app, "Outcome")
    assert len(rows.columns) <= 7
    with open_current(home) as marts:
        wanted = marts.execute(
            f"select order_id, due_date, is_kept, notice_lead_days, contacts_count, (select delay_days from marts.fct_order_attribution as a"
            f" where a.order_id = fct_orders.order_id) from marts.fct_orders where is_due and seller_id = '{MEMBER}' and {LAST_26_WEEKS} order by due_date desc, order_id"
        ).fetchall()
    assert f"The outcome of its {len(wanted)} order" in words(app)
    assert list(rows["Order"]) == [order for order, *_ in wanted][:200]
    for (_, row), (_, due, is_kept, lead, contacts, days) in zip(rows.iterrows(), wanted, strict=False):
        assert row["Due"] == due and row["Contacts"] == contacts
        assert bool(row["Most days"]) == bool(days), "whoever lost no day has nobody who lost most of them"
        notice = "" if is_kept else "no notice on record" if lead is None else "told on the day" if lead == 0 else f"told {abs(lead)} day"
        assert row["The customer was"].startswith(notice) if notice else row["The customer was"] == ""


def test_where_its_days_went_is_the_marts(home: Path):
    in_view = f"seller_id = '{MEMBER}' and {LAST_26_WEEKS}"
    days, early, theirs = one(
        home, f"select sum(delay_days), sum(over_promise_days), sum(partner_days) from marts.fct_delay_attribution where {in_view}"
    )
    shown = words(opened("sellers", member=MEMBER))
    assert (
        f"Of {days:,} days late, {round(early) or 'none'} were lost to dates promised too early and {round(theirs) or 'none'} to partners"
        in shown
    )


def test_what_came_back_to_it_is_counted(home: Path):
    contacts, mailbox, on = one(
        home,
        f"""
        select
            count(*), count(*) filter (where channel = 'seller_mailbox'),
            count(*) filter (where channel = 'seller_mailbox' and redirected_to is not null)
        from marts.fct_inbound_contacts
        where order_id in (select order_id from marts.fct_orders where is_due and seller_id = '{MEMBER}' and {LAST_26_WEEKS})
        """,
    )
    shown = words(opened("sellers", member=MEMBER))
    sentence = f"contacted us {contacts} times; " + (
        f"{mailbox} wrote to the seller, and {on} of those were sent on." if mailbox else "none wrote to the seller."
    )
    assert sentence in shown


def test_without_a_new_date_on_record_there_is_no_gap_to_the_latest(alone: Path):
    for text in (words(looked_at("overview")), words(looked_at("sellers", member="store-oslo"))):
        assert "No new dates are on record, so the gap to the latest promise is not measured." in text
        assert "would look" not in text and "diamond" not in text
    assert "latest dates" not in words(opened("order", order="o-late"))


def test_with_promises_and_deliveries_alone_the_page_says_what_is_missing(alone: Path):
    app = looked_at("sellers")
    shown = words(app)
    assert "partner_due_at" in shown and "too little data" in shown
    assert all(len(each.value.columns) >= 3 and not each.value.isna().all().any() for each in app.dataframe)
    one_seller = words(looked_at("sellers", member="store-oslo"))
    assert "The outcome of its 3 orders" in one_seller and "promised too early is not known" in one_seller
