"""What a person is shown at the command line: the report on a mapping, doubts, refusals."""

import subprocess
import sys
from datetime import date

import duckdb
import pytest
from sources import COLUMNS, GOOD, HEADER

from data.contract import places
from data.intake import check_mapping, land
from data.intake.__main__ import main


def test_the_command_line_decides_the_as_of_day_before_the_mapping_does(sources):
    sources.file("promises.csv", HEADER + GOOD)
    assert sources.land(top="as_of = 2022-07-18")["as_of"] == "2022-07-18"
    assert land.land(sources.mapping, as_of=date(2023, 1, 1))["as_of"] == "2023-01-01"


def test_the_command_prints_sentences_and_no_traceback(sources):
    sources.file("promises.csv", HEADER + GOOD)
    sources.land()

    def run(*arguments):
        command = [sys.executable, "-m", "data.intake", "--sources", str(sources.mapping), *arguments]
        return subprocess.run(command, capture_output=True, text=True, cwd=places.ROOT)

    good = run("--as-of", "2022-07-18")
    assert (good.returncode, good.stderr) == (0, "")
    assert all(line.startswith("holdt: ") for line in good.stdout.splitlines())
    bad = run("--root", str(sources.folder / "nowhere"))
    assert bad.returncode == 2
    assert bad.stderr == f"holdt: {sources.folder}/nowhere: no such folder; `root` in mapping.toml or ROOT=… says where the files are.\n"


def test_a_day_that_is_no_day_is_reported_in_the_words_of_make(sources, capsys):
    sources.file("promises.csv", HEADER + GOOD)
    sources.land()
    assert main(["--sources", str(sources.mapping), "--as-of", "18.7.2022"]) == 2
    assert capsys.readouterr().err == "holdt: AS_OF must be a day such as 2022-07-18, not `18.7.2022`.\n"


@pytest.mark.parametrize("how", [(), ("--check",)])
@pytest.mark.parametrize(
    ("day", "doubt"),
    [
        ("2022-01-01", "AS_OF 2022-01-01 is too early: the first recorded_at of promises is 2022-01-01, so nothing will be known then"),
        ("2022-01-02", None),
        ("2999-01-01", "AS_OF 2999-01-01 is after today ("),
    ],
)
def test_a_day_that_makes_little_sense_is_doubted_and_not_refused(sources, capsys, how, day, doubt):
    sources.file("promises.csv", HEADER + GOOD)
    sources.land()
    capsys.readouterr()
    assert main(["--sources", str(sources.mapping), "--as-of", day, *how]) == 0
    messages = [line for line in capsys.readouterr().out.splitlines() if line.startswith("holdt: AS_OF")]
    assert len(messages) == (doubt is not None) and all(line.startswith(f"holdt: {doubt}") for line in messages)


@pytest.mark.parametrize("how", [(), ("--check",)])
def test_a_home_with_an_apostrophe_is_refused_before_anything_is_read(sources, monkeypatch, capsys, how):
    sources.file("promises.csv", HEADER + GOOD)
    sources.land()
    monkeypatch.setenv("HOLDT_HOME", str(sources.folder / "o'clock"))
    assert main(["--sources", str(sources.mapping), *how]) == 2
    message = capsys.readouterr().err
    assert message == f"holdt: the path {sources.folder}/o'clock holds an apostrophe, which SQL cannot carry; choose another HOLDT_HOME\n"
    assert not places.home().exists()


def test_the_check_says_that_the_gate_will_refuse_an_empty_feed(sources, capsys):
    sources.file("promises.csv", HEADER)
    sources.land()
    assert main(["--check", "--sources", str(sources.mapping)]) == 2
    message = capsys.readouterr().out
    assert "! promises: 0 rows; a build will refuse this" in message
    assert "this mapping can be built" not in message


