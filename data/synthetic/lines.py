"""The course of an order line: what its partner did, what the customer did and was told meanwhile, and how it ended."""

from datetime import date, datetime, time, timedelta
from typing import Any

from . import carriers, suppliers
from .fates import Event, Fate, Version
from .orders import Line, Order, Setting, day_of

#: of the commitments that a partner misses, the share that it calls off altogether
CALLED_OFF = 0.02


def live(setting: Setting, order: Order, line: Line, luck: dict[str, int]) -> Fate:
    by: Any = carriers if line.partner.type == "carrier" else suppliers
    fate = Fate([Version(order.made_at, line.due, line.due_from)], partner_due=line.partner_due)
    due = day_of(line.due)
    is_withdrawn = setting.chance(0.0165)
    if not is_withdrawn and setting.chance(0.035):
        due = _moved_by_the_customer(setting, order, line, fate, due)
    course = by.plan(setting, order, line, fate, luck)
    if is_withdrawn:
        _withdrawn(setting, order, fate, min(due, course.latest_withdrawal))
        return by.withdrawn(fate, course)
    if fate.is_partner_late and setting.chance(CALLED_OFF):
        _called_off_by_the_partner(setting, order, fate)
        return fate
    arrives = by.arrival(setting, line, fate, course, due)
    if arrives > due:
        fate.delay_days = (arrives - due).days
        _tell(setting, order, line, fate, due, arrives)
    if not fate.is_cancelled:
        by.receive(setting, line, fate, course, due, arrives)
    return fate


def _withdrawn(setting: Setting, order: Order, fate: Fate, before: date) -> None:
    by = "customer" if setting.chance(0.727) else setting.dice.choice(("company", "seller", ""))
    days = max((before - order.made_at.date()).days - 1, 1)
    _cancel(setting, order, fate, setting.dice.randrange(days), by)


def _called_off_by_the_partner(setting: Setting, order: Order, fate: Fate) -> None:
    _cancel(setting, order, fate, setting.dice.randrange(max((day_of(fate.partner_due) - order.made_at.date()).days, 1)), "partner")


def _cancel(setting: Setting, order: Order, fate: Fate, after_days: int, by: str) -> None:
    at = setting.at(order.made_at.date() + timedelta(after_days), 9, 17)
    # not before the order, nor before what the customer said of it last
    at = max(at, order.made_at + timedelta(minutes=20), fate.versions[-1].recorded_at + timedelta(minutes=20))
    fate.events.append(Event("cancelled", at, cancelled_by=by))
    fate.is_cancelled = True
    fate.cause = "withdrawn" if by == "customer" else "cancelled"


def _moved_by_the_customer(setting: Setting, order: Order, line: Line, fate: Fate, due: date) -> date:
    made = order.made_at.date()
    asked = setting.at(made + (due - made) * setting.dice.uniform(0.1, 0.8), 9, 17)
    if not order.made_at < asked < datetime.combine(due, time()):
        return due
    later = setting.workdays.after(due, setting.dice.randrange(3, 20))
    version = _say(fate, line, asked, later, "customer", "the customer asked for another day")
    if line.partner.type == "carrier":
        # the carrier is asked for the new day before the customer is told; a supplier hands over as planned, and the goods wait with us
        fate.partner_due = version.partner_due = max(version.due or later, line.partner_due, key=day_of)
    return later


def _say(fate: Fate, line: Line, at: datetime, day: date | None, by: str, reason: str) -> Version:
    version = Version(at, day, None, by, reason)
    if day and isinstance(line.due_from, datetime) and isinstance(line.due, datetime):
        version.due_from = datetime.combine(day, line.due_from.time())
        version.due = version.due_from + (line.due - line.due_from)
    fate.versions.append(version)
    return version


def _tell(setting: Setting, order: Order, line: Line, fate: Fate, due: date, arrives: date) -> None:
    """Notices of a delay: before the day, after it, or never; often without a date, and not always true."""
    dice, workdays = setting.dice, setting.workdays
    roll = dice.random()
    if roll < 0.2 and fate.delay_days < 8:
        return
    told_day = workdays.after(due, -dice.choice((1, 1, 1, 2, 2, 3, 5, 8)) if roll < 0.75 else dice.choice((1, 2, 3)))
    told_at = setting.at(told_day, 9, 16)
    if not order.made_at + timedelta(hours=2) < told_at < datetime.combine(arrives, time(7)) or told_at <= fate.versions[-1].recorded_at:
        return
    by = "partner" if fate.cause == "partner" and setting.chance(0.55) else "company"
    reason = {"partner": "supplier is late", "over_promise": "date was never confirmed", "internal": "held in our warehouse"}[fate.cause]
    if setting.chance(0.3):
        _say(fate, line, told_at, None, by, "")
        # Whoever would complain has a new date days before whoever waits without a contact.
        waits = dice.choice((1, 2, 2, 3) if order.customer.would_complain else (3, 4, 5, 7))
        told_at = setting.at(workdays.after(told_day, waits), 9, 16)
        if told_at >= datetime.combine(arrives, time(7)):
            return
    if fate.delay_days >= 6 and setting.chance(0.07):
        fate.events.append(Event("cancelled", told_at + timedelta(hours=dice.randrange(3, 60)), cancelled_by="customer"))
        fate.is_cancelled = True
        return
    guess = arrives if setting.chance(0.78) else workdays.after(arrives, -dice.randrange(1, 4))
    if guess <= told_at.date() or guess <= due:
        guess = arrives
    _say(fate, line, told_at, guess, by, reason)
    if guess < arrives and setting.chance(0.6):
        again = setting.at(guess, 9, 16)
        if again < datetime.combine(arrives, time(7)):
            _say(fate, line, again, arrives, by, reason)
