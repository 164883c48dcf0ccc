"""The dashboard as a process of its own, and a Chromium to read it with."""

import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from data.contract import places

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-background-networking"]
#: what a file of tests in the browser is marked with
IN_CHROMIUM = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason=f"no {CHROMIUM}: `apt-get install chromium` brings it"),
]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def served(home: Path | None = None) -> Iterator[str]:
    """The address of a dashboard over `home` (default: the one of this environment)."""
    with started(home) as (address, _):
        yield address


@contextmanager
def started(home: Path | None = None, root: Path | None = None) -> Iterator[tuple[str, subprocess.Popen]]:
    """The same, with its process. `root`: another checkout, with an environment of its own."""
    port = free_port()
    python = str(root / ".venv" / "bin" / "python") if root else sys.executable
    command = [python, "-m", "streamlit", "run", "dashboard/app.py", "--server.port", str(port)]
    command += ["--server.address", "127.0.0.1", "--server.headless", "true", "--server.fileWatcherType", "none"]
    environment = {**os.environ, "HOLDT_HOME": str(home or places.home())}
    process = subprocess.Popen(
        command, cwd=root or places.ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        for line in process.stdout:
            if "URL:" in line:
                break
        else:
            raise RuntimeError(f"the dashboard ended with code {process.wait()} before it listened")
        urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=30).read()
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.terminate()
        process.wait(timeout=30)


@contextmanager
def watched(browser: Browser, address: str) -> Iterator[Page]:
    """A fresh tab, that knows nothing of those before it; what went wrong in it, or was asked of another address, fails at its end."""
    with browser.new_context(viewport={"width": 1440, "height": 1000}) as context:
        page = context.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "request", lambda request: None if request.url.startswith((address, "data:", "blob:", "ws:")) else wrong.append(request.url)
        )
        # Streamlit asks for its health under the page's own path first, and finds it at the root
        page.on(
            "response",
            lambda answer: (
                wrong.append(f"{answer.status} {answer.url}") if answer.status >= 400 and "/_stcore/" not in answer.url else None
            ),
        )
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" and "404" not in message.text else None)
        yield page
    assert wrong == []


def settled(tab: Page) -> None:
    """Wait until the page has run to its end and its charts are drawn."""
    app = tab.locator("[data-testid=stApp]")
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=60_000)
    expect(tab.locator("[data-testid=stSkeleton]")).to_have_count(0, timeout=30_000)
    # what the page before this one showed goes last
    expect(tab.locator("[data-stale=true]")).to_have_count(0, timeout=30_000)
    tab.wait_for_function(
        "[...document.querySelectorAll('[data-testid=stVegaLiteChart]')].every(chart => chart.querySelector('canvas, svg'))"
    )


def fits(tab: Page) -> None:
    assert tab.get_by_test_id("stMain").evaluate("box => box.scrollWidth <= box.clientWidth"), "the page scrolls sideways"


def sound(tab: Page) -> None:
    """Nothing failed, nothing scrolls sideways, and every chart has something drawn in it and words beside it."""
    settled(tab)
    expect(tab.get_by_test_id("stException")).to_have_count(0)
    expect(tab.get_by_role("button", name="As of Monday 18 July 2022")).to_be_visible()
    fits(tab)
    charts = tab.get_by_test_id("stVegaLiteChart")
    for place in range(charts.count()):
        chart = charts.nth(place)
        words = chart.get_attribute("aria-label")
        assert words and len(words) > 30, f"chart {place} has no words for those who do not see it"
        # bars, lines and points are paths; a rule or a text alone is no finding, nor is a bar of no size
        marks = chart.locator("svg .role-mark:not([class*=text]) path[d]")
        sizes = marks.evaluate_all("paths => paths.map(path => path.getBBox()).map(box => box.width + box.height)")
        assert max(sizes, default=0) > 3, f"nothing is drawn in: {words}"
