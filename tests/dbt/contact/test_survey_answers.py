"""A survey answer is not a contact: what the customer answered when asked changes no count, wait or episode, only what is judged by ratings."""

import shutil
from collections import Counter
from pathlib import Path

import duckdb
import pytest
from models import Models
from worlds import change

#: where an answer is shown as a row of its own → the rows that are not one
OWN_ROWS = {
    "fct_contacts": "demand <> 'none'",
    "fct_order_timeline": "event <> 'customer_answered'",
    "fct_touchpoint_counts": "kind <> 'survey_answer'",
    "fct_link_coverage": "feed <> 'survey_answers'",
    "fct_recording_delay": "feed <> 'contacts'",
    "fct_excess_rates": "measure <> 'low_ratings'",
}
#: what is about answers: how many there are, and whether the customer is content
ABOUT_ANSWERS = {
    "dim_measured.has_survey_answers",
    "fct_orders.survey_answers_count",
    "fct_recoveries.rating", "fct_recoveries.is_content", "fct_recoveries.is_recovered",
    "fct_recovery_rates.content_count", "fct_recovery_rates.content_rate",
    "fct_recovery_rates.recovered_count", "fct_recovery_rates.recovery_rate", "fct_recovery_rates.recovery_rate_low", "fct_recovery_rates.recovery_rate_high",
}  # fmt: skip
#: as if answers came with all that a contact has
LIKE_A_CONTACT = "update rows set wait_minutes = 7, outcome = 'redirected', redirected_to = 'phone', team = 'panel', ended_at = started_at where reason = 'survey'"


def built(models: Models, folder: Path, accepted: Path, statement: str) -> duckdb.DuckDBPyConnection:
    def prepare(written: Path) -> None:
        for file in accepted.glob("*.parquet"):
            shutil.copy(file, written)
        change(written, "contacts", statement)

    as_of = duckdb.sql(f"select as_of from '{accepted / 'build.parquet'}'").fetchone()[0]
    marts = [node["name"] for node in models.nodes.values() if node["resource_type"] == "model" and node["schema"] == "marts"]
    return models.run(folder, {}, as_of, marts, prepare=prepare)


@pytest.fixture(scope="module")
def with_and_without(models: Models, built_home: Path, tmp_path_factory: pytest.TempPathFactory):
    accepted = built_home / "accepted"
    folder = tmp_path_factory.mktemp("answers")
    return built(models, folder / "with", accepted, LIKE_A_CONTACT), built(
        models, folder / "without", accepted, "delete from rows where reason = 'survey'"
    )


def test_there_are_answers_to_take_away(with_and_without):
    answered, silent = (
        connection.execute("select count(*) from marts.fct_contacts where demand = 'none'").fetchone()[0] for connection in with_and_without
    )
    assert answered > 20 and silent == 0
    assert with_and_without[0].execute("select sum(survey_answers_count) > 20 from marts.fct_orders").fetchone() == (True,)


def test_an_answer_is_counted_nowhere_as_a_contact(models: Models, with_and_without):
    def says(connection: duckdb.DuckDBPyConnection, mart: str, column: str) -> Counter:
        return Counter(connection.execute(f'select "{column}" from marts.{mart} where {OWN_ROWS.get(mart, "true")}').fetchall())

    columns = [(node["name"], column) for node in models.nodes.values() if node["schema"] == "marts" for column in node["columns"]]
    changed = [
        f"{mart}.{column}" for mart, column in columns if says(with_and_without[0], mart, column) != says(with_and_without[1], mart, column)
    ]
    assert set(changed) - ABOUT_ANSWERS == set()
