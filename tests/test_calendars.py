"""Business days, by each country's own holidays and weekend."""

from datetime import date

from data import calendars


def open_days(zone: str, first: date, last: date) -> dict[date, bool]:
    table = calendars.days([zone], first, last).to_pylist()
    return {row["day"]: row["is_business_day"] for row in table}


def test_the_seventeenth_of_may_is_norways_and_no_one_elses():
    day = date(2022, 5, 17)
    assert not open_days("Europe/Oslo", day, day)[day]
    assert open_days("Europe/Stockholm", day, day)[day]


def test_the_fifth_of_june_is_kept_in_denmark():
    monday = date(2023, 6, 5)
    assert not open_days("Europe/Copenhagen", monday, monday)[monday]
    assert open_days("Europe/Helsinki", monday, monday)[monday]


def test_easter_moves_and_is_known():
    easter_monday = date(2022, 4, 18)
    for zone in ("Europe/Oslo", "Europe/Copenhagen", "Europe/Stockholm", "Europe/Helsinki"):
        assert not open_days(zone, easter_monday, easter_monday)[easter_monday]


def test_between_two_days_lie_the_business_days_after_the_first():
    rows = {row["day"]: row for row in calendars.days(["Europe/Oslo"], date(2022, 12, 19), date(2023, 1, 9)).to_pylist()}
    number = {day: row["business_day_number"] for day, row in rows.items()}
    # Friday to Monday is one; over Christmas Monday 26 December is a holiday, and 1 January is a Sunday anyway
    assert number[date(2022, 12, 23)] - number[date(2022, 12, 22)] == 1
    assert number[date(2022, 12, 27)] - number[date(2022, 12, 23)] == 1
    assert number[date(2023, 1, 2)] - number[date(2022, 12, 30)] == 1
    assert rows[date(2022, 12, 26)]["holiday"]


def test_a_country_may_rest_on_other_days():
    friday, sunday = date(2022, 6, 17), date(2022, 6, 19)
    assert open_days("Asia/Riyadh", friday, sunday) == {friday: False, date(2022, 6, 18): False, sunday: True}


def test_a_zone_without_a_country_works_monday_to_friday():
    christmas = date(2023, 12, 25)
    assert open_days("UTC", christmas, christmas)[christmas]
    assert calendars.country_of("UTC") is None
