"""Who is flagged in simulated worlds where it is known who is bad: the models of the room `standing` beside the rules that peers use.

Every world is a step of its own, for steps are judged apart: one run of the models judges many worlds. Worlds go in where
promises have been added up (`int_standing_cells`), and everything behind that is the SQL of the repository.
"""

from dataclasses import dataclass
from datetime import date

import duckdb
import numpy as np
import pyarrow as pa
from models import Models

WEEKS, WINDOW, RECENT = 66, 39, 13
NEWEST = date(2026, 3, 2)


@dataclass(frozen=True)
class Kind:
    """A kind of world. `clustering` is the spread of a member's weeks, in log odds."""

    name: str
    members: int = 200
    clustering: float = 0.45
    #: share of the bad that became so six weeks ago, as many having recovered then
    changed: float = 0.0
    weeks: int = WINDOW
    median_due: float = 80.0
    #: share of the members that began within the last 39 weeks
    newcomers: float = 0.0


@dataclass
class Worlds:
    """worlds × members × weeks, newest first; `is_bad` by the present rate, 1.5 times that of all promises or more."""

    due: np.ndarray
    broken: np.ndarray
    is_bad: np.ndarray


def logistic(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def simulated(kind: Kind, count: int, seed: int) -> Worlds:
    dice = np.random.default_rng(seed)
    shape = (count, kind.members)
    size = kind.median_due * np.exp(dice.normal(0, 1.3, shape)) / RECENT
    effect = dice.normal(0, 0.25, shape)
    is_worse = dice.random(shape) < 0.085
    effect = np.where(is_worse, dice.normal(1.1, 0.3, shape), effect)
    base = np.log(0.1 / 0.9)
    rate = logistic(base + effect)
    network = (size * rate).sum(1, keepdims=True) / size.sum(1, keepdims=True)
    is_bad = rate > 1.5 * network
    earlier = effect.copy()
    if kind.changed:
        for world in range(count):
            bad, good = np.flatnonzero(is_bad[world]), np.flatnonzero(~is_bad[world])
            swapped = bad[dice.random(len(bad)) < kind.changed]
            others = dice.choice(good, len(swapped), replace=False)
            earlier[world, swapped], earlier[world, others] = effect[world, others], effect[world, swapped]
    # weeks are alike for all: a shock that fades, and a peak
    shock = np.zeros((count, kind.weeks))
    for week in range(1, kind.weeks):
        shock[:, week] = 0.6 * shock[:, week - 1] + dice.normal(0, 0.25, count)
    shock[:, 5:8] += 0.4
    age = np.arange(kind.weeks)
    logit = base + np.where(age < 6, effect[..., None], earlier[..., None]) + shock[:, None, :]
    logit = logit + dice.normal(0, 1, (*shape, kind.weeks)) * kind.clustering
    due = dice.poisson(np.broadcast_to(size[..., None], logit.shape))
    if kind.newcomers:
        began = np.where(dice.random(shape) < kind.newcomers, dice.integers(4, 26, shape), kind.weeks)
        due = np.where(age < began[..., None], due, 0)
    return Worlds(due, dice.binomial(due, logistic(logit)), is_bad)


def cells(worlds: Worlds) -> pa.Table:
    world, member, week = np.nonzero(worlds.due)
    return pa.table(
        {
            "kind": ["partner"] * len(world),
            "step": np.char.mod("w%03d", world),
            "member_id": np.char.mod("m%03d", member),
            "lane": [""] * len(world),
            "product_group": [""] * len(world),
            "window_class": np.zeros(len(world), np.int32),
            "weeks_ago": week.astype(np.int32),
            "due_count": worlds.due[world, member, week],
            "broken_count": worlds.broken[world, member, week],
            "agreed_count": np.zeros(len(world), np.int64),
            "agreed_sum": np.zeros(len(world)),
        }
    )


def judged(models: Models, worlds: Worlds) -> duckdb.DuckDBPyConnection:
    given = {"int_standing_cells": cells(worlds), "int_standing_clock": pa.table({"newest_week": [NEWEST]})}
    return models.run_from(given, ["fct_standings"])
