"""Accepted feeds → models, by dbt.

`TARGET=spark` runs the same models on Apache Spark and then takes its marts into the same DuckDB file, so that what
follows cannot tell the two apart.
"""

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from data.contract import machine, places
from data.contract.refusal import Refused, say
from data.refresh import calendars, dbt, declared_tests, published_weeks

NAMED_ZONES = 4
#: Left out on Spark. Rules are decided in intermediate models and their unit tests run there, too; marts count, join and name what was
#: decided, every row of them is compared with DuckDB's, and to plan their wide inputs, written out, took Spark half of its time.
COUNTED_ON_DUCKDB = ["--exclude", "resource_type:unit_test,path:models/marts"]


def build(target: str, as_of: date | None) -> None:
    """Builds and tests every model from nothing, into `places.marts()`."""
    dbt.refuse_unknown(target)
    accepted = places.accepted()
    if not (accepted / "build.parquet").exists():
        raise Refused(f"no accepted feeds in {accepted}: run `make land check` first")
    published_weeks.hand_over(accepted)
    calendars.write(accepted)
    _remove_what_was_built()
    read_by_models = {"HOLDT_ZONES": ",".join(common_zones()), "HOLDT_AS_OF": str(as_of or "")}
    # unit tests speak of the code alone: once they passed, they pass until it changes. The tests of the data run every time.
    proven = units_passed(places.modelling(), target)
    left_out = ["--exclude-resource-type", "unit_test"] if proven.holds() else []
    if not proven.holds():
        # dbt does not notice in what it parsed before that a unit test was given another input: `depends on a node which was not found`
        (places.dbt_target() / "partial_parse.msgpack").unlink(missing_ok=True)
    left_out += declared_tests.LEAVE_OUT if target == "duckdb" else COUNTED_ON_DUCKDB
    # all that dbt has read is written down twice a run, a fifteenth of its time: needed where it would be something else than last time
    written = manifest_written(target, read_by_models)
    if not written.holds():
        written.remove()
    given = read_by_models | {"HOLDT_THREADS": str(machine.threads(_largest_feed())), "DBT_WRITE_JSON": str(not written.holds())}
    failures = [] if dbt.run(target, "--quiet", "build", *left_out, **given) == 0 else dbt.failures()
    if target == "duckdb" and places.building().exists():
        # where dbt stopped half-way, what is not as declared further up may be why
        failures += declared_tests.failures(dbt.manifest(), only_what_is_built=bool(failures))
    if failures:
        # to be looked at, not to be published
        if places.marts().exists():
            places.marts().replace(places.modelling() / "failed.duckdb")
        raise Refused(*failures)
    proven.set()
    written.set()
    if target == "spark":
        take_marts_from_spark()
    say("every model is built and every test of the models passed")


@dataclass(frozen=True)
class Stamp:
    """A line in a file that says what something was made of."""

    file: Path
    made_of: str

    def holds(self) -> bool:
        return self.file.exists() and self.file.read_text() == self.made_of

    def set(self) -> None:
        self.file.write_text(self.made_of)

    def remove(self) -> None:
        self.file.unlink(missing_ok=True)


def units_passed(folder: Path, target: str) -> Stamp:
    return Stamp(folder / f"units_passed_{target}", dbt.code("sql", "yml", "csv"))


def manifest_written(target: str, read_by_models: dict[str, str]) -> Stamp:
    home = dbt.environment(target)["HOLDT_HOME"]
    made_of = [target, home, *read_by_models.values(), dbt.code("sql", "yml", "csv", "md")]
    return Stamp(places.dbt_target() / "manifest_is_of", " ".join(made_of))


def _remove_what_was_built() -> None:
    """A warehouse is built from nothing, so that nothing of yesterday's can stay in it."""
    for left in places.modelling().glob("*.duckdb*"):
        # a build that was killed leaves the folder, too, in which DuckDB kept what did not fit into memory
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    shutil.rmtree(places.spark(), ignore_errors=True)


def _largest_feed() -> int:
    return max(pq.read_metadata(places.accepted() / f"{feed}.parquet").num_rows for feed in ("promises", "deliveries", "contacts"))


def common_zones() -> list[str]:
    """Where most promises are kept: the zones that the models name (macros/moments.sql)."""
    accepted = places.accepted()
    with duckdb.connect() as connection:
        zones = connection.execute(f"""
            select coalesce(promises.zone, build.default_zone) as place from '{accepted}/promises.parquet' as promises
            cross join '{accepted}/build.parquet' as build group by place order by count(*) desc, place limit {NAMED_ZONES}
        """).fetchall()
    return [zone for (zone,) in zones if zone]


def take_marts_from_spark() -> None:
    """Its marts, as Parquet in the order that the models gave them, become the file to be published."""
    with duckdb.connect(str(places.marts())) as connection:
        connection.execute("create schema marts")
        for table in sorted((places.spark() / "marts").iterdir()):
            connection.execute(f"create table marts.\"{table.name}\" as from read_parquet('{table}/*.parquet')")
