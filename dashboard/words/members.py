"""One seller or partner in sentences. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.kept import masking
from dashboard.words.language import counted, later, say


def judged(now: pd.Series, thresholds: dict[str, float]) -> list[str]:
    """How sure the rate of one is, beside its target; and what judging by the latest date would hide."""
    sentences = []
    if not now["is_enough"]:
        sentences.append(
            say(
                "**Too little data** to judge by: fewer than {minimum_sample} due, or too wide an interval (90 %: {low}).",
                minimum_sample=w.count(thresholds["minimum_sample"]),
                low=w.interval(now["low"], now["high"]),
            )
        )
    elif not w.is_missing(now["target_kept_rate"]):
        sentences.append(against_target(now))
    if gap := masking(now, is_one=True):
        sentences.append(gap)
    return sentences


TARGET_MARK = later("The upright mark is the target.")


def kept_by(period: str) -> str:
    return (
        say("Promises to {customers} kept, by the week they were due")
        if period == "week"
        else say("Promises to {customers} kept, by the month they were due")
    )


def scale(low: float) -> str | None:
    """Where the axis of a rate does not begin at nothing."""
    return say("The scale begins at {low}.", low=w.percent(low, 0)) if low else None


def more_below(shown: int, total: int) -> str:
    """Under a table of which only the first rows are seen at once."""
    return say("{shown} of {total} rows in sight: scroll in the table for the rest.", shown=w.count(shown), total=w.count(total))


def half(days: pd.DataFrame, minutes: pd.DataFrame) -> str | None:
    """By when half of what was to be delivered has come; in minutes where every promise has a time of day."""
    if days.empty or w.is_missing(days["median_deviation_days"].iloc[0]):
        return None
    reached = w.deviation(days["median_deviation_days"].iloc[0], minutes["median_deviation_minutes"].iloc[0])
    return say("Half came {reached} or sooner, by the first date.", reached=reached)


def recording(delays: pd.DataFrame, member: str, thresholds: dict[str, float]) -> str:
    """How late the deliveries of one partner come on record."""
    if not delays["measured_count"].sum():
        return say("How late its deliveries are recorded is not measured: `recorded_at` of the deliveries feed is missing.")
    mine = delays[delays["member"] == member]
    if mine.empty or not mine["measured_count"].iloc[0]:
        return say("It has no deliveries with a record date.")
    now = mine.iloc[0]
    if not now["matured_count"]:
        return say("How late its deliveries are recorded is not known yet: all of them are too young.")
    if now["matured_count"] < thresholds["minimum_sample"]:
        came = counted(now["matured_count"], "{count} delivery", "{count} deliveries")
        return counted(
            now["matured_count"],
            "{came} of it that is old enough came on record after {p50_hours} (median): too few to say how late the latest are.",
            "{came} of it that are old enough came on record after {p50_hours} (median): too few to say how late the latest are.",
            came=w.capital(came),
            p50_hours=w.delay(now["p50_hours"], now["p50_days"]),
        )
    return say(
        "Its deliveries are on record after {p50_hours} (median), 95 of 100 within {p95_hours}.",
        p50_hours=w.delay(now["p50_hours"], now["p50_days"]),
        p95_hours=w.delay(now["p95_hours"], now["p95_days"]),
    )


def against_target(now: pd.Series) -> str:
    target = w.percent(now["target_kept_rate"], 0)
    interval = say("90 % interval {low}", low=w.interval(now["low"], now["high"]))
    return {
        "below": say("Below the target of {target} for {customers}, by more than chance ({interval}).", target=target, interval=interval),
        "above": say("Above the target of {target} for {customers}, by more than chance ({interval}).", target=target, interval=interval),
        "unclear": say(
            "The target of {target} for {customers} lies within the {interval}: no telling whether it is met.",
            target=target,
            interval=interval,
        ),
    }[now["against_target"]]
