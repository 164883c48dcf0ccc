"""Text files are read line by line: what does not split into columns is set aside, and costs no other row."""

import csv
import gzip
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sources import COLUMNS, GOOD, HEADER

from data.intake.delimited import split
from data.intake.tables import Torn


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
def test_text_files_are_read_however_they_were_written(sources, name, content, source):
    sources.file(name, content)
    sources.land(f'files = "{name}"\n{source}')
    assert sources.landed("promise_id, recorded_at, seller_id, due_at") == [("a", "2022-01-01", "s", "2022-02-01")]
    assert sources.torn() == []


def test_quotes_may_be_escaped_in_the_manner_of_mysql(sources):
    sources.file("promises.csv", HEADER + 'a,2022-01-01,"the \\"best\\", he says",2022-02-01\n')
    sources.land('files = "promises.csv"\nescape = "\\\\"')
    assert sources.landed("seller_id") == [('the "best", he says',)]


def test_a_row_is_found_again_on_its_line_also_after_values_with_line_breaks(sources):
    text = HEADER + 'a,2022-01-01,"s\nof\r\nthree lines",2022-02-01\n\nb,2022-01-01,s,2022-02-01\nbad line\n"c",2022-01-01,s,2022-02-01\n'
    path = sources.file("promises.csv", text)
    sources.land()
    lines = path.read_bytes().split(b"\n")
    actual = sources.landed("promise_id, source_row")
    assert actual == [("a", 2), ("b", 6), ("c", 8)]
    assert all(lines[row - 1].lstrip(b'"').startswith(name.encode()) for name, row in actual)
    assert sources.torn() == [("promises", 7, "bad line", "1 columns where the header has 4")]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("b,2022-01-01", "2 columns where the header has 4"),
        ("b,2022-01-01,s,2022-02-01,surplus", "5 columns where the header has 4"),
        ('b,2022-01-01,"s,2022-02-01', "a quote"),
        ('b,2022-01-01,"s" the best,2022-02-01', "a quote stands inside a quoted value"),
    ],
    ids=["too-few", "too-many", "never-closed", "inside"],
)
@pytest.mark.parametrize("place", ["between", "last", "torn"])
def test_a_line_that_does_not_split_is_set_aside_and_costs_no_other(sources, line, message, place):
    after = "" if place != "between" else 'c,2022-01-01,"quoted, ""s""",2022-02-01\nd,2022-01-01,s,2022-02-01\n'
    end = "" if place == "torn" else "\n"
    sources.file("promises.csv", HEADER + GOOD + line + end + after)
    manifest = sources.land()
    [(feed, row, raw, error)] = sources.torn()
    assert (feed, row, raw) == ("promises", 3, line)
    assert message in error
    assert sources.landed() == ([("a",), ("c",), ("d",)] if place == "between" else [("a",)])
    assert manifest["feeds"]["promises"]["rejected"] == 1


def test_a_last_line_without_its_end_is_landed_and_reported(sources, capsys):
    sources.file("promises.csv", HEADER + GOOD + "b,2022-01-01,s,2022-0")
    sources.land()
    assert sources.landed("promise_id, due_at") == [("a", "2022-02-01"), ("b", "2022-0")]
    assert "the last line of promises.csv has no line end: if the file was cut short, its last value may be too" in capsys.readouterr().out
    sources.file("promises.csv", HEADER + GOOD)
    sources.land()
    assert "line end" not in capsys.readouterr().out


@given(st.lists(st.text(alphabet='ab,"\n\r ', max_size=12), max_size=8).map("\n".join))
@settings(max_examples=400, deadline=None)
def test_whatever_a_file_holds_no_line_vanishes(text):
    lines = list(io.StringIO(text, newline=""))
    read = list(split(iter(lines), {"strict": True}, 2, 1))
    torn = [one for one in read if isinstance(one, Torn)]
    actual = {one[0]: one[1] for one in read if not isinstance(one, Torn)}
    starts = sorted([*actual, *(one.row for one in torn)])
    assert len(starts) == len(set(starts))
    assert [lines[one.row - 1].rstrip("\r\n") for one in torn] == [one.raw for one in torn]
    # between two beginnings lie only the rest of a quoted value, or lines that carry nothing
    covered = "".join("".join(row) for row in actual.values()) + "".join(one.raw for one in torn)
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


def test_torn_lines_are_counted_once_for_the_feed_that_reads_them_first(sources):
    sources.file("promises.csv", HEADER + GOOD + "torn\n")
    sources.file("people.csv", "seller,name\ns,Store\ntorn\n")
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
    manifest = sources.land(from_="rows left join people using (seller)", more=more)
    assert {feed: messages["rejected"] for feed, messages in manifest["feeds"].items()} == {"promises": 1, "sellers": 1, "partners": 0}
    assert [row[0] for row in sources.torn()] == ["promises", "sellers"]


@pytest.mark.parametrize(
    ("content", "source", "shown"),
    [
        ("id;made;seller;due\n", 'delimiter = ","', "id;made;seller;due"),
        ("id^made^seller^due\n", "", "id^made^seller^due"),
        (
            ";".join(f"column {number}" for number in range(20)) + "\n",
            'delimiter = ","',
            "column 0;column 1;column 2;column 3;column 4;column 5;column…",
        ),
    ],
    ids=["delimiter", "unusual delimiter", "long"],
)
def test_a_header_that_came_out_as_one_column_is_reported_in_one_sentence(sources, content, source, shown):
    sources.file("promises.csv", content)
    message = f"promises.csv: the header was read as one column (`{shown}`): set `delimiter` or `skip` of source `rows`."
    assert sources.refused(f'files = "promises.csv"\n{source}') == message


def test_a_file_of_one_column_is_read_where_the_mapping_speaks_of_it(sources):
    sources.file("promises.csv", "ID\na\n")
    columns = COLUMNS.replace('"made"', "\"'2022-01-01'\"").replace('"seller"', "\"'s'\"").replace('"due"', "\"'2022-02-01'\"")
    sources.land(columns=columns)
    assert sources.landed() == [("a",)]


def test_wrong_encoding_is_corrected_by_naming_it(sources):
    sources.file("promises.csv", (HEADER + "a,2022-01-01,Bjørn,2022-02-01\n").encode("cp1252"))
    sources.land('files = "promises.csv"\nencoding = "cp1252"')
    assert sources.landed("seller_id") == [("Bjørn",)]


def test_a_file_with_only_a_header_lands_no_rows(sources):
    sources.file("promises.csv", HEADER)
    assert sources.land()["feeds"]["promises"]["rows"] == 0
    assert sources.landed() == []
