"""The bench itself, on a world of two thousand promises: the stages as they are run, and a floor that finds the same."""

import subprocess
import sys

import duckdb
import pytest

from data.contract import places

BENCH = [sys.executable, str(places.ROOT / "tests" / "bench")]


@pytest.mark.slow
def test_the_floor_written_by_hand_finds_what_the_marts_find_and_one_day_later_too(tmp_path):
    messages = subprocess.run([*BENCH, "2000", "--more", "--folder", str(tmp_path)], cwd=places.ROOT, text=True, capture_output=True)
    assert messages.returncode == 0, messages.stdout + messages.stderr
    assert "Floor and marts agree to the row." in messages.stdout and "They agree again." in messages.stdout
    assert all(f"| {stage} |" in messages.stdout for stage in ("land", "check", "model", "publish", "**refresh**", "floor"))


def test_a_world_has_every_outcome_and_the_gate_something_to_hold_back_and_the_same_size_gives_the_same_bytes(tmp_path):
    for name in ("one", "other"):
        code = f"import sys, pathlib; sys.path.insert(0, {str(places.ROOT / 'tests' / 'bench')!r}); import world; world.write(pathlib.Path({str(tmp_path / name)!r}), 4000)"
        subprocess.run([sys.executable, "-c", code], check=True)
    with duckdb.connect() as con:
        subprocess.run([*BENCH, "--floor", str(tmp_path / "one"), "2026-03-02", str(tmp_path / "floor.duckdb")], check=True)
        con.execute(f"attach '{tmp_path / 'floor.duckdb'}' as least (read_only)")
        outcomes = {outcome for (outcome,) in con.execute("select distinct outcome from least.promises").fetchall()}
        assert outcomes == {"early", "on_time", "kept_attempted", "late", "excluded", "cancelled_broken", "overdue_open", "pending"}
        spoilt = con.execute(
            f"select count(*) from '{tmp_path}/one/deliveries-0.parquet' where event = 'teleported' or delivery_id is null"
        ).fetchone()[0]
        assert spoilt > 0
    for feed in ("promises", "deliveries", "contacts"):
        one, other = ((tmp_path / name / f"{feed}-0.parquet").read_bytes() for name in ("one", "other"))
        assert one == other
