"""Homes for tests: made by `make` as a user would, shared by the workers of a run, opened read-only."""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from data.contract import places
from data.refresh import model

#: what dbt has read of the code, in a home
PARSED = "modelling/target/partial_parse.msgpack"


def make(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A make target as a user runs it, with everything it writes under `home`."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "SOURCES", "AS_OF", "ROOT", "TARGET")
    }
    environment["HOLDT_HOME"] = str(home)
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=places.ROOT,
        env=environment,
        text=True,
        capture_output=True,
        stdin=subprocess.DEVNULL,
    )


def build(home: Path, *arguments: str, after: Path | None = None) -> Path:
    """`after` dbt has read the same code for another home. The unit tests are left out, as where they have passed: test_slips.py runs each
    of them in a sixth of the time, and a slow test has dbt run them."""
    if after:
        (home / "modelling" / "target").mkdir(parents=True)
        shutil.copy(after / PARSED, home / PARSED)
        model.units_passed(home / "modelling", "duckdb").set()
    result = make(home, "build", *arguments)
    assert result.returncode == 0, result.stdout + result.stderr
    return home


def open_current(home: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str((home / "warehouse" / "current.duckdb").resolve()), read_only=True)


def once(tmp_path_factory: pytest.TempPathFactory, name: str, fill: Callable[[Path], object]) -> Path:
    """A folder that all workers of a run share: whoever comes first fills it, the others wait for it."""
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    folder, filled = root / name, root / f"{name}.filled"
    with open(root / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not filled.exists():
            folder.mkdir(exist_ok=True)
            fill(folder)
            filled.touch()
    return folder
