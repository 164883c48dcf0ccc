"""What becomes of an order line, as it is gathered: its versions, its events, when it was complete and whose delay it was."""

from dataclasses import dataclass, field
from datetime import date, datetime

from .orders import Line, Order, Setting


@dataclass
class Version:
    recorded_at: datetime
    due: date | datetime | None
    due_from: date | datetime | None = None
    initiated_by: str = "seller"
    reason: str = ""
    #: the partner's own date, where it gave a new one for this version
    partner_due: date | datetime | None = None


@dataclass
class Event:
    event: str
    occurred_at: datetime
    quantity: int | None = None
    condition: str = ""
    cancelled_by: str = ""
    failed_because: str = ""
    documents_ok: bool | None = None


@dataclass
class Fate:
    versions: list[Version]
    events: list[Event] = field(default_factory=list)
    handed_over_at: datetime | None = None
    #: when everything had come in the promised condition
    full_at: datetime | None = None
    #: where an early receipt was wrong or damaged, the day by which the right one was promised, and when it came
    replacement_due: date | None = None
    flawed_at: datetime | None = None
    cause: str = "kept"
    delay_days: int = 0
    is_cancelled: bool = False
    #: the partner's own date at last, how likely it was to miss it, and whether it did
    partner_due: date | datetime = date.max
    partner_late_chance: float = 0.0
    is_partner_late: bool = False

    @property
    def is_broken(self) -> bool:
        return self.cause not in ("kept", "customer", "withdrawn")

    @property
    def told_at(self) -> datetime | None:
        return next((version.recorded_at for version in self.versions[1:] if version.initiated_by != "customer"), None)

    @property
    def cancelled(self) -> Event | None:
        return next((event for event in self.events if event.event == "cancelled"), None)

    def is_full(self, due: date, at: datetime, cause: str) -> None:
        self.full_at = at
        self.delay_days = max((at.date() - due).days, 0)
        if self.delay_days and self.cause in ("kept", "early"):
            self.cause = cause

    def delayed_by(self, order: Order, line: Line) -> str:
        """Who caused the break: the id of a partner or a seller, `company` or `customer`; empty where there was none, or nobody knows."""
        if self.cause in ("partner", "condition"):
            return line.partner.partner_id
        if self.cause == "over_promise":
            return order.seller.seller_id
        if self.cause == "cancelled" and self.cancelled:
            by = self.cancelled.cancelled_by
            return {"partner": line.partner.partner_id, "seller": order.seller.seller_id}.get(by, by)
        if self.cause in ("customer", "withdrawn"):
            return "customer"
        return "" if self.cause == "kept" else "company"


def delivered(line: Line, at: datetime, documents_ok: bool | None, quantity: int | None = None) -> Event:
    return Event("delivered", at, quantity or (line.quantity if line.quantity > 1 else None), "ok", documents_ok=documents_ok)


def corrected(setting: Setting, line: Line, fate: Fate, due: date, came_at: datetime) -> None:
    flaw = setting.dice.choice(("damaged", "wrong", "short") if line.quantity > 1 else ("damaged", "wrong"))
    fate.events.append(
        Event("delivered", came_at, line.quantity if flaw != "short" else max(line.quantity - 1, 1), flaw, documents_ok=True)
    )
    right_at = setting.at(setting.workdays.after(came_at.date(), 1 + int(setting.dice.lognormvariate(1.8, 0.5))))
    fate.events.append(Event("delivered", right_at, None, "ok", documents_ok=True))
    fate.flawed_at = came_at
    fate.replacement_due = right_at.date() if setting.chance(0.8) else setting.workdays.after(right_at.date(), -2)
    if fate.replacement_due <= came_at.date():
        fate.replacement_due = right_at.date()
    fate.is_full(due, right_at, "condition")
