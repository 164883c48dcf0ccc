"""What a mapping says: where rows are, and how each feed is read from them. The format is described in `data/README.md`."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from data.contract.refusal import Refused

#: `${NAME}` in a database URL
FROM_ENVIRONMENT = re.compile(r"\$\{(\w+)\}")


@dataclass(frozen=True)
class Source:
    """Where rows are: files, a database, or rows written in the mapping itself."""

    name: str
    files: tuple[str, ...] = ()
    delimiter: str | None = None
    escape: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    skip: int = 0
    null: tuple[str, ...] = ()
    url: str | None = None
    table: str | None = None
    query: str | None = None
    rows: tuple[dict, ...] = ()


@dataclass(frozen=True, eq=False)
class Select:
    """One way in which a feed is filled: an SQL expression per canonical column, over one or more sources."""

    feed: str
    from_: str
    where: str | None
    #: expression per canonical column; None = every column of the source that has a canonical name
    columns: dict[str, str] | None
    #: where the select stands in the mapping file, such as `line 12` (empty when it was not found)
    place: str = ""
    #: the same for each column
    places: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Mapping:
    path: Path
    name: str
    as_of: date | None
    zone: str
    #: what the company calls an order, a seller, a partner, a customer: one, many; only what the mapping names
    nouns: dict[str, tuple[str, str]]
    root: Path
    sources: dict[str, Source]
    selects: tuple[Select, ...]

    def of(self, feed: str) -> list[Select]:
        return [select for select in self.selects if select.feed == feed]


def nearest(name: str, known: Iterable[str]) -> str:
    """`; nearest: …` for an error sentence, or nothing when no known name resembles it."""
    likeness = {one: difflib.SequenceMatcher(None, name.lower(), one.lower()).ratio() for one in known}
    # a clear winner stands alone; those that come near it are named beside it
    best = max(likeness.values(), default=0)
    close = [one for one in sorted(likeness, key=lambda one: (-likeness[one], one)) if likeness[one] >= max(0.5, best - 0.15)]
    return "; nearest: " + ", ".join(f"`{one}`" for one in close[:3]) if close else ""


def within(root: Path, name: str) -> str:
    """` in <root>` for an error sentence, or nothing where the name says by itself where that is."""
    return "" if Path(name).is_absolute() else f" in {root}"


def parse_day(value: str, what: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Refused(f"{what} must be a day such as 2022-07-18, not `{value}`.") from None
