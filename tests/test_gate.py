import importlib
import json
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import duckdb
import pytest
from landings import Rows, land

from checks import gate, reading, rules
from checks.batch import landed
from checks.rule import Rule
from data.feeds import BY_NAME, FEEDS

door = importlib.import_module("checks.__main__")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOLDT_HOME", str(tmp_path))
    return tmp_path


def world(lines: int = 30) -> dict[str, Rows]:
    """A sound little world of every feed."""
    return {
        "sellers": [{"seller_id": "s1", "zone": "Europe/Oslo"}],
        "partners": [{"partner_id": "p1", "zone": "Europe/Stockholm"}],
        "customers": [{"customer_id": f"k{n}", "type": "private"} for n in range(lines)],
        "steps": [{"step": "customer_delivery", "position": "1", "moment_of_truth": "yes"}],
        "promises": [
            {
                "promise_id": f"o{n}-1",
                "recorded_at": f"2022-05-01 10:{n % 60:02}",
                "seller_id": "s1",
                "step": "customer_delivery",
                "due_at": "2022-07-14",
                "version": "1",
                "order_id": f"o{n}",
                "line": "1",
                "customer_id": f"k{n}",
                "partner_id": "p1",
                "quantity": "2",
                "value": "100.5",
                "zone": "Europe/Oslo",
            }
            for n in range(lines)
        ]
        + [{"promise_id": "new", "recorded_at": "2022-07-17", "seller_id": "s1", "step": "customer_delivery", "due_at": "2022-09-01",
            "version": "1", "order_id": "new", "customer_id": "k0", "partner_id": "p1"}],
        "deliveries": [
            {
                "delivery_id": f"d{n}",
                "promise_id": f"o{n}-1",
                "event": "delivered",
                "occurred_at": "2022-07-14 09:00",
                "recorded_at": "2022-07-14 09:30",
                "partner_id": "p1",
                "quantity": "2",
            }
            for n in range(lines)
        ],
        "contacts": [
            {
                "contact_id": f"c{n}",
                "started_at": "2022-07-14 08:00",
                "answered_at": "2022-07-14 08:07",
                "ended_at": "2022-07-14 08:10",
                "channel": "phone",
                "order_id": f"o{n}",
                "customer_id": f"k{n}",
                "direction": "inbound",
                "wait_minutes": "7",
                "rating": "4",
            }
            for n in range(lines)
        ],
    }  # fmt: skip


def quarantine(home: Path) -> list[dict]:
    return duckdb.sql(f"from read_parquet('{home / 'quarantine' / 'quarantined.parquet'}')").df().to_dict("records")


def verdict(home: Path, feed: str, check: str) -> dict:
    found = duckdb.sql(f"from read_parquet('{home / 'quarantine' / 'verdicts.parquet'}')").df().to_dict("records")
    return next(row for row in found if row["feed"] == feed and row["check_name"] == check)


