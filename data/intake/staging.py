"""Lays the rows of a source where DuckDB can join them: Parquet files in a temporary folder, and one view per source.

Parquet, not DuckDB's own tables: writing 142,000 rows of 36 columns takes 1.6 s instead of 3.4 s.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data.contract.refusal import Refused, say
from data.intake.mapping import Mapping, Source
from data.intake.readers import open_source
from data.intake.spellings import NOTHING
from data.intake.tables import Table, Torn
from data.intake.unchanged import Seen
from data.intake.visible import visible

#: rows held in Python at a time
CHUNK = 20_000
TELL_EVERY = 1_000_000
#: spaces (also the no-break ones), tabs and line breaks
BLANKS = "' \t\r\n\u00a0\u202f'"
TORN_SCHEMA = pa.schema([("source_file", pa.string()), ("source_row", pa.int64()), ("raw", pa.string()), ("error", pa.string())])


@dataclass
class Staged:
    files: list[str]
    rows: int = 0
    torn: int = 0
    notes: list[str] = field(default_factory=list)
    seen: list[Seen | None] = field(default_factory=list)


def torn_view(source: str) -> str:
    return _quoted(f"{source} torn lines")


def open_tables(connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping) -> list[Table]:
    """Opens a source and makes an empty view of its columns, so that a mapping is held against them before any row is read."""
    tables = open_source(source, mapping)
    columns = _union(tables)
    empty = ", ".join(f"null::varchar as {_quoted(column)}" for column in columns)
    connection.execute(
        f"create view {_quoted(source.name)} as select {empty}, null::varchar as source_file, null::bigint as source_row where false"
    )
    return tables


def stage(connection: duckdb.DuckDBPyConnection, name: str, tables: list[Table], folder: Path, source: Source) -> Staged:
    """Reads a source and puts its rows behind the view that `open_tables` made."""
    staged = Staged([table.name for table in tables], notes=[note for table in tables for note in table.notes])
    staged.seen = [table.seen for table in tables]
    columns = _union(tables)
    nothing = ("", *NOTHING, *source.null)
    parts = []
    torn_path = folder / f"{name}.torn.parquet"
    with pq.ParquetWriter(torn_path, TORN_SCHEMA) as torn:
        for position, table in enumerate(tables):
            if table.seen:
                table.seen.refuse_change()
            path = table.parquet
            if path is None:
                path = folder / f"{name}.{position}.parquet"
                rows = _written(table, path, torn, staged, nothing)
            else:
                rows = pq.read_metadata(path).num_rows
            staged.rows += rows
            parts.append(_part(connection, table, path, columns, nothing))
            missing = [column for column in columns if column.lower() not in {one.lower() for one in table.header}]
            if missing:
                staged.notes.append(f"{table.name} has no column {', '.join(f'`{one}`' for one in missing)}: read as empty there")
    connection.execute(f"create or replace view {_quoted(name)} as {' union all '.join(parts)}")
    connection.execute(f"create view {torn_view(name)} as from read_parquet('{_escaped(torn_path)}')")
    return staged


def _union(tables: list[Table]) -> list[str]:
    columns: dict[str, str] = {}
    for table in tables:
        for column in table.header:
            columns.setdefault(column.lower(), column)
    return list(columns.values())


def _written(table: Table, path: Path, torn: pq.ParquetWriter, staged: Staged, nothing: tuple[str, ...]) -> int:
    try:
        rows = _write(table, path, torn, staged, pa.array(nothing, pa.string()))
    except (Refused, OSError):
        # what cannot be read of a file that is being replaced says nothing about either
        if table.seen:
            table.seen.refuse_change()
        raise
    if table.seen:
        table.seen.refuse_change()
    return rows


def _write(table: Table, path: Path, torn: pq.ParquetWriter, staged: Staged, nothing: pa.Array) -> int:
    # columns are numbered in the file: Parquet tells `A` from `a`, DuckDB does not
    schema = pa.schema([*((f"c{position}", pa.string()) for position in range(len(table.header))), ("source_row", pa.int64())])
    count = 0
    numbers: list[int] = []
    rows: list[Sequence[str | None]] = []
    lines: list[Torn] = []
    with pq.ParquetWriter(path, schema, compression="snappy", write_statistics=False) as writer:

        def flush() -> None:
            columns = [_cleaned(column, nothing) for column in zip(*rows, strict=True)] or [_cleaned((), nothing) for _ in table.header]
            writer.write_table(pa.Table.from_arrays([*columns, pa.array(numbers, pa.int64())], schema=schema))
            _write_torn(table, lines, torn)
            for held in (rows, numbers, lines):
                held.clear()

        for row in table.rows() if table.rows else ():
            if isinstance(row, Torn):
                lines.append(row)
                staged.torn += 1
            else:
                numbers.append(row[0])
                rows.append(row[1])
            if len(rows) == CHUNK or len(lines) == CHUNK:
                count += len(rows)
                flush()
                if count % TELL_EVERY == 0:
                    say(f"reading {table.name}: {count:,} rows so far")
        count += len(rows)
        flush()
    return count


def _cleaned(values: Sequence[str | None], nothing: pa.Array) -> pa.Array:
    """Trimmed, without what nobody can see, and null where it says nothing."""
    array = pa.array(values, pa.string())
    letters = array.buffers()[2]
    # looked at by the byte, which costs a hundredth of looking by the value: most columns hold nothing but plain letters
    if letters is not None and ((letters := np.frombuffer(letters, np.uint8)).min(initial=32) < 32 or letters.max(initial=0) > 126):
        # names come again and again: each is looked at once
        named = array.dictionary_encode()
        array = pa.array([visible(name.as_py()) for name in named.dictionary], pa.string()).take(named.indices)
    array = pc.utf8_trim_whitespace(array)
    says_nothing = pc.is_in(array, nothing)
    return pc.if_else(says_nothing, None, array) if pc.any(says_nothing).as_py() else array


def _write_torn(table: Table, lines: list[Torn], torn: pq.ParquetWriter) -> None:
    if lines:
        torn_rows = [{"source_file": table.name, "source_row": one.row, "raw": one.raw, "error": one.error} for one in lines]
        torn.write_table(pa.Table.from_pylist(torn_rows, schema=TORN_SCHEMA))


def _part(connection, table: Table, path: Path, columns: list[str], nothing: tuple[str, ...]) -> str:
    """One file as text columns of the source's union; of Parquet, which DuckDB reads in place, cleaned here."""
    if table.parquet:
        described = connection.execute(f"select * from read_parquet('{_escaped(path)}') limit 0").description
        nulls = ", ".join(f"'{_escaped(token)}'" for token in nothing)
        first = "".join(re.escape(letter) for letter in map(chr, range(33, 127)) if letter not in {token[:1] for token in nothing})
        plain = _escaped(f"[{first}]([ -~]*[!-~])?")

        def read(column: str) -> str:
            # most values are plain, and to clean one and look it up costs ten times as much as to see that it is
            text = f"{_quoted(column)}::varchar"
            # `in` would become a join, for which every value is cleaned
            clean = f"trim(without_unseen({text}), {BLANKS})"
            is_nothing = f"list_contains([{nulls}], {clean})"
            return f"case when regexp_full_match({text}, '{plain}') then {text} when {is_nothing} then null else {clean} end"

        there = {name.lower(): read(column[0]) for name, column in zip(table.header, described, strict=True)}
        # DuckDB counts the rows of a Parquet file from 0
        row = "file_row_number + 1"
        scan = f"read_parquet('{_escaped(path)}', file_row_number = true)"
    else:
        there = {name.lower(): f"c{position}" for position, name in enumerate(table.header)}
        row = "source_row"
        scan = f"read_parquet('{_escaped(path)}')"

    def value(column: str) -> str:
        return f"{there.get(column.lower(), 'null::varchar')} as {_quoted(column)}"

    return f"select {', '.join(map(value, columns))}, '{_escaped(table.name)}' as source_file, {row} as source_row from {scan}"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _escaped(value: object) -> str:
    return str(value).replace("'", "''")
