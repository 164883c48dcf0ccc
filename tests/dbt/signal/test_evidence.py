"""The evidence of the models against the recursion that it stands for, and against a change whose week is known."""

import math
import statistics
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest
from bench.decisions import signals
from models import Models

MONDAY = date(2023, 1, 2)


def evidence(models: Models, counts: list[tuple[int, int]], decisions: list[dict] = (), member: str = "all") -> list[tuple]:
    """(week, worse, better, since) of the weeks after the baseline, of one series of (due, broken)."""
    weeks = [MONDAY + timedelta(weeks=number) for number in range(len(counts))]
    rates = pa.table(
        {
            "dimension": ["company"] * len(counts),
            "member_id": [member] * len(counts),
            "period": ["week"] * len(counts),
            "period_start": pa.array(weeks, pa.date32()),
            "due_count": [due for due, _ in counts],
            "kept_count": [due - broken for due, broken in counts],
            "excluded_count": [0] * len(counts),
        }
    )
    build = pa.table({"as_of": pa.array([weeks[-1] + timedelta(weeks=1)], pa.date32()), "hold_days": [0.0]})
    given = {"fct_order_rates": rates, "fct_kept_rates": rates.slice(0, 0), "dim_build": build}
    connection = models.run_from(given, ["int_signal_evidence"], {"signal_decisions": list(decisions)})
    return connection.execute(
        """
        select
            week,
            max(evidence) filter (where direction = 'worse'),
            max(evidence) filter (where direction = 'better'),
            max(since_week) filter (where direction = 'worse')
        from intermediate.int_signal_evidence group by week order by week
        """
    ).fetchall()


def recursion(counts: list[tuple[int, int]], ratio: float, learned: int = 26) -> list[float]:
    """Page's CUSUM as it is mostly written: each week the likelihood is added, and nothing below zero is kept."""
    due, broken = (sum(column[:learned]) for column in zip(*counts, strict=True))
    usual = max(broken, 0.5) / due
    swings = [2 * math.sqrt(n + 0.5) * (math.asin(math.sqrt((y + 0.375) / (n + 0.75))) - math.asin(math.sqrt(usual))) for n, y in counts]
    ranges = [abs(one - other) for one, other in zip(swings[1:learned], swings[: learned - 1], strict=True)]
    noise = max(1.0, statistics.stdev(swings[:learned]), statistics.mean(ranges) / 1.128)
    level, levels = 0.0, []
    for n, y in counts[learned:]:
        gain = y * math.log(ratio) + (n - y) * math.log((1 - min(ratio * usual, 0.9)) / (1 - usual))
        level = max(0.0, level + gain / noise**2)
        levels.append(level)
    return levels


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_running_sum_above_its_lowest_is_the_recursion(models: Models, seed: int):
    dice = np.random.default_rng(seed)
    due = dice.integers(20, 200, 80)
    counts = [(int(n), int(dice.binomial(n, 0.1 if week < 50 else 0.16))) for week, n in enumerate(due)]
    actual = evidence(models, counts)
    assert [row[1] for row in actual] == pytest.approx(recursion(counts, 2.0), abs=1e-9)
    assert [row[2] for row in actual] == pytest.approx(recursion(counts, 0.5), abs=1e-9)
    assert max(row[1] for row in actual) > 4.5


def test_a_change_is_dated_to_its_week(models: Models):
    counts = [(100, 10)] * 40 + [(100, 25)] * 5
    actual = evidence(models, counts)
    assert {row[3] for row in actual if row[1] > 4.5} == {MONDAY + timedelta(weeks=40)}


def test_who_acts_on_a_signal_starts_it_anew_and_a_new_baseline_is_learned_only_by_decision(models: Models):
    counts = [(100, 10)] * 40 + [(100, 25)] * 20
    week = MONDAY + timedelta(weeks=44)
    decision = {"dimension": "company", "member_id": "all", "week": week, "decided_by": "operations", "reason": "a second shift"}
    before = dict((row[0], row[1]) for row in evidence(models, counts))
    restarted = dict((row[0], row[1]) for row in evidence(models, counts, [decision | {"decision": "restart"}]))
    single = before[MONDAY + timedelta(weeks=40)]
    assert restarted[week] == pytest.approx(single) and before[week] == pytest.approx(5 * single)
    # sixteen weeks at the new rate: learned from the first twelve of them, which are no evidence, and no signal after
    learned = dict((row[0], row[1]) for row in evidence(models, counts, [decision | {"decision": "rebaseline"}]))
    assert learned[MONDAY + timedelta(weeks=43)] == before[MONDAY + timedelta(weeks=43)]
    assert [learned[MONDAY + timedelta(weeks=number)] for number in range(56, 60)] == [0.0] * 4
    assert not {MONDAY + timedelta(weeks=number) for number in range(44, 56)} & learned.keys()


def test_series_do_not_know_of_each_other_nor_of_their_order(models: Models):
    series = signals.simulated(100, 40, seed=3, worse=0.1)
    alarms = signals.of_the_models(models, series)
    shuffled = np.random.default_rng(1).permutation(40)
    other = signals.of_the_models(models, signals.Series(series.due[shuffled], series.broken[shuffled]))
    assert alarms.any() and (other == alarms[shuffled]).all()


@pytest.mark.slow
def test_alarms_are_rare_and_a_doubling_is_found(models: Models):
    """Bounds that a chart by the rules of the XmR breaks fourfold."""
    actual = signals.measured(models, (20, 100, 1000), 1500, seed=77)
    ours, theirs = actual[signals.OURS], actual["XmR with the NHS rules"]
    assert all(alarms <= 0.40 for alarms, *_ in ours.values()), ours
    assert [weeks for _, weeks, _ in ours.values()] <= [10, 3, 1], ours
    assert all(theirs[volume][0] > 2 * ours[volume][0] for volume in ours)
