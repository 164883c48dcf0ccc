import fcntl
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

sys.path.insert(0, str(Path(__file__).parent))
os.environ["DO_NOT_TRACK"] = "1"
os.environ["GX_ANALYTICS_ENABLED"] = "false"

from models import Models
from sources import Sources

from data.contract import places

#: fixtures of the pages
pytest_plugins = ["pages"]


def make(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A make target as a user runs it, with everything it writes under `home`."""
    environment = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "SOURCES", "AS_OF", "ROOT", "TARGET")}
    environment["HOLDT_HOME"] = str(home)
    return subprocess.run(
        ["make", "--no-print-directory", *arguments], cwd=places.ROOT, env=environment, text=True, capture_output=True, stdin=subprocess.DEVNULL
    )


def build(home: Path, *arguments: str) -> Path:
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


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Models:
    return Models(once(tmp_path_factory, "models", Models.compile))


@pytest.fixture(scope="session")
def small_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample world in small: CSV files, a file a feed."""

    def write(folder: Path) -> None:
        subprocess.run([sys.executable, "-m", "data.synthetic", "--out", str(folder), "--lines", "900"], cwd=places.ROOT, check=True)

    return once(tmp_path_factory, "world", write)


@pytest.fixture(scope="session")
def built_home(tmp_path_factory: pytest.TempPathFactory, small_world: Path) -> Path:
    """The small world read, checked, modelled and published, once for all tests."""
    return once(tmp_path_factory, "built", lambda home: build(home, "SOURCES=data/mappings/sample.toml", f"ROOT={small_world}"))


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sources:
    monkeypatch.setenv("HOLDT_HOME", str(tmp_path / "home"))
    return Sources(tmp_path)
