"""Sources of every kind land as the canonical feeds, and nothing is lost or misread on the way."""

import csv
import gzip
import io
import json
import sqlite3
import subprocess
import sys
from datetime import date, datetime, time

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from data import feeds, places
from data.intake import check_mapping, land
from data.intake.delimited import split
from data.intake.mapping import Refused
from data.intake.staging import BLANKS
from data.intake.tables import Torn

COLUMNS = """
[feeds.promises.columns]
promise_id = "id"
recorded_at = "made"
seller_id = "seller"
step = "'customer_delivery'"
due_at = "due"
"""
HEADER = "id,made,seller,due\n"
GOOD = "a,2022-01-01,s,2022-02-01\n"


@pytest.fixture
def world(tmp_path, monkeypatch):
    monkeypatch.setenv("HOLDT_HOME", str(tmp_path / "home"))
    return World(tmp_path)


class World:
    """A folder with files and a mapping over them."""

    def __init__(self, folder):
        self.folder = folder
        self.mapping = folder / "mapping.toml"

    def file(self, name, content):
        path = self.folder / name
        if isinstance(content, str):
            content = content.encode()
        path.write_bytes(content)
        return path

    def land(self, source='files = "promises.csv"', columns=COLUMNS, from_="rows", more="", top=""):
        self.mapping.write_text(f'{top}\n[sources.rows]\n{source}\n[[feeds.promises]]\nfrom = "{from_}"\n{columns}\n{more}')
        return land.land(self.mapping)

    def landed(self, columns="promise_id", feed="promises"):
        return duckdb.sql(f"select {columns} from '{places.landing()}/{feed}.parquet' order by source_file, source_row").fetchall()

    def torn(self):
        return duckdb.sql(
            f"select feed, source_row, raw, error from '{places.landing()}/rejected_lines.parquet' order by source_row"
        ).fetchall()

    def refused(self, *args, **kwargs):
        with pytest.raises(Refused) as refused:
            self.land(*args, **kwargs)
        return "\n".join(refused.value.sentences)


def test_every_column_of_the_contract_lands_as_text_in_its_order(world):
    world.file("promises.csv", HEADER + GOOD)
    world.land()
    described = duckdb.sql(f"describe select * from '{places.landing()}/promises.parquet'").fetchall()
    wanted = [(column.name, "VARCHAR") for column in feeds.PROMISES.columns]
    assert [row[:2] for row in described] == [*wanted, ("source_file", "VARCHAR"), ("source_row", "BIGINT")]
    assert world.landed("promise_id, quantity, source_file, source_row") == [("a", None, "promises.csv", 2)]


def test_the_manifest_says_what_landed(world):
    world.file("promises.csv", HEADER + GOOD + "torn,2022-0")
    manifest = world.land(top='name = "Mine"\nas_of = 2022-07-18\nzone = "Europe/Oslo"')
    assert manifest == json.loads((places.landing() / "manifest.json").read_text())
    assert manifest["mapping"] == "Mine"
    assert (manifest["as_of"], manifest["zone"]) == ("2022-07-18", "Europe/Oslo")
    assert manifest["feeds"]["promises"] == {
        "rows": 1,
        "rejected": 1,
        "mapped_columns": ["promise_id", "recorded_at", "seller_id", "step", "due_at"],
        "files": ["promises.csv"],
    }


def test_the_command_line_decides_the_as_of_day_before_the_mapping_does(world):
    world.file("promises.csv", HEADER + GOOD)
    assert world.land(top="as_of = 2022-07-18")["as_of"] == "2022-07-18"
    assert land.land(world.mapping, as_of=date(2023, 1, 1))["as_of"] == "2023-01-01"


