"""Nothing compares every row with every row: that is quick on a sample and never ends on ten million promises."""

import json
import re
from pathlib import Path

import duckdb
import pytest

from checks import rows
from checks.batch import landed
from checks.rules import CONTEXT, ORDER, rules_of
from data.contract.feeds import BY_NAME

#: how DuckDB joins where it cannot hash
PAIR_BY_PAIR = "BLOCKWISE_NL_JOIN"
#: an equality of two columns that went to waste there. Without one the other side is a row or a few (the clock, a list of moments).
EQUALITY = re.compile(r"\((\w+ = |\w+ IS NOT DISTINCT FROM )\w+\)")


def wasted(con: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    """The conditions by which the query compares every row with every row, although some of it could be found by hash."""
    actual, steps = [], json.loads(con.execute(f"explain (format json) {query}").fetchone()[1])
    while steps:
        step = steps.pop()
        steps += step["children"]
        text = str(step["extra_info"].get("Condition", ""))
        if step["name"] == PAIR_BY_PAIR and EQUALITY.search(text):
            actual.append(text)
    return actual


@pytest.fixture
def modelled(built_home: Path, monkeypatch):
    # where dbt worked: the views of the feeds name their files from there
    monkeypatch.chdir(built_home / "modelling")
    with duckdb.connect("building.duckdb", read_only=True) as con:
        con.execute("attach 'publishing.duckdb' as publishing (read_only)")
        # what is filled in every row here may be empty in another source, and there the planner leaves no condition out
        con.execute("set disabled_optimizers = 'statistics_propagation'")
        yield con


def test_a_join_on_a_condition_of_one_side_alone_is_seen():
    with duckdb.connect() as con:
        con.execute("create table a as select i, 'x' as kind from range(1000) as t(i); create table b as select i from range(1000) as t(i)")
        assert wasted(con, "select * from a left join b on a.i = b.i and a.kind = 'x'")
        assert not wasted(con, "select * from a left join (select *, 'x' as kind from b) as b on a.i = b.i and a.kind = b.kind")


def test_no_model_compares_every_row_with_every_row(built_home, modelled):
    compiled = built_home / "modelling" / "target" / "compiled" / "holdt" / "models"
    models = [file for file in compiled.rglob("*.sql") if ".yml" not in str(file)]
    assert len(models) > 40
    assert {file.stem: actual for file in models if (actual := wasted(modelled, file.read_text()))} == {}


def test_no_rule_of_the_gate_compares_every_row_with_every_row(built_home, monkeypatch):
    monkeypatch.setenv("HOLDT_HOME", str(built_home))
    batch = landed()
    with duckdb.connect() as con:
        rows.prepare(con, batch)
        for feed in (BY_NAME[name] for name in ORDER):
            rows.read(con, batch, feed)
            flags = ", ".join(f"{rule.bad} as {rule.flag}" for rule in rules_of(feed) if rule.bad != "repeats is not null")
            assert wasted(con, f"select {flags} from ({CONTEXT[feed.name]})") == [], feed.name
            rows.judge(con, feed, ())
