"""Companies with little to tell: every page opens, claims nothing from it, and says what is missing and from when it can be known."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from homes import build, once, open_current
from pages import PAGES, one, opened, words
from small_companies import CARRIERS, COMPANIES, TRADES

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory, small_world: Path, compiled: Path) -> Callable[[str], Path]:
    def built(name: str) -> Path:
        def fill(folder: Path) -> None:
            mapping = COMPANIES[name](small_world, folder)
            build(folder / "home", f"SOURCES={mapping}", f"ROOT={folder}", "STAGES=land check model publish", after=compiled)

        return once(tmp_path_factory, COMPANIES[name].__name__, fill) / "home"

    return built


@pytest.fixture
def shown(company, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """What a page of a company says."""

    def read(name: str, page: str, **query: str) -> str:
        monkeypatch.setenv("HOLDT_HOME", str(company(name)))
        return words(opened(page, **query))

    return read


@pytest.mark.parametrize("name", COMPANIES)
def test_every_page_opens_and_says_nothing_of_nothing(company, shown, name: str):
    home = company(name)
    with open_current(home) as marts:
        partners = [partner for (partner,) in marts.execute("select partner_id from marts.dim_partners order by 1").fetchall()]
        sellers = [seller for (seller,) in marts.execute("select seller_id from marts.dim_sellers order by 1 limit 3").fetchall()]
    texts = [shown(name, page) for page in PAGES]
    texts += [shown(name, "partners", member=partner) for partner in partners[:5]]
    texts += [shown(name, "sellers", member=seller) for seller in sellers]
    for text in texts:
        assert not re.search(
            r"\bnan\b|NaT|None\b(?! of)|\b0 of 0\b|within not measured|in 1 weeks|\b1 promise due were\b|Its 0 broken", text
        )


def test_ten_orders_are_too_few_to_judge_anybody_by(company, shown):
    due, kept = one(company("ten orders"), "select count(*) filter (where is_due), count(*) filter (where is_kept) from marts.fct_orders")
    overview = shown("ten orders", "overview")
    assert f"Too little data to judge by: {kept} of {due} orders due were kept" in overview and due < 20
    assert "Too few are due, or break, in any series to tell a change from chance" in overview
    assert "Watched: " not in shown("ten orders", "this_week") and "beyond chance" not in overview.split("\n")[0]
    assert "No partner can be compared with its peers yet" in shown("ten orders", "partners")
    partner = shown("ten orders", "partners", member="kjolehuset")
    assert "are needed to judge by" in partner and "too few to say how late the latest are" in partner
    assert "95 of 100 within" not in partner
    assert "record date" not in shown("ten orders", "partners", member="dialogen"), "a call has none"


def test_what_a_company_four_weeks_old_does_not_know_yet_has_a_day(company, shown):
    overview = shown("four weeks", "overview")
    (next_order,) = one(company("four weeks"), "select min(due_date) from marts.fct_orders where outcome = 'pending'")
    assert f"an order is due with the last of its lines, the first one on {next_order.day} {next_order:%B %Y}" in overview
    assert "none was broken" in overview
    (from_day,) = one(company("four weeks"), "select min(baseline_from_date) from marts.fct_signals where dimension <> 'seller'")
    assert f"to tell a change from chance: that takes until {from_day.day} {from_day:%B %Y}" in overview
    partners = shown("four weeks", "partners")
    (full,) = one(company("four weeks"), "select min(full_history_date) from marts.fct_standings where kind = 'partner'")
    assert "Judged by the newest 13 weeks alone" in partners and f"until {full.day} {full:%B %Y}" in partners
    assert "What is about to break is not known of" in shown("four weeks", "broken_promises")
    (first,) = one(company("four weeks"), "select min(due_date) from marts.fct_promises where partner_id = 'granitten'")
    assert f"nothing of it has fallen due yet. The first is due {first.day} {first:%B %Y}" in shown(
        "four weeks", "partners", member="granitten"
    )


def test_three_partners_are_compared_only_where_they_do_the_same(shown):
    alone = shown("three trades", "partners", member=TRADES[0])
    assert "cannot be compared with its peers. Nobody else does this" in alone
    assert "more than its peers would have" not in shown("three trades", "partners")
    same = shown("three carriers", "partners", member=CARRIERS[0])
    assert "of which its peers have 20 or more" in same or "its peers would have broken" in same


def test_without_regions_and_product_groups_members_are_compared_over_all_they_do(company, shown):
    name = "no regions, no product groups"
    (accused,) = one(company(name), "select list(distinct member_id) from marts.fct_standings where standing in ('act', 'watch')")
    assert set(accused) <= {"hvitlager", "fjordbud", "snabb-montage", "granitten", "felt-03", "store-malmoe"} and "fjordbud" in accused
    assert "no promise has a product group. Map the column `product_group`" in shown(name, "partners", member="fjordbud")
    assert "regions" not in shown(name, "this_week").split("Watched: ")[1].split(")")[0]
