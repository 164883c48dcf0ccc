"""Sources land as the canonical feeds, and nothing is lost or misread on the way."""

import json

import duckdb
import pytest
from sources import COLUMNS, GOOD, HEADER

from data.contract import feeds, places
from data.contract.refusal import Refused
from data.intake import check_mapping


def test_every_column_of_the_contract_lands_as_text_in_its_order(sources):
    sources.file("promises.csv", HEADER + GOOD)
    sources.land()
    described = duckdb.sql(f"describe select * from '{places.landing()}/promises.parquet'").fetchall()
    wanted = [(column.name, "VARCHAR") for column in feeds.PROMISES.columns]
    assert [row[:2] for row in described] == [*wanted, ("source_file", "VARCHAR"), ("source_row", "BIGINT")]
    assert sources.landed("promise_id, quantity, source_file, source_row") == [("a", None, "promises.csv", 2)]


def test_the_manifest_says_what_landed(sources):
    sources.file("promises.csv", HEADER + GOOD + "torn,2022-0")
    manifest = sources.land(top='name = "Mine"\nas_of = 2022-07-18\nzone = "Europe/Oslo"')
    assert manifest == json.loads((places.landing() / "manifest.json").read_text())
    assert manifest["mapping"] == "Mine"
    assert (manifest["as_of"], manifest["zone"]) == ("2022-07-18", "Europe/Oslo")
    assert manifest["feeds"]["promises"] == {
        "rows": 1,
        "rejected": 1,
        "mapped_columns": ["promise_id", "recorded_at", "seller_id", "step", "due_at"],
        "files": ["promises.csv"],
    }


def test_a_second_column_of_the_same_name_gets_a_number(sources):
    sources.file("promises.csv", "id,made,seller,due,due,\na,2022-01-01,s,2022-02-01,2022-02-02,x\n")
    sources.land(columns=COLUMNS.replace('"due"', '"due_1"') + 'reason = "column6"')
    assert sources.landed("due_at, reason") == [("2022-02-02", "x")]


def test_a_value_that_an_expression_cannot_read_lands_as_it_was(sources):
    sources.file("promises.csv", HEADER + "a,2022-01-01,s,31 June\nb,2022-01-01,s,\nc,2022-01-01,s,2022-06-30\n")
    columns = COLUMNS.replace('due_at = "due"', 'due_at = "due::date"\nvalue = "(seller || due)::int + 1"')
    sources.land(columns=columns)
    assert sources.landed("promise_id, due_at, value") == [
        ("a", "31 June", "31 June s"),
        ("b", None, None),
        ("c", "2022-06-30", "2022-06-30 s"),
    ]


def test_moments_land_in_the_precision_that_the_mapping_gives_them(sources):
    sources.file("promises.csv", HEADER + "a,2022-06-17 10:30:00+02:00,s,2022-06-17 10:30\n")
    for cast, made, due in [
        ("{}", "2022-06-17 10:30:00+02:00", "2022-06-17 10:30"),
        ("{}::timestamptz", "2022-06-17 08:30:00+00", "2022-06-17 10:30:00+00"),
        ("{}::timestamp::date", "2022-06-17", "2022-06-17"),
    ]:
        sources.land(columns=COLUMNS.replace('"made"', f'"{cast.format("made")}"').replace('"due"', f'"{cast.format("due")}"'))
        assert sources.landed("recorded_at, due_at") == [(made, due)]


def test_a_bad_value_that_cannot_be_tried_row_by_row_is_refused_with_its_words(sources):
    sources.file("promises.csv", HEADER + "a,2022-01-01,s,31 June\n")
    for columns in (COLUMNS.replace('"due"', '"max(due::date) over ()"'), "where = \"due::date > '2022-01-01'\"\n" + COLUMNS):
        text = sources.refused(columns=columns)
        assert "31 June" in text
        assert "try_cast" in text
        with pytest.raises(Refused, match="31 June"):
            check_mapping.show(sources.mapping, None, None)


def test_same_names_need_no_columns_written_out(sources, capsys):
    sources.file("promises.csv", "promise_id,recorded_at,seller_id,step,due_at,Region,ours\na,2022-01-01,s,pickup,2022-02-01,Oslo,x\n")
    sources.land(columns='columns = "*"')
    assert sources.landed("promise_id, step, region") == [("a", "pickup", "Oslo")]
    sources.file("promises.csv", "promise_id,recorded_at,seller,step,due_at\n")
    assert (
        "promises.seller_id is required, and promises.csv (source `rows`) has no column `seller_id`; nearest: `seller`"
        in sources.refused(columns='columns = "*"')
    )


def test_a_column_that_no_joined_source_has_names_them_all(sources):
    sources.file("promises.csv", HEADER + GOOD)
    sources.file("people.csv", "seller,region\ns,Oslo\n")
    more = '[sources.people]\nfiles = "people.csv"'
    text = sources.refused(columns=COLUMNS + 'region = "regin"', from_="rows left join people using (seller)", more=more)
    assert (
        "promises.region: none of promises.csv (source `rows`), people.csv (source `people`) has a column `regin`; nearest: `region`."
        in text
    )


def test_a_refused_intake_leaves_what_landed_before_untouched(sources):
    sources.file("promises.csv", HEADER + GOOD)
    sources.land()
    before = {path.name: path.read_bytes() for path in places.landing().iterdir()}
    sources.file("promises.csv", "")
    sources.refused()
    assert {path.name: path.read_bytes() for path in places.landing().iterdir()} == before
    assert [path.name for path in places.home().iterdir()] == ["landing"]


def test_the_same_sources_land_as_the_same_bytes(sources):
    names = [f"seller {number % 7}" for number in range(30_000)]
    sources.file("promises.csv", HEADER + "".join(f"{number},2022-01-01,{name},2022-02-01\n" for number, name in enumerate(names)))
    sources.file("people.csv", "seller,region\n" + "".join(f"seller {number},r{number}\n" for number in range(7)))
    more = '[sources.people]\nfiles = "people.csv"'
    landed = []
    for _ in range(2):
        sources.land(columns=COLUMNS + 'region = "region"', from_="rows join people using (seller)", more=more)
        landed.append((places.landing() / "promises.parquet").read_bytes())
    assert landed[0] == landed[1]
