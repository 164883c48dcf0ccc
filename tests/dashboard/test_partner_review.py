"""One partner in a review: who knew when, what came, how long it takes, what its breaks cost, which orders to bring."""

import re
from pathlib import Path

import pytest
from homes import open_current
from pages import one, opened, words
from test_partners_page import IN_VIEW, MEMBER, percent, table

from dashboard.words import formats


@pytest.fixture
def shown(home: Path) -> str:
    return words(opened("partners", member=MEMBER))


def test_who_knew_when_is_counted_as_in_the_mart(home: Path, shown: str):
    broken, warned, before, knew, informed, informed_before, in_time, day_before, soon, unknown = one(
        home,
        f"""
        select
            count(*), count(partner_warned_date), count(*) filter (where partner_warned_date < due_date), count(company_knew_date),
            count(customer_told_date), count(*) filter (where customer_told_date < due_date),
            count(*) filter (where notice = 'in_time'), count(*) filter (where notice = 'day_before'),
            count(*) filter (where company_to_customer_business_hours <= 1),
            count(*) filter (where company_knew_date is not null and customer_told_date is null)
        from marts.fct_notices where is_broken and promise_id in (select promise_id from marts.fct_promises where {IN_VIEW})
        """,
    )
    assert broken
    notified = f"{informed_before} customer{'' if informed_before == 1 else 's'} {'was' if informed_before == 1 else 'were'} told before it"
    assert f"It warned us of {before or 'none'} of {broken} breaks before the day; {notified}" in shown
    assert f"| It warned us | {before} | {warned - before} | {broken - warned} |" in shown
    assert f"| The customer was told | {informed_before} | {informed - informed_before} | {broken - informed} |" in shown
    assert re.search(rf"\| We could know \| \d+ \| \d+ \| {broken - knew} \|", shown)
    ahead = re.search(
        r"Of the (\d+) told before the day: (\d+) in good time .+?(?:, | and )(\d+) the day before(?: and (\d+) in between)?", shown
    )
    whole, *parts = (int(part or 0) for part in ahead.groups())
    assert (whole, parts[:2]) == (informed_before, [in_time, day_before]) and sum(parts) == whole
    known = re.search(r"Of (\d+) breaks? that we could know of, the customer was told of (\d+) within a business hour(.*?)\.", shown)
    rest = [int(part) for part in re.findall(r"\d+", known.group(3))]
    assert (int(known.group(1)), int(known.group(2))) == (knew, soon) and soon + sum(rest) == knew
    assert not unknown or rest[-1] == unknown


def test_what_came_is_counted_as_in_the_marts(home: Path, shown: str):
    early, late, overdue, cancelled, otif, otif_due, papers, papers_seen, goods, goods_seen = one(
        home,
        f"""
        select
            count(*) filter (where outcome = 'early'), count(*) filter (where outcome = 'late'),
            count(*) filter (where outcome = 'overdue_open'), count(*) filter (where outcome = 'cancelled_broken'),
            count(*) filter (where is_otif), count(is_otif),
            count(*) filter (where is_documents_ok), count(is_documents_ok),
            count(*) filter (where is_condition_ok), count(is_condition_ok)
        from marts.fct_promises where is_due and {IN_VIEW}
        """,
    )
    assert f"{late} late, {overdue} overdue, {cancelled} cancelled." in shown and f"From left to right: {early} early" in shown
    assert f"| On time and in full (OTIF) | {percent(otif, otif_due)} ({otif}) | {otif_due} |" in shown
    assert f"| Goods in the promised condition | {percent(goods, goods_seen)} ({goods}) | {goods_seen} |" in shown
    assert f"| Papers and invoice right | {percent(papers, papers_seen)} ({papers}) | {papers_seen} |" in shown


def test_by_when_half_has_come_is_the_median_of_the_mart(home: Path):
    (median,) = one(
        home,
        "select p50_days from marts.fct_deviation_quantiles where dimension = 'partner' and period = 'all' and promised_to = 'customer'"
        f" and fulfilled_by <> 'contact' and member_id = '{MEMBER}'",
    )
    shown = words(opened("partners", member=MEMBER, period="all"))
    assert f"Half came {formats.signed_days(median)} or sooner" in shown


