"""The lane of a promise: from where to where, as far as it is known."""

from datetime import date

import pytest
from models import Models

PROMISE = {"seller_id": "s", "step": "customer_delivery", "recorded_at": date(2022, 6, 1), "due_at": date(2022, 6, 10)}


@pytest.mark.parametrize(
    ("origin", "region", "customers_region", "expected"),
    [
        ("SP", "RJ", None, "SP › RJ"),
        (None, "RJ", None, "RJ"),
        ("SP", None, None, "SP"),
        ("SP", None, "BA", "SP › BA"),
        (None, None, None, None),
    ],
)
def test_the_lane_is_what_is_known_of_both_ends(models: Models, tmp_path, origin, region, customers_region, expected):
    world = {
        "promises": [PROMISE | {"promise_id": "p", "customer_id": "c", "origin": origin, "region": region}],
        "customers": [{"customer_id": "c", "region": customers_region}],
    }
    connection = models.run(tmp_path, world, date(2022, 7, 1), ["int_promises"])
    assert connection.execute("select lane from intermediate.int_promises").fetchall() == [(expected,)]
