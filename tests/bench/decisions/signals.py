"""How often a series that does not change raises an alarm, and how long a doubling goes unseen: fct_signals beside the rules that peers use.

Every simulated series is a step of its own: one run of the models watches thousands. They go in where weeks have been counted
(`fct_kept_rates`), and everything behind that is the SQL of the repository.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
from models import Models

#: 26 to learn from, 13 without a change, and as many again as it takes
BASELINE, CHANGE_AT, WEEKS = 26, 39, 130
FIRST = date(2023, 1, 2)
USUAL, DOUBLED = 0.05, 0.10
WITHIN = 8


@dataclass(frozen=True)
class Series:
    """series × weeks"""

    due: np.ndarray
    broken: np.ndarray


def simulated(volume: int, count: int, seed: int, worse: float = USUAL, sd: float = 0.2, phi: float = 0.4) -> Series:
    """Weeks of about `volume` promises that swing by more than chance, with a memory of a week; from CHANGE_AT on the rate is `worse`."""
    dice = np.random.default_rng(seed)
    due = np.maximum(dice.poisson(volume * dice.lognormal(0, 0.25, (count, WEEKS))), 1)
    shock = np.empty((count, WEEKS))
    shock[:, 0] = dice.normal(0, sd, count)
    for week in range(1, WEEKS):
        shock[:, week] = phi * shock[:, week - 1] + dice.normal(0, sd * np.sqrt(1 - phi**2), count)
    rate = np.where(np.arange(WEEKS) < CHANGE_AT, USUAL, worse)
    return Series(due, dice.binomial(due, 1 / (1 + np.exp(-(np.log(rate / (1 - rate)) + shock)))))


def of_the_models(models: Models, series: Series) -> np.ndarray:
    """Series × weeks: whether the evidence of the models is above its limit; a block of weeks speaks when it is over."""
    count = len(series.due)
    days = [FIRST + timedelta(weeks=week) for week in range(WEEKS)]
    rates = pa.table(
        {
            "dimension": ["step"] * count * WEEKS,
            "member_id": np.repeat([f"{number:05}" for number in range(count)], WEEKS),
            "period": ["week"] * count * WEEKS,
            "period_start": pa.array(days * count, pa.date32()),
            "due_count": series.due.ravel(),
            "kept_count": (series.due - series.broken).ravel(),
            "excluded_count": np.zeros(count * WEEKS, np.int64),
        }
    )
    none = rates.slice(0, 0)
    build = pa.table({"as_of": pa.array([FIRST + timedelta(weeks=WEEKS)], pa.date32()), "hold_days": [0.0]})
    given = {"fct_kept_rates": rates, "fct_order_rates": none, "dim_build": build}
    connection = models.run_from(given, ["int_signal_evidence"])
    actual = connection.execute(
        """
        select evidence.member_id, date_diff('week', $1, evidence.week) + points.weeks_count - 1 as week, points.weeks_count
        from intermediate.int_signal_evidence as evidence
        inner join intermediate.int_signal_points as points using (member_id, week)
        cross join intermediate.int_thresholds
        where evidence.direction = 'worse' and evidence.evidence > signal_evidence
        """,
        [FIRST],
    ).fetchnumpy()
    alarms = np.zeros((count, WEEKS), bool)
    # what a block says holds until the next one is over
    for after in range(actual["weeks_count"].max(initial=0)):
        says = (actual["weeks_count"] > after) & (actual["week"] + after < WEEKS)
        alarms[actual["member_id"][says].astype(int), actual["week"][says] + after] = True
    return alarms


def xmr(series: Series) -> np.ndarray:
    """Natural process limits of the plain rates."""
    rate = series.broken / series.due
    learned = rate[:, :BASELINE]
    reach = 2.66 * np.abs(np.diff(learned)).mean(1, keepdims=True)
    return rate > learned.mean(1, keepdims=True) + reach


def nhs(series: Series) -> np.ndarray:
    """The same with the NHS rules: beyond a limit, seven on one side, six rises, two of three near a limit."""
    rate = series.broken / series.due
    middle = rate[:, :BASELINE].mean(1, keepdims=True)
    reach = 2.66 * np.abs(np.diff(rate[:, :BASELINE])).mean(1, keepdims=True)
    return (
        (rate > middle + reach)
        | in_a_row(rate > middle, 7)
        | in_a_row(np.diff(rate, prepend=np.inf) > 0, 6)
        | ((rate > middle + reach * 2 / 3) & (lately(rate > middle + reach * 2 / 3, 3) >= 2))
    )


def lately(flags: np.ndarray, weeks: int) -> np.ndarray:
    """How many of the last so many weeks."""
    sums = np.cumsum(flags, axis=1)
    return sums - np.pad(sums, ((0, 0), (weeks, 0)))[:, : flags.shape[1]]


def in_a_row(flags: np.ndarray, weeks: int) -> np.ndarray:
    return lately(flags, weeks) == weeks


def p_chart(series: Series) -> np.ndarray:
    usual = series.broken[:, :BASELINE].sum(1, keepdims=True) / series.due[:, :BASELINE].sum(1, keepdims=True)
    return series.broken / series.due > usual + 3 * np.sqrt(usual * (1 - usual) / series.due)


def red(series: Series) -> np.ndarray:
    """Red, amber, green: red above half as much again as was usual when the limit was set."""
    return series.broken / series.due > 1.5 * USUAL


def week_on_week(series: Series) -> np.ndarray:
    return np.diff(series.broken / series.due, axis=1, prepend=1) > 0.02


PEERS: dict[str, Callable[[Series], np.ndarray]] = {
    "red above 7.5 %": red,
    "2 points more than last week": week_on_week,
    "XmR, three limits": xmr,
    "XmR with the NHS rules": nhs,
    "p chart": p_chart,
}
OURS = "evidence of a doubling (Holdt)"


def false_alarms(alarms: np.ndarray) -> float:
    """Times a year that an alarm begins, in series that do not change."""
    watched = alarms[:, BASELINE:]
    begins = watched & ~np.pad(watched, ((0, 0), (1, 0)))[:, :-1]
    return float(begins.sum() / watched.size * 52)


def delays(alarms: np.ndarray) -> tuple[float, float]:
    """Median weeks from the change to the alarm, and the share that is found within WITHIN; of the series that were quiet before it."""
    quiet = alarms[~alarms[:, CHANGE_AT - 1]][:, CHANGE_AT:]
    waited = np.where(quiet.any(1), quiet.argmax(1) + 1, WEEKS)
    return float(np.median(waited)), float((waited <= WITHIN).mean())


def measured(models: Models, volumes: tuple[int, ...], count: int, seed: int) -> dict[str, dict[int, tuple[float, float, float]]]:
    """Rule → promises a week → false alarms a year, median weeks until a doubling is found, share found within eight."""
    actual: dict[str, dict[int, tuple[float, float, float]]] = {}
    for volume in volumes:
        steady, doubled = simulated(volume, count, seed), simulated(volume, count, seed + 1, DOUBLED)
        rules = {OURS: lambda series: of_the_models(models, series)} | PEERS
        for name, rule in rules.items():
            actual.setdefault(name, {})[volume] = (false_alarms(rule(steady)), *delays(rule(doubled)))
    return actual


def run(models: Models, full: bool) -> list[str]:
    volumes = (20, 100, 1000)
    actual = measured(models, volumes, 4000 if full else 400, seed=2026)
    lines = [
        "### Signals: false alarms, and how soon a doubling is found",
        "",
        f"{'4,000' if full else '400'} simulated series each of 20, 100 and 1,000 promises a week; 5 % broken, from the change on 10 %.",
        "",
        "| Rule | False alarms a year | Weeks until found (found within 8) |",
        "|---|---|---|",
    ]
    for name, by_volume in actual.items():
        alarms = " / ".join(f"{by_volume[volume][0]:.2f}" for volume in volumes)
        weeks = " / ".join(f"{by_volume[volume][1]:.0f} ({by_volume[volume][2]:.2f})" for volume in volumes)
        lines.append(f"| {name} | {alarms} | {weeks} |")
    return lines
