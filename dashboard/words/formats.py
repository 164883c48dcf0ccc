"""Numbers, days and verdicts in words. Plain functions of values; no Streamlit, no SQL."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime

import pandas as pd

from dashboard.words.language import counted, later, later_counted, say

OUTCOMES = {
    "on_time": later("on time"),
    "early": later("early"),
    "late": later("late"),
    "overdue_open": later("overdue"),
    "cancelled_broken": later("cancelled"),
    "kept_attempted": later("{customer} was not there"),
    "pending": later("not due yet"),
    "excluded": later("withdrawn by the {customer} in time"),
    "not_measured": later("not measured"),
}
CHANNELS = {
    "seller_mailbox": later("the {seller}'s mailbox"),
    "phone": later("phone"),
    "email": later("e-mail"),
    "chat": later("chat"),
    "sms": later("text message"),
}
#: what a list or a comparison may be of
KINDS = {
    "order": later("{order}"),
    "partner": later("{partner}"),
    "seller": later("{seller}"),
    "customer": later("{customer}"),
    "customer_type": later("{customer} type"),
    "step": later("journey step"),
    "product_group": later("product group"),
    "region": later("region"),
}
NUMBERS = {
    "order": later_counted("{count} {order}", "{count} {orders}"),
    "partner": later_counted("{count} {partner}", "{count} {partners}"),
    "seller": later_counted("{count} {seller}", "{count} {sellers}"),
    "customer": later_counted("{count} {customer}", "{count} {customers}"),
    "promise": later_counted("{count} promise", "{count} promises"),
    "open_promise": later_counted("{count} open promise", "{count} open promises"),
    "call": later_counted("{count} call", "{count} calls"),
    "delivery": later_counted("{count} delivery", "{count} deliveries"),
    "contact": later_counted("{count} contact", "{count} contacts"),
    "survey_answer": later_counted("{count} survey answer", "{count} survey answers"),
    "step": later_counted("{count} step", "{count} steps"),
    "kind": later_counted("{count} kind", "{count} kinds"),
    "event": later_counted("{count} event", "{count} events"),
    "date": later_counted("{count} date", "{count} dates"),
    "day": later_counted("{count} day", "{count} days"),
    "change": later_counted("{count} change", "{count} changes"),
    "channel": later_counted("{count} channel", "{count} channels"),
    "team": later_counted("{count} team", "{count} teams"),
    "time": later_counted("{count} time", "{count} times"),
    "minute": later_counted("{count} minute", "{count} minutes"),
}
ON_THE_DAY = later("on the day")
#: of a promise with a time of day
ON_TIME = later("on time")
MINUTES_OF_A_DAY = 24 * 60
#: where one begins
WEB_ADDRESS = re.compile(r"https?:/(?=/)|www(?=\.)", re.IGNORECASE)
NOT_MEASURED = later("not measured")
NO_DELIVERIES = later("Whether promises are kept is not measured: nothing says what was delivered. Map the deliveries feed.")
NOT_STATED = later("not stated")


def escaped(text) -> str:
    """Words of a source as they stand: a star in an order's id is a star, not the start of bold. A web address makes itself a link, however
    it is escaped; a joiner that nobody sees keeps it from that."""
    return re.sub(r"([\\`*_\[\]<>$~:#|])", r"\\\1", WEB_ADDRESS.sub("\\g<0>\u2060", str(text)))


def is_missing(value) -> bool:
    return bool(pd.isna(value))


def count(number) -> str:
    return f"{int(number):,}"


def number_of(kind: str, number) -> str:
    """`3 orders`, of what is known only when it is said."""
    return NUMBERS[kind](number)


def yes_no(flag) -> str:
    return NOT_STATED() if is_missing(flag) else say("yes") if flag else say("no")


def named(known: Mapping[str, later], name) -> str:
    """The words for what is known by its name in the data; another name stands as the source has it."""
    return known[name]() if name in known else readable(name)


def channel(name) -> str:
    return named(CHANNELS, name)


def outcome(name: str) -> str:
    return OUTCOMES[name]()


def percent(rate, decimals: int = 1) -> str:
    """A few of many are never rounded to none of them, nor all but a few to all."""
    if is_missing(rate):
        return NOT_MEASURED()
    least = 10.0**-decimals
    if 0 < 100 * rate <= 0.5 * least:
        return say("under {share} %", share=f"{least:.{decimals}f}")
    if 100 - 0.5 * least <= 100 * rate < 100:
        return say("over {share} %", share=f"{100 - least:.{decimals}f}")
    return f"{100 * rate:.{decimals}f} %"


def interval(low, high) -> str:
    return NOT_MEASURED() if is_missing(low) else f"{100 * low:.0f}–{100 * high:.0f} %"


def times(ratio) -> str:
    """`5.0 times`: how many times as many."""
    return NOT_MEASURED() if is_missing(ratio) else say("{ratio:.1f} times", ratio=ratio)


def points(difference) -> str:
    """A difference of two rates, in percentage points, without its sign."""
    return say("{points:.1f} points", points=abs(100 * difference))


def apart(rate, other) -> str:
    """How far two rates are apart, in points, as a reader finds it who takes the one from the other: each is rounded first."""
    return say("{points:.1f} points", points=abs(round(100 * rate, 1) - round(100 * other, 1)))


def money(value) -> str:
    return NOT_MEASURED() if is_missing(value) else f"{value:,.0f}"


def readable(name) -> str:
    """An identifier of a source as a reader would say it."""
    return "" if is_missing(name) else str(name).replace("_", " ")


def short(name: str, letters: int = 32) -> str:
    """A long name with its beginning and its end: many begin alike."""
    last = int(0.6 * letters)
    return name if len(name) <= letters else f"{name[: letters - last - 1]}…{name[-last:]}"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def listed(names: Iterable[str]) -> str:
    names = list(names)
    if len(names) < 2:
        return "".join(names)
    return say("{first} and {last}", first=", ".join(names[:-1]), last=names[-1])


def as_day(moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def day(moment, year: int | None = None) -> str:
    """`17 June`, with the year where it is not the one the reader is in."""
    if is_missing(moment):
        return say("no date")
    moment = as_day(moment)
    return f"{moment.day} {moment:%B}" + ("" if moment.year == year else f" {moment.year}")


def weekday(moment) -> str:
    moment = as_day(moment)
    return f"{moment:%A} {moment.day} {moment:%B %Y}"


def band(name: str) -> str:
    """`2-3 days` of a seed as it is printed: 2–3 days."""
    return re.sub(r"(?<=\d)-(?=\d)", "–", name)


def days(number) -> str:
    return counted(abs(number), "{count} day", "{count} days")


def overdue(order) -> str:
    """An overdue order: its own day, and a line that is older than that."""
    if order["overdue_days"] > order["past_due_days"]:
        return say("one line {days} overdue", days=days(order["overdue_days"]))
    return say("{days} overdue", days=days(order["overdue_days"]))


def duration(minutes) -> str:
    """`20 minutes`, `1 h 40 min`, without a sign."""
    hours, left = divmod(abs(int(minutes)), 60)
    if not hours:
        return counted(left, "{count} minute", "{count} minutes")
    return say("{hours} h {minutes} min", hours=hours, minutes=left) if left else say("{hours} h", hours=hours)


def deviation(off_days, off_minutes) -> str:
    """+12 = twelve days late. Less than a day off a promised time of day is said in hours and minutes."""
    if is_missing(off_minutes) or (off_days and abs(off_minutes) >= MINUTES_OF_A_DAY):
        return signed_days(off_days)
    if off_minutes == 0:
        return ON_TIME()
    return _off(duration(off_minutes), off_minutes)


def _off(span: str, off) -> str:
    return say("{span} late", span=span) if off > 0 else say("{span} early", span=span)


def is_as_promised(deviation: str) -> bool:
    """Whether a deviation is none."""
    return deviation in (ON_THE_DAY(), ON_TIME())


def is_late(row) -> bool:
    """By days, or by minutes of the same day."""
    return row["deviation_days"] > 0 or (not is_missing(row["deviation_minutes"]) and row["deviation_minutes"] > 0)


def against_first(row) -> str:
    """A promise against its first date: how far off, how long overdue, or nothing to say yet."""
    if row.outcome == "overdue_open":
        is_a_day = is_missing(row.overdue_minutes) or row.overdue_minutes >= MINUTES_OF_A_DAY
        return say("{span} so far", span=days(row.overdue_days) if is_a_day else duration(row.overdue_minutes))
    return "" if is_missing(row.deviation_days) else deviation(row.deviation_days, row.deviation_minutes)


def signed_days(deviation) -> str:
    """+12 = twelve days late."""
    if is_missing(deviation):
        return NOT_MEASURED()
    return ON_THE_DAY() if round(deviation) == 0 else _off(days(round(deviation)), deviation)


def delay(value_hours, value_days) -> str:
    """In hours where times of day are known, else in days; `value_days` is null only where nothing is measured."""
    if is_missing(value_hours) and not is_missing(value_days):
        return counted(round(value_days), "{count} day", "{count} days")
    return hours(value_hours)


def hours(value, in_days: bool = False) -> str:
    """A span of hours as a reader would say it; `in_days`: beside another that is said so."""
    if is_missing(value):
        return NOT_MEASURED()
    if in_days or value >= 48:
        return say("{days:.1f} days", days=value / 24)
    return say("{hours:.1f} hours", hours=value) if value >= 1 else say("{minutes:.0f} minutes", minutes=value * 60)
