"""Reads delimited text: any separator, any encoding, values with line breaks, and lines that do not split."""

import csv
import gzip
import zlib
from collections.abc import Callable, Generator, Iterator
from itertools import chain, dropwhile, islice
from pathlib import Path
from typing import TextIO

from data.contract.refusal import Refused
from data.intake.layouts import SAMPLE, SEPARATOR_LINE, encoding_of, layout
from data.intake.mapping import Source
from data.intake.tables import Row, Table, Torn, unique_names

# a record longer than this is a quote that was never closed, not a value
csv.field_size_limit(131_072)


def open_text(path: Path, name: str, source: Source, speaks_of: Callable[[str], bool] = lambda name: False) -> Table:
    encoding = source.encoding or _encoding_of_mark(path)

    def lines() -> Generator[str]:
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
    sample = list(islice(dropwhile(lambda line: not line.strip(), counted := _Counted(head)), SAMPLE))
    if not sample:
        raise Refused(f"{name}: has no header line; export it again.")
    start += counted.lines - len(sample)
    if delimiter is None and ".tsv" in path.suffixes:
        delimiter = "\t"
    there = layout(sample, delimiter, speaks_of)
    delimiter = there.delimiter
    start += there.before
    first, *following = sample[there.before :]
    how = {"delimiter": delimiter, "escapechar": source.escape, "strict": True}
    header_lines = [first]

    def header_feed() -> Iterator[str]:
        yield first
        for line in chain(following, head):
            header_lines.append(line)
            yield line

    try:
        header = unique_names(next(csv.reader(header_feed(), **how)))
    except csv.Error as error:
        raise Refused(f"{name}, line {start}: the header cannot be read ({error}).") from None
    head.close()
    first_row = start + len(header_lines)

    def rows() -> Iterator[Row | Torn]:
        body = lines()
        for _ in range(first_row - 1):
            next(body)
        return split(body, how, len(header), first_row)

    notes = _note_of_end(path, name)
    if there.before and not SEPARATOR_LINE.fullmatch(sample[there.before - 1]):
        notes.append(f"{name}: its header is line {start}; what stands above it is no part of the table")
    return Table(name, header, rows, notes=notes)


class _Counted:
    """Lines, and how many of them were taken."""

    def __init__(self, lines: Iterator[str]) -> None:
        self.rest, self.lines = lines, 0

    def __iter__(self) -> Iterator[str]:
        for line in self.rest:
            self.lines += 1
            yield line


def split(lines: Iterator[str], how: dict, width: int, number: int) -> Iterator[Row | Torn]:
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

    reader = csv.reader(feed(), **how)
    while True:
        try:
            row = next(reader)
            error = None
        except StopIteration:
            return
        except csv.Error as raised:
            row, error = [], _plain(raised)
        if error is None:
            if len(row) == width and row[0] > " ":
                # nearly every line there is
                yield number, row
                number += len(record)
                record.clear()
                continue
            while len(row) > width and row[-1] == "":
                row.pop()
            # a line of nothing but separators or spaces carries nothing
            is_blank = not row or (not row[0].strip() and not "".join(row).strip())
            if len(row) == width and not is_blank:
                yield number, row
            if len(row) == width or is_blank:
                number += len(record)
                record.clear()
                continue
            error = f"{len(row)} columns where the header has {width}"
        yield Torn(number, record[0].rstrip("\r\n"), error)
        again.extend(reversed(record[1:]))
        record.clear()
        number += 1
        reader = csv.reader(feed(), **how)


def _plain(error: csv.Error) -> str:
    message = str(error)
    if "unexpected end of data" in message or "field larger" in message:
        return "a quote is opened and never closed"
    if "expected after" in message:
        return "a quote stands inside a quoted value"
    return message


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
            start = file.read(4096)
    except (EOFError, OSError, zlib.error):
        start = b""
    return encoding_of(start)


def _undecodable(path: Path, name: str, encoding: str) -> str:
    encoding_name = "UTF-8" if encoding == "utf-8-sig" else encoding
    hint = 'exports of Excel and older systems are often cp1252: add encoding = "cp1252" to the source'
    with _bytes_of(path) as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode(encoding)
            except UnicodeDecodeError as error:
                around = line[max(0, error.start - 12) : error.start + 12].decode(encoding, "replace").strip()
                return f"{name}, line {number}: byte 0x{line[error.start]:02X} near `{around}` is not {encoding_name} text; {hint}."
            except UnicodeError:
                break
    return f"{name}: is not {encoding_name} text; {hint}."


def _note_of_end(path: Path, name: str) -> list[str]:
    """A line cut inside its last column still splits; all that shows is that it does not end."""
    if path.suffix.lower() == ".gz":
        return []
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 2))
        ends = set(b"\r\n") & set(file.read())
    return [] if ends else [f"the last line of {name} has no line end: if the file was cut short, its last value may be too"]
