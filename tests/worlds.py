"""Small worlds for tests: rows given as Python values, written as the accepted feeds that dbt reads.

A moment is a `date` (the whole local day), a naive `datetime` (local wall clock) or an aware `datetime` (an instant).
"""

import csv
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from data.contract import places
from data.contract.feeds import FEEDS, Column, Feed
from data.refresh import calendars
from data.synthetic.world import World

ARROW = {"text": pa.string(), "number": pa.float64(), "whole": pa.int64(), "flag": pa.bool_()}
GATE_TABLES = {
    "verdicts": {
        "feed": pa.string(), "check_name": pa.string(), "severity": pa.string(), "column_name": pa.string(), "status": pa.string(),
        "rows_checked": pa.int64(), "rows_failed": pa.int64(), "sentence": pa.string(), "example": pa.string(),
    },
    "published_weeks": {
        "mapping_name": pa.string(), "dimension": pa.string(), "member_id": pa.string(), "promised_to": pa.string(), "week": pa.date32(),
        "published_as_of": pa.date32(), "due_count": pa.int64(), "kept_count": pa.int64(), "was_provisional": pa.bool_(),
    },
    "quarantined": {
        "feed": pa.string(), "source_file": pa.string(), "source_row": pa.int64(), "check_name": pa.string(), "reason": pa.string(),
        "raw": pa.string(), "promise_id": pa.string(), "order_id": pa.string(),
    },
    "counts": {
        "feed": pa.string(), "is_present": pa.bool_(), "rows_landed": pa.int64(), "rows_accepted": pa.int64(), "rows_quarantined": pa.int64(),
        "first_at": pa.timestamp("us"), "last_at": pa.timestamp("us"),
    },
    "coverage": {
        "feed": pa.string(), "column_name": pa.string(), "position": pa.int64(), "is_mapped": pa.bool_(), "rows_count": pa.int64(),
        "filled_count": pa.int64(), "unmeasured": pa.string(),
    },
}  # fmt: skip


#: the day that the rows written by hand are judged from
BY_HAND_AS_OF = date(2022, 7, 18)


def read(column: Column, text: str):
    """A cell of a file as a Python value."""
    if not text:
        return None
    if column.kind == "moment":
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    return {"number": float, "whole": int, "flag": "true".__eq__, "text": str}[column.kind](text)


def by_hand() -> dict[str, list[dict]]:
    """The rows written by hand (data/sample)."""

    def rows(feed: Feed) -> list[dict]:
        with open(places.ROOT / "data" / "sample" / f"{feed.name}.csv", encoding="utf-8", newline="") as file:
            return [{name: read(feed.by_name[name], text) for name, text in row.items()} for row in csv.DictReader(file)]

    return {feed.name: rows(feed) for feed in FEEDS}


def unspoilt(made: World) -> dict[str, list[dict]]:
    """A generated world as the gate would pass it on, had nobody's pen slipped."""
    keys = {"promises": "promise_id", "deliveries": "delivery_id", "contacts": "contact_id"}
    was = {(slip["feed"], slip["id"], slip["version"], slip["column_name"]): slip["was"] for slip in made.truth["dirt"]}

    def accepted(feed: Feed, row: dict) -> dict:
        values = {}
        for column in feed.columns:
            cell = row.get(column.name)
            if row.get("_dirt"):
                cell = was.get((feed.name, row[keys[feed.name]], row.get("version"), column.name), cell)
            if isinstance(cell, str):
                cell = read(column, cell)
            elif isinstance(cell, datetime) and row.get("_utc_from"):
                cell = cell.replace(tzinfo=ZoneInfo(row["_utc_from"]))
            values[column.name] = str(cell) if column.kind == "text" and cell is not None else cell
        return values

    return {feed.name: [accepted(feed, row) for row in made.feeds[feed.name]] for feed in FEEDS}


def moment(value: date | datetime | None) -> tuple[datetime | None, str | None]:
    if value is None:
        return None, None
    if not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day), "date"
    if value.tzinfo is None:
        return value, "local"
    return value.astimezone(UTC).replace(tzinfo=None), "utc"


def typed(feed: Feed, rows: list[dict]) -> pa.Table:
    unknown = {name for row in rows for name in row} - set(feed.by_name)
    assert not unknown, f"{feed.name} has no column {sorted(unknown)}"
    arrays: dict[str, pa.Array] = {}
    for column in feed.columns:
        values = [row.get(column.name) for row in rows]
        if column.kind == "moment":
            moments = [moment(value) for value in values]
            arrays[column.name] = pa.array([at for at, _ in moments], pa.timestamp("us"))
            arrays[f"{column.name}_kind"] = pa.array([kind for _, kind in moments], pa.string())
        else:
            arrays[column.name] = pa.array(values, ARROW[column.kind])
    arrays["source_file"] = pa.array([f"{feed.name}.csv"] * len(rows), pa.string())
    arrays["source_row"] = pa.array(range(2, len(rows) + 2), pa.int64())
    return pa.table(arrays)


def found_by_gate(name: str, world: dict[str, list[dict]]) -> list[dict]:
    """What the gate would have written: a small world keeps every feed but those it calls `absent`, and every column counts as filled."""
    absent = world.get("absent", ())
    rows = {feed.name: len(world.get(feed.name, [])) for feed in FEEDS}
    if name == "counts":
        return [
            {"feed": feed, "is_present": feed not in absent, "rows_landed": count, "rows_accepted": count, "rows_quarantined": 0}
            for feed, count in rows.items()
        ]
    if name == "coverage":
        return [
            {"feed": feed.name, "column_name": column.name, "position": position, "is_mapped": feed.name not in absent, "rows_count": rows[feed.name],
             "filled_count": rows[feed.name], "unmeasured": column.unmeasured}
            for feed in FEEDS for position, column in enumerate(feed.columns, start=1)
        ]  # fmt: skip
    return []


def write_accepted(folder: Path, world: dict[str, list[dict]], as_of: date, zone: str = "Europe/Oslo") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for feed in FEEDS:
        pq.write_table(typed(feed, world.get(feed.name, [])), folder / f"{feed.name}.parquet")
    for name, columns in GATE_TABLES.items():
        pq.write_table(pa.Table.from_pylist(found_by_gate(name, world), pa.schema(list(columns.items()))), folder / f"{name}.parquet")
    build = {"as_of": pa.array([as_of], pa.date32()), "mapping_name": ["a small world"], "default_zone": [zone], "nouns": ["{}"]}
    pq.write_table(pa.table(build), folder / "build.parquet")
    calendars.write(folder)


def change(folder: Path, table: str, *statements: str) -> None:
    """Changes an accepted file; the statements call its rows `rows`."""
    with duckdb.connect() as connection:
        connection.execute(f"create table rows as from '{folder / table}.parquet'")
        for statement in statements:
            connection.execute(statement)
        connection.execute(f"copy rows to '{folder / table}.parquet' (format parquet)")
