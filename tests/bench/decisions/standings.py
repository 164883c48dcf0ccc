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
    """worlds × members × weeks, newest first; `is_bad` by the present rate, above 1.5 times that of all others' promises."""

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
    broken = size * rate
    others = (broken.sum(1, keepdims=True) - broken) / (size.sum(1, keepdims=True) - size)
    is_bad = rate > 1.5 * others
    earlier = effect.copy()
    if kind.changed:
        for world in range(count):
            bad, good = np.flatnonzero(is_bad[world]), np.flatnonzero(~is_bad[world])
            swapped = bad[dice.random(len(bad)) < kind.changed]
            recovered = dice.choice(good, len(swapped), replace=False)
            earlier[world, swapped], earlier[world, recovered] = effect[world, recovered], effect[world, swapped]
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


def listed(con: duckdb.DuckDBPyConnection, worlds: Worlds, condition: str) -> np.ndarray:
    flags = np.zeros(worlds.is_bad.shape, bool)
    for step, member in con.execute(f"select step, member_id from marts.fct_standings where {condition}").fetchall():
        flags[int(step[1:]), int(member[1:])] = True
    return flags


def of_peers(worlds: Worlds) -> dict[str, np.ndarray]:
    """The rules that others go by, on the newest 13 weeks."""
    due, broken = worlds.due[..., :RECENT].sum(-1), worlds.broken[..., :RECENT].sum(-1)
    network = broken.sum(1, keepdims=True) / due.sum(1, keepdims=True)
    rate = broken / np.maximum(due, 1)
    spread = 1 / (2 * np.sqrt(np.maximum(due, 1)))
    wilson = (broken + 1.92 - 1.96 * np.sqrt(broken * (due - broken) / np.maximum(due, 1) + 0.96)) / (due + 3.84)
    deviation = (np.arcsin(np.sqrt(rate)) - np.arcsin(np.sqrt(network))) / spread
    return {
        "raw rate > 1.5 x": rate > 1.5 * network,
        "raw rate > 1.5 x, 30 due": (rate > 1.5 * network) & (due >= 30),
        "worst 10 %": np.argsort(np.argsort(-rate, axis=1), axis=1) < worlds.is_bad.shape[1] // 10,
        "Wilson bound > all": wilson > network,
        "Wilson bound > 1.5 x": wilson > 1.5 * network,
        "funnel 95 %": (deviation > 1.96) & (due > 0),
        "funnel 99.8 %": (deviation > 3.09) & (due > 0),
    }


@dataclass
class Score:
    """Share of wrongly listed among the listed, and of the bad that are listed; of all worlds together."""

    false_share: float
    recall: float
    per_world: float

    @staticmethod
    def of(flags: np.ndarray, is_bad: np.ndarray) -> "Score":
        return Score((flags & ~is_bad).sum() / max(flags.sum(), 1), (flags & is_bad).sum() / is_bad.sum(), flags.sum() / len(flags))

    def __str__(self) -> str:
        return f"{self.false_share:.3f} / {self.recall:.3f}"


OURS = {
    "standing act": "standing = 'act'",
    "act or watch": "standing in ('act', 'watch')",
    "act, had there been no earlier look": "probability_bad >= 0.8 and false_discovery_rate <= 0.1",
}
KINDS = (
    Kind("clustering 0", clustering=0, weeks=WEEKS),
    Kind("clustering .45", weeks=WEEKS),
    Kind("clustering .9", clustering=0.9, weeks=WEEKS),
    Kind("30 members", members=30, weeks=WEEKS),
    Kind("60 members", members=60, weeks=WEEKS),
    Kind("10 members", members=10, weeks=WEEKS),
    Kind("30 % of the bad since six weeks", changed=0.3, weeks=WEEKS),
    Kind("half began within 26 weeks", newcomers=0.5, weeks=WEEKS),
    Kind("39 weeks of history"),
    Kind("13 weeks of history", weeks=RECENT),
)


def scores(models: Models, kind: Kind, count: int, seed: int) -> dict[str, Score]:
    """By rule, over as many worlds as have 200 members each."""
    worlds = simulated(kind, count * 200 // kind.members, seed)
    con = judged(models, worlds)
    flags = of_peers(worlds) | {name: listed(con, worlds, condition) for name, condition in OURS.items()}
    return {name: Score.of(flag, worlds.is_bad) for name, flag in flags.items()}


def run(models: Models, full: bool, seed: int = 20_261) -> list[str]:
    """Wrongly listed ÷ listed / found ÷ bad, by rule and kind of world."""
    count = 60 if full else 8
    table = {kind.name: scores(models, kind, count, seed + place) for place, kind in enumerate(KINDS if full else KINDS[1:2])}
    rules = list(next(iter(table.values())))
    lines = [f"Standings: {count} worlds of 200 members, wrongly listed ÷ listed / found ÷ bad", "", "| rule | " + " | ".join(table) + " |"]
    lines.append("|---" * (len(table) + 1) + "|")
    return lines + [f"| {rule} | " + " | ".join(str(of[rule]) for of in table.values()) + " |" for rule in rules]
