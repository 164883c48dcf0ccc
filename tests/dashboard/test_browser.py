"""One journey through the dashboard in a real Chromium, over the built small world."""

import re
from pathlib import Path

import pytest
from browsing import IN_CHROMIUM, settled, sound
from playwright.sync_api import Page, expect

pytestmark = IN_CHROMIUM

#: menu entry → a heading that the page shows once it has run
PAGES = {
    "Overview": re.compile("^We kept [0-9]+ of 100 orders"),
    "This week": "This week: ",
    "Broken promises": "Broken promises",
    "Honest date": "Which date can be kept?",
    "Sellers": "No seller promises too soon",
    "Partners": "No partner can be compared with its peers yet",
    "Contacts": "of contacts ask where it is, why it is late, or complain",
    "Trust": "The figures can be trusted: ",
}
STORY = [
    ("Monday 4 April 2022", ["14:10", "Promised: cabinets, worktops and appliances on 17 June."]),
    ("Thursday 16 June 2022", ["We reached Svein by phone", "no cause, no new date", "was sent on to phone", "waited 23 minutes"]),
    ("Friday 17 June 2022", ["the promised day", "the seller's mailbox", "was sent on to customer service", "not allowed to solve it"]),
    ("Tuesday 21 June 2022", ["worktops on 29 June", "cabinets on 3 July"]),
    ("Wednesday 22 June 2022", ["appliances on 15 August", "He gets angry"]),
    ("Friday 24 June 2022", ["appliances on 11 July", "after the customer escalated"]),
    ("Wednesday 29 June 2022", ["Delivered: worktops", "12 days late"]),
    ("Sunday 3 July 2022", ["Delivered: cabinets", "16 days late"]),
    ("Monday 11 July 2022", ["the order is complete", "Delivered: appliances", "24 days late"]),
]


def test_a_reader_finds_svein(tab: Page, address: str):
    tab.goto(address)
    sound(tab)
    expect(tab.get_by_test_id("stMetricValue").first).to_have_text(re.compile(r"^\d+\.\d.%$"))

    for entry, heading in PAGES.items():
        tab.get_by_test_id("stTopNavLink").filter(has_text=entry).click()
        expect(tab.get_by_role("heading", level=1, name=heading)).to_be_visible()
        sound(tab)

    # a partner, chosen in the filters, stays chosen
    tab.get_by_test_id("stTopNavLink").filter(has_text="Broken promises").click()
    expect(tab.get_by_role("heading", level=1, name="Broken promises")).to_be_visible()
    settled(tab)
    tab.get_by_role("button", name="Filters").click()
    tab.get_by_test_id("stMultiSelect").filter(has_text="Partner").get_by_role("combobox").fill("Hvitlager")
    tab.get_by_role("option", name="Hvitlager appliances").click()
    expect(tab.get_by_text("partner: Hvitlager appliances")).to_be_visible()
    expect(tab).to_have_url(re.compile("partner=hvitlager"))
    tab.keyboard.press("Escape")
    tab.keyboard.press("Escape")

    # his order, by a part of its name; then its row
    tab.get_by_role("textbox", name="Order").fill("svein")
    tab.get_by_role("textbox", name="Order").press("Enter")
    expect(tab.get_by_role("heading", name="1 broken promise", exact=True)).to_be_visible()
    expect(tab).to_have_url(re.compile("search=svein"))
    settled(tab)
    # the tick box of the first row: the table is a picture, so it is found by its place
    tab.get_by_test_id("stDataFrame").locator(".dvn-scroller").click(position={"x": 18, "y": 52})
    expect(tab).to_have_url(re.compile("/order.*order=order-svein"))
    expect(tab.get_by_role("heading", level=1, name="Svein's order: broken, 24 days late")).to_be_visible()
    sound(tab)
    expect(tab).to_have_url(re.compile("partner=hvitlager"))
    read_story(tab)

    # from the order to its customer, and back to the story by the list of orders
    tab.get_by_role("link", name="All orders and contacts of Svein").click()
    expect(tab.get_by_role("heading", level=1, name="Svein: one order due, and it was broken")).to_be_visible()
    expect(tab).to_have_url(re.compile("partner=hvitlager"))
    sound(tab)
    tab.get_by_role("link", name="order-svein").click()
    expect(tab.get_by_role("heading", level=1, name="Svein's order: broken, 24 days late")).to_be_visible()