def test_the_check_says_what_will_be_read_and_writes_nothing(sources, capsys):
    rows = "a,2022-01-01,s,17.06.2022,\nb,2022-01-01,s,,\nc,2022-01-01,s,2022-06-30,\ntorn\n"
    sources.file("promises.csv", HEADER.strip() + ",wish\n" + rows)
    columns = COLUMNS + "requested_at = \"wish\"\nkind = \"if(id = 'c', 'By_Date', 'sometime')\""
    sources.mapping.write_text(
        f'name = "Mine"\nas_of = 2022-07-18\n[sources.rows]\nfiles = "promises.csv"\n[[feeds.promises]]\nfrom = "rows"\n{columns}'
    )
    assert main(["--check", "--sources", str(sources.mapping)]) == 0
    message = capsys.readouterr().out
    for sentence in (
        "promises: 3 rows from promises.csv",
        "due_at              66.7 %  17.06.2022                  ·                           2022-06-30",
        "! due_at: of 2 values, 1 is no date or time (day_first(…) and month_first(…) read other orders); those rows will be held back",
        "first: promises.csv, row 2: `17.06.2022`",
        "! kind: of 3 values, 2 are not one of by_date, on_date, window, appointment; those rows will be held back",
        "! 1 torn line of rows: cannot be split into columns, and will be held back",
        "first: promises.csv, line 5: 1 columns where the header has 5: `torn`",
        "- not measured: requested-date rate (requested_at is empty in every row)",
        "- not measured: rates per partner (partner_id is not mapped)",
        "no contacts: not measured: contacts, waits, notice before a break, ratings",
        "this mapping can be built",
    ):
        assert sentence in message
    assert not places.home().exists()
    sources.mapping.write_text(sources.mapping.read_text().replace('"made"', '"maid"'))
    assert main(["--check", "--sources", str(sources.mapping)]) == 2
    assert "promises.csv (source `rows`) has no column `maid`; nearest: `made`" in capsys.readouterr().err


def test_the_check_says_that_days_were_meant_where_every_due_time_is_midnight(sources, capsys):
    for due, says in (("6/17/2022 12:00:00 AM", True), ("6/17/2022 3:00:00 PM", False), ("6/17/2022", False)):
        sources.file("promises.csv", HEADER + f"a,2022-01-01,s,{due}\n")
        sources.land(columns=COLUMNS.replace('"due"', '"month_first(due)"'))
        assert main(["--check", "--sources", str(sources.mapping), "--as-of", "2022-07-18"]) == 0
        advice = '! due_at: every time of day is 00:00: if days are meant, write due_at = "(month_first(due))::date"'
        assert (advice in capsys.readouterr().out) == says
    sources.file("promises.csv", HEADER + "a,2022-01-01,s,6/17/2022 12:00:00 AM\n")
    sources.land(columns=COLUMNS.replace('"due"', '"(month_first(due))::date"'))
    assert sources.landed("due_at") == [("2022-06-17",)]


def test_the_check_and_the_gate_read_the_same_values():
    reading = pytest.importorskip("checks.reading")
    values = [
        "2022-06-17",
        "2022-6-17",
        "2022-02-30",
        "17.06.2022",
        "2022-06-17 10:30",
        "2022-06-17T10:30:00.5Z",
        "2022-06-17 10:30:00+02:00",
        "2022-06-17 10:30:00 -0230",
        "2022-06-17 10:30+02",
        "2022-06-17 25:00",
        "2022-06-17+02:00",
        "0000-01-01",
        "1234.5",
        "-3",
        "3.0",
        "3.5",
        "1e3",
        "1e400",
        "nan",
        "inf",
        "1,5",
        "1_000",
        ".5",
        ".",
        "9223372036854775808",
        "true",
        "Yes",
        "n",
        "0",
        "maybe",
        " ",
        "x",
    ]
    connection = duckdb.connect()
    connection.execute(reading.MACROS)
    for value in values:
        for kind, readable in check_mapping.READABLE.items():
            gate = "moment_value(value, moment_kind(value))" if kind == "moment" else f"{kind}_value(value)"
            condition = f"select ({readable}) is true, {gate} is not null from (select $1 as value)"
            check_reads, gate_reads = connection.execute(condition, [value]).fetchone()
            assert check_reads == gate_reads, (kind, value)
