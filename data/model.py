"""Accepted feeds → models, by dbt: `python -m data.model`.

dbt runs as a process of its own, because its runner keeps the DuckDB file locked after it returns.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from data import calendars, places

DBT = places.ROOT / "dbt"


def run(*arguments: str) -> int:
    places.modelling().mkdir(parents=True, exist_ok=True)
    environment = os.environ | {
        "HOLDT_HOME": str(places.home()),
        "HOLDT_BUILDING": str(places.building()),
        "DBT_PROJECT_DIR": str(DBT),
        "DBT_PROFILES_DIR": str(DBT),
        "DBT_TARGET_PATH": str(places.modelling() / "target"),
        "DBT_LOG_PATH": str(places.modelling() / "logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DBT_USE_COLORS": "false",
    }
    command = [str(Path(sys.executable).parent / "dbt"), *arguments]
    return subprocess.run(command, env=environment, stdin=subprocess.DEVNULL).returncode


def failures() -> list[str]:
    """What dbt could not build or prove, a sentence each."""
    path = places.modelling() / "target" / "run_results.json"
    if not path.exists():
        return ["the models could not be read; dbt's own words are above"]
    results = json.loads(path.read_text())["results"]
    failed = [result for result in results if result["status"] in ("error", "fail")]
    return [f"{result['unique_id'].split('.')[2]} did not pass: {' '.join((result['message'] or '').split())[:300]}" for result in failed]


def main() -> int:
    if not (places.accepted() / "build.parquet").exists():
        print(f"holdt: no accepted feeds in {places.accepted()}: run `make land check` first", file=sys.stderr)
        return 2
    calendars.write(places.accepted())
    # a warehouse is built from nothing, so that nothing of yesterday's can stay in it
    places.building().unlink(missing_ok=True)
    (places.modelling() / "target" / "run_results.json").unlink(missing_ok=True)
    as_of = os.environ.get("AS_OF")
    if run("--quiet", "build", *(["--vars", json.dumps({"as_of": as_of})] if as_of else [])) != 0:
        for sentence in failures():
            print(f"holdt: {sentence}", file=sys.stderr)
        return 2
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
