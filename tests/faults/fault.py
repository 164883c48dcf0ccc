"""A fault, and the ways to spoil feed files: in their rows, their header or their text."""

import csv
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

Row = dict[str, str]
Change = Callable[[list[Row]], list[Row] | None]
DRAWS = count()

#: the check that refuses a feed of which too many rows were held back
HELD = "held_back_share"


@dataclass(frozen=True)
class Fault:
    name: str
    #: how it happens
    happens: str
    feed: str
    spoil: Callable[[Path], None]
    expected: str
    #: the check that catches it, or for a file that intake cannot read: words of its sentence
    caught_by: str = ""
    #: what the reader must be told besides: file, column, value
    tells: tuple[str, ...] = ()
    #: why nobody needs to be told, or why nobody can be
    because: str = ""
    #: whether the accepted rows are the same as without the fault
    harmless: bool = False


def read(file: Path) -> tuple[list[str], list[Row]]:
    with file.open(newline="", encoding="utf-8") as lines:
        reader = csv.DictReader(lines)
        return list(reader.fieldnames or []), list(reader)


def write(file: Path, columns: list[str], rows: list[Row]) -> None:
    with file.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.DictWriter(lines, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def rows(feed: str, change: Change) -> Callable[[Path], None]:
    """A fault in the rows: `change` alters them in place, or returns other ones."""

    def spoil(folder: Path) -> None:
        columns, original = read(folder / f"{feed}.csv")
        write(folder / f"{feed}.csv", columns, change(original) or original)

    return spoil


def some(feed: str, change: Callable[[Row], None], where: Callable[[Row], object] = lambda row: True, share: float = 0.02):
    """A fault in a few rows: always the same ones, but other ones for each fault."""
    draw = next(DRAWS)

    def alter(original: list[Row]) -> None:
        fitting = [row for row in original if where(row)]
        for row in random.Random(draw).sample(fitting, max(1, int(len(fitting) * share))):
            change(row)

    return rows(feed, alter)


def every(feed: str, change: Callable[[Row], None], where: Callable[[Row], object] = lambda row: True):
    return some(feed, change, where, share=1)


def columns(feed: str, change: Callable[[list[str]], list[str]], rename: dict[str, str] | None = None) -> Callable[[Path], None]:
    """A fault in the header: the columns that `change` gives, under other names where `rename` says so."""

    def spoil(folder: Path) -> None:
        original, lines = read(folder / f"{feed}.csv")
        wanted = change(original)
        named = [(rename or {}).get(column, column) for column in wanted]
        renamed = [{name: row.get(column, "") for name, column in zip(named, wanted, strict=True)} for row in lines]
        write(folder / f"{feed}.csv", named, renamed)

    return spoil


def text(feed: str, change: Callable[[str], str], encoding: str = "utf-8") -> Callable[[Path], None]:
    """A fault in the file as text."""

    def spoil(folder: Path) -> None:
        file = folder / f"{feed}.csv"
        file.write_bytes(change(file.read_bytes().decode("utf-8")).encode(encoding))

    return spoil


def put(**values: str) -> Callable[[Row], None]:
    return lambda row: row.update(values)


def rewrite(column: str, change: Callable[[str], str]) -> Callable[[Row], None]:
    return lambda row: row.update({column: change(row[column])}) if row[column] else None


def moved(hours: float, *names: str) -> Callable[[Row], None]:
    def change(row: Row) -> None:
        for name in names:
            if len(row[name]) == 16:
                row[name] = f"{datetime.fromisoformat(row[name]) + timedelta(hours=hours):%Y-%m-%d %H:%M}"

    return change


def delivered(row: Row) -> bool:
    return row["event"] == "delivered" and len(row["occurred_at"]) == 16 and bool(row["recorded_at"])