@pytest.mark.parametrize(
    ("name", "content", "source"),
    [
        ("p.csv", "\ufeff" + HEADER + GOOD, ""),
        ("p.csv", (HEADER + GOOD).replace("\n", "\r\n"), ""),
        ("p.csv", (HEADER + GOOD).replace(",", ";"), ""),
        ("p.tsv", (HEADER + GOOD).replace(",", "\t"), ""),
        ("p.txt", (HEADER + GOOD).replace(",", "|"), ""),
        ("p.csv", (HEADER + GOOD).replace(",", "~"), 'delimiter = "~"'),
        ("p.csv", "a report of ours\n\n" + HEADER + GOOD, "skip = 1"),
        ("p.csv", " id , made,seller,due\n a\u00a0,2022-01-01 ,\ts,2022-02-01\n\n,,,\n", ""),
        ("p.csv", HEADER.strip() + ",\n" + GOOD.strip() + ",\n", ""),
        ("p.csv", (HEADER + GOOD).encode("utf-16"), ""),
        ("p.csv.gz", gzip.compress((HEADER + GOOD).encode()), ""),
    ],
    ids=["mark", "crlf", "semicolon", "tab", "bar", "other", "skipped", "spaces", "last-comma", "utf-16", "gzip"],
)
def test_text_files_are_read_however_they_were_written(world, name, content, source):
    world.file(name, content)
    world.land(f'files = "{name}"\n{source}')
    assert world.landed("promise_id, recorded_at, seller_id, due_at") == [("a", "2022-01-01", "s", "2022-02-01")]
    assert world.torn() == []


def test_quotes_may_be_escaped_in_the_manner_of_mysql(world):
    world.file("promises.csv", HEADER + 'a,2022-01-01,"the \\"best\\", he says",2022-02-01\n')
    world.land('files = "promises.csv"\nescape = "\\\\"')
    assert world.landed("seller_id") == [('the "best", he says',)]


def test_a_row_is_found_again_on_its_line_also_after_values_with_line_breaks(world):
    text = HEADER + 'a,2022-01-01,"s\nof\r\nthree lines",2022-02-01\n\nb,2022-01-01,s,2022-02-01\nbad line\n"c",2022-01-01,s,2022-02-01\n'
    path = world.file("promises.csv", text)
    world.land()
    lines = path.read_bytes().split(b"\n")
    found = world.landed("promise_id, source_row")
    assert found == [("a", 2), ("b", 6), ("c", 8)]
    assert all(lines[row - 1].lstrip(b'"').startswith(name.encode()) for name, row in found)
    assert world.torn() == [("promises", 7, "bad line", "1 columns where the header has 4")]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("b,2022-01-01", "2 columns where the header has 4"),
        ("b,2022-01-01,s,2022-02-01,surplus", "5 columns where the header has 4"),
        ('b,2022-01-01,"s,2022-02-01', "a quote"),
        ('b,2022-01-01,"s" the best,2022-02-01', "a quote stands inside a quoted value"),
    ],
    ids=["too-few", "too-many", "never-closed", "inside"],
)
@pytest.mark.parametrize("place", ["between", "last", "torn"])
def test_a_line_that_does_not_split_is_set_aside_and_costs_no_other(world, line, said, place):
    after = "" if place != "between" else 'c,2022-01-01,"quoted, ""s""",2022-02-01\nd,2022-01-01,s,2022-02-01\n'
    end = "" if place == "torn" else "\n"
    world.file("promises.csv", HEADER + GOOD + line + end + after)
    manifest = world.land()
    [(feed, row, raw, error)] = world.torn()
    assert (feed, row, raw) == ("promises", 3, line)
    assert said in error
    assert world.landed() == ([("a",), ("c",), ("d",)] if place == "between" else [("a",)])
    assert manifest["feeds"]["promises"]["rejected"] == 1


def test_a_last_line_without_its_end_is_landed_and_told(world, capsys):
    world.file("promises.csv", HEADER + GOOD + "b,2022-01-01,s,2022-0")
    world.land()
    assert world.landed("promise_id, due_at") == [("a", "2022-02-01"), ("b", "2022-0")]
    assert "the last line of promises.csv has no line end: if the file was cut short, its last value may be too" in capsys.readouterr().out
    world.file("promises.csv", HEADER + GOOD)
    world.land()
    assert "line end" not in capsys.readouterr().out


