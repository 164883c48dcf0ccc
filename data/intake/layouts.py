"""Finds where the table of a text file begins and what parts its columns, before a line of it is read as a row."""

import csv
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

#: lines that are looked at
SAMPLE = 30
DELIMITERS = ",;\t|"
#: Excel's own first line, which says what parts the columns
SEPARATOR_LINE = re.compile(r'\ufeff?"?sep=(.)"?\s*', re.IGNORECASE)


@dataclass(frozen=True)
class Layout:
    delimiter: str
    #: lines before the header
    before: int


def layout(sample: Sequence[str], delimiter: str | None, speaks_of: Callable[[str], bool]) -> Layout:
    """The header is the first line, unless the mapping speaks of no column there and of several in exactly one line further down."""
    hint = SEPARATOR_LINE.fullmatch(sample[0])
    first = 1 if hint and len(sample) > 1 else 0
    if hint and delimiter is None:
        delimiter = hint[1]
    while first < len(sample) - 1 and not sample[first].strip():
        first += 1
    candidates = [delimiter] if delimiter else list(DELIMITERS)
    known = {(one, number): _known(sample[number], one, speaks_of) for one in candidates for number in range(first, len(sample))}
    if not any(known[one, first] for one in candidates):
        most = max(known.values())
        best = {number for (_, number), count in known.items() if count == most}
        if most > 1 and len(best) == 1:
            first = best.pop()
    # what splits the rows as it splits the header parts them; a comma within a name of the header does not
    return Layout(max(candidates, key=lambda one: (known[one, first], *_fits(sample[first:], one))), first)


def _known(line: str, delimiter: str, speaks_of: Callable[[str], bool]) -> int:
    return sum(1 for cell in _cells([line], delimiter)[0] if len(cell.strip()) > 1 and speaks_of(cell.strip()))


def _fits(lines: Sequence[str], delimiter: str) -> tuple[float, int]:
    rows = [row for row in _cells(lines, delimiter) if row]
    width = len(rows[0])
    return (sum(len(row) == width for row in rows) / len(rows) if width > 1 else 0), width


def _cells(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    with suppress(csv.Error):
        rows.extend(csv.reader(lines, delimiter=delimiter))
    return rows or [[""]]


def encoding_of(start: bytes) -> str:
    """Of the first bytes of a file: by its mark, or by the zeros that plain letters have in UTF-16."""
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if max(even, odd) > len(start) / 4 and min(even, odd) < len(start) / 40 + 1:
        return "utf-16-le" if odd > even else "utf-16-be"
    return "utf-8-sig"
