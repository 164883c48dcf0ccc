"""Lines that a carrier brings from our warehouse to the customer's door.

A carrier commits to a day at the customer's door and aims at that day, not at the later one that the seller may have told the customer:

- For a promise `by_date` its own date is as soon as it can be there. Coming that day or a little sooner, it is early for the customer,
  who was promised nothing but the last day: kept. Where the seller leaves some days of room, the carrier may be late against its own
  date and the customer's promise is still kept. One line in three is booked for the last day itself, which is then its own date.
- For `on_date` and `window` the customer is only home when that was agreed. The goods wait with the carrier until then, so the agreed
  day (the end of the window) is its own date: it never commits to an earlier one that it could not serve.
- A seller that promises without asking changes nothing of what the carrier can do: its own date stays, and lies after the promise.
- A customer who chooses another day is given a new date by the carrier, too.

One chance says how often it misses its own date, in whatever way: days late, after the agreed hours, after a visit that failed, or with
goods that were not right.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .fates import Event, Fate, corrected, delivered
from .orders import Line, Order, Setting, day_of

#: of the misses that are not flawed goods, the share that are visits which came to nothing
FAILED_VISITS = 0.12
#: of the rest, where hours were agreed, the share that come on the day but after them
AFTER_HOURS = 0.4


@dataclass
class Course:
    #: how it went: `kept`, or `days`, `minutes`, `failed`, `flawed`
    how: str
    arrives: date
    #: whether the own date is the one that the customer was promised
    is_agreed: bool

    @property
    def latest_withdrawal(self) -> date:
        return self.arrives


def plan(setting: Setting, order: Order, line: Line, fate: Fate, luck: dict[str, int]) -> Course:
    dice, workdays, own = setting.dice, setting.workdays, day_of(fate.partner_due)
    is_agreed = own == day_of(fate.versions[-1].due)
    fate.partner_late_chance = setting.late_chance(line.partner, own)
    roll = dice.random()
    fate.is_partner_late = roll < fate.partner_late_chance
    if not fate.is_partner_late:
        days_sooner = (0, 0, 0, 0, 1, 1, 2, 3) if not is_agreed else (0, 0, 0, 1) if line.kind == "by_date" else (0,)
        return Course("kept", workdays.after(own, -dice.choice(days_sooner)), is_agreed)
    if roll < line.partner.damage_chance:
        return Course("flawed", own, is_agreed)
    if setting.chance(FAILED_VISITS):
        return Course("failed", workdays.after(own, dice.randrange(2, 5)), is_agreed)
    if isinstance(fate.partner_due, datetime) and setting.chance(AFTER_HOURS):
        return Course("minutes", own, is_agreed)
    return Course("days", workdays.after(own, min(1 + int(dice.lognormvariate(1.5, 0.85)), 90)), is_agreed)


def withdrawn(fate: Fate, course: Course) -> Fate:
    """Goods that are not wanted any more have not left the warehouse."""
    return fate


def arrival(setting: Setting, line: Line, fate: Fate, course: Course, due: date) -> date:
    if course.arrives > due:
        is_as_committed = course.arrives <= day_of(fate.partner_due)
        fate.cause = "over_promise" if is_as_committed and line.is_over_promised else "partner"
    return course.arrives


def receive(setting: Setting, line: Line, fate: Fate, course: Course, due: date, arrives: date) -> None:
    dice, workdays, own = setting.dice, setting.workdays, day_of(fate.partner_due)
    if course.how == "failed":
        fate.events.append(Event("attempted", _at_the_door(setting, line, own), failed_because=dice.choice(("capacity", "no_access"))))
    if course.how == "kept" and course.is_agreed and setting.chance(0.009):
        fate.events.append(Event("attempted", _at_the_door(setting, line, own), failed_because="customer_absent"))
        fate.cause, arrives = "customer", workdays.after(own, dice.randrange(1, 5))
    came_at = _at_the_door(setting, line, arrives)
    if course.how == "minutes" and isinstance(fate.partner_due, datetime):
        came_at = fate.partner_due + setting.minutes_late()
        # on the day, but not as agreed
        fate.cause = "partner" if fate.cause == "kept" else fate.cause
    papers = setting.chance(0.97)
    part_came = workdays.after(arrives, -dice.randrange(1, 3))
    if course.how == "flawed":
        corrected(setting, line, fate, due, came_at)
    elif line.quantity > 1 and line.kind == "by_date" and part_came > fate.versions[0].recorded_at.date() and setting.chance(0.04):
        # what comes in two parts has come when the second is there, and the second is aimed at the carrier's date
        part = dice.randrange(1, line.quantity)
        fate.events += [delivered(line, setting.at(part_came), papers, part), delivered(line, came_at, papers, line.quantity - part)]
        fate.is_full(due, came_at, "partner")
    else:
        fate.events.append(delivered(line, came_at, papers))
        fate.is_full(due, came_at, "partner")


def _at_the_door(setting: Setting, line: Line, day: date) -> datetime:
    if isinstance(line.due_from, datetime):
        return datetime.combine(day, line.due_from.time()) + timedelta(minutes=setting.dice.randrange(0, 239))
    return setting.at(day)
