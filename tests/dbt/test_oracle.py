"""The models against the oracle, row by row, on random worlds."""

import csv
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import oracle
import oracle_calendar
import oracle_contacts
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.contract import places

#: more worlds on request: HOLDT_EXAMPLES=2000; `make test-slow` asks for 100
EXAMPLES = int(os.environ.get("HOLDT_EXAMPLES", 25))
ZONES = [
    "Europe/Oslo",
    "Europe/Helsinki",
    "Europe/Copenhagen",
    "America/Sao_Paulo",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "UTC",
]
# around the night when clocks go forward, the night when they go back, and the turn of the year
MIDDLES = [date(2022, 3, 27), date(2022, 10, 30), date(2022, 12, 31)]
HOUSE = {
    "partner_id": "*",
    "partner_type": "*",
    "step": "*",
    "product_group": "*",
    "valid_from": date(1900, 1, 1),
    "grace_days": 0,
    "early_tolerance_days": 0,
}
POLICIES = [
    HOUSE | {"policy_id": "house", "grace_minutes": 0, "early_tolerance_minutes": 0},
    HOUSE | {"policy_id": "patient", "step": "installation", "grace_days": 2, "early_tolerance_days": 1},
    HOUSE | {"policy_id": "strict", "step": "installation", "valid_from": date(2022, 10, 20), "grace_days": 1},
    HOUSE | {"policy_id": "customary", "partner_type": "carrier", "grace_minutes": 15, "early_tolerance_minutes": 30},
    HOUSE | {"policy_id": "hours", "partner_type": "carrier", "step": "installation", "grace_minutes": 90, "early_tolerance_days": 1, "early_tolerance_minutes": 15},
    HOUSE | {"policy_id": "agreed", "partner_id": "p1", "grace_days": 1, "early_tolerance_days": 3},
]  # fmt: skip

ANY = {"country": "*", "zone": "*", "weekday": "*", "valid_from": date(1900, 1, 1)}
HOURS = [
    ANY | {"calendar": "desk", "opens": "08:00", "closes": "11:30"},
    ANY | {"calendar": "desk", "opens": "12:00", "closes": "16:00"},
    ANY | {"calendar": "desk", "country": "NO", "opens": "09:00", "closes": "15:00"},
    ANY | {"calendar": "desk", "weekday": "4", "opens": "18:00", "closes": "02:00"},
    ANY | {"calendar": "desk", "country": "NO", "weekday": "1", "opens": "21:30", "closes": "05:00"},
    ANY | {"calendar": "desk", "country": "NO", "weekday": "6", "opens": "10:00", "closes": "14:00"},
    ANY
    | {
        "calendar": "desk",
        "country": "FI",
        "valid_from": date(2022, 10, 20),
        "valid_until": date(2022, 12, 30),
        "opens": "10:00",
        "closes": "12:15",
    },
    ANY | {"calendar": "desk", "zone": "Asia/Kolkata", "opens": "22:00", "closes": "06:00"},
    ANY | {"calendar": "desk", "zone": "Pacific/Auckland", "weekday": "7", "opens": "00:00", "closes": "24:00"},
    ANY | {"calendar": "desk", "zone": "America/Sao_Paulo", "weekday": "3", "opens": None, "closes": None},
    ANY | {"calendar": "orders", "opens": "00:00", "closes": "12:00"},
    ANY | {"calendar": "orders", "country": "NO", "opens": "00:00", "closes": "24:00"},
    ANY | {"calendar": "orders", "zone": "Pacific/Chatham", "opens": "06:00", "closes": "09:45"},
    ANY | {"calendar": "orders", "zone": "Pacific/Chatham", "opens": "10:00", "closes": "18:15"},
    ANY | {"calendar": "orders", "zone": "Europe/Helsinki", "weekday": "6", "opens": "00:00", "closes": "12:00"},
]
SPECIAL_DAYS = [
    {"country": "*", "zone": "*", "day": date(2022, 3, 28), "is_open": False, "comment": "Stocktaking"},
    {"country": "DK", "zone": "*", "day": date(2022, 3, 28), "is_open": True, "comment": "Counted already"},
    {"country": "*", "zone": "Europe/Helsinki", "day": date(2022, 10, 31), "is_open": False, "comment": "Moving house"},
    {"country": "NO", "zone": "*", "day": date(2022, 12, 26), "is_open": True, "comment": "The sale begins"},
    {"country": "*", "zone": "Asia/Kolkata", "day": date(2022, 3, 27), "is_open": True, "comment": "A Sunday"},
]
SEEDS = {"promise_policies": POLICIES, "working_hours": HOURS, "special_days": SPECIAL_DAYS}


