"""Where a table begins and what parts its columns is read off the file, where there is one reading."""

import gzip

import pytest
from sources import COLUMNS, GOOD, HEADER

PLAIN = HEADER + GOOD
SEMICOLONS = PLAIN.replace(",", ";")


@pytest.mark.parametrize(
    ("name", "content", "row"),
    [
        ("p.csv", "sep=;\n" + SEMICOLONS, 3),
        ("p.csv", ("\ufeffSEP=;\r\n" + SEMICOLONS.replace("\n", "\r\n")).encode(), 3),
        ("p.csv", ("sep=\t\n" + PLAIN.replace(",", "\t")).encode("utf-16"), 3),
        ("p.csv", '"sep=^"\n' + PLAIN.replace(",", "^"), 3),
        ("p.csv", PLAIN.replace(",", "\t").encode("utf-16-le"), 2),
        ("p.csv", PLAIN.encode("utf-16-be"), 2),
        ("p.csv.gz", gzip.compress(SEMICOLONS.encode("utf-16-le"), mtime=0), 2),
        ("p.csv", "Orders of week 25\n\n" + SEMICOLONS, 4),
        ("p.csv", "Report;;;\nfrom;2022-01-01;;\n" + SEMICOLONS, 4),
        ("p.csv", "Report, of orders, by us, and others\n\n" + SEMICOLONS, 4),
        ("p.csv", "id;made;seller;due;price, net, of tax, NOK, rounded\na;2022-01-01;s;2022-02-01;1,5\n", 2),
    ],
)  # fmt: skip
def test_a_table_is_found_in_its_file(sources, capsys, name, content, row):
    sources.file(name, content)
    sources.land(f'files = "{name}"')
    assert sources.landed("promise_id, recorded_at, seller_id, due_at, source_row") == [("a", "2022-01-01", "s", "2022-02-01", row)]
    assert sources.torn() == []
    assert (f"its header is line {row - 1}; what stands above it is no part of the table" in capsys.readouterr().out) == (row == 4)


def test_names_of_the_contract_are_known_without_being_written_out(sources):
    header = "promise_id;recorded_at;seller_id;step;due_at;value, in NOK, net, of tax, rounded\n"
    sources.file("promises.csv", "Orders, of, us, and, others, this, week\n" + header + "a;2022-01-01;s;pickup;2022-02-01;1\n")
    sources.land(columns='columns = "*"')
    assert sources.landed("promise_id, step, due_at") == [("a", "pickup", "2022-02-01")]


def test_what_the_mapping_says_of_the_delimiter_holds(sources):
    sources.file("promises.csv", "sep=;\n" + PLAIN)
    sources.land('files = "promises.csv"\ndelimiter = ","')
    assert sources.landed() == [("a",)]


def test_letters_beyond_latin_are_no_sign_of_another_encoding(sources):
    sources.file("promises.csv", PLAIN.replace(",s,", ",Нина 日本,"))
    sources.land()
    assert sources.landed("seller_id") == [("Нина 日本",)]


def test_two_lines_that_could_be_the_header_are_not_chosen_between(sources):
    sources.file("promises.csv", "Orders\nid;made\nid;made\n")
    assert "set `delimiter` or `skip` of source `rows`" in sources.refused(columns=COLUMNS)
