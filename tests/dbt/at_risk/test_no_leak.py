"""A list of an earlier day is made of what was on record on that day, and of nothing that came to light later."""

from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from models import Models
from past import judged_on

WEEKS = (1, 4, 13)


def lists(models: Models, folder: Path, accepted: Path, as_of: date) -> duckdb.DuckDBPyConnection:
    return models.run(folder, {}, as_of, ["fct_at_risk", "fct_at_risk_record"], prepare=judged_on(accepted, as_of))


@pytest.fixture(scope="module")
def today(accepted: Path) -> date:
    return duckdb.sql(f"select as_of from '{accepted / 'build.parquet'}'").fetchone()[0]


@pytest.fixture(scope="module")
def record(models: Models, accepted: Path, today: date, tmp_path_factory) -> duckdb.DuckDBPyConnection:
    return lists(models, tmp_path_factory.mktemp("today"), accepted, today)


@pytest.mark.parametrize("weeks", WEEKS)
def test_the_list_of_an_earlier_day_is_the_one_that_a_build_of_that_day_made(models, accepted, today, record, tmp_path, weeks):
    that_day = today - timedelta(weeks=weeks)
    columns = "promise_id, step, clock, end_date, days_left, probability"
    actual = record.execute(
        f"select {columns} from marts.fct_at_risk_record where list_date = ? order by promise_id", [that_day]
    ).fetchall()
    expected = (
        lists(models, tmp_path, accepted, that_day)
        .execute(f"select {columns} from marts.fct_at_risk where probability is not null order by promise_id")
        .fetchall()
    )
    assert len(expected) > 20
    assert [row[:-1] for row in actual] == [row[:-1] for row in expected]
    assert [row[-1] for row in actual] == pytest.approx([row[-1] for row in expected], rel=1e-12)


def test_the_record_goes_back_a_quarter_and_knows_what_became_of_the_promises(record):
    lists_count, outcomes = record.execute(
        "select count(distinct list_date), list(distinct outcome order by outcome) from marts.fct_at_risk_record"
    ).fetchone()
    assert lists_count == max(WEEKS)
    assert {"broken", "kept", "pending"} <= set(outcomes)