def files_of(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


# ---------------------------------------------------------------- each rule

numbers = count(1)


@dataclass
class Case:
    """Rows that break one rule (the last of `bad` is the one that must be flagged), and a neighbour that only just keeps it."""

    feed: str
    rule: str
    bad: list[dict]
    good: list[dict] = field(default_factory=list)


def row(feed: str, **values) -> dict:
    """A sound row of a feed, with what is said of it."""
    sound = {key: value for key, value in world(1)[feed][0].items()}
    return sound | {BY_NAME[feed].key[0]: f"{feed}-{next(numbers)}"} | values


def case(feed: str, rule: str, bad: dict, good: dict | None = None) -> Case:
    return Case(feed, rule, [row(feed, **bad)], [row(feed, **(good or {}))])


UNREADABLE = {"moment": "17.06.2022", "number": "12,50", "whole": "1.5", "flag": "maybe"}
READABLE = {"moment": "2022-06-17", "number": "1.25e1", "whole": "1.0", "flag": "Y"}


def derived_cases() -> list[Case]:
    cases = []
    for feed in FEEDS:
        for rule in rules.every_feed.rules(feed):
            column, kind = rule.name.rpartition("_")[::2]
            if kind == "readable":
                cases.append(case(feed.name, rule.name, {column: UNREADABLE[BY_NAME[feed.name].by_name[column].kind]}))
            if kind == "given":
                cases.append(case(feed.name, rule.name, {column: None}))
            if kind == "known":
                good = feed.by_name[column].one_of[0].upper()
                cases.append(case(feed.name, rule.name, {column: "nonsense"}, {column: good}))
    return cases


def repeated(feed: str) -> Case:
    once = row(feed)
    return Case(feed, "given_once", [once, once])


TWICE = row("promises", promise_id="twice")
BACK = row("promises", promise_id="back")
UNNUMBERED = row("promises", promise_id="unnumbered", version=None)
FIRST = row("promises", promise_id="first", quantity="10", recorded_at="2022-05-01 10:00")
SPLIT = [row("promises", order_id="split", line=line) for line in ("1", "2")]
UNRECORDED = {"recorded_at": None}
UNANSWERED = {"answered_at": None, "ended_at": None}
TWIN = {"promise_id": "o0-1", "occurred_at": "2022-07-13 12:00"}

CASES = [
    *derived_cases(),
    *(repeated(feed.name) for feed in FEEDS),
    *(case(feed, "zone_known", {"zone": "Oslo"}, {"zone": "UTC"}) for feed in ("promises", "sellers", "partners", "customers")),
    case("steps", "position_counts_from_one", {"position": "0"}, {"position": "1"}),
    # promises
    case("promises", "window_in_order", {"due_from": "2022-07-15"}, {"due_from": "2022-07-14 23:30"}),
    case("promises", "made_before_due", {"recorded_at": "2022-07-15 00:00"}, {"recorded_at": "2022-07-14 23:59"}),
    case("promises", "recorded_by_now", {"recorded_at": "2022-07-18 09:00"}, {"recorded_at": "2022-07-18 08:00", "due_at": "2022-07-20"}),
    case("promises", "quantity_above_zero", {"quantity": "0"}, {"quantity": "0.5"}),
    case("promises", "version_counts_from_one", {"version": "2"}, {"version": "1"}),
    Case(
        "promises",
        "versions_in_order",
        [BACK, BACK | {"version": "2", "recorded_at": "2022-04-30 10:00"}],
        [TWICE, TWICE | {"version": "2", "recorded_at": "2022-05-01 10:01", "due_at": None}],
    ),
    Case(
        "promises",
        "versions_told_apart",
        [UNNUMBERED, UNNUMBERED | {"due_at": "2022-08-01"}],
        [UNNUMBERED | {"promise_id": "later"}, UNNUMBERED | {"promise_id": "later", "recorded_at": "2022-05-02", "due_at": "2022-08-01"}],
    ),
    Case(
        "promises",
        "new_date_ahead",
        [TWICE | {"promise_id": "hindsight"}, TWICE | {"promise_id": "hindsight", "version": "2", "recorded_at": "2022-07-15 00:01"}],
        [TWICE | {"promise_id": "foresight"}, TWICE | {"promise_id": "foresight", "version": "2", "recorded_at": "2022-07-14 12:00"}],
    ),
    case("promises", "due_within_reach", {"due_at": "9999-12-31"}, {"due_at": "2024-04-30"}),
    case("promises", "value_not_negative", {"value": "-1"}, {"value": "0"}),
    case("promises", "order_given", {"order_id": None}, {"order_id": None, "promised_to": "company"}),
    case("promises", "seller_known", {"seller_id": "S1"}),
    case("promises", "partner_known", {"partner_id": "nobody"}, {"partner_id": None}),
    case("promises", "customer_known", {"customer_id": "nobody"}, {"customer_id": None}),
    case("promises", "step_known", {"step": "delivery"}),
    # deliveries
    case("deliveries", "happened_by_now", UNRECORDED | {"occurred_at": "2022-07-19"}, UNRECORDED | {"occurred_at": "2022-07-18"}),
    case("deliveries", "recorded_by_now", {"recorded_at": "2022-07-18T06:06:00Z"}, {"recorded_at": "2022-07-18T06:04:00Z"}),
    case("deliveries", "recorded_after_it_happened", {"recorded_at": "2022-07-14 08:54"}, {"recorded_at": "2022-07-14 08:56"}),
    case("deliveries", "recorded_after_it_happened", {"recorded_at": "2022-07-13"}, {"recorded_at": "2022-07-14"}),
    case("deliveries", "recorded_after_it_happened", {"recorded_at": "2022-07-14T06:54:00Z"}, {"recorded_at": "2022-07-14T06:56:00Z"}),
    case("deliveries", "delivered_after_the_promise", {"occurred_at": "2022-05-01 09:59"}, {"occurred_at": "2022-05-01"}),
    case(
        "deliveries",
        "other_events_after_the_promise",
        {"event": "handed_over", "occurred_at": "2022-05-01 09:59"},
        {"event": "cancelled", "occurred_at": "2022-05-01 10:00"},
    ),
    case("deliveries", "quantity_above_zero", {"quantity": "-1"}, {"quantity": "0.1"}),
    case("deliveries", "quantity_as_promised", {"quantity": "3.1"}, {"quantity": "3"}),
    Case("deliveries", "delivered_once", [row("deliveries", delivery_id=twin, **TWIN) for twin in ("twin-1", "twin-2")]),
    case("deliveries", "promise_known", {"promise_id": "nobody's"}, {"promise_id": None, "order_id": "o0", "line": "1"}),
    case("deliveries", "promise_known", {"promise_id": None, "order_id": "o0", "line": "2"}, {"promise_id": None, "order_id": "o0"}),
    case("deliveries", "promise_known", {"promise_id": None}),
    case("deliveries", "line_told", {"promise_id": None, "order_id": "split"}, {"promise_id": None, "order_id": "split", "line": "2"}),
    case("deliveries", "partner_known", {"partner_id": "nobody"}, {"partner_id": None}),
    # contacts
    case("contacts", "started_by_now", UNANSWERED | {"started_at": "2022-07-18 08:06"}, UNANSWERED | {"started_at": "2022-07-18 08:00"}),
    case("contacts", "answered_after_start", {"answered_at": "2022-07-14 07:59"}, {"answered_at": "2022-07-14 08:00"}),
    case("contacts", "ended_after_start", UNANSWERED | {"ended_at": "2022-07-14 07:59"}, UNANSWERED | {"ended_at": "2022-07-14 08:00"}),
    case("contacts", "ended_after_answer", {"ended_at": "2022-07-14 08:06"}, {"ended_at": "2022-07-14 08:07"}),
    case("contacts", "wait_not_negative", {"wait_minutes": "-0.5"}, {"wait_minutes": "0"}),
    case("contacts", "wait_under_six_hours", {"wait_minutes": "360"}, {"wait_minutes": "359"}),
    case("contacts", "rating_on_scale", {"rating": "11"}, {"rating": "0"}),
    case("contacts", "told_date_ahead", {"told_due_at": "2022-07-13"}, {"told_due_at": "2022-07-14"}),
    case("contacts", "promise_known", {"promise_id": "nobody's"}, {"promise_id": "o0-1"}),
    case("contacts", "order_known", {"order_id": "nobody's"}, {"order_id": None}),
    case("contacts", "customer_known", {"customer_id": "nobody"}, {"customer_id": None}),
]  # fmt: skip
ALL_RULES = [(feed.name, rule.name) for feed in FEEDS for rule in rules.rules_of(feed)]


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory):
    """Every case in one landing, through the real rules and the real Great Expectations."""
    home = tmp_path_factory.mktemp("cases")
    feeds = world()
    feeds["promises"] += SPLIT
    places = []
    for one in CASES:
        start = len(feeds[one.feed]) + 2
        feeds[one.feed] += [*one.bad, *one.good]
        places.append((start + len(one.bad) - 1, set(range(start + len(one.bad), start + len(one.bad) + len(one.good)))))
    land(home, feeds)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOLDT_HOME", str(home))
        batch = landed()
    database = home / "gate.duckdb"
    with duckdb.connect(str(database)) as con:
        by_feed, broken = door._judge(con, batch)
        flagged = {
            (feed, rule.name): {row for (row,) in con.execute(f"select source_row from judged_{feed} where {rule.flag}").fetchall()}
            for feed, found in by_feed.items()
            for rule in found
        }
    assert not broken
    counted = gate.look(database, [(feed, rule) for feed, found in by_feed.items() for rule in found])
    sound = {name: set(range(2, len(found) + 2)) for name, found in world().items()}
    return places, flagged, counted, sound