@given(st.lists(st.text(alphabet='ab,"\n\r ', max_size=12), max_size=8).map("\n".join))
@settings(max_examples=400, deadline=None)
def test_whatever_a_file_holds_no_line_vanishes(text):
    lines = list(io.StringIO(text, newline=""))
    read = list(split(iter(lines), {"strict": True}, 2, 1))
    torn = [one for one in read if isinstance(one, Torn)]
    found = {one[0]: one[1] for one in read if not isinstance(one, Torn)}
    starts = sorted([*found, *(one.row for one in torn)])
    assert len(starts) == len(set(starts))
    assert [lines[one.row - 1].rstrip("\r\n") for one in torn] == [one.raw for one in torn]
    # between two beginnings lie only the rest of a quoted value, or lines that carry nothing
    covered = "".join("".join(row) for row in found.values()) + "".join(one.raw for one in torn)
    for letter in "ab":
        assert covered.count(letter) == text.count(letter)


@given(st.lists(st.tuples(st.text(max_size=9), st.text(max_size=9), st.text(min_size=1, max_size=4)), max_size=6))
@settings(max_examples=200, deadline=None)
def test_what_a_csv_writer_wrote_is_what_is_read(rows):
    rows = [tuple(value.replace("\x00", "") for value in row) for row in rows]
    rows = [row for row in rows if "".join(row).strip()]
    written = io.StringIO(newline="")
    csv.writer(written).writerows(rows)
    read = split(iter(io.StringIO(written.getvalue(), newline="")), {"strict": True}, 3, 1)
    assert [tuple(row) for _, row in read] == rows


def test_files_of_one_glob_are_joined_by_column_name(world, capsys):
    world.file("2022-01.csv", HEADER + GOOD)
    world.file("2022-02.csv", "due,ID,seller,made,zone\n2022-03-01,b,t,2022-02-02,Europe/Oslo\n")
    world.land('files = "2022-*.csv"', COLUMNS + 'zone = "zone"')
    assert world.landed("promise_id, due_at, zone, source_file, source_row") == [
        ("a", "2022-02-01", "UTC", "2022-01.csv", 2),
        ("b", "2022-03-01", "Europe/Oslo", "2022-02.csv", 2),
    ]
    assert "2022-01.csv has no column `zone`: read as empty there" in capsys.readouterr().out


def test_a_second_column_of_the_same_name_gets_a_number(world):
    world.file("promises.csv", "id,made,seller,due,due,\na,2022-01-01,s,2022-02-01,2022-02-02,x\n")
    world.land(columns=COLUMNS.replace('"due"', '"due_1"') + 'reason = "column6"')
    assert world.landed("due_at, reason") == [("2022-02-02", "x")]


def test_spellings_of_nothing_are_named_per_source(world):
    world.file("promises.csv", HEADER + "a,2022-01-01,?,2022-02-01\nb,2022-01-01, N/A ,2022-02-01\nc,2022-01-01,??,2022-02-01\n")
    world.land('files = "promises.csv"\nnull = ["?", "N/A"]')
    assert world.landed("promise_id, seller_id") == [("a", None), ("b", None), ("c", "??")]


def test_parquet_lands_as_text_with_its_row_numbers(world):
    table = pa.table(
        {
            "id": [1, 2],
            "made": [datetime(2022, 1, 1, 9, 30), None],
            "seller": [" s ", ""],
            "due": [date(2022, 2, 1), date(2022, 2, 2)],
            "worth": [10.5, 3.0],
        }
    )
    pq.write_table(table, world.folder / "p.parquet")
    world.land('files = "p.parquet"', COLUMNS + 'value = "worth"')
    assert world.landed("promise_id, recorded_at, seller_id, due_at, value, source_row") == [
        ("1", "2022-01-01 09:30:00", "s", "2022-02-01", "10.5", 1),
        ("2", None, None, "2022-02-02", "3.0", 2),
    ]