@st.composite
def moments(draw, middle: date, spread: int = 12):
    """A date, a local time or an instant; hours lean to midnight and to the hours that clocks skip or repeat."""
    day = middle + timedelta(draw(st.integers(-spread, spread)))
    hour = draw(st.sampled_from([None, 0, 1, 2, 3, 12, 22, 23]))
    if hour is None:
        return day
    at = datetime(day.year, day.month, day.day, hour, draw(st.sampled_from([0, 30])))
    return at.replace(tzinfo=UTC) if draw(st.booleans()) else at


@st.composite
def promises(draw, order: str, number: int, middle: date):
    promise_id = f"{order}-{number}"
    quantity = draw(st.sampled_from([None, 1.0, 3.0]))
    fixed = {
        "promise_id": promise_id,
        "order_id": order,
        # a hand-over has the line of its goods, or is of the whole order
        "line": draw(st.sampled_from([str(number), "1", "1", None])),
        "seller_id": draw(st.sampled_from(["s1", "s2", "s3", "unknown"])),
        "customer_id": draw(st.sampled_from([f"c{ord(order[-1]) % 3}"] * 4 + ["c1"])),
        "partner_id": draw(st.sampled_from(["p1", "p2", "p3", None])),
        "step": draw(st.sampled_from(["customer_delivery", "installation", "installation", "callback"])),
        "zone": draw(st.sampled_from([*ZONES, None])),
        "quantity": quantity,
        "promised_to": draw(st.sampled_from([None, "customer", "company"])),
        "is_required": draw(st.sampled_from([None, True, True, False])),
    }
    kind = draw(st.sampled_from([None, "by_date", "on_date", "window", "appointment"]))
    recorded = middle - timedelta(40)
    # on the minute of a cut-off, too
    made_at = draw(st.sampled_from([(10, 1), (12, 0), (12, 1), (17, 30)]))
    versions = []
    for version in range(1, draw(st.integers(1, 4)) + 1):
        recorded = recorded + timedelta(draw(st.integers(0, 25)))
        due = draw(st.one_of(moments(middle), moments(middle), st.none()))
        start = None
        if due is not None and draw(st.booleans()):
            start = due - timedelta(hours=draw(st.sampled_from([2, 24, 48]))) if isinstance(due, datetime) else due - timedelta(2)
        versions.append(
            fixed | {"version": version, "kind": kind,
                     "recorded_at": datetime(recorded.year, recorded.month, recorded.day, *(made_at if version == 1 else (18, version))),
                     "due_at": due, "due_from": start, "initiated_by": draw(st.sampled_from([None, "company", "partner", "customer", "customer"]))}
        )  # fmt: skip
    events = []
    times = [version["due_at"] for version in versions if isinstance(version["due_at"], datetime)]
    for number in range(draw(st.integers(0, 4))):
        occurred = draw(moments(middle, 14))
        if times and draw(st.booleans()):
            occurred = draw(st.sampled_from(times)) + timedelta(minutes=draw(st.sampled_from([-150, -15, -1, 0, 0.5, 15, 15.5, 90])))
        late = draw(st.sampled_from([None, 0, 0, 3]))
        events.append(
            {"delivery_id": f"{promise_id}-d{number}", "promise_id": promise_id, "occurred_at": occurred,
             "recorded_at": None if late is None else occurred + timedelta(late),
             "event": draw(st.sampled_from(["delivered", "delivered", "delivered", "handed_over", "attempted", "cancelled", "returned"])),
             "quantity": draw(st.sampled_from([None, None, 1.0, 2.0])),
             "condition": draw(st.sampled_from([None, "ok", "ok", "damaged", "short"])),
             "cancelled_by": draw(st.sampled_from([None, "customer", "customer", "company"])),
             "failed_because": draw(st.sampled_from([None, "customer_absent", "capacity"]))}
        )  # fmt: skip
    return versions, events


@st.composite
def contacts(draw, number: int, orders: int, middle: date):
    started = draw(moments(middle, 25))
    later = [None, timedelta(minutes=12), timedelta(hours=5), timedelta(hours=14), timedelta(days=1), timedelta(days=4)]
    if not isinstance(started, datetime):
        later = [None, timedelta(0), timedelta(days=2)]
    wait, length = draw(st.sampled_from(later)), draw(st.sampled_from(later))
    order = f"o{draw(st.integers(0, orders))}"
    about = draw(st.sampled_from([{"order_id": order}, {"order_id": order}, {"promise_id": f"{order}-1"}, {}, {}]))
    customer = draw(st.sampled_from([None, "c0", "c1", "c2", "stranger"]))
    return about | {
        "contact_id": f"k{number:02}", "started_at": started, "channel": draw(st.sampled_from(["phone", "email", "email", "seller_mailbox", "pigeon"])),
        "customer_id": customer, "direction": draw(st.sampled_from([None, "inbound", "inbound", "outbound"])),
        "reason": draw(st.sampled_from([None, "status", "delay", "delay", "advice", "survey", "whim"])),
        "answered_at": None if wait is None else started + wait, "ended_at": None if length is None else started + (wait or timedelta()) + length,
        "wait_minutes": draw(st.sampled_from([None, 0.0, 23.0])), "outcome": draw(st.sampled_from([None, "informed", "redirected", "redirected", "resolved"])),
        "team": draw(st.sampled_from([None, "chat", "service", "service"])), "told_due_at": draw(st.one_of(st.none(), moments(middle))),
    }  # fmt: skip


