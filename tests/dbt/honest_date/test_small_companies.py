"""A company with little to learn from gets a date where there is one, and a sentence where there is none."""

from datetime import date, datetime, timedelta
from random import Random

AS_OF = date(2022, 9, 20)


def company(count: int, first: date, last: date, **columns) -> dict[str, list[dict]]:
    """So many promises over those days, all delivered within 3 to 12 days."""
    dice, days = Random(count), (last - first).days
    world: dict[str, list[dict]] = {"promises": [], "deliveries": [], "steps": [{"step": "delivery"}]}
    for number in range(count):
        made = datetime.combine(first, datetime.min.time()) + timedelta(days=number * days // count, hours=10)
        chosen = {name: values[number % len(values)] for name, values in columns.items()}
        line = {
            "promise_id": f"p{number}",
            "version": 1,
            "order_id": f"o{number}",
            "customer_id": "c",
            "seller_id": "us",
            "step": "delivery",
        }
        world["promises"].append(line | {"recorded_at": made, "due_at": made.date() + timedelta(days=10)} | chosen)
        done = made + timedelta(days=dice.randrange(3, 13))
        if done.date() < AS_OF:
            world["deliveries"].append({"delivery_id": f"d{number}", "promise_id": f"p{number}", "event": "delivered", "occurred_at": done})
    return world


def dates(models, folder, world) -> list[dict]:
    connection = models.run(folder, world, AS_OF, ["fct_honest_dates", "fct_promise_tightness"])
    result = connection.execute("select * from marts.fct_honest_dates order by all")
    rows = [dict(zip([column[0] for column in result.description], row, strict=True)) for row in result.fetchall()]
    tightness = connection.execute("select tightness, reason from marts.fct_promise_tightness").fetchall()
    assert all(reason for _, reason in tightness)
    return rows


def test_ten_orders_are_enough_for_nine_in_ten_and_not_for_nineteen_in_twenty(models, tmp_path):
    honest, safe = dates(models, tmp_path, company(10, date(2022, 6, 1), date(2022, 7, 15)))
    assert honest["is_quotable"] and honest["level"] == "step" and honest["promises_count"] == 10 and honest["days"] == 12
    assert not safe["is_quotable"] and safe["reason"] == "No date: 10 promises are old enough to learn from, and 19 are needed."


def test_four_weeks_of_history_are_too_young_to_learn_from(models, tmp_path):
    rows = dates(models, tmp_path, company(80, AS_OF - timedelta(days=28), AS_OF))
    assert {row["refused_because"] for row in rows} == {"too_few_promises"} and {row["days"] for row in rows} == {None}
    assert {row["reason"] for row in rows} == {
        f"No date: 0 promises are old enough to learn from, and {needed} are needed." for needed in (9, 19)
    }


def test_without_regions_and_product_groups_the_partner_speaks(models, tmp_path):
    rows = dates(models, tmp_path, company(600, date(2022, 1, 3), AS_OF, partner_id=["p1", "p2"]))
    assert {(row["partner_id"], row["lane"], row["product_group"]) for row in rows} == {("p1", None, None), ("p2", None, None)}
    assert {row["level"] for row in rows} == {"partner_product_lane"} and all(
        row["is_quotable"] and 10 <= row["days"] <= 12 for row in rows
    )
    assert all(row["kept_13w_rate"] > 0.85 and row["judged_13w_count"] > 50 for row in rows)


def test_three_partners_of_which_one_never_delivers(models, tmp_path):
    world = company(600, date(2022, 1, 3), AS_OF, partner_id=["p1", "p2", "p3"], region=["north"])
    never = {row["promise_id"] for row in world["promises"] if row["partner_id"] == "p3"}
    world["deliveries"] = [row for row in world["deliveries"] if row["promise_id"] not in never]
    rows = dates(models, tmp_path, world)
    reasons = {row["partner_id"]: row["refused_because"] for row in rows if row["quantile"] == 0.9}
    assert reasons["p1"] is None and reasons["p2"] is None and reasons["p3"] in ("too_many_not_complete", "too_far_ahead")
