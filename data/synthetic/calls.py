"""Who called whom: notices of a delay, questions, complaints that are sent from desk to desk, and the promised call back."""

from datetime import date, datetime, time, timedelta

from .fates import Fate
from .orders import day_of
from .record import Record

#: where somebody is sent on to, and how it ended: most paths are short, some are Svein's
ASK_CHAT, ASK_WITHOUT_ANSWER = ("chat", "redirected", "phone"), ("phone", "no_information", "")
SENT_BACK, NO_MANDATE = ("seller_mailbox", "redirected", "customer_service"), ("phone", "no_mandate", "")
TOLD = ("phone", "informed", "")
PATHS = (
    (TOLD,),
    (("chat", "informed", ""),),
    (ASK_WITHOUT_ANSWER, TOLD),
    (ASK_CHAT, TOLD),
    (("phone", "abandoned", ""), TOLD),
    (SENT_BACK, NO_MANDATE, TOLD),
    (ASK_CHAT, ASK_WITHOUT_ANSWER, SENT_BACK, NO_MANDATE),
)
OFTEN = (45, 12, 10, 9, 8, 8, 8)

#: the share of promised calls that come in time, that come on the day at all, and that come at all
CALLED_IN_TIME, CALLED_ON_THE_DAY, CALLED_AT_ALL = 0.62, 0.7, 0.84


def notices(record: Record, promise_id: str, fate: Fate) -> None:
    for version in fate.versions[1:]:
        new_due = day_of(version.due) if version.due else None
        if version.initiated_by == "customer":
            record.contact(version.recorded_at, "phone", "change", "resolved", because="change", promise_id=promise_id, told_due_at=new_due)
        else:
            channel = record.setting.dice.choice(("phone", "sms", "email"))
            record.outbound(version.recorded_at, channel, "delay", "informed", promise_id, told_due_at=new_due, team="purchasing")


def asks(record: Record, due: date) -> None:
    dice = record.setting.dice
    asked = max(due - timedelta(days=dice.randrange(1, 8)), record.order.made_at.date() + timedelta(days=1))
    reason = "status" if record.setting.chance(0.7) else "advice"
    record.contact(record.setting.at(asked, 9, 18), dice.choice(("phone", "chat", "email", "store")), reason, "resolved", "question")


def complains(record: Record, first: datetime, delay_days: int) -> None:
    setting, dice = record.setting, record.setting.dice
    episodes = 1 + (delay_days > 4 and setting.chance(0.6)) + (delay_days > 14 and setting.chance(0.7))
    at = first + timedelta(minutes=dice.randrange(20, 600))
    worth = sum(line.value for line in record.order.lines)
    for episode in range(1, episodes + 1):
        for place, (channel, outcome, sent_to) in enumerate(dice.choices(PATHS, OFTEN)[0], 1):
            at = _office_hours(at)
            reason = "status" if episode == 1 else dice.choice(("status", "complaint"))
            row = record.contact(at, channel, reason, outcome, "break", redirected_to=sent_to)
            if reason == "complaint" and setting.chance(0.35):
                row["customer_cost"] = dice.randrange(4, 60) * 100 * (3 if record.order.basket == "kitchen" else 1)
            if outcome == "informed" and episode == episodes and setting.chance(0.25):
                # Goodwill goes to those who ring.
                row["credit"] = max(round(worth * dice.uniform(0.01, 0.06), -2), 100)
            row["rating"] = dice.choice((1, 1, 2, 3, 4)) if setting.chance(0.15) else None
            if setting.chance({"no_information": 0.45, "no_mandate": 0.45, "informed": 0.12}.get(outcome, 0)):
                row["outcome"] = "callback_promised"
                _callback(record, row["ended_at"], f"{record.order.order_id}-callback-{episode}-{place}")
            at = (row.get("ended_at") or at) + timedelta(minutes=dice.choice((5, 15, 40, 300, 1500)))
        at += timedelta(days=dice.randrange(2, 7))


def _office_hours(at: datetime) -> datetime:
    if at.hour >= 18:
        at = at.replace(hour=8) + timedelta(days=1)
    return at.replace(hour=8) if at.hour < 8 else at


def _callback(record: Record, made_at: datetime, promise_id: str) -> None:
    """The step that is worst of all: nobody owns the list of those who wait for a call."""
    setting, dice, workdays = record.setting, record.setting.dice, record.setting.workdays
    due = datetime.combine(workdays.after(made_at.date(), dice.choice((1, 1, 2))), time(16))
    centre = setting.partner("calls", record.order.customer.zone).partner_id
    given = {"seller_id": "customer-service", "partner_id": centre, "initiated_by": "company"}
    row = record.promise(promise_id, "callback", recorded_at=made_at, due_at=due, **given)
    roll = dice.random()
    if roll < CALLED_AT_ALL:
        if roll < CALLED_IN_TIME:
            called_at = setting.at(due.date(), 9, 16)
        elif roll < CALLED_ON_THE_DAY:
            called_at = due + timedelta(minutes=dice.randrange(3, 240))
        else:
            called_at = setting.at(workdays.after(due.date(), dice.randrange(1, 5)), 9, 16)
        record.outbound(called_at, "phone", "callback", "informed", promise_id)
    is_kept = roll < CALLED_IN_TIME
    record.because(row, "kept" if is_kept else "internal", "" if is_kept else "company", due_date=due.date())
