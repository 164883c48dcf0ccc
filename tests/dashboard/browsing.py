"""The dashboard as a process of its own, and a Chromium to read it with."""

import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect

from data.contract import places

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-background-networking"]


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
def started(home: Path | None = None) -> Iterator[tuple[str, subprocess.Popen]]:
    """The same, with its process."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/app.py", "--server.port", str(port)]
    command += ["--server.address", "127.0.0.1", "--server.headless", "true", "--server.fileWatcherType", "none"]
    environment = {**os.environ, "HOLDT_HOME": str(home or places.home())}
    process = subprocess.Popen(command, cwd=places.ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
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


def settled(tab: Page) -> None:
    """Wait until the page has run to its end and its charts are drawn."""
    app = tab.locator("[data-testid=stApp]")
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=60_000)
    expect(tab.locator("[data-testid=stSkeleton]")).to_have_count(0, timeout=30_000)
    charts = tab.locator("[data-testid=stVegaLiteChart]")
    for place in range(charts.count()):
        expect(charts.nth(place).locator("canvas, svg").first).to_be_visible(timeout=30_000)
