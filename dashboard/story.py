"""One order in words: its verdict, and what happened to it, day by day. No Streamlit, no SQL."""

from datetime import date
from typing import NamedTuple

import pandas as pd

from dashboard import wording as w

UNDECIDED = {"pending": "Not due yet", "excluded": "Withdrawn by the customer in time", "not_measured": "Not measured"}
VERDICTS = {"Kept", "Broken", "Already broken, not yet due", *UNDECIDED.values()}
#: events that are alike in all of these are one sentence
ALIKE = ["occurred_local_at", "record", "event", "told_due_date", "reason", "actor", "contact", "promised_to"]


def title(order: pd.Series) -> str:
    who = "" if w.is_missing(order["customer_name"]) else f", {order['customer_name']}"
    return f"{order['order_id']}{who}"


def order_verdict(order: pd.Series) -> str:
    """The order in one sentence, as the customer saw it, and as the latest dates would have it."""
    year = w.as_day(order["due_date"]).year if not w.is_missing(order["due_date"]) else None
    complete = order["fulfilled_date"]
    parts = [f"due {w.day(order['due_date'], year)}"]
    if not w.is_missing(complete):
        parts += [f"complete {w.day(complete, year)}", w.signed_days(order["deviation_days"])]
    elif order["outcome"] == "overdue_open":
        parts += ["still not complete", f"{w.overdue(order)} so far"]
    elif order["outcome"] == "cancelled_broken":
        parts.append("cancelled")
    if order["is_due"] and not order["is_kept"] and not w.is_missing(complete) and order["deviation_days"] <= 0:
        own = "its own date" if order["broken_count"] == 1 else "their own dates"
        parts.append(f"but {w.count(order['broken_count'])} of {w.plural(order['judged_count'], 'line')} broken by {own}")
    parts += split(order)
    if order["is_broken_before_due"]:
        verdict = "Already broken, not yet due"
    elif order["outcome"] in UNDECIDED:
        verdict = UNDECIDED[order["outcome"]]
    else:
        verdict = "Kept" if order["is_kept"] else "Broken"
    latest = (
        f"; the latest-date view says {w.count(order['kept_latest_count'])} of {w.count(order['judged_count'])} kept"
        if order["is_due"] and not order["is_kept"] and order["has_new_dates"]
        else ""
    )
    return f"{verdict}: {', '.join(parts)}{latest}."


def split(order: pd.Series) -> list[str]:
    """Over how many dates and partners, where there was more than one and the source says."""
    counts = {"date": order["delivery_dates_count"], "partner": order["partners_count"]}
    told = {one: number for one, number in counts.items() if not w.is_missing(number)}
    return [" from ".join(w.plural(number, one) for one, number in told.items())] if any(number > 1 for number in told.values()) else []


def notice(order: pd.Series) -> str:
    if not order["is_notice_measured"]:
        return w.NOT_MEASURED
    lead = order["notice_lead_days"]
    if w.is_missing(lead):
        return "none on record"
    said = w.day(order["first_notice_date"], w.as_day(order["due_date"]).year)
    return f"{said}, " + {0: "on the day itself", 1: "the day before"}.get(
        lead, f"{w.days(lead)} {'before' if lead > 0 else 'after the due date'}"
    )


def deliveries(order: pd.Series) -> str:
    if w.is_missing(order["delivery_dates_count"]):
        return w.NOT_MEASURED
    if not order["delivery_dates_count"]:
        return "none yet"
    if w.is_missing(order["delivery_span_days"]):
        return f"{w.plural(order['delivery_dates_count'], 'date')} so far"
    if order["delivery_dates_count"] == 1:
        return "all on one date"
    return f"{w.plural(order['delivery_dates_count'], 'date')}, {w.days(order['delivery_span_days'])} apart"


def times(number) -> str:
    return w.NOT_MEASURED if w.is_missing(number) else w.plural(number, "time")


