"""What is written down about one order while it lives."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from .fates import Event, Fate
from .orders import Line, Order, Setting
from .rows import Row, contact, delivery, promise, recorded


@dataclass
class Record:
    """The rows that one order leaves behind, and the truth about them."""

    setting: Setting
    order: Order
    broken: list[tuple[Line, Fate]]
    promises: list[Row] = field(default_factory=list)
    deliveries: list[Row] = field(default_factory=list)
    contacts: list[Row] = field(default_factory=list)
    causes: list[Row] = field(default_factory=list)
    #: why the customer came to us: `break`, `question`, `change`
    callers: list[Row] = field(default_factory=list)
    _number: count = field(default_factory=lambda: count(1))

    def contact(self, at: datetime, channel: str, reason: str, outcome: str, because: str = "", **columns: Any) -> Row:
        row = contact(self.setting, f"c-{self.order.order_id}-{next(self._number):02}", at, channel, reason, outcome)
        # One contact in sixteen is entered without the order, one in fifty without the customer too.
        roll = self.setting.dice.random()
        row["order_id"] = self.order.order_id if roll > 0.06 else None
        row["customer_id"] = self.order.customer.customer_id if roll > 0.02 else None
        self.contacts.append(row | columns)
        if because:
            self.callers.append({"contact_id": row["contact_id"], "order_id": self.order.order_id, "true_cause": because})
        return self.contacts[-1]

    def outbound(self, at: datetime, channel: str, reason: str, outcome: str, promise_id: str, **columns: Any) -> Row:
        ended_at = at + timedelta(minutes=self.setting.dice.randrange(2, 12))
        answered: Row = {"wait_minutes": None, "answered_at": at, "ended_at": ended_at}
        return self.contact(at, channel, reason, outcome, direction="outbound", promise_id=promise_id, **answered | columns)

    def promise(self, promise_id: str, step: str, **columns: object) -> Row:
        self.promises.append(promise(self.order, promise_id, step, **columns))
        return self.promises[-1]

    def deliver(self, promise_row: Row, *events: Event, writes_utc: bool = False) -> None:
        for number, event in enumerate(events, 1):
            recorded_at = recorded(self.setting.dice, event.occurred_at)
            self.deliveries.append(delivery(self.order, promise_row, number, event, recorded_at, writes_utc))

    def because(self, promise_row: Row, cause: str, delayed_by: str, **columns: object) -> None:
        named = {column: promise_row.get(column) for column in ("promise_id", "seller_id", "partner_id")}
        truth = {"true_cause": cause, "delayed_by": delayed_by, "would_complain": self.order.customer.would_complain}
        self.causes.append(named | truth | columns)
