"""Sentences about rates that several pages share. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.language import counted, later, say

NO_NEW_DATES = later("No new dates are on record, so the gap to the latest promise is not measured.")


def masking(now: pd.Series, is_one: bool = False) -> str | None:
    """The gap between judging by the first date and by the latest. `is_one`: of one partner or seller, not of all."""
    if not now["has_new_dates"]:
        return NO_NEW_DATES()
    if w.is_missing(now["masking_gap"]):
        return None
    if not now["kept_later_count"]:
        if is_one:
            return say("Judged by the latest date, it would look the same.")
        return say("Judged by the latest date, we would look the same.")
    values = {
        "gap": w.apart(now["kept_latest_rate"], now["kept_rate"]),
        "rate": w.percent(now["kept_latest_rate"]),
        "kept": w.count(now["kept_count"] + now["kept_later_count"]),
        "due": w.count(now["due_count"]),
    }
    if is_one:
        return say("Judged by the latest date, it would look {gap} better: {rate}, {kept} of {due}.", **values)
    return say("Judged by the latest date, we would look {gap} better: {rate}, {kept} of {due}.", **values)


def intervals(rows: pd.DataFrame) -> str:
    """How to read the rates beside their intervals."""
    if rows["kept_latest_rate"].isna().all():
        return say(
            "Kept by the first date (FCD), with the 90 % interval; the upright mark is the target. {no_new_dates}",
            no_new_dates=NO_NEW_DATES(),
        )
    return say(
        "Kept by the first date (FCD), with the 90 % interval; the diamond is by the latest date (LCD), the upright mark is the target."
    )


def worst_member(members: pd.DataFrame, kind: str) -> str:
    enough = members[members["is_enough"]]
    if enough.empty:
        return say("Too little data on any {kind} to say who keeps least", kind=w.KINDS[kind]())
    worst = enough.sort_values("kept_rate").iloc[0]
    if len(enough) == 1:
        return say(
            "Only {name} has enough data: {kept_rate} kept of {due} due",
            name=worst["name"],
            kept_rate=w.percent(worst["kept_rate"], 0),
            due=w.count(worst["due_count"]),
        )
    kept = say("{kept_rate} of {due} due", kept_rate=w.percent(worst["kept_rate"], 0), due=w.count(worst["due_count"]))
    if others := _as_low_as(worst, enough):
        return counted(
            others,
            "Who keeps least cannot be told: {name} ({kept}) and {count} other overlap",
            "Who keeps least cannot be told: {name} ({kept}) and {count} others overlap",
            name=worst["name"],
            kept=kept,
        )
    return say("{name} keeps least: {kept}", name=worst["name"], kept=kept)


def _as_low_as(worst: pd.Series, enough: pd.DataFrame) -> int:
    """How many others may keep as little: their intervals overlap."""
    return int((enough["low"] <= worst["high"]).sum()) - 1


def worst_of(rates: pd.DataFrame, what: str) -> str:
    name = w.KINDS[what]()
    due = rates[rates["due_count"] > 0]
    enough = due[due["is_enough"]]
    if len(due) == 1:
        return say("By {what}", what=name)
    if enough.empty:
        return say("By {what}: too little data to compare", what=name)
    worst = enough.sort_values("kept_rate").iloc[0]
    kept = say("{kept_rate} kept of {due} due", kept_rate=w.percent(worst["kept_rate"], 0), due=w.count(worst["due_count"]))
    if len(enough) == 1:
        return say("By {what}: only {name} has enough data, {kept}", what=name, name=worst["name"], kept=kept)
    if _as_low_as(worst, enough):
        return say("By {what}: no clear worst, the differences may be chance", what=name)
    return say("By {what}: {name} breaks most, {kept}", what=name, name=worst["name"], kept=kept)


def too_little(few: int, kind: str, thresholds: dict[str, float]) -> str | None:
    """How many have something due, and too little to be ranked by."""
    if not few:
        return None
    return say(
        "Too little data on {few}: fewer than {minimum_sample} promises due, or a 90 % interval wider than "
        "{widest_interval:.0f} points. Shown, never ranked.",
        few=w.number_of(kind, few),
        minimum_sample=w.count(thresholds["minimum_sample"]),
        widest_interval=100 * thresholds["widest_interval"],
    )


def provisional(hold_days: float | None, has_limits: bool = False) -> str:
    sentences = [
        say("Hollow: not over yet, or too young to be final (how late deliveries are recorded is not measured).")
        if hold_days is None
        else say(
            "Hollow: not over yet, or too young to be final (95 of 100 deliveries are on record after {hold_days}).",
            hold_days=w.hours(hold_days * 24),
        ),
        say("Pale: where a week of its size lies by chance while nothing changes.") if has_limits else "",
        say("Grey dots: too little data."),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def early_broken(now: pd.Series) -> str | None:
    """Why what came early and on time is more than was kept."""
    count = now["early_count"] - now["early_kept_count"]
    if not count:
        return None
    return counted(
        count,
        "Early keeps a promise “by” a date; {count} early one broke one for a day, a window or an appointment.",
        "Early keeps a promise “by” a date; {count} early ones broke one for a day, a window or an appointment.",
    )
