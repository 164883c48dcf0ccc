"""Lines that a supplier hands over to us and we bring to the customer: its commitment is the hand-over, what follows is ours."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .fates import Event, Fate, corrected, delivered
from .orders import Line, Order, Setting, day_of

#: of the small partner that is merely unlucky, these lines (counted from its first) are late, whatever its true chance
BAD_LUCK = {1, 3, 4, 8, 11, 14, 18, 23}


@dataclass
class Course:
    #: when the supplier has done its part
    ready_at: datetime
    #: a line may be withdrawn until it is on its way to the customer
    latest_withdrawal: date = date.max


def plan(setting: Setting, order: Order, line: Line, fate: Fate, luck: dict[str, int]) -> Course:
    dice, partner = setting.dice, line.partner
    fate.partner_late_chance = setting.late_chance(partner, line.commit)
    if partner.is_unlucky:
        luck[partner.partner_id] = luck.get(partner.partner_id, 0) + 1
        fate.is_partner_late = luck[partner.partner_id] in BAD_LUCK
    else:
        fate.is_partner_late = setting.chance(fate.partner_late_chance)
    days = -dice.choice((0, 0, 0, 0, 1, 1, 2, 3))
    if fate.is_partner_late:
        days = min(1 + int(dice.lognormvariate(1.5, 0.85)) + (5 if partner.is_unlucky else 0), 90)
    return Course(setting.at(setting.workdays.after(line.commit, days), 9, 15))


def withdrawn(fate: Fate, course: Course) -> Fate:
    """What was handed over before the customer withdrew was handed over."""
    if fate.cancelled and course.ready_at < fate.cancelled.occurred_at:
        fate.handed_over_at = course.ready_at
    return fate


def arrival(setting: Setting, line: Line, fate: Fate, course: Course, due: date) -> date:
    workdays, ready = setting.workdays, course.ready_at.date()
    fate.handed_over_at = course.ready_at
    transport = setting.dice.choice((1, 1, 2))
    waits = setting.dice.randrange(2, 7) if setting.chance(0.012) else 0
    arrives = workdays.after(ready, transport + waits)
    if arrives > due:
        fate.cause = "internal" if waits and workdays.after(ready, transport) <= due else "partner"
        if line.is_over_promised and not fate.is_partner_late:
            fate.cause = "over_promise"
        return arrives
    if line.kind == "by_date" and not setting.chance(0.35):
        return arrives
    # Now and then a driver comes the day before, to a customer who has planned otherwise.
    the_day_before = workdays.after(due, -1)
    if line.kind != "by_date" and the_day_before >= arrives and setting.chance(0.012):
        fate.cause = "early"
        return the_day_before
    return due


def receive(setting: Setting, line: Line, fate: Fate, course: Course, due: date, arrives: date) -> None:
    dice, workdays = setting.dice, setting.workdays
    if arrives <= due and setting.chance(0.015):
        arrives = _missed_attempt(setting, line, fate, due, arrives)
    came_at = setting.at(arrives)
    if isinstance(line.due_from, datetime):
        latest = fate.versions[-1].due
        opens = datetime.combine(arrives, line.due_from.time())
        came_at = opens + timedelta(minutes=dice.randrange(0, 239))
        if isinstance(latest, datetime) and day_of(latest) == arrives and setting.chance(0.02):
            came_at = opens + timedelta(hours=4) + setting.minutes_late()
            fate.cause = "internal" if fate.cause == "kept" else fate.cause
    if fate.handed_over_at and came_at <= fate.handed_over_at:
        fate.handed_over_at = came_at - timedelta(hours=dice.randrange(1, 4))
    papers = setting.chance(0.97)
    if setting.chance(line.partner.damage_chance):
        corrected(setting, line, fate, due, came_at)
    elif line.quantity > 1 and setting.chance(0.04):
        part = dice.randrange(1, line.quantity)
        rest_at = setting.at(workdays.after(arrives, dice.randrange(1, 8)))
        fate.events += [delivered(line, came_at, papers, part), delivered(line, rest_at, papers, line.quantity - part)]
        fate.is_full(due, rest_at, "split")
    else:
        fate.events.append(delivered(line, came_at, papers))
        fate.is_full(due, came_at, "internal")


def _missed_attempt(setting: Setting, line: Line, fate: Fate, due: date, arrives: date) -> date:
    why = setting.dice.choice(("customer_absent", "customer_absent", "customer_absent", "no_access", "capacity"))
    tried_at = setting.at(due if line.kind != "by_date" else arrives)
    if isinstance(line.due_from, datetime):
        tried_at = datetime.combine(arrives, line.due_from.time()) + timedelta(minutes=setting.dice.randrange(10, 220))
    fate.events.append(Event("attempted", tried_at, failed_because=why))
    again = setting.workdays.after(tried_at.date(), setting.dice.randrange(1, 5))
    fate.cause = "customer" if why == "customer_absent" else ("internal" if again > due else "kept")
    return again
