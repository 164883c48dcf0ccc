"""The marts as of a past day are those that a build of that day made: nothing that was recorded later shows in them."""

from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
from models import Models
from past import RECORDED, TODAY, as_it_stood, count_again, judged_on, recorded_late
from worlds import write_accepted

#: what the gate has read has no day on which it became known: these say what is in the files, whatever day they are judged as of
OF_THE_FILES = {"fct_coverage", "fct_feed_counts"}
OUTCOMES = {"on_time", "early", "kept_attempted", "late", "overdue_open", "cancelled_broken", "pending", "excluded"}


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("late") / "accepted"
    write_accepted(folder, recorded_late(7), TODAY)
    for feed in RECORDED:
        count_again(folder, feed)
    return folder


def rows(connection: duckdb.DuckDBPyConnection, mart: str) -> list[tuple]:
    return sorted(connection.execute(f"select * from marts.{mart}").fetchall(), key=repr)


@pytest.mark.parametrize(
    ("world", "weeks"), [("late", 3), *(pytest.param(*case, marks=pytest.mark.slow) for case in (("late", 26), ("accepted", 8)))]
)
def test_a_past_day_rebuilt_is_the_build_of_that_day(models: Models, marts: list[str], request, tmp_path: Path, world: str, weeks: int):
    accepted: Path = request.getfixturevalue(world)
    day = duckdb.sql(f"select as_of from '{accepted / 'build.parquet'}'").fetchone()[0] - timedelta(weeks=weeks)
    then = models.run(tmp_path / "then", {}, day, marts, prepare=as_it_stood(accepted, day))
    now = models.run(tmp_path / "now", {}, day, marts, prepare=judged_on(accepted, day))
    assert {mart for mart in marts if rows(then, mart) != rows(now, mart)} == OF_THE_FILES
    # of every promise made by then exactly one thing is said
    outcomes = dict(now.execute("select outcome, count(*) from marts.fct_promises group by 1").fetchall())
    made = duckdb.sql(f"select count(distinct promise_id) from '{tmp_path}/then/accepted/promises.parquet'").fetchone()[0]
    assert sum(outcomes.values()) == made and outcomes.keys() == OUTCOMES
    # and the judgements have something to say
    assert {standing for (standing,) in now.execute("select standing from marts.fct_standings").fetchall()} > {"not_comparable"}
    assert now.execute("select count(*) from marts.fct_honest_dates where is_quotable").fetchone()[0] > 0


def test_much_of_the_world_is_recorded_after_the_day_that_it_is_about(late: Path):
    """Else the test above would pass whatever the models read."""
    for weeks in (3, 26):
        day = TODAY - timedelta(weeks=weeks)
        happened = f"occurred_at < timestamp '{day}' and recorded_at >= timestamp '{day}'"
        assert duckdb.sql(f"select count(*) > 10 from '{late / 'deliveries.parquet'}' where {happened}").fetchone() == (True,)
