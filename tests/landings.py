"""Landings for tests: rows given as text, written as intake leaves them."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from data.feeds import BY_NAME, FEEDS

REJECTED = pa.schema(
    [("feed", pa.string()), ("source_file", pa.string()), ("source_row", pa.int64()), ("raw", pa.string()), ("error", pa.string())]
)

Rows = list[dict[str, str | None]]


def land(home: Path, feeds: dict[str, Rows], *, mapped: dict[str, tuple[str, ...]] | None = None, rejected: Rows = (), **manifest) -> None:
    """`mapped` narrows what a feed's mapping fills; without it every column counts as mapped."""
    folder = home / "landing"
    folder.mkdir(parents=True, exist_ok=True)
    told = {}
    for name, rows in feeds.items():
        columns = [column.name for column in BY_NAME[name].columns]
        schema = pa.schema([*((column, pa.string()) for column in columns), ("source_file", pa.string()), ("source_row", pa.int64())])
        full = [{"source_file": f"{name}.csv", "source_row": number, **row} for number, row in enumerate(rows, start=2)]
        pq.write_table(pa.Table.from_pylist(full, schema), folder / f"{name}.parquet")
        told[name] = {"rows": len(rows), "rejected": 0, "mapped_columns": list((mapped or {}).get(name, columns)), "files": [f"{name}.csv"]}
    for feed in FEEDS:
        if feed.name not in feeds:
            (folder / f"{feed.name}.parquet").unlink(missing_ok=True)
    pq.write_table(pa.Table.from_pylist(list(rejected), REJECTED), folder / "rejected_lines.parquet")
    whole = {"mapping": "Test", "as_of": "2022-07-18", "zone": "Europe/Oslo", "loaded_at": "2022-07-18T06:00:00+00:00", "feeds": told}
    (folder / "manifest.json").write_text(json.dumps(whole | manifest))
