"""What happened to one order, day by day. No Streamlit, no SQL."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import NamedTuple

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.order import thing

#: events that are alike in all of these are one sentence
ALIKE = ("occurred_local_at", "record", "event", "told_due_date", "reason", "actor")
#: a contact's outcome as something that happened to the customer; what is not here stands as the source has it
OUTCOMES = {
    "no_information": "got no information",
    "no_mandate": "reached someone who was not allowed to solve it",
    "informed": "was informed",
}
OUTCOMES |= {"callback_promised": "a call back was promised", "abandoned": "gave up", "resolved": "it was solved"}
DONE = {
    "delivered": "Delivered",
    "handed_over": "Handed over",
    "attempted": "Tried to deliver",
    "cancelled": "Cancelled",
    "returned": "Returned",
}


class Line(NamedTuple):
    time: str
    text: str
    note: str | None
    #: whose words the note is
    whose: str
    record: str


class Day(NamedTuple):
    day: date
    remark: str
    lines: list[Line]


def contact_sentence(row, customer: str, names: dict[str, str]) -> str:
    """One contact as a sentence."""
    year = row.occurred_local_at.year
    channel = w.CHANNELS.get(row.channel, w.readable(row.channel))
    team = "" if w.is_missing(row.actor) or row.actor == row.channel else f" ({names.get(row.actor, w.readable(row.actor))})"
    is_ours = row.event == "we_contacted"
    parts = [f"We reached {customer} by {channel}{team}" if is_ours else f"{w.capital(customer)} came to us by {channel}{team}"]
    if row.event == "customer_answered":
        parts = [f"{w.capital(customer)} answered our survey"]
    if not w.is_missing(row.wait_minutes):
        parts.append(f"waited {w.plural(round(row.wait_minutes), 'minute')}")
    if row.outcome == "redirected" and not w.is_missing(row.redirected_to):
        parts.append(f"was sent on to {w.readable(row.redirected_to)}")
    elif not w.is_missing(row.outcome) and not (is_ours and row.outcome == "informed"):
        parts.append(OUTCOMES.get(row.outcome, w.readable(row.outcome)))
    if not w.is_missing(row.told_due_date):
        parts.append(f"new date {w.day(row.told_due_date, year)}")
    elif is_ours and row.reason == "delay":
        parts.append("no new date")
    return ", ".join(parts) + "."


def whose(row, customer: str, names: dict[str, str]) -> str:
    """Whose words a note is: what was written down of a contact is its writer's, and only an answer is the customer's."""
    if row.event == "customer_answered":
        return f"{w.capital(customer)}'s answer"
    if w.is_missing(row.actor) or row.actor == row.channel:
        return "Note of the contact"
    return f"Note by {names.get(row.actor, w.readable(row.actor))}"


def event_sentence(rows: list, promises: dict, customer: str, names: dict[str, str]) -> str:
    """Rows of one kind at one moment as a sentence: a kitchen in three lines is promised once."""
    row = rows[0]
    if row.record == "contact":
        return contact_sentence(row, customer, names)
    things = w.listed(dict.fromkeys(thing(each) for each in rows))
    cause = "" if w.is_missing(row.reason) else f" Cause given: {w.readable(row.reason)}."
    actor = "" if w.is_missing(row.actor) else names.get(row.actor, w.readable(row.actor))
    if row.record == "delivery":
        by = f", by {actor}" if actor else ""
        state = "" if w.is_missing(row.condition) or row.condition == "ok" else f", {w.readable(row.condition)}"
        return f"{DONE[row.event]}: {things}{by}{state}{_against_promise(row, promises)}.{cause}"
    is_ours = row.promise_id in promises and promises[row.promise_id].promised_to == "company"
    promised = "Promised to us" if is_ours else "Promised"
    day = w.day(row.told_due_date, row.occurred_local_at.year)
    if w.is_missing(row.told_due_date):
        what = f"{promised} without a date: {things}." if row.event == "promised" else f"The date for {things} was withdrawn. No new date."
    elif row.event == "promised":
        what = f"{promised}: {things} on {day}."
    elif row.event == "moved_by_customer":
        what = f"{w.capital(customer)} moved {things} to {day}."
    else:
        what = f"New date from the {actor}: {things} on {day}."
    return what + cause


def _against_promise(row, promises: dict) -> str:
    """How a delivery that completes its promise stands against the first date."""
    promise = promises[row.promise_id]
    if w.is_missing(promise.fulfilled_date) or w.as_day(promise.fulfilled_date) != row.occurred_local_at.date():
        return ""
    if w.is_missing(promise.deviation_days):
        return ""
    deviation = w.deviation(promise.deviation_days, promise.deviation_minutes)
    return f" – {deviation}" + ("" if deviation in w.AS_PROMISED else " by the first promise")


def _alike(rows: Iterable, promises: dict) -> Iterable[list]:
    """Rows that are one sentence together, in the order in which they happened; every contact is one of its own."""
    groups: dict[tuple, list] = {}
    for row in rows:
        promised_to = promises[row.promise_id].promised_to if row.promise_id in promises else None
        values = (getattr(row, name) for name in ALIKE)
        key = tuple(None if w.is_missing(value) else value for value in values)
        groups.setdefault((*key, promised_to, row.record_id if row.record == "contact" else None), []).append(row)
    return groups.values()


def days(timeline: pd.DataFrame, promises: pd.DataFrame, order: pd.Series, names: dict[str, str]) -> list[Day]:
    """The order's story. What happened to several lines alike, at one moment, is one line."""
    story: list[Day] = []
    by_id = {promise.promise_id: promise for promise in promises.itertuples()}
    customer = "the customer" if w.is_missing(order["customer_name"]) else order["customer_name"]
    promised_day, complete_day = (None if w.is_missing(order[name]) else w.as_day(order[name]) for name in ("due_date", "fulfilled_date"))
    moments = sorted(timeline.itertuples(), key=lambda row: row.occurred_local_at.date())
    for today, rows in groupby(moments, key=lambda row: row.occurred_local_at.date()):
        waited = (today - story[-1].day).days if story else 0
        if promised_day and story and story[-1].day < promised_day < today:
            story.append(Day(promised_day, "the promised day: nothing is on record", []))
        lines = []
        for alike in _alike(rows, by_id):
            first = alike[0]
            time = f"{first.occurred_local_at:%H:%M}" if first.has_time else ""
            note = None if w.is_missing(first.note) else first.note
            lines.append(Line(time, event_sentence(alike, by_id, customer, names), note, whose(first, customer, names), first.record))
        remarks = [
            f"{w.days(waited)} later" if waited > 1 else "",
            "the promised day" if today == promised_day else "",
            "the order is complete" if today == complete_day else "",
        ]
        story.append(Day(today, ", ".join(remark for remark in remarks if remark), lines))
    return story
