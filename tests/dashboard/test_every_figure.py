"""Every figure of every page is that of the marts: the SQL of tests/seen counts each again, and a figure that none explains fails.

On the sample world, and on the public data of Olist where it lies beside the repository (its licence forbids to ship it). A figure is held
to the decimals that it shows.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest
from pages import opened
from seen import (
    broken_promises,
    contacts,
    customer,
    honest_date,
    one_partner,
    one_seller,
    order,
    overview,
    partners,
    sellers,
    this_week,
    trust,
)
from seen.figures import agrees, places, plain, says, unexplained
from seen.marts import answered, opened_marts
from seen.page import Held, Seen, Shown, wrong

#: of a public record that ends in October 2018: three months in which nearly all was due
OLIST_PERIOD = {"period": "2018-06-01..2018-08-31"}
#: two kinds of order that go to one place
BASKET = """select concat_ws('/', step, partner_id, product_group, lane) from marts.fct_honest_dates
    where is_quotable and quantile = 0.9 and step = 'customer_delivery' and partner_id is not null and product_group is not null
    qualify region = min(region) over () order by partner_id, product_group limit 2"""
REGION = {"region": "select region from marts.fct_orders where is_due and region is not null group by 1 order by count(*) desc, 1 limit 1"}
OFTENEST = "select customer_id from marts.fct_orders where customer_id is not null group by 1 order by count(*) desc, count(*) filter (where not is_kept) desc, 1 limit 1"
#: who stands out and broke most beyond its peers, of those with something late in the period
WORST = """select member_id from marts.fct_standings where kind = '{0}' and standing = 'act' and member_id in (
    select {0}_id from marts.fct_promises where promised_to = 'customer' and outcome = 'late' and due_date between '2018-06-01' and '2018-08-31'
) order by excess_broken_count desc, 1 limit 1"""


class Visit(NamedTuple):
    page: str
    seen: Seen
    #: the address: on the sample, on Olist; what is written as SQL is asked of the marts
    sample: dict[str, str]
    olist: dict[str, str]


VISITS = {
    "overview": Visit("overview", overview.SEEN, {}, {}),
    "overview of a region": Visit("overview", overview.SEEN, REGION, REGION),
    "this week": Visit("this_week", this_week.SEEN, {}, {}),
    "broken promises": Visit("broken_promises", broken_promises.SEEN, {}, {}),
    "broken promises of a region": Visit("broken_promises", broken_promises.SEEN, REGION, REGION),
    "what can be promised": Visit("honest_date", honest_date.OFFER, {}, {}),
    "a basket": Visit("honest_date", honest_date.BASKET, {"line": BASKET}, {"line": BASKET}),
    "sellers": Visit("sellers", sellers.SEEN, {"sure": "true"}, {"sure": "true"}),
    "sellers of a region": Visit("sellers", sellers.SEEN, REGION, REGION),
    "one seller": Visit(
        "sellers", one_seller.SEEN, {"member": "store-oslo", "example": "true"}, {"member": WORST.format("seller"), "example": "true"}
    ),
    "partners": Visit("partners", partners.SEEN, {"sure": "true"}, {"sure": "true"}),
    "partners of a region": Visit("partners", partners.SEEN, REGION, REGION),
    "one partner": Visit(
        "partners", one_partner.SEEN, {"member": "hvitlager", "example": "true"}, {"member": WORST.format("partner"), "example": "true"}
    ),
    "contacts": Visit("contacts", contacts.SEEN, {}, {}),
    "an order": Visit(
        "order",
        order.SEEN,
        {"order": "order-svein"},
        {"order": "select max(order_id) from marts.fct_orders where outcome = 'late' and deviation_minutes is null"},
    ),
    "a customer": Visit("order", customer.SEEN, {"customer": OFTENEST}, {"customer": OFTENEST}),
    "a search": Visit("order", customer.SEARCH, {"search": "anna"}, {"search": "5e6f"}),
    "trust": Visit("trust", trust.SEEN, {}, {}),
}


def held(home: Path, visit: Visit, address: dict[str, str]) -> None:
    query = answered(home, address)
    app = opened(visit.page, **query)
    with opened_marts(home, **query) as marts:
        complaints = wrong(app, marts, visit.seen)
    assert not complaints, "\n".join(complaints)


# a second view of the same page need not be waited for
@pytest.mark.parametrize("visit", [pytest.param(name, marks=pytest.mark.slow if name.endswith("of a region") else ()) for name in VISITS])
def test_every_figure_of_the_sample_is_that_of_the_marts(home: Path, visit: str):
    held(home, VISITS[visit], VISITS[visit].sample)


@pytest.mark.slow
@pytest.mark.parametrize("visit", VISITS)
def test_every_figure_of_the_public_data_is_that_of_the_marts(olist_home: Path, monkeypatch: pytest.MonkeyPatch, visit: str):
    monkeypatch.setenv("HOLDT_HOME", str(olist_home))
    held(olist_home, VISITS[visit], OLIST_PERIOD | VISITS[visit].olist)


# ---------- what holds the pages holds


@pytest.fixture
def marts(home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with opened_marts(home) as connection:
        yield connection


def test_a_figure_that_no_sql_explains_fails(home: Path, marts):
    page = Shown(opened("overview"))
    for seen, complaint in (
        (Seen({each: sql for each, sql in overview.SEEN.words.items() if "its # promise(s) broken" not in each}), "promises broken, of"),
        (Seen(overview.SEEN.words | {"Of # promise(s) to customers due, # were broken": "select 1 + count(*), 0 from due"}), "recounted"),
        (Seen(overview.SEEN.words | {"a line that went # away": "select 3"}), "stands 0 times"),
    ):
        page_held = Held(page, marts)
        page_held.words(seen.words)
        assert any(complaint in each for each in page_held.wrong)


def test_a_chart_or_table_that_no_sql_explains_fails(home: Path, marts):
    page = Shown(opened("partners"))
    page_held = Held(page, marts)
    page_held.tables({})
    assert any("nobody recounts the table “Every partner" in each for each in page_held.wrong)
    page_held = Held(page, marts)
    page_held.tables({"Every partner": partners.SEEN.tables["Every partner"].replace("share(kept, n)", "share(kept + 1, n)")})
    assert page_held.wrong and all("recounted" in each for each in page_held.wrong)
    outcomes = overview.SEEN.charts["Outcomes of the promises due"]
    for charts, complaint in (
        ({}, "nobody recounts the chart “Outcomes"),
        ({"Outcomes": outcomes.replace("n / of_all as share", "0.1 as share")}, "draws"),
    ):
        page_held = Held(Shown(opened("overview")), marts)
        page_held.charts(charts)
        assert any(complaint in each for each in page_held.wrong)


def test_figures_are_told_from_names_and_held_to_what_they_show():
    assert unexplained("o006883 and team 3 of 4a3ca9, 1,234.5 on 17 June 2022 at 14:20", []) == [
        f"{figure!r} in “o006883 and team 3 of 4a3ca9, 1,234.5 on 17 June 2022 at 14:20”"
        for figure in ("3", "1,234.5", "17 June 2022", "14:20")
    ]
    assert says("12.3", 12.34) and not says("12.4", 12.34) and says("12", 12.34) and not says("1,235", 1234)
    assert agrees("33 days overdue", [33]) and not agrees("33 of 34", [33]) and agrees("Merchant…7 SP", "Merchant 217 SP")
    assert [groups for _, groups in places("first: <@ (#)>", "first: A 1 (3), B (4) and C (5).")] == [("A 1", "3"), ("B", "4"), ("C", "5")]
    assert plain("**A** [b](c?d=1) `e` \\* :gray[f]&nbsp;g") == "A b e * f g"