@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{one.feed}-{one.rule}-{n}" for n, one in enumerate(CASES)])
def test_a_bad_row_meets_its_rule_and_its_neighbours_do_not(judged, number: int) -> None:
    places, flagged, _, sound = judged
    one, (bad, good) = CASES[number], places[number]
    found = flagged[one.feed, one.rule]
    assert bad in found
    assert not found & good
    assert not found & sound[one.feed]


def test_every_rule_has_a_case() -> None:
    assert {(one.feed, one.rule) for one in CASES} == set(ALL_RULES)


def test_great_expectations_counts_what_the_split_holds_back(judged) -> None:
    _, flagged, counted, _ = judged
    assert {check: len(found) for check, found in flagged.items()} == {check: outcome.rows_failed for check, outcome in counted.items()}


def test_a_rule_reads_only_columns_of_its_feed() -> None:
    assert all(set(rule.columns) <= set(feed.by_name) for feed in FEEDS for rule in rules.rules_of(feed))


# ---------------------------------------------------------------- reading


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("2022-06-17", "2022-06-17 00:00:00", "date"),
        ("2022-06-17 10:30", "2022-06-17 10:30:00", "local"),
        ("2022-06-17T10:30:05", "2022-06-17 10:30:05", "local"),
        ("2022-06-17 10:30:05.25", "2022-06-17 10:30:05.25", "local"),
        ("2022-06-17T10:30:00+02:00", "2022-06-17 08:30:00", "utc"),
        ("2022-06-17 10:30+0200", "2022-06-17 08:30:00", "utc"),
        ("2022-06-17 10:30:00 -03", "2022-06-17 13:30:00", "utc"),
        ("2022-06-17 10:30:00+05:30", "2022-06-17 05:00:00", "utc"),
        ("2022-06-17T23:30:00Z", "2022-06-17 23:30:00", "utc"),
        ("2022-06-17T00:30:00+02", "2022-06-16 22:30:00", "utc"),
        *((text, None, None) for text in (
            "2022-6-7", "17.06.2022", "17/06/2022", "06/17/2022", "2022-02-30", "2022-17-06", "20220617", "2022-06-17 25:00",
            "2022-06-17 10", "2022-06-17 10:30 Oslo", "2022-06-17T10:30:00+99:00", "0000-01-01", "44729", "now", "infinity",
            "2022-06-17 10:30 PM", "-2022-06-17",
        )),
    ],
)  # fmt: skip
def test_a_moment_is_read_only_where_it_is_certain(text: str, value: str | None, kind: str | None) -> None:
    assert read("moment", text) == (value, kind)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("number", "1234.5", 1234.5), ("number", "-3", -3.0), ("number", "+.5", 0.5), ("number", "1.2E3", 1200.0),
        *(("number", text, None) for text in ("12,5", "1 234", "1_000", "nan", "inf", "1e400", "0x10", "12 kr", "--1", "1.2.3")),
        ("whole", "3", 3), ("whole", "3.0", 3), ("whole", "-1", -1),
        *(("whole", text, None) for text in ("3.5", "1e3", "0x10", "1_000", "99999999999999999999", "three")),
        *(("flag", text, True) for text in ("true", "T", "yes", "Y", "1")),
        *(("flag", text, False) for text in ("FALSE", "f", "No", "n", "0")),
        *(("flag", text, None) for text in ("2", "ja", "x", "1.0", "on")),
    ],
)  # fmt: skip
def test_a_number_or_flag_is_read_only_where_it_is_certain(kind: str, text: str, value: object) -> None:
    assert read(kind, text) == value


