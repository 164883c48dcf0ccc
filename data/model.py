"""Accepted feeds → models, by dbt: `python -m data.model`.

dbt runs as a process of its own, because its runner keeps the DuckDB file locked after it returns.

`TARGET=spark` runs the same models on Apache Spark and then takes its marts into the same DuckDB file, so that what
follows cannot tell the two apart.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb

from data import calendars, memory, places, published

DBT = places.ROOT / "dbt"
TARGETS = ("duckdb", "spark")
NAMED_ZONES = 4
# Spark cuts every shuffle in two hundred, for a cluster; on one machine those are two hundred tiny tasks
IN_PROCESS = "--master local[*] --driver-memory 4g --conf spark.sql.shuffle.partitions=4 --conf spark.ui.enabled=false"
QUIETLY = "--conf spark.log.level=ERROR --conf spark.ui.showConsoleProgress=false pyspark-shell"


def spark_settings() -> dict[str, str]:
    """How Spark is reached: SPARK_REMOTE (Spark Connect), SPARK_MASTER (a cluster's master URL), else in this process."""
    # dbt-spark asks every session for settings that a Spark Connect server has made already
    quietly = {"PYTHONWARNINGS": "ignore:Failed to set spark,ignore:PySpark does not yet fully support pandas"}
    if "SPARK_REMOTE" in os.environ:
        return quietly
    if "SPARK_MASTER" in os.environ:
        return quietly | {"PYSPARK_SUBMIT_ARGS": f"--master {os.environ['SPARK_MASTER']} {QUIETLY}"}
    return quietly | {"PYSPARK_SUBMIT_ARGS": f"{IN_PROCESS} {QUIETLY}", "SPARK_LOCAL_IP": "127.0.0.1"}


def run(*arguments: str) -> int:
    places.modelling().mkdir(parents=True, exist_ok=True)
    environment = os.environ | {
        "HOLDT_HOME": str(places.home()),
        "HOLDT_BUILDING": str(places.building()),
        "HOLDT_MARTS": str(places.marts()),
        "HOLDT_MEMORY": memory.limit(),
        "HOLDT_SPARK": str(places.spark()),
        "DBT_PROJECT_DIR": str(DBT),
        "DBT_PROFILES_DIR": str(DBT),
        "DBT_TARGET_PATH": str(places.modelling() / "target"),
        "DBT_LOG_PATH": str(places.modelling() / "logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DBT_USE_COLORS": "false",
    } | spark_settings()
    command = [str(Path(sys.executable).parent / "dbt"), *arguments]
    return subprocess.run(command, env=environment, stdin=subprocess.DEVNULL).returncode


def code() -> str:
    """The models as they stand, in one line."""
    made_of = hashlib.sha256()
    for file in sorted(file for ending in ("sql", "yml", "csv") for file in DBT.rglob(f"*.{ending}")):
        made_of.update(f"{file.relative_to(DBT)} ".encode() + file.read_bytes())
    return made_of.hexdigest()


def failures() -> list[str]:
    """What dbt could not build or prove, a sentence each."""
    path = places.modelling() / "target" / "run_results.json"
    if not path.exists():
        return ["the models could not be read; dbt's own words are above"]
    results = json.loads(path.read_text())["results"]
    failed = [result for result in results if result["status"] in ("error", "fail")]
    return [f"{result['unique_id'].split('.')[2]} did not pass: {' '.join((result['message'] or '').split())[:300]}" for result in failed]


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


def main() -> int:
    if said := places.refusal():
        print(f"holdt: {said}", file=sys.stderr)
        return 2
    target = os.environ.get("TARGET") or "duckdb"
    if target not in TARGETS:
        print(f"holdt: TARGET={target} is not known; it is one of {', '.join(TARGETS)}", file=sys.stderr)
        return 2
    if target == "spark" and "SPARK_REMOTE" not in os.environ and not (shutil.which("java") or "JAVA_HOME" in os.environ):
        print("holdt: TARGET=spark needs Java 17 or newer, and there is no `java` here: install a Java runtime", file=sys.stderr)
        return 2
    if not (places.accepted() / "build.parquet").exists():
        print(f"holdt: no accepted feeds in {places.accepted()}: run `make land check` first", file=sys.stderr)
        return 2
    try:
        published.hand_over(places.accepted())
    except published.Unreadable as said:
        print(f"holdt: {said}", file=sys.stderr)
        return 2
    calendars.write(places.accepted())
    # a warehouse is built from nothing, so that nothing of yesterday's can stay in it
    for left in places.modelling().glob("*.duckdb*"):
        # a build that was killed leaves the folder, too, in which DuckDB kept what did not fit into memory
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    shutil.rmtree(places.spark(), ignore_errors=True)
    (places.modelling() / "target" / "run_results.json").unlink(missing_ok=True)
    told = {"zones": common_zones()} | ({"as_of": os.environ["AS_OF"]} if os.environ.get("AS_OF") else {})
    # unit tests speak of the code alone: once they passed, they pass until it changes. The tests of the data run every time.
    proven, now = places.modelling() / f"units_passed_{target}", code()
    proven_already = ["--exclude-resource-type", "unit_test"] if proven.exists() and proven.read_text() == now else []
    if run("--quiet", "build", "--target", target, "--vars", json.dumps(told), *proven_already) != 0:
        for sentence in failures():
            print(f"holdt: {sentence}", file=sys.stderr)
        # to be looked at, not to be published
        if places.marts().exists():
            places.marts().replace(places.modelling() / "failed.duckdb")
        return 2
    proven.write_text(now)
    if target == "spark":
        take_marts_from_spark()
    print("holdt: every model is built and every test of the models passed")
    return 0


def docs() -> int:
    """The documentation site, in one file: `python -m data.model docs`."""
    if run("--quiet", "docs", "generate", "--static", "--no-compile") != 0:
        return 1
    places.docs().mkdir(parents=True, exist_ok=True)
    site = places.modelling() / "target" / "static_index.html"
    os.replace(site, places.docs() / "index.html")
    print(f"holdt: the definitions are in {places.docs() / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(docs() if sys.argv[1:] == ["docs"] else main())
