"""Promises around the goods: the fitter, the replacement, the invoice and the call afterwards."""

from datetime import datetime, time, timedelta

from . import truth
from .fates import Event, Fate
from .orders import Line, day_of
from .record import Record

BY_US = {"seller_id": "customer-service", "initiated_by": "company"}


def replacement(record: Record, line: Line, fate: Fate) -> None:
    assert fate.flawed_at and fate.full_at, "only what came flawed, and then whole, is replaced"
    made_at = min(fate.flawed_at + timedelta(hours=record.setting.dice.randrange(2, 8)), fate.full_at - timedelta(hours=1))
    because = "break" if fate.is_broken else "flaw"
    record.contact(fate.flawed_at + timedelta(hours=1), "phone", "complaint", "resolved", because, promise_id=line.promise_id)
    promised = {"recorded_at": made_at, "due_at": fate.replacement_due, "partner_id": line.partner.partner_id, "is_date_critical": True}
    row = record.promise(f"{line.promise_id}-replacement", "replacement", product_group=line.product.group, **promised, **BY_US)
    record.deliver(row, Event("delivered", fate.full_at, None, "ok", documents_ok=True))


def fitting(record: Record, fates: list[Fate]) -> None:
    """The fitter is booked for after the last promised day; moved by the customer who moves the goods, and by us when they are late."""
    setting, order = record.setting, record.order
    dice, workdays = setting.dice, setting.workdays
    fitter = setting.partner("installation", order.customer.zone)
    hour, hours = time(dice.choice((8, 10, 12))), timedelta(hours=dice.choice((0, 2, 2)))
    opens = datetime.combine(workdays.after(max(day_of(line.due) for line in order.lines), dice.randrange(4, 11)), hour)
    booked = {
        "kind": "appointment", "seller_id": order.seller.seller_id, "partner_id": fitter.partner_id, "is_date_critical": True,
        "value": dice.randrange(80, 220) * 100, "product_group": "installation",
        # a kitchen that is not fitted is not there
        "is_required": True,
    }  # fmt: skip
    bookings = [record.promise(f"{order.order_id}-fitting", "installation", recorded_at=order.made_at, **booked, **_visit(opens, hours))]

    def move(to: datetime, at: datetime, by: str, reason: str) -> None:
        again = booked | _visit(to, hours) | {"initiated_by": by, "reason": reason, "version": len(bookings) + 1, "recorded_at": at}
        bookings.append(record.promise(bookings[0]["promise_id"], "installation", **again))

    cancelled = [event.occurred_at for fate in fates for event in fate.events if event.event == "cancelled"]
    if cancelled:
        called_off = Event("cancelled", max(cancelled) + timedelta(hours=1), cancelled_by="customer")
        record.deliver(bookings[0], called_off)
        record.because(bookings[0], "withdrawn", "customer", due_date=opens.date(), **truth.of_commitment(opens, 0.0, False, called_off))
        return
    required = [(line, fate) for line, fate in zip(order.lines, fates, strict=True) if line.is_required]
    chosen = [version for _, fate in required for version in fate.versions if version.initiated_by == "customer"]
    wanted = max(chosen, key=lambda version: day_of(version.due), default=None)
    if wanted and day_of(wanted.due) >= opens.date():
        opens = datetime.combine(workdays.after(day_of(wanted.due), dice.randrange(4, 11)), hour)
        move(opens, wanted.recorded_at + timedelta(minutes=10), "customer", wanted.reason)
    last_line, last_fate = max(required, key=lambda pair: pair[1].full_at or datetime.min)
    assert last_fate.full_at, "what was not called off has come"
    goods = last_fate.full_at.date()
    cause, delayed_by, comes = "kept", "", opens
    if goods >= opens.date():
        comes, cause = datetime.combine(workdays.after(goods, dice.randrange(2, 7)), hour), "goods_late"
        delayed_by = last_fate.delayed_by(order, last_line)
        # The planners hold one booking of the fitter, and moving it writes over the first: it is held to the hour that it was given last.
        for booking in bookings:
            booking["partner_due_at"] = None
        moved_at = setting.at(workdays.after(opens.date(), -1), 9, 16)
        move(comes, moved_at, "company", "goods are late")
        record.outbound(moved_at, "phone", "delay", "informed", bookings[0]["promise_id"], told_due_at=comes.date(), team="purchasing")
    # one chance for all the ways in which a fitter misses the hour that it was booked for at last: not there, or not done well
    own, late_chance, roll = comes, setting.late_chance(fitter, comes.date()), dice.random()
    is_flawed, is_late = roll < fitter.damage_chance, roll < late_chance
    if is_late and cause == "kept":
        cause, delayed_by = "condition" if is_flawed else "partner", fitter.partner_id
    if is_late and not is_flawed and setting.chance(0.55):
        comes = datetime.combine(workdays.after(comes.date(), dice.randrange(1, 6)), hour)
        starts = comes + timedelta(minutes=dice.randrange(0, 115))
    elif is_late and not is_flawed:
        starts = comes + hours + setting.minutes_late()
    elif hours:
        starts = comes + timedelta(minutes=dice.randrange(0, 115))
    else:
        starts = comes - timedelta(minutes=dice.randrange(0, 20))
    events = [Event("delivered", starts, None, "ok", documents_ok=True)]
    if is_flawed:
        events[0].condition = "damaged"
        events.append(Event("delivered", setting.at(workdays.after(comes.date(), dice.randrange(2, 9))), None, "ok", documents_ok=True))
    record.deliver(bookings[0], *events)
    full = events[-1].occurred_at.date()
    late = max((full - opens.date()).days, 0)
    waited = (full - goods).days if cause == "goods_late" else 0
    record.because(
        bookings[0], cause, delayed_by, due_date=opens.date(), full_date=full, delay_days=late, ready_date=goods,
        coordination_days=waited, **truth.of_commitment(own, late_chance, is_late),
    )  # fmt: skip


def _visit(opens: datetime, hours: timedelta) -> dict[str, datetime]:
    """Two hours in which the fitter comes, or one hour sharp. It is asked before the customer is told, and commits to the same."""
    closes = opens + hours
    return {"due_from": opens, "due_at": closes, "partner_due_at": closes}


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
