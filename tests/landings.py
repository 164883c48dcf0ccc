"""Landings for tests: rows given as text, written as intake leaves them, and what the gate made of them."""

import json
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from checks.judging import judge
from data.contract.feeds import BY_NAME, FEEDS
from data.contract.refusal import Refused

REJECTED = pa.schema(
    [("feed", pa.string()), ("source_file", pa.string()), ("source_row", pa.int64()), ("raw", pa.string()), ("error", pa.string())]
)

Rows = list[dict[str, str | None]]


def land(home: Path, feeds: dict[str, Rows], *, mapped: dict[str, tuple[str, ...]] | None = None, rejected: Rows = (), **manifest) -> None:
    """`mapped` narrows what a feed's mapping fills; without it every column counts as mapped."""
    folder = home / "landing"
    folder.mkdir(parents=True, exist_ok=True)
    messages = {}
    for name, rows in feeds.items():
        columns = [column.name for column in BY_NAME[name].columns]
        schema = pa.schema([*((column, pa.string()) for column in columns), ("source_file", pa.string()), ("source_row", pa.int64())])
        full = [{"source_file": f"{name}.csv", "source_row": number, **row} for number, row in enumerate(rows, start=2)]
        pq.write_table(pa.Table.from_pylist(full, schema), folder / f"{name}.parquet")
        messages[name] = {
            "rows": len(rows),
            "rejected": 0,
            "mapped_columns": list((mapped or {}).get(name, columns)),
            "files": [f"{name}.csv"],
        }
    for feed in FEEDS:
        if feed.name not in feeds:
            (folder / f"{feed.name}.parquet").unlink(missing_ok=True)
    pq.write_table(pa.Table.from_pylist(list(rejected), REJECTED), folder / "rejected_lines.parquet")
    whole = {"mapping": "Test", "as_of": "2022-07-18", "zone": "Europe/Oslo", "nouns": {}, "loaded_at": "2022-07-18T06:00:00+00:00"}
    whole["feeds"] = messages
    (folder / "manifest.json").write_text(json.dumps(whole | manifest))


def world(*wanted: str, lines: int = 30) -> dict[str, Rows]:
    """A sound little world of these feeds, or of every feed: the gate takes as long as there are feeds with rows to judge."""
    every = {
        "sellers": [{"seller_id": "s1", "zone": "Europe/Oslo"}],
        "partners": [{"partner_id": "p1", "zone": "Europe/Stockholm"}],
        "customers": [{"customer_id": f"k{n}", "type": "private"} for n in range(lines)],
        "steps": [{"step": "customer_delivery", "position": "1", "moment_of_truth": "yes"}],
        "promises": [
            {
                "promise_id": f"o{n}-1",
                "recorded_at": f"2022-05-01 10:{n % 60:02}",
                "seller_id": "s1",
                "step": "customer_delivery",
                "due_at": "2022-07-14",
                "version": "1",
                "order_id": f"o{n}",
                "line": "1",
                "customer_id": f"k{n}",
                "partner_id": "p1",
                "quantity": "2",
                "value": "100.5",
                "zone": "Europe/Oslo",
            }
            for n in range(lines)
        ]
        + [{"promise_id": "new", "recorded_at": "2022-07-17", "seller_id": "s1", "step": "customer_delivery", "due_at": "2022-09-01",
            "version": "1", "order_id": "new", "customer_id": "k0", "partner_id": "p1"}],
        "deliveries": [
            {
                "delivery_id": f"d{n}",
                "promise_id": f"o{n}-1",
                "event": "delivered",
                "occurred_at": "2022-07-14 09:00",
                "recorded_at": "2022-07-14 09:30",
                "partner_id": "p1",
                "quantity": "2",
            }
            for n in range(lines)
        ],
        "contacts": [
            {
                "contact_id": f"c{n}",
                "started_at": "2022-07-14 08:00",
                "answered_at": "2022-07-14 08:07",
                "ended_at": "2022-07-14 08:10",
                "channel": "phone",
                "order_id": f"o{n}",
                "customer_id": f"k{n}",
                "direction": "inbound",
                "wait_minutes": "7",
                "rating": "4",
            }
            for n in range(lines)
        ],
    }  # fmt: skip
    return {name: every[name] for name in wanted or every}


def quarantine(home: Path) -> list[dict]:
    return duckdb.sql(f"from read_parquet('{home / 'quarantine' / 'quarantined.parquet'}')").df().to_dict("records")


def verdict(home: Path, feed: str, check: str) -> dict:
    actual = duckdb.sql(f"from read_parquet('{home / 'quarantine' / 'verdicts.parquet'}')").df().to_dict("records")
    return next(row for row in actual if row["feed"] == feed and row["check_name"] == check)


def refusals() -> str:
    """Why the gate shuts."""
    with pytest.raises(Refused) as refused:
        judge()
    return "\n".join(refused.value.sentences)