def read(kind: str, text: str):
    con = duckdb.connect()
    con.execute(reading.MACROS)
    if kind == "moment":
        return con.execute(
            "with read as (select moment_value($text, moment_kind($text)) as value) "
            "select value::varchar, case when value is not null then moment_kind($text) end from read",
            {"text": text},
        ).fetchone()
    return con.execute(f"select {kind}_value($text)", {"text": text}).fetchone()[0]


@pytest.mark.parametrize(
    ("moment", "later", "zone", "before"),
    [
        (("2022-06-17", "date"), ("2022-06-17 23:59", "local"), "Europe/Oslo", False),
        (("2022-06-17", "date"), ("2022-06-18 00:00", "local"), "Europe/Oslo", True),
        # Oslo's 17 June ends at 22:00 UTC
        (("2022-06-17", "date"), ("2022-06-17 21:59", "utc"), "Europe/Oslo", False),
        (("2022-06-17", "date"), ("2022-06-17 22:00", "utc"), "Europe/Oslo", True),
        (("2022-06-17 22:00", "utc"), ("2022-06-18", "date"), "Europe/Oslo", False),
        (("2022-06-17 21:59", "utc"), ("2022-06-18", "date"), "Europe/Oslo", True),
        # on the night that the clock goes back, instants stay in order while the wall clock does not
        (("2022-10-30 00:45", "utc"), ("2022-10-30 01:15", "utc"), "Europe/Oslo", True),
        (("2022-10-30 02:10", "local"), ("2022-10-30 02:50", "local"), "Europe/Oslo", False),
        (("2022-10-30 02:10", "local"), ("2022-10-30 02:50", "local"), "UTC", True),
        (("2022-10-30 01:50", "local"), ("2022-10-30 02:10", "local"), "Europe/Oslo", True),
        (("2022-10-30 02:50", "local"), ("2022-10-30 03:00", "local"), "Europe/Oslo", True),
        # the spring day of 23 hours
        (("2022-03-27", "date"), ("2022-03-27 22:00", "utc"), "Europe/Oslo", True),
        (("2022-06-17 10:00", "local"), ("2022-06-17 10:00", "local"), "Europe/Oslo", False),
    ],
)
def test_moments_of_two_kinds_are_compared_in_the_zone_of_the_row(moment, later, zone: str, before: bool) -> None:
    con = duckdb.connect()
    con.execute(reading.MACROS)
    found = con.execute("select surely_before(?::timestamp, ?, ?::timestamp, ?, ?)", [*moment, *later, zone]).fetchone()
    assert found == (before,)


