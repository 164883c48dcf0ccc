"""What the gate reads as a moment, a number or a flag, and how it compares two moments."""

import duckdb
import pytest

from checks import reading


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("2022-06-17", "2022-06-17 00:00:00", "date"),
        ("2022-06-17 10:30", "2022-06-17 10:30:00", "local"),
        ("2022-06-17T10:30:05", "2022-06-17 10:30:05", "local"),
        ("2022-06-17 10:30:05.25", "2022-06-17 10:30:05.25", "local"),
        ("2022-06-17T10:30:00+02:00", "2022-06-17 08:30:00", "utc"),
        ("2022-06-17 10:30+0200", "2022-06-17 08:30:00", "utc"),
        ("2022-06-17 10:30:00 -03", "2022-06-17 13:30:00", "utc"),
        ("2022-06-17 10:30:00+05:30", "2022-06-17 05:00:00", "utc"),
        ("2022-06-17T23:30:00Z", "2022-06-17 23:30:00", "utc"),
        ("2022-06-17T00:30:00+02", "2022-06-16 22:30:00", "utc"),
        *((text, None, None) for text in (
            "2022-6-7", "17.06.2022", "17/06/2022", "06/17/2022", "2022-02-30", "2022-17-06", "20220617", "2022-06-17 25:00",
            "2022-06-17 10", "2022-06-17 10:30 Oslo", "2022-06-17T10:30:00+99:00", "0000-01-01", "44729", "now", "infinity",
            "2022-06-17 10:30 PM", "-2022-06-17",
        )),
    ],
)  # fmt: skip
def test_a_moment_is_read_only_where_it_is_certain(text: str, value: str | None, kind: str | None) -> None:
    assert read("moment", text) == (value, kind)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("number", "1234.5", 1234.5), ("number", "-3", -3.0), ("number", "+.5", 0.5), ("number", "1.2E3", 1200.0),
        *(("number", text, None) for text in ("12,5", "1 234", "1_000", "nan", "inf", "1e400", "0x10", "12 kr", "--1", "1.2.3")),
        ("whole", "3", 3), ("whole", "3.0", 3), ("whole", "-1", -1),
        *(("whole", text, None) for text in ("3.5", "1e3", "0x10", "1_000", "99999999999999999999", "three")),
        *(("flag", text, True) for text in ("true", "T", "yes", "Y", "1")),
        *(("flag", text, False) for text in ("FALSE", "f", "No", "n", "0")),
        *(("flag", text, None) for text in ("2", "ja", "x", "1.0", "on")),
    ],
)  # fmt: skip
def test_a_number_or_flag_is_read_only_where_it_is_certain(kind: str, text: str, value: object) -> None:
    assert read(kind, text) == value


def read(kind: str, text: str):
    con = duckdb.connect()
    con.execute(reading.MACROS)
    if kind == "moment":
        return con.execute(
            "with read as (select moment_value($text, moment_kind($text)) as value) "
            "select value::varchar, case when value is not null then moment_kind($text) end from read",
            {"text": text},
        ).fetchone()
    return con.execute(f"select {kind}_value($text)", {"text": text}).fetchone()[0]


@pytest.mark.parametrize(
    ("moment", "later", "zone", "before"),
    [
        (("2022-06-17", "date"), ("2022-06-17 23:59", "local"), "Europe/Oslo", False),
        (("2022-06-17", "date"), ("2022-06-18 00:00", "local"), "Europe/Oslo", True),
        # Oslo's 17 June ends at 22:00 UTC
        (("2022-06-17", "date"), ("2022-06-17 21:59", "utc"), "Europe/Oslo", False),
        (("2022-06-17", "date"), ("2022-06-17 22:00", "utc"), "Europe/Oslo", True),
        (("2022-06-17 22:00", "utc"), ("2022-06-18", "date"), "Europe/Oslo", False),
        (("2022-06-17 21:59", "utc"), ("2022-06-18", "date"), "Europe/Oslo", True),
        # on the night that the clock goes back, instants stay in order while the wall clock does not
        (("2022-10-30 00:45", "utc"), ("2022-10-30 01:15", "utc"), "Europe/Oslo", True),
        (("2022-10-30 02:10", "local"), ("2022-10-30 02:50", "local"), "Europe/Oslo", False),
        (("2022-10-30 02:10", "local"), ("2022-10-30 02:50", "local"), "UTC", True),
        (("2022-10-30 01:50", "local"), ("2022-10-30 02:10", "local"), "Europe/Oslo", True),
        (("2022-10-30 02:50", "local"), ("2022-10-30 03:00", "local"), "Europe/Oslo", True),
        # the spring day of 23 hours
        (("2022-03-27", "date"), ("2022-03-27 22:00", "utc"), "Europe/Oslo", True),
        (("2022-06-17 10:00", "local"), ("2022-06-17 10:00", "local"), "Europe/Oslo", False),
    ],
)
def test_moments_of_two_kinds_are_compared_in_the_zone_of_the_row(moment, later, zone: str, before: bool) -> None:
    con = duckdb.connect()
    con.execute(reading.MACROS)
    actual = con.execute("select surely_before(?::timestamp, ?, ?::timestamp, ?, ?)", [*moment, *later, zone]).fetchone()
    assert actual == (before,)
