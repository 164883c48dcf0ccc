"""The tests of this folder that run the models, run once more for every slip, on the worlds that they made the first time.

A test asks `models.run` for a world and looks at its marts. What it is given the first time is kept, without the slip; for a slip it is
given the same world with the slip in it and what is made of it built anew, and only where the slip changes that world is the test run.
"""

import contextlib
import io
import os
import pickle
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from pathlib import Path

import duckdb
import pytest
from _pytest.runner import runtestprotocol
from hypothesis import Phase, settings
from models import Models

from .held import DidNotRun, Family, Held

#: reads the marts of the home that `make build` made, and nothing else of it
ASK_THE_HOME = ("test_svein.py",)
#: the name of that world among the others
OF_THE_HOME = b"home"
#: of the worlds that hypothesis makes, so many: each stands in memory
EXAMPLES = 12
ARGUMENTS = ["-p", "no:cacheprovider", "-p", "no:terminal", "-p", "no:xdist", "-s", "-o", "addopts=", "-m", "not slow and not browser"]


@dataclass
class Test:
    item: pytest.Item | None = None
    worlds: set[bytes] = field(default_factory=set)
    #: of worlds that cannot be kept, the models that are asked for
    rebuilt: set[str] = field(default_factory=set)
    seconds: float = 0.0

    def add(self, other: "Test") -> None:
        self.worlds |= other.worlds
        self.rebuilt |= other.rebuilt


def key_of(*parts) -> bytes | None:
    """A name for a world; none where it is made of what another world left behind."""
    *rows, prepare = parts
    made_by = ()
    if prepare is not None:
        cells = [cell.cell_contents for cell in prepare.__closure__ or ()]
        if not cells:
            return None
        made_by = (prepare.__qualname__, repr(cells))
    return blake2b(pickle.dumps((rows, made_by)), digest_size=16).digest()


