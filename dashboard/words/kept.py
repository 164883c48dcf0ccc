"""Sentences about rates that several pages share. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w

NO_NEW_DATES = "No new dates are on record, so the gap to the latest promise is not measured."


def masking(now: pd.Series, what: str = "we") -> str | None:
    """The gap between judging by the first date and by the latest."""
    if not now["has_new_dates"]:
        return NO_NEW_DATES
    gap = now["masking_gap"]
    if w.is_missing(gap):
        return None
    if not now["kept_later_count"]:
        return f"Judged by the latest date, {what} would look the same."
    return (
        f"Judged by the latest date, {what} would look {w.points(gap)} better: "
        f"{w.percent(now['kept_latest_rate'])}, {w.count(now['kept_count'] + now['kept_later_count'])} of {w.count(now['due_count'])}."
    )


def intervals(rows: pd.DataFrame) -> str:
    """How to read the rates beside their intervals."""
    if rows["kept_latest_rate"].isna().all():
        return f"Kept by the first date (FCD), with the 90 % interval; the upright mark is the target. {NO_NEW_DATES}"
    return "Kept by the first date (FCD), with the 90 % interval; the diamond is by the latest date (LCD), the upright mark is the target."


def worst_member(members: pd.DataFrame, kind: str) -> str:
    enough = members[members["is_enough"]]
    if enough.empty:
        return f"Too little data on any {kind} to say who keeps least"
    worst = enough.sort_values("kept_rate").iloc[0]
    if len(enough) == 1:
        return f"Only {worst['name']} has enough data: {w.percent(worst['kept_rate'], 0)} kept of {w.count(worst['due_count'])} due"
    kept = f"{w.percent(worst['kept_rate'], 0)} of {w.count(worst['due_count'])} due"
    if others := _as_low_as(worst, enough):
        return f"Who keeps least cannot be told: {worst['name']} ({kept}) and {w.plural(others, 'other')} overlap"
    return f"{worst['name']} keeps least: {kept}"


def _as_low_as(worst: pd.Series, enough: pd.DataFrame) -> int:
    """How many others may keep as little: their intervals overlap."""
    return int((enough["low"] <= worst["high"]).sum()) - 1


def worst_of(rates: pd.DataFrame, what: str) -> str:
    due = rates[rates["due_count"] > 0]
    enough = due[due["is_enough"]]
    if len(due) == 1:
        return f"By {what}"
    if enough.empty:
        return f"By {what}: too little data to compare"
    worst = enough.sort_values("kept_rate").iloc[0]
    kept = f"{w.percent(worst['kept_rate'], 0)} kept of {w.count(worst['due_count'])} due"
    if len(enough) == 1:
        return f"By {what}: only {worst['name']} has enough data, {kept}"
    if _as_low_as(worst, enough):
        return f"By {what}: no clear worst, the differences may be chance"
    return f"By {what}: {worst['name']} breaks most, {kept}"


def too_little(few: int, kind: str, thresholds: dict[str, float]) -> str | None:
    """How many have something due, and too little to be ranked by."""
    if not few:
        return None
    return (
        f"Too little data on {w.plural(few, kind)}: fewer than {w.count(thresholds['minimum_sample'])} promises due, "
        f"or a 90 % interval wider than {100 * thresholds['widest_interval']:.0f} points. Shown, never ranked."
    )


def provisional(hold_days: float | None, has_limits: bool = False) -> str:
    young = (
        "how late deliveries are recorded is not measured"
        if hold_days is None
        else f"95 of 100 deliveries are on record after {w.hours(hold_days * 24)}"
    )
    return (
        f"Hollow: not over yet, or too young to be final ({young})."
        + (" Pale: where a week of its size lies by chance while nothing changes." if has_limits else "")
        + " Grey dots: too little data."
    )
