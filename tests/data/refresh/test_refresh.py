"""A refresh publishes what passed, or leaves what was there and says why."""

import fcntl
import json
import os
import shutil
from dataclasses import replace

import duckdb
import pytest
from absence import built_from, without
from homes import build, make, open_current

from data.refresh import dbt, model, publish
from data.refresh.__main__ import is_unchanged, main
from data.refresh.request import Request


@pytest.fixture
def home(built_home, tmp_path):
    """A home of its own to break, with what was published before in it."""
    shutil.copytree(built_home, tmp_path / "home", symlinks=True)
    return tmp_path / "home"


def state(home):
    return json.loads((home / "warehouse" / "refresh.json").read_text())


def shown(home):
    return (home / "warehouse" / "current.duckdb").resolve().name


def test_a_refresh_that_passed_says_what_it_published(built_home):
    assert state(built_home)["status"] == "ok"
    assert state(built_home)["published"] == shown(built_home)
    assert open_current(built_home).execute("select count(*) > 500 from marts.fct_promises").fetchone() == (True,)


def test_a_batch_that_the_gate_refuses_leaves_yesterdays_truth(home, small_world, tmp_path):
    before = shown(home)
    broken = tmp_path / "broken"
    shutil.copytree(small_world, broken)
    promises = (broken / "promises.csv").read_text().splitlines(keepends=True)
    (broken / "promises.csv").write_text("".join(promises + promises[1:]))
    result = make(home, "build", "SOURCES=data/mappings/sample.toml", f"ROOT={broken}")
    assert result.returncode != 0
    assert shown(home) == before
    assert state(home)["status"] == "refused" and state(home)["stage"] == "check"
    assert any("promises" in sentence for sentence in state(home)["sentences"]), state(home)
    assert "Traceback" not in result.stderr


@pytest.mark.slow
def test_a_warehouse_that_fails_a_test_of_the_models_is_not_published(home):
    before = shown(home)
    manifest = home / "modelling" / "target" / "manifest.json"
    written = manifest.stat().st_mtime_ns
    counts = home / "accepted" / "counts.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"create table counts as from '{counts}'")
        connection.execute("update counts set rows_accepted = rows_accepted - 1 where feed = 'promises'")
        connection.execute(f"copy counts to '{counts}'")
    # and what a killed build left behind is in nobody's way
    spilled = home / "modelling" / "building.duckdb.tmp"
    spilled.mkdir()
    (spilled / "duckdb_temp_storage_DEFAULT-0.tmp").touch()
    result = make(home, "build", "STAGES=model docs-site publish")
    assert result.returncode != 0 and not spilled.exists()
    assert shown(home) == before
    assert state(home)["status"] == "refused" and state(home)["stage"] == "model"
    assert "assert_rows_landed_are_accepted_or_quarantined" in " ".join(state(home)["sentences"])
    assert manifest.stat().st_mtime_ns == written, "of the same code dbt has nothing else to write down"
    # nor by hand
    result = make(home, "publish")
    assert result.returncode != 0 and "there are no built marts" in result.stderr
    assert shown(home) == before


def test_what_dbt_has_read_is_written_down_again_where_it_would_be_something_else(tmp_path, monkeypatch):
    monkeypatch.setenv("HOLDT_HOME", str(tmp_path))
    (tmp_path / "modelling" / "target").mkdir(parents=True)
    read_by_models = {"HOLDT_ZONES": "Europe/Oslo", "HOLDT_AS_OF": ""}
    assert not model.manifest_written("duckdb", read_by_models).holds()
    model.manifest_written("duckdb", read_by_models).set()
    assert model.manifest_written("duckdb", read_by_models).holds()
    assert not model.manifest_written("spark", read_by_models).holds()
    assert not model.manifest_written("duckdb", read_by_models | {"HOLDT_AS_OF": "2022-07-01"}).holds()
    monkeypatch.setattr(dbt, "code", lambda *endings: "other code")
    assert not model.manifest_written("duckdb", read_by_models).holds()


