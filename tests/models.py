"""The real models, compiled by dbt once and run on DuckDB for one small world after another, in a fraction of a second each."""

import csv
import json
from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
import worlds

from data.contract import places
from data.refresh import dbt

#: how the compiled SQL names the accepted feeds, seen from where dbt works
ACCEPTED = "'../accepted/"


class Models:
    def __init__(self, home: Path):
        """The models that `compile` left in a home."""
        self.home = home
        # in memory the marts stand beside what they are made of, so that a test can say `marts.fct_orders`
        messages = (home / "modelling" / "target" / "manifest.json").read_text().replace('\\"publishing\\".', '\\"building\\".')
        manifest = json.loads(messages)
        self.nodes, self.unit_tests = manifest["nodes"], manifest["unit_tests"]
        self.groups, self.exposures = manifest["groups"], manifest["exposures"]

    @staticmethod
    def compile(home: Path, zones: str = "Europe/Oslo,UTC") -> None:
        """With `zones` by name in the models: of those in the worlds some are and some are not."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("HOLDT_HOME", str(home))
            assert dbt.run("duckdb", "--quiet", "compile", HOLDT_ZONES=zones, HOLDT_AS_OF="", HOLDT_THREADS="1") == 0

    @staticmethod
    def over(folder: Path, sql: str) -> str:
        """Compiled SQL as it reads what was accepted in a folder."""
        return sql.replace(ACCEPTED, f"'{folder}/accepted/")

    def needed(self, names: list[str], stopping_at: Collection[str] = ()) -> list[dict]:
        """The wanted models and what they are made of, in the order in which they can be built; nothing behind those of `stopping_at`."""
        order: dict[str, dict] = {}

        def visit(unique_id: str) -> None:
            node = self.nodes.get(unique_id)
            if node is None or unique_id in order:
                return
            if node["name"] not in stopping_at:
                for parent in node["depends_on"].get("nodes", []):
                    visit(parent)
            order[unique_id] = node

        for name in names:
            visit(f"model.holdt.{name}")
        return list(order.values())

    def run(
        self,
        folder: Path,
        world: dict,
        as_of: date,
        wanted: list[str],
        policies: list[dict] | None = None,
        zone: str = "Europe/Oslo",
        prepare: Callable[[Path], None] | None = None,
        seeds: dict[str, list[dict]] | None = None,
    ):
        """A connection on which the wanted models stand, built from `world` as of `as_of`. `prepare` may change the accepted files, `seeds` the rules."""
        rules = {"promise_policies": policies} if policies else {}
        rules |= seeds or {}
        worlds.write_accepted(folder / "accepted", world, as_of, zone)
        if prepare:
            prepare(folder / "accepted")
        connection = self._empty()
        # a world of a few rows is not worth a second thread
        connection.execute("set threads = 1")
        self._build(connection, self.needed(wanted), rules, lambda sql: self.over(folder, sql))
        return connection

    def run_from(self, given: dict[str, pa.Table], wanted: list[str], seeds: dict[str, list[dict]] | None = None):
        """A connection on which the wanted models stand, built from the tables that are given in the place of models; nothing behind these is."""
        connection = self._empty()
        for name, rows in given.items():
            connection.register(name, rows)
        self._build(connection, self.needed(wanted, stopping_at=given), seeds or {}, given=given)
        return connection

    @staticmethod
    def _empty() -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect()
        connection.execute("attach ':memory:' as building; set TimeZone = 'UTC'; use building")
        for schema in ("staging", "intermediate", "marts", "seeds"):
            connection.execute(f"create schema building.{schema}")
        return connection

    @staticmethod
    def _build(
        connection, nodes: list[dict], rules: dict[str, list[dict]], as_read: Callable[[str], str] = str, given: Collection[str] = ()
    ):
        for node in nodes:
            name = node["name"]
            if node["resource_type"] == "seed" and name not in given:
                load_seed(connection, node, rules[name] if name in rules else seed_rows(node))
            else:
                sql = f"select * from temp.{name}" if name in given else as_read(node["compiled_code"])
                connection.execute(f"create table {node['relation_name']} as {sql}")


def seed_rows(node: dict) -> list[dict]:
    with (places.DBT / node["original_file_path"]).open() as file:
        return [{name: cell or None for name, cell in row.items()} for row in csv.DictReader(file)]


def load_seed(connection: duckdb.DuckDBPyConnection, node: dict, rows: list[dict]) -> None:
    types = node["config"]["column_types"]
    columns = ", ".join(f"{name} {kind}" for name, kind in types.items())
    connection.execute(f"create table {node['relation_name']} ({columns})")
    if rows:
        places_for = ", ".join([f"({', '.join('?' * len(types))})"] * len(rows))
        connection.execute(f"insert into {node['relation_name']} values {places_for}", [row.get(name) for row in rows for name in types])
