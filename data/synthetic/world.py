"""The whole world, cut at its end day: what was not yet recorded then does not exist."""

import heapq
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from . import cast
from .aftermath import contact, follow
from .cast import Partner, Turns
from .dirt import soil
from .fates import Event, Fate, live
from .orders import Customer, Line, Order, Setting, day_of, orders
from .rows import Row, delivery, line_promises, promise, recorded
from .workdays import Workdays

HERO = "order-svein"


@dataclass
class World:
    feeds: dict[str, list[Row]]
    truth: dict[str, list[Row]]
    events: list[dict[str, Any]]


def build(seed: int, days: int, lines: int, end: date) -> World:
    first = end - timedelta(days=days)
    turns = _turns(first, days)
    setting = Setting(
        Random(seed), Workdays(first - timedelta(days=30), end + timedelta(days=500)), turns, _by_group(cast.partners()), cast.sellers()
    )
    feeds: dict[str, list[Row]] = {"promises": [], "deliveries": [], "contacts": []}
    causes: list[Row] = []
    customers: dict[str, Customer] = {}
    returning: list[tuple[date, str]] = []
    luck: dict[str, int] = {}
    for order in orders(setting, lines, first, end):
        customers.setdefault(order.customer.customer_id, order.customer)
        while returning and returning[0][0] <= order.made_at.date():
            setting.customers.append(customers[heapq.heappop(returning)[1]])
        fates = [live(setting, order, line, luck) for line in order.lines]
        _record(setting, order, fates, feeds, causes)
        # Of those whom we let down, fewer than half come back.
        if not any(fate.is_broken for fate in fates) or setting.chance(0.4):
            heapq.heappush(returning, (max(day_of(line.due) for line in order.lines), order.customer.customer_id))
    feeds["contacts"] += _visitors(setting, lines, first, days)
    _cut(feeds, datetime.combine(end, time()))
    slips = soil(setting.dice, feeds)
    _settle(feeds, customers)
    kept = {row["promise_id"] for row in feeds["promises"]}
    truth = {
        "partners": _partner_truth(turns),
        "sellers": [
            {
                "seller_id": s.seller_id,
                "over_promises": s.seller_id in cast.OVER_PROMISERS,
                "over_promise_chance": s.over_promise_chance,
                "buffer_days": s.buffer_days,
            }
            for s in setting.sellers
        ],
        "promises": [cause for cause in causes if cause["promise_id"] in kept],
        "dirt": slips,
    }
    return World(feeds, truth, _events(turns))


def _turns(first: date, days: int) -> Turns:
    """Weeks start on a Monday, so that a weekly chart shows a change where it happened."""

    def monday(share: float) -> date:
        day = first + timedelta(days=int(days * share))
        return day - timedelta(days=day.weekday())

    strike, short_staffed = monday(0.45), monday(0.62)
    return Turns(monday(0.72), strike, strike + timedelta(days=11), short_staffed, short_staffed + timedelta(days=27))


def _events(turns: Turns) -> list[dict[str, Any]]:
    return [
        {
            "event": "partner_degraded",
            "partner_id": next(p.partner_id for p in cast.PARTNERS if p.degraded_chance),
            "from": turns.degraded_from,
            "to": None,
        },
        {"event": "carrier_strike", "partner_type": "carrier", "from": turns.strike_from, "to": turns.strike_to},
        {
            "event": "contact_centre_short_staffed",
            "team": "customer_service",
            "from": turns.short_staffed_from,
            "to": turns.short_staffed_to,
        },
        {"event": "worst_step", "step": "callback", "from": None, "to": None},
    ]


def _by_group(partners: list[Partner]) -> dict[str, list[Partner]]:
    groups: dict[str, list[Partner]] = {}
    for partner in partners:
        for group in partner.groups:
            groups.setdefault(group, []).append(partner)
    return groups


def _record(setting: Setting, order: Order, fates: list[Fate], feeds: dict[str, list[Row]], causes: list[Row]) -> None:
    for line, fate in zip(order.lines, fates, strict=True):
        versions = line_promises(order, line, fate)
        feeds["promises"] += versions
        for number, event in enumerate(fate.events, 1):
            feeds["deliveries"].append(
                delivery(order, versions[0], number, event, recorded(setting.dice, event.occurred_at), line.partner.writes_utc)
            )
        if line.partner.type == "supplier":
            _hand_over(setting, order, line, fate, feeds)
        causes.append({
            "promise_id": line.promise_id, "seller_id": order.seller.seller_id, "partner_id": line.partner.partner_id,
            "true_cause": fate.cause, "due_date": day_of(line.due), "full_date": fate.full_at.date() if fate.full_at else None,
            "delay_days": fate.delay_days, "would_complain": order.customer.would_complain,
        })  # fmt: skip
    after = follow(setting, order, fates)
    feeds["promises"] += after.promises
    feeds["deliveries"] += after.deliveries
    feeds["contacts"] += after.contacts
    causes += [cause | {"would_complain": order.customer.would_complain} for cause in after.causes]


