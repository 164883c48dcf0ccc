"""One seller or partner in sentences. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.kept import masking


def judged(now: pd.Series, thresholds: dict[str, float]) -> list[str]:
    """How sure the rate of one is, beside its target; and what judging by the latest date would hide."""
    sentences = []
    if not now["is_enough"]:
        sentences.append(
            f"**Too little data** to judge by: fewer than {w.count(thresholds['minimum_sample'])} due, or too wide an interval "
            f"(90 %: {w.interval(now['low'], now['high'])})."
        )
    elif not w.is_missing(now["target_kept_rate"]):
        sentences.append(against_target(now))
    if gap := masking(now, "it"):
        sentences.append(gap)
    return sentences


def half(days: pd.DataFrame, minutes: pd.DataFrame) -> str | None:
    """By when half of what was to be delivered has come; in minutes where every promise has a time of day."""
    if days.empty or w.is_missing(days["median_deviation_days"].iloc[0]):
        return None
    reached = w.deviation(days["median_deviation_days"].iloc[0], minutes["median_deviation_minutes"].iloc[0])
    return f"Half came {reached}, or sooner, by the first date; what is still open is counted as waiting."


def recording(delays: pd.DataFrame, member: str, thresholds: dict[str, float]) -> str:
    """How late the deliveries of one partner come on record."""
    if not delays["measured_count"].sum():
        return "How late its deliveries are recorded is not measured: `recorded_at` of the deliveries feed is missing."
    mine = delays[delays["member"] == member]
    if mine.empty or not mine["measured_count"].iloc[0]:
        return "It has no deliveries with a record date."
    now = mine.iloc[0]
    if not now["matured_count"]:
        return "How late its deliveries are recorded is not known yet: all of them are too young."
    if now["matured_count"] < thresholds["minimum_sample"]:
        came = w.plural(now["matured_count"], "delivery", "deliveries")
        return (
            f"{w.capital(came)} of it that {'is' if now['matured_count'] == 1 else 'are'} old enough came on record after "
            f"{w.delay(now['p50_hours'], now['p50_days'])} (median): too few to say how late the latest are."
        )
    return (
        f"Its deliveries are on record after {w.delay(now['p50_hours'], now['p50_days'])} (median), "
        f"95 of 100 within {w.delay(now['p95_hours'], now['p95_days'])}."
    )


def against_target(now: pd.Series) -> str:
    target = w.percent(now["target_kept_rate"], 0)
    interval = f"90 % interval {w.interval(now['low'], now['high'])}"
    return {
        "below": f"Below the target of {target} for customers, by more than chance ({interval}).",
        "above": f"Above the target of {target} for customers, by more than chance ({interval}).",
        "unclear": f"The target of {target} for customers lies within the {interval}: no telling whether it is met.",
    }[now["against_target"]]