def test_excel_is_read_by_sheet_with_its_row_numbers(world):
    book = Workbook()
    book.active.append(["not this one"])
    sheet = book.create_sheet("Promises")
    sheet.append(["A heading of ours"])
    sheet.append(["id", "made", "seller", "due", "at", "worth"])
    sheet.append([4711, datetime(2022, 1, 1, 9, 30), "s", date(2022, 2, 1), time(14, 5), 10.5])
    sheet.append([])
    sheet.append(["b", datetime(2022, 1, 1), True, "2022-02-01", None, 3])
    sheet.append(["c", None, "s", None, None, None, "a remark beside the table"])
    sheet["B5"].number_format = "yyyy-mm-dd hh:mm"
    book.save(world.folder / "p.xlsx")
    world.land('files = "p.xlsx"\nsheet = "Promises"\nskip = 1', COLUMNS + 'value = "worth"\nreason = \'"at"\'')
    assert world.landed("promise_id, recorded_at, seller_id, due_at, reason, value, source_row") == [
        ("4711", "2022-01-01 09:30:00", "s", "2022-02-01", "14:05:00", "10.5", 3),
        ("b", "2022-01-01 00:00:00", "true", "2022-02-01", None, "3", 5),
    ]
    [(_, row, raw, error)] = world.torn()
    assert (row, error) == (6, "a value beyond the last of 6 columns that have a header")
    assert "a remark beside the table" in raw
    assert "has no sheet `Promise`; nearest: `Promises`" in world.refused('files = "p.xlsx"\nsheet = "Promise"')


def test_a_sqlite_table_and_a_query_are_sources(world):
    with sqlite3.connect(world.folder / "erp.sqlite") as base:
        base.execute('create table "order lines" (id integer, made text, seller text, due text)')
        base.executemany(
            'insert into "order lines" values (?, ?, ?, ?)', [(1, "2022-01-01", "s:1 100%", "2022-02-01"), (2, None, "t", "x")]
        )
    world.land('url = "sqlite:///erp.sqlite"\ntable = "order lines"')
    assert world.landed("promise_id, seller_id, source_file, source_row") == [
        ("1", "s:1 100%", "rows.order lines", 1),
        ("2", "t", "rows.order lines", 2),
    ]
    world.land('url = "sqlite:///erp.sqlite"\nquery = """select * from "order lines" where seller like \'%:1%\'"""')
    assert world.landed("promise_id, source_file") == [("1", "rows")]


def test_rows_can_be_written_in_the_mapping(world):
    world.land(
        'rows = [{ id = "a", made = 2022-01-01, seller = "s", due = 2022-02-01 }, { id = "b", made = 2022-01-01, late = true, due = 3 }]',
        COLUMNS + 'reason = "late"',
    )
    assert world.landed("promise_id, recorded_at, seller_id, due_at, reason, source_file, source_row") == [
        ("a", "2022-01-01", "s", "2022-02-01", None, "mapping.toml", 1),
        ("b", "2022-01-01", None, "3", "true", "mapping.toml", 2),
    ]


def test_a_value_that_an_expression_cannot_read_lands_as_it_was(world):
    world.file("promises.csv", HEADER + "a,2022-01-01,s,31 June\nb,2022-01-01,s,\nc,2022-01-01,s,2022-06-30\n")
    columns = COLUMNS.replace('due_at = "due"', 'due_at = "due::date"\nvalue = "(seller || due)::int + 1"')
    world.land(columns=columns)
    assert world.landed("promise_id, due_at, value") == [
        ("a", "31 June", "31 June s"),
        ("b", None, None),
        ("c", "2022-06-30", "2022-06-30 s"),
    ]


def test_moments_land_in_the_precision_that_the_mapping_gives_them(world):
    world.file("promises.csv", HEADER + "a,2022-06-17 10:30:00+02:00,s,2022-06-17 10:30\n")
    for cast, made, due in [
        ("{}", "2022-06-17 10:30:00+02:00", "2022-06-17 10:30"),
        ("{}::timestamptz", "2022-06-17 08:30:00+00", "2022-06-17 10:30:00+00"),
        ("{}::timestamp::date", "2022-06-17", "2022-06-17"),
    ]:
        world.land(columns=COLUMNS.replace('"made"', f'"{cast.format("made")}"').replace('"due"', f'"{cast.format("due")}"'))
        assert world.landed("recorded_at, due_at") == [(made, due)]