def _hand_over(setting: Setting, order: Order, line: Line, fate: Fate, feeds: dict[str, list[Row]]) -> None:
    """The supplier's own commitment to us, judged apart from what the seller told the customer."""
    row = promise(
        order, f"{line.promise_id}-handover", "supplier_handover", promised_to="company", line=line.number, seller_id="purchasing",
        partner_id=line.partner.partner_id, recorded_at=order.made_at + timedelta(hours=setting.dice.randrange(1, 20)), due_at=line.commit,
        initiated_by="partner", product_group=line.product.group,
    )  # fmt: skip
    feeds["promises"].append(row)
    cancelled = next((event for event in fate.events if event.event == "cancelled"), None)
    if cancelled and not (fate.handed_over_at and fate.handed_over_at < cancelled.occurred_at):
        # We are the customer of this promise: we withdraw it when ours is withdrawn.
        withdrawn_at = max(cancelled.occurred_at, row["recorded_at"]) + timedelta(minutes=30)
        event = Event("cancelled", withdrawn_at, cancelled_by="customer")
    elif fate.handed_over_at:
        event = Event(
            "handed_over",
            max(fate.handed_over_at, row["recorded_at"] + timedelta(minutes=30)),
            line.quantity if line.quantity > 1 else None,
        )
        row["quantity"] = line.quantity
    else:
        return
    feeds["deliveries"].append(delivery(order, row, 1, event, recorded(setting.dice, event.occurred_at), line.partner.writes_utc))


def _visitors(setting: Setting, lines: int, first: date, days: int) -> list[Row]:
    """Those who ask before they buy, most of them customers of nobody yet."""
    rows = []
    for number in range(1, lines // 12 + 1):
        at = setting.at(first + timedelta(days=setting.dice.randrange(days)), 9, 20)
        row = contact(setting, f"c-ask-{number:05}", at, setting.dice.choice(("chat", "store", "phone", "web")), "advice", "resolved")
        if setting.chance(0.2) and setting.customers:
            row["customer_id"] = setting.dice.choice(setting.customers).customer_id
        row["rating"] = setting.dice.choice((3, 4, 4, 5, 5)) if setting.chance(0.1) else None
        rows.append(row)
    return rows


def _cut(feeds: dict[str, list[Row]], end: datetime) -> None:
    feeds["promises"] = sorted(
        (row for row in feeds["promises"] if row["recorded_at"] < end),
        key=lambda row: (row["recorded_at"], row["promise_id"], row["version"]),
    )
    known = {row["promise_id"] for row in feeds["promises"]}
    feeds["deliveries"] = sorted(
        (row for row in feeds["deliveries"] if row["recorded_at"] < end and row["promise_id"] in known),
        key=lambda row: (row["recorded_at"], row["delivery_id"]),
    )
    feeds["contacts"] = sorted(
        (row for row in feeds["contacts"] if row["started_at"] < end), key=lambda row: (row["started_at"], row["contact_id"])
    )
    for row in feeds["contacts"]:
        if row.get("ended_at") and row["ended_at"] >= end:
            # Still waiting for an answer on the end day.
            row |= {"answered_at": None, "ended_at": None, "outcome": None, "redirected_to": None, "agent": None}


def _settle(feeds: dict[str, list[Row]], customers: dict[str, Customer]) -> None:
    """The people, and Svein's order in front of everything, exactly as it was written by hand."""
    feeds["customers"] = [
        {"customer_id": c.customer_id, "type": c.type, "name": c.name, "zone": c.zone, "region": c.region} for c in customers.values()
    ]
    for feed in ("promises", "deliveries", "contacts"):
        feeds[feed] = [row for row in cast.sample_rows(feed) if row["order_id"] == HERO] + feeds[feed]
    feeds["customers"] = [row for row in cast.sample_rows("customers") if row["customer_id"] == "svein"] + feeds["customers"]
    feeds["sellers"] = [vars(seller) for seller in cast.sellers()]
    feeds["partners"] = [vars(partner) for partner in cast.partners()]
    feeds["steps"] = list(cast.sample_rows("steps"))


def _partner_truth(turns: Turns) -> list[Row]:
    return [
        {
            "partner_id": partner.partner_id, "type": partner.type, "is_bad": partner.is_bad, "is_unlucky": partner.is_unlucky,
            "late_chance": partner.late_chance, "degraded_chance": partner.degraded_chance,
            "degraded_from": turns.degraded_from if partner.degraded_chance else None, "damage_chance": partner.damage_chance,
        }
        for partner in cast.partners()
    ]  # fmt: skip
