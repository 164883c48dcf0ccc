"""The dbt unit tests of a model, run as dbt runs them: rows that are given in the place of what the model reads, columns that are not given null."""

import re
from collections import Counter

import duckdb
from models import ACCEPTED, load_seed, seed_rows

from .held import Family, Held


def literal(value) -> str:
    if value is None:
        return "null"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(value)


def selected(rows: list[dict], types: dict[str, str], every: bool) -> str:
    """Some rows, each value as the type of its column; with `every`, also of the columns that no row has."""
    selects = []
    for row in rows:
        given = {name.lower(): value for name, value in row.items()}
        if unknown := set(given) - set(types):
            raise ValueError(f"no column {sorted(unknown)}")
        names = types if every else given
        selects.append("select " + ", ".join(f'cast({literal(given.get(name))} as {types[name]}) as "{name}"' for name in names))
    return " union all ".join(selects)


def types_of(connection: duckdb.DuckDBPyConnection, query: str) -> dict[str, str]:
    return {name.lower(): kind for name, kind, *_ in connection.execute(f"describe {query}").fetchall()}


class Units:
    """The given rows stand in a database for each unit test, so that for a slip only the model itself is run."""

    def __init__(self, family: Family, unit_tests: dict[str, dict], held: Held):
        self.family, self.held = family, held
        self.connection = duckdb.connect()
        self.connection.execute("set TimeZone = 'UTC'; set threads = 1")
        self.by_model: dict[str, list[tuple[str, dict]]] = {}
        #: what was compiled with other variables or macros than the model was cannot be tried on its compiled SQL
        self.overridden = sorted(test["name"] for test in unit_tests.values() if any((test.get("overrides") or {}).values()))
        for number, test in enumerate(unit_tests.values()):
            if test["name"] not in self.overridden:
                database = f"unit{number}"
                self.give(database, test)
                self.by_model.setdefault(test["depends_on"]["nodes"][0], []).append((database, test))

    def give(self, database: str, test: dict) -> None:
        self.connection.execute(f"attach ':memory:' as {database}")
        for schema in ("staging", "intermediate", "marts", "seeds", "accepted"):
            self.connection.execute(f"create schema {database}.{schema}")
        tested = self.family.nodes[test["depends_on"]["nodes"][0]]
        given = {re.findall(r"'(\w+)'", each["input"])[-1]: each for each in test["given"]}
        for parent in tested["depends_on"]["nodes"]:
            name = parent.split(".")[-1]
            if name in given:
                relation, real = self.place(database, parent)
                query = given[name]["rows"]
                if parent.startswith("source.") and not isinstance(query, str):
                    raise ValueError(f"{test['name']}: dbt does not know the columns of a file; give {name} as SQL")
                if not isinstance(query, str):
                    types = types_of(self.held.connection, f"from {real}")
                    query = selected(query or [{}], types, every=True) + (" limit 0" if not query else "")
                self.connection.execute(f"create table {relation} as {query}")
            elif self.family.models.nodes.get(parent, {}).get("resource_type") == "seed":
                seed = self.family.models.nodes[parent]
                load_seed(self.connection, seed | {"relation_name": self.place(database, parent)[0]}, seed_rows(seed))

    def place(self, database: str, parent: str) -> tuple[str, str]:
        """Where an input stands for a unit test, and where it stands on the world that is held."""
        if parent.startswith("source."):
            name = parent.split(".")[-1]
            return f"{database}.accepted.{name}", f"'{self.held.folder}/accepted/{name}.parquet'"
        relation = self.family.models.nodes[parent]["relation_name"]
        return relation.replace('"building"', database), relation

    def code(self, database: str, sql: str) -> str:
        sources = rf"(?i)read_parquet\({re.escape(ACCEPTED)}(\w+)\.parquet'\)"
        return re.sub(sources, rf"{database}.accepted.\1", sql).replace('"building"', database)

    def passes(self, database: str, test: dict, sql: str) -> bool:
        query = self.code(database, sql)
        expected = test["expect"]["rows"]
        if isinstance(expected, str):
            types = types_of(self.connection, expected)
            # what is expected as SQL, dbt compares in every column
            if set(types) != set(types_of(self.connection, query)):
                return False
        else:
            types = types_of(self.connection, query)
            columns = expected[0] if expected else types
            expected = selected(expected or [{}], types, every=not expected) + (" limit 0" if not expected else "")
            types = [name.lower() for name in columns]
        columns = ", ".join(f'"{name}"' for name in types)
        actual = self.connection.execute(f"select {columns} from ({query})").fetchall()
        return Counter(actual) == Counter(self.connection.execute(f"select {columns} from ({expected})").fetchall())

    def failing_now(self) -> list[str]:
        """The unit tests that do not pass on the models as they are: none, or this is not how dbt runs them."""
        tests = ((database, test, unique_id) for unique_id, tests in self.by_model.items() for database, test in tests)
        return [
            test["name"]
            for database, test, unique_id in tests
            if not self.passes(database, test, self.family.nodes[unique_id]["compiled_code"])
        ]

    def failing(self, unique_id: str, sql: str) -> str | None:
        """The first unit test of a model that fails on this SQL. Where the SQL does not run, nothing is said."""
        for database, test in self.by_model.get(unique_id, []):
            try:
                if not self.passes(database, test, sql):
                    return test["name"]
            except duckdb.Error:
                continue
        return None
