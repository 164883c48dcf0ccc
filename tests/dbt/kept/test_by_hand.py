"""What was settled by hand from the definitions (data/sample/expected*.csv) is what the models make of the hand-written rows."""

import csv

import pytest
import worlds

from data.contract import places

SAMPLE = places.ROOT / "data" / "sample"


def rows_of(name: str) -> list[dict[str, str]]:
    with open(SAMPLE / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def marts(models, tmp_path_factory):
    return models.run(tmp_path_factory.mktemp("by-hand"), worlds.by_hand(), worlds.BY_HAND_AS_OF, ["fct_promises", "fct_orders"])


@pytest.mark.parametrize(
    ("mart", "settled", "key"), [("fct_promises", "expected", "promise_id"), ("fct_orders", "expected_orders", "order_id")]
)
def test_what_was_settled_by_hand_comes_out_of_the_models(marts, mart, settled, key):
    expected = {row.pop(key): row for row in rows_of(settled)}
    columns = [column for column in next(iter(expected.values())) if column != "why"]
    texts = ", ".join(f"coalesce({column}::varchar, '')" for column in columns)
    actual = {
        name: dict(zip(columns, row, strict=True)) for name, *row in marts.execute(f"select {key}, {texts} from marts.{mart}").fetchall()
    }
    assert actual.keys() == expected.keys()
    for name, row in expected.items():
        assert actual[name] == {column: row[column] for column in columns}, f"{name}: {row['why']}"
