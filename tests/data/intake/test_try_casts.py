"""One bad value costs its row: neither the refresh nor a value beside it."""

import duckdb
import pyarrow as pa
import pytest

from data.intake.try_casts import tried

ROWS = 3000
DATES = [f"{1 + n % 28:02}.{1 + n % 12:02}.{2020 + n % 6}" for n in range(ROWS)]
WRITTEN = ["KW 23" if n % 100 == 0 else day for n, day in enumerate(DATES)]


@pytest.fixture
def connection():
    with duckdb.connect() as connection:
        rows = [{"row_number": n, "due": due, "hour": str(n % 24), "qty": str(n)} for n, due in enumerate(WRITTEN)]
        connection.register("written", pa.Table.from_pylist(rows))
        connection.execute("create table lines as from written")
        yield connection


def landed(connection, expression: str) -> list[tuple[str | None, bool]]:
    """Each row's value as text, and whether it failed."""
    safe, failed = tried(connection, expression)
    return connection.execute(f"select ({safe})::varchar, coalesce({failed or 'false'}, false) from lines order by row_number").fetchall()


ISO = [f"{day[6:]}-{day[3:5]}-{day[:2]}" for day in DATES]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("strptime(due, '%d.%m.%Y')::date", ISO),
        ("(substr(due, 7, 4) || '-' || substr(due, 4, 2) || '-' || substr(due, 1, 2))::date", ISO),
        (
            "(substr(due, 7, 4) || '-' || substr(due, 4, 2) || '-' || substr(due, 1, 2) || ' ' || lpad(hour, 2, '0') || ':00')::timestamp",
            [f"{day} {n % 24:02}:00:00" for n, day in enumerate(ISO)],
        ),
    ],
    ids=["strptime", "a date put together", "a time put together"],
)
def test_every_good_value_beside_bad_ones_is_itself(connection, expression, expected):
    for n, (value, failed) in enumerate(landed(connection, expression)):
        assert (value, failed) == ((None, True) if n % 100 == 0 else (expected[n], False)), f"row {n}: {WRITTEN[n]}"


@pytest.mark.parametrize(
    ("expression", "fails"),
    [
        ("due::date", lambda n: True),
        # a cast that is not asked for fails nothing
        ("case when due = 'KW 23' then null else strptime(due, '%d.%m.%Y') end", lambda n: False),
        ("case when qty = '7' then due::date else null end", lambda n: n == 7),
        ("case when due::date > '2020-01-01' then 1 end", lambda n: True),
        ("coalesce(qty::int, due::int)", lambda n: False),
        ("coalesce(try_cast(due as int), due::int)", lambda n: True),
        ("coalesce(nullif(qty, '5'), due)::int", lambda n: n == 5),
        ("try_cast(due as date)", lambda n: False),
        ("try(due::date)", lambda n: False),
        ("qty::int * 2 + hour::int", lambda n: False),
        ("nullif(qty, '5')::int", lambda n: False),
        ("upper(due)", lambda n: False),
    ],
)
def test_a_row_fails_only_where_a_cast_that_is_asked_for_fails(connection, expression, fails):
    assert [failed for _, failed in landed(connection, expression)] == [fails(n) for n in range(ROWS)]


def test_a_value_that_is_not_there_is_no_failure(connection):
    connection.execute("update lines set due = null where row_number = 3")
    assert landed(connection, "strptime(due, '%d.%m.%Y')::date")[3] == (None, False)
