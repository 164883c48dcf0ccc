"""Accepted feeds as they would have been on an earlier day: judged as of it, and without what was recorded since. And a world to try it on."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import duckdb
from absence import without
from worlds import change

from data.contract.feeds import BY_NAME
from data.refresh import calendars

START, DAYS = datetime(2021, 1, 4, 9), 560
TODAY = (START + timedelta(days=DAYS)).date()
EVENTS = ("delivered",) * 70 + ("returned", "attempted", "attempted", "cancelled", "cancelled")
#: when the company's clocks showed what is written
LOCAL = "case when rows.{moment}_kind = 'utc' then rows.{moment} at time zone 'UTC' at time zone {zone} else rows.{moment} end"
#: feed → what gives its rows a zone, and the moment from which on a row is known
RECORDED = {
    "promises": ("", "rows.zone", "recorded_at"),
    "deliveries": (
        """
        left join (select promise_id, min(zone) as zone from '{folder}/promises.parquet' group by all) as lines using (promise_id)
        left join (select order_id, min(zone) as zone from '{folder}/promises.parquet' group by all) as orders using (order_id)
        """,
        "coalesce(lines.zone, orders.zone)",
        "recorded_at",
    ),
    "contacts": (
        """
        left join (select promise_id, min(zone) as zone from '{folder}/promises.parquet' group by all) as lines using (promise_id)
        left join (select order_id, min(zone) as zone from '{folder}/promises.parquet' group by all) as orders using (order_id)
        left join (select customer_id, min(zone) as zone from '{folder}/promises.parquet' group by all) as bought using (customer_id)
        """,
        "coalesce(lines.zone, orders.zone, bought.zone)",
        "started_at",
    ),
}


def judged_on(accepted: Path, day: date) -> Callable[[Path], None]:
    """Everything that is on record today, judged as of an earlier day."""

    def write(folder: Path) -> None:
        without(accepted, ())(folder)
        change(folder, "build", f"update rows set as_of = date '{day}'")

    return write


def as_it_stood(accepted: Path, day: date) -> Callable[[Path], None]:
    """What was on record on that day, and nothing of what has come since; with the calendar that such rows have."""

    def write(folder: Path) -> None:
        judged_on(accepted, day)(folder)
        default = duckdb.sql(f"select default_zone from '{folder / 'build.parquet'}'").fetchone()[0]
        # the promises last: the other feeds have their zones from them
        for feed in reversed(RECORDED):
            places, zone, moment = RECORDED[feed]
            zone = f"coalesce({zone}, '{default}')"
            moments = [moment, "occurred_at"] if feed == "deliveries" else [moment]
            known = f"coalesce({', '.join(LOCAL.format(moment=name, zone=zone) for name in moments)})"
            change(
                folder,
                feed,
                f"create table known as select rows.* from rows {places.format(folder=folder)} where {known} < timestamp '{day}'",
                "drop table rows",
                "alter table known rename to rows",
            )
            count_again(folder, feed)
        for moment in ("answered_at", "ended_at"):
            change(folder, "contacts", f"update rows set {moment} = null, {moment}_kind = null where {moment}::date > date '{day}'")
        calendars.write(folder)

    return write


def count_again(folder: Path, feed: str) -> None:
    """What the gate would have said of the rows of a feed."""
    columns = [column.name for column in BY_NAME[feed].columns]
    counted = ", ".join(f'count("{name}")' for name in columns)
    number, *filled = duckdb.sql(f"select count(*), {counted} from '{folder / feed}.parquet'").fetchone()
    change(folder, "counts", f"update rows set rows_accepted = {number}, rows_landed = {number} + rows_quarantined where feed = '{feed}'")
    among = f"where feed = '{feed}' and column_name ="
    change(
        folder,
        "coverage",
        f"update rows set rows_count = {number} where feed = '{feed}'",
        *(f"update rows set filled_count = {count} {among} '{name}'" for name, count in zip(columns, filled, strict=True)),
    )


def recorded_late(seed: int) -> dict[str, list[dict]]:
    """A company of eighty weeks of which a third is recorded late: deliveries, returns, cancellations, hand-overs, new dates."""
    dice = Random(seed)
    world: dict[str, list[dict]] = {
        "promises": [], "deliveries": [], "contacts": [],
        "steps": [
            {"step": "delivery", "journey": "j", "position": 1, "owner": "o", "transit_days": 2},
            {"step": "callback", "journey": "j", "position": 2, "fulfilled_by": "contact"},
        ],
        "sellers": [{"seller_id": f"s{number}"} for number in range(4)],
        "partners": [{"partner_id": f"p{number}"} for number in range(6)],
        "customers": [{"customer_id": f"c{number}", "type": dice.choice(("private", "trade"))} for number in range(300)],
    }  # fmt: skip

    def event(promise_id: str, moment: datetime, kind: str, **others) -> None:
        known = moment + timedelta(days=dice.choice((0, 0, 0, 0, 2, 9, 30)), hours=1)
        row = {
            "delivery_id": f"d{len(world['deliveries'])}",
            "promise_id": promise_id,
            "event": kind,
            "occurred_at": moment,
            "recorded_at": known,
        }
        world["deliveries"].append(row | others)

    def contact(moment: datetime, **others) -> None:
        row = {
            "contact_id": f"k{len(world['contacts'])}",
            "started_at": moment,
            "channel": dice.choice(("phone", "chat")),
            "team": dice.choice("ab"),
        }
        ends = {
            "answered_at": moment + timedelta(minutes=dice.randrange(40)),
            "ended_at": moment + timedelta(hours=dice.choice((1, 1, 30))),
        }
        world["contacts"].append(
            row | ends | {"wait_minutes": dice.randrange(40), "outcome": dice.choice(("resolved", "redirected"))} | others
        )

    for number in range(1600):
        promise_id, order_id, customer_id = f"p{number:04}", f"o{number // 2:04}", f"c{number // 2 % 300}"
        made = START + timedelta(days=dice.randrange(DAYS), hours=dice.randrange(12))
        lead, partner = dice.randrange(5, 25), dice.randrange(6)
        due = made.date() + timedelta(days=lead)
        line = {
            "promise_id": promise_id, "order_id": order_id, "line": str(number), "customer_id": customer_id, "seller_id": f"s{dice.randrange(4)}",
            "partner_id": f"p{partner}", "step": "delivery", "product_group": dice.choice(("beds", "lamps")), "region": dice.choice(("n", "s", None)),
            "origin": dice.choice(("x", None)), "quantity": dice.choice((None, 2.0)), "value": float(dice.randrange(50, 900)),
            "zone": dice.choice(("Europe/Oslo", "Europe/Helsinki", "Asia/Kolkata")), "is_date_critical": dice.random() < 0.2,
        }  # fmt: skip
        world["promises"].append(line | {"version": 1, "recorded_at": made, "due_at": due, "partner_due_at": due})
        if dice.random() < 0.3:
            later = {"version": 2, "recorded_at": made + timedelta(days=dice.randrange(1, 40)), "due_at": due + timedelta(days=9)}
            world["promises"].append(line | later | {"initiated_by": dice.choice(("customer", "company")), "reason": "capacity"})
        if dice.random() < 0.3:
            plan = {"promise_id": f"{promise_id}h", "promised_to": "company", "step": "handover", "version": 1, "recorded_at": made}
            world["promises"].append(line | plan | {"due_at": due - timedelta(days=3)})
            event(f"{promise_id}h", made + timedelta(days=dice.randrange(1, lead)), "handed_over")
        if dice.random() < 0.15:
            call = {"promise_id": f"{promise_id}c", "step": "callback", "version": 1, "recorded_at": made, "partner_id": None}
            world["promises"].append(line | call | {"due_at": made.date() + timedelta(days=2)})
            contact(made + timedelta(days=dice.randrange(5)), promise_id=f"{promise_id}c", direction="outbound", reason="callback")
        # one partner has become worse of late
        slow = 12 if partner == 0 and made.date() > TODAY - timedelta(weeks=45) else 0
        for _ in range(dice.choice((0, *[1] * 60, 2, 2))):
            others = {"quantity": dice.choice((*[None] * 30, 1.0)), "condition": dice.choice((None, *["ok"] * 50, "damaged"))}
            others |= {
                "cancelled_by": dice.choice((None, "customer", "partner")),
                "failed_because": "customer_absent",
                "documents_ok": dice.random() < 0.9,
            }
            event(promise_id, made + timedelta(days=dice.randrange(2, 16) + slow, hours=3), dice.choice(EVENTS), **others)
        for _ in range(dice.choice((0, 0, 1, 2))):
            about = dice.choice(({"order_id": order_id}, {"promise_id": promise_id}, {"customer_id": customer_id}))
            inbound = {
                "direction": "inbound",
                "reason": dice.choice(("status", "delay", "change", "complaint")),
                "rating": dice.choice((None, 2.0, 5.0)),
            }
            outbound = {
                "direction": "outbound",
                "reason": dice.choice(("delay", "follow_up")),
                "told_due_at": dice.choice((None, due + timedelta(5))),
            }
            contact(made + timedelta(days=dice.randrange(40), hours=2), **about, **dice.choice((inbound, inbound, outbound)))
    return world
