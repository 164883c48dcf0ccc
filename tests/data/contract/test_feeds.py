"""The contract, and the page that is written from it."""

import re

import duckdb
import pytest

from data.contract import feeds, places
from data.intake import macros, mapping_file, readme, selects


def test_the_readme_tells_the_contract_as_it_is():
    page = readme.README.read_text(encoding="utf-8")
    assert page == readme.written(page), "run `.venv/bin/python -m data.intake.readme --write`"


def test_the_mapping_in_the_readme_can_be_read(tmp_path):
    page = readme.README.read_text(encoding="utf-8")
    example = tmp_path / "example.toml"
    example.write_text(page.partition("```toml\n")[2].partition("```")[0], encoding="utf-8")
    messages = mapping_file.read(example)
    assert (messages.name, messages.as_of.isoformat(), messages.zone) == ("Kitchens of the north", "2022-07-18", "Europe/Oslo")
    # what it calls is there to be called
    connection = duckdb.connect()
    macros.install(connection)
    assert selects.sources_of(connection, messages) == {messages.selects[0]: ("lines", "erp")}
    for expression in messages.selects[0].columns.values():
        for call in re.findall(r"(\w+)\(", expression):
            assert connection.execute("select count(*) > 0 from duckdb_functions() where function_name = $1", [call]).fetchone()[0], call


@pytest.mark.parametrize("feed", feeds.FEEDS, ids=lambda feed: feed.name)
def test_a_feed_names_only_its_own_columns(feed):
    names = [column.name for column in feed.columns]
    assert len(names) == len(set(names))
    assert set(feed.key) <= set(names)
    assert feed.freshness is None or feed.by_name[feed.freshness].kind == "moment"
    for column in feed.columns:
        assert column.kind in feeds.KINDS
        assert column.says.endswith((".", "…"))
        assert all(value == value.lower() for value in (*column.one_of, *column.name_of))


@pytest.mark.parametrize("macro", macros.MACROS, ids=lambda macro: macro.name)
def test_a_function_does_what_the_readme_shows_and_leaves_what_it_cannot_read(macro):
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    macros.install(connection)
    value, gives = macro.example
    assert connection.execute(f"select {macro.name}($1), {macro.name}('no such value'), {macro.name}(null)", [value]).fetchone() == (
        gives,
        "no such value",
        None,
    )


@pytest.mark.parametrize(
    ("expression", "gives"),
    [
        ("day_first('3/7/2022')", "2022-07-03"),
        ("day_first('3-7-2022 9:05:01')", "2022-07-03 09:05:01"),
        ("day_first('13/13/2022')", "13/13/2022"),
        ("day_first('3/7/22')", "3/7/22"),  # which century is a guess
        ("day_first('2022-07-03')", "2022-07-03"),
        ("month_first('7/3/2022')", "2022-07-03"),
        ("decimal_comma('12,5')", "12.5"),
        ("decimal_comma('-1 234 567,8')", "-1234567.8"),
        ("decimal_comma('12.5')", "12.5"),
        ("decimal_comma('1,2,3')", "1,2,3"),
    ],
)
def test_a_date_or_number_in_another_order_is_read(expression, gives):
    connection = duckdb.connect()
    macros.install(connection)
    assert connection.execute(f"select {expression}").fetchone() == (gives,)


def test_every_folder_of_the_flow_hangs_under_home(tmp_path, monkeypatch):
    monkeypatch.setenv("HOLDT_HOME", str(tmp_path))
    for folder in (places.landing(), places.accepted(), places.quarantine(), places.warehouse()):
        assert folder.parent == tmp_path.resolve()
