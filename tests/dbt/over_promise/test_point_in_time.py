"""How bold a promise was, by what was known when it was made: nothing recorded later may change it."""

from datetime import date, datetime, timedelta
from random import Random

import pytest

EARLIER, LATER = date(2022, 6, 10), date(2022, 9, 20)
#: small baskets, so that every level of them is used
SMALL = {"lead_quantile": 0.2, "lead_minimum_completed": 6, "lead_window_months": 3, "commitment_within_days": 1}
THRESHOLDS = [{"name": name, "value": value} for name, value in SMALL.items()]


def random_world(seed: int) -> dict[str, list[dict]]:
    """Four hundred lines with everything that is recorded late: deliveries, copies, returns, cancellations, new dates, plans to hand over."""
    dice = Random(seed)
    world = {"promises": [], "deliveries": [], "steps": [{"step": "delivery", "transit_days": 2, "journey": "j", "position": 1}]}
    for number in range(400):
        made = datetime(2022, 1, 3, 9) + timedelta(days=dice.randrange(230), hours=dice.randrange(12))
        lead = dice.randrange(5, 30)
        due = made.date() + timedelta(days=lead)
        line = {
            "promise_id": f"p{number:03}", "order_id": f"o{number // 2:03}", "line": str(number), "seller_id": dice.choice(("s1", "s2")),
            "partner_id": dice.choice(("p1", "p2", "p3", "p4", None)), "step": "delivery", "product_group": dice.choice(("beds", "lamps")),
            "quantity": dice.choice((None, 2.0)), "zone": dice.choice(("Europe/Oslo", "Europe/Helsinki")),
        }  # fmt: skip
        world["promises"].append(line | {"version": 1, "recorded_at": made, "due_at": due, "partner_due_at": dice.choice((None, due))})
        if dice.random() < 0.3:
            moved = made + timedelta(days=dice.randrange(1, 40))
            by = dice.choice(("customer", "company"))
            new = {"version": 2, "recorded_at": moved, "due_at": due + timedelta(days=9), "initiated_by": by, "product_group": "other"}
            world["promises"].append(line | new)
        if dice.random() < 0.5:
            plan = {"promise_id": f"p{number:03}-handover", "promised_to": "company", "step": "handover", "seller_id": "us"}
            planned = {"recorded_at": made + timedelta(days=dice.choice((0, 0, 1, 20))), "due_at": due - timedelta(days=2)}
            world["promises"].append(line | plan | planned | {"version": 1})
        for event in range(dice.choice((0, 1, 1, 1, 2, 3))):
            occurred = made + timedelta(days=dice.randrange(1, lead + 25), hours=3)
            world["deliveries"].append(
                {
                    "delivery_id": f"d{number}-{dice.randrange(10**6)}-{event}", "promise_id": line["promise_id"], "occurred_at": occurred,
                    "event": dice.choice(("delivered", "delivered", "delivered", "delivered", "returned", "cancelled")),
                    "recorded_at": occurred + timedelta(days=dice.choice((0, 0, 0, 5, 45))), "quantity": dice.choice((None, None, 1.0)),
                    "condition": dice.choice((None, "ok", "damaged", "short")), "cancelled_by": dice.choice((None, "customer", "partner")),
                }
            )  # fmt: skip
            if dice.random() < 0.2:
                again = world["deliveries"][-1]
                late = {"delivery_id": f"a{number}-{event}", "recorded_at": again["recorded_at"] + timedelta(days=40)}
                world["deliveries"].append(again | late)
    return world


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_cutting_the_future_off_changes_nothing_that_was_known(models, tmp_path, seed):
    world, rows = random_world(seed), {}
    for as_of in (EARLIER, LATER):
        connection = models.run(tmp_path / str(as_of), world, as_of, ["fct_promise_leads"], seeds={"thresholds": THRESHOLDS})
        # the plan that a promise comes with may be on record a day after it
        result = connection.execute("select * from marts.fct_promise_leads where offered_date < ?", [EARLIER - timedelta(days=2)])
        columns = [column[0] for column in result.description]
        rows[as_of] = result.fetchall()
    for before, after in zip(rows[EARLIER], rows[LATER], strict=True):
        assert before == after
    level, p90 = columns.index("basket_level"), columns.index("p90_lead_business_days")
    assert {row[level] for row in rows[EARLIER]} >= {"product", None}
    assert len({row[p90] for row in rows[EARLIER]}) >= 3
