"""What a reader gives: a header at once, and rows when asked, each as text with its row number."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from data.intake.unchanged import Seen
from data.intake.visible import visible

Row = tuple[int, Sequence[str | None]]


@dataclass
class Torn:
    """A line that could not be split into columns."""

    row: int
    raw: str
    error: str


@dataclass
class Table:
    """One file, sheet or query."""

    #: as the analyst knows it
    name: str
    header: list[str]
    #: reads from the start, each time it is called
    rows: Callable[[], Iterator[Row | Torn]] | None = None
    #: what a reader may want to know of it
    notes: list[str] = field(default_factory=list)
    #: Parquet is left where it is: DuckDB reads it in place
    parquet: Path | None = None
    #: the file as it was before anything of it was read
    seen: Seen | None = None


def unique_names(header: Sequence[str | None]) -> list[str]:
    """Column names as they can be written in SQL: a second `category` becomes `category_1`, a nameless third column `column3`."""
    taken = {"source_file", "source_row"}
    names = []
    for position, given in enumerate(header, start=1):
        base = name = visible(given or "") or f"column{position}"
        count = 0
        while name.lower() in taken:
            count += 1
            name = f"{base}_{count}"
        taken.add(name.lower())
        names.append(name)
    return names
