"""A date for a past week is made of what was on record before it, and does not depend on how rows lie."""

from datetime import date, datetime, timedelta
from random import Random

import pytest

LATER = date(2022, 9, 20)
#: so small that every way to a date is used within a few hundred promises
SMALL = {
    "honest_share": 0.6, "honest_safe_share": 0.8, "honest_longest_days": 30, "honest_window_weeks": 8, "honest_fit_weeks": 2,
    "honest_minimum_promises": 8, "honest_ratio_days": 14, "honest_ratio_minimum": 30, "honest_mature_factor": 1.5, "honest_shrink_lane": 5,
    "honest_shrink_member": 5, "honest_speed_network": 0.75, "honest_speed_lane": 0.3, "honest_speed_most": 0.24, "honest_weeks": 14,
    "honest_errors": 3, "honest_together": 0.15, "record_weeks": 4, "speed_weeks": 4, "speed_longest_days": 30, "speed_classes": 2,
    "speed_shrink_network": 5, "speed_shrink_member": 3, "minimum_sample": 5,
}  # fmt: skip
SEEDS = {"thresholds": [{"name": name, "value": value} for name, value in SMALL.items()]}
WANTED = ["int_past_quotes", "fct_honest_dates", "fct_honest_curves", "fct_basket_coverage", "fct_promise_tightness"]


def random_world(seed: int) -> dict[str, list[dict]]:
    """Two steps, one with many promises and one with few; what is delivered is often recorded late, some never comes, some is withdrawn."""
    dice = Random(seed)
    world: dict[str, list[dict]] = {"promises": [], "deliveries": [], "steps": [{"step": "delivery"}, {"step": "installation"}]}
    for number in range(900):
        made = datetime(2022, 3, 1, 9) + timedelta(days=dice.randrange(200), hours=dice.randrange(12))
        partner, region, lead = dice.choice(("p1", "p2", None)), dice.choice(("north", "south", None)), dice.randrange(4, 20)
        world["promises"].append(
            {
                "promise_id": f"p{number:03}", "version": 1, "order_id": f"o{number // 2:03}", "line": str(number), "customer_id": "c",
                "seller_id": dice.choice(("s1", "s2")), "partner_id": partner, "step": "delivery" if number % 6 else "installation",
                "product_group": dice.choice(("beds", "lamps", None)), "region": region, "recorded_at": made, "due_at": made.date() + timedelta(days=lead),
            }
        )  # fmt: skip
        took = dice.randrange(2, 12) + (6 if region == "south" else 0) + (3 if partner == "p2" else 0)
        fate, done = dice.random(), made + timedelta(days=took, hours=2)
        if fate < 0.92:
            event = {"event": "delivered", "occurred_at": done, "recorded_at": done + timedelta(days=dice.choice((0, 0, 0, 1, 9, 25)))}
        elif fate < 0.95:
            event = {"event": "cancelled", "occurred_at": made + timedelta(days=3), "cancelled_by": dice.choice(("customer", "company"))}
        else:
            continue
        world["deliveries"].append({"delivery_id": f"d{number}", "promise_id": f"p{number:03}"} | event)
    return world


def rows(connection, query: str) -> list[tuple]:
    return connection.execute(query).fetchall()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_date_of_a_past_week_is_the_one_that_was_given_then(models, tmp_path, seed):
    """As of a day four weeks earlier the same promises get the same dates; and the dates of that day are those of the week that began then."""
    world, weeks = random_world(seed), 4
    earlier = LATER - timedelta(weeks=weeks)
    then = models.run(tmp_path / "then", world, earlier, WANTED, seeds=SEEDS)
    now = models.run(tmp_path / "now", world, LATER, WANTED, seeds=SEEDS)
    past = (
        "select promise_id, honest_days, safe_days from intermediate.int_past_quotes where offered_weeks_ago between {} and {} order by 1"
    )
    before, after = rows(then, past.format(1, 4)), rows(now, past.format(1 + weeks, 4 + weeks))
    assert before == after
    assert len(before) > 80 and len({days for _, *both in before for days in both}) > 5

    given = rows(then, """
        select step, coalesce(partner_id, ''), coalesce(product_group, ''), coalesce(lane, ''),
            max(days) filter (where quantile = 0.6), max(days) filter (where quantile = 0.8)
        from marts.fct_honest_dates group by all having count(*) filter (where coalesce(refused_because, '') <> 'kept_too_seldom') = 2
    """)  # fmt: skip
    dates = {tuple(kind): days for *kind, honest, safe in given for days in [(honest, safe)]}
    of_the_week = rows(now, f"""
        select step, partner_id, product_group, lane, honest_days, safe_days from intermediate.int_past_quotes where offered_weeks_ago = {weeks}
    """)  # fmt: skip
    compared = [(dates[tuple(kind)], days) for *kind, honest, safe in of_the_week for days in [(honest, safe)] if tuple(kind) in dates]
    assert len(compared) > 15 and [pair for pair in compared if pair[0] != pair[1]] == []


def test_dates_do_not_depend_on_the_order_of_the_rows(models, tmp_path):
    world = random_world(4)
    turned = {feed: list(reversed(values)) for feed, values in world.items()}
    one, other = (models.run(tmp_path / name, each, LATER, WANTED, seeds=SEEDS) for name, each in (("one", world), ("other", turned)))
    for mart in ("fct_honest_dates", "fct_honest_curves", "fct_basket_coverage", "fct_promise_tightness"):
        assert rows(one, f"select * from marts.{mart}") == rows(other, f"select * from marts.{mart}")
    assert rows(one, "select count(*) > 20 from marts.fct_honest_dates where is_quotable") == [(True,)]


def test_dates_are_kept_as_often_as_they_say_when_nothing_changes(models, tmp_path):
    """In a world that stays as it is the back-test is on the mark: within three standard errors, and nowhere refused for it."""
    kept = []
    for seed in (5, 6, 7, 8):
        world = random_world(seed)
        for event in world["deliveries"]:
            event["recorded_at"] = event["occurred_at"]
        connection = models.run(tmp_path / str(seed), world, LATER, WANTED, seeds=SEEDS)
        assert rows(connection, "select count(*) from marts.fct_honest_dates where refused_because = 'kept_too_seldom'") == [(0,)]
        kept += rows(
            connection,
            "select quantile, sum(judged_count), sum(kept_count) from intermediate.int_quote_coverage where level = 'step' group by 1",
        )
    for quantile in (0.6, 0.8):
        judged, good = (sum(row[place] for row in kept if row[0] == quantile) for place in (1, 2))
        error = (quantile * (1 - quantile) / judged) ** 0.5
        assert judged > 200 and quantile - 3 * error <= good / judged <= quantile + 0.1
