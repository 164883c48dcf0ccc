"""The spread of deviations against a Kaplan-Meier of a few lines, on promises of every fate, some of a day and some of an hour."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from random import Random

import pytest

AS_OF = date(2022, 7, 1)
MINUTE = timedelta(minutes=1)


class Fates:
    """The outcomes of the promises of one seller, on one scale."""

    def __init__(self):
        self.complete: list[int] = []
        self.still_open: list[int] = []
        self.never = 0

    def add(self, fate: str, deviation: int, age: int) -> None:
        if fate == "open":
            self.still_open.append(age)
        elif fate == "cancelled":
            self.never += 1
        else:
            self.complete.append(deviation)

    def percentile(self, share: Fraction) -> int | None:
        left = Fraction(1)
        for point in sorted(set(self.complete)):
            awaited = self.never + sum(other >= point for other in self.complete + self.still_open)
            left *= 1 - Fraction(self.complete.count(point), awaited)
            if left <= 1 - share:
                return point
        return None

    @property
    def spread(self) -> tuple:
        return tuple(self.percentile(share) for share in (Fraction(1, 10), Fraction(1, 2), Fraction(9, 10)))


@pytest.fixture(scope="module")
def spread(models, tmp_path_factory):
    dice = Random(11)
    world: dict[str, list[dict]] = {"promises": [], "deliveries": []}
    by_day, by_minute = defaultdict(Fates), defaultdict(Fates)
    for number in range(400):
        seller, promise_id = f"s{number % 9}", f"p{number}"
        due = AS_OF - timedelta(dice.randrange(1, 80))
        came = due + timedelta(dice.choice([-6, -2, -1, 0, 0, 0, 1, 1, 2, 5, 9, 30]))
        fate = "open" if came >= AS_OF else "cancelled" if dice.random() < int(seller[1]) / 20 else "delivered"
        by_day[seller].add(fate, (came - due).days, (AS_OF - due).days - 1)
        # every other promise is one of an hour; of some of these only the day of the delivery is on record
        if number % 2:
            due, is_noted = datetime.combine(due, time(14)), number % 5 > 0
            came = datetime.combine(came, time(14)) + dice.choice([-40, -5, 0, 5, 20, 100]) * MINUTE
            if is_noted or fate != "delivered":
                by_minute[seller].add(fate, (came - due) // MINUTE, (datetime.combine(AS_OF, time()) - due) // MINUTE)
            came = came if is_noted else came.date()
        made = {
            "promise_id": promise_id,
            "version": 1,
            "recorded_at": date(2022, 3, 1),
            "seller_id": seller,
            "step": "customer_delivery",
            "due_at": due,
        }
        world["promises"].append(made)
        if fate != "open":
            world["deliveries"].append({"delivery_id": promise_id, "promise_id": promise_id, "event": fate, "occurred_at": came})
    connection = models.run(tmp_path_factory.mktemp("spread"), world, AS_OF, ["fct_deviation_quantiles"])
    return connection, by_day, by_minute


def actual(connection, columns: str) -> set:
    rows = connection.execute(
        f"select member_id, {columns} from marts.fct_deviation_quantiles where dimension = 'seller' and period = 'all'"
    )
    return set(rows.fetchall())


def test_ten_fifty_and_ninety_of_a_hundred_come_by_the_day_that_kaplan_meier_says(spread):
    connection, by_day, _ = spread
    rows = actual(connection, "complete_count, open_count, never_count, p10_days, p50_days, p90_days")
    assert rows == {(seller, len(one.complete), len(one.still_open), one.never, *one.spread) for seller, one in by_day.items()}
    # some sellers lose so much that nine in ten have not come, and others do not
    assert {row[6] is None for row in rows} == {True, False}


def test_of_promises_with_a_time_of_day_they_come_by_the_minute_that_kaplan_meier_says(spread):
    connection, _, by_minute = spread
    rows = actual(connection, "timed_count, p10_minutes, p50_minutes, p90_minutes")
    assert rows == {(seller, len(one.complete) + len(one.still_open) + one.never, *one.spread) for seller, one in by_minute.items()}
    # they distinguish what on the scale of days is all on the day
    assert any(0 < abs(share) < 24 * 60 for one in by_minute.values() for share in one.spread if share is not None)


def test_every_dimension_and_period_counts_the_same_promises(spread):
    connection, *_ = spread
    totals = connection.execute(
        "select distinct sum(promises_count) over (partition by dimension, period) from marts.fct_deviation_quantiles"
    ).fetchall()
    due = connection.execute("select count(*) from marts.fct_promises where is_due").fetchone()
    assert totals == [due]
    timed = connection.execute(
        "select distinct sum(timed_count) over (partition by dimension, period) from marts.fct_deviation_quantiles"
    ).fetchall()
    of_promises = connection.execute(
        "select count(*) from marts.fct_promises where is_due and due_has_time and coalesce(fulfilled_has_time, true)"
    ).fetchone()
    assert timed == [of_promises]
