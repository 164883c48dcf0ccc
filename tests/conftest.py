import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
os.environ["DO_NOT_TRACK"] = "1"
os.environ["GX_ANALYTICS_ENABLED"] = "false"

from homes import build, once
from models import Models
from sources import Sources

from data.contract import places

#: fixtures of the pages
pytest_plugins = ["pages"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker reads the models and builds the home that most tests look at. Meanwhile the other has the files that need neither. What
    takes longest, Spark, does not begin last."""
    needs_code = {item.path for item in items if "compiled" in item.fixturenames}
    first = next((item.path for item in items if "built_home" in item.fixturenames), None)
    items.sort(key=lambda item: (item.path.name != "test_spark.py", item.path != first, item.path in needs_code))


def pytest_collection_finish() -> None:
    # what was imported stays to the end: to look through it for garbage, again and again, took a tenth of the time
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home for which dbt has read the code. A test that asks for `models` runs them, and `make slips` runs it."""
    return once(tmp_path_factory, "models", Models.compile)


@pytest.fixture(scope="session")
def models(compiled: Path) -> Models:
    return Models(compiled)


@pytest.fixture(scope="session")
def small_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample world in small: CSV files, a file a feed."""

    def write(folder: Path) -> None:
        subprocess.run([sys.executable, "-m", "data.synthetic", "--out", str(folder), "--lines", "900"], cwd=places.ROOT, check=True)

    return once(tmp_path_factory, "world", write)


@pytest.fixture(scope="session")
def built_home(tmp_path_factory: pytest.TempPathFactory, small_world: Path, compiled: Path) -> Path:
    """The small world read, checked, modelled and published, once for all tests."""
    arguments = "SOURCES=data/mappings/sample.toml", f"ROOT={small_world}"
    return once(tmp_path_factory, "built", lambda home: build(home, *arguments, after=compiled))


@pytest.fixture(scope="session")
def olist_home(tmp_path_factory: pytest.TempPathFactory, built_home: Path) -> Path:
    """The public data as of its mapping's day, without the site of definitions, once for all tests."""
    if not (places.ROOT.parent / "shared" / "data" / "olist").is_dir():
        pytest.skip("the public Olist files are not beside the repository; their licence forbids shipping them")
    arguments = "SOURCES=data/mappings/olist.toml", "STAGES=land check model publish"
    return once(tmp_path_factory, "olist", lambda home: build(home, *arguments, after=built_home))


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sources:
    monkeypatch.setenv("HOLDT_HOME", str(tmp_path / "home"))
    return Sources(tmp_path)
