"""Names and addresses that a page could take for orders show as they stand, and fetch nothing."""

import re
from pathlib import Path
from urllib.parse import quote

import hostile
import pytest
from browsing import IN_CHROMIUM, served, settled, watched
from homes import build, once
from playwright.sync_api import Browser, Page, expect

from dashboard.words import formats

pytestmark = IN_CHROMIUM

WORDS = quote(hostile.WORDS)
ASKED = [
    f"order?order={WORDS}",
    f"order?search={WORDS}",
    f"?partner={WORDS}&period={WORDS}",
    pytest.param(f"order?customer={WORDS}", marks=pytest.mark.slow),
    pytest.param(f"partners?member={WORDS}", marks=pytest.mark.slow),
    pytest.param(f"sellers?member={WORDS}", marks=pytest.mark.slow),
    pytest.param(f"honest_date?line={WORDS}&to={WORDS}&kept={WORDS}", marks=pytest.mark.slow),
]
SHOWN = [
    "",
    "?wall=1",
    "this_week",
    "broken_promises",
    "partners",
    "partners?member=hvitlager&example=true&sure=true",
    "sellers?sure=true",
    "sellers?member=store-oslo",
    "contacts",
    "honest_date",
    f"order?order={quote(hostile.spoken('order-svein'))}",
    "order?customer=svein",
    "order?search=an",
    "trust",
    f"?product_group={quote(hostile.spoken('cabinets'))}&partner=hvitlager",
]


@pytest.fixture(scope="module")
def hostile_home(tmp_path_factory: pytest.TempPathFactory, small_world: Path, compiled: Path) -> Path:
    def fill(folder: Path) -> None:
        mapping = hostile.hostile(small_world, folder)
        build(folder / "home", f"SOURCES={mapping}", f"ROOT={folder}", after=compiled)

    return once(tmp_path_factory, "hostile", fill) / "home"


def as_they_stand(tab: Page) -> str:
    """What the page shows, after it is seen that none of those words did anything."""
    settled(tab)
    expect(tab.get_by_test_id("stException")).to_have_count(0)
    main = tab.get_by_test_id("stMain")
    for done in ("img[src*=evil]", "a[href*='//evil'], a[href*='//www.evil']", ".katex", "code:text-is('c')"):
        expect(main.locator(done)).to_have_count(0)
    text = main.inner_text().replace("\u2060", "")
    # a long name may be shortened in its middle: its beginning still stands there as it is
    beginnings = [shown.split("…")[0][:8] for shown in re.findall(r"=1\+1.{0,24}", text)]
    assert [shown for shown in beginnings if not "=1+1 ![i".startswith(shown)] == []
    return text


@pytest.mark.parametrize("path", ASKED)
def test_what_an_address_asks_for_is_text(tab: Page, address: str, path: str):
    tab.goto(f"{address}/{path}")
    assert hostile.WORDS in as_they_stand(tab)


@pytest.mark.slow
def test_names_of_a_source_are_text_on_every_page(browser: Browser, hostile_home: Path):
    with served(hostile_home) as address, watched(browser, address) as tab:
        shown = {}
        for path in SHOWN:
            tab.goto(f"{address}/{path}")
            shown[path] = as_they_stand(tab).count("=1+1")
        # these draw no such name in the small world: their tables are pictures
        assert {path for path, number in shown.items() if not number} <= {"broken_promises", "partners", "trust"}


def test_a_web_address_in_a_name_makes_no_link_of_itself():
    assert formats.escaped("see www.x.org") == "see www\u2060.x.org"
    assert formats.escaped("HTTPS://x.org") == "HTTPS\\:/\u2060/x.org"
    assert formats.escaped("a@b.no, o/1, http:x, wwwx") == "a@b.no, o/1, http\\:x, wwwx"
