"""How bold a promise was, by what was known when it was made: nothing recorded later may change it."""

from datetime import date, datetime, timedelta
from fractions import Fraction
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


def months_before(month: date, count: int) -> date:
    number = month.year * 12 + month.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)


def known(history: dict, month: date, number: int | None) -> tuple[int | None, bool]:
    """How many business days a promise had taken when a month began, and whether it was complete: None = it never comes."""
    if history["completed_known_month"] and history["completed_known_month"] <= month:
        return history["lead_days"], True
    if history["cancelled_known_month"] and history["cancelled_known_month"] <= month:
        return (history["withdrawn_days"] if history["is_withdrawn"] else None), False
    return max(number - history["start_number"], 0), False


def quantile(seen: list[tuple[int | None, bool]]) -> tuple[int | None, int | None] | None:
    """(nine in ten come within, else they take longer than) by Kaplan and Meier in fractions; None = too few were complete."""
    if sum(is_complete for _, is_complete in seen) < SMALL["lead_minimum_completed"]:
        return None
    left = Fraction(1)
    for day in sorted({day for day, is_complete in seen if is_complete}):
        at_risk = sum(other is None or other >= day for other, _ in seen)
        left *= 1 - Fraction(seen.count((day, True)), at_risk)
        if left <= 1 - Fraction(str(SMALL["lead_quantile"])):
            return day, None
    return None, max(day for day, _ in seen if day is not None)


@pytest.mark.parametrize("share", [0.2, 0.9])
def test_the_finest_basket_with_experience_speaks_and_no_other(models, tmp_path, monkeypatch, share):
    monkeypatch.setitem(SMALL, "lead_quantile", share)
    rules = [{"name": name, "value": value} for name, value in SMALL.items()]
    connection = models.run(tmp_path, random_world(5), LATER, ["fct_promise_leads"], seeds={"thresholds": rules})

    def rows(table: str) -> list[dict]:
        result = connection.execute(f"select * from {table}")
        return [dict(zip([column[0] for column in result.description], row, strict=True)) for row in result.fetchall()]

    numbers = {(row["zone"], row["day"]): row["business_day_number"] for row in rows("staging.stg_days")}
    histories, offers = rows("intermediate.int_lead_times"), {row["promise_id"]: row for row in rows("intermediate.int_offers")}
    levels = {"partner_and_product": ("step", "partner_id", "product_group"), "product": ("step", "product_group"), "step": ("step",)}
    statuses = set()
    for lead in rows("marts.fct_promise_leads"):
        offer, expected = offers[lead["promise_id"]], (None, None, None)
        month = offer["offered_month"]
        for level, keys in levels.items():
            alike = [
                known(history, month, numbers.get((history["zone"], month - timedelta(1))))
                for history in histories
                if months_before(month, SMALL["lead_window_months"]) <= history["offered_month"] < month
                and all(history[key] == offer[key] for key in keys)
            ]
            if answer := quantile(alike):
                expected = level, *answer
                break
        level, within, longer = expected
        assert (lead["basket_level"], lead["p90_lead_business_days"], lead["p90_longer_than_business_days"]) == expected
        promised = lead["lead_business_days"]
        bold = promised < within if within is not None else True if longer is not None and promised <= longer else None
        assert lead["is_over_promised"] == bold
        statuses.add((lead["p90_status"], bold))
    assert statuses >= ({("reached", True), ("reached", False)} if share == 0.2 else {("not_reached", True), ("too_thin", None)})
