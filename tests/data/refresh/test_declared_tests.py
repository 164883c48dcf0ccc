"""What the models declare of their columns is proven as dbt would prove it, and a break is named with its table, column and rows."""

from datetime import date

import duckdb
import pytest
from models import Models

from data.refresh import declared_tests
from data.refresh.declared_tests import Declared

ROWS = "(values ('a', 'x', 1), ('b', 'y', 2), ('b', null, 2), (null, 'z', 3), (null, 'x', 3)) as rows (key, kind, part)"


def test_each_kind_counts_the_rows_that_are_not_as_declared():
    tests = [
        Declared("t", "t", "not_null", ("key",)),
        Declared("t", "t", "unique", ("key",)),
        Declared("t", "t", "unique_together", ("key", "part")),
        Declared("t", "t", "accepted_values", ("kind",), ("x", "it's")),
        Declared("t", "t", "not_null", ("part",)),
        Declared("t", "t", "unique_together", ("key", "kind")),
    ]
    connection = duckdb.connect()
    connection.execute(f"create table t as from {ROWS}")
    assert declared_tests.broken(connection, tests) == [
        "t.key must not be null: 2 rows are not as declared",
        "t.key must be unique: 1 row is not as declared",
        "t.key + part must be unique together: 2 rows are not as declared",
        "t.kind must be one of x, it's: 2 rows are not as declared",
    ]


def test_a_condition_that_a_scan_does_not_count_is_not_passed_over():
    tested = {"name": "t", "relation_name": "t"}
    node = {
        "name": "n",
        "test_metadata": {"name": "not_null", "kwargs": {"column_name": "key", "model": "t"}},
        "config": {"severity": "ERROR"},
    }
    assert declared_tests._declared(node, tested).columns == ("key",)
    for config in ({"severity": "warn"}, {"severity": "ERROR", "where": "part > 1"}):
        with pytest.raises(NotImplementedError, match="more than a scan counts"):
            declared_tests._declared(node | {"config": config}, tested)


def spoil(connection: duckdb.DuckDBPyConnection, relations: list[str]) -> None:
    """Every row twice, and twice a row with nothing in it but a word that nobody knows and a number, and a row of nulls."""
    filled = {"VARCHAR": "'unheard of'", "BIGINT": "0", "INTEGER": "0"}
    for relation in relations:
        columns = connection.execute(f"describe {relation}").fetchall()
        unknown = ", ".join(filled.get(kind, "null") for _, kind, *_ in columns)
        connection.execute(f"insert into {relation} select {unknown} union all select {', '.join('null' for _ in columns)}")
        connection.execute(f"insert into {relation} from {relation}")


def test_what_dbt_finds_broken_and_what_is_found_here_are_the_same(models: Models, tmp_path):
    """On tables that are sound, and on the same tables spoilt: by the SQL of dbt's own tests, one by one."""
    world = {
        "promises": [
            {"promise_id": "p1", "seller_id": "s1", "step": "pickup", "recorded_at": date(2022, 5, 1), "due_at": date(2022, 6, 1)}
        ],
        "deliveries": [{"delivery_id": "d1", "promise_id": "p1", "event": "delivered", "occurred_at": date(2022, 6, 1)}],
    }
    nodes = [node for node in models.nodes.values() if (node.get("test_metadata") or {}).get("name") in declared_tests.COUNT]
    connection = models.run(tmp_path, world, date(2022, 7, 1), sorted({models.nodes[node["attached_node"]]["name"] for node in nodes}))
    tests = declared_tests.read({"nodes": models.nodes})
    assert len(tests) == len(nodes) > 100 and {test.kind for test in tests} == set(declared_tests.COUNT)

    def by_dbt() -> set[tuple]:
        failing = [node for node in nodes if connection.execute(models.over(tmp_path, node["compiled_code"])).fetchall()]
        return {(models.nodes[node["attached_node"]]["name"], node["test_metadata"]["name"], str(columns_of(node))) for node in failing}

    def columns_of(node: dict) -> list[str]:
        given = node["test_metadata"]["kwargs"]
        return list(given.get("columns") or [given["column_name"]])

    def here() -> set[tuple]:
        return {(test.table, test.kind, str(list(test.columns))) for test in tests if declared_tests.broken(connection, [test])}

    assert here() == by_dbt() == set()
    spoil(connection, sorted({test.relation for test in tests}))
    assert here() == by_dbt()
    assert len(here()) == len({(test.table, test.kind, test.columns) for test in tests}), "each declared test can fail"
