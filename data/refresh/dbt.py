"""dbt as a process of its own, because its runner keeps the DuckDB file locked after it returns."""

import hashlib
import json
import os
import shutil
import subprocess
import sys

from data.contract import machine, places
from data.contract.refusal import Refused

TARGETS = ("duckdb", "spark")
# Spark cuts every shuffle in two hundred, for a cluster; on one machine those are two hundred tiny tasks. And each small table that it
# hands to a join takes a whole page, 64 MB of 4 GB: a few joins at once, and there was "not enough memory to broadcast".
IN_PROCESS = "--master local[*] --driver-memory 4g --conf spark.ui.enabled=false --conf spark.sql.ui.retainedExecutions=1"
SMALL = "--conf spark.sql.shuffle.partitions=4 --conf spark.buffer.pageSize=4m"
# And it writes and compiles Java for each query, and the machine that runs it compiles that once more, harder: for a few thousand rows
# that is a quarter of all processor time (134 against 99 s for four models of the standings).
PLAINLY = "--driver-java-options -XX:TieredStopAtLevel=1 --conf spark.sql.codegen.wholeStage=false"
PLAINLY += " --conf spark.sql.codegen.factoryMode=NO_CODEGEN"
QUIETLY = "--conf spark.log.level=ERROR --conf spark.ui.showConsoleProgress=false pyspark-shell"


def refuse_unknown(target: str) -> None:
    if target not in TARGETS:
        raise Refused(f"TARGET={target} is not known; it is one of {', '.join(TARGETS)}")
    if target == "spark" and "SPARK_REMOTE" not in os.environ and not (shutil.which("java") or "JAVA_HOME" in os.environ):
        raise Refused("TARGET=spark needs Java 17 or newer, and there is no `java` here: install a Java runtime")


def run(target: str, *arguments: str, **given: str) -> int:
    """`given` are variables that the models read. Through dbt's own `--vars`, each new value would cost a full parse (5 s)."""
    places.modelling().mkdir(parents=True, exist_ok=True)
    places.dbt_results().unlink(missing_ok=True)
    command = [sys.executable, "-m", "data.refresh.dbt_process", str(places.dbt_results()), *arguments, "--target", target]
    modules = os.pathsep.join(filter(None, [str(places.ROOT), os.environ.get("PYTHONPATH")]))
    variables = os.environ | environment(target) | given | {"PYTHONPATH": modules}
    return subprocess.run(command, cwd=places.modelling(), env=variables, stdin=subprocess.DEVNULL).returncode


def environment(target: str) -> dict[str, str]:
    """For dbt started in `places.modelling()`. What it reads and writes is named from there, so that what it has parsed (5 s) holds for
    another home, too; a cluster of Spark has been started elsewhere."""
    return {
        "HOLDT_HOME": str(places.home()) if target == "spark" else "..",
        "HOLDT_BUILDING": places.building().name,
        "HOLDT_MARTS": places.marts().name,
        "HOLDT_MEMORY": machine.memory_limit(),
        "HOLDT_SPARK": str(places.spark()),
        "DBT_PROJECT_DIR": str(places.DBT),
        "DBT_PROFILES_DIR": str(places.DBT),
        "DBT_TARGET_PATH": str(places.dbt_target()),
        "DBT_LOG_PATH": str(places.modelling() / "logs"),
        # everything that dbt does, at length: a twentieth of its time; its errors are in the terminal
        "DBT_LOG_LEVEL_FILE": "none",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DBT_USE_COLORS": "false",
    } | _spark_settings()


def _spark_settings() -> dict[str, str]:
    """How Spark is reached: SPARK_REMOTE (Spark Connect), SPARK_MASTER (a cluster's master URL), else in this process."""
    # dbt-spark asks every session for settings that a Spark Connect server has made already
    quietly = {"PYTHONWARNINGS": "ignore:Failed to set spark,ignore:PySpark does not yet fully support pandas"}
    if "SPARK_REMOTE" in os.environ:
        return quietly
    if "SPARK_MASTER" in os.environ:
        return quietly | {"PYSPARK_SUBMIT_ARGS": f"--master {os.environ['SPARK_MASTER']} {QUIETLY}"}
    return quietly | {"PYSPARK_SUBMIT_ARGS": f"{IN_PROCESS} {SMALL} {PLAINLY} {QUIETLY}", "SPARK_LOCAL_IP": "127.0.0.1"}


def code(*endings: str) -> str:
    """The files of these endings as they stand, in one line."""
    made_of = hashlib.sha256()
    for file in sorted(file for ending in endings for file in places.DBT.rglob(f"*.{ending}")):
        made_of.update(f"{file.relative_to(places.DBT)} ".encode() + file.read_bytes())
    return made_of.hexdigest()


def failures() -> list[str]:
    """What the last run could not build or prove, a sentence each."""
    nodes = results()["nodes"] if places.dbt_results().exists() else []
    failed = [node for node in nodes if node["status"] in ("error", "fail")]
    if not failed:
        return ["dbt stopped; its own words are above"]
    return [_failure(node) for node in failed]


def _failure(node: dict) -> str:
    """What a unit test compares is two tables, as they stand in the terminal: no sentence for the pages."""
    kind, _, name, *test = node["unique_id"].split(".")
    if kind == "unit_test" and node["status"] == "fail":
        return f"{name} does not give what its own test {test[0]} expects; both tables are in the terminal"
    return f"{name} did not pass: {' '.join((node['message'] or '').split())[:300]}"


def results() -> dict:
    """What became of each node in the last run, and in how many seconds."""
    return json.loads(places.dbt_results().read_text(encoding="utf-8"))


def manifest() -> dict:
    """The models, their tests and their words, as dbt read them last."""
    return json.loads((places.dbt_target() / "manifest.json").read_text(encoding="utf-8"))