def read_story(tab: Page) -> None:
    message = "Was due 17 June 2022, complete 11 July, 3 dates from 3 partners. Judged by the latest dates alone, 3 of 3 lines would count as kept."
    expect(tab.get_by_text(message)).to_be_visible()
    for fact in (
        "16 June, the day before; no new date until 21 June",
        "3 dates, 12 days apart",
        "5 times, waited 50 minutes",
        "appliances from Hvitlager appliances",
    ):
        expect(tab.locator(".st-key-facts").get_by_text(fact, exact=True)).to_be_visible()
    story = tab.locator(".st-key-story").inner_text().replace("\xa0", " ")
    ends = [story.index(day) for day, _ in STORY[1:]] + [len(story)]
    for (day, messages), end in zip(STORY, ends, strict=True):
        of_that_day = story[story.index(day) : end]
        for words in messages:
            assert words in of_that_day, f"{day} does not tell: {words}"


def test_a_partner_manager_learns_whose_days_they_were(tab: Page, address: str):
    """From the list to one partner, to an order as an example of how days are counted, to its story: four clicks."""
    tab.goto(f"{address}/partners")
    sound(tab)
    # the table is a picture, so a cell of its first row is found by its place
    tab.get_by_test_id("stDataFrame").locator(".dvn-scroller").click(position={"x": 300, "y": 52})
    expect(tab).to_have_url(re.compile("member="))
    expect(tab.get_by_role("heading", level=2, name=re.compile("of [0-9,]+ days? late w"))).to_be_visible()
    sound(tab)
    tab.get_by_text("How days are counted: one order as an example").click()
    expect(tab.get_by_text(re.compile(r"So the \d+ days?: "))).to_be_visible()
    expect(tab).to_have_url(re.compile("example=true"))
    tab.get_by_role("link", name=re.compile("^Order ")).click()
    expect(tab).to_have_url(re.compile("order="))
    sound(tab)


def test_an_analyst_learns_why_a_figure_is_not_measured(tab: Page, address: str):
    """From the menu: the verdict, the column that is missing, what "not measured" means, and every row that was held back, as a file."""
    tab.goto(address)
    settled(tab)
    tab.get_by_test_id("stTopNavLink").filter(has_text="Trust").click()
    expect(tab.get_by_role("heading", level=1, name=re.compile("^The figures can be trusted: "))).to_be_visible()
    expect(tab.get_by_role("heading", level=2, name=re.compile("^Not delivered: "))).to_be_visible()
    expect(tab.get_by_text(re.compile("not measured: partners compared on the same lane"))).to_be_visible()
    sound(tab)
    figure = tab.get_by_role("combobox", name="Figure")
    figure.click()
    figure.fill("Not measured")
    tab.get_by_role("option", name="Not measured").click()
    expect(tab.get_by_text(re.compile("Where a feed or a column is not kept, nobody counted"))).to_be_visible()
    expect(tab).to_have_url(re.compile("figure=Not"))
    settled(tab)
    held_back = tab.get_by_text(re.compile("rows held back$"))
    number = int(re.search(r"\d+", held_back.inner_text())[0])
    held_back.click()
    with tab.expect_download() as download:
        tab.get_by_role("button", name="All of them as CSV").click()
    lines = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "feed,source_file,source_row,check_name,reason,raw"
    assert len(lines) == 1 + number > 1


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_a_link_opens_svein_on_a_phone(tab: Page, address: str, scheme: str):
    tab.emulate_media(color_scheme=scheme)
    tab.set_viewport_size({"width": 390, "height": 844})
    basket = "honest_date?line=customer_delivery/hvitlager/appliances/Oslo"
    for path in (
        "order?order=order-svein",
        "",
        "broken_promises",
        basket,
        "sellers",
        "sellers?member=store-oslo",
        "partners?member=hvitlager",
        "trust",
    ):
        tab.goto(f"{address}/{path}")
        sound(tab)
        if "svein" in path:
            read_story(tab)
