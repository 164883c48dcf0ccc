"""Seconds, processor seconds and memory of a command with all its children."""

import os
import resource
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

EVERY = 0.2


@dataclass(frozen=True)
class Cost:
    what: str
    wall: float
    cpu: float
    #: resident bytes of the whole process tree at its widest
    peak: int


def run(what: str, command: list[str], environment: dict[str, str], folder: Path, log: Path) -> Cost:
    """Runs a command to its end; raises with the end of its own words where it fails."""
    began, before = time.monotonic(), _cpu_of_children()
    with log.open("a") as text:
        process = subprocess.Popen(command, env=os.environ | environment, cwd=folder, stdin=subprocess.DEVNULL, stdout=text, stderr=text)
        peak = _watch(process.pid, process.wait)
    if process.returncode:
        raise SystemExit(f"{what} failed:\n" + "\n".join(log.read_text().splitlines()[-30:]))
    return Cost(what, time.monotonic() - began, _cpu_of_children() - before, peak)


def _watch(pid: int, until: Callable[[], int]) -> int:
    peak, ended = 0, Event()

    def look() -> None:
        nonlocal peak
        while not ended.wait(EVERY):
            peak = max(peak, _resident(pid))

    watcher = Thread(target=look)
    watcher.start()
    try:
        until()
    finally:
        ended.set()
        watcher.join()
    return peak


def _resident(root: int) -> int:
    """Of the process and everything below it, from /proc."""
    parents, pages = {}, {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                messages = (entry / "stat").read_text()
            except OSError:
                continue
            # the name stands in brackets and may hold anything
            fields = messages.rpartition(")")[2].split()
            parents[int(entry.name)], pages[int(entry.name)] = int(fields[1]), int(fields[21])
    family, actual = {root}, True
    while actual:
        actual = {pid for pid, parent in parents.items() if parent in family and pid not in family}
        family |= actual
    return sum(pages.get(pid, 0) for pid in family) * os.sysconf("SC_PAGE_SIZE")


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