def facts(order: pd.Series) -> list[tuple[str, str]]:
    """What it was like for the customer, as label and value."""
    if not w.is_missing(order["wait_minutes"]):
        waited = w.plural(round(order["wait_minutes"]), "minute")
    else:
        waited = "none on record" if order["has_waits"] else w.NOT_MEASURED
    return [
        ("First notice", notice(order)),
        ("Deliveries", deliveries(order)),
        ("Promise changed", times(order["repromises_count"])),
        ("Customer came to us", times(order["contacts_count"])),
        ("… before a new date", times(order["contacts_before_new_date_count"])),
        ("Customer sent on", times(order["redirects_count"])),
        ("Waited in all", waited),
        ("Held up by", w.NOT_STATED if w.is_missing(order["pacing_partner"]) else order["pacing_partner"]),
        ("Sold by", "several sellers" if w.is_missing(order["seller_name"]) else order["seller_name"]),
        ("Date-critical", w.yes_no(order["is_date_critical"])),
        ("Value", w.money(order["value"])),
    ]


def promise_table(promises: pd.DataFrame) -> pd.DataFrame:
    """The promises of an order in the words of the page."""
    rows = []
    for row in promises.itertuples():
        late = row.overdue_days if row.outcome == "overdue_open" else row.deviation_days
        rows.append(
            {
                "What": w.capital(thing(row)),
                "Journey step": row.step_name,
                "Partner": row.partner_name,
                "First promise": w.day(row.due_date),
                "Latest promise": w.day(row.latest_due_date),
                "Complete": "" if w.is_missing(row.fulfilled_date) else w.day(row.fulfilled_date),
                "Outcome": "No date given" if w.is_missing(row.due_date) else w.capital(w.OUTCOMES[row.outcome]),
                "Against the first": f"{w.days(late)} so far"
                if row.outcome == "overdue_open"
                else ""
                if w.is_missing(late)
                else w.signed_days(late),
                "By the latest date": "" if w.is_missing(row.is_kept_latest) else "kept" if row.is_kept_latest else "broken",
                "Times changed": row.versions_count - 1,
                "Required": "yes" if row.is_required else "no",
                "Value": row.value,
            }
        )
    return pd.DataFrame(rows)


def thing(row) -> str:
    """What a timeline row is about: the product group, else the line or the step."""
    for value in (row.product_group, f"line {row.line}" if not w.is_missing(row.line) else None, row.step):
        if not w.is_missing(value):
            return w.spoken(value)
    return "the order"


#: a contact's outcome as something that happened to the customer; what is not here is said as the source says it
CAME_TO = {"no_information": "got no information", "no_mandate": "met someone without a mandate", "informed": "was informed"}
CAME_TO |= {"callback_promised": "a call back was promised", "abandoned": "gave up", "resolved": "it was solved"}
DONE = {
    "delivered": "Delivered",
    "handed_over": "Handed over",
    "attempted": "Tried to deliver",
    "cancelled": "Cancelled",
    "returned": "Returned",
}


def told(row, customer: str, names: dict[str, str]) -> str:
    """One contact as a sentence."""
    year = row.occurred_local_at.year
    channel = w.CHANNELS.get(row.channel, w.spoken(row.channel))
    team = "" if w.is_missing(row.actor) or row.actor == row.channel else f" ({names.get(row.actor, w.spoken(row.actor))})"
    is_ours = row.event == "we_contacted"
    said = [f"We reached {customer} by {channel}{team}" if is_ours else f"{w.capital(customer)} came to us by {channel}{team}"]
    if not w.is_missing(row.wait_minutes):
        said.append(f"waited {w.plural(round(row.wait_minutes), 'minute')}")
    if row.outcome == "redirected" and not w.is_missing(row.redirected_to):
        said.append(f"was sent on to {w.spoken(row.redirected_to)}")
    elif not w.is_missing(row.outcome) and not (is_ours and row.outcome == "informed"):
        said.append(CAME_TO.get(row.outcome, w.spoken(row.outcome)))
    if not w.is_missing(row.told_due_date):
        said.append(f"new date {w.day(row.told_due_date, year)}")
    elif is_ours and row.reason == "delay":
        said.append("no new date")
    return ", ".join(said) + "."