@st.composite
def random_worlds(draw):
    middle = draw(st.sampled_from(MIDDLES))
    world = {"promises": [], "deliveries": []}
    orders = draw(st.integers(1, 8))
    for order in range(orders):
        for number in range(1, draw(st.sampled_from([1, 2, 3, 4])) + 1):
            versions, events = draw(promises(f"o{order}", number, middle))
            world["promises"] += versions
            world["deliveries"] += events
    world["contacts"] = [draw(contacts(number, orders, middle)) for number in range(draw(st.integers(0, 14)))]
    world["steps"] = [{"step": "callback", "fulfilled_by": "contact"}]
    world["sellers"] = [{"seller_id": name, "zone": draw(st.sampled_from([*ZONES, None]))} for name in ("s1", "s2", "s3")]
    world["partners"] = [{"partner_id": "p1", "type": "carrier"}, {"partner_id": "p2", "type": "carrier"}, {"partner_id": "p3"}]
    world["customers"] = [
        {"customer_id": "c0", "zone": "Asia/Kathmandu"},
        {"customer_id": "c1"},
        {"customer_id": "stranger", "zone": "UTC"},
    ]
    return world, middle + timedelta(draw(st.integers(-2, 25)))


def scopes():
    places_named = st.sampled_from(["*", "*", "NO", "DK", "NZ"]), st.sampled_from(["*", "*", *ZONES])
    return st.fixed_dictionaries({"country": places_named[0], "zone": places_named[1]})


@st.composite
def rules(draw):
    """Opening hours and special days, also such as no company would keep."""
    middle = draw(st.sampled_from(MIDDLES))
    clocks = st.sampled_from(["00:00", "02:30", "06:00", "08:00", "11:45", "12:00", "16:00", "22:00", "24:00"])
    hours = []
    for _ in range(draw(st.integers(1, 7))):
        opens, closes = draw(clocks.filter("24:00".__ne__)), draw(clocks.filter("00:00".__ne__))
        dates = {
            "valid_from": draw(st.sampled_from([date(1900, 1, 1), middle])),
            "valid_until": draw(st.sampled_from([None, None, middle + timedelta(2)])),
        }
        clock = {"opens": opens, "closes": closes} if draw(st.integers(0, 5)) else {"opens": None, "closes": None}
        hours.append(
            draw(scopes()) | dates | clock | {"calendar": "desk", "weekday": draw(st.sampled_from(["*", "*", "1", "5", "6", "7"]))}
        )
    special = {}
    for _ in range(draw(st.integers(0, 6))):
        row = draw(scopes()) | {"day": middle + timedelta(draw(st.integers(-2, 2))), "is_open": draw(st.booleans()), "comment": "Ours"}
        special[row["country"], row["zone"], row["day"]] = row
    return middle, hours, list(special.values())


