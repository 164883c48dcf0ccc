"""Business days, working hours, cut-offs and ISO weeks, by each country's own holidays, weekend and clock."""

from datetime import UTC, date, datetime, timedelta

import pytest

from data.refresh import calendars

HOURS = {"country": "*", "zone": "*", "weekday": "*", "valid_from": date(1900, 1, 1)}
ORDERS = HOURS | {"calendar": "orders", "opens": "00:00", "closes": "24:00"}


def open_days(zone: str, first: date, last: date) -> dict[date, bool]:
    table = calendars.days([zone], first, last).to_pylist()
    return {row["day"]: row["is_business_day"] for row in table}


def made(at, due, **more) -> dict:
    return {"promise_id": "p", "version": 1, "recorded_at": at, "seller_id": "s", "step": "customer_delivery", "due_at": due} | more


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


def test_a_country_may_rest_on_other_days():
    friday, sunday = date(2022, 6, 17), date(2022, 6, 19)
    assert open_days("Asia/Riyadh", friday, sunday) == {friday: False, date(2022, 6, 18): False, sunday: True}


def test_a_zone_without_a_country_works_monday_to_friday():
    christmas = date(2023, 12, 25)
    for zone in ("UTC", "CET", "Etc/GMT-3"):
        assert open_days(zone, christmas, christmas)[christmas]
        assert calendars.country_of(zone) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("US/Eastern", "America/New_York"),
        ("Europe/Kiev", "Europe/Kyiv"),
        ("Asia/Katmandu", "Asia/Kathmandu"),
    ],
)
def test_a_place_keeps_its_holidays_under_its_older_name(old, new):
    assert calendars.country_of(old) == calendars.country_of(new) is not None


def test_between_two_days_lie_the_business_days_after_the_first(models, tmp_path):
    world = {"promises": [made(date(2022, 12, 1), date(2023, 1, 9))]}
    run = models.run(tmp_path, world, date(2023, 1, 9), ["stg_days"])
    rows = {
        day: (number, name)
        for day, number, name in run.execute("select day, business_day_number, holiday from staging.stg_days").fetchall()
    }
    # Friday to Monday is one; over Christmas Monday 26 December is a holiday, and 1 January is a Sunday anyway
    assert rows[date(2022, 12, 23)][0] - rows[date(2022, 12, 22)][0] == 1
    assert rows[date(2022, 12, 27)][0] - rows[date(2022, 12, 23)][0] == 1
    assert rows[date(2023, 1, 2)][0] - rows[date(2022, 12, 30)][0] == 1
    assert rows[date(2022, 12, 26)][1]


def test_what_the_company_decides_about_a_day_is_stronger_than_the_law(models, tmp_path):
    special = [
        {"country": "*", "zone": "*", "day": date(2022, 5, 20), "is_open": False, "comment": "Stocktaking"},
        {"country": "SE", "zone": "*", "day": date(2022, 5, 20), "is_open": True, "comment": "Counted already"},
        {"country": "*", "zone": "Europe/Oslo", "day": date(2022, 5, 17), "is_open": True, "comment": "Ice cream"},
        {"country": "NO", "zone": "*", "day": date(2022, 5, 17), "is_open": False, "comment": "Less specific"},
    ]
    world = {
        "promises": [made(date(2022, 5, 1), date(2022, 5, 30), promise_id=zone, zone=zone) for zone in ("Europe/Oslo", "Europe/Stockholm")]
    }
    run = models.run(tmp_path, world, date(2022, 6, 1), ["stg_days", "int_working_intervals"], seeds={"special_days": special})
    actual = run.execute(
        "select zone, day, is_business_day, holiday from staging.stg_days where day in ('2022-05-17', '2022-05-20') order by zone, day"
    ).fetchall()
    assert actual == [
        ("Europe/Oslo", date(2022, 5, 17), True, None),
        ("Europe/Oslo", date(2022, 5, 20), False, "Stocktaking"),
        ("Europe/Stockholm", date(2022, 5, 17), True, None),
        ("Europe/Stockholm", date(2022, 5, 20), True, None),
    ]
    hours = (
        "select sum(seconds) / 3600 from intermediate.int_working_intervals where calendar = 'desk' and zone = 'Europe/Oslo' and day = ?"
    )
    assert run.execute(hours, [date(2022, 5, 17)]).fetchone() == (7.5,)
    assert run.execute(hours, [date(2022, 5, 20)]).fetchone() == (0,)


def test_a_promise_made_after_the_cut_off_starts_the_next_business_day(models, tmp_path):
    hours = [
        HOURS | {"calendar": "desk", "opens": "08:00", "closes": "16:00"},
        ORDERS | {"closes": "14:00"},
        ORDERS | {"zone": "Europe/Helsinki", "closes": "15:30"},
    ]
    friday, tuesday = datetime(2022, 5, 13, 14, 0), date(2022, 5, 24)
    world = {
        "promises": [
            made(friday, tuesday, promise_id="on the minute"),
            made(friday + timedelta(minutes=1), tuesday, promise_id="a minute after"),
            # 13:59 in Oslo is 14:59 in Helsinki, where the cut-off is later
            made(datetime(2022, 5, 13, 11, 59, tzinfo=UTC), tuesday, promise_id="in Helsinki", zone="Europe/Helsinki"),
            made(date(2022, 5, 13), tuesday, promise_id="no time of day"),
            made(datetime(2022, 5, 16, 20, 0), tuesday, promise_id="on the eve of 17 May"),
            made(friday + timedelta(hours=3), date(2022, 5, 13), promise_id="for today, too late"),
        ]
    }
    run = models.run(tmp_path, world, date(2022, 6, 1), ["fct_promises"], seeds={"working_hours": hours})
    actual = run.execute("select promise_id, promised_from_date, promised_lead_business_days from marts.fct_promises").fetchall()
    monday = date(2022, 5, 16)
    assert {name: (start, lead) for name, start, lead in actual} == {
        "on the minute": (friday.date(), 6),
        "a minute after": (monday, 5),
        "in Helsinki": (friday.date(), 7),
        "no time of day": (friday.date(), 6),
        "on the eve of 17 May": (date(2022, 5, 18), 4),
        "for today, too late": (monday, -1),
    }


def test_a_week_is_the_iso_week_also_when_it_belongs_to_the_other_year(models, tmp_path):
    dues = [date(2021, 1, 3), date(2021, 1, 4), date(2024, 12, 30), date(2026, 1, 1), date(2027, 1, 3), date(2022, 3, 27)]
    world = {"promises": [made(due - timedelta(30), due, promise_id=str(due), seller_id=str(due)) for due in dues]}
    run = models.run(tmp_path, world, date(2027, 2, 1), ["fct_kept_rates"])
    weeks = "select member_id, period_start from marts.fct_kept_rates where period = 'week' and dimension = 'seller'"
    actual = dict(run.execute(weeks).fetchall())
    assert actual == {str(due): date.fromisocalendar(*due.isocalendar()[:2], 1) for due in dues}
    # the third of January 2021 is a Sunday, in week 53 of 2020
    assert actual["2021-01-03"] == date(2020, 12, 28)
