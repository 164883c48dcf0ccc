"""What was published stays on record, and a late record shows as a restatement."""

import csv
import shutil
from datetime import date
from pathlib import Path

import duckdb
import pytest
from homes import build, make, open_current
from models import Models

from data.contract import places
from data.refresh import published_weeks

WEEK = date(2022, 6, 13)


def promise(promise_id: str, **more) -> dict:
    return {"promise_id": promise_id, "seller_id": "s1", "partner_id": "p1", "step": "customer_delivery",
            "recorded_at": date(2022, 6, 1), "due_at": date(2022, 6, 17)} | more  # fmt: skip


def delivery(promise_id: str, recorded: date, occurred: date = date(2022, 6, 16)) -> dict:
    return {
        "delivery_id": f"d-{promise_id}",
        "promise_id": promise_id,
        "event": "delivered",
        "occurred_at": occurred,
        "recorded_at": recorded,
    }


WORLD = {
    "promises": [promise("on-time"), promise("recorded-late"), promise("never-came")],
    "deliveries": [delivery("on-time", date(2022, 6, 16)), delivery("recorded-late", date(2022, 6, 29))],
}


@pytest.fixture
def publish(models: Models, tmp_path: Path, monkeypatch):
    """Builds and publishes a world as of a day in a home of its own; gives the marts."""
    monkeypatch.setenv("HOLDT_HOME", str(tmp_path / "home"))
    stamps = iter(range(100))

    def publish(world: dict, as_of: date):
        stamp = f"{next(stamps):03}"
        marts = models.run(tmp_path / stamp, world, as_of, ["fct_restatements", "dim_build"], prepare=published_weeks.hand_over)
        building = tmp_path / f"{stamp}.duckdb"
        marts.execute(f"attach '{building}' as kept; create schema kept.marts")
        for table in ("fct_restatements", "dim_build"):
            marts.execute(f"create table kept.marts.{table} as from building.marts.{table}")
        marts.execute("detach kept")
        published_weeks.remember(building)
        return marts

    return publish


def company(marts: duckdb.DuckDBPyConnection) -> list[tuple]:
    return marts.execute("""
        select week, first_published_as_of, first_due_count, first_kept_count, due_count, kept_count, is_restated
        from marts.fct_restatements where dimension = 'company' order by all
    """).fetchall()


def test_a_late_record_shows_as_a_restatement_of_its_week(publish):
    assert company(publish(WORLD, date(2022, 6, 28))) == [(WEEK, date(2022, 6, 28), 3, 1, 3, 1, False)]
    later = publish(WORLD, date(2022, 6, 30))
    assert company(later) == [(WEEK, date(2022, 6, 28), 3, 1, 3, 2, True)]
    assert later.execute("""
        select distinct round(first_kept_rate, 4), round(kept_rate, 4), round(kept_rate_change, 4) from marts.fct_restatements
    """).fetchall() == [(0.3333, 0.6667, 0.3333)]


def test_a_week_that_is_not_over_is_not_on_record(publish):
    assert company(publish(WORLD, date(2022, 6, 18))) == []
    assert company(publish(WORLD, date(2022, 6, 19))) == []
    assert company(publish(WORLD, date(2022, 6, 20))) == [(WEEK, date(2022, 6, 20), 3, 1, 3, 1, False)]


def test_the_last_build_as_of_a_day_is_what_that_day_published(publish):
    """An analyst tries a mapping until it is right: the tries are no restatements."""
    slip = WORLD | {"deliveries": []}
    publish(slip, date(2022, 6, 28))
    assert company(publish(WORLD, date(2022, 6, 28))) == [(WEEK, date(2022, 6, 28), 3, 1, 3, 1, False)]
    assert company(publish(WORLD, date(2022, 6, 30))) == [(WEEK, date(2022, 6, 28), 3, 1, 3, 2, True)]


def test_building_the_same_again_changes_nothing(publish):
    first, again = (publish(WORLD, date(2022, 6, 28)).execute("from marts.fct_restatements").fetchall() for _ in range(2))
    assert first == again
    assert len(published_weeks.files()) == 1


