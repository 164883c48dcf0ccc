"""A world that stands in memory, built from the models as they are, on which a slip is made and unmade."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from models import Models

#: what a model may take, in seconds, on a world on which it takes hundredths
PATIENCE = 10


class DidNotRun(Exception):
    """The SQL with the slip in it is none, or none that ends."""


@contextmanager
def patiently(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    timer = threading.Timer(PATIENCE, connection.interrupt)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


class Family:
    """Which models are made of which, as the manifest has it."""

    def __init__(self, models: Models):
        self.models = models
        self.nodes = {unique_id: node for unique_id, node in models.nodes.items() if node["resource_type"] == "model"}
        self.tests = [node for node in models.nodes.values() if node["resource_type"] == "test"]
        in_order = models.needed([node["name"] for node in self.nodes.values()])
        self.order = [node["unique_id"] for node in in_order if node["unique_id"] in self.nodes]

    def after(self, unique_id: str, among: set[str]) -> list[str]:
        """What is made of a model, directly or not, in the order in which it is built."""
        made = {unique_id}
        for other in self.order:
            if made & set(self.nodes[other]["depends_on"]["nodes"]):
                made.add(other)
        return [other for other in self.order if other in made and other != unique_id and other in among]

    def tests_of(self, changed: set[str]) -> list[dict]:
        return [test for test in self.tests if changed & set(test["depends_on"]["nodes"])]

    def is_mart(self, unique_id: str) -> bool:
        return self.nodes[unique_id]["schema"] == "marts"


class Held:
    def __init__(self, family: Family, connection: duckdb.DuckDBPyConnection, folder: Path, built: set[str]):
        self.family, self.connection, self.folder, self.built = family, connection, folder, built
        self.prints: dict[str, tuple] = {}

    def code(self, sql: str) -> str:
        return self.family.models.over(self.folder, sql)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A second connection, on which a slip is made in a transaction of its own: closed, nothing was."""
        cursor = self.connection.cursor()
        cursor.execute("use building; set TimeZone = 'UTC'; begin")
        return cursor

    def print_of(self, cursor: duckdb.DuckDBPyConnection, unique_id: str) -> tuple:
        """The columns and the rows of a table in three values, whatever the order of the rows."""
        relation = self.family.nodes[unique_id]["relation_name"]
        columns = tuple(str(kind) for kind in cursor.execute(f"from {relation} limit 0").description)
        return columns, cursor.execute(f"select count(*), sum(hash(every)::hugeint) from {relation} as every").fetchone()

    def was(self, unique_id: str) -> tuple:
        if unique_id not in self.prints:
            self.prints[unique_id] = self.print_of(self.connection, unique_id)
        return self.prints[unique_id]

    def put(self, cursor: duckdb.DuckDBPyConnection, unique_id: str, sql: str) -> bool:
        """A model built anew in the place of what it was; whether it is another."""
        before = self.was(unique_id)
        relation = self.family.nodes[unique_id]["relation_name"]
        try:
            with patiently(cursor):
                cursor.execute(f"create or replace table {relation} as {self.code(sql)}")
        except duckdb.Error as error:
            raise DidNotRun(str(error)) from error
        return self.print_of(cursor, unique_id) != before

    def spread(self, cursor: duckdb.DuckDBPyConnection, unique_id: str) -> Iterator[str]:
        """Builds what is made of a model that has changed, as far as it changes; gives what did."""
        changed = {unique_id}
        for other in self.family.after(unique_id, self.built):
            node = self.family.nodes[other]
            if changed & set(node["depends_on"]["nodes"]) and self.put(cursor, other, node["compiled_code"]):
                changed.add(other)
                yield other

    def breaks_contract(self, cursor: duckdb.DuckDBPyConnection, unique_id: str) -> bool:
        return self.family.is_mart(unique_id) and self.print_of(cursor, unique_id)[0] != self.was(unique_id)[0]

    def failing(self, cursor: duckdb.DuckDBPyConnection, tests: list[dict]) -> str | None:
        """The first of some data tests that returns a row."""
        for test in tests:
            if set(test["depends_on"]["nodes"]) & set(self.family.nodes) <= self.built:
                try:
                    with patiently(cursor):
                        failed = cursor.execute(
                            f"select {test['config']['fail_calc']} from ({self.code(test['compiled_code'])})"
                        ).fetchone()[0]
                except duckdb.Error as error:
                    raise DidNotRun(str(error)) from error
                if failed:
                    return test["name"]
        return None


def hold(family: Family, folder: Path, world: dict, as_of, accepted: Path | None = None) -> Held:
    """Every model, on a world of rows or on what the gate accepted."""
    prepare: Callable[[Path], None] | None = None
    if accepted:

        def prepare(into: Path) -> None:
            for file in accepted.glob("*.parquet"):
                shutil.copy(file, into)

    names = [node["name"] for node in family.nodes.values()]
    return Held(family, family.models.run(folder, world, as_of, names, prepare=prepare), folder, set(family.nodes))
