"""One seller or partner in sentences. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.kept import masking


def member(now: pd.Series, kind: str, thresholds: dict[str, float]) -> list[str]:
    """One seller or partner in sentences."""
    sentences = []
    if now["due_count"]:
        kept, due = w.count(now["kept_count"]), w.plural(now["due_count"], "promise")
        were = "was" if now["kept_count"] == 1 else "were"
        sentences.append(f"{kept} of {due} due {were} kept; 90 % interval {w.interval(now['low'], now['high'])}.")
        if not now["is_enough"]:
            sentences.append(
                f"**Too little data** to judge by: fewer than {w.count(thresholds['minimum_sample'])} due, or too wide an interval."
            )
        elif not w.is_missing(now["target_kept_rate"]):
            sentences.append(against_target(now))
        if gap := masking(now, "it"):
            sentences.append(gap)
        if not w.is_missing(now["median_deviation_days"]):
            half = w.deviation(now["median_deviation_days"], now["median_deviation_minutes"])
            sentences.append(f"Half of what was due came {half}, or sooner, by the first date; what is still open is counted as waiting.")
    if kind == "partner":
        if now["due_count_company"]:
            kept, due = w.count(now["kept_count_company"]), w.plural(now["due_count_company"], "promise")
            sentences.append(f"To the company: {w.percent(now['kept_rate_company'])} kept, {kept} of {due} due.")
        if 0 < now["matured_count"] < thresholds["minimum_sample"]:
            came = w.plural(now["matured_count"], "delivery", "deliveries")
            sentences.append(
                f"{w.capital(came)} of it that {'is' if now['matured_count'] == 1 else 'are'} old enough came on record after "
                f"{w.delay(now['p50_hours'], now['p50_days'])} (median): too few to say how late the latest are."
            )
        elif now["matured_count"]:
            sentences.append(
                f"Its deliveries are on record after {w.delay(now['p50_hours'], now['p50_days'])} (median), "
                f"95 of 100 within {w.delay(now['p95_hours'], now['p95_days'])}."
            )
        elif now["measured_count"]:
            sentences.append("How late its deliveries are recorded is not known yet: all of them are too young.")
        elif now["is_delay_measured"]:
            sentences.append("It has no deliveries with a record date.")
        else:
            sentences.append("How late its deliveries are recorded is not measured: `recorded_at` of the deliveries feed is missing.")
    return [sentence for sentence in sentences if sentence]


def against_target(now: pd.Series) -> str:
    target = w.percent(now["target_kept_rate"], 0)
    return {
        "below": f"Below its target of {target}, even at the upper end of the interval.",
        "above": f"Above its target of {target}, even at the lower end of the interval.",
        "unclear": f"Its target of {target} lies within the interval: no telling whether it is met.",
    }[now["against_target"]]
