"""The curves of completions against Kaplan and Meier in fractions, on worlds in which much is late, open or cancelled."""

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from math import sqrt

import pytest
from models import Models
from past import TODAY, recorded_late

Z = 1.6448536
LONGEST, FEWEST, WEEKS = 200, 30, 40
SEEDS = {"thresholds": [{"name": "minimum_sample", "value": FEWEST}, {"name": "curve_longest_days", "value": LONGEST}, {"name": "curve_weeks", "value": WEEKS}]}  # fmt: skip


def wilson(part: float, whole: float, sign: int) -> float:
    return (part + Z * Z / 2 + sign * Z * sqrt(max(part * (whole - part) / whole, 0) + Z * Z / 4)) / (whole + Z * Z)


def times(promise: dict, as_of: date) -> dict[str, tuple[int, str]]:
    """measure → how long it took, and what became of it."""
    first, done = as_of - timedelta(weeks=WEEKS), promise["fulfilled_date"]
    state = "complete" if done else "cancelled" if promise["cancelled_date"] else "open"
    until = done or as_of - timedelta(1)
    begins = {}
    if promise["outcome"] != "kept_attempted":
        begins["lead_time"] = promise["promised_date"]
    if promise["is_due"] and not promise["is_kept"] and promise["outcome"] != "early":
        begins["recovery"] = promise["due_date"]
    return {measure: (max((until - begin).days, 0), state) for measure, begin in begins.items() if begin >= first}


def curve(seen: list[tuple[int, str]]) -> list[tuple]:
    """(days, of the whole curve, awaited, complete, open, cancelled, share, low, high) of each day on which anything was seen."""
    rows, still_open, spread, low = [], Fraction(1), Fraction(0), None
    for day in sorted({day for day, _ in seen}):
        awaited = sum(other >= day for other, _ in seen)
        complete, opened, cancelled = (seen.count((day, state)) for state in ("complete", "open", "cancelled"))
        still_open *= 1 - Fraction(complete, awaited)
        share, high = float(1 - still_open), 1.0
        if still_open:
            spread += Fraction(complete, awaited * (awaited - complete))
            worth = float((1 - still_open) / (still_open * spread)) if spread else awaited
            low, high = (wilson(worth * share, worth, sign) for sign in (-1, 1))
        rows.append(
            (day, len(seen), awaited, complete, opened, cancelled, share, wilson(awaited, awaited, -1) if low is None else low, high)
        )
    return rows


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_curves_are_those_of_kaplan_and_meier(models: Models, tmp_path, seed):
    connection = models.run(tmp_path, recorded_late(seed), TODAY, ["fct_completion_curves"], seeds=SEEDS)
    promises = connection.execute("select * from marts.fct_promises").fetch_arrow_table().to_pylist()
    seen = defaultdict(list)
    for promise in promises:
        members = {"step": promise["step"], "partner": promise["partner_id"], "product_group": promise["product_group"]}
        for measure, time in times(promise, TODAY).items():
            for dimension, member in members.items():
                if member:
                    seen[measure, dimension, member, promise["step"]].append(time)
    expected = [
        (*key, *row) for key, members_times in seen.items() if len(members_times) >= FEWEST for row in curve(members_times) if row[0] <= LONGEST
    ]  # fmt: skip
    columns = """measure, dimension, member_id, step, days, promises_count, awaited_count, complete_count, open_count, cancelled_count,
        complete_share, complete_share_low, complete_share_high"""
    actual = connection.execute(f"select {columns} from marts.fct_completion_curves").fetchall()
    assert [row[:10] for row in sorted(actual)] == [row[:10] for row in sorted(expected)]
    assert [share for row in sorted(actual) for share in row[10:]] == pytest.approx(
        [share for row in sorted(expected) for share in row[10:]], abs=2e-10
    )
    # some are too thin, some go on for longer, and things were open and cancelled on the way
    assert any(len(members_times) < FEWEST for members_times in seen.values())
    assert any(day > LONGEST for members_times in seen.values() for day, _ in members_times)
    assert {row[3] for row in actual} == {"delivery", "handover", "callback"}
    assert any(row[8] for row in actual) and any(row[9] for row in actual)
