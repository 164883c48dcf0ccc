"""Promises around the goods: the fitter, the replacement, the invoice and the call afterwards."""

from datetime import datetime, time, timedelta

from .fates import Event, Fate
from .orders import Line, day_of
from .record import Record
from .workdays import pressure

BY_US = {"seller_id": "customer-service", "initiated_by": "company"}


def replacement(record: Record, line: Line, fate: Fate) -> None:
    made_at = min(fate.flawed_at + timedelta(hours=record.setting.dice.randrange(2, 8)), fate.full_at - timedelta(hours=1))
    because = "break" if fate.is_broken else "flaw"
    record.contact(fate.flawed_at + timedelta(hours=1), "phone", "complaint", "resolved", because, promise_id=line.promise_id)
    promised = {"recorded_at": made_at, "due_at": fate.replacement_due, "partner_id": line.partner.partner_id, "is_date_critical": True}
    row = record.promise(f"{line.promise_id}-replacement", "replacement", product_group=line.product.group, **promised, **BY_US)
    record.deliver(row, Event("delivered", fate.full_at, None, "ok", documents_ok=True))


def fitting(record: Record, fates: list[Fate]) -> None:
    """The fitter is booked for after the last promised day, and moved when the goods are not there."""
    setting, order = record.setting, record.order
    dice, workdays = setting.dice, setting.workdays
    fitter = setting.partner("installation", order.customer.zone)
    hour = time(dice.choice((8, 12)))
    opens = datetime.combine(workdays.after(max(day_of(line.due) for line in order.lines), dice.randrange(7, 16)), hour)
    booked = {
        "kind": "appointment", "seller_id": order.seller.seller_id, "partner_id": fitter.partner_id, "is_date_critical": True,
        "value": dice.randrange(80, 220) * 100, "product_group": "installation", "due_from": opens, "due_at": opens + timedelta(hours=2),
        # the fitter is asked before the customer is told, and a kitchen that is not fitted is not there
        "partner_due_at": opens + timedelta(hours=2), "is_required": True,
    }  # fmt: skip
    row = record.promise(f"{order.order_id}-fitting", "installation", recorded_at=order.made_at, **booked)
    cancelled = [event.occurred_at for fate in fates for event in fate.events if event.event == "cancelled"]
    if cancelled:
        record.deliver(row, Event("cancelled", max(cancelled) + timedelta(hours=1), cancelled_by="customer"))
        record.because(row, "withdrawn", due_date=opens.date())
        return
    goods = max(fate.full_at.date() for line, fate in zip(order.lines, fates, strict=True) if line.is_required)
    cause, comes = "kept", opens
    if goods >= opens.date():
        comes, cause = datetime.combine(workdays.after(goods, dice.randrange(2, 7)), hour), "goods_late"
        moved = booked | {
            "due_from": comes, "due_at": comes + timedelta(hours=2), "partner_due_at": comes + timedelta(hours=2),
            "initiated_by": "company", "reason": "goods are late",
        }  # fmt: skip
        moved_at = setting.at(workdays.after(opens.date(), -1), 9, 16)
        record.promise(row["promise_id"], "installation", version=2, recorded_at=moved_at, **moved)
        record.outbound(moved_at, "phone", "delay", "informed", row["promise_id"], told_due_at=comes.date(), team="purchasing")
    if setting.chance(setting.turns.late_chance(fitter, comes.date()) * pressure(comes.date())):
        cause = "partner" if cause == "kept" else cause
        another_day = datetime.combine(workdays.after(comes.date(), dice.randrange(1, 6)), hour)
        comes = another_day if setting.chance(0.6) else comes + timedelta(hours=3)
    events = [Event("delivered", comes + timedelta(minutes=dice.randrange(0, 115)), None, "ok", documents_ok=True)]
    if setting.chance(fitter.damage_chance):
        cause = "condition" if cause == "kept" else cause
        events[0].condition = "damaged"
        events.append(Event("delivered", setting.at(workdays.after(comes.date(), dice.randrange(2, 9))), None, "ok", documents_ok=True))
    record.deliver(row, *events)
    full = events[-1].occurred_at.date()
    late = max((full - opens.date()).days, 0)
    waited = (full - goods).days if cause == "goods_late" else 0
    record.because(
        row, cause, due_date=opens.date(), full_date=full, delay_days=late, ready_date=goods, coordination_days=waited,
    )  # fmt: skip


def invoice(record: Record, came: datetime) -> None:
    """Firms are promised one invoice within ten working days."""
    if record.order.customer.type == "private":
        return
    setting, dice, workdays = record.setting, record.setting.dice, record.setting.workdays
    due = workdays.after(came.date(), 10)
    recorded_at = came + timedelta(hours=2)
    row = record.promise(
        f"{record.order.order_id}-invoice", "invoice", recorded_at=recorded_at, due_at=due, **BY_US | {"seller_id": "finance"}
    )
    sent = workdays.after(due, -dice.randrange(0, 7) if setting.chance(0.97) else dice.randrange(1, 9))
    record.deliver(row, Event("delivered", setting.at(sent), documents_ok=setting.chance(0.96)))


def follow_up(record: Record, came: datetime) -> None:
    setting, dice, workdays = record.setting, record.setting.dice, record.setting.workdays
    if setting.chance(0.2):
        centre = setting.partner("calls", record.order.customer.zone).partner_id
        due = workdays.after(came.date(), 5)
        promised = {"recorded_at": came + timedelta(hours=1), "due_at": due, "partner_id": centre}
        row = record.promise(f"{record.order.order_id}-follow-up", "follow_up", **promised, **BY_US)
        if setting.chance(0.93):
            called = workdays.after(due, -dice.randrange(0, 4) if setting.chance(0.93) else dice.randrange(1, 6))
            record.outbound(setting.at(called, 10, 17), "phone", "follow_up", "resolved", row["promise_id"], rating=_rating(record))
    elif setting.chance(0.2):
        asked = setting.at(came.date() + timedelta(days=dice.randrange(2, 9)), 8, 21)
        record.contact(asked, "survey", "survey", "", rating=_rating(record))


def _rating(record: Record) -> int:
    """A break costs more than a point, its length some more; having been told gives a little back."""
    felt = 4.5
    if record.broken:
        felt -= 1.1 + min(max(fate.delay_days for _, fate in record.broken), 30) * 0.05
        felt += 0.4 if any(fate.told_at for _, fate in record.broken) else 0
    return max(1, min(5, round(record.setting.dice.gauss(felt, 0.7))))