# ---------------------------------------------------------------- the gate as a whole


def test_a_sound_batch_is_let_in_whole_and_typed(home: Path) -> None:
    land(home, world())
    assert door.main() == 0
    for feed in FEEDS:
        table = duckdb.sql(f"from read_parquet('{home / 'accepted' / feed.name}.parquet')")
        assert list(zip(table.columns, map(str, table.types), strict=True)) == reading.accepted_columns(feed)
        assert len(table) == len(world()[feed.name])
    assert quarantine(home) == []
    counts = duckdb.sql(f"select feed, rows_landed, rows_accepted, last_at::varchar from '{home}/accepted/counts.parquet'").fetchall()
    assert ("promises", 31, 31, "2022-07-17 00:00:00") in counts
    assert ("deliveries", 30, 30, "2022-07-14 09:30:00") in counts
    assert duckdb.sql(f"from '{home}/accepted/build.parquet'").fetchall()[0][1:] == ("Test", "Europe/Oslo")
    told_twice = duckdb.sql(f"select feed, check_name from '{home}/accepted/verdicts.parquet' group by all having count(*) > 1").fetchall()
    assert told_twice == []


def test_what_is_held_back_keeps_its_raw_text_and_every_reason(home: Path) -> None:
    feeds = world()
    feeds["deliveries"][3] |= {"quantity": "en halv", "event": "levert"}
    torn_line = {"feed": "deliveries", "source_file": "deliveries.csv", "source_row": 32, "raw": "d31,o31-1,deli", "error": "3 columns"}
    land(home, feeds, rejected=[torn_line])
    assert door.main() == 0
    torn, held = sorted(quarantine(home), key=lambda row: row["check_name"])
    assert (held["source_file"], held["source_row"], held["check_name"]) == ("deliveries.csv", 5, "quantity_readable")
    assert "quantity 'en halv'" in held["reason"] and "event 'levert'" in held["reason"]
    assert json.loads(held["raw"])["event"] == "levert"
    assert (held["promise_id"], held["order_id"]) == (feeds["deliveries"][3]["promise_id"], feeds["deliveries"][3].get("order_id"))
    assert not isinstance(torn["promise_id"], str), "a line that could not be split names nothing"
    assert (torn["source_row"], torn["check_name"], torn["raw"]) == (32, "line_readable", "d31,o31-1,deli")
    assert verdict(home, "deliveries", "event_known")["example"] == "deliveries.csv row 5: event 'levert'"
    assert verdict(home, "deliveries", "line_readable")["example"].startswith("1 line does not.")
    landed, accepted, held_back = duckdb.sql(
        f"select rows_landed, rows_accepted, rows_quarantined from '{home}/accepted/counts.parquet' where feed = 'deliveries'"
    ).fetchone()
    assert (landed, accepted, held_back) == (31, 29, 2)


