"""Business days and hours, once more: plain Python written from the definitions, not from the SQL."""

from datetime import date, datetime, time, timedelta
from functools import cache

import holidays
from oracle import Moment

LEGAL = {
    "NO": ("public",),
    "FI": ("public",),
    "DK": ("public", "optional"),
    "BR": ("public",),
    "IN": ("public",),
    "NZ": ("public",),
    "NP": ("public",),
}
COUNTRIES = {
    "Europe/Oslo": "NO", "Europe/Helsinki": "FI", "Europe/Copenhagen": "DK", "America/Sao_Paulo": "BR", "Asia/Kolkata": "IN", "Pacific/Auckland": "NZ",
    "Pacific/Chatham": "NZ", "Asia/Kathmandu": "NP", "UTC": None,
}  # fmt: skip
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@cache
def kept_by_law(country: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, years=year, categories=LEGAL[country]))


class Place:
    """The days and hours of one zone, under the company's own rows."""

    def __init__(self, zone: str, hours: list[dict], special_days: list[dict]):
        self.zone, self.country = zone, COUNTRIES[zone]
        self.hours, self.special = hours, special_days
        self._open: dict[date, bool] = {}
        self._intervals: dict[date, list] = {}

    def _here(self, row: dict) -> bool:
        return row["zone"] in ("*", self.zone) and row["country"] in ("*", self.country)

    def _rest(self, day: date) -> bool:
        return day.weekday() in (5, 6)

    def _closed(self, day: date) -> bool | None:
        """True = a holiday or closed by the company, False = opened by it, None = neither."""
        own = [row for row in self.special if row["day"] == day and self._here(row)]
        if own:
            return not max(own, key=lambda row: (row["zone"] != "*", row["country"] != "*"))["is_open"]
        return True if self.country and day in kept_by_law(self.country, day.year) else None

    def works(self, day: date) -> bool:
        if day not in self._open:
            closed = self._closed(day)
            self._open[day] = not closed and (closed is False or not self._rest(day))
        return self._open[day]

    def business_days(self, first: date, last: date) -> int:
        if last < first:
            return -self.business_days(last, first)
        return sum(self.works(first + timedelta(n)) for n in range(1, (last - first).days + 1))

    def intervals(self, calendar: str, day: date) -> list[tuple[datetime, datetime]]:
        """The shifts that begin on the day, as instants."""

        def opens(row):
            if row["weekday"] == "*":
                return self.works(day)
            return row["weekday"] == str(day.isoweekday()) and not self._closed(day)

        def specific(row):
            return row["zone"] != "*", row["country"] != "*", row["weekday"] != "*", row["valid_from"]

        fits = [
            row for row in self.hours
            if row["calendar"] == calendar and self._here(row) and row["valid_from"] <= day <= (row.get("valid_until") or day) and opens(row)
        ]  # fmt: skip
        best = max(map(specific, fits), default=None)
        shifts = []
        for row in fits:
            if specific(row) == best and row["opens"]:
                start, end = self._at(day, row["opens"]), self._at(day, row["closes"])
                shifts.append((start, end if row["closes"] > row["opens"] else self._at(day + DAY, row["closes"])))
        return shifts

    def pieces(self, calendar: str, days: list[date]) -> list[tuple[date, datetime, datetime]]:
        """The shifts, cut at midnight, with the day that each piece lies on."""
        cut = []
        for day in [days[0] - DAY, *days]:
            midnight = self._at(day, "24:00")
            for start, end in self.intervals(calendar, day):
                cut.append((day, start, min(end, midnight)))
                if end > midnight:
                    cut.append((day + DAY, midnight, end))
        return [piece for piece in cut if piece[0] in days]

    def _at(self, day: date, clock: str) -> datetime:
        hour, minute = int(clock[:2]), int(clock[3:])
        return Moment(datetime.combine(day, time()) + timedelta(hours=hour, minutes=minute), self.zone).at

    def business_hours(self, first: datetime | None, last: datetime | None) -> float | None:
        if first is None or last is None:
            return None
        if last < first:
            return -self.business_hours(last, first)
        total, day = timedelta(), first.date() - 2 * DAY
        while day <= last.date() + 2 * DAY:
            for start, end in self._shifts(day):
                total += max(min(end, last) - max(start, first), timedelta())
            day += DAY
        return total / HOUR

    def _shifts(self, day: date) -> list:
        if day not in self._intervals:
            self._intervals[day] = self.intervals("desk", day)
        return self._intervals[day]

    def starts_on(self, made: Moment) -> date:
        """The business day on which the clock of a promise starts."""
        day = made.date
        while True:
            cut_off = max((end for _, end in self.intervals("orders", day)), default=None)
            if self.works(day) and cut_off and (day > made.date or made.at <= cut_off):
                return day
            day += DAY
