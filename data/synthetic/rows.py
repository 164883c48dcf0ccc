"""Rows of the feeds as the world makes them: plain dictionaries with Python moments, written out at the end."""

from datetime import datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Any

from .fates import Event, Fate
from .orders import Line, Order, Setting
from .workdays import pressure

Row = dict[str, Any]

#: median minutes of waiting; mailboxes and shops are not waited for
WAITS = {"phone": 5.0, "chat": 2.5}
TEAMS = {"phone": "customer_service", "email": "customer_service", "seller_mailbox": "store", "sms": "purchasing", "survey": ""}


def recorded(dice: Random, at: datetime) -> datetime:
    """Most records come within hours; three in a hundred lie in somebody's van or inbox for days."""
    days = dice.randrange(1, 7) if dice.random() < 0.03 else 0
    return at + timedelta(days=days, minutes=min(int(dice.lognormvariate(4.6, 1.1)), 1400))


def promise(order: Order, promise_id: str, step: str, **columns: Any) -> Row:
    customer = order.customer
    row = {
        "promise_id": promise_id, "version": 1, "order_id": order.order_id, "customer_id": customer.customer_id, "step": step,
        "kind": "by_date", "promised_to": "customer", "is_required": False, "initiated_by": "seller",
        "region": customer.region, "zone": customer.zone,
    }  # fmt: skip
    return row | columns


def line_promises(order: Order, line: Line, fate: Fate) -> list[Row]:
    shared = {
        "line": line.number, "seller_id": order.seller.seller_id, "partner_id": line.partner.partner_id, "kind": line.kind,
        "requested_at": order.requested, "quantity": line.quantity, "is_required": line.is_required,
        "is_date_critical": order.basket == "kitchen" or line.kind != "by_date", "value": line.value, "product_group": line.product.group,
        "preparation": line.preparation or None,
    }  # fmt: skip
    given = (version.partner_due for version in fate.versions)
    owed = list(accumulate(given, lambda before, now: now or before, initial=line.partner_due))
    return [
        promise(
            order, line.promise_id, "customer_delivery", **shared, version=number, recorded_at=version.recorded_at,
            partner_due_at=owed[number], due_at=version.due, due_from=version.due_from,
            initiated_by=version.initiated_by, reason=version.reason,
        )
        for number, version in enumerate(fate.versions, 1)
    ]  # fmt: skip


def delivery(order: Order, promise_row: Row, number: int, event: Event, recorded_at: datetime, writes_utc: bool = False) -> Row:
    return {
        "delivery_id": f"d-{promise_row['promise_id']}-{number}", "promise_id": promise_row["promise_id"], "order_id": order.order_id,
        "line": promise_row.get("line"), "event": event.event, "occurred_at": event.occurred_at, "recorded_at": recorded_at,
        "partner_id": promise_row.get("partner_id"), "quantity": event.quantity, "condition": event.condition,
        "documents_ok": event.documents_ok, "cancelled_by": event.cancelled_by, "failed_because": event.failed_because,
        "_utc_from": order.customer.zone if writes_utc else None,
    }  # fmt: skip


def contact(setting: Setting, contact_id: str, at: datetime, channel: str, reason: str, outcome: str) -> Row:
    """An inbound contact with its wait and its answer."""
    dice, turns = setting.dice, setting.turns
    row: Row = {
        "contact_id": contact_id, "started_at": at, "channel": channel, "direction": "inbound", "reason": reason,
        "outcome": outcome, "team": TEAMS.get(channel, channel),
    }  # fmt: skip
    answered = at
    if channel in WAITS:
        short_staffed = 2.2 if turns.short_staffed_from <= at.date() <= turns.short_staffed_to else 1
        row["wait_minutes"] = min(int(dice.lognormvariate(0, 0.9) * WAITS[channel] * pressure(at.date()) * short_staffed), 170)
        answered = at + timedelta(minutes=row["wait_minutes"])
    elif channel in ("email", "seller_mailbox"):
        answered = at + timedelta(hours=dice.randrange(2, 40))
    if outcome != "abandoned":
        row |= {
            "answered_at": answered,
            "ended_at": answered + timedelta(minutes=dice.randrange(2, 25)),
            "agent": f"a-{dice.randrange(1, 61):02}",
        }
    return row
