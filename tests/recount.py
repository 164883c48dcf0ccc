"""Marts of counts and rates, counted once more: plain Python over the rows of the marts that they count, written from what their columns are
said to be, not from the SQL."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta

import duckdb
import pytest

Row = dict
Count = Callable[[list[Row]], object]
Z = 1.6448536
PERIODS = {
    "day": lambda day: day,
    "week": lambda day: day - timedelta(day.weekday()),
    "month": lambda day: day.replace(day=1),
    "all": lambda day: None,
}


def rows(connection: duckdb.DuckDBPyConnection, table: str) -> list[Row]:
    actual = connection.execute(f"from {table}")
    names = [column[0] for column in actual.description]
    return [dict(zip(names, row, strict=True)) for row in actual.fetchall()]


# ── what may be counted ──


def every(group: list[Row]) -> int:
    return len(group)


def those(**wanted) -> Count:
    """How many rows have these values; a function is asked."""

    def has(row: Row) -> bool:
        return all(value(row[name]) if callable(value) else row[name] == value and row[name] is not None for name, value in wanted.items())

    return lambda group: sum(map(has, group))


def known(value) -> bool:
    return value is not None


def unknown(value) -> bool:
    return value is None


def total(name: str) -> Count:
    """The sum of what is known; not measured where nothing is."""

    def of(group: list[Row]):
        values = [row[name] for row in group if row[name] is not None]
        return sum(values) if values else None

    return of


def those_known(name: str) -> Count:
    """How many it is true of; not measured where it is known of none."""
    some, true = those(**{name: known}), those(**{name: True})
    return lambda group: true(group) if some(group) else None


def distinct(name: str, **wanted) -> Count:
    one = those(**wanted)
    return lambda group: len({row[name] for row in group if row[name] is not None and one([row])})


def middle(name: str, share: float) -> Count:
    """The value below which this share of the values lies, between two of them in proportion."""

    def of(group: list[Row]):
        values = sorted(row[name] for row in group if row[name] is not None)
        if not values:
            return None
        at = share * (len(values) - 1)
        low, high = values[math.floor(at)], values[math.ceil(at)]
        return low + (high - low) * (at - math.floor(at))

    return of


def wilson(part: int, whole: int, sign: int) -> float | None:
    if not whole:
        return None
    rate = part / whole
    return (rate + Z * Z / (2 * whole) + sign * Z * math.sqrt(rate * (1 - rate) / whole + Z * Z / (4 * whole * whole))) / (
        1 + Z * Z / whole
    )


def rate(part: str, whole: str) -> Callable[[Row], float | None]:
    return lambda counts: counts[part] / counts[whole] if counts[whole] else None


@dataclass
class Recount:
    mart: str
    #: dimension → the column of its member
    members: dict[str, str | None]
    counts: dict[str, Count]
    #: of the counts of a row
    rates: dict[str, Callable[[Row], object]] = field(default_factory=dict)
    periods: tuple[str, ...] = ()
    day: str = ""
    keys: tuple[str, ...] = ()

    def expected(self, counted: Iterable[Row]) -> dict[tuple, Row]:
        groups: dict[tuple, list[Row]] = {}
        for row in counted:
            keys = {name: row[name] for name in self.keys}
            for dimension, column in self.members.items():
                for period in self.periods or (None,):
                    start = {"period": period, "period_start": PERIODS[period](row[self.day])} if period else {}
                    group = {"dimension": dimension, "member_id": row[column] if column else "all"} | keys | start
                    groups.setdefault(tuple(group.items()), []).append(row)
        actual = {}
        for group, inside in groups.items():
            counts = {name: count(inside) for name, count in self.counts.items()}
            actual[group] = counts | {name: of(counts) for name, of in self.rates.items()}
        return actual


def same(value):
    return pytest.approx(value, rel=1e-9, abs=1e-9) if isinstance(value, float) else value


def assert_recounted(connection: duckdb.DuckDBPyConnection, mart: str, expected: dict[tuple, Row], every_column: bool = True) -> None:
    """Every row of a mart, in every column or in those expected; the expected rows by their keys, as pairs of column and value."""
    keys = [name for name, _ in next(iter(expected))]
    actual = {}
    for row in rows(connection, f"marts.{mart}"):
        key = tuple((name, row.pop(name)) for name in keys)
        assert key not in actual, f"{mart} has {dict(key)} twice"
        actual[key] = row
    assert actual.keys() == expected.keys(), f"{mart}: {[*(actual.keys() ^ expected.keys())][:5]}"
    for key, row in expected.items():
        # a column that is not recounted here is not tested here
        assert not every_column or actual[key].keys() == row.keys(), f"{mart}: {sorted(actual[key].keys() ^ row.keys())}"
        wrong = {name: (actual[key][name], value) for name, value in row.items() if actual[key][name] != same(value)}
        assert not wrong, f"{mart}, {dict(key)}: found and expected differ in {wrong}"


def assert_all_counted(expected: dict[tuple, Row], never: Iterable[str] = ()) -> None:
    """A count that is zero everywhere would not show a slip."""
    columns = {name: [row[name] for row in expected.values()] for name in next(iter(expected.values()))}
    zero = {name for name, values in columns.items() if not any(values)}
    assert zero <= set(never), f"{sorted(zero - set(never))}"
