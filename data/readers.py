"""Opens a source: delimited text, Parquet, Excel, a database, or rows written in the mapping.

A reader gives a header at once and rows when asked, each as text, with its row number; what it cannot split into columns
it sets aside as a torn line. The whole set is never in Python's memory.
"""

import csv
import glob
import gzip
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import TextIO

import duckdb

from data.cells import as_text
from data.databases import open_query
from data.mapping import Mapping, Refused, Source, nearest

Row = tuple[int, list[str | None]]

# a record longer than this is a quote that was never closed, not a value
csv.field_size_limit(131_072)


@dataclass
class Torn:
    row: int
    raw: str
    error: str


@dataclass
class Table:
    """One file, sheet or query."""

    #: as the analyst knows it
    name: str
    header: list[str]
    #: reads from the start, each time it is called; appends to `torn` on the way
    rows: Callable[[], Iterator[Row]] | None = None
    torn: list[Torn] = field(default_factory=list)
    #: Parquet is left where it is: DuckDB reads it in place
    parquet: Path | None = None


def open_source(source: Source, mapping: Mapping) -> list[Table]:
    if source.url:
        return [open_query(source, mapping.root)]
    if source.rows:
        return [_written_rows(source, mapping)]
    return [_open_file(path, name, source) for path, name in _find(source, mapping)]


def _find(source: Source, mapping: Mapping) -> list[tuple[Path, str]]:
    """The files of a source, in the order written, globs in alphabetical order, with the name the analyst knows."""
    root = mapping.root
    if not root.is_dir():
        raise Refused(f"{root}: no such folder; `root` in {mapping.path.name} or --root says where the files are.")
    found: dict[Path, str] = {}
    for pattern in source.files:
        if glob.has_magic(pattern) and not (root / pattern).exists():
            matches = sorted(glob.glob(pattern, root_dir=root, recursive=True))
            if not matches:
                raise Refused(f"{pattern}: matches no file in {root} (source `{source.name}`).")
        else:
            matches = [pattern]
        for match in matches:
            path = root / match
            if path.is_dir():
                raise Refused(f"{match}: is a folder; write a glob such as {match}/*.csv (source `{source.name}`).")
            if not path.is_file():
                siblings = [other.name for other in path.parent.iterdir()] if path.parent.is_dir() else []
                raise Refused(f"{match}: no such file in {root} (source `{source.name}`){nearest(path.name, siblings)}.")
            if path.stat().st_size == 0:
                raise Refused(f"{match}: is empty (0 bytes), not even a header; export it again (source `{source.name}`).")
            found[path] = match
    return list(found.items())


def _open_file(path: Path, name: str, source: Source) -> Table:
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        return _open_parquet(path, name)
    if suffix in (".xlsx", ".xlsm"):
        return _open_sheet(path, name, source)
    if suffix == ".xls":
        raise Refused(f"{name}: the old .xls format cannot be read; save the workbook as .xlsx.")
    return _open_text(path, name, source)


def unique_names(header: list[str | None]) -> list[str]:
    """Column names as they can be written in SQL: a second `category` becomes `category_1`, a nameless third column `column3`."""
    taken = {"source_file", "source_row"}
    names = []
    for position, given in enumerate(header, start=1):
        base = name = (given or "").strip() or f"column{position}"
        count = 0
        while name.lower() in taken:
            count += 1
            name = f"{base}_{count}"
        taken.add(name.lower())
        names.append(name)
    return names


# Delimited text


def _open_text(path: Path, name: str, source: Source) -> Table:
    encoding = source.encoding or _encoding_of_mark(path)

    def lines() -> Iterator[str]:
        try:
            with _text_of(path, encoding) as text:
                yield from text
        except LookupError:
            raise Refused(f"{name}: `{encoding}` is no encoding that Python knows; try utf-8, cp1252 or latin-1.") from None
        except UnicodeError:
            raise Refused(_undecodable(path, name, encoding)) from None
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise Refused(f"{name}: the compressed file is cut short or damaged ({error}); export it again.") from None

    head = lines()
    for _ in range(source.skip):
        next(head, None)
    start = source.skip + 1
    delimiter = source.delimiter
    first = next(head, None)
    while first is not None and not first.strip():
        first = next(head, None)
        start += 1
    if first is None:
        raise Refused(f"{name}: has no header line; export it again.")
    if delimiter is None:
        delimiter = "\t" if ".tsv" in path.suffixes else _delimiter_of(first)
    header_lines = [first]

    def header_feed() -> Iterator[str]:
        yield first
        for line in head:
            header_lines.append(line)
            yield line

    try:
        header = unique_names(next(csv.reader(header_feed(), delimiter=delimiter, strict=True)))
    except csv.Error as error:
        raise Refused(f"{name}, line {start}: the header cannot be read ({error}).") from None
    head.close()
    first_row = start + len(header_lines)
    table = Table(name, header)

    def rows() -> Iterator[Row]:
        body = lines()
        for _ in range(first_row - 1):
            next(body)
        return split(body, delimiter, len(header), first_row, table.torn)

    table.rows = rows
    return table


