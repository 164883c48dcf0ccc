"""Every threshold of the house is a row of one seed, and each row is read by somebody."""

import ast
import csv

import pytest

from data.contract import places, thresholds

with thresholds.FILE.open(encoding="utf-8", newline="") as lines:
    ROWS = list(csv.DictReader(lines))


def asked_for_in_python() -> set[str]:
    files = [path for package in ("checks", "data") for path in (places.ROOT / package).rglob("*.py")]
    calls = [node for path in files for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call) and len(node.args) == 1]
    named = {"whole", "number"}
    return {
        ast.literal_eval(call.args[0])
        for call in calls
        if getattr(call.func, "id", getattr(call.func, "attr", "")) in named and isinstance(call.args[0], ast.Constant)
    }


def test_each_threshold_of_the_gate_and_the_refresh_is_a_row_and_each_row_is_read():
    theirs = {row["name"] for row in ROWS if row["name"].startswith(("gate_", "refresh_"))}
    assert len(theirs) > 10
    assert asked_for_in_python() - {"stale_after_days"} == theirs


def test_each_threshold_has_a_unit_and_a_reason():
    assert len({row["name"] for row in ROWS}) == len(ROWS)
    for row in ROWS:
        assert row["unit"] and len(row["comment"]) > 7, row
        float(row["value"])


def test_a_misspelt_threshold_is_not_read_as_another():
    with pytest.raises(KeyError, match="no threshold `gate_due_year`"):
        thresholds.whole("gate_due_year")