def happened(rows: pd.DataFrame, promises: pd.DataFrame, customer: str, names: dict[str, str]) -> str:
    """Rows of one kind at one moment as a sentence: a kitchen in three lines is promised once."""
    row = next(rows.itertuples())
    if row.record == "contact":
        return told(row, customer, names)
    things = w.listed(dict.fromkeys(thing(each) for each in rows.itertuples()))
    cause = "" if w.is_missing(row.reason) else f" Cause given: {w.spoken(row.reason)}."
    actor = "" if w.is_missing(row.actor) else names.get(row.actor, w.spoken(row.actor))
    if row.record == "delivery":
        by = f", by {actor}" if actor else ""
        state = "" if w.is_missing(row.condition) or row.condition == "ok" else f", {w.spoken(row.condition)}"
        return f"{DONE[row.event]}: {things}{by}{state}{_against_promise(row, promises)}.{cause}"
    said = "Promised to us" if row.promised_to == "company" else "Promised"
    day = w.day(row.told_due_date, row.occurred_local_at.year)
    if w.is_missing(row.told_due_date):
        what = f"{said} without a date: {things}." if row.event == "promised" else f"The date for {things} was withdrawn. No new date."
    elif row.event == "promised":
        what = f"{said}: {things} on {day}."
    elif row.event == "moved_by_customer":
        what = f"{w.capital(customer)} moved {things} to {day}."
    else:
        what = f"New date from the {actor}: {things} on {day}."
    return what + cause


def _against_promise(row, promises: pd.DataFrame) -> str:
    """How a delivery that completes its promise stands against the first date."""
    promise = promises.loc[row.promise_id]
    if w.is_missing(promise["fulfilled_date"]) or w.as_day(promise["fulfilled_date"]) != row.occurred_local_at.date():
        return ""
    deviation = promise["deviation_days"]
    return "" if w.is_missing(deviation) else f" – {w.signed_days(deviation)}" + ("" if round(deviation) == 0 else " by the first promise")


class Line(NamedTuple):
    time: str
    said: str
    note: str | None
    record: str


class Day(NamedTuple):
    day: date
    remark: str
    lines: list[Line]


def days(timeline: pd.DataFrame, promises: pd.DataFrame, order: pd.Series, names: dict[str, str]) -> list[Day]:
    """The order's story. What happened to several lines alike, at one moment, is told once."""
    told_days: list[Day] = []
    promises = promises.set_index("promise_id")
    customer = "the customer" if w.is_missing(order["customer_name"]) else order["customer_name"]
    moments = timeline.assign(
        day=timeline["occurred_local_at"].dt.date,
        contact=timeline["record_id"].where(timeline["record"] == "contact"),
        promised_to=timeline["promise_id"].map(promises["promised_to"]),
    )
    promised_day, complete_day = (None if w.is_missing(order[name]) else w.as_day(order[name]) for name in ("due_date", "fulfilled_date"))
    for today, rows in moments.groupby("day", sort=True):
        waited = (today - told_days[-1].day).days if told_days else 0
        if promised_day and told_days and told_days[-1].day < promised_day < today:
            told_days.append(Day(promised_day, "the promised day: nothing is on record", []))
        lines = []
        for _, alike in rows.groupby(ALIKE, sort=False, dropna=False):
            first = alike.iloc[0]
            time = f"{first['occurred_local_at']:%H:%M}" if first["has_time"] else ""
            note = None if w.is_missing(first["note"]) else first["note"]
            lines.append(Line(time, happened(alike, promises, customer, names), note, first["record"]))
        remarks = [
            f"{w.days(waited)} later" if waited > 1 else "",
            "the promised day" if today == promised_day else "",
            "the order is complete" if today == complete_day else "",
        ]
        told_days.append(Day(today, ", ".join(remark for remark in remarks if remark), lines))
    return told_days
