"""What the models declare of their columns (`data_tests` in dbt/**/*.yml), proven in one scan of each table.

Run by dbt one by one, 163 such tests took 5 of the 20 processor seconds of the model stage, 0.2 of them for their SQL. A refresh on
DuckDB has dbt leave them out; by hand and on Spark dbt runs them, and a test holds that both find the same.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

import duckdb

from data.contract import places
from data.contract.one import row_of

#: for dbt
LEAVE_OUT = ("--exclude", "test_name:not_null", "test_name:unique", "test_name:accepted_values", "test_name:unique_together")


@dataclass(frozen=True)
class Declared:
    table: str
    relation: str
    kind: str
    columns: tuple[str, ...]
    values: tuple[str, ...] = ()

    @property
    def at_fault(self) -> str:
        """SQL for the number of rows of the table that are not as declared."""
        return COUNT[self.kind](self)

    def in_words(self, rows: int) -> str:
        what = WORDS[self.kind].format(values=", ".join(self.values))
        return f"{self.table}.{' + '.join(self.columns)} must {what}: {rows:,} {'row is' if rows == 1 else 'rows are'} not as declared"


WORDS = {
    "not_null": "not be null",
    "unique": "be unique",
    "unique_together": "be unique together",
    "accepted_values": "be one of {values}",
}
COUNT: dict[str, Callable[[Declared], str]] = {
    "not_null": lambda test: f"count(*) filter (where {test.columns[0]} is null)",
    # null is no value, and may come often
    "unique": lambda test: f"count({test.columns[0]}) - count(distinct {test.columns[0]})",
    # null is a value like any other here
    "unique_together": lambda test: f"count(*) - (select count(*) from (select distinct {', '.join(test.columns)} from {test.relation}))",
    "accepted_values": lambda test: f"count(*) filter (where {test.columns[0]} not in ({', '.join(map(_literal, test.values))}))",
}

BUILT = """
    select format('"{}"."{}"."{}"', database_name, schema_name, table_name) from duckdb_tables()
    union all
    select format('"{}"."{}"."{}"', database_name, schema_name, view_name) from duckdb_views()
"""


def read(manifest: dict) -> list[Declared]:
    nodes = [node for node in manifest["nodes"].values() if (node.get("test_metadata") or {}).get("name") in COUNT]
    return sorted((_declared(node, manifest["nodes"][node["attached_node"]]) for node in nodes), key=lambda test: test.relation)


def _declared(node: dict, tested: dict) -> Declared:
    kind, given = node["test_metadata"]["name"], dict(node["test_metadata"]["kwargs"])
    columns = given.pop("columns", None) or [given.pop("column_name")]
    values = given.pop("values", ())
    given.pop("model")
    conditions = {name: node["config"].get(name) for name in ("where", "limit")} | given
    if node["config"]["severity"].lower() != "error" or any(conditions.values()):
        raise NotImplementedError(f"{node['name']} is declared with more than a scan counts: {conditions}, {node['config']['severity']}")
    return Declared(tested["name"], tested["relation_name"], kind, tuple(columns), tuple(map(str, values)))


def failures(manifest: dict, only_what_is_built: bool = False) -> list[str]:
    """What does not hold in the tables that dbt built, a sentence each."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{places.building()}' as building (read_only); attach '{places.marts()}' as publishing (read_only)")
        tests = read(manifest)
        if only_what_is_built:
            built = {relation for (relation,) in connection.execute(BUILT).fetchall()}
            tests = [test for test in tests if test.relation in built]
        return broken(connection, tests)


def broken(connection: duckdb.DuckDBPyConnection, tests: list[Declared]) -> list[str]:
    violations = []
    for relation, group in groupby(tests, key=lambda test: test.relation):
        declared = list(group)
        counts = row_of(connection.execute(f"select {', '.join(test.at_fault for test in declared)} from {relation}"))
        violations += [test.in_words(rows) for test, rows in zip(declared, counts, strict=True) if rows]
    return violations


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
