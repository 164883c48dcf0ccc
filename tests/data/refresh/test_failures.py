"""What dbt could not build or prove, as sentences for the pages."""

import json
from pathlib import Path

import pytest

from data.contract import places
from data.refresh import dbt

TABLES = "actual differs from expected:\n\n@@ ,step    ,rate\n→ ,delivery,0.2→0.3\n"


@pytest.mark.parametrize(
    ("node", "sentence"),
    [
        (
            {"unique_id": "unit_test.holdt.fct_signals.a_signal_says_since_when", "status": "fail", "message": TABLES},
            "fct_signals does not give what its own test a_signal_says_since_when expects; both tables are in the terminal",
        ),
        (
            {"unique_id": "model.holdt.fct_orders", "status": "error", "message": "Runtime Error\n  no space\n  left"},
            "fct_orders did not pass: Runtime Error no space left",
        ),
        (
            {"unique_id": "test.holdt.unique_fct_orders_order_id.0a1b", "status": "fail", "message": "Got 2 results"},
            "unique_fct_orders_order_id did not pass: Got 2 results",
        ),
    ],
)
def test_a_failure_is_a_sentence_without_a_table(tmp_path: Path, monkeypatch, node: dict, sentence: str):
    monkeypatch.setenv("HOLDT_HOME", str(tmp_path))
    places.dbt_results().parent.mkdir(parents=True)
    places.dbt_results().write_text(json.dumps({"nodes": [node, {"unique_id": "model.holdt.a", "status": "success", "message": "OK"}]}))
    assert dbt.failures() == [sentence]
