"""What a mapping's helpers read, and what they leave to be asked about: no reader guesses."""

import duckdb
import pytest
from sources import COLUMNS

from checks.reading import MACROS as GATE
from data.intake import macros, spellings


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        macros.install(connection)
        yield connection


def test_no_helper_hides_a_function_of_the_database():
    theirs = {name for (name,) in duckdb.sql("select function_name from duckdb_functions() where internal").fetchall()}
    ours = {macro.name for macro in macros.MACROS} | {call.partition("(")[0] for call in macros.PARTS}
    assert len(ours) > 20 and ours & theirs == set()


def test_no_word_is_two_months_or_two_weekdays():
    for lines in (spellings.MONTHS, spellings.WEEKDAYS):
        words = [word for line in lines for word in line.split()]
        assert sorted(word for word in set(words) if words.count(word) > 1) == []


READ = {
    "day_first": {
        "17. juni 2022": "2022-06-17",
        "17 Mai 2022": "2022-05-17",
        "17/6-2022": "2022-06-17",
        "Fre 17. jun. 2022": "2022-06-17",
        "Friday, 17 June 2022": "2022-06-17",
        "17.06.2022 kl. 10:30": "2022-06-17 10:30:00",
        "17.06.2022 10:30 Uhr": "2022-06-17 10:30:00",
        "17 de junio de 2022": "2022-06-17",
        "17/06/2022 10:30 +02:00": "2022-06-17 10:30:00+02:00",
    },
    "month_first": {"June 17, 2022 1:05 PM": "2022-06-17 13:05:00", "6/17/2022 12:00:00 AM": "2022-06-17 00:00:00"},
    "year_first": {"2022/6/7": "2022-06-07", "20220617": "2022-06-17", "2022.06.17 10:30": "2022-06-17 10:30:00"},
    "day_first_2000": {"17.06.22": "2022-06-17", "2-Jun-06": "2006-06-02", "17.06.22 10:30": "2022-06-17 10:30:00"},
    "month_first_2000": {"11/13/06": "2006-11-13", "Jun 2, 06": "2006-06-02"},
    "week_end": {"2022-W24": "2022-06-19", "uke 24 2022": "2022-06-19", "KW 24/2022": "2022-06-19", "2020-W53": "2021-01-03"},
    "week_start": {"2022-W24": "2022-06-13", "2022-W24-5": "2022-06-17"},
    "excel_day": {"44729": "2022-06-17", "44729.4375": "2022-06-17 10:30:00"},
    "unix_seconds": {"1655454600": "2022-06-17 08:30:00+00"},
    "unix_milliseconds": {"1655454600000": "2022-06-17 08:30:00+00"},
    "decimal_comma": {
        "1.234": "1234",
        "12.5": "12.5",
        "2.250,00-": "-2250.00",
        "kr 1.100,00": "1100.00",
        "1 100,50 €": "1100.50",
        "1.250,-": "1250",
        "(1.250,00)": "-1250.00",
    },
    "decimal_point": {
        "1,250.00": "1250.00",
        "2,250.00-": "-2250.00",
        "$1,100.00": "1100.00",
        "-$5.00": "-5.00",
        "1'250": "1250",
        "USD 990.00": "990.00",
    },
    "with_zone": {
        "2022-06-18 00:30:00 CEST": "2022-06-18 00:30:00+02:00",
        "2022-01-18 00:30:00 CET": "2022-01-18 00:30:00+01:00",
        "2022-06-17 22:30:00 UTC": "2022-06-17 22:30:00+00:00",
        "2022-06-18 00:30:00 MESZ": "2022-06-18 00:30:00+02:00",
    },
}
ASKED = {
    "day_first": ["Fre 17. Jun", "17.06.22", "44729", "31. juni 2022", "17/06/2022 10:30 BST", "ca. 17.06.2022", "13/13/2022"],
    "day_first_2000": ["17.06", "June"],
    "week_end": ["uke 24", "2022-W53", "W60 2022"],
    "excel_day": ["2022", "20220617"],
    "unix_seconds": ["0", "20220617", "1655454600000"],
    "unix_milliseconds": ["1655454600"],
    "decimal_comma": ["0.500", "1234.567", ".500", "1.234 567", "1,2,3", "-5-", "1.25,5"],
    "decimal_point": ["0,500", "1,25", "1.250,00", "1,2345"],
    "with_zone": ["2022-06-18 02:30:00 BST", "2022-06-18 00:30:00 CET", "2022-01-18 00:30:00 CEST", "2022-06-18 00:30:00 EST"],
}


