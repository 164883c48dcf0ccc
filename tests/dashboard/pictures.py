"""Pictures of every page of the newest build, for human eyes, and the three that the README shows:
`PYTHONPATH=. python tests/dashboard/pictures.py FOLDER [PAGE…]`."""

import sys
from pathlib import Path

from browsing import ARGUMENTS, CHROMIUM, served, settled
from playwright.sync_api import sync_playwright

from data.contract import places

DASHBOARD = places.ROOT / "dashboard"
PAGES = {
    "overview": "",
    "week": "this_week",
    "broken": "broken_promises",
    "svein": "order?order=order-svein",
    "customer": "order?customer=svein",
    "search": "order?search=an",
    "honest": "honest_date",
    "basket": "honest_date?line=customer_delivery/hvitlager/appliances/Oslo&line=customer_delivery/skapfabrikken/cabinets/Oslo",
    "refused": "honest_date?line=installation/snabb-montage/installation/Oslo",
    "sellers": "sellers",
    "seller": "sellers?member=store-oslo",
    "partners": "partners",
    "contacts": "contacts",
    "partner": "partners?member=hvitlager",
    "trust": "trust",
    "empty": "?period=1999-01-01..1999-12-31",
}
#: the first screens that the README shows, in dashboard/pictures
README = {"overview": "", "partner": "partners?member=fjordbud", "order": "order?order=order-svein"}
SCREEN = {"width": 1440, "height": 900}
SIZES = {"desktop": (1440, 1000), "phone": (390, 844)}


def main(folder: Path, only: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for scheme in ("light", "dark"):
            for size, (width, height) in SIZES.items():
                context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
                tab = context.new_page()
                for name, path in PAGES.items():
                    if only and name not in only:
                        continue
                    tab.goto(f"{address}/{path}")
                    settled(tab)
                    # the page scrolls inside its own box: give the box the height of what is in it
                    tall = tab.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
                    tab.set_viewport_size({"width": width, "height": max(height, tall)})
                    settled(tab)
                    tab.screenshot(path=folder / f"{name}-{size}-{scheme}.png")
                    wide = tab.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
                    print(f"{name}-{size}-{scheme}: {wide} px wide, {tall} px tall" + ("  <- scrolls sideways" if wide > width else ""))
                    tab.set_viewport_size({"width": width, "height": height})
                context.close()
        if not only:
            tab = browser.new_page(viewport=SCREEN)
            for name, path in README.items():
                tab.goto(f"{address}/{path}")
                settled(tab)
                tab.screenshot(path=DASHBOARD / "pictures" / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
