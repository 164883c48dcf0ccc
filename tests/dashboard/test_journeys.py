"""What a reader comes to do, done to its end in a real Chromium: the leader, the weekly meeting, a search, a file to take away."""

import io
import re
import shutil
import struct
from collections.abc import Iterator
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pytest
from browsing import IN_CHROMIUM, served, settled, sound, watched
from playwright.sync_api import Browser, Download, Page, expect

pytestmark = IN_CHROMIUM

AS_OF = "2022-07-18"
#: what the sample has and the small world is too small for: a partner and a seller that are worse than their peers
WORSE = """
    update marts.fct_standings set standing = 'act', probability_bad = 0.99, since_date = date '2022-06-27', is_since_oldest_look = false
    where (kind, step, member_id) in (
        select (kind, step, member_id) from marts.fct_standings
        where step = 'customer_delivery' and recent_expected_broken_count is not null
        qualify row_number() over (partition by kind order by recent_broken_count - recent_expected_broken_count desc, member_id) = 1
    )
"""


@pytest.fixture(scope="module")
def worse(built_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("worse")
    (home / "warehouse").mkdir()
    path = home / "warehouse" / "current.duckdb"
    shutil.copy((built_home / "warehouse" / "current.duckdb").resolve(), path)
    with duckdb.connect(str(path)) as marts:
        marts.execute(WORSE)
    with served(home) as address:
        yield address


def heading(tab: Page, words: str, level: int = 1) -> str:
    """The heading that matches, once it is there and the page has run."""
    title = tab.get_by_role("heading", level=level, name=re.compile(words))
    expect(title).to_be_visible(timeout=30_000)
    settled(tab)
    return title.inner_text()


def number(words: str) -> int:
    return int(re.search(r"\d[\d,]*", words)[0].replace(",", ""))


@pytest.mark.slow
def test_a_leader_goes_from_the_headline_to_the_orders_behind_it(tab: Page, address: str):
    tab.set_viewport_size({"width": 1440, "height": 900})
    tab.goto(address)
    heading(tab, "^We kept [0-9]+ of 100 orders")
    # the answer, what hurts most, what is new and what is about to break: on the first screen, under one row of filters
    row = tab.locator(".st-key-header").bounding_box()
    last = tab.get_by_role("heading", level=2, name=re.compile("likely to break|probably break")).bounding_box()
    assert last["y"] + last["height"] <= 900 and row["height"] <= 60

    link = tab.get_by_role("link", name=re.compile("^See the [0-9,]+ late$"))
    late = number(link.inner_text())
    link.click()
    heading(tab, "^Broken promises: ")
    expect(tab).to_have_url(re.compile("outcome=late"))
    worklist = heading(tab, "^(First [0-9,]+ of )?[0-9,]+ broken promises?", 2)
    assert number(worklist.split(" of ")[-1]) == late
    sound(tab)
    # the tick box of the first row: the table is a picture, so it is found by its place
    order = tab.get_by_test_id("glide-cell-1-0").first.inner_text()
    tab.get_by_test_id("stDataFrame").first.locator(".dvn-scroller").click(position={"x": 18, "y": 52})
    expect(tab).to_have_url(re.compile(f"order={order}"))
    assert "broken" in heading(tab, "order")
    expect(tab.locator(".st-key-story")).to_contain_text("Delivered")


@pytest.mark.slow
def test_a_leader_opens_what_hurts_most(browser: Browser, worse: str):
    """Each card leads to its page: the step to what broke of it, the partner and the seller to themselves."""
    with watched(browser, worse) as tab:
        for place, (asked, level) in enumerate((("step=", 2), ("member=", 1), ("member=", 1))):
            tab.goto(worse)
            settled(tab)
            link = tab.locator(".st-key-hurts").get_by_role("link").nth(place)
            name = link.inner_text().strip()
            link.click()
            expect(tab).to_have_url(re.compile(asked))
            heading(tab, "broken promises?" if level == 2 else f"^{re.escape(name)}(: |$)", level)
            expect(tab.get_by_test_id("stException")).to_have_count(0)
            if level == 2:
                expect(tab.get_by_text(re.compile(f"step: {re.escape(name)}"))).to_be_visible()


@pytest.mark.slow
def test_operations_goes_through_the_agenda(tab: Page, address: str):
    """From the strip to a point, from its row to the story of the order, and back; from a series that changed to what broke of it."""
    tab.goto(f"{address}/this_week")
    heading(tab, "^This week: ")
    strip = tab.locator(".st-key-agenda_strip").get_by_role("link", name="without a date")
    open_promises = number(strip.inner_text())
    strip.click()
    point = tab.locator(".st-key-point_no-date")
    expect(point).to_be_in_viewport()
    assert number(point.get_by_role("heading").inner_text()) == open_promises
    story = point.get_by_role("table").get_by_role("link").first
    order = story.inner_text()
    with tab.context.expect_page() as opened:
        story.click()
    expect(opened.value).to_have_url(re.compile(f"order={order}"))
    expect(opened.value.locator(".st-key-story")).to_be_visible(timeout=30_000)
    # the agenda still lies beside it, where it was left
    opened.value.close()
    expect(point).to_be_in_viewport()

    series = tab.locator(".st-key-point_changed").get_by_role("table").get_by_role("link", name="Delivery", exact=True)
    with tab.context.expect_page() as opened:
        series.click()
    worklist = opened.value
    heading(worklist, "broken promises?", 2)
    expect(worklist.get_by_text(re.compile("step: Delivery"))).to_be_visible()
    sound(worklist)


@pytest.mark.parametrize(
    "page", ["", pytest.param("partners?member=hvitlager", marks=pytest.mark.slow), pytest.param("trust", marks=pytest.mark.slow)]
)
def test_a_search_from_any_page_leads_to_the_order_and_clears_the_box(tab: Page, address: str, page: str):
    tab.goto(f"{address}/{page}")
    settled(tab)
    box = tab.get_by_role("textbox", name="Search")
    box.fill("order-svein")
    box.press("Enter")
    assert heading(tab, "^Svein's order") == "Svein's order: broken, 24 days late"
    expect(tab).to_have_url(re.compile("/order.*order=order-svein"))
    expect(tab.get_by_role("textbox", name="Search")).to_have_value("")


# ---------- to take away


def taken(tab: Page, what: str, kind: str) -> tuple[str, bytes]:
    """The name and the bytes of a file of the open menu."""
    row = tab.get_by_test_id("stPopoverBody").get_by_test_id("stHorizontalBlock").filter(has_text=re.compile(what))
    with tab.expect_download() as coming:
        row.get_by_role("button", name=kind).click()
    download: Download = coming.value
    return download.suggested_filename, Path(download.path()).read_bytes()


def test_a_table_is_taken_away_as_csv_and_as_excel(tab: Page, address: str):
    tab.goto(f"{address}/partners")
    settled(tab)
    shown = tab.get_by_test_id("stDataFrame").first
    # what a table says to who cannot see it is written after it is drawn
    expect(shown.get_by_test_id("glide-cell-0-0")).to_be_attached()
    heads = shown.locator("thead th").all_text_contents()
    first = dict(zip(heads, shown.locator("tbody tr").first.locator("td").all_text_contents(), strict=True))
    total = number(heading(tab, "^Every partner", 2))

    tab.get_by_role("button", name="Export").click()
    name, content = taken(tab, "^Every partner", "CSV")
    assert name == f"partners-every-partner-with-its-standing-and-what-it-kept-{AS_OF}.csv"
    rows = pd.read_csv(io.BytesIO(content))
    assert len(rows) == total and set(heads) <= set(rows.columns)
    assert (rows["Partner"][0], rows["Due"][0]) == (first["Partner"], number(first["Due"]))

    name, content = taken(tab, "^Every partner", "XLSX")
    assert name == f"partners-every-partner-with-its-standing-and-what-it-kept-{AS_OF}.xlsx"
    head, row, *rest = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True)
    of_first = dict(zip(head, row, strict=True))
    assert (of_first["Partner"], of_first["Due"]) == (first["Partner"], number(first["Due"]))
    assert len(rest) == total - 1


@pytest.mark.slow
def test_a_chart_is_taken_away_as_svg_and_as_png(tab: Page, address: str):
    tab.goto(address)
    settled(tab)
    finding = heading(tab, "^Of [0-9,]+ promises to customers due", 2)
    tab.get_by_role("button", name="Export").click()
    name, content = taken(tab, "^Outcomes", "SVG")
    assert name == f"overview-outcomes-{AS_OF}.svg"
    assert content.startswith(b"<svg") and finding in content.decode(), "the chart says what the page says"
    name, content = taken(tab, "^Outcomes", "PNG")
    assert name == f"overview-outcomes-{AS_OF}.png"
    assert content.startswith(b"\x89PNG")
    wide, high = struct.unpack(">II", content[16:24])
    assert wide >= 2 * 720 and high > 100, "drawn at twice its size"
