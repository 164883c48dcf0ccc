"""Reads every source of a mapping and lands its rows as the canonical feeds."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import monotonic
from zoneinfo import ZoneInfo

import duckdb

from data.contract import clock, feeds, places
from data.contract.one import row_of
from data.contract.refusal import Refused, say
from data.intake import judged_day, macros, mapping_file, selects, staging, unchanged
from data.intake.mapping import Mapping
from data.intake.selects import Bound
from data.intake.staging import Staged

#: joins and sorts beyond this go to disk: intake must leave the machine to the people on it. Each thread needs its own share,
#: so a machine with many cores would not fit into it. (Reading itself stays below 250 MB, measured on 0.3 and 1.2 million rows.)
MEMORY_LIMIT = "1GB"
THREADS = min(4, os.cpu_count() or 1)


@dataclass
class Landing:
    """What was read, ready to be written: views `<feed>` in the connection, and what could not be read."""

    mapping: Mapping
    as_of: date
    as_of_from: str
    connection: duckdb.DuckDBPyConnection
    staged: dict[str, Staged]
    selects: list[Bound]
    #: feed → the sources whose torn lines are counted as its rows
    torn_of: dict[str, list[str]] = field(default_factory=dict)

    def refuse_changed(self) -> None:
        unchanged.refuse_changed(file for staged in self.staged.values() for file in staged.seen)

    @property
    def feeds(self) -> list[str]:
        return [feed for feed in feeds.BY_NAME if any(bound.select.feed == feed for bound in self.selects)]

    def of(self, feed: str) -> list[Bound]:
        return [bound for bound in self.selects if bound.select.feed == feed]

    def mapped(self, feed: str) -> list[str]:
        named = {name for bound in self.of(feed) for name in bound.mapped}
        return [column.name for column in feeds.BY_NAME[feed].columns if column.name in named]

    def files(self, feed: str) -> list[str]:
        return list(dict.fromkeys(file for bound in self.of(feed) for name in bound.sources for file in self.staged[name].files))


@contextmanager
def read(mapping: Mapping, as_of: date | None, folder: Path) -> Iterator[Landing]:
    """Reads the sources that the feeds use into `folder`, and opens a view per feed over them."""
    day, day_from = _as_of(mapping, as_of)
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute(f"set memory_limit = '{MEMORY_LIMIT}'")
        connection.execute(f"set threads = {THREADS}")
        spill = str(folder / "spill").replace("'", "''")
        connection.execute(f"set temp_directory = '{spill}'")
        macros.install(connection)
        used = selects.sources_of(connection, mapping)
        needed = [name for name in mapping.sources if any(name in sources for sources in used.values())]
        opened = {name: staging.open_tables(connection, mapping.sources[name], mapping) for name in needed}
        files = {name: [table.name for table in tables] for name, tables in opened.items()}
        bound = selects.bind(connection, mapping, used, files)
        staged = {name: _stage(connection, name, tables, folder, mapping) for name, tables in opened.items()}
        landing = Landing(mapping, day, day_from, connection, staged, bound)
        landing.torn_of = _torn_of(landing)
        for feed in landing.feeds:
            union = " union all ".join(f"({one.sql})" for one in landing.of(feed))
            connection.execute(f"create view {feed}_landed as {union}")
        yield landing


def _as_of(mapping: Mapping, given: date | None) -> tuple[date, str]:
    if given:
        return given, "the command line"
    if mapping.as_of:
        return mapping.as_of, "the mapping"
    return clock.now().astimezone(ZoneInfo(mapping.zone)).date(), "today"


def _stage(connection, name: str, tables: list, folder: Path, mapping: Mapping) -> Staged:
    began = monotonic()
    staged = staging.stage(connection, name, tables, folder, mapping.sources[name])
    shown = staged.files[0] if len(staged.files) == 1 else f"{len(staged.files)} files"
    torn = f", {counted(staged.torn, 'torn line')}" if staged.torn else ""
    say(f"read {name} ({shown}): {counted(staged.rows, 'row')}{torn} in {monotonic() - began:.1f} s")
    for note in staged.notes:
        say(note)
    return staged


def _torn_of(landing: Landing) -> dict[str, list[str]]:
    """A torn line is counted once: for the first feed that reads its file and row from that source, else the first that joins it."""
    owner: dict[str, str] = {}
    for position in (slice(0, 1), slice(1, None)):
        for feed in landing.feeds:
            for bound in landing.of(feed):
                for source in bound.sources[position]:
                    owner.setdefault(source, feed)
    return {feed: [source for source in landing.staged if owner.get(source) == feed] for feed in landing.feeds}


def write(landing: Landing, folder: Path) -> dict:
    """Writes the landed feeds, the torn lines and the manifest into `folder`."""
    folder.mkdir()
    connection = landing.connection
    feeds = {}
    for feed in landing.feeds:
        rows = _copy(landing, feed, folder / f"{feed}.parquet")
        rejected = sum(landing.staged[source].torn for source in landing.torn_of[feed])
        feeds[feed] = {"rows": rows, "rejected": rejected, "mapped_columns": landing.mapped(feed), "files": landing.files(feed)}
        say(f"landed {feed}: {counted(rows, 'row')}" + (f", {counted(rejected, 'torn line')}" if rejected else ""))
    torn = [
        f"select '{feed}' as feed, source_file, source_row, raw, error from {staging.torn_view(source)}"
        for feed, sources in landing.torn_of.items()
        for source in sources
    ]
    connection.execute(f"copy ({' union all '.join(torn)}) to '{folder / 'rejected_lines.parquet'}' (format parquet)")
    # whoever replaces one of several files has not yet replaced the others
    landing.refuse_changed()
    manifest = {
        "mapping": landing.mapping.name,
        "mapping_file": landing.mapping.path.name,
        "as_of": landing.as_of.isoformat(),
        "zone": landing.mapping.zone,
        "nouns": landing.mapping.nouns,
        "loaded_at": clock.now().isoformat(timespec="seconds"),
        "feeds": feeds,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return manifest


@contextmanager
def refusing_bad_values(landing: Landing, feed: str) -> Iterator[None]:
    """A cast in `where`, in a subquery or under a window function cannot be tried row by row: there one bad value stops the feed."""
    try:
        yield
    except duckdb.IOException:
        # Parquet is read in place
        landing.refuse_changed()
        raise
    except (duckdb.ConversionException, duckdb.InvalidInputException, duckdb.OutOfRangeException) as error:
        message = str(error).splitlines()[0]
        advice = "Write try_cast(… as …) there, so that one value does not stop the rest"
        raise Refused(f"{landing.mapping.path.name}: {feed} cannot be read: {message}. {advice}.") from None


def _copy(landing: Landing, feed: str, path: Path) -> int:
    # joins lose the order of the files; with it, the same sources land as the same bytes
    order = ", ".join(("source_file", "source_row", *feeds.BY_NAME[feed].key))
    with refusing_bad_values(landing, feed):
        return row_of(landing.connection.execute(f"copy (from {feed}_landed order by {order}) to '{path}' (format parquet)"))[0]


def land(sources: Path, as_of: date | None = None, root: Path | None = None) -> dict:
    """Reads a mapping's sources into `landing/`, which is swapped in whole; returns the manifest."""
    mapping = mapping_file.read(sources, root)
    home = places.home()
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".intake-", dir=home) as folder, read(mapping, as_of, Path(folder)) as landing:
        manifest = write(landing, Path(folder) / "landing")
        written = {feed: f"'{Path(folder) / 'landing' / feed}.parquet'" for feed in landing.feeds}
        for doubt in judged_day.doubts(landing.connection, landing.as_of, mapping.zone, written):
            say(doubt)
        old = Path(folder) / "old"
        if places.landing().exists():
            places.landing().rename(old)
        (Path(folder) / "landing").rename(places.landing())
        shutil.rmtree(old, ignore_errors=True)
    return manifest


def counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
