"""The world as files: one CSV per feed with the columns of data/sample, the truth beside them, and a stamp of what made it."""

import csv
import hashlib
import json
import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from data.contract.feeds import FEEDS

from .cast import SAMPLE
from .world import World

STAMP = "stamp.json"


def stamp(arguments: dict[str, Any]) -> dict[str, str]:
    """The arguments, and a fingerprint of the code and the hand-written rows that the world is made of."""
    sources = sorted([*Path(__file__).parent.glob("*.py"), *SAMPLE.glob("*.csv")])
    fingerprint = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()
    return {name: str(value) for name, value in arguments.items()} | {"sources": fingerprint}


def is_fresh(folder: Path, wanted: dict[str, str]) -> bool:
    path = folder / STAMP
    is_whole = all((folder / f"{feed.name}.csv").exists() for feed in FEEDS)
    return is_whole and path.exists() and json.loads(path.read_text(encoding="utf-8")) == wanted


def write(world: World, folder: Path, made_of: dict[str, str]) -> None:
    (folder / "truth").mkdir(parents=True, exist_ok=True)
    # Without its stamp a half-written world is never taken for a whole one.
    (folder / STAMP).unlink(missing_ok=True)
    for feed, rows in world.feeds.items():
        with open(SAMPLE / f"{feed}.csv", encoding="utf-8", newline="") as file:
            columns = next(csv.reader(file))
        _write_csv(folder / f"{feed}.csv", columns, rows)
    for name, rows in world.truth.items():
        _write_csv(folder / "truth" / f"{name}.csv", list(dict.fromkeys(key for row in rows for key in row)), rows)
    (folder / "truth" / "events.json").write_text(json.dumps(world.events, default=str, indent=1) + "\n", encoding="utf-8")
    (folder / STAMP).write_text(json.dumps(made_of, indent=1) + "\n", encoding="utf-8")


def _write_csv(path: Path, columns: list[str], rows: list[dict[str, Any]]) -> None:
    # Written aside, so that a build that reads meanwhile sees the old file or the new one, never half of one.
    aside = path.with_suffix(f".{os.getpid()}")
    with open(aside, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        for row in rows:
            zone = row.get("_utc_from")
            writer.writerow([_text(row.get(column), zone) for column in columns])
    aside.replace(path)


def _text(value: Any, utc_from: str | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        if utc_from:
            return value.replace(tzinfo=ZoneInfo(utc_from)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date) else str(value)
