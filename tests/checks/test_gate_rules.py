"""Every rule of the gate, with rows that break it and a neighbour that only just keeps it."""

from dataclasses import dataclass, field
from itertools import count

import duckdb
import pytest
from landings import land, world

from checks import gate, judging, rules
from checks.batch import landed
from data.contract.feeds import BY_NAME, FEEDS

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
    sound = {key: value for key, value in world(feed, lines=1)[feed][0].items()}
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
            if kind == "clock":
                # on the night of 27 March 2022 the clock in Oslo went from 2 to 3
                skipped, shown = "2022-03-27 02:30", "2022-03-27 03:00"
                name = column.removesuffix("_on")
                cases.append(case(feed.name, rule.name, {name: skipped}, {name: shown}))
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
    *(case("promises", "zone_known", {"zone": zone}, {"zone": "CET"}) for zone in ("BST", "EST")),
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
        "versions_distinct",
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
        by_feed, broken = judging.flag_rows(con, batch)
        flagged = {
            (feed, rule.name): {row for (row,) in con.execute(f"select source_row from judged_{feed} where {rule.flag}").fetchall()}
            for feed, actual in by_feed.items()
            for rule in actual
        }
    assert not broken
    counted = gate.look(database, [(feed, rule) for feed, actual in by_feed.items() for rule in actual])
    sound = {name: set(range(2, len(actual) + 2)) for name, actual in world().items()}
    return places, flagged, counted, sound


@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{one.feed}-{one.rule}-{n}" for n, one in enumerate(CASES)])
def test_a_bad_row_meets_its_rule_and_its_neighbours_do_not(judged, number: int) -> None:
    places, flagged, _, sound = judged
    one, (bad, good) = CASES[number], places[number]
    actual = flagged[one.feed, one.rule]
    assert bad in actual
    assert not actual & good
    assert not actual & sound[one.feed]


def test_every_rule_has_a_case() -> None:
    assert {(one.feed, one.rule) for one in CASES} == set(ALL_RULES)


def test_great_expectations_counts_what_the_split_holds_back(judged) -> None:
    _, flagged, counted, _ = judged
    assert {check: len(actual) for check, actual in flagged.items()} == {check: outcome.rows_failed for check, outcome in counted.items()}


def test_a_rule_reads_only_columns_of_its_feed() -> None:
    assert all(set(rule.columns) <= set(feed.by_name) for feed in FEEDS for rule in rules.rules_of(feed))
