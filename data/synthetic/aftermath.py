"""What followed: notices, calls, call-backs, fittings, invoices, follow-ups and ratings."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count

from .fates import Event, Fate
from .orders import Order, Setting, day_of
from .rows import Row, delivery, promise, recorded
from .workdays import pressure

#: median minutes of waiting; a mailbox is not waited for
WAITS = {"phone": 5.0, "chat": 2.5}
#: where somebody is sent on to, and what came of it: most paths are short, some are Svein's
ASK_CHAT, ASK_IN_VAIN = ("chat", "redirected", "phone"), ("phone", "no_information", "")
SENT_BACK, NO_MANDATE = ("seller_mailbox", "redirected", "customer_service"), ("phone", "no_mandate", "")
TOLD = ("phone", "informed", "")
PATHS = (
    (45, (TOLD,)),
    (12, (("chat", "informed", ""),)),
    (10, (ASK_IN_VAIN, TOLD)),
    (9, (ASK_CHAT, TOLD)),
    (8, (("phone", "abandoned", ""), TOLD)),
    (8, (SENT_BACK, NO_MANDATE, TOLD)),
    (8, (ASK_CHAT, ASK_IN_VAIN, SENT_BACK, NO_MANDATE)),
)
TEAMS = {
    "phone": "customer_service",
    "chat": "chat",
    "seller_mailbox": "store",
    "email": "customer_service",
    "store": "store",
    "sms": "purchasing",
    "web": "web",
    "survey": "",
}


@dataclass
class Aftermath:
    """The rows that followed one order."""

    setting: Setting
    order: Order
    promises: list[Row] = field(default_factory=list)
    deliveries: list[Row] = field(default_factory=list)
    contacts: list[Row] = field(default_factory=list)
    causes: list[Row] = field(default_factory=list)
    _number: count = field(default_factory=lambda: count(1))

    def contact(self, at: datetime, channel: str, reason: str, outcome: str, **columns: object) -> Row:
        row = contact(self.setting, f"c-{self.order.order_id}-{next(self._number):02}", at, channel, reason, outcome)
        # One contact in sixteen is entered without the order, one in fifty without the customer too.
        roll = self.setting.dice.random()
        row |= {
            "order_id": self.order.order_id if roll > 0.06 else None,
            "customer_id": self.order.customer.customer_id if roll > 0.02 else None,
        }
        row |= columns
        self.contacts.append(row)
        return row

    def promise(self, promise_id: str, step: str, **columns: object) -> Row:
        self.promises.append(promise(self.order, promise_id, step, **columns))
        return self.promises[-1]

    def deliver(self, promise_row: Row, event: Event) -> None:
        self.deliveries.append(delivery(self.order, promise_row, 1, event, recorded(self.setting.dice, event.occurred_at)))


def contact(setting: Setting, contact_id: str, at: datetime, channel: str, reason: str, outcome: str) -> Row:
    dice = setting.dice
    row = {
        "contact_id": contact_id,
        "started_at": at,
        "channel": channel,
        "direction": "inbound",
        "reason": reason,
        "outcome": outcome,
        "team": TEAMS[channel],
    }
    answered = at
    if channel in WAITS:
        short_staffed = 2.2 if setting.turns.short_staffed_from <= at.date() <= setting.turns.short_staffed_to else 1
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


def follow(setting: Setting, order: Order, fates: list[Fate]) -> Aftermath:
    after = Aftermath(setting, order)
    for line, fate in zip(order.lines, fates, strict=True):
        _notices(after, line.promise_id, fate)
        if fate.flawed_at and fate.full_at:
            _replacement(after, line.promise_id, line.partner.partner_id, fate)
    came = [fate.full_at for fate in fates if fate.full_at]
    broken = [(line, fate) for line, fate in zip(order.lines, fates, strict=True) if fate.is_broken]
    if broken and order.customer.would_complain:
        first = min(fate.told_at or datetime.combine(day_of(line.due), time(9)) + timedelta(days=1) for line, fate in broken)
        worst = max(fate.delay_days for _, fate in broken)
        _complains(after, first, worst)
    elif setting.chance(0.11):
        _asks(after, min(day_of(line.due) for line in order.lines))
    if order.basket == "kitchen" and setting.chance(0.5):
        _fitting(after, fates)
    if came and not any(fate.is_cancelled for fate in fates):
        _afterwards(after, max(came), broken)
    return after


def _notices(after: Aftermath, promise_id: str, fate: Fate) -> None:
    for version in fate.versions[1:]:
        if version.initiated_by == "customer":
            after.contact(version.recorded_at, "phone", "change", "resolved", promise_id=promise_id, told_due_at=day_of(version.due))
        else:
            channel = after.setting.dice.choice(("phone", "sms", "email"))
            told = day_of(version.due) if version.due else None
            row = after.contact(
                version.recorded_at, channel, "delay", "informed", direction="outbound", promise_id=promise_id, told_due_at=told
            )
            row |= {
                "wait_minutes": None,
                "answered_at": version.recorded_at,
                "ended_at": version.recorded_at + timedelta(minutes=4),
                "team": "purchasing",
            }


def _replacement(after: Aftermath, promise_id: str, partner_id: str, fate: Fate) -> None:
    setting, made = after.setting, fate.flawed_at + timedelta(hours=after.setting.dice.randrange(2, 8))
    after.contact(fate.flawed_at + timedelta(hours=1), "phone", "complaint", "resolved", promise_id=promise_id)
    row = after.promise(
        f"{promise_id}-replacement",
        "replacement",
        seller_id="customer-service",
        partner_id=partner_id,
        recorded_at=min(made, fate.full_at - timedelta(hours=1)),
        due_at=fate.replacement_due,
        is_date_critical=True,
    )
    if setting.chance(0.98):
        after.deliver(row, Event("delivered", fate.full_at, None, "ok", documents_ok=True))


def _complains(after: Aftermath, first: datetime, delay_days: int) -> None:
    setting, dice = after.setting, after.setting.dice
    episodes = 1 + (delay_days > 4 and setting.chance(0.6)) + (delay_days > 14 and setting.chance(0.7))
    at = first + timedelta(minutes=dice.randrange(20, 600))
    for episode in range(episodes):
        weights, paths = zip(*PATHS, strict=True)
        for place, (channel, outcome, to) in enumerate(dice.choices(paths, weights)[0]):
            at = _office_hours(at)
            row = after.contact(at, channel, "status" if not episode else dice.choice(("status", "complaint")), outcome, redirected_to=to)
            row["rating"] = dice.choice((1, 1, 2, 3, 4)) if setting.chance(0.15) else None
            if outcome in ("no_information", "no_mandate", "informed") and setting.chance(0.45 if outcome != "informed" else 0.12):
                row["outcome"] = "callback_promised"
                _callback(after, row["ended_at"], f"{after.order.order_id}-callback-{episode + 1}-{place + 1}")
            at = (row.get("ended_at") or at) + timedelta(minutes=dice.choice((5, 15, 40, 300, 1500)))
        at += timedelta(days=dice.randrange(2, 7))


def _office_hours(at: datetime) -> datetime:
    if at.hour >= 18:
        at = at.replace(hour=8) + timedelta(days=1)
    return at.replace(hour=8) if at.hour < 8 else at


def _callback(after: Aftermath, made_at: datetime, promise_id: str) -> None:
    """The step that is worst of all: nobody owns the list of those who wait for a call."""
    setting = after.setting
    due = datetime.combine(setting.workdays.after(made_at.date(), setting.dice.choice((1, 1, 2))), time(16))
    centre = setting.partner("calls", after.order.customer.zone).partner_id
    after.promise(
        promise_id, "callback", seller_id="customer-service", partner_id=centre, recorded_at=made_at, due_at=due, initiated_by="company"
    )
    roll = setting.dice.random()
    if roll < 0.84:
        on_time = roll < 0.62
        called = (
            setting.at(due.date(), 9, 16)
            if on_time
            else setting.at(setting.workdays.after(due.date(), setting.dice.randrange(1, 5)), 9, 17)
        )
        if called > made_at:
            after.contact(
                called,
                "phone",
                "callback",
                "informed",
                direction="outbound",
                promise_id=promise_id,
                wait_minutes=None,
                answered_at=called,
                ended_at=called + timedelta(minutes=6),
            )
    after.causes.append(
        {
            "promise_id": promise_id,
            "seller_id": "customer-service",
            "partner_id": centre,
            "true_cause": "kept" if roll < 0.62 else "internal",
        }
    )


def _asks(after: Aftermath, due: date) -> None:
    earliest = after.order.made_at.date() + timedelta(days=1)
    asked = max(due - timedelta(days=after.setting.dice.randrange(1, 8)), earliest)
    reason, outcome = ("status", "resolved") if after.setting.chance(0.7) else ("advice", "resolved")
    after.contact(after.setting.at(asked, 9, 18), after.setting.dice.choice(("phone", "chat", "email", "store")), reason, outcome)


def _fitting(after: Aftermath, fates: list[Fate]) -> None:
    """The fitter is booked for after the last promised day, and moved when the goods are not there."""
    setting, order = after.setting, after.order
    dice, workdays = setting.dice, setting.workdays
    fitter = setting.partner("installation", order.customer.zone)
    hour = time(dice.choice((8, 12)))
    opens = datetime.combine(workdays.after(max(day_of(line.due) for line in order.lines), dice.randrange(5, 13)), hour)
    promise_id = f"{order.order_id}-fitting"
    shared = {
        "kind": "appointment",
        "seller_id": order.seller.seller_id,
        "partner_id": fitter.partner_id,
        "value": dice.randrange(80, 220) * 100,
        "is_date_critical": True,
        "product_group": "installation",
    }
    row = after.promise(promise_id, "installation", recorded_at=order.made_at, due_from=opens, due_at=opens + timedelta(hours=2), **shared)
    if any(fate.is_cancelled for fate in fates):
        cancelled_at = max(event.occurred_at for fate in fates for event in fate.events if event.event == "cancelled") + timedelta(hours=1)
        after.deliver(row, Event("cancelled", cancelled_at, cancelled_by="customer"))
        after.causes.append(
            {"promise_id": promise_id, "seller_id": order.seller.seller_id, "partner_id": fitter.partner_id, "true_cause": "withdrawn"}
        )
        return
    goods, cause, comes = max(fate.full_at for fate in fates if fate.full_at).date(), "kept", opens
    if goods >= opens.date():
        comes, cause = datetime.combine(workdays.after(goods, dice.randrange(2, 7)), hour), "goods_late"
        moved_at = setting.at(workdays.after(opens.date(), -1), 9, 16)
        after.promise(
            promise_id,
            "installation",
            version=2,
            recorded_at=moved_at,
            due_from=comes,
            due_at=comes + timedelta(hours=2),
            **shared | {"initiated_by": "company", "reason": "goods are late"},
        )
    if setting.chance(setting.turns.late_chance(fitter, comes.date()) * pressure(comes.date())):
        cause = "partner" if cause == "kept" else cause
        comes = (
            comes + timedelta(hours=3, minutes=dice.randrange(0, 60))
            if setting.chance(0.4)
            else datetime.combine(workdays.after(comes.date(), dice.randrange(1, 6)), hour)
        )
    came = comes + timedelta(minutes=dice.randrange(0, 115))
    after.deliver(row, Event("delivered", came, None, "ok" if not setting.chance(fitter.damage_chance) else "damaged", documents_ok=True))
    after.causes.append(
        {
            "promise_id": promise_id,
            "seller_id": order.seller.seller_id,
            "partner_id": fitter.partner_id,
            "true_cause": cause,
            "due_date": opens.date(),
            "full_date": came.date(),
            "delay_days": (came.date() - opens.date()).days,
        }
    )


def _afterwards(after: Aftermath, came: datetime, broken: list) -> None:
    setting, order, dice = after.setting, after.order, after.setting.dice
    if order.customer.type != "private":
        due = setting.workdays.after(came.date(), 10)
        row = after.promise(
            f"{order.order_id}-invoice",
            "invoice",
            seller_id="finance",
            recorded_at=came + timedelta(hours=2),
            due_at=due,
            initiated_by="company",
        )
        sent = setting.at(setting.workdays.after(due, -dice.randrange(0, 7) if setting.chance(0.97) else dice.randrange(1, 9)))
        after.deliver(row, Event("delivered", sent, None, "", documents_ok=setting.chance(0.96)))
    if setting.chance(0.2):
        centre = setting.partner("calls", order.customer.zone).partner_id
        due = setting.workdays.after(came.date(), 5)
        promise_id = f"{order.order_id}-follow-up"
        after.promise(
            promise_id,
            "follow_up",
            seller_id="customer-service",
            partner_id=centre,
            recorded_at=came + timedelta(hours=1),
            due_at=due,
            initiated_by="company",
        )
        if setting.chance(0.93):
            called = setting.at(
                setting.workdays.after(due, -dice.randrange(0, 4) if setting.chance(0.93) else dice.randrange(1, 6)), 10, 17
            )
            after.contact(
                called,
                "phone",
                "follow_up",
                "resolved",
                direction="outbound",
                promise_id=promise_id,
                wait_minutes=None,
                answered_at=called,
                ended_at=called + timedelta(minutes=7),
                rating=_rating(setting, broken),
            )
    elif setting.chance(0.2):
        asked = setting.at(came.date() + timedelta(days=dice.randrange(2, 9)), 8, 21)
        after.contact(asked, "survey", "survey", "", rating=_rating(setting, broken))


def _rating(setting: Setting, broken: list) -> int:
    delay = max((fate.delay_days for _, fate in broken), default=0)
    felt = 4.5 - (1.1 + min(delay, 30) * 0.05 if broken else 0) + (0.4 if broken and any(fate.told_at for _, fate in broken) else 0)
    return max(1, min(5, round(setting.dice.gauss(felt, 0.7))))