def test_of_two_rows_with_one_key_the_sound_one_stays(home: Path) -> None:
    feeds = world()
    feeds["deliveries"].insert(0, feeds["deliveries"][0] | {"quantity": "-2"})
    feeds["deliveries"].append(feeds["deliveries"][1] | {"quantity": "1"})
    land(home, feeds)
    assert door.main() == 0
    held = {row["source_row"]: row for row in quarantine(home)}
    assert {number: row["check_name"] for number, row in held.items()} == {2: "quantity_above_zero", 33: "given_once"}
    assert "it repeats deliveries.csv row 3" in held[33]["reason"]


def test_versions_without_numbers_are_told_apart_by_when_and_what(home: Path) -> None:
    feeds = world()
    first = feeds["promises"][0]
    feeds["promises"] += [first | {"recorded_at": "2022-05-02 10:00", "due_at": "2022-07-20"}, dict(first)]
    mapped = ("promise_id", "recorded_at", "seller_id", "step", "due_at", "order_id")
    land(home, {"promises": [promise | {"version": None} for promise in feeds["promises"]]}, mapped={"promises": mapped})
    assert door.main() == 0
    assert [(row["source_row"], row["check_name"]) for row in quarantine(home)] == [(34, "given_once")]


def test_a_doubled_file_is_refused(home: Path, capsys: pytest.CaptureFixture) -> None:
    land(home, world())
    assert door.main() == 0
    before = files_of(home / "accepted")
    doubled = world()
    doubled["promises"] += [row | {"source_file": "promises2.csv", "source_row": n} for n, row in enumerate(doubled["promises"], start=2)]
    land(home, doubled)
    assert door.main() == 2
    said = capsys.readouterr().err
    assert "holdt: promises: At most 20% of the rows may be held back" in said
    assert "31 of 62 rows were held back" in said and "it repeats promises.csv row 2" in said
    assert files_of(home / "accepted") == before
    assert len(quarantine(home)) == 31


def test_equal_inputs_give_equal_files_and_one_line_of_history(home: Path) -> None:
    feeds = world()
    feeds["promises"][0] |= {"partner_id": "nobody", "value": "much"}
    land(home, feeds)
    assert door.main() == 0
    first = files_of(home / "accepted")
    land(home, feeds, loaded_at="2022-07-19T06:00:00+00:00")
    assert door.main() == 0
    assert files_of(home / "accepted") == first
    assert len((home / "warehouse" / "batches.jsonl").read_text().splitlines()) == 1


def test_ten_times_the_usual_rows_are_refused_and_so_is_a_tenth(home: Path, capsys: pytest.CaptureFixture) -> None:
    land(home, world(100))
    assert door.main() == 0
    land(home, world(1000))
    assert door.main() == 2
    assert "It holds 1,001 rows; usual are 101. If it is right all the same" in capsys.readouterr().err
    land(home, world(10))
    assert door.main() == 2
    land(home, world(150))
    assert door.main() == 0


def test_a_handful_of_rows_has_no_usual_volume(home: Path) -> None:
    land(home, world(10))
    assert door.main() == 0
    land(home, world(99))
    assert door.main() == 0


def test_a_column_that_was_filled_and_is_now_empty_is_told(home: Path) -> None:
    land(home, world())
    assert door.main() == 0
    feeds = world()
    for promise in feeds["promises"]:
        promise["partner_id"] = None
    for contact in feeds["contacts"]:
        contact |= {"order_id": None, "customer_id": None}
    land(home, feeds)
    assert door.main() == 0
    assert verdict(home, "promises", "partner_id_filled_as_usual")["status"] == "failed"
    assert verdict(home, "promises", "partner_id_filled_as_usual")["example"] == "It is empty in 100.0% of the rows; usual is 0.0%."
    assert verdict(home, "contacts", "linked_as_usual")["status"] == "failed"
    assert verdict(home, "promises", "line_filled_as_usual")["status"] == "passed"


