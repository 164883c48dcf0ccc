"""On which days a country works, where promises are kept and where desks stand: `accepted/days.parquet`, one row per zone and day.

A business day is one on which the country of the zone neither rests for the week nor keeps a holiday (library `holidays`, which knows
Easter and each country's weekend). A zone without a country, such as UTC, has Monday to Friday and no holidays. What the company itself
closes or opens is a row of `dbt/seeds/special_days.csv`, and the hours of the day are rows of `dbt/seeds/working_hours.csv`.
"""

from datetime import date, timedelta
from pathlib import Path

import duckdb
import holidays
import pyarrow as pa
import pyarrow.parquet as pq
from babel.core import get_global

from data.contract.one import row_of

#: days on which desks and warehouses are closed although the law does not say so: 5 June in Denmark, the three eves in Sweden
CLOSED_TOO = {"DK": ("public", "optional"), "SE": ("public", "de_facto")}
#: a date further from the as-of day is a placeholder or a slip of the pen; nobody counts business days to it
YEARS_BEFORE, YEARS_AFTER = 20, 5
MARGIN = timedelta(days=60)

SCHEMA = pa.schema(
    [
        ("zone", pa.string()),
        ("day", pa.date32()),
        ("country", pa.string()),
        ("holiday", pa.string()),
        ("is_business_day", pa.bool_()),
    ]
)


def country_of(zone: str) -> str | None:
    # Asia/Calcutta and US/Eastern are older names of a place; CET or EST is a clock and no place
    name = get_global("zone_aliases").get(zone, zone) if "/" in zone else zone
    country = get_global("zone_territories").get(name)
    return country if country in holidays.list_supported_countries() else None


def closed_days(country: str | None, years: range) -> tuple[dict[date, str], set[int]]:
    """The holidays of a country, and the weekdays (Monday = 0) on which it rests."""
    if country is None:
        return {}, {5, 6}
    kept = holidays.country_holidays(country, years=years, categories=CLOSED_TOO.get(country, ("public",)), language="en_US")
    return dict(kept), set(kept.weekend)


def days(zones: list[str], first: date, last: date) -> pa.Table:
    rows = []
    for zone in zones:
        country = country_of(zone)
        closed, weekend = closed_days(country, range(first.year, last.year + 1))
        for offset in range((last - first).days + 1):
            day = first + timedelta(days=offset)
            is_open = day.weekday() not in weekend and day not in closed
            rows.append((zone, day, country, closed.get(day), is_open))
    columns = zip(*rows, strict=True) if rows else [[] for _ in SCHEMA]
    return pa.table([pa.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=True)], schema=SCHEMA)


def write(accepted: Path) -> None:
    """The days that the accepted rows span, in every zone they name."""
    with duckdb.connect() as connection:
        as_of, default_zone = row_of(connection.execute(f"select as_of, default_zone from '{accepted / 'build.parquet'}'"))
        low, high = date(as_of.year - YEARS_BEFORE, 1, 1), date(as_of.year + YEARS_AFTER, 12, 31)
        moments = [
            ("promises", "recorded_at"), ("promises", "due_at"), ("promises", "partner_due_at"),
            ("deliveries", "occurred_at"), ("deliveries", "recorded_at"), ("contacts", "started_at"), ("contacts", "answered_at"),
        ]  # fmt: skip
        spans = " union all ".join(f"select {column}::date as day from '{accepted / feed}.parquet'" for feed, column in moments)
        first, last = row_of(connection.execute(f"select min(day), max(day) from ({spans}) where day between ? and ?", [low, high]))
        places = " union ".join(f"select zone from '{accepted / feed}.parquet' where zone is not null" for feed in ("promises", "sellers"))
        zones = connection.execute(places).fetchall()
    first, last = min(first or as_of, as_of) - MARGIN, max(last or as_of, as_of) + MARGIN
    named = sorted({zone for (zone,) in zones} | {default_zone or "UTC"})
    pq.write_table(days(named, first, last), accepted / "days.parquet")
