"""Rates beside their numbers: the only place where a share, its interval and "too little data" are worked out."""

from statistics import NormalDist

import numpy as np
import pandas as pd

CONFIDENCE = 0.90
#: natural process limits of an XmR chart: mean ± 2.66 × mean moving range
XMR = 2.66
#: fewer settled weeks than this say nothing about what is usual (a limit from 5 moving ranges is off by a third)
FEWEST_WEEKS = 8
#: a usual range wider than this says nothing about a week
WIDEST_USUAL = 0.50


def share(part: pd.Series | float, whole: pd.Series | float):
    """Nothing due is not measured: neither 0 nor 100 %."""
    if isinstance(whole, pd.Series):
        return part / whole.where(whole > 0)
    return part / whole if whole else None


def wilson(kept: np.ndarray, due: np.ndarray, confidence: float = CONFIDENCE) -> tuple[np.ndarray, np.ndarray]:
    """Wilson's score interval of kept ÷ due; NaN where nothing was due."""
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    kept, due = np.asarray(kept, float), np.asarray(due, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = kept / due
        centre = (rate + z**2 / (2 * due)) / (1 + z**2 / due)
        half = z / (1 + z**2 / due) * np.sqrt(rate * (1 - rate) / due + z**2 / (4 * due**2))
        return np.clip(centre - half, 0, 1), np.clip(centre + half, 0, 1)


def rated(counts: pd.DataFrame, thresholds: dict[str, float], has_new_dates: bool = True) -> pd.DataFrame:
    """Counts with their rates, interval, masking gap, and whether they are enough to judge by. Where no new date is on record,
    nobody knows what the latest one would have been: its rate and the gap are not measured."""
    low, high = wilson(counts["kept_count"], counts["due_count"])
    rates = counts.assign(
        kept_rate=share(counts["kept_count"], counts["due_count"]),
        kept_latest_rate=share(counts["kept_latest_count"], counts["due_latest_count"]) if has_new_dates else np.nan,
        has_new_dates=has_new_dates,
        low=low,
        high=high,
    )
    return rates.assign(
        masking_gap=rates["kept_latest_rate"] - rates["kept_rate"],
        is_enough=(rates["due_count"] >= thresholds["minimum_sample"]) & (rates["high"] - rates["low"] <= thresholds["widest_interval"]),
    )


def usual_range(weekly_rates: pd.Series) -> tuple[float, float] | None:
    """What the weekly rate does when nothing has changed; none where there are too few weeks to say."""
    weekly_rates = weekly_rates.dropna()
    if len(weekly_rates) < FEWEST_WEEKS:
        return None
    swing = XMR * weekly_rates.diff().abs().mean()
    return max(0.0, weekly_rates.mean() - swing), min(1.0, weekly_rates.mean() + swing)