@pytest.mark.parametrize(("helper", "value"), [(helper, value) for helper, values in READ.items() for value in values])
def test_a_helper_reads_the_forms_that_exist(connection, helper, value):
    assert connection.execute(f"select {helper}($1)", [value]).fetchone()[0] == READ[helper][value]


@pytest.mark.parametrize(("helper", "value"), [(helper, value) for helper, values in ASKED.items() for value in values])
def test_what_cannot_be_known_is_given_back_so_that_the_gate_does_not_read_it(connection, helper, value):
    kind = "number" if helper.startswith("decimal") else "moment"
    [given] = connection.execute(f"select {helper}($1)", [value]).fetchone()
    assert given.startswith(value)
    with duckdb.connect() as gate:
        gate.execute(GATE)
        read = "moment_value($1, moment_kind($1))" if kind == "moment" else "number_value($1)"
        assert gate.execute(f"select {read}", [given]).fetchone()[0] is None


def landed(sources, expression, values, column="due_at", source="files = 'promises.csv'"):
    rows = "".join(f'{number},2022-01-01,s,"{value}"\n' for number, value in enumerate(values))
    sources.file("promises.csv", "id,made,seller,due\n" + rows)
    columns = COLUMNS.replace('due_at = "due"', f'{column} = "{expression}"' + ('\ndue_at = "made"' if column != "due_at" else ""))
    sources.land(source, columns)
    return [value for (value,) in sources.landed(column)]


TIMES = [f"2022-06-18 00:30:00{zone}" for zone in (" BST", " CEST", " CET", " UTC", "+02:00", " EST", " Europe/Oslo")]


@pytest.mark.parametrize(
    "expression", ["due::timestamptz", "try_cast(due as timestamptz)", "cast(due as timestamp with time zone) + interval 0 day"]
)
def test_letters_that_are_several_zones_or_leave_out_summer_time_are_no_instant(sources, expression):
    asked = [None if "try_cast" in expression else time for time in TIMES]
    oslo, utc = "2022-06-17 22:30:00+00", "2022-06-18 00:30:00+00"
    assert landed(sources, expression, TIMES) == [asked[0], oslo, asked[2], utc, oslo, asked[5], oslo]


def test_a_format_that_asks_for_a_zone_does_not_guess_it_either(sources):
    values = ["18.06.2022 00:30 BST", "18.06.2022 00:30 CET", "18.06.2022 00:30 UTC"]
    assert landed(sources, "strptime(due, '%d.%m.%Y %H:%M %Z')", values) == [*values[:2], "2022-06-18 00:30:00+00"]


@pytest.mark.parametrize("expression", ["due::timestamp at time zone 'BST'", "timezone('est', due::timestamp)"])
def test_a_mapping_that_names_a_doubtful_zone_is_asked_for_a_place(sources, expression):
    sources.file("promises.csv", "id,made,seller,due\n")
    text = sources.refused(columns=COLUMNS.replace('"due"', f'"{expression}"'))
    assert "is several time zones, or one that leaves out its summer time: name a place, such as Europe/London." in text


def test_what_an_expression_could_not_read_is_not_read_without_it(sources):
    doubt = "0.500 (its expression cannot read it)"
    assert landed(sources, "decimal_comma(due)::double", ["1,5", "0.500"], "value") == ["1.5", doubt]
    assert landed(sources, "due::decimal(5, 2) / 100", ["150", "123456789"], "value") == [
        "1.5",
        "123456789 (its expression cannot read it)",
    ]


def test_a_duration_is_measured_with_the_databases_own_functions(sources):
    assert landed(sources, "date_part('epoch', due::interval) / 60", ["00:10:00", "27:15:00"], "value") == ["10.0", "1635.0"]


def test_a_rating_in_words_is_its_place_in_a_list(sources):
    assert landed(sources, "rated(due, ['Bad', 'Good'])", ["Good", "bad", "Offered", "4"], "value") == ["2", "1", "Offered", "4"]
