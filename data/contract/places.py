"""Where everything lies. The one leaf that every package may import.

`HOLDT_HOME` moves the whole flow elsewhere (tests, a second company on one machine): every folder below hangs under it.
Paths are absolute: a stage may be started anywhere.
"""

import os
from pathlib import Path

from data.contract.refusal import Refused

ROOT = Path(__file__).resolve().parents[2]
DBT = ROOT / "dbt"
MAPPINGS = ROOT / "data" / "mappings"


def home() -> Path:
    return Path(os.environ.get("HOLDT_HOME") or ROOT / "data").resolve()


def refuse_unusable_home() -> None:
    """DuckDB and dbt are given paths in quotes."""
    if "'" in str(home()):
        raise Refused(f"the path {home()} holds an apostrophe, which SQL cannot carry; choose another HOLDT_HOME")


def landing() -> Path:
    """Rows as they were read: every canonical column as text, with the file and row they came from."""
    return home() / "landing"


def accepted() -> Path:
    """Typed rows that passed the gate, with its verdicts beside them. The only thing dbt reads."""
    return home() / "accepted"


def quarantine() -> Path:
    """Rows that the gate held back, as raw text with the reason, and the verdicts of the newest gate run."""
    return home() / "quarantine"


def refusals() -> Path:
    """Why the gate refused the newest batch, a list of sentences; not there where it let it in."""
    return quarantine() / "refusals.json"


def modelling() -> Path:
    """Where dbt works: what the marts are made of, the marts, the compiled models and logs."""
    return home() / "modelling"


def dbt_target() -> Path:
    """What dbt writes of its work: the manifest, and what it has parsed."""
    return modelling() / "target"


def dbt_results() -> Path:
    """What became of each node of dbt's last run."""
    return modelling() / "results.json"


def building() -> Path:
    """What the marts are made of."""
    return modelling() / "building.duckdb"


def marts() -> Path:
    """The marts alone: the file that will be published. Named as dbt calls it, and not `marts`: that is the schema in it."""
    return modelling() / "publishing.duckdb"


def spark() -> Path:
    """The tables of a Spark build: a folder of Parquet files each, by schema."""
    return modelling() / "spark"


def warehouse() -> Path:
    """Published warehouses `<stamp>.duckdb`, `current.duckdb` → the newest that passed, and `refresh.json`."""
    return home() / "warehouse"


def current() -> Path:
    return warehouse() / "current.duckdb"


def published_weeks() -> Path:
    """The weeks that publishes put on record, a file each (`data/refresh/published_weeks.py`)."""
    return warehouse() / "published_weeks"


def refresh_state() -> Path:
    """How the last refresh ended: its stage, status and the sentences a reader sees."""
    return warehouse() / "refresh.json"


def docs() -> Path:
    """The documentation site of the models that built the newest warehouse."""
    return warehouse() / "docs"


def sample_world() -> Path:
    """The generated sample world (CSV files and its truth), made by `make sample`."""
    return ROOT / "data" / "sample_world"
