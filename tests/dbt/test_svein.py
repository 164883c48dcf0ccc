"""Svein's order, the golden fixture: every row of it, read from the marts."""

from datetime import date

import pytest
from homes import open_current


@pytest.fixture(scope="module")
def marts(built_home):
    return open_current(built_home)


def row(marts, sql: str) -> dict:
    result = marts.execute(sql)
    return dict(zip([column[0] for column in result.description], result.fetchone(), strict=True))


def test_the_order_is_broken_by_24_days_in_three_parts(marts):
    order = row(marts, "select * from marts.fct_orders where order_id like '%svein%'")
    assert order["due_date"] == date(2022, 6, 17)
    assert (order["outcome"], order["is_due"], order["is_kept"]) == ("late", True, False)
    assert order["fulfilled_date"] == date(2022, 7, 11)
    assert order["deviation_days"] == 24
    assert (order["partners_count"], order["delivery_dates_count"], order["delivery_span_days"]) == (3, 3, 12)


def test_judged_by_the_latest_date_all_three_lines_are_kept(marts):
    order = row(marts, "select * from marts.fct_orders where order_id like '%svein%'")
    assert (order["is_kept"], order["is_kept_latest"]) == (False, True)
    assert (order["kept_count"], order["kept_latest_count"], order["judged_count"]) == (0, 3, 3)


def test_each_line_has_its_date_and_signed_deviation(marts):
    lines = marts.execute(
        """
        select product_group, due_date, fulfilled_date, latest_due_date, deviation_days, is_kept, is_kept_latest, is_date_critical
        from marts.fct_promises where order_id like '%svein%' and due_date is not null order by fulfilled_date
        """
    ).fetchall()
    due = date(2022, 6, 17)
    assert [line[1:] for line in lines] == [
        (due, date(2022, 6, 29), date(2022, 6, 29), 12, False, True, True),
        (due, date(2022, 7, 3), date(2022, 7, 3), 16, False, True, True),
        (due, date(2022, 7, 11), date(2022, 7, 11), 24, False, True, True),
    ]
    assert "worktop" in lines[0][0] and "appliances" in lines[2][0]


def test_the_deviation_in_business_days_leaves_the_weekends_out(marts):
    days = marts.execute(
        "select deviation_business_days from marts.fct_promises where order_id like '%svein%' and due_date is not null order by fulfilled_date"
    ).fetchall()
    # Friday 17 June to Wednesday 29 June, to Sunday 3 July, to Monday 11 July
    assert days == [(8,), (10,), (16,)]


def test_he_is_told_the_day_before_by_phone_without_cause_or_date(marts):
    order = row(marts, "select * from marts.fct_orders where order_id like '%svein%'")
    assert (order["first_notice_date"], order["notice_lead_days"]) == (date(2022, 6, 16), 1)
    notice = row(
        marts, "select * from marts.fct_contacts where order_id like '%svein%' and direction = 'outbound' order by started_at limit 1"
    )
    assert (notice["channel"], notice["outcome"], notice["told_due_date"]) == ("phone", "callback_promised", None)
    withdrawn = marts.execute(
        "select count(*), count(reason) from marts.fct_order_timeline where order_id like '%svein%' and event = 'date_withdrawn'"
    ).fetchone()
    assert withdrawn == (3, 0)
    callback = row(marts, "select * from marts.fct_promises where order_id like '%svein%' and step = 'callback'")
    assert (callback["due_date"], callback["dateless_count"]) == (None, 1)


def test_his_way_through_the_channels(marts):
    path = marts.execute(
        """
        select channel, outcome, wait_minutes from marts.fct_contacts
        where order_id like '%svein%' and direction = 'inbound' order by started_at limit 4
        """
    ).fetchall()
    assert [(channel, outcome) for channel, outcome, _ in path] == [
        ("chat", "redirected"), ("phone", "no_information"), ("seller_mailbox", "redirected"), ("phone", "no_mandate")
    ]  # fmt: skip
    assert path[1][2] == 23


def test_the_dishwasher_comes_sooner_only_after_he_gets_angry(marts):
    dates = marts.execute(
        """
        select occurred_at, told_due_date from marts.fct_order_timeline
        where order_id like '%svein%' and event = 'promised_again' and product_group like '%appliances%' order by occurred_at
        """
    ).fetchall()
    assert [messages.month for _, messages in dates] == [8, 7] and dates[1][1] == date(2022, 7, 11)
    angry = marts.execute(
        "select count(*) from marts.fct_contacts where order_id like '%svein%' and direction = 'inbound' and started_at > ? and started_at < ?",
        [dates[0][0], dates[1][0]],
    ).fetchone()[0]
    assert angry == 1


def test_the_appliances_of_another_supplier_held_the_order_up(marts):
    why = row(marts, "select * from marts.fct_order_attribution where order_id like '%svein%'")
    assert (why["usable_date"], why["delay_days"], why["is_pacing_line_waiting"]) == (date(2022, 7, 11), 24, False)
    pacing = row(marts, f"select partner_id, product_group from marts.fct_promises where promise_id = '{why['pacing_promise_id']}'")
    assert "appliances" in pacing["product_group"] and pacing["partner_id"] == why["pacing_partner_id"]
    others = marts.execute(
        "select count(*) from marts.fct_promises where order_id like '%svein%' and partner_id = ?", [pacing["partner_id"]]
    )
    assert others.fetchone() == (1,)
    # the store promised a week before the supplier had confirmed anything; the rest is the supplier's
    assert (why["over_promise_days"], why["partner_days"], why["unexplained_days"]) == (7, 17, 0)
    assert (why["primary_cause"], why["primary_partner_id"]) == ("partner", pacing["partner_id"])


def test_each_supplier_is_judged_by_its_own_date(marts):
    lines = marts.execute(
        """
        select partner_due_date, partner_outcome, partner_deviation_days
        from marts.fct_promises where order_id like '%svein%' and partner_due_date is not null order by fulfilled_date
        """
    ).fetchall()
    assert lines == [(date(2022, 6, 16), "late", 13), (date(2022, 6, 15), "late", 18), (date(2022, 6, 24), "late", 17)]
