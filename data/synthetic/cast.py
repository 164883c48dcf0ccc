"""Who is in the world: sellers, partners and products, with what is true of them and seen by nobody in the feeds."""

import csv
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

SAMPLE = Path(__file__).resolve().parent.parent / "sample"

OSLO, STOCKHOLM, COPENHAGEN, HELSINKI = "Europe/Oslo", "Europe/Stockholm", "Europe/Copenhagen", "Europe/Helsinki"

#: region, zone, share of the customers
REGIONS = (
    ("Oslo", OSLO, 20), ("Bergen", OSLO, 10), ("Trondheim", OSLO, 8), ("Stavanger", OSLO, 7), ("Tromsø", OSLO, 4),
    ("Stockholm", STOCKHOLM, 15), ("Göteborg", STOCKHOLM, 8), ("Malmö", STOCKHOLM, 6),
    ("København", COPENHAGEN, 10), ("Aarhus", COPENHAGEN, 5), ("Helsinki", HELSINKI, 5), ("Tampere", HELSINKI, 2),
)  # fmt: skip


@dataclass(frozen=True)
class Product:
    group: str
    lead_days: int
    value: float
    quantities: tuple[int, ...]
    kinds: tuple[str, ...]
    #: the type of partner that brings it
    brought_by: str = "supplier"


PRODUCTS = {
    product.group: product
    for product in (
        Product("cabinets", 24, 62_000, (1, 1, 8, 12, 16), ("on_date", "on_date", "by_date")),
        Product("worktops", 19, 16_500, (1,), ("on_date", "on_date", "window")),
        Product("appliances", 9, 11_500, (1, 1, 1, 2), ("by_date", "on_date", "window")),
        Product("sinks and taps", 8, 4_900, (1, 1, 2), ("by_date",)),
        Product("lighting", 6, 3_200, (1, 2, 4, 6), ("by_date", "by_date", "by_date", "window"), "carrier"),
        Product("accessories", 4, 1_400, (1, 2, 4, 10), ("by_date", "by_date", "by_date", "by_date", "on_date"), "carrier"),
    )
}


@dataclass(frozen=True)
class Partner:
    partner_id: str
    name: str
    type: str
    zone: str
    owner: str
    #: what it brings; empty for those that bring nothing
    groups: tuple[str, ...] = ()
    share: float = 1.0
    #: how often it misses its own date, in an ordinary week and in whatever way
    late_chance: float = 0.07
    degraded_chance: float | None = None
    damage_chance: float = 0.009
    is_bad: bool = False
    is_unlucky: bool = False
    #: its system writes instants in UTC, not wall-clock times
    writes_utc: bool = False


#: what is true of the partners that data/sample/partners.csv names
KNOWN: dict[str, dict[str, Any]] = {
    "nordskap": {"groups": ("cabinets",), "share": 3, "late_chance": 0.065},
    "steinbenk": {"groups": ("worktops",), "share": 3, "late_chance": 0.06},
    "hvitlager": {"groups": ("appliances",), "share": 2, "late_chance": 0.34, "damage_chance": 0.03, "is_bad": True},
    "rask-frakt": {"groups": ("lighting", "accessories"), "share": 3, "late_chance": 0.06, "writes_utc": True},
    "rett-montering": {"groups": ("installation",), "share": 3, "late_chance": 0.06},
    "svarhuset": {"groups": ("calls",), "share": 3},
}
FURNITURE, WHITE_GOODS, TRANSPORT, FITTING = (f"Partner manager {of}" for of in ("furniture", "appliances", "transport", "installation"))
PARTNERS = (
    Partner("skapfabrikken", "Skapfabrikken", "supplier", OSLO, FURNITURE, ("cabinets",), 2, 0.055),
    Partner("lund-snickeri", "Lund snickeri", "supplier", STOCKHOLM, FURNITURE, ("cabinets",), 1.5, 0.08),
    Partner("havn-koekken", "Havn køkken", "supplier", COPENHAGEN, FURNITURE, ("cabinets",), 1, 0.05),
    # Degrades from a certain week on (see `degraded_from`): good before, bad after.
    Partner("granitten", "Granitten", "supplier", STOCKHOLM, FURNITURE, ("worktops",), 2, 0.06, degraded_chance=0.4),
    Partner("plate-pluss", "Plate pluss", "supplier", OSLO, FURNITURE, ("worktops",), 1.5, 0.07),
    # Some dozen lines in eighteen months, a third of them late by chance alone: no worse than its peers.
    Partner("liten-benk", "Liten benk", "supplier", OSLO, FURNITURE, ("worktops",), 0.035, 0.065, is_unlucky=True),
    Partner("kjolehuset", "Kjølehuset", "supplier", OSLO, WHITE_GOODS, ("appliances",), 3, 0.06),
    Partner("vit-grossist", "Vit grossist", "supplier", STOCKHOLM, WHITE_GOODS, ("appliances",), 2, 0.085),
    Partner("kodin-kone", "Kodin kone", "supplier", HELSINKI, WHITE_GOODS, ("appliances",), 1, 0.055),
    Partner("vask-og-kran", "Vask og kran", "supplier", OSLO, WHITE_GOODS, ("sinks and taps",), 2, 0.05),
    Partner("vandhanen", "Vandhanen", "supplier", COPENHAGEN, WHITE_GOODS, ("sinks and taps",), 1, 0.07),
    Partner("fjordbud", "Fjordbud", "carrier", OSLO, TRANSPORT, ("lighting", "accessories"), 2, 0.32, None, 0.02, is_bad=True),
    Partner("norrfrakt", "Norrfrakt", "carrier", STOCKHOLM, TRANSPORT, ("lighting", "accessories"), 3, 0.065, writes_utc=True),
    Partner("sund-kurer", "Sund kurér", "carrier", COPENHAGEN, TRANSPORT, ("lighting", "accessories"), 1.5, 0.06),
    Partner("hele-kjokken", "Hele kjøkken montasje", "installer", OSLO, FITTING, ("installation",), 2, 0.07),
    Partner("snabb-montage", "Snabb montage", "installer", STOCKHOLM, FITTING, ("installation",), 2, 0.36, is_bad=True),
    Partner("byens-montoer", "Byens montør", "installer", COPENHAGEN, FITTING, ("installation",), 1, 0.06),
    Partner("dialogen", "Dialogen", "contact_centre", STOCKHOLM, "Head of customer service", ("calls",), 2),
    Partner("feltsalg", "Feltsalg", "sales", OSLO, "Head of sales"),
)


