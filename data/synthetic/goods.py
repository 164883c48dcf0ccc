"""The goods on paper: what the customer was promised and got, and what the supplier handed over to us."""

from datetime import timedelta

from . import truth
from .fates import Event, Fate
from .orders import TRANSIT_DAYS, Line, day_of
from .record import Record
from .rows import line_promises


def write_down(record: Record, fates: list[Fate]) -> None:
    for line, fate in zip(record.order.lines, fates, strict=True):
        versions = line_promises(record.order, line, fate)
        record.promises += versions
        record.deliver(versions[0], *fate.events, writes_utc=line.partner.writes_utc)
        if line.partner.type == "supplier":
            _hand_over(record, line, fate)
        full = fate.full_at.date() if fate.full_at else None
        confirmed = record.setting.workdays.after(line.commit, TRANSIT_DAYS)
        record.because(
            versions[0], fate.cause, fate.delayed_by(record.order, line),
            due_date=day_of(line.due), full_date=full, delay_days=fate.delay_days,
            is_hurried=line.is_over_promised, confirmed_date=confirmed,
            handed_over_date=fate.handed_over_at.date() if fate.handed_over_at else None,
            **truth.of_commitment(fate.partner_due, fate.partner_late_chance, fate.is_partner_late, fate.cancelled, fate.handed_over_at),
        )  # fmt: skip


def _hand_over(record: Record, line: Line, fate: Fate) -> None:
    """The supplier's own commitment to us, judged apart from what the seller told the customer."""
    made_at = record.order.made_at + timedelta(hours=record.setting.dice.randrange(1, 20))
    quantity = line.quantity if line.quantity > 1 else None
    row = record.promise(
        f"{line.promise_id}-handover", "supplier_handover", promised_to="company", line=line.number, seller_id="purchasing",
        partner_id=line.partner.partner_id, recorded_at=made_at, due_at=line.commit, quantity=quantity, initiated_by="partner",
        product_group=line.product.group,
    )  # fmt: skip
    soonest = made_at + timedelta(minutes=30)
    cancelled = fate.cancelled
    if cancelled and not (fate.handed_over_at and fate.handed_over_at < cancelled.occurred_at):
        # We are the customer of this promise: we withdraw it when ours is withdrawn, unless it is the supplier that calls it off.
        by = "partner" if cancelled.cancelled_by == "partner" else "customer"
        record.deliver(row, Event("cancelled", max(cancelled.occurred_at, soonest), cancelled_by=by))
    elif fate.handed_over_at:
        record.deliver(row, Event("handed_over", max(fate.handed_over_at, soonest), quantity))
