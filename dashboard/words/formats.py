"""Numbers, days and verdicts in words. Plain functions of values; no Streamlit, no SQL."""

import re
from collections.abc import Iterable
from datetime import date, datetime

import pandas as pd

OUTCOMES = {
    "on_time": "on time",
    "early": "early",
    "late": "late",
    "overdue_open": "overdue",
    "cancelled_broken": "cancelled",
    "kept_attempted": "customer was not there",
    "pending": "not due yet",
    "excluded": "withdrawn by the customer in time",
    "not_measured": "not measured",
}
CHANNELS = {"seller_mailbox": "the seller's mailbox", "phone": "phone", "email": "e-mail", "chat": "chat", "sms": "text message"}
#: of a promise of a day, of one with a time of day
AS_PROMISED = ("on the day", "on time")
MINUTES_OF_A_DAY = 24 * 60
#: where one begins
WEB_ADDRESS = re.compile(r"https?:/(?=/)|www(?=\.)", re.IGNORECASE)
NOT_MEASURED = "not measured"
NO_DELIVERIES = "Whether promises are kept is not measured: nothing says what was delivered. Map the deliveries feed."
NOT_STATED = "not stated"


def escaped(text) -> str:
    """Words of a source as they stand: a star in an order's id is a star, not the start of bold. A web address makes itself a link, however
    it is escaped; a joiner that nobody sees keeps it from that."""
    return re.sub(r"([\\`*_\[\]<>$~:#|])", r"\\\1", WEB_ADDRESS.sub("\\g<0>\u2060", str(text)))


def is_missing(value) -> bool:
    return bool(pd.isna(value))


def count(number) -> str:
    return f"{int(number):,}"


def plural(number, one: str, many: str | None = None) -> str:
    return f"{count(number)} {one if int(number) == 1 else many or one + 's'}"


def yes_no(flag) -> str:
    return NOT_STATED if is_missing(flag) else "yes" if flag else "no"


def some(number, one: str) -> str:
    return plural(number, one) if number else f"No {one}s"


def percent(rate, decimals: int = 1) -> str:
    """A few of many are never rounded to none of them, nor all but a few to all."""
    if is_missing(rate):
        return NOT_MEASURED
    least = 10.0 ** (-2 - decimals)
    if 0 < rate < 1:
        rate = min(max(rate, least), 1 - least)
    return f"{100 * rate:.{decimals}f} %"


def interval(low, high) -> str:
    return NOT_MEASURED if is_missing(low) else f"{100 * low:.0f}–{100 * high:.0f} %"


def points(difference) -> str:
    """A difference of two rates, in percentage points, without its sign."""
    return f"{abs(100 * difference):.1f} points"


def money(value) -> str:
    return NOT_MEASURED if is_missing(value) else f"{value:,.0f}"


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
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def as_day(moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def day(moment, year: int | None = None) -> str:
    """`17 June`, with the year where it is not the one the reader is in."""
    if is_missing(moment):
        return "no date"
    moment = as_day(moment)
    return f"{moment.day} {moment:%B}" + ("" if moment.year == year else f" {moment.year}")


def weekday(moment) -> str:
    moment = as_day(moment)
    return f"{moment:%A} {moment.day} {moment:%B %Y}"


def band(name: str) -> str:
    """`2-3 days` of a seed as it is printed: 2–3 days."""
    return re.sub(r"(?<=\d)-(?=\d)", "–", name)


def days(number) -> str:
    return plural(abs(number), "day")


def overdue(order) -> str:
    """An overdue order: its own day, and a line that is older than that."""
    if order["overdue_days"] > order["past_due_days"]:
        return f"one line {days(order['overdue_days'])} overdue"
    return f"{days(order['overdue_days'])} overdue"


def duration(minutes) -> str:
    """`20 minutes`, `1 h 40 min`, without a sign."""
    hours, left = divmod(abs(int(minutes)), 60)
    return plural(left, "minute") if not hours else f"{hours} h {left} min" if left else f"{hours} h"


def deviation(off_days, off_minutes) -> str:
    """+12 = twelve days late. Less than a day off a promised time of day is said in hours and minutes."""
    if is_missing(off_minutes) or (off_days and abs(off_minutes) >= MINUTES_OF_A_DAY):
        return signed_days(off_days)
    if off_minutes == 0:
        return AS_PROMISED[1]
    return f"{duration(off_minutes)} {'late' if off_minutes > 0 else 'early'}"


def is_late(row) -> bool:
    """By days, or by minutes of the same day."""
    return row["deviation_days"] > 0 or (not is_missing(row["deviation_minutes"]) and row["deviation_minutes"] > 0)


def against_first(row) -> str:
    """A promise against its first date: how far off, how long overdue, or nothing to say yet."""
    if row.outcome == "overdue_open":
        is_a_day = is_missing(row.overdue_minutes) or row.overdue_minutes >= MINUTES_OF_A_DAY
        return f"{days(row.overdue_days) if is_a_day else duration(row.overdue_minutes)} so far"
    return "" if is_missing(row.deviation_days) else deviation(row.deviation_days, row.deviation_minutes)


def signed_days(deviation) -> str:
    """+12 = twelve days late."""
    if is_missing(deviation):
        return NOT_MEASURED
    return AS_PROMISED[0] if round(deviation) == 0 else f"{days(round(deviation))} {'late' if deviation > 0 else 'early'}"


def delay(value_hours, value_days) -> str:
    """In hours where times of day are known, else in days; `value_days` is null only where nothing is measured."""
    if is_missing(value_hours) and not is_missing(value_days):
        return f"{value_days:.0f} {'day' if round(value_days) == 1 else 'days'}"
    return hours(value_hours)


def hours(value, in_days: bool = False) -> str:
    """A span of hours as a reader would say it; `in_days`: beside another that is said so."""
    if is_missing(value):
        return NOT_MEASURED
    if in_days or value >= 48:
        return f"{value / 24:.1f} days"
    return f"{value:.1f} hours" if value >= 1 else f"{value * 60:.0f} minutes"
