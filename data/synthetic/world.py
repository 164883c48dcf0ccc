"""The whole world, cut at its end day: what was not yet recorded then does not exist."""

import heapq
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from . import cast, truth
from .aftermath import follow
from .cast import Partner
from .dirt import soil
from .goods import write_down
from .lines import live
from .orders import Customer, Setting, day_of, orders
from .record import Record
from .rows import Row, contact
from .workdays import Workdays

HERO = "order-svein"


@dataclass
class World:
    feeds: dict[str, list[Row]]
    truth: dict[str, list[Row]]
    events: list[dict[str, Any]]


def build(seed: int, days: int, lines: int, end: date) -> World:
    first = end - timedelta(days=days)
    turns = truth.turns(first, days)
    workdays = Workdays(first - timedelta(days=30), end + timedelta(days=500))
    setting = Setting(Random(seed), workdays, turns, _by_group(cast.partners()), cast.sellers())
    feeds: dict[str, list[Row]] = {"promises": [], "deliveries": [], "contacts": []}
    causes: list[Row] = []
    callers: list[Row] = []
    customers: dict[str, Customer] = {}
    returning: list[tuple[date, str]] = []
    luck: dict[str, int] = {}
    for order in orders(setting, lines, first, end):
        customers.setdefault(order.customer.customer_id, order.customer)
        while returning and returning[0][0] <= order.made_at.date():
            setting.customers.append(customers[heapq.heappop(returning)[1]])
        fates = [live(setting, order, line, luck) for line in order.lines]
        record = Record(setting, order, [(line, fate) for line, fate in zip(order.lines, fates, strict=True) if fate.is_broken])
        write_down(record, fates)
        follow(record, fates)
        for feed in feeds:
            feeds[feed] += getattr(record, feed)
        causes += record.causes
        callers += record.callers
        # Of those whom we let down, fewer than half come back.
        if not any(fate.is_broken for fate in fates) or setting.chance(0.4):
            heapq.heappush(returning, (max(day_of(line.due) for line in order.lines), order.customer.customer_id))
    feeds["contacts"] += _visitors(setting, lines, first, days)
    _cut(feeds, datetime.combine(end, time()))
    slips = soil(setting.dice, feeds)
    _settle(feeds, customers)
    kept = {row["promise_id"] for row in feeds["promises"]}
    called = {row["contact_id"] for row in feeds["contacts"]}
    secrets = {
        "partners": [truth.of_partner(partner, turns, causes, end) for partner in cast.partners()],
        "sellers": [truth.of_seller(seller) for seller in setting.sellers],
        "promises": [cause for cause in causes if cause["promise_id"] in kept],
        "contacts": [caller for caller in callers if caller["contact_id"] in called],
        "dirt": slips,
    }
    return World(feeds, secrets, truth.events(turns))


def _by_group(partners: list[Partner]) -> dict[str, list[Partner]]:
    groups: dict[str, list[Partner]] = {}
    for partner in partners:
        for group in partner.groups:
            groups.setdefault(group, []).append(partner)
    return groups


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
