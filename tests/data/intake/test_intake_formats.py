"""Parquet, Excel, databases and rows in the mapping land as the same text, and what cannot be read is refused in a sentence."""

import gzip
import sqlite3
from datetime import date, datetime, time

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook
from sources import COLUMNS, GOOD, HEADER

from data.intake.staging import BLANKS


def test_files_of_one_glob_are_joined_by_column_name(sources, capsys):
    sources.file("2022-01.csv", HEADER + GOOD)
    sources.file("2022-02.csv", "due,ID,seller,made,zone\n2022-03-01,b,t,2022-02-02,Europe/Oslo\n")
    sources.land('files = "2022-*.csv"', COLUMNS + 'zone = "zone"')
    assert sources.landed("promise_id, due_at, zone, source_file, source_row") == [
        ("a", "2022-02-01", "UTC", "2022-01.csv", 2),
        ("b", "2022-03-01", "Europe/Oslo", "2022-02.csv", 2),
    ]
    assert "2022-01.csv has no column `zone`: read as empty there" in capsys.readouterr().out


def test_spellings_of_nothing_are_named_per_source(sources):
    sources.file("promises.csv", HEADER + "a,2022-01-01,?,2022-02-01\nb,2022-01-01, N/A ,2022-02-01\nc,2022-01-01,??,2022-02-01\n")
    sources.land('files = "promises.csv"\nnull = ["?", "N/A"]')
    assert sources.landed("promise_id, seller_id") == [("a", None), ("b", None), ("c", "??")]


def test_parquet_lands_as_text_with_its_row_numbers(sources):
    table = pa.table(
        {
            "id": [1, 2],
            "made": [datetime(2022, 1, 1, 9, 30), None],
            "seller": [" s ", ""],
            "due": [date(2022, 2, 1), date(2022, 2, 2)],
            "worth": [10.5, 3.0],
        }
    )
    pq.write_table(table, sources.folder / "p.parquet")
    sources.land('files = "p.parquet"', COLUMNS + 'value = "worth"')
    assert sources.landed("promise_id, recorded_at, seller_id, due_at, value, source_row") == [
        ("1", "2022-01-01 09:30:00", "s", "2022-02-01", "10.5", 1),
        ("2", None, None, "2022-02-02", "3.0", 2),
    ]


def test_excel_is_read_by_sheet_with_its_row_numbers(sources):
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
    book.save(sources.folder / "p.xlsx")
    sources.land('files = "p.xlsx"\nsheet = "Promises"\nskip = 1', COLUMNS + 'value = "worth"\nreason = \'"at"\'')
    assert sources.landed("promise_id, recorded_at, seller_id, due_at, reason, value, source_row") == [
        ("4711", "2022-01-01 09:30:00", "s", "2022-02-01", "14:05:00", "10.5", 3),
        ("b", "2022-01-01 00:00:00", "true", "2022-02-01", None, "3", 5),
    ]
    [(_, row, raw, error)] = sources.torn()
    assert (row, error) == (6, "a value beyond the last of 6 columns that have a header")
    assert "a remark beside the table" in raw
    assert "has no sheet `Promise`; nearest: `Promises`" in sources.refused('files = "p.xlsx"\nsheet = "Promise"')


def test_a_sqlite_table_and_a_query_are_sources(sources):
    with sqlite3.connect(sources.folder / "erp.sqlite") as base:
        base.execute('create table "order lines" (id integer, made text, seller text, due text)')
        base.executemany(
            'insert into "order lines" values (?, ?, ?, ?)', [(1, "2022-01-01", "s:1 100%", "2022-02-01"), (2, None, "t", "x")]
        )
    sources.land('url = "sqlite:///erp.sqlite"\ntable = "order lines"')
    assert sources.landed("promise_id, seller_id, source_file, source_row") == [
        ("1", "s:1 100%", "rows.order lines", 1),
        ("2", "t", "rows.order lines", 2),
    ]
    sources.land('url = "sqlite:///erp.sqlite"\nquery = """select * from "order lines" where seller like \'%:1%\'"""')
    assert sources.landed("promise_id, source_file") == [("1", "rows")]


def test_rows_can_be_written_in_the_mapping(sources):
    sources.land(
        'rows = [{ id = "a", made = 2022-01-01, seller = "s", due = 2022-02-01 }, { id = "b", made = 2022-01-01, late = true, due = 3 }]',
        COLUMNS + 'reason = "late"',
    )
    assert sources.landed("promise_id, recorded_at, seller_id, due_at, reason, source_file, source_row") == [
        ("a", "2022-01-01", "s", "2022-02-01", None, "mapping.toml", 1),
        ("b", "2022-01-01", None, "3", "true", "mapping.toml", 2),
    ]


@pytest.mark.parametrize(
    ("name", "content", "source", "text"),
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
def test_a_source_that_cannot_be_read_is_refused_in_one_clear_sentence(sources, name, content, source, text):
    sources.file(name, HEADER + GOOD if content is None else content)
    assert text.format(folder=sources.folder) in sources.refused(source)


def test_a_file_that_is_named_absolutely_is_not_reported_as_elsewhere(sources):
    gone = sources.folder / "elsewhere" / "erp.sqlite"
    assert sources.refused(f'url = "sqlite:///{gone}"\ntable = "t"') == f"source `rows`: {gone}: no such file."
    assert sources.refused(f'files = "{gone}"') == f"{gone}: no such file (source `rows`)."


def test_blanks_are_the_same_for_parquet_as_for_text():
    blanks = duckdb.sql(f"select {BLANKS}").fetchone()[0]
    assert blanks.strip() == ""