def test_the_second_of_two_refreshes_says_so_and_stops(home):
    before = (home / "warehouse" / "refresh.json").read_text()
    with (home / "warehouse" / "refresh.lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        result = make(home, "build", "SOURCES=data/mappings/by_hand.toml")
    assert result.returncode != 0
    assert "another refresh is running" in result.stderr
    assert (home / "warehouse" / "refresh.json").read_text() == before


@pytest.mark.parametrize("target", ["build", "model"])
def test_a_home_that_sql_cannot_carry_is_refused_in_one_sentence(tmp_path, target):
    home = tmp_path / "o'clock"
    result = make(home, target, "SOURCES=data/mappings/by_hand.toml")
    assert result.returncode == 2
    messages = [line for line in result.stderr.splitlines() if line.startswith("holdt: ")]
    assert messages == [f"holdt: the path {home} holds an apostrophe, which SQL cannot carry; choose another HOLDT_HOME"]
    assert "Traceback" not in result.stderr and not home.exists()


def test_a_mapping_that_is_refused_is_kept_with_its_sentence_for_the_dashboard(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("HOLDT_HOME", str(tmp_path))
    monkeypatch.setenv("SOURCES", "data/mappings/sampel.toml")
    assert main(["land", "check"]) == 2
    sentence = "data/mappings/sampel.toml: no such mapping file; nearest: `sample.toml`."
    assert (state(tmp_path)["status"], state(tmp_path)["stage"], state(tmp_path)["sentences"]) == ("refused", "land", [sentence])
    assert capsys.readouterr().err == f"holdt: {sentence}\nholdt: nothing was published; what was there before is still shown\n"


def test_a_stage_that_crashes_is_distinguished_from_one_that_refuses(tmp_path, monkeypatch, capfd):
    monkeypatch.setenv("HOLDT_HOME", str(tmp_path))
    (tmp_path / "landing").mkdir()
    (tmp_path / "landing" / "manifest.json").write_text("{}")
    assert main(["check"]) == 2
    assert (state(tmp_path)["status"], state(tmp_path)["stage"]) == ("failed", "check")
    assert "the stage `check` stopped with an error" in state(tmp_path)["sentences"][0]
    assert "KeyError" in capfd.readouterr().err, "the words of the crash are in the terminal"


def test_only_the_newest_warehouses_are_kept(home):
    marts = home / "modelling" / "publishing.duckdb"
    for stamp in ("20990101T000000Z", "20990102T000000Z", "20990103T000000Z"):
        publish.swap_in(marts, home / "warehouse", stamp, keep=2)
    assert shown(home) == "20990103T000000Z.duckdb"
    assert sorted(path.name for path in (home / "warehouse").glob("*T*.duckdb")) == ["20990102T000000Z.duckdb", "20990103T000000Z.duckdb"]


def tables_of(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple]]:
    """Every mart, in the order in which its rows lie. That of the columns is the contract's where dbt builds them."""
    tables = connection.execute(
        "select table_name, string_agg(column_name, ', ' order by column_name) from duckdb_columns() where schema_name = 'marts' group by all"
    ).fetchall()
    return {name: connection.execute(f"select {columns} from marts.{name}").fetchall() for name, columns in tables}


def test_the_same_inputs_give_identical_marts(models, built_home, tmp_path):
    """As `make build` has them and as the models give them a second time; a slow test has `make build` do it again."""
    accepted, wanted = built_home / "accepted", [node["name"] for node in models.nodes.values() if node["schema"] == "marts"]
    again = tables_of(built_from(models, tmp_path, accepted, wanted, without(accepted, ())))
    with open_current(built_home) as marts:
        built = tables_of(marts)
    assert len(built) > 15 and built.keys() == again.keys()
    assert [name for name in built if built[name] != again[name]] == []


def test_a_refresh_is_skipped_only_while_nothing_has_changed(built_home, small_world, monkeypatch):
    monkeypatch.setenv("HOLDT_HOME", str(built_home))
    asked = Request("data/mappings/sample.toml", root=str(small_world))
    assert is_unchanged(asked)
    assert not is_unchanged(replace(asked, as_of="2022-07-01"))
    promises = small_world / "promises.csv"
    seen = promises.stat()
    os.utime(promises, ns=(seen.st_atime_ns, seen.st_mtime_ns + 1_000_000_000))
    assert not is_unchanged(asked)
    os.utime(promises, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    assert is_unchanged(asked)


@pytest.mark.slow
def test_a_first_build_has_dbt_run_every_unit_test_and_a_second_none_and_both_give_the_same(models, built_home, small_world, tmp_path):
    """In the quick tests, test_slips.py runs the unit tests."""

    def unit_tests() -> dict[str, str]:
        build(tmp_path, "SOURCES=data/mappings/sample.toml", f"ROOT={small_world}")
        nodes = json.loads((tmp_path / "modelling" / "results.json").read_text())["nodes"]
        return {node["unique_id"]: node["status"] for node in nodes if node["unique_id"].startswith("unit_test.")}

    with open_current(built_home) as marts:
        expected = tables_of(marts)
    for expected_tests in (dict.fromkeys(models.unit_tests, "pass"), {}):
        assert unit_tests() == expected_tests
        with open_current(tmp_path) as marts:
            actual = tables_of(marts)
        assert len(actual) > 15 and actual.keys() == expected.keys()
        assert [name for name in actual if actual[name] != expected[name]] == []
