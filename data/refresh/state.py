"""What is kept of a refresh: the lock that lets one run at a time, and `warehouse/refresh.json`, which the dashboard reads."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager

from data.contract import clock, places


@contextmanager
def only_one() -> Iterator[str | None]:
    """Holds the lock, or gives what the refresh that holds it wrote there."""
    places.warehouse().mkdir(parents=True, exist_ok=True)
    with (places.warehouse() / "refresh.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            yield lock.read().strip() or "another process"
            return
        lock.truncate(0)
        lock.write(f"process {os.getpid()}, since {clock.now():%Y-%m-%d %H:%M:%S} UTC")
        lock.flush()
        yield None


def write(**state) -> None:
    path = places.refresh_state()
    part = path.with_suffix(".part")
    part.write_text(json.dumps(state, indent=2, ensure_ascii=False), encoding="utf-8")
    os.replace(part, path)


def read() -> dict | None:
    path = places.refresh_state()
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
