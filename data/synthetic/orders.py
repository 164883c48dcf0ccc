"""What was promised: who bought what, from whom, and by when they were told it would come."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random

from . import cast
from .cast import Partner, Product, Seller, Turns
from .workdays import Workdays, demand, pressure

BASKETS = (("kitchen", 30), ("appliances", 30), ("small", 40))
#: what has to be done at home before the goods can come
PREPARATIONS = {
    "cabinets": ("old kitchen taken down", "old kitchen taken down, day off", ""),
    "worktops": ("carpenter and plumber booked", "plumber booked", ""),
    "appliances": ("electrician booked", ""),
}
FIRST_NAMES = ("Kari", "Ola", "Ingrid", "Lars", "Anna", "Erik", "Sofie", "Mads", "Aino", "Mikko", "Nora", "Jonas", "Freja", "Elin", "Per")
#: working days that transport is given, as data/sample/steps.csv says
TRANSIT_DAYS = 2
FIRMS = {
    "trade": ("Bygg", "Snekkeren", "Håndverk", "Montage"),
    "housing_association": ("Fjellhagen", "Solbakken", "Strandgården", "Parkveien"),
}


@dataclass(frozen=True)
class Customer:
    customer_id: str
    type: str
    name: str
    zone: str
    region: str
    would_complain: bool


@dataclass
class Line:
    promise_id: str
    number: int
    product: Product
    partner: Partner
    quantity: int
    value: int
    kind: str
    is_required: bool = True
    is_over_promised: bool = False
    preparation: str = ""
    #: the day on which the goods leave the supplier or our warehouse, and the partner's own date: a supplier hands over to us, a carrier is
    #: at the door
    commit: date = date.max
    partner_due: date | datetime = date.max
    due_from: date | datetime | None = None
    due: date | datetime = date.max


@dataclass
class Order:
    order_id: str
    made_at: datetime
    seller: Seller
    customer: Customer
    basket: str
    requested: date | None
    lines: list[Line] = field(default_factory=list)


@dataclass
class Setting:
    """What every act needs: the dice, the calendar, the cast and what changes when."""

    dice: Random
    workdays: Workdays
    turns: Turns
    partners: dict[str, list[Partner]]
    sellers: list[Seller]
    customers: list[Customer] = field(default_factory=list)

    def chance(self, likely: float) -> bool:
        return self.dice.random() < likely

    def late_chance(self, partner: Partner, day: date) -> float:
        return min(self.turns.late_chance(partner, day) * pressure(day), 0.95)

    def minutes_late(self) -> timedelta:
        """Who comes on the day but after the hour, mostly comes soon after it: half within twenty minutes, some hours later."""
        return timedelta(minutes=min(1 + int(self.dice.lognormvariate(3, 1.1)), 300))

    def at(self, day: date, first_hour: int = 8, last_hour: int = 16) -> datetime:
        return datetime.combine(day, time(self.dice.randrange(first_hour, last_hour), self.dice.randrange(60)))

    def partner(self, group: str, zone: str) -> Partner:
        # A partner of the same country is three times as likely to bring it.
        able = self.partners[group]
        return self.dice.choices(able, [partner.share * (3 if partner.zone == zone else 1) for partner in able])[0]


def day_of(moment: date | datetime | None) -> date:
    if moment is None:
        raise ValueError("no day is named")
    return moment.date() if isinstance(moment, datetime) else moment


def orders(setting: Setting, lines: int, first: date, end: date) -> Iterator[Order]:
    baskets = list(_baskets(setting.dice, lines))
    days = [first + timedelta(n) for n in range((end - first).days)]
    busy = list(accumulate(demand(day, first) for day in days))
    made = sorted(setting.dice.choices(days, cum_weights=busy, k=len(baskets)))
    shares = list(accumulate(seller.share for seller in setting.sellers))
    for number, ((basket, groups), day) in enumerate(zip(baskets, made, strict=True), 1):
        seller = setting.dice.choices(setting.sellers, cum_weights=shares)[0]
        hours = (7, 23) if seller.type == "web" else (10, 19)
        requested = setting.workdays.after(day, setting.dice.randrange(4, 35)) if setting.chance(0.55) else None
        order = Order(f"o{number:06}", setting.at(day, *hours), seller, _customer(setting, seller, number), basket, requested)
        order.lines = [_line(setting, order, place, group) for place, group in enumerate(groups, 1)]
        _promise_dates(setting, order)
        yield order


def _baskets(dice: Random, lines: int) -> Iterator[tuple[str, list[str]]]:
    names, weights = [name for name, _ in BASKETS], [weight for _, weight in BASKETS]
    while lines > 0:
        basket = dice.choices(names, weights)[0]
        if basket == "kitchen":
            groups = ["cabinets", "worktops"] + ["appliances"] * dice.choice((1, 1, 2))
            groups += [
                group for group, likely in (("sinks and taps", 0.6), ("lighting", 0.4), ("accessories", 0.6)) if dice.random() < likely
            ]
        elif basket == "appliances":
            groups = ["appliances"] * dice.choice((1, 1, 2))
        else:
            groups = dice.choices(("accessories", "lighting", "sinks and taps"), (5, 3, 2), k=dice.choice((1, 1, 2, 3)))
        yield basket, groups[:lines]
        lines -= len(groups)


def _customer(setting: Setting, seller: Seller, number: int) -> Customer:
    dice, known = setting.dice, setting.customers
    # About one order in seven is by somebody who has bought before; whom a break drove away is settled in `world`.
    if len(known) > 50 and setting.chance(0.15):
        return dice.choice(known)
    kind = dice.choices(("private", "trade", "housing_association"), (80, 15, 5))[0]
    near = [place for place in cast.REGIONS if place[1] == seller.zone]
    region, zone, _ = dice.choices(near, [share for *_, share in near])[0]
    name = dice.choice(FIRST_NAMES) if kind == "private" else f"{dice.choice(FIRMS[kind])} {dice.choice(FIRST_NAMES)}"
    customer = Customer(f"k{number:06}", kind, name, zone, region, setting.chance(0.5 if kind == "private" else 0.7))
    return customer


def _line(setting: Setting, order: Order, number: int, group: str) -> Line:
    dice, product = setting.dice, cast.PRODUCTS[group]
    quantity = dice.choice(product.quantities)
    value = round(product.value * dice.lognormvariate(0, 0.35) * (quantity if quantity < 8 else 1.6), -2)
    partner = setting.partner(group, order.customer.zone)
    # In a kitchen the small things can wait: the customer can move in without them.
    required = order.basket != "kitchen" or group not in ("lighting", "accessories")
    line = Line(f"{order.order_id}-{number}", number, product, partner, quantity, int(value), dice.choice(product.kinds), required)
    if order.basket == "kitchen":
        line.preparation = dice.choice(PREPARATIONS.get(group, ("",)))
    elif line.kind != "by_date" and setting.chance(0.3):
        line.preparation = "day off"
    return line


def _promise_dates(setting: Setting, order: Order) -> None:
    """Partners commit first and transport is added; most orders of several lines are then promised for one day."""
    dice, workdays, made = setting.dice, setting.workdays, order.made_at.date()
    spare = order.seller.buffer_days + 2
    needed = [round(line.product.lead_days * dice.uniform(0.8, 1.35)) + spare for line in order.lines]
    if len(order.lines) > 1 and setting.chance(0.75):
        needed = [max(needed)] * len(needed)
    # whoever hurries a date does not only spend the room that it would have left, but promises before anybody could be there
    hurried = order.seller.buffer_days + dice.randrange(2, 7) if setting.chance(order.seller.over_promise_chance) else 0
    for line, days in zip(order.lines, needed, strict=True):
        line.commit = workdays.after(made, days - spare)
        promised = max(days - hurried, 2)
        line.is_over_promised = hurried > 0
        line.due = workdays.after(made, promised)
        if line.kind == "window":
            opens = datetime.combine(line.due, time(dice.choice((8, 10, 12, 14))))
            line.due_from, line.due = opens, opens + timedelta(hours=4)
        line.partner_due = line.commit if line.partner.type == "supplier" else _at_the_door(setting, line)


def _at_the_door(setting: Setting, line: Line) -> date | datetime:
    """A carrier's own date: as soon as it can, or the day that was agreed (the reasons: `carriers`)."""
    soonest = setting.workdays.after(line.commit, TRANSIT_DAYS)
    is_booked = line.kind != "by_date" or setting.chance(0.35)
    return line.due if is_booked and soonest <= day_of(line.due) else soonest