@settings(max_examples=EXAMPLES // 2, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(rules())
def test_every_place_works_when_the_rows_say_so_and_its_clock(models, case):
    middle, hours, special = case
    world = {
        "promises": [
            {"promise_id": zone, "version": 1, "recorded_at": middle, "due_at": middle, "seller_id": "s", "step": "d", "zone": zone}
            for zone in ZONES
        ]
    }
    with TemporaryDirectory() as folder:
        connection = models.run(
            Path(folder), world, middle, ["int_working_intervals"], seeds={"working_hours": hours, "special_days": special}
        )
    actual = connection.execute(
        "select zone, day, is_business_day, business_day_number, opens_at, closes_at, seconds_before_day from intermediate.int_working_intervals where calendar = 'desk'"
    ).fetchall()  # fmt: skip
    first, days = middle - timedelta(10), [middle + timedelta(n) for n in range(-10, 11)]
    for zone in ZONES:
        place = oracle_calendar.Place(zone, hours, special)
        here = [row[1:] for row in actual if row[0] == zone]
        assert {day: works for day, works, *_ in here if day in days} == {day: place.works(day) for day in days}, zone
        numbers = {day: number for day, _, number, *_ in here}
        assert [numbers[day] - numbers[first] for day in days] == [place.business_days(first, day) for day in days], zone
        pieces = place.pieces("desk", days)
        opened = [
            (day, oracle_contacts.instant(start), oracle_contacts.instant(end))
            for day, _, _, start, end, _ in here
            if start and day in days
        ]
        assert sorted(opened) == sorted(pieces), zone
        before = {day: seconds for day, *_, seconds in here}
        worked = [sum(((end - start).total_seconds() for on, start, end in pieces if on < day), 0.0) for day in days]
        assert [before[day] - before[first] for day in days] == worked, zone


def seed(name: str, column: str, value: str) -> dict[str, str]:
    with (places.ROOT / "dbt" / "seeds" / f"{name}.csv").open() as file:
        return {row[column]: row[value] for row in csv.DictReader(file)}


def rows_of(connection, table: str, key: str, columns: list[str]) -> dict:
    actual = connection.execute(f"select {key}, {', '.join(columns)} from {table}")
    types = [description[1] for description in actual.description[1:]]
    rows = {}
    for name, *values in actual.fetchall():
        values = [
            oracle_contacts.instant(value) if kind == "TIMESTAMP" else value for kind, value in zip(map(str, types), values, strict=True)
        ]
        assert name not in rows, f"{table} says {name} twice"
        rows[name] = dict(zip(columns, values, strict=True))
    return rows


def assert_same(connection, table: str, key: str, expected: dict) -> None:
    """Every row of the mart is as the oracle says, in every column it speaks of."""
    columns = list(next(iter(expected.values()), {}))
    actual = rows_of(connection, table, key, columns) if columns else {}
    assert actual.keys() == expected.keys(), table
    for name, row in expected.items():
        close = {column: pytest.approx(value, rel=1e-9, abs=1e-9) if isinstance(value, float) else value for column, value in row.items()}
        assert actual[name] == close, f"{table}, {name}"
    if not expected:
        assert connection.execute(f"select count(*) from {table}").fetchone() == (0,)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)
@given(random_worlds())
def test_models_and_oracle_agree_on_every_row_of_random_worlds(models, case):
    world, as_of = case
    wanted = ["fct_promises", "fct_orders", "fct_notices", "fct_inbound_contacts", "fct_episodes", "int_contact_links"]
    with TemporaryDirectory() as folder:
        connection = models.run(Path(folder), world, as_of, wanted, seeds=SEEDS)
    demands = seed("contact_reasons", "reason", "demand")
    unread = frozenset()
    for _ in range(2):
        # what the source tells is known from what it says of promises and contacts, and then decides what can be judged
        judged = oracle.judge_promises(world, as_of, POLICIES, "Europe/Oslo", unread)
        company = oracle_contacts.Company(world, as_of, judged, "Europe/Oslo", HOURS, SPECIAL_DAYS, demands)
        unread = company.unread()

    leads = company.leads()
    assert_same(connection, "marts.fct_promises", "promise_id", {
        promise_id: {"outcome": one["outcome"], "is_kept": one["kept"], "due_date": one["due_date"], "deviation_minutes": one["deviation_minutes"],
                     "latest_outcome": one["latest_outcome"], "latest_deviation_minutes": one["latest_deviation_minutes"],
                     "is_kept_latest": one["latest_kept"], "latest_due_date": one["latest_due_date"], "fulfilled_date": one["fulfilled_date"],
                     "fill_rate_at_due": one["fill_rate_at_due"] if one["kept"] is not None else None,
                     "is_handover_inferred": one["is_handover_inferred"]} | leads[promise_id]
        for promise_id, one in judged.items()
    })  # fmt: skip
    required = dict(connection.execute("select promise_id, is_required from marts.fct_promises where promised_to = 'customer'").fetchall())
    assert required == {promise_id: judged[promise_id]["required"] for promise_id in required}

    orders = {
        order_id: {("is_kept" if name == "kept" else name): value for name, value in row.items()}
        for order_id, row in oracle.judge_orders(judged).items()
    }
    columns = ["outcome", "is_kept", "due_date", "deviation_minutes", "partners_count", "delivery_dates_count"]
    assert rows_of(connection, "marts.fct_orders", "order_id", columns) == orders

    assert_same(connection, "marts.fct_notices", "promise_id", company.notices())
    links = {
        contact["contact_id"]: dict(zip(("linked_order_id", "link_kind"), company.link(contact), strict=True))
        for contact in company.contacts
    }
    assert_same(connection, "intermediate.int_contact_links", "contact_id", links)
    written = {channel for channel, is_written in seed("contact_channels", "channel", "is_written").items() if is_written == "true"}
    contacts, episodes = company.episodes(written)
    assert_same(connection, "marts.fct_inbound_contacts", "contact_id", contacts)
    assert_same(connection, "marts.fct_episodes", "episode_id", episodes)