def test_how_long_it_takes_is_the_curve_of_the_mart(home: Path, shown: str):
    days, safe = one(
        home,
        f"""
        select min(days) filter (where complete_share >= 0.9), min(days) filter (where complete_share >= 0.95)
        from marts.fct_completion_curves
        where measure = 'lead_time' and dimension = 'partner' and member_id = '{MEMBER}' and step = 'customer_delivery'
        """,
    )
    assert days
    assert f"Delivery, everywhere: a date {days} days ahead would have been kept 9 of 10 times" in shown
    assert (f"{safe} days ahead: 19 of 20 times." in shown) == (safe is not None)


def test_what_its_breaks_cost_is_the_excess_of_the_mart(home: Path, shown: str):
    with open_current(home) as marts:
        rows = marts.execute(
            f"select measure, excess, excess_low, excess_per_year from marts.fct_excess_rates where dimension = 'partner' and member_id = '{MEMBER}'"
        ).fetchall()
        (caused,) = marts.execute(
            f"select sum(contacts_count) from marts.fct_contact_cause_counts where cause_partner_id = '{MEMBER}'"
        ).fetchone()
    excess = {measure: value for measure, value, *_ in rows}
    a_year = {measure: value for measure, *_, value in rows}
    beyond = {measure for measure, _, low, _ in rows if low > 0}
    amounts = [f"{a_year['cost']:,.0f} in the company's currency"] if "cost" in beyond else []
    amounts += [formats.number_of("contact", round(a_year["contacts"]))] if "contacts" in beyond else []
    finding = f"A year of its breaks costs {' and '.join(amounts)} more than kept orders"
    assert (finding if amounts else "Its breaks cost no more than chance explains") in shown
    assert f"| Contacts from customers | {a_year['contacts']:,.0f} | {excess['contacts']:,.0f} (" in shown
    assert f"| Minutes they waited | {a_year['wait_minutes']:,.0f} | {excess['wait_minutes']:,.0f} (" in shown
    assert f"{formats.number_of('contact', caused)} name it as the cause" in shown


def test_the_orders_to_bring_are_those_that_lost_days_of_its_own(home: Path, shown: str):
    with open_current(home) as marts:
        wanted = marts.execute(
            f"""
            select
                order_id, is_open, coalesce(days, 0) * stake, days,
                case when partner_warned_date < due_date then 'before the day' when partner_warned_date is null then 'no' else 'on it or later' end
            from marts.fct_promises
            inner join marts.fct_broken_stakes using (promise_id)
            inner join (select promise_id, partner_warned_date from marts.fct_notices) using (promise_id)
            left join (
                select promise_id, sum(days) as days from marts.fct_delay_parts where partner_id = '{MEMBER}' group by 1
            ) using (promise_id)
            where not is_kept and {IN_VIEW}
            order by is_long_overdue, is_open desc, 3 desc, stake desc, due_date desc, promise_id
            """
        ).fetchall()
    own = [row for row in wanted if row[3]]
    assert 0 < len(own) < len(wanted)
    heading = f"Bring these: {len(own)} of its {len(wanted)} broken promises lost days of its own"
    assert shown.count(heading) == 2 and f"[**{heading}**](#cases)" in shown
    orders = list(dict.fromkeys(order for order, *_ in own))[:5]
    assert all(f"[{order}](order?order={order}" in shown for order in orders) and shown.count("](order?") == len(orders)
    rows = table(opened("partners", member=MEMBER), "Its days")
    assert len(rows) == min(len(own), 50) and len(rows.columns) <= 7
    assert list(rows["Order"]) == [order for order, *_ in own][:50]
    assert list(rows["It warned us"]) == [warned for *_, warned in own][:50]
    assert not rows["Its days"].str.startswith("0 of").any()
