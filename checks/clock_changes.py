"""The days on which a clock is put forward: an hour of their wall clock was never shown."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

FIRST_YEAR, LAST_YEAR = 1995, 2040


@cache
def put_forward(zone: str) -> frozenset[date]:
    """The two days around each jump: it may be at midnight."""
    try:
        place = ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        return frozenset()

    def offset(day: datetime) -> timedelta:
        return place.utcoffset(day) or timedelta(0)

    days: set[date] = set()
    noon, week, one = datetime(FIRST_YEAR, 1, 1, 12), timedelta(days=7), timedelta(days=1)
    # by the week: no clock is put forward for less than a month (Morocco, around Ramadan)
    while noon.year <= LAST_YEAR:
        if offset(noon) < offset(noon + week):
            jump = next(noon + n * one for n in range(7) if offset(noon + n * one) < offset(noon + (n + 1) * one))
            days |= {jump.date(), (jump + one).date()}
        noon += week
    return frozenset(days)


def as_sql(zones: Iterable[str]) -> str:
    days = sorted(frozenset().union(*map(put_forward, zones))) or [date(1, 1, 1)]
    return ", ".join(f"date '{day}'" for day in days)