@dataclass(frozen=True)
class Seller:
    seller_id: str
    name: str
    type: str
    zone: str
    owner: str
    share: float = 1.0
    #: working days that it adds to what the partner and the transport need
    buffer_days: int = 2
    #: how often it promises a date that nobody confirmed
    over_promise_chance: float = 0.012


OVER_PROMISERS = {"store-malmoe": 0.35, "felt-03": 0.4}
TOWNS = (
    ("bergen", "Bergen", OSLO), ("trondheim", "Trondheim", OSLO), ("stavanger", "Stavanger", OSLO), ("tromsoe", "Tromsø", OSLO),
    ("kristiansand", "Kristiansand", OSLO), ("drammen", "Drammen", OSLO), ("fredrikstad", "Fredrikstad", OSLO),
    ("hamar", "Hamar", OSLO), ("aalesund", "Ålesund", OSLO), ("bodoe", "Bodø", OSLO),
    ("stockholm", "Stockholm", STOCKHOLM), ("goeteborg", "Göteborg", STOCKHOLM), ("malmoe", "Malmö", STOCKHOLM),
    ("uppsala", "Uppsala", STOCKHOLM), ("oerebro", "Örebro", STOCKHOLM), ("umeaa", "Umeå", STOCKHOLM),
    ("koebenhavn", "København", COPENHAGEN), ("aarhus", "Aarhus", COPENHAGEN), ("odense", "Odense", COPENHAGEN),
    ("aalborg", "Aalborg", COPENHAGEN), ("helsinki", "Helsinki", HELSINKI), ("tampere", "Tampere", HELSINKI), ("turku", "Turku", HELSINKI),
)  # fmt: skip
#: desks that promise, but do not sell
DESKS = (
    Seller("purchasing", "Purchasing", "desk", OSLO, "Head of purchasing", 0),
    Seller("finance", "Finance", "desk", OSLO, "Head of finance", 0),
)
MANAGERS = {
    OSLO: "Regional manager Norway",
    STOCKHOLM: "Regional manager Sweden",
    COPENHAGEN: "Regional manager Denmark",
    HELSINKI: "Regional manager Finland",
}


def sample_rows(feed: str) -> list[dict[str, Any]]:
    """The hand-written rows: Svein's order and those it names have one home, and it is data/sample."""
    with open(SAMPLE / f"{feed}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def partners() -> list[Partner]:
    return [Partner(**row, **KNOWN[row["partner_id"]]) for row in sample_rows("partners")] + list(PARTNERS)


def sellers() -> list[Seller]:
    shares = {"store-oslo": 4.0, "web": 6.0, "customer-service": 0.0}
    cast = [Seller(**row, share=shares[row["seller_id"]]) for row in sample_rows("sellers")]
    for place, (town_id, town, zone) in enumerate(TOWNS):
        seller_id = f"store-{town_id}"
        cast.append(Seller(seller_id, f"{town} store", "store", zone, MANAGERS[zone], 2.4 - 0.08 * place, 2 + place % 3))
    cast += [
        Seller(f"web-{country}", f"Web shop {country.upper()}", "web", zone, "Head of e-commerce", 3, 3)
        for country, zone in (("se", STOCKHOLM), ("dk", COPENHAGEN), ("fi", HELSINKI))
    ]
    cast += [
        Seller(f"felt-{n:02}", f"Feltsalg team {n}", "outsourced_sales", OSLO if n < 6 else STOCKHOLM, "Head of sales", 0.8, 2)
        for n in range(1, 10)
    ]
    over_promising = [
        replace(seller, over_promise_chance=OVER_PROMISERS[seller.seller_id], buffer_days=1, share=1.5)
        if seller.seller_id in OVER_PROMISERS else seller
        for seller in cast
    ]  # fmt: skip
    return over_promising + list(DESKS)


@dataclass(frozen=True)
class Turns:
    """What changed, and when: places on the time line, so that every length of world has them."""

    degraded_from: date
    strike_from: date
    strike_to: date
    short_staffed_from: date
    short_staffed_to: date

    def late_chance(self, partner: Partner, day: date) -> float:
        if partner.degraded_chance and day >= self.degraded_from:
            return partner.degraded_chance
        if partner.type == "carrier" and self.strike_from <= day <= self.strike_to:
            return 0.6
        return partner.late_chance
