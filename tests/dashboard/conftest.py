"""A browser over the built small world, and a tab of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import ARGUMENTS, CHROMIUM, served, watched
from playwright.sync_api import Browser, Page, sync_playwright


@pytest.fixture(scope="module")
def address(built_home: Path) -> Iterator[str]:
    with served(built_home) as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def tab(browser: Browser, address: str) -> Iterator[Page]:
    with watched(browser, address) as page:
        yield page
