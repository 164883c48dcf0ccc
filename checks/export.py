"""The files that the gate leaves behind. Built aside and swapped in whole, so that a reader never sees half a batch."""

import json
import shutil
from pathlib import Path

import duckdb

from checks.batch import Batch
from checks.rows import text
from data.contract import places
from data.contract.feeds import FEEDS, Feed

VERDICTS = "select * from verdicts order by feed, check_name"
QUARANTINED = "select * from quarantined order by feed, source_file, source_row, check_name, raw"


def quarantine(con: duckdb.DuckDBPyConnection) -> None:
    folder = _aside(places.quarantine())
    _write(con, VERDICTS, folder / "verdicts.parquet")
    _write(con, QUARANTINED, folder / "quarantined.parquet")
    _swap_in(folder, places.quarantine())


def accepted(con: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    folder = _aside(places.accepted())
    for feed in FEEDS:
        order = ", ".join([*feed.key, "source_file", "source_row"])
        _write(con, f"select * from accepted_{feed.name} order by {order}", folder / f"{feed.name}.parquet")
    _write(con, VERDICTS, folder / "verdicts.parquet")
    _write(con, QUARANTINED, folder / "quarantined.parquet")
    _write(con, " union all ".join(_counts(batch, feed, folder) for feed in FEEDS), folder / "counts.parquet")
    _write(con, " union all ".join(_coverage(batch, feed) for feed in FEEDS), folder / "coverage.parquet")
    nouns = text(json.dumps(batch.nouns, ensure_ascii=False))
    build = (
        f"select date '{batch.as_of}' as as_of, {text(batch.mapping)} as mapping_name, {text(batch.zone)} as default_zone, {nouns} as nouns"
    )
    _write(con, build, folder / "build.parquet")
    _nothing_lost(con, folder)
    _swap_in(folder, places.accepted())


def _counts(batch: Batch, feed: Feed, folder: Path) -> str:
    """Landed is counted in the landing files and the rest in the files just written, so that the sum proves something."""
    landed = "0"
    if batch.has(feed.name):
        rejected = f"(select count(*) from read_parquet({text(batch.rejected_lines)}) where feed = {text(feed.name)})"
        landed = f"(select count(*) from read_parquet({text(batch.file_of(feed.name))})) + {rejected}"
    rows = f"read_parquet({text(folder / f'{feed.name}.parquet')})"
    # an event whose recording time is not told counts as recorded when it happened
    fresh_at = "coalesce(recorded_at, occurred_at)" if feed.name == "deliveries" else feed.freshness or "null::timestamp"
    held = f"(select count(*) from read_parquet({text(folder / 'quarantined.parquet')}) where feed = {text(feed.name)})"
    return f"""
        select {text(feed.name)} as feed, {batch.has(feed.name)} as is_present, ({landed})::bigint as rows_landed,
            count(*) as rows_accepted, {held}::bigint as rows_quarantined,
            min({fresh_at}) as first_at, max({fresh_at}) as last_at
        from {rows}
    """


def _coverage(batch: Batch, feed: Feed) -> str:
    mapped = batch.mapped.get(feed.name, ())
    return " union all ".join(
        f"select {text(feed.name)} as feed, {text(column.name)} as column_name, {position}::bigint as position, "
        f"{column.name in mapped} as is_mapped, count(*) as rows_count, count({column.name}) as filled_count, "
        f"{text(column.unmeasured)} as unmeasured from accepted_{feed.name}"
        for position, column in enumerate(feed.columns, start=1)
    )


def _nothing_lost(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    lost = con.execute(f"""
        select feed || ': ' || rows_landed || ' rows landed, but ' || rows_accepted || ' accepted and ' || rows_quarantined || ' held back'
        from read_parquet({text(folder / "counts.parquet")}) where rows_landed <> rows_accepted + rows_quarantined
    """).fetchall()
    if lost:
        raise AssertionError(f"the gate lost or doubled rows: {'; '.join(sentence for (sentence,) in lost)}")


def _write(con: duckdb.DuckDBPyConnection, query: str, file: Path) -> None:
    con.execute(f"copy ({query}) to {text(file)} (format parquet)")


def _aside(folder: Path) -> Path:
    aside = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    return aside


def _swap_in(aside: Path, folder: Path) -> None:
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    aside.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