@pytest.mark.parametrize("bad", ["no_such_column > 1", "error('boom')::boolean"])
def test_a_check_that_breaks_is_told_apart_from_bad_data_and_shuts_the_gate(home: Path, monkeypatch, capsys, bad: str) -> None:
    rule = Rule("spoilt", "warning", bad, "This check cannot work.", ("value",))
    monkeypatch.setitem(rules.OWN, "promises", (*rules.OWN["promises"], rule))
    land(home, world())
    assert door.main() == 2
    assert verdict(home, "promises", "spoilt")["status"] == "broken"
    assert verdict(home, "promises", "window_in_order")["status"] == "passed"
    assert "the check spoilt itself broke" in capsys.readouterr().err
    assert not (home / "accepted").exists()


def test_the_gate_does_not_trust_a_count_that_differs_from_its_split(home: Path, monkeypatch) -> None:
    look = gate.look
    monkeypatch.setattr(gate, "look", lambda *asked: {check: gate.Outcome(passed=True) for check in look(*asked)})
    feeds = world()
    feeds["deliveries"][0]["quantity"] = "-1"
    land(home, feeds)
    with pytest.raises(AssertionError, match="quantity_above_zero"):
        door.main()


def test_an_expectation_that_breaks_shuts_the_gate(home: Path, monkeypatch) -> None:
    monkeypatch.setattr(rules.whole_feed, "_rows_given", lambda feed: rules.whole_feed._not_all_empty(feed, "no_such_column"))
    land(home, world())
    assert door.main() == 2
    assert verdict(home, "promises", "no_such_column_not_all_empty")["status"] == "broken"


@pytest.mark.parametrize("feed", ["promises", "deliveries", "contacts"])
def test_a_mapped_feed_without_rows_is_refused(home: Path, capsys, feed: str) -> None:
    land(home, world() | {feed: []})
    assert door.main() == 2
    assert f"holdt: {feed}: A feed that is mapped must hold rows" in capsys.readouterr().err


def test_a_required_column_that_is_empty_everywhere_is_refused(home: Path, capsys) -> None:
    feeds = world()
    for promise in feeds["promises"]:
        promise["due_at"] = None
    land(home, feeds)
    assert door.main() == 2
    assert "No row has a readable due_at." in capsys.readouterr().err


def test_a_company_with_contacts_only_is_let_in(home: Path) -> None:
    land(home, {"contacts": world()["contacts"]}, mapped={"contacts": ("contact_id", "started_at", "channel", "order_id")})
    assert door.main() == 0
    present = duckdb.sql(f"select feed from '{home}/accepted/counts.parquet' where is_present").fetchall()
    assert present == [("contacts",)]
    assert len(duckdb.sql(f"from '{home}/accepted/promises.parquet'")) == 0
    checks = duckdb.sql(f"select check_name from '{home}/accepted/verdicts.parquet'").fetchall()
    assert ("order_known",) not in checks and ("wait_not_negative",) not in checks


def test_what_is_not_mapped_is_not_ticked_off(home: Path) -> None:
    land(home, world(), mapped={"promises": ("promise_id", "recorded_at", "seller_id", "step", "due_at")})
    assert door.main() == 0
    told = duckdb.sql(f"select check_name from '{home}/accepted/verdicts.parquet' where feed = 'promises'").fetchall()
    checks = {name for (name,) in told}
    assert "zone_known" in checks and "seller_known" in checks
    assert not checks & {"quantity_above_zero", "quantity_readable", "partner_known", "window_in_order"}
    coverage = duckdb.sql(f"from '{home}/accepted/coverage.parquet' where column_name = 'partner_due_at'").fetchone()
    assert (coverage[3], coverage[6]) == (False, "partners against their own commitment")


def test_a_feed_that_has_stopped_is_told(home: Path) -> None:
    land(home, world(), as_of="2022-08-18")
    assert door.main() == 0
    assert verdict(home, "deliveries", "fresh")["example"] == "The newest is of 2022-07-14 09:30; judged as of 2022-08-18."


def test_without_a_landing_the_gate_says_what_to_run(home: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"python -m data\.intake"):
        door.main()


def test_the_example_is_the_first_bad_row_of_the_source(home: Path) -> None:
    feeds = world()
    feeds["promises"][20] |= {"value": "x", "source_row": 3}
    feeds["promises"][1] |= {"value": "y", "source_row": 22}
    land(home, feeds)
    assert door.main() == 0
    assert verdict(home, "promises", "value_readable")["example"] == "promises.csv row 3: value 'x'"