class Pythons:
    """A pytest plugin: collects the tests, runs each once without a slip, and then `work`s with them."""

    def __init__(self, family: Family, home: Path, of_the_home: Held, world: Path, work: Callable[["Pythons"], None], tests: list[Path]):
        self.family, self.home, self.world, self.work, self.files = family, home, world, work, tests
        self.worlds: dict[bytes, Held] = {OF_THE_HOME: of_the_home}
        self.tests: list[Test] = []
        self.left_out: list[str] = []
        self.running = Test()
        self.standing = Test()
        self.building = 0.0
        self.slip: tuple[str, str] | None = None
        self.cursors: list[duckdb.DuckDBPyConnection] = []
        self.stumbled = False
        #: of the slip that is tried: world → whether it is another
        self.touched: dict[bytes, bool] = {}
        #: model and file → how many slips its tests saw
        self.saw: Counter = Counter()
        self.run_models = Models.run

    def run(self) -> None:
        os.environ["HOLDT_EXAMPLES"] = str(EXAMPLES)
        settings.register_profile("slips", derandomize=True, database=None, phases=[Phase.explicit, Phase.generate])
        settings.load_profile("slips")
        Models.run = lambda models, *args, **named: self.built(models, *args, **named)
        try:
            with tempfile.TemporaryDirectory() as folder:
                pytest.main([*ARGUMENTS, "--basetemp", f"{folder}/pytest", *map(str, self.files)], plugins=[self])
        finally:
            Models.run = self.run_models

    # ── what pytest asks ──

    def pytest_collection(self) -> None:
        conftest = sys.modules["conftest"]
        kept = {"models": self.family.models.home, "world": self.world, "built": self.home}
        conftest.once = lambda _, name, fill: kept[name]
        sys.modules["homes"].open_current = lambda home: self.hand_out(OF_THE_HOME)
        from data.synthetic import world

        world.build = cache(world.build)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = [item for item in session.items if "models" in item.fixturenames or Path(item.path).name in ASK_THE_HOME]
        for item, following in zip(items, [*items, None][1:], strict=True):
            self.first_run(item, following)
        self.take_back()
        self.tests.sort(key=lambda test: test.seconds)
        self.work(self)
        return True

    def pytest_runtest_call(self, item: pytest.Item) -> None:
        # what the setup asked for stands for the tests that come after, too
        self.standing.add(self.running)

    # ── without a slip ──

    def first_run(self, item: pytest.Item, following: pytest.Item | None) -> None:
        self.running, self.building, began = Test(item), 0.0, time.perf_counter()
        passed = self.passes(item, following)
        self.running.seconds = time.perf_counter() - began - self.building
        self.running.add(self.standing)
        if not passed:
            self.left_out.append(item.nodeid)
        elif self.running.worlds or self.running.rebuilt:
            self.tests.append(self.running)
        if following is None or following.path != item.path:
            self.standing = Test()

    def passes(self, item: pytest.Item, following: pytest.Item | None) -> bool:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            reports = runtestprotocol(item, log=False, nextitem=following)
        return all(report.outcome != "failed" for report in reports)

    def take_back(self) -> None:
        for cursor in self.cursors:
            cursor.close()
        self.cursors.clear()

    # ── what a test is given ──

    def built(
        self,
        models: Models,
        folder: Path,
        world: dict,
        as_of,
        wanted: list[str],
        policies=None,
        zone="Europe/Oslo",
        prepare=None,
        seeds=None,
    ):
        began = time.perf_counter()
        needed = {node["unique_id"] for node in models.needed(wanted)} & set(self.family.nodes)
        key = key_of(world, as_of, sorted(wanted), policies, zone, seeds, prepare)
        if key is None or (self.slip and key not in self.worlds):
            self.running.rebuilt |= {f"model.holdt.{name}" for name in wanted}
            return self.run_models(self.slipped(models), folder, world, as_of, wanted, policies, zone, prepare, seeds)
        if key not in self.worlds:
            connection = self.run_models(models, folder, world, as_of, wanted, policies, zone, prepare, seeds)
            self.worlds[key] = Held(self.family, connection, self.keep(folder, key), needed)
            self.building += time.perf_counter() - began
        return self.hand_out(key)

    def keep(self, folder: Path, key: bytes) -> Path:
        """The files of a world, which a slip in the staging models reads again, where no test throws them away."""
        kept = self.world.parent / "kept" / key.hex()
        shutil.copytree(folder / "accepted", kept / "accepted")
        return kept

    def slipped(self, models: Models) -> Models:
        if self.slip is None:
            return models
        unique_id, sql = self.slip
        other = object.__new__(Models)
        other.home = models.home
        other.nodes = models.nodes | {unique_id: models.nodes[unique_id] | {"compiled_code": sql}}
        return other

    def hand_out(self, key: bytes) -> duckdb.DuckDBPyConnection:
        held = self.worlds[key]
        self.running.worlds.add(key)
        cursor = held.cursor()
        self.cursors.append(cursor)
        if self.slip and self.slip[0] in held.built:
            try:
                if held.put(cursor, *self.slip):
                    list(held.spread(cursor, self.slip[0]))
            except DidNotRun:
                self.stumbled = True
                raise
        return cursor

    # ── with one ──

    def touches(self, key: bytes, unique_id: str, sql: str) -> bool:
        """Whether a model with a slip in it is another on one of the worlds."""
        held = self.worlds[key]
        if unique_id not in held.built:
            return False
        if key not in self.touched:
            cursor = held.cursor()
            try:
                self.touched[key] = held.put(cursor, unique_id, sql)
            except DidNotRun:
                # a slip that runs on some worlds only is seen on those, or not at all
                self.touched[key] = False
            finally:
                cursor.close()
        return self.touched[key]

    def in_order(self, unique_id: str) -> list[list[Test]]:
        """The tests of a file one after another, so that what they share is made once; first the files that saw slips in this model before."""
        files: dict[Path, list[Test]] = {}
        for test in self.tests:
            files.setdefault(test.item.path, []).append(test)
        return sorted(files.values(), key=lambda tests: (-self.saw[unique_id, tests[0].item.path], sum(test.seconds for test in tests)))

    def failing(self, unique_id: str, sql: str, reached: set[str]) -> str | None:
        """The first test that fails with a slip in a model, of those whose worlds it changed; where they could not be kept, of those that ask
        for a model that it reached."""
        self.slip, self.touched = (unique_id, sql), {}
        try:
            for tests in self.in_order(unique_id):
                asked = [test for test in tests if test.rebuilt & reached or any(self.touches(key, unique_id, sql) for key in test.worlds)]
                if failing := self.first_failing(asked):
                    self.saw[unique_id, failing.path] += 1
                    return failing.nodeid
        finally:
            self.slip = None
        return None

    def first_failing(self, tests: list[Test]) -> pytest.Item | None:
        try:
            for test, following in zip(tests, [*tests, None][1:], strict=True):
                self.stumbled, self.running = False, Test()
                if not self.passes(test.item, following and following.item) and not self.stumbled:
                    return test.item
        finally:
            if tests:
                tests[0].item.session._setupstate.teardown_exact(None)
            self.take_back()
        return None
