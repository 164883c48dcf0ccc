"""What nobody can see makes no second name, and what says nothing is nothing."""

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook
from sources import COLUMNS, GOOD, HEADER

from data.intake import macros
from data.intake.visible import visible

#: as written → as seen
NAMES = {
    "Ha\u030akon": "Håkon",
    "H\u00e5kon\u00a0 ": "Håkon",
    "N\u00f8rre\u00a0A/S": "Nørre A/S",
    "B\u200b": "B",
    "\ufeffB": "B",
    "10\u00ad04\u2060": "1004",
    "\u200e4711\u200f": "4711",
    "A\x00B": "AB",
    "4711\x1a": "4711",
    "1\u202f000": "1 000",
    "Smith\u200dJones": "SmithJones",
    "مى\u200cخواهم": "مى\u200cخواهم",
    "two\nlines": "two\nlines",
    "håkon": "håkon",
    "0010": "0010",
}


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet", "rows"])
def test_a_name_is_read_as_it_is_seen(sources, kind):
    written = {text: seen for text, seen in NAMES.items() if kind == "csv" or not set(text) & {"\x00", "\x1a"}}
    table = [{"id": str(number), "made": "2022-01-01", "seller": text, "due": ""} for number, text in enumerate(written)]
    source = f'files = "p.{kind}"'
    if kind == "csv":
        sources.file("p.csv", HEADER + "".join(f'{row["id"]},{row["made"]},"{row["seller"]}",\n' for row in table))
    elif kind == "xlsx":
        book = Workbook()
        for row in [list(table[0]), *(list(row.values()) for row in table)]:
            book.active.append(row)
        book.save(sources.folder / "p.xlsx")
    elif kind == "parquet":
        pq.write_table(pa.Table.from_pylist(table), sources.folder / "p.parquet")
    else:
        lines = ", ".join("{" + ", ".join(f'{name} = """{value}"""' for name, value in row.items()) + "}" for row in table)
        source = f"rows = [{lines}]"
    sources.land(source)
    assert [name for (name,) in sources.landed("seller_id")] == list(written.values())


def test_the_two_ways_of_seeing_agree():
    with duckdb.connect() as connection:
        macros.install(connection)
        for text in (*NAMES, "a\u200c", "\u200da", "a\u200c\u200db", "\u3164x", "x\u2028y"):
            assert connection.execute("select trim(without_unseen($1), ' \n')", [text]).fetchone()[0] == visible(text), ascii(text)


def test_an_event_is_no_orphan_for_a_character_that_nobody_sees(sources):
    sources.file("promises.csv", HEADER + "B,2022-01-01,s,2022-02-01\nÅ1,2022-01-01,s,2022-02-01\n")
    sources.file(
        "deliveries.csv",
        "delivery_id,promise_id,event,occurred_at\nb,B\u200b,delivered,2022-01-05\na,A\u030a\u00a01,delivered,2022-01-05\n",
    )
    more = '[sources.d]\nfiles = "deliveries.csv"\n[[feeds.deliveries]]\nfrom = "d"\ncolumns = "*"'
    sources.land(columns=COLUMNS, more=more)
    assert sources.landed("promise_id", "deliveries") == [("B",), ("Å 1",)]


def test_a_column_is_found_by_the_name_that_is_seen(sources):
    sources.file("promises.csv", "\ufeffid,made\u200b,sel\x00ler,fo\u0308rfallodag\na,2022-01-01,s,2022-02-01\n")
    sources.land(columns=COLUMNS.replace('"due"', '"förfallodag"'))
    sources.land(columns=COLUMNS.replace('"due"', '"fo\u0308rfallodag"'))
    assert sources.landed("promise_id, seller_id, due_at") == [("a", "s", "2022-02-01")]


@pytest.mark.parametrize("nothing", ["#N/A", "#REF!", "#NV", "#I/T", "NULL", r"\N", "N/A", "NaN"])
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_what_systems_write_where_there_is_nothing_is_nothing(sources, nothing, kind):
    rows = [
        dict(zip(HEADER.strip().split(","), line.strip().split(","), strict=True)) for line in (GOOD.replace(",s,", f",{nothing},"), GOOD)
    ]
    if kind == "csv":
        sources.file("p.csv", HEADER + "".join(",".join(row.values()) + "\n" for row in rows))
    else:
        pq.write_table(pa.Table.from_pylist(rows), sources.folder / "p.parquet")
    sources.land(f'files = "p.{kind}"')
    assert sources.landed("seller_id") == [(None,), ("s",)]


def test_a_name_that_looks_like_nothing_and_is_something_stays(sources):
    for name in ("Null", "NA", "None", "-", "Nan", "#17"):
        sources.file("promises.csv", HEADER + GOOD.replace(",s,", f",{name},"))
        sources.land()
        assert sources.landed("seller_id") == [(name,)]
