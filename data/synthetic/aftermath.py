"""What followed one order: notices, calls, call-backs, fittings, invoices, follow-ups and ratings."""

from datetime import datetime, time, timedelta

from . import calls, services
from .fates import Fate
from .orders import Line, day_of
from .record import Record


def follow(record: Record, fates: list[Fate]) -> None:
    setting, order = record.setting, record.order
    for line, fate in zip(order.lines, fates, strict=True):
        calls.notices(record, line.promise_id, fate)
        if fate.flawed_at and fate.full_at:
            services.replacement(record, line, fate)
    if record.broken and order.customer.would_complain:
        noticed_at = min(_noticed(line, fate) for line, fate in record.broken)
        calls.complains(record, noticed_at, max(fate.delay_days for _, fate in record.broken))
    # Whoever asks before the day does not know yet whether it will be kept.
    if setting.chance(0.11):
        calls.asks(record, min(day_of(line.due) for line in order.lines))
    if order.basket == "kitchen" and setting.chance(0.5):
        services.fitting(record, fates)
    came = [fate.full_at for fate in fates if fate.full_at]
    if came and not any(fate.is_cancelled for fate in fates):
        services.invoice(record, max(came))
        services.follow_up(record, max(came))


def _noticed(line: Line, fate: Fate) -> datetime:
    """When the customer finds out: by being told, or by waiting for nothing."""
    return fate.told_at or datetime.combine(day_of(line.due), time(9)) + timedelta(days=1)
