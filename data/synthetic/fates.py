"""What became of an order line: when the partner was ready, when it came, and what the customer was told meanwhile."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from .orders import Line, Order, Setting, day_of
from .workdays import pressure

#: of the small partner that is merely unlucky, these lines (counted from its first) are late, whatever its true chance
BAD_LUCK = {1, 3, 4, 8, 11, 14, 18, 23}


@dataclass
class Version:
    recorded_at: datetime
    due: date | datetime | None
    due_from: datetime | None = None
    initiated_by: str = "seller"
    reason: str = ""


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

    @property
    def is_broken(self) -> bool:
        return self.cause not in ("kept", "customer", "withdrawn")

    @property
    def told_at(self) -> datetime | None:
        return next((version.recorded_at for version in self.versions[1:] if version.initiated_by != "customer"), None)


def live(setting: Setting, order: Order, line: Line, luck: dict[str, int]) -> Fate:
    fate = Fate([Version(order.made_at, line.due, line.due_from)])
    due = day_of(line.due)
    if _withdrawn(setting, order, fate, due):
        return fate
    if setting.chance(0.035):
        due = _moved_by_the_customer(setting, order, line, fate, due)
    ready, late_by = _ready(setting, line, luck)
    fate.handed_over_at = setting.at(ready, 9, 15)
    arrives, cause = _arrival(setting, line, ready, due)
    fate.cause = "over_promise" if arrives > due and line.is_over_promised and not late_by else cause
    if arrives > due:
        fate.delay_days = (arrives - due).days
        _tell(setting, order, line, fate, due, arrives)
    if not fate.is_cancelled:
        _receive(setting, line, fate, due, arrives)
    return fate


def _withdrawn(setting: Setting, order: Order, fate: Fate, due: date) -> bool:
    roll = setting.dice.random()
    if roll >= 0.018:
        return False
    by = "customer" if roll < 0.012 else setting.dice.choice(("company", "partner", "seller", ""))
    days = max((due - order.made_at.date()).days - 1, 1)
    cancelled_at = max(
        setting.at(order.made_at.date() + timedelta(setting.dice.randrange(days)), 9, 17), order.made_at + timedelta(minutes=20)
    )
    fate.events.append(Event("cancelled", cancelled_at, cancelled_by=by))
    fate.is_cancelled = True
    fate.cause = "withdrawn" if by == "customer" else "cancelled"
    return True


def _moved_by_the_customer(setting: Setting, order: Order, line: Line, fate: Fate, due: date) -> date:
    made = order.made_at.date()
    asked = setting.at(made + (due - made) * setting.dice.uniform(0.1, 0.8), 9, 17)
    if not order.made_at < asked < datetime.combine(due, time()):
        return due
    later = setting.workdays.after(due, setting.dice.randrange(3, 20))
    _say(fate, line, asked, later, "customer", "the customer asked for another day")
    return later


def _say(fate: Fate, line: Line, at: datetime, day: date | None, by: str, reason: str) -> None:
    if day and isinstance(line.due_from, datetime) and isinstance(line.due, datetime):
        opens = datetime.combine(day, line.due_from.time())
        fate.versions.append(Version(at, opens + (line.due - line.due_from), opens, by, reason))
    else:
        fate.versions.append(Version(at, day, None, by, reason))


def _ready(setting: Setting, line: Line, luck: dict[str, int]) -> tuple[date, int]:
    """The day on which the partner has done its part, and by how many working days it is late."""
    dice, partner = setting.dice, line.partner
    if partner.is_unlucky:
        luck[partner.partner_id] = luck.get(partner.partner_id, 0) + 1
        is_late = luck[partner.partner_id] in BAD_LUCK
    else:
        is_late = setting.chance(setting.turns.late_chance(partner, line.commit) * pressure(line.commit))
    if not is_late:
        return setting.workdays.after(line.commit, -dice.choice((0, 0, 0, 0, 1, 1, 2, 3))), 0
    late_by = 1 + int(dice.lognormvariate(1.5, 0.85)) + (3 if partner.is_unlucky else 0)
    return setting.workdays.after(line.commit, min(late_by, 90)), late_by


def _arrival(setting: Setting, line: Line, ready: date, due: date) -> tuple[date, str]:
    transport = setting.dice.choice((1, 1, 2))
    waits = setting.dice.randrange(2, 7) if setting.chance(0.012) else 0
    arrives = setting.workdays.after(ready, transport + waits)
    if arrives > due:
        return arrives, "internal" if waits and setting.workdays.after(ready, transport) <= due else "partner"
    if line.kind == "by_date" and not setting.chance(0.35):
        return arrives, "kept"
    # Now and then a driver comes the day before, to a customer who has planned otherwise.
    the_day_before = setting.workdays.after(due, -1)
    if line.kind != "by_date" and the_day_before >= arrives and setting.chance(0.012):
        return the_day_before, "early"
    return due, "kept"


def _tell(setting: Setting, order: Order, line: Line, fate: Fate, due: date, arrives: date) -> None:
    """Notices of a delay: before the day, after it, or never; often without a date, and not always true."""
    dice, workdays = setting.dice, setting.workdays
    roll = dice.random()
    if roll < 0.2 and fate.delay_days < 8:
        return
    told = workdays.after(due, -dice.choice((1, 1, 1, 2, 2, 3, 5, 8)) if roll < 0.75 else dice.choice((1, 2, 3)))
    told_at = setting.at(told, 9, 16)
    if not order.made_at + timedelta(hours=2) < told_at < datetime.combine(arrives, time(7)) or told_at <= fate.versions[-1].recorded_at:
        return
    by = "partner" if fate.cause == "partner" and setting.chance(0.55) else "company"
    reason = {"partner": "supplier is late", "over_promise": "date was never confirmed", "internal": "held in our warehouse"}[fate.cause]
    if setting.chance(0.3):
        _say(fate, line, told_at, None, by, "")
        # The squeaky wheel: whoever would complain has a new date days before whoever waits in silence.
        waits = dice.choice((1, 2, 2, 3) if order.customer.would_complain else (3, 4, 5, 7))
        told_at = setting.at(workdays.after(told, waits), 9, 16)
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


def _receive(setting: Setting, line: Line, fate: Fate, due: date, arrives: date) -> None:
    dice, workdays = setting.dice, setting.workdays
    if arrives <= due and setting.chance(0.015):
        arrives = _missed_attempt(setting, line, fate, due, arrives)
    came_at = setting.at(arrives)
    if isinstance(line.due_from, datetime):
        latest = fate.versions[-1].due
        opens = datetime.combine(arrives, line.due_from.time())
        came_at = opens + timedelta(minutes=dice.randrange(0, 239))
        if isinstance(latest, datetime) and day_of(latest) == arrives and setting.chance(0.02):
            came_at = opens + timedelta(hours=4, minutes=dice.randrange(5, 150))
            fate.cause = "partner" if fate.cause == "kept" else fate.cause
    if fate.handed_over_at and came_at <= fate.handed_over_at:
        fate.handed_over_at = came_at - timedelta(hours=dice.randrange(1, 4))
    papers = setting.chance(0.97)
    if setting.chance(line.partner.damage_chance):
        _corrected(setting, line, fate, due, came_at)
    elif line.quantity > 1 and setting.chance(0.04):
        part = dice.randrange(1, line.quantity)
        rest_at = setting.at(workdays.after(arrives, dice.randrange(1, 8)))
        fate.events += [
            Event("delivered", came_at, part, "ok", documents_ok=papers),
            Event("delivered", rest_at, line.quantity - part, "ok", documents_ok=papers),
        ]
        _is_full(fate, due, rest_at, "split")
    else:
        fate.events.append(Event("delivered", came_at, line.quantity if line.quantity > 1 else None, "ok", documents_ok=papers))
        _is_full(fate, due, came_at, "partner")


def _missed_attempt(setting: Setting, line: Line, fate: Fate, due: date, arrives: date) -> date:
    why = setting.dice.choice(("customer_absent", "customer_absent", "customer_absent", "no_access", "capacity"))
    tried_at = setting.at(due if line.kind != "by_date" else arrives)
    if isinstance(line.due_from, datetime):
        tried_at = datetime.combine(arrives, line.due_from.time()) + timedelta(minutes=setting.dice.randrange(10, 220))
    fate.events.append(Event("attempted", tried_at, failed_because=why))
    again = setting.workdays.after(tried_at.date(), setting.dice.randrange(1, 5))
    fate.cause = "customer" if why == "customer_absent" else ("partner" if again > due else "kept")
    return again


def _corrected(setting: Setting, line: Line, fate: Fate, due: date, came_at: datetime) -> None:
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
    _is_full(fate, due, right_at, "condition")


def _is_full(fate: Fate, due: date, at: datetime, cause: str) -> None:
    fate.full_at = at
    fate.delay_days = max((at.date() - due).days, 0)
    if fate.delay_days and fate.cause in ("kept", "early"):
        fate.cause = cause