def test_an_earlier_day_does_not_see_what_was_published_after_it(publish):
    publish(WORLD, date(2022, 6, 30))
    assert company(publish(WORLD, date(2022, 6, 28))) == [(WEEK, date(2022, 6, 28), 3, 1, 3, 1, False)]
    # and the record still says when it was first published
    assert company(publish(WORLD, date(2022, 7, 1))) == [(WEEK, date(2022, 6, 30), 3, 2, 3, 2, False)]


def test_a_member_that_appears_only_later_had_nothing_due_then(publish):
    publish(WORLD, date(2022, 6, 28))
    late = {**WORLD, "promises": [*WORLD["promises"], promise("told-late", partner_id="p2", recorded_at=date(2022, 6, 29))]}
    marts = publish(late, date(2022, 6, 30))
    assert marts.execute("""
        select member_id, first_due_count, due_count, first_kept_rate from marts.fct_restatements where dimension = 'partner' order by all
    """).fetchall() == [("p1", 3, 3, 1 / 3), ("p2", 0, 1, None)]


def test_a_week_whose_promises_were_withdrawn_from_the_source_is_still_shown(publish):
    publish(WORLD, date(2022, 6, 28))
    assert company(publish({}, date(2022, 6, 30))) == [(WEEK, date(2022, 6, 28), 3, 1, 0, 0, True)]


def test_another_mapping_has_a_record_of_its_own(publish, tmp_path):
    publish(WORLD, date(2022, 6, 28))
    (file,) = published_weeks.files()
    with duckdb.connect() as connection:
        connection.execute(
            f"create table record as from '{file}'; update record set mapping_name = 'somebody else'; copy record to '{file}'"
        )
    assert company(publish(WORLD, date(2022, 6, 30))) == [(WEEK, date(2022, 6, 30), 3, 2, 3, 2, False)]
    assert len(published_weeks.files()) == 2


def test_a_record_that_cannot_be_read_stops_the_build_in_a_sentence(built_home, tmp_path):
    home = tmp_path / "home"
    shutil.copytree(built_home, home, symlinks=True)
    (file,) = (home / "warehouse" / "published_weeks").glob("*.parquet")
    file.write_bytes(file.read_bytes()[:100])
    result = make(home, "model")
    assert result.returncode == 2
    (messages,) = [line for line in result.stderr.splitlines() if line.startswith("holdt: ")]
    assert messages.startswith(f"holdt: {file} cannot be read") and "move it away" in messages
    assert "Traceback" not in result.stderr


@pytest.mark.slow
def test_a_late_record_of_tomorrow_restates_a_week_in_real_builds(tmp_path):
    sources, home = tmp_path / "sources", tmp_path / "home"
    shutil.copytree(places.ROOT / "data" / "sample", sources)
    last_week = "select first_published_as_of, first_kept_count, kept_count, is_restated from marts.fct_restatements where dimension = 'company' and is_restated"
    arguments = ["SOURCES=data/mappings/by_hand.toml", f"ROOT={sources}", "STAGES=land check model publish"]
    first_day, next_day = "2022-07-18", "2022-07-19"
    with open_current(build(home, f"AS_OF={first_day}", *arguments)) as marts:
        assert marts.execute(last_week).fetchall() == []
        late, due = marts.execute(
            "select promise_id, due_date from marts.fct_promises where outcome = 'overdue_open' and promised_to = 'customer' order by 1"
        ).fetchone()
    with (sources / "deliveries.csv").open() as file:
        columns = csv.DictReader(file).fieldnames
    row = {
        "delivery_id": "came-late",
        "promise_id": late,
        "event": "delivered",
        "occurred_at": f"{due}",
        "recorded_at": f"{first_day} 09:00:00",
    }
    with (sources / "deliveries.csv").open("a", newline="") as file:
        csv.DictWriter(file, columns).writerow(row)
    with open_current(build(home, f"AS_OF={next_day}", *arguments)) as marts:
        actual = marts.execute(last_week).fetchall()
    assert [(f"{day}", now - then) for day, then, now, _ in actual] == [(first_day, 1)]