def test_a_bad_value_that_cannot_be_tried_row_by_row_is_refused_with_its_words(world):
    world.file("promises.csv", HEADER + "a,2022-01-01,s,31 June\n")
    for columns in (COLUMNS.replace('"due"', '"max(due::date) over ()"'), "where = \"due::date > '2022-01-01'\"\n" + COLUMNS):
        said = world.refused(columns=columns)
        assert "31 June" in said
        assert "try_cast" in said
        with pytest.raises(Refused, match="31 June"):
            check_mapping.show(world.mapping, None, None)


def test_same_names_need_no_columns_written_out(world, capsys):
    world.file("promises.csv", "promise_id,recorded_at,seller_id,step,due_at,Region,ours\na,2022-01-01,s,pickup,2022-02-01,Oslo,x\n")
    world.land(columns='columns = "*"')
    assert world.landed("promise_id, step, region") == [("a", "pickup", "Oslo")]
    world.file("promises.csv", "promise_id,recorded_at,seller,step,due_at\n")
    assert "promises.seller_id is required, and promises.csv (source `rows`) has no column `seller_id`; nearest: `seller`" in world.refused(
        columns='columns = "*"'
    )


def test_a_column_that_no_joined_source_has_names_them_all(world):
    world.file("promises.csv", HEADER + GOOD)
    world.file("people.csv", "seller,region\ns,Oslo\n")
    more = '[sources.people]\nfiles = "people.csv"'
    said = world.refused(columns=COLUMNS + 'region = "regin"', from_="rows left join people using (seller)", more=more)
    assert (
        "promises.region: none of promises.csv (source `rows`), people.csv (source `people`) has a column `regin`; nearest: `region`."
        in said
    )


def test_torn_lines_are_counted_once_for_the_feed_that_reads_them_first(world):
    world.file("promises.csv", HEADER + GOOD + "torn\n")
    world.file("people.csv", "seller,name\ns,Store\ntorn\n")
    more = """
[sources.people]
files = "people.csv"
[[feeds.sellers]]
from = "people"
[feeds.sellers.columns]
seller_id = "seller"
[[feeds.partners]]
from = "rows"
[feeds.partners.columns]
partner_id = "seller"
"""
    manifest = world.land(from_="rows left join people using (seller)", more=more)
    assert {feed: told["rejected"] for feed, told in manifest["feeds"].items()} == {"promises": 1, "sellers": 1, "partners": 0}
    assert [row[0] for row in world.torn()] == ["promises", "sellers"]


@pytest.mark.parametrize(
    ("name", "content", "source", "said"),
    [
        ("promises.csv", None, 'files = "promise.csv"', "promise.csv: no such file in {folder} (source `rows`); nearest: `promises.csv`."),
        ("promises.csv", None, 'files = "erp*.csv"', "erp*.csv: matches no file in {folder} (source `rows`)."),
        ("promises.csv", "", 'files = "promises.csv"', "promises.csv: is empty (0 bytes), not even a header; export it again"),
        ("promises.csv", "\n\n", 'files = "promises.csv"', "promises.csv: has no header line"),
        (
            "promises.csv",
            (HEADER + "a,2022-01-01,Bjørn,2022-02-01\n").encode("cp1252"),
            'files = "promises.csv"',
            "line 2: byte 0xF8 near `022-01-01,Bj�rn,2022-02-` is not UTF-8 text; exports of Excel and older systems are often cp1252",
        ),
        ("promises.csv", "x", 'files = "promises.csv"\nencoding = "cp1253x"', "`cp1253x` is no encoding that Python knows"),
        (
            "p.csv.gz",
            gzip.compress((HEADER + GOOD * 5000).encode(), mtime=0)[:60],
            'files = "p.csv.gz"',
            "p.csv.gz: the compressed file is cut short",
        ),
        ("p.parquet", "not parquet at all", 'files = "p.parquet"', "p.parquet: cannot be read as Parquet"),
        ("p.xlsx", "not a workbook", 'files = "p.xlsx"', "p.xlsx: cannot be read as an Excel workbook"),
        ("p.xls", "old", 'files = "p.xls"', "p.xls: the old .xls format cannot be read; save the workbook as .xlsx."),
        ("p.csv", "x", 'url = "sqlite:///erp.sqlite"\ntable = "t"', "source `rows`: erp.sqlite: no such file in {folder}"),
        (
            "p.csv",
            "x" * 5000,
            'url = "sqlite:///p.csv"\ntable = "t"',
            "source `rows` (sqlite at p.csv): table `t` cannot be read: file is not a database",
        ),
        ("p.csv", "x", 'url = "nosuch://h/db"\ntable = "t"', "no driver for `nosuch` is installed"),
        (
            "p.csv",
            "x",
            'url = "postgresql+psycopg://${HOLDT_NO_SUCH}@h/db"\ntable = "t"',
            "the environment variable HOLDT_NO_SUCH is not set",
        ),
    ],
)
def test_a_source_that_cannot_be_read_is_refused_in_one_clear_sentence(world, name, content, source, said):
    world.file(name, HEADER + GOOD if content is None else content)
    assert said.format(folder=world.folder) in world.refused(source)


