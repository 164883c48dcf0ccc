"""Says what a mapping will be read as, without building: `make check-mapping SOURCES=my-mapping.toml`."""

import re
import tempfile
from datetime import date
from pathlib import Path
from textwrap import fill

from data.contract import feeds
from data.contract.feeds import Column, Feed
from data.contract.one import row_of
from data.contract.refusal import REFUSED, say
from data.intake import judged_day, land, mapping_file
from data.intake.land import Landing, counted
from data.intake.staging import torn_view

WIDTH = 110
#: a value is cut here, so that three fit beside their column's name
VALUE_WIDTH = 26
SHOWN_ROWS = 3
#: what is promised: a day of which only the first moment is in time is hardly ever meant
DUE = ("due_at", "partner_due_at", "requested_at", "told_due_at")

LOCAL = r"\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?)?"
CLOCK = r"(:\d{2}(\.\d+)?)"
OFFSET = r" ?(Z|[+-]\d{2}(:?\d{2})?)"
#: what the gate will be able to read, as SQL over `value`; a test holds it to the gate's own reading
READABLE = {
    "number": r"regexp_full_match(value, '[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?') and isfinite(try_cast(value as double))",
    "whole": r"regexp_full_match(value, '[+-]?\d+(\.0*)?') and try_cast(regexp_replace(value, '\.0*$', '') as bigint) is not null",
    "flag": "lower(value) in ('true', 't', 'yes', 'y', '1', 'false', 'f', 'no', 'n', '0')",
    "moment": rf"(regexp_full_match(value, '{LOCAL}') or regexp_full_match(value, '{LOCAL[:-1]}{OFFSET}')) "
    rf"and try_cast(regexp_replace(value, '{CLOCK}{OFFSET}$', '\1') as timestamp) >= timestamp '0001-01-01'",
}
NOT_READ_AS = {
    "number": "no number with a decimal point (decimal_comma(…) reads a decimal comma)",
    "whole": "no whole number",
    "flag": "neither true nor false",
    "moment": "no date or time (day_first(…) and month_first(…) read other orders)",
}


def show(sources: Path, as_of: date | None, root: Path | None) -> int:
    """Prints the report; 0 where the mapping can be built. What cannot be read at all is refused on the way."""
    mapping = mapping_file.read(sources, root)
    with tempfile.TemporaryDirectory(prefix="holdt-check-") as folder, land.read(mapping, as_of, Path(folder)) as landing:
        print(f"\n{mapping.name} ({sources})")
        print(f"  as of   the start of {landing.as_of} (from {landing.as_of_from})")
        print(f"  zone    {mapping.zone}, where a row names none")
        print(f"  files   {mapping.root}")
        if mapping.nouns:
            print(f"  nouns   {'; '.join(f'{name}: {one}, {many}' for name, (one, many) in mapping.nouns.items())}")
        rows = {}
        for feed in feeds.FEEDS:
            if feed.name in landing.feeds:
                with land.refusing_bad_values(landing, feed.name):
                    rows[feed.name] = _show_feed(landing, feed)
        _show_absent(landing)
        unused = [name for name in mapping.sources if name not in landing.staged]
        if unused:
            print(f"\nnot read: no feed uses {', '.join(f'`{name}`' for name in unused)}")
        print()
        for doubt in judged_day.doubts(landing.connection, landing.as_of, mapping.zone, {feed: f"{feed}_landed" for feed in landing.feeds}):
            say(doubt)
        # the gate's rule `rows_given`
        empty = [feed for feed, count in rows.items() if count == 0]
        for feed in empty:
            print(f"! {feed}: 0 rows; a build will refuse this")
        if empty:
            return REFUSED
        say(f"this mapping can be built: make run SOURCES={sources}")
    return 0


def _show_feed(landing: Landing, feed: Feed) -> int:
    connection = landing.connection
    files = landing.files(feed.name)
    rows = row_of(connection.execute(f"select count(*) from {feed.name}_landed"))[0]
    heading = f"{feed.name}: {counted(rows, 'row')} from {', '.join(files[:6])}{' …' if len(files) > 6 else ''}"
    print("\n" + fill(heading, WIDTH, subsequent_indent="    ", break_on_hyphens=False))
    mapped = [feed.by_name[name] for name in landing.mapped(feed.name)]
    filled, unreadable = _counts(landing, feed, mapped)
    _show_first_rows(landing, feed, mapped, filled, rows)
    for column in mapped:
        if unreadable[column.name]:
            _show_unreadable(landing, feed, column, unreadable[column.name], filled[column.name])
    _show_midnights(landing, feed, mapped)
    for bound in landing.of(feed.name):
        if bound.unplaced:
            print(fill(f"not used: {', '.join(bound.unplaced)}", WIDTH, initial_indent="  ", subsequent_indent="    "))
    _show_torn(landing, feed)
    _show_unmeasured(feed, mapped, filled if rows else {})
    return rows


