"""The spread of deviations against a Kaplan-Meier of a few lines, on promises of every fate."""

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from random import Random

import pytest

AS_OF = date(2022, 7, 1)


def percentile(complete: list[int], still_open: list[int], never: int, share: Fraction) -> int | None:
    left = Fraction(1)
    for day in sorted(set(complete)):
        awaited = never + sum(other >= day for other in complete + still_open)
        left *= 1 - Fraction(complete.count(day), awaited)
        if left <= 1 - share:
            return day
    return None


@pytest.fixture(scope="module")
def spread(models, tmp_path_factory):
    dice = Random(11)
    world, fates = {"promises": [], "deliveries": []}, defaultdict(lambda: ([], [], 0))
    for number in range(400):
        seller, promise_id = f"s{number % 9}", f"p{number}"
        due = AS_OF - timedelta(dice.randrange(1, 80))
        made = {"promise_id": promise_id, "version": 1, "recorded_at": date(2022, 3, 1), "seller_id": seller, "step": "customer_delivery", "due_at": due}
        world["promises"].append(made)
        complete, still_open, never = fates[seller]
        came = due + timedelta(dice.choice([-6, -2, -1, 0, 0, 0, 1, 1, 2, 5, 9, 30]))
        fate = "cancelled" if dice.random() < int(seller[1]) / 20 else "delivered"
        if came < AS_OF:
            world["deliveries"].append({"delivery_id": promise_id, "promise_id": promise_id, "event": fate, "occurred_at": came})
        if came >= AS_OF:
            still_open.append((AS_OF - due).days - 1)
        elif fate == "delivered":
            complete.append((came - due).days)
        fates[seller] = complete, still_open, never + (came < AS_OF and fate == "cancelled")
    connection = models.run(tmp_path_factory.mktemp("spread"), world, AS_OF, ["fct_deviations"])
    return connection, fates


def test_ten_fifty_and_ninety_of_a_hundred_come_by_the_day_that_kaplan_meier_says(spread):
    connection, fates = spread
    found = connection.execute(
        "select member_id, complete_count, open_count, never_count, p10_days, p50_days, p90_days from marts.fct_deviations "
        "where dimension = 'seller' and period = 'all'"
    ).fetchall()
    shares = [Fraction(1, 10), Fraction(1, 2), Fraction(9, 10)]
    expected = {
        (seller, len(complete), len(still_open), never, *(percentile(complete, still_open, never, share) for share in shares))
        for seller, (complete, still_open, never) in fates.items()
    }
    assert set(found) == expected
    # some sellers lose so much that nine in ten have not come, and others do not
    assert {row[6] is None for row in found} == {True, False}


def test_every_dimension_and_period_counts_the_same_promises(spread):
    connection, _ = spread
    totals = connection.execute("select distinct sum(promises_count) over (partition by dimension, period) from marts.fct_deviations").fetchall()
    due = connection.execute("select count(*) from marts.fct_promises where is_due").fetchone()
    assert totals == [due]
