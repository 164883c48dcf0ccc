"""Days on which a retailer trades and its partners work, and how hard pressed everybody is on them."""

from bisect import bisect_left, bisect_right
from datetime import date, timedelta

# Fixed holidays that Norway, Sweden, Denmark and Finland share, near enough.
HOLIDAYS = {(1, 1), (5, 1), (12, 24), (12, 25), (12, 26), (12, 31)}

# Orders peak six to eight weeks before Christmas and the summer holiday, and in the January sale.
ORDERS_BY_MONTH = (1.15, 0.95, 1.05, 1.2, 1.15, 0.9, 0.6, 0.9, 1.0, 1.2, 1.25, 0.75)
ORDERS_BY_WEEKDAY = (0.8, 0.85, 0.95, 1.1, 1.2, 1.5, 0.6)
GROWTH_A_YEAR = 0.18


class Workdays:
    def __init__(self, first: date, last: date):
        days = (first + timedelta(n) for n in range((last - first).days + 1))
        self.open = [day for day in days if day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS]

    def after(self, day: date, count: int) -> date:
        """`count` working days after `day`; 0 = that day, or the next open one. Negative counts go back."""
        place = bisect_left(self.open, day) if count >= 0 else bisect_right(self.open, day) - 1
        return self.open[place + count]

    def between(self, first: date, last: date) -> int:
        return bisect_left(self.open, last) - bisect_left(self.open, first)


def demand(day: date, first: date) -> float:
    grown = (1 + GROWTH_A_YEAR) ** ((day - first).days / 365)
    closed = 0.1 if (day.month, day.day) in HOLIDAYS else 1
    return grown * closed * ORDERS_BY_MONTH[day.month - 1] * ORDERS_BY_WEEKDAY[day.weekday()]


def pressure(day: date) -> float:
    """How much likelier a delay is: everybody wants a kitchen before Christmas and before the summer holiday."""
    if day.month == 12 and day.day < 24:
        return 1.45
    if day.month == 6 or (day.month == 7 and day.day < 6):
        return 1.25
    return 1.15 if day.weekday() == 0 else 0.75
