"""Small SQL functions offered to mappings. A value that does not fit comes back as it was, so that the gate can show it."""

from dataclasses import dataclass

import duckdb


@dataclass(frozen=True)
class Macro:
    call: str
    sql: str
    says: str
    example: tuple[str, str]

    @property
    def name(self) -> str:
        return self.call.partition("(")[0]


def _moment_in(order: str) -> str:
    """Reads a date, with or without a time, whose parts stand in the order given, separated by `/`, `.`, `-` or a space."""
    day = "replace(replace(replace(regexp_extract(trim(x), '^[0-9./-]+'), '.', '/'), '-', '/'), ' ', '')"
    clock = "trim(regexp_replace(trim(x), '^[0-9./-]+[ T]*', ''))"
    # four digits of year, else DuckDB reads `16` as the year 16
    year = f"regexp_matches({day}, '(^|/)[0-9]{{4}}$')"
    clocks = ("%H:%M:%S", "%H:%M", "%H.%M", "%H:%M:%S.%f", "%I:%M %p", "%I:%M:%S %p")
    formats = ", ".join(f"'{order} {one}'" for one in clocks)
    return f"""case
        when {year} and {clock} = '' then coalesce(try_strptime({day}, '{order}')::date::varchar, x)
        when {year} then coalesce(try_strptime({day} || ' ' || {clock}, [{formats}])::varchar, x)
        else x end"""


# dots and spaces are thousands only where they part groups of three
_GROUPED = "^[+-]?[0-9]{1,3}([. \u00a0\u202f][0-9]{3})*(,[0-9]+)?$"
_PLAIN = "^[+-]?[0-9]+(,[0-9]+)?$"
_DECIMAL_COMMA = f"""case when regexp_matches(trim(x), '{_GROUPED}') or regexp_matches(trim(x), '{_PLAIN}')
    then replace(regexp_replace(trim(x), '[. \u00a0\u202f]', '', 'g'), ',', '.') else x end"""

MACROS: tuple[Macro, ...] = (
    Macro(
        "day_first(x)",
        _moment_in("%d/%m/%Y"),
        "A date or time written day, month, year.",
        ("29.2.2016 01:16", "2016-02-29 01:16:00"),
    ),
    Macro(
        "month_first(x)",
        _moment_in("%m/%d/%Y"),
        "A date or time written month, day, year.",
        ("2/29/2016 1:16 PM", "2016-02-29 13:16:00"),
    ),
    Macro(
        "decimal_comma(x)",
        _DECIMAL_COMMA,
        "A number with a decimal comma, and dots or spaces between thousands.",
        ("1.234,50", "1234.50"),
    ),
    Macro(
        "epoch(x)",
        "case when abs(try_cast(x as double)) < 1e11 then to_timestamp(try_cast(x as double))::varchar else x end",
        "Seconds since 1970 as an instant.",
        ("1655454600", "2022-06-17 08:30:00+00"),
    ),
)


def install(connection: duckdb.DuckDBPyConnection) -> None:
    for macro in MACROS:
        connection.execute(f"create or replace temp macro {macro.call} as ({macro.sql})")
