"""What a reader is looking at: a period of due dates and a choice of members. Pure values; the widgets are in filters.py."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, timedelta

#: parameter in the URL → column of fct_promises
MEMBERS = {
    "step": "step",
    "partner": "partner_id",
    "seller": "seller_id",
    "customer_type": "customer_type",
    "product_group": "product_group",
    "region": "region",
}
PERIODS = ("4w", "13w", "26w", "52w", "all")
DEFAULT_PERIOD = "26w"


@dataclass(frozen=True)
class View:
    as_of: date
    period: str = DEFAULT_PERIOD
    step: tuple[str, ...] = ()
    partner: tuple[str, ...] = ()
    seller: tuple[str, ...] = ()
    customer_type: tuple[str, ...] = ()
    product_group: tuple[str, ...] = ()
    region: tuple[str, ...] = ()

    @property
    def days(self) -> tuple[date | None, date]:
        """First due day, and the day after the last. Nothing is due on or after the as-of day."""
        if self.period == "all":
            return None, self.as_of
        if ".." in self.period:
            first, last = own_dates(self.period)
            return first, min(last + timedelta(days=1), self.as_of)
        yesterday = self.as_of - timedelta(days=1)
        monday = yesterday - timedelta(days=yesterday.weekday())
        return monday - timedelta(weeks=int(self.period[:-1]) - 1), self.as_of

    @property
    def before(self) -> "View | None":
        """The period of the same length before this one."""
        first, end = self.days
        if first is None or end <= first:
            return None
        length = end - first if ".." in self.period else timedelta(weeks=int(self.period[:-1]))
        return self.replaced(period=f"{first - length}..{first - timedelta(days=1)}")

    def replaced(self, **changes) -> "View":
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return View(**{**values, **changes})

    @property
    def chosen(self) -> dict[str, tuple[str, ...]]:
        return {name: getattr(self, name) for name in MEMBERS if getattr(self, name)}

    @property
    def parameters(self) -> dict:
        """Bound to the SQL of IN_VIEW; null means "all"."""
        first, end = self.days
        return {"first_day": first, "end_day": end, **{name: list(getattr(self, name)) or None for name in MEMBERS}}

    @property
    def query(self) -> dict[str, list[str]]:
        """As it stands in the URL: only what differs from the default."""
        period = {} if self.period == DEFAULT_PERIOD else {"period": [self.period]}
        return {**period, **{name: list(values) for name, values in self.chosen.items()}}


def own_dates(period: str) -> tuple[date, date]:
    first, last = period.split("..")
    return date.fromisoformat(first), date.fromisoformat(last)


def is_period(value: str) -> bool:
    if value in PERIODS:
        return True
    try:
        first, last = own_dates(value)
    except ValueError:
        return False
    return first <= last


def parsed(query: dict[str, list[str]], known: dict[str, set[str]], as_of: date) -> tuple[View, list[str]]:
    """The view that a URL asks for, and what it asks for that is not there."""
    unknown, chosen = [], {}
    period = (query.get("period") or [DEFAULT_PERIOD])[0]
    if not is_period(period):
        unknown.append(f"period={period}")
        period = DEFAULT_PERIOD
    for name in MEMBERS:
        asked = query.get(name) or []
        unknown += [f"{name}={value}" for value in asked if value not in known[name]]
        chosen[name] = tuple(dict.fromkeys(value for value in asked if value in known[name]))
    return View(as_of=as_of, period=period, **chosen), unknown


def as_one(parts: Iterable[str | None]) -> str:
    """Several ids as one value of the URL, a stroke between them; an id that has a stroke of its own cannot be taken for two."""
    return "/".join(part.replace("%", "%25").replace("/", "%2F") if isinstance(part, str) else "" for part in parts)


def split(name: str) -> list[str | None]:
    """The ids that stand as one value in the URL; what is empty is none."""
    return [part.replace("%2F", "/").replace("%25", "%") or None for part in name.split("/")]