def split(lines: Iterator[str], delimiter: str, width: int, number: int, torn: list[Torn]) -> Iterator[Row]:
    """Rows with the line each begins on. A line that does not split into `width` columns is set aside, and reading goes on
    at the very next line, so that a quote that was never closed costs its own line and not those that follow."""
    record: list[str] = []
    again: list[str] = []

    def feed() -> Iterator[str]:
        while True:
            line = again.pop() if again else next(lines, None)
            if line is None:
                return
            record.append(line)
            yield line

    reader = csv.reader(feed(), delimiter=delimiter, strict=True)
    while True:
        try:
            row = next(reader)
            error = None
        except StopIteration:
            return
        except csv.Error as raised:
            row, error = [], _plain(raised)
        if error is None:
            while len(row) > width and row[-1] == "":
                row.pop()
            # a line of nothing but separators or spaces carries nothing
            is_blank = not any(row) or not "".join(row).strip()
            if len(row) == width and not is_blank:
                yield number, row
            if len(row) == width or is_blank:
                number += len(record)
                record.clear()
                continue
            error = f"{len(row)} columns where the header has {width}"
        torn.append(Torn(number, record[0].rstrip("\r\n"), error))
        again.extend(reversed(record[1:]))
        record.clear()
        number += 1
        reader = csv.reader(feed(), delimiter=delimiter, strict=True)


def _plain(error: csv.Error) -> str:
    said = str(error)
    if "unexpected end of data" in said or "field larger" in said:
        return "a quote is opened and never closed"
    if "expected after" in said:
        return "a quote stands inside a quoted value"
    return said


def _text_of(path: Path, encoding: str) -> TextIO:
    # newline="" leaves line breaks inside quoted values as they are
    if path.suffix.lower() == ".gz":
        return gzip.open(path, "rt", encoding=encoding, newline="")
    return path.open(encoding=encoding, newline="")


def _bytes_of(path: Path):
    return gzip.open(path, "rb") if path.suffix.lower() == ".gz" else path.open("rb")


def _encoding_of_mark(path: Path) -> str:
    try:
        with _bytes_of(path) as file:
            mark = file.read(2)
    except (EOFError, OSError, zlib.error):
        mark = b""
    return "utf-16" if mark in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"


def _undecodable(path: Path, name: str, encoding: str) -> str:
    said = "UTF-8" if encoding == "utf-8-sig" else encoding
    hint = 'exports of Excel and older systems are often cp1252: add encoding = "cp1252" to the source'
    with _bytes_of(path) as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode(encoding)
            except UnicodeDecodeError as error:
                around = line[max(0, error.start - 12) : error.start + 12].decode(encoding, "replace").strip()
                return f"{name}, line {number}: byte 0x{line[error.start]:02X} near `{around}` is not {said} text; {hint}."
            except UnicodeError:
                break
    return f"{name}: is not {said} text; {hint}."


def _delimiter_of(header: str) -> str:
    outside_quotes = "".join(header.split('"')[::2])
    return max(",;\t|", key=outside_quotes.count)


# Parquet


def _open_parquet(path: Path, name: str) -> Table:
    try:
        described = duckdb.connect().execute("select * from read_parquet($1) limit 0", [str(path)])
    except duckdb.Error as error:
        raise Refused(f"{name}: cannot be read as Parquet ({str(error).splitlines()[0]}).") from None
    return Table(name, unique_names([column[0] for column in described.description]), parquet=path)


# Excel


def _open_sheet(path: Path, name: str, source: Source) -> Table:
    from openpyxl import load_workbook

    def sheet_rows() -> Iterator[tuple[int, tuple]]:
        try:
            workbook = load_workbook(path, read_only=True, data_only=True)
        except Exception as error:  # openpyxl raises whatever the broken archive made it stumble on
            raise Refused(f"{name}: cannot be read as an Excel workbook ({error}); save it again as .xlsx.") from None
        try:
            if source.sheet and source.sheet not in workbook.sheetnames:
                near = nearest(source.sheet, workbook.sheetnames) or "; it has " + ", ".join(f"`{one}`" for one in workbook.sheetnames)
                raise Refused(f"{name}: has no sheet `{source.sheet}`{near}.")
            sheet = workbook[source.sheet] if source.sheet else workbook.worksheets[0]
            # some programs write a wrong size into the sheet, and openpyxl would believe it
            sheet.reset_dimensions()
            for number, row in enumerate(sheet.iter_rows(), start=1):
                if number > source.skip:
                    yield number, row
        finally:
            workbook.close()

    header, header_row = None, 0
    for number, row in sheet_rows():
        if any(cell.value is not None for cell in row):
            header, header_row = [as_text(cell.value) for cell in row], number
            break
    if header is None:
        raise Refused(f"{name}: the sheet {source.sheet or 'that comes first'} is empty, not even a header.")
    while header and header[-1] is None:
        header.pop()
    width = len(header)
    table = Table(name, unique_names(header))

    def rows() -> Iterator[Row]:
        for number, row in sheet_rows():
            if number <= header_row:
                continue
            values = [_cell_text(cell) for cell in row]
            if not any(values):
                continue
            if any(values[width:]):
                raw = ", ".join(value or "" for value in values)
                table.torn.append(Torn(number, raw, f"a value beyond the last of {width} columns that have a header"))
                continue
            yield number, (values + [None] * width)[:width]

    table.rows = rows
    return table


def _cell_text(cell) -> str | None:
    value = cell.value
    if isinstance(value, datetime) and value.time() == time() and not set("hH") & set(cell.number_format or ""):
        # Excel has no dates, only days shown without hours
        return date(value.year, value.month, value.day).isoformat()
    return as_text(value)


# Rows written in the mapping


def _written_rows(source: Source, mapping: Mapping) -> Table:
    header = list(dict.fromkeys(key for row in source.rows for key in row))

    def rows() -> Iterator[Row]:
        for number, row in enumerate(source.rows, start=1):
            yield number, [as_text(row.get(key)) for key in header]

    return Table(mapping.path.name, unique_names(header), rows)