def test_a_file_that_is_named_absolutely_is_not_said_to_be_elsewhere(world):
    gone = world.folder / "elsewhere" / "erp.sqlite"
    assert world.refused(f'url = "sqlite:///{gone}"\ntable = "t"') == f"source `rows`: {gone}: no such file."
    assert world.refused(f'files = "{gone}"') == f"{gone}: no such file (source `rows`)."


@pytest.mark.parametrize(
    ("content", "source", "shown"),
    [
        ("id;made;seller;due\n", 'delimiter = ","', "id;made;seller;due"),
        ("id^made^seller^due\n", "", "id^made^seller^due"),
        ("Orders of the week 25\n\nid;made;seller;due\na;b;c;d\n", "", "Orders of the week 25"),
        (";".join(f"column {number}" for number in range(20)) + "\n", 'delimiter = ","', "column 0;column 1;column 2;column 3;column 4;column 5;column…"),
    ],
    ids=["delimiter", "unusual delimiter", "title", "long"],
)
def test_a_header_that_came_out_as_one_column_is_told_in_one_sentence(world, content, source, shown):
    world.file("promises.csv", content)
    said = f"promises.csv: the header was read as one column (`{shown}`): set `delimiter` or `skip` of source `rows`."
    assert world.refused(f'files = "promises.csv"\n{source}') == said


def test_a_file_of_one_column_is_read_where_the_mapping_speaks_of_it(world):
    world.file("promises.csv", "ID\na\n")
    columns = COLUMNS.replace('"made"', "\"'2022-01-01'\"").replace('"seller"', "\"'s'\"").replace('"due"', "\"'2022-02-01'\"")
    world.land(columns=columns)
    assert world.landed() == [("a",)]


def test_wrong_encoding_is_mended_by_naming_it(world):
    world.file("promises.csv", (HEADER + "a,2022-01-01,Bjørn,2022-02-01\n").encode("cp1252"))
    world.land('files = "promises.csv"\nencoding = "cp1252"')
    assert world.landed("seller_id") == [("Bjørn",)]


def test_a_file_with_only_a_header_lands_no_rows(world):
    world.file("promises.csv", HEADER)
    assert world.land()["feeds"]["promises"]["rows"] == 0
    assert world.landed() == []


def test_a_refused_intake_leaves_what_landed_before_untouched(world):
    world.file("promises.csv", HEADER + GOOD)
    world.land()
    before = {path.name: path.read_bytes() for path in places.landing().iterdir()}
    world.file("promises.csv", "")
    world.refused()
    assert {path.name: path.read_bytes() for path in places.landing().iterdir()} == before
    assert [path.name for path in places.home().iterdir()] == ["landing"]


def test_the_same_sources_land_as_the_same_bytes(world):
    names = [f"seller {number % 7}" for number in range(30_000)]
    world.file("promises.csv", HEADER + "".join(f"{number},2022-01-01,{name},2022-02-01\n" for number, name in enumerate(names)))
    world.file("people.csv", "seller,region\n" + "".join(f"seller {number},r{number}\n" for number in range(7)))
    more = '[sources.people]\nfiles = "people.csv"'
    landed = []
    for _ in range(2):
        world.land(columns=COLUMNS + 'region = "region"', from_="rows join people using (seller)", more=more)
        landed.append((places.landing() / "promises.parquet").read_bytes())
    assert landed[0] == landed[1]


