"""Reads a mapping file and says, all at once, what is wrong with it and on which line."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from data.contract import feeds
from data.contract.refusal import Refused
from data.intake import nouns
from data.intake.mapping import FROM_ENVIRONMENT, Mapping, Select, Source, nearest, parse_day

TOP_KEYS = ("name", "as_of", "zone", "root", "nouns", "sources", "feeds")
SOURCE_KEYS = {
    "files": ("files", "delimiter", "escape", "encoding", "sheet", "skip", "null"),
    "url": ("url", "table", "query", "null"),
    "rows": ("rows",),
}
SELECT_KEYS = ("from", "where", "columns")
SECRETS_IN_QUERY = ("password", "passwd", "pwd", "sslpassword", "token")


def read(path: Path, root: Path | None = None) -> Mapping:
    try:
        written = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        near = nearest(path.name, [other.name for other in path.parent.glob("*.toml")])
        raise Refused(f"{path}: no such mapping file{near}.") from None
    except IsADirectoryError:
        raise Refused(f"{path}: is a folder; name a mapping file in it.") from None
    except UnicodeDecodeError:
        raise Refused(f"{path}: the mapping is not UTF-8 text; save it as UTF-8.") from None
    # the names of columns are composed as well (visible.py)
    written = unicodedata.normalize("NFC", written)
    try:
        document = tomllib.loads(written)
    except tomllib.TOMLDecodeError as error:
        raise Refused(f"{path}: the mapping is not valid TOML: {error}.") from None
    return _Reader(path, written, document).mapping(root)


class _Reader:
    """Holds the file while its problems are gathered, so that an analyst sees them all at once."""

    def __init__(self, path: Path, written: str, document: dict) -> None:
        self.path, self.written, self.document = path, written, document
        self.problems: list[str] = []

    def wrong(self, where: tuple, sentence: str) -> None:
        line = line_of(self.written, *where)
        self.problems.append(f"{self.path.name}{', ' + line if line else ''}: {sentence}")

    def unknown_keys(self, where: tuple, table: dict, known: Iterable[str], what: str) -> None:
        for key in table:
            if key not in known:
                self.wrong((*where, key), f"{what} cannot have `{key}`{nearest(key, known) or '; it can have ' + ', '.join(known)}.")

    def mapping(self, root: Path | None) -> Mapping:
        document = self.document
        self.unknown_keys((), document, TOP_KEYS, "a mapping")
        sources = {name: self.source(name, table) for name, table in self.tables("sources").items()}
        selects = [select for feed, given in self.tables("feeds").items() for select in self.selects(feed, given)]
        if not selects and not self.problems:
            self.problems.append(f"{self.path.name}: the mapping fills no feed; write at least one [[feeds.promises]].")
        mapping = Mapping(
            path=self.path,
            name=self.text((), document, "name") or self.path.stem,
            as_of=self.as_of(),
            zone=self.zone(),
            nouns=nouns.read(document.get("nouns"), self.wrong),
            root=(root or self.path.parent / (self.text((), document, "root") or ".")).resolve(),
            sources={name: source for name, source in sources.items() if source},
            selects=tuple(selects),
        )
        if self.problems:
            raise Refused(*self.problems)
        return mapping

    def tables(self, key: str) -> dict:
        given = self.document.get(key, {})
        if not isinstance(given, dict):
            self.wrong((key,), f"`{key}` must be tables, such as [{key}.name].")
            return {}
        return given

    def text(self, where: tuple, table: dict, key: str) -> str | None:
        value = table.get(key)
        if value is not None and (not isinstance(value, str) or not value.strip()):
            self.wrong((*where, key), f"`{key}` must be text in quotes, not {value!r}.")
            return None
        return value

    def as_of(self) -> date | None:
        value = self.document.get("as_of")
        if isinstance(value, str):
            return parse_day(value, f"{self.path.name}: as_of")
        if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
            self.wrong(("as_of",), f"`as_of` must be a day such as 2022-07-18, not {value}.")
            return None
        return value

    def zone(self) -> str:
        zone = self.text((), self.document, "zone") or "UTC"
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            near = nearest(zone, available_timezones())
            self.wrong(("zone",), f"`{zone}` is no time zone{near or '; write an IANA name such as Europe/Oslo'}.")
        if zone in ("EST", "MST", "HST"):
            self.wrong(("zone",), f"`{zone}` leaves out its summer time; write a place such as America/New_York.")
        return zone

    def source(self, name: str, table: dict) -> Source | None:
        where = ("sources", name)
        if not isinstance(table, dict):
            self.wrong(where, f"a source is a table: [sources.{name}].")
            return None
        if not re.fullmatch(r"[A-Za-z_]\w*", name):
            self.wrong(where, f"`{name}` cannot name a source: write letters, digits and _, so that `from` can say it.")
            return None
        kinds = [kind for kind in SOURCE_KEYS if kind in table]
        if len(kinds) != 1:
            self.wrong(where, f"source `{name}` needs one of files, url or rows{', and has ' + ' and '.join(kinds) if kinds else ''}.")
            return None
        problems = len(self.problems)
        self.unknown_keys(where, table, SOURCE_KEYS[kinds[0]], f"a source with `{kinds[0]}`")
        if kinds[0] == "url":
            self.url(where, table)
        if "rows" in table and not self.is_list_of(table["rows"], dict):
            self.wrong((*where, "rows"), f'`rows` of source `{name}` must be a list of tables, such as [{{step = "pickup"}}].')
        skip = table.get("skip", 0)
        if not isinstance(skip, int) or skip < 0:
            self.wrong((*where, "skip"), f"`skip` must be a number of lines, not {skip!r}.")
        given: dict[str, Any] = {key: self.character(where, table, key) for key in ("delimiter", "escape")}
        given |= {key: self.text(where, table, key) for key in ("encoding", "sheet", "url", "table", "query")}
        given |= {key: self.texts(where, table, key) for key in ("files", "null")}
        if len(self.problems) > problems:
            return None
        return Source(name=name, skip=skip, rows=tuple(table.get("rows", ())), **given)

    def character(self, where: tuple, table: dict, key: str) -> str | None:
        value = table.get(key)
        if value is not None and (not isinstance(value, str) or len(value) != 1):
            self.wrong((*where, key), f"`{key}` must be one character, not {value!r}.")
        return value

    def texts(self, where: tuple, table: dict, key: str) -> tuple[str, ...]:
        value = table.get(key, [])
        value = [value] if isinstance(value, str) else value
        if not self.is_list_of(value, str) or (key == "files" and key in table and not value):
            self.wrong((*where, key), f"`{key}` must be text in quotes, or a list of them, not {value!r}.")
            return ()
        return tuple(value)

    @staticmethod
    def is_list_of(value: object, kind: type) -> bool:
        return isinstance(value, list) and all(isinstance(one, kind) for one in value)

    def url(self, where: tuple, table: dict) -> None:
        if ("table" in table) == ("query" in table):
            self.wrong(where, "a source with `url` needs either `table` or `query`.")
        url = self.text((*where,), table, "url")
        if not url or FROM_ENVIRONMENT.fullmatch(url):
            return
        try:
            parts = make_url(url)
        except (ArgumentError, ValueError):
            # the URL itself is not repeated: it may hold a password
            self.wrong(
                (*where, "url"), "`url` is no database URL; write one such as postgresql+psycopg://${ERP_USER}:${ERP_PASSWORD}@host/name."
            )
            return
        query_secrets = [parts.query[key] for key in parts.query if key.lower() in SECRETS_IN_QUERY]
        for secret in [parts.password, *query_secrets]:
            if secret is not None and not FROM_ENVIRONMENT.fullmatch(str(secret)):
                self.wrong((*where, "url"), "a password stands in the mapping; put it in an environment variable and write ${NAME} here.")

    def selects(self, feed: str, given: object) -> list[Select]:
        if feed not in feeds.BY_NAME:
            self.wrong(("feeds", feed), f"`{feed}` is no feed{nearest(feed, feeds.BY_NAME) or '; feeds are ' + ', '.join(feeds.BY_NAME)}.")
            return []
        tables = given if isinstance(given, list) else [given]
        if not self.is_list_of(tables, dict):
            self.wrong(("feeds", feed), f"a feed is a table: [[feeds.{feed}]].")
            return []
        return [select for index, table in enumerate(tables) if (select := self.select(feed, index, table))]

    def select(self, feed: str, index: int, table: dict) -> Select | None:
        where = ("feeds", feed, index)
        self.unknown_keys(where, table, SELECT_KEYS, f"[[feeds.{feed}]]")
        from_ = self.text(where, table, "from")
        if from_ is None:
            self.wrong(("feeds", feed) if index == 0 else where, f"[[feeds.{feed}]] needs `from`: the source that it is read from.")
        columns = table.get("columns")
        if columns == "*":
            columns = None
        elif not isinstance(columns, dict):
            self.wrong((*where, "columns"), f'{feed} needs [feeds.{feed}.columns] with an expression per column, or columns = "*".')
            columns = {}
        else:
            self.columns(feed, index, columns)
        return Select(
            feed=feed,
            from_=from_ or "",
            where=self.text(where, table, "where"),
            columns=columns,
            place=line_of(self.written, *where, "from"),
            places={name: line_of(self.written, "feeds", feed, index, "columns", name) for name in columns or ()},
        )

    def columns(self, feed: str, index: int, columns: dict) -> None:
        contract = feeds.BY_NAME[feed]
        where = ("feeds", feed, index, "columns")
        for name, expression in columns.items():
            if name not in contract.by_name:
                self.wrong((*where, name), f"{feed} has no column `{name}`{nearest(name, contract.by_name)}.")
            elif not isinstance(expression, str) or not expression.strip():
                self.wrong((*where, name), f"{feed}.{name} must be an SQL expression in quotes, not {expression!r}.")
        for column in contract.columns:
            if column.required and column.name not in columns:
                self.wrong(("feeds", feed, index, "columns"), f"{feed}.{column.name} is required and not mapped: {column.says}")


def line_of(written: str, *path: str | int) -> str:
    """`line 12` of the key (or table) in the file; tomllib tells no positions. Empty when it is written in another way."""
    *table, key = path
    wanted = [part for part in table if isinstance(part, str)]
    occurrence = next((part for part in table if isinstance(part, int)), 0)
    seen: dict[tuple[str, ...], int] = {}
    here: list[str] = []
    array_index = 0
    for number, line in enumerate(written.splitlines(), start=1):
        if header := re.match(r"\s*(\[\[?)([^\[\]]+)\]", line):
            here = [part.strip().strip("\"'") for part in header[2].split(".")]
            if header[1] == "[[":
                seen[tuple(here)] = seen.get(tuple(here), -1) + 1
            array_index = seen.get(tuple(here[:2]), 0)
            if here == [*wanted, str(key)] and array_index == occurrence:
                return f"line {number}"
            if here == wanted and isinstance(key, int) and array_index == key:
                return f"line {number}"
        elif here == wanted and array_index == occurrence and re.match(rf"\s*[\"']?{re.escape(str(key))}[\"']?\s*=", line):
            return f"line {number}"
    return ""