def _counts(landing: Landing, feed: Feed, mapped: list[Column]) -> tuple[dict[str, int], dict[str, int]]:
    typed = [column for column in mapped if _unreadable(column)]
    counted = [f"count({column.name})" for column in mapped] + [f"count(*) filter ({_unreadable(column)})" for column in typed]
    counted_row = row_of(landing.connection.execute(f"select {', '.join(counted)} from {feed.name}_landed"))
    filled = dict(zip((column.name for column in mapped), counted_row[: len(mapped)], strict=True))
    return filled, dict.fromkeys(filled, 0) | dict(zip((column.name for column in typed), counted_row[len(mapped) :], strict=True))


def _unreadable(column: Column) -> str | None:
    """The condition that a value of this column will not be read; None where any text will do."""
    if column.one_of:
        return f"lower({column.name}) not in ({', '.join(repr(value) for value in column.one_of)})"
    if column.kind == "text":
        return None
    readable = re.sub(r"\bvalue\b", column.name, READABLE[column.kind])
    return f"{column.name} is not null and ({readable}) is not true"


def _show_first_rows(landing: Landing, feed: Feed, mapped: list[Column], filled: dict[str, int], rows: int) -> None:
    names = ", ".join(column.name for column in mapped)
    first = landing.connection.execute(
        f"select source_row, {names} from {feed.name}_landed order by source_file, source_row, {', '.join(feed.key)} limit {SHOWN_ROWS}"
    ).fetchall()
    heading = [f"row {row[0]}" for row in first]
    print(f"  {'column':<18}{'filled':>8}  " + "  ".join(_cut(one) for one in heading).rstrip())
    for position, column in enumerate(mapped, start=1):
        values = "  ".join(_cut(row[position]) for row in first)
        print(f"  {column.name:<18}{_share(filled[column.name], rows):>8}  {values.rstrip()}")


def _cut(value: str | None) -> str:
    text = " ".join(value.split()) if value is not None else "·"
    return f"{text if len(text) <= VALUE_WIDTH else text[: VALUE_WIDTH - 1] + '…':<{VALUE_WIDTH}}"


def _share(part: int, whole: int) -> str:
    if not whole:
        return "–"
    # never rounded up to 100 or down to 0
    share = 100 * part / whole
    return f"{share:.0f} %" if share in (0, 100) else f"{min(max(share, 0.1), 99.9):.1f} %"


def _show_unreadable(landing: Landing, feed: Feed, column: Column, count: int, filled: int) -> None:
    file, row, value = row_of(
        landing.connection.execute(
            f"select source_file, source_row, {column.name} from {feed.name}_landed where {_unreadable(column)} order by 1, 2 limit 1"
        )
    )
    held = "values" if column.name in feeds.HELD_BACK_ALONE.get(feed.name, ()) else "rows"
    what = f"not one of {', '.join(column.one_of)}" if column.one_of else NOT_READ_AS[column.kind]
    many = f"{count:,} {'is' if count == 1 else 'are'}"
    print(f"  ! {column.name}: of {counted(filled, 'value')}, {many} {what}; those {held} will be held back")
    print(f"    first: {file}, row {row}: `{_cut(value).strip()}`")


def _show_midnights(landing: Landing, feed: Feed, mapped: list[Column]) -> None:
    """A date that a system keeps as a time of day would be over as soon as it begins."""
    for column in mapped:
        if column.kind == "moment" and column.name in DUE:
            timed = f"count(*) filter (length({column.name}) > 10)"
            midnight = rf"count(*) filter (regexp_matches({column.name}, '^.{{10}}[ T]00:00(:00(\.0+)?)?( ?{OFFSET})?$'))"
            times, midnights = row_of(landing.connection.execute(f"select {timed}, {midnight} from {feed.name}_landed"))
            if times and times == midnights:
                written = next(bound.select.columns or {} for bound in landing.of(feed.name) if column.name in bound.mapped)
                expression = written.get(column.name, column.name)
                print(f'  ! {column.name}: every time of day is 00:00: if days are meant, write {column.name} = "({expression})::date"')


def _show_torn(landing: Landing, feed: Feed) -> None:
    for source in landing.torn_of[feed.name]:
        staged = landing.staged[source]
        if staged.torn:
            file, row, raw, error = row_of(
                landing.connection.execute(f"select source_file, source_row, raw, error from {torn_view(source)} order by 1, 2 limit 1")
            )
            print(f"  ! {counted(staged.torn, 'torn line')} of {source}: cannot be split into columns, and will be held back")
            print(f"    first: {file}, line {row}: {error}: `{raw[:80]}`")


def _show_unmeasured(feed: Feed, mapped: list[Column], filled: dict[str, int]) -> None:
    for column in feed.columns:
        why = "not mapped" if column not in mapped else "empty in every row" if filled.get(column.name) == 0 else None
        if why and column.unmeasured:
            print(f"  - not measured: {column.unmeasured} ({column.name} is {why})")
    unmapped = [column.name for column in feed.columns if column not in mapped and not column.unmeasured]
    if unmapped:
        print(fill(f"- not mapped, and not needed: {', '.join(unmapped)}", WIDTH, initial_indent="  ", subsequent_indent="    "))


def _show_absent(landing: Landing) -> None:
    absent = [feed for feed in feeds.FEEDS if feed.name not in landing.feeds]
    if absent:
        print()
    for feed in absent:
        print(f"no {feed.name}: not measured: {feed.unmeasured or 'anything about promises'}")
