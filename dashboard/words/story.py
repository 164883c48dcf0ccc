"""What happened to one order, day by day. No Streamlit, no SQL."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import NamedTuple

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.language import counted, later, say
from dashboard.words.order import thing

#: events that are alike in all of these are one sentence
ALIKE = ("occurred_local_at", "record", "event", "told_due_date", "reason", "actor")
#: a contact's outcome as something that happened to the customer; what is not here stands as the source has it
OUTCOMES = {
    "no_information": later("got no information"),
    "no_mandate": later("reached someone who was not allowed to solve it"),
    "informed": later("was informed"),
}
OUTCOMES |= {"callback_promised": later("a call back was promised"), "abandoned": later("gave up"), "resolved": later("it was solved")}
DONE = {
    "delivered": later("Delivered"),
    "handed_over": later("Handed over"),
    "attempted": later("Tried to deliver"),
    "cancelled": later("Cancelled"),
    "returned": later("Returned"),
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
    channel = w.channel(row.channel)
    if not w.is_missing(row.actor) and row.actor != row.channel:
        channel = f"{channel} ({_who(row.actor, names)})"
    is_ours = row.event == "we_contacted"
    parts = [
        say("We reached {whom} by {channel}", whom=customer, channel=channel)
        if is_ours
        else say("{who} came to us by {channel}", who=w.capital(customer), channel=channel)
    ]
    if row.event == "customer_answered":
        parts = [say("{who} answered our survey", who=w.capital(customer))]
    if not w.is_missing(row.wait_minutes):
        parts.append(counted(round(row.wait_minutes), "waited {count} minute", "waited {count} minutes"))
    if row.outcome == "redirected" and not w.is_missing(row.redirected_to):
        parts.append(say("was sent on to {redirected_to}", redirected_to=w.readable(row.redirected_to)))
    elif not w.is_missing(row.outcome) and not (is_ours and row.outcome == "informed"):
        parts.append(w.named(OUTCOMES, row.outcome))
    if not w.is_missing(row.told_due_date):
        parts.append(say("new date {told_due}", told_due=w.day(row.told_due_date, year)))
    elif is_ours and row.reason == "delay":
        parts.append(say("no new date"))
    return f"{', '.join(parts)}."


def _who(actor: str, names: dict[str, str]) -> str:
    """Somebody by name, or as what they acted."""
    return names[actor] if actor in names else w.named(w.KINDS, actor)


def whose(row, customer: str, names: dict[str, str]) -> str:
    """Whose words a note is: what was written down of a contact is its writer's, and only an answer is the customer's."""
    if row.event == "customer_answered":
        return say("{who}'s answer", who=w.capital(customer))
    if w.is_missing(row.actor) or row.actor == row.channel:
        return say("Note of the contact")
    return say("Note by {actor}", actor=_who(row.actor, names))


def event_sentence(rows: list, promises: dict, customer: str, names: dict[str, str]) -> str:
    """Rows of one kind at one moment as a sentence: a kitchen in three lines is promised once."""
    row = rows[0]
    if row.record == "contact":
        return contact_sentence(row, customer, names)
    things = w.listed(dict.fromkeys(thing(each) for each in rows))
    actor = "" if w.is_missing(row.actor) else _who(row.actor, names)
    is_delivery = row.record == "delivery"
    sentences = [_of_delivery(row, things, actor, promises) if is_delivery else _of_promise(row, things, actor, promises, customer)]
    if not w.is_missing(row.reason):
        sentences.append(say("Cause given: {reason}.", reason=w.readable(row.reason)))
    return " ".join(sentences)


def _of_delivery(row, things: str, actor: str, promises: dict) -> str:
    parts = [f"{DONE[row.event]()}: {things}"]
    if actor:
        parts.append(say("by {actor}", actor=actor))
    if not w.is_missing(row.condition) and row.condition != "ok":
        parts.append(w.readable(row.condition))
    against = _against_promise(row, promises)
    return f"{', '.join(parts)} – {against}." if against else f"{', '.join(parts)}."


def _of_promise(row, things: str, actor: str, promises: dict, customer: str) -> str:
    is_ours = row.promise_id in promises and promises[row.promise_id].promised_to == "company"
    day = w.day(row.told_due_date, row.occurred_local_at.year)
    if w.is_missing(row.told_due_date):
        if row.event != "promised":
            return say("The date for {things} was withdrawn. No new date.", things=things)
        if is_ours:
            return say("Promised to us without a date: {things}.", things=things)
        return say("Promised without a date: {things}.", things=things)
    if row.event == "promised":
        if is_ours:
            return say("Promised to us: {things} on {day}.", things=things, day=day)
        return say("Promised: {things} on {day}.", things=things, day=day)
    if row.event == "moved_by_customer":
        return say("{who} moved {things} to {day}.", who=w.capital(customer), things=things, day=day)
    return say("New date from the {actor}: {things} on {day}.", actor=actor, things=things, day=day)


def _against_promise(row, promises: dict) -> str:
    """How a delivery that completes its promise stands against the first date."""
    promise = promises[row.promise_id]
    if w.is_missing(promise.fulfilled_date) or w.as_day(promise.fulfilled_date) != row.occurred_local_at.date():
        return ""
    if w.is_missing(promise.deviation_days):
        return ""
    deviation = w.deviation(promise.deviation_days, promise.deviation_minutes)
    return deviation if w.is_as_promised(deviation) else say("{deviation} by the first promise", deviation=deviation)


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
    customer = say("the {customer}") if w.is_missing(order["customer_name"]) else order["customer_name"]
    promised_day, complete_day = (None if w.is_missing(order[name]) else w.as_day(order[name]) for name in ("due_date", "fulfilled_date"))
    moments = sorted(timeline.itertuples(), key=lambda row: row.occurred_local_at.date())
    for today, rows in groupby(moments, key=lambda row: row.occurred_local_at.date()):
        waited = (today - story[-1].day).days if story else 0
        if promised_day and story and story[-1].day < promised_day < today:
            story.append(Day(promised_day, say("the promised day: nothing is on record"), []))
        lines = []
        for alike in _alike(rows, by_id):
            first = alike[0]
            time = f"{first.occurred_local_at:%H:%M}" if first.has_time else ""
            note = None if w.is_missing(first.note) else first.note
            lines.append(Line(time, event_sentence(alike, by_id, customer, names), note, whose(first, customer, names), first.record))
        remarks = [
            say("{waited} later", waited=w.days(waited)) if waited > 1 else "",
            say("the promised day") if today == promised_day else "",
            say("the {order} is complete") if today == complete_day else "",
        ]
        story.append(Day(today, ", ".join(remark for remark in remarks if remark), lines))
    return story