def test_the_command_prints_sentences_and_no_traceback(world):
    world.file("promises.csv", HEADER + GOOD)
    world.land()

    def run(*arguments):
        command = [sys.executable, "-m", "data.intake", "--sources", str(world.mapping), *arguments]
        return subprocess.run(command, capture_output=True, text=True, cwd=places.ROOT)

    good = run("--as-of", "2022-07-18")
    assert (good.returncode, good.stderr) == (0, "")
    assert all(line.startswith("holdt: ") for line in good.stdout.splitlines())
    bad = run("--root", str(world.folder / "nowhere"))
    assert bad.returncode == 2
    assert bad.stderr == f"holdt: {world.folder}/nowhere: no such folder; `root` in mapping.toml or ROOT=… says where the files are.\n"


def test_a_day_that_is_no_day_is_told_in_the_words_of_make(world, capsys):
    world.file("promises.csv", HEADER + GOOD)
    world.land()
    assert land.main(["--sources", str(world.mapping), "--as-of", "18.7.2022"]) == 2
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
def test_a_day_that_makes_little_sense_is_doubted_and_not_refused(world, capsys, how, day, doubt):
    world.file("promises.csv", HEADER + GOOD)
    world.land()
    capsys.readouterr()
    assert land.main(["--sources", str(world.mapping), "--as-of", day, *how]) == 0
    told = [line for line in capsys.readouterr().out.splitlines() if line.startswith("holdt: AS_OF")]
    assert len(told) == (doubt is not None) and all(line.startswith(f"holdt: {doubt}") for line in told)


@pytest.mark.parametrize("how", [(), ("--check",)])
def test_a_home_with_an_apostrophe_is_refused_before_anything_is_read(world, monkeypatch, capsys, how):
    world.file("promises.csv", HEADER + GOOD)
    world.land()
    monkeypatch.setenv("HOLDT_HOME", str(world.folder / "o'clock"))
    assert land.main(["--sources", str(world.mapping), *how]) == 2
    said = capsys.readouterr().err
    assert said == f"holdt: the path {world.folder}/o'clock holds an apostrophe, which SQL cannot carry; choose another HOLDT_HOME\n"
    assert not places.home().exists()


def test_the_check_says_that_the_gate_will_refuse_an_empty_feed(world, capsys):
    world.file("promises.csv", HEADER)
    world.land()
    assert land.main(["--check", "--sources", str(world.mapping)]) == 2
    said = capsys.readouterr().out
    assert "! promises: 0 rows; a build will refuse this" in said
    assert "this mapping can be built" not in said


def test_the_check_says_what_will_be_read_and_writes_nothing(world, capsys):
    rows = "a,2022-01-01,s,17.06.2022,\nb,2022-01-01,s,,\nc,2022-01-01,s,2022-06-30,\ntorn\n"
    world.file("promises.csv", HEADER.strip() + ",wish\n" + rows)
    columns = COLUMNS + "requested_at = \"wish\"\nkind = \"if(id = 'c', 'By_Date', 'sometime')\""
    world.mapping.write_text(
        f'name = "Mine"\nas_of = 2022-07-18\n[sources.rows]\nfiles = "promises.csv"\n[[feeds.promises]]\nfrom = "rows"\n{columns}'
    )
    assert land.main(["--check", "--sources", str(world.mapping)]) == 0
    said = capsys.readouterr().out
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
        assert sentence in said
    assert not places.home().exists()
    world.mapping.write_text(world.mapping.read_text().replace('"made"', '"maid"'))
    assert land.main(["--check", "--sources", str(world.mapping)]) == 2
    assert "promises.csv (source `rows`) has no column `maid`; nearest: `made`" in capsys.readouterr().err


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


def test_blanks_are_the_same_for_parquet_as_for_text():
    blanks = duckdb.sql(f"select {BLANKS}").fetchone()[0]
    assert blanks.strip() == ""
