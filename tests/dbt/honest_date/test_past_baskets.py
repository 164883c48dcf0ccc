"""Past dates of whole baskets, worked out day by day from the curves of their list date."""

import math
import random
from datetime import date

import pyarrow as pa
import pytest
from models import Models

SHARES, LONGEST, TOGETHER, WEEKS = (0.9, 0.95), 60, 0.15, range(9, 23)


def world(seed: int) -> tuple[list[dict], list[dict]]:
    """Curves of two steps on each list date, and baskets of two to five kinds."""
    chance = random.Random(seed)
    ratios, kinds = [], []
    for week in WEEKS:
        for step in ("delivery", "installation"):
            numbers = sorted({chance.randint(-900, 900) for _ in range(chance.randint(30, 60))})
            seen = len(numbers) + chance.randint(0, 2)
            ratios += [
                {"weeks_ago": week, "step": step, "ratio_number": number, "counted_count": place, "seen_count": seen}
                for place, number in enumerate(numbers, 1)
            ]
            if seen > len(numbers):
                # what never came
                ratios.append({"weeks_ago": week, "step": step, "ratio_number": None, "counted_count": seen, "seen_count": seen})
    seen_of = {(row["weeks_ago"], row["step"]): row["seen_count"] for row in ratios}
    for order in range(400):
        week = chance.choice(WEEKS)
        days = chance.choice([None, 0, *(chance.randint(1, LONGEST) for _ in range(20))])
        for kind in range(chance.randint(2, 5)):
            step = chance.choice(["delivery", "installation"])
            kinds.append(
                {
                    "order_id": f"o{order}", "offered_date": date(2022, 1, 3), "offered_weeks_ago": week, "step": step, "lane": "",
                    "partner_id": str(kind), "product_group": "", "log_days": round(math.log(chance.uniform(3, 26)), 9),
                    "seen_count": seen_of[week, step], "basket_days": days,
                }
            )  # fmt: skip
    return ratios, kinds


def dated(lines: list[dict], curves: dict, share: float) -> int | None:
    """The first day by which all of it has come so often, as the functions beside the marts have it."""
    for day in range(LONGEST + 1):
        late = []
        for line in lines:
            curve = curves[line["offered_weeks_ago"], line["step"]]
            over = [counted for number, counted in curve if math.floor(math.exp(line["log_days"] + number / 1000) + 1e-6) <= day]
            late.append(1 - max(over, default=0) / (line["seen_count"] + 1))
        any_late = (1 - TOGETHER) * (1 - math.prod(1 - each for each in late)) + TOGETHER * max(late)
        if any_late <= 1 - share + 1e-9:
            return day
    return None


@pytest.mark.parametrize("seed", range(2))
def test_past_baskets_are_judged_by_the_date_that_they_would_have_been_given(models: Models, seed: int):
    ratios, kinds = world(seed)
    given = {"int_quote_ratios": pa.Table.from_pylist(ratios), "int_past_baskets": pa.Table.from_pylist(kinds)}
    rows = models.run_from(given, ["fct_basket_coverage"]).execute(
        "select quantile, judged_count, kept_count, refused_count from marts.fct_basket_coverage order by quantile"
    )
    actual = rows.fetchall()
    curves: dict = {}
    for row in ratios:
        if row["ratio_number"] is not None:
            curves.setdefault((row["weeks_ago"], row["step"]), []).append((row["ratio_number"], row["counted_count"]))
    baskets: dict = {}
    for row in kinds:
        baskets.setdefault(row["order_id"], []).append(row)
    expected = []
    for share in SHARES:
        days = [(dated(lines, curves, share), lines[0]["basket_days"]) for lines in baskets.values()]
        judged = [(given_days, took) for given_days, took in days if given_days is not None]
        kept = sum(took is not None and took <= given_days for given_days, took in judged)
        expected.append((share, len(judged), kept, len(days) - len(judged)))
    assert actual == expected
    assert expected[0][1] > 100 and 0 < expected[0][2] < expected[0][1] and expected[0][3] > 0
