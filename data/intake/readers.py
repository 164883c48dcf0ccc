"""Opens a source: delimited text, Parquet, Excel, a database, or rows written in the mapping.

What a reader cannot split into columns it sets aside as a torn line. The whole set is never in Python's memory.
"""

import glob
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb

from data.contract import feeds
from data.contract.refusal import Refused
from data.intake.cells import as_text
from data.intake.databases import open_query
from data.intake.delimited import open_text
from data.intake.mapping import Mapping, Source, nearest, within
from data.intake.tables import Row, Table, unique_names
from data.intake.unchanged import seen
from data.intake.visible import visible
from data.intake.workbooks import open_sheet


def open_source(source: Source, mapping: Mapping) -> list[Table]:
    if source.url:
        return [open_query(source, mapping.root)]
    if source.rows:
        return [_written_rows(source, mapping)]
    tables = [_open_file(path, name, source, mapping) for path, name in files_of(source, mapping)]
    for table in tables:
        _refuse_header_that_did_not_split(table, source, mapping)
    return tables


def _refuse_header_that_did_not_split(table: Table, source: Source, mapping: Mapping) -> None:
    """One column may be right: it is when the mapping, or a feed that takes columns by their names, speaks of it."""
    if len(table.header) > 1 or table.parquet:
        return
    name = table.header[0]
    for select in mapping.selects:
        columns = feeds.BY_NAME[select.feed].by_name if select.columns is None else select.columns.values()
        if any(name.lower() in expression.lower() for expression in (select.from_, select.where or "", *columns)):
            return
    option = "`skip`" if table.name.lower().endswith((".xlsx", ".xlsm")) else "`delimiter` or `skip`"
    shown = name if len(name) <= 60 else name[:60] + "…"
    raise Refused(f"{table.name}: the header was read as one column (`{shown}`): set {option} of source `{source.name}`.")


def files_of(source: Source, mapping: Mapping) -> list[tuple[Path, str]]:
    """The files of a source, in the order written, globs in alphabetical order, with the name the analyst knows."""
    root = mapping.root
    if not root.is_dir():
        raise Refused(f"{root}: no such folder; `root` in {mapping.path.name} or ROOT=… says where the files are.")
    matched: dict[Path, str] = {}
    for pattern in source.files:
        if glob.has_magic(pattern) and not (root / pattern).exists():
            matches = sorted(glob.glob(pattern, root_dir=root, recursive=True))
            if not matches:
                raise Refused(f"{pattern}: matches no file{within(root, pattern)} (source `{source.name}`).")
        else:
            matches = [pattern]
        for match in matches:
            path = root / match
            if path.is_dir():
                raise Refused(f"{match}: is a folder; write a glob such as {match}/*.csv (source `{source.name}`).")
            if not path.is_file():
                siblings = [other.name for other in path.parent.iterdir()] if path.parent.is_dir() else []
                raise Refused(f"{match}: no such file{within(root, match)} (source `{source.name}`){nearest(path.name, siblings)}.")
            if path.stat().st_size == 0:
                raise Refused(f"{match}: is empty (0 bytes), not even a header; export it again (source `{source.name}`).")
            matched[path] = match
    return list(matched.items())


def _open_file(path: Path, name: str, source: Source, mapping: Mapping) -> Table:
    before = seen(path, name)
    table = _opened(path, name, source, mapping)
    table.seen = before
    return table


def _opened(path: Path, name: str, source: Source, mapping: Mapping) -> Table:
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        return _open_parquet(path, name)
    if suffix in (".xlsx", ".xlsm"):
        return open_sheet(path, name, source)
    if suffix == ".xls":
        raise Refused(f"{name}: the old .xls format cannot be read; save the workbook as .xlsx.")
    return open_text(path, name, source, lambda column: _speaks_of(mapping, column))


def _speaks_of(mapping: Mapping, column: str) -> bool:
    """Whether some feed takes a column of this name."""
    word = re.compile(rf"(?<!\w){re.escape(visible(column))}(?!\w)", re.IGNORECASE)
    for select in mapping.selects:
        columns = feeds.BY_NAME[select.feed].by_name if select.columns is None else select.columns.values()
        if any(word.search(expression) for expression in (select.from_, select.where or "", *columns)):
            return True
    return False


def _open_parquet(path: Path, name: str) -> Table:
    try:
        described = duckdb.connect().execute("select * from read_parquet($1) limit 0", [str(path)])
    except duckdb.Error as error:
        raise Refused(f"{name}: cannot be read as Parquet ({str(error).splitlines()[0]}).") from None
    return Table(name, unique_names([column[0] for column in described.description]), parquet=path)


def _written_rows(source: Source, mapping: Mapping) -> Table:
    header = list(dict.fromkeys(key for row in source.rows for key in row))

    def rows() -> Iterator[Row]:
        for number, row in enumerate(source.rows, start=1):
            yield number, [as_text(row.get(key)) for key in header]

    return Table(mapping.path.name, unique_names(header), rows)
