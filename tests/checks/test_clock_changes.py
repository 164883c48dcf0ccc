"""The days on which a clock is put forward, wherever that is, and only those."""

from datetime import date, timedelta

import duckdb
import pytest

from checks.clock_changes import put_forward


@pytest.mark.parametrize(
    "zone", ["Europe/Oslo", "America/Havana", "America/Santiago", "Asia/Beirut", "Africa/Casablanca", "Australia/Lord_Howe", "Asia/Tokyo"]
)
def test_the_days_are_those_on_which_the_database_knows_no_such_time(zone):
    jumps = duckdb.sql(f"""
        select distinct shown::date from (select timestamp '2015-01-01' + to_minutes(30 * step::int) as shown from range(8 * 17520) steps (step))
        where timezone('{zone}', timezone('{zone}', shown)) <> shown
    """).fetchall()
    assert bool(jumps) == (zone != "Asia/Tokyo")
    assert {day for (day,) in jumps} <= put_forward(zone)
    assert len(put_forward(zone)) <= 2 * 2 * 46
    assert all(day - timedelta(days=1) in put_forward(zone) or day + timedelta(days=1) in put_forward(zone) for (day,) in jumps)


def test_a_zone_that_nobody_knows_has_no_such_day():
    assert put_forward("Oslo/Nowhere") == frozenset() and date(2022, 3, 27) in put_forward("Europe/Oslo")
