"""Nobody gains by padding or by shaving: the loss is least for the date that is kept nine times in ten."""

from datetime import date, timedelta

import duckdb
import numpy as np
import pytest
from models import load_seed, seed_rows

AS_OF, PADS = date(2022, 7, 18), range(-3, 9)
#: what the mart reads
GIVEN = ("int_clock", "int_quote_times", "int_past_quotes", "int_promises", "int_outcomes")


@pytest.fixture(scope="module")
def marts(models):
    """Twelve sellers whose goods take equally long, each a day or more off the date that is kept nine times in ten."""
    dice = np.random.default_rng(1)
    took = np.round(np.exp(dice.normal(1.6, 0.35, 4000))).astype(int) + 3
    honest = int(np.quantile(took, 0.9, method="higher"))
    rows = [
        (
            f"{pad}-{number}",
            f"padded {pad:+d}",
            "s",
            AS_OF - timedelta(days=60),
            AS_OF - timedelta(days=60 - honest - pad),
            int(days),
            honest,
            bool(days <= honest + pad),
        )
        for pad in PADS
        for number, days in enumerate(took)
    ]
    connection = duckdb.connect()
    connection.execute("attach ':memory:' as building; use building; create schema intermediate; create schema seeds; create schema marts")
    columns = dict(
        zip(
            ("promise_id", "seller_id", "step", "offered_date", "due_date", "days", "honest_days", "is_kept"),
            zip(*rows, strict=True),
            strict=True,
        )
    )
    import pyarrow as pa

    connection.register("arrow_rows", pa.table({name: list(values) for name, values in columns.items()}))
    connection.execute("create table world as select * from arrow_rows")
    given = {
        "int_clock": f"select date '{AS_OF}' as as_of",
        "int_quote_times": "select *, true as is_measured from world",
        "int_past_quotes": "select promise_id, honest_days from world",
        "int_promises": "select promise_id, false as is_moved_by_customer from world",
        "int_outcomes": "select promise_id, 'first' as basis, 'late' as outcome, true as is_due, is_kept from world",
    }
    for node in models.needed(["fct_promise_tightness"], stopping_at=GIVEN):
        if node["resource_type"] == "seed":
            load_seed(connection, node, seed_rows(node))
        else:
            connection.execute(f"create table {node['relation_name']} as {given.get(node['name'], node['compiled_code'])}")
    return connection


def column(marts, name: str) -> list:
    query = (
        f"select {name} from marts.fct_promise_tightness where dimension = 'seller' order by cast(replace(member_id, 'padded ', '') as int)"
    )
    return [value for (value,) in marts.execute(query).fetchall()]


def test_the_loss_is_least_for_the_honest_date_and_grows_either_way(marts):
    losses = column(marts, "promised_loss_days")
    best = losses.index(min(losses))
    assert PADS[best] == 0
    assert losses[:best] == sorted(losses[:best], reverse=True) and losses[best:] == sorted(losses[best:])
    # a late day costs nine early ones
    assert losses[0] > losses[6]


def test_the_excess_is_zero_for_the_honest_date_alone(marts):
    excess = column(marts, "excess_loss_days")
    assert [pad for pad, value in zip(PADS, excess, strict=True) if abs(value) < 1e-9] == [0] and min(excess) >= 0


def test_the_score_is_highest_for_the_honest_date_and_reliability_alone_for_the_most_padded(marts):
    scores, kept = column(marts, "tightness_score"), column(marts, "kept_rate")
    assert PADS[scores.index(max(scores))] == 0
    assert PADS[kept.index(max(kept))] == max(PADS)


def test_who_shaves_is_bold_and_who_pads_is_padded(marts):
    tightness = dict(zip(PADS, column(marts, "tightness"), strict=True))
    assert tightness[-3] == tightness[-2] == "bold" and tightness[0] == "fair" and tightness[8] == tightness[3] == "padded"
