"""The gate as a whole: what it lets in, holds back and refuses."""

import json
from pathlib import Path

import duckdb
import pytest
from landings import land, quarantine, refusals, verdict, world

from checks import gate, reading, rules
from checks.judging import judge
from checks.rule import Rule
from data.contract.feeds import FEEDS


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOLDT_HOME", str(tmp_path))
    return tmp_path


def files_of(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def test_the_nouns_of_the_mapping_stay_with_the_batch(home: Path) -> None:
    land(home, world(), nouns={"order": ["sak", "saker"]})
    judge()
    assert duckdb.sql(f"select nouns from '{home}/accepted/build.parquet'").fetchall() == [('{"order": ["sak", "saker"]}',)]


def test_a_sound_batch_is_let_in_whole_and_typed(home: Path) -> None:
    land(home, world())
    judge()
    for feed in FEEDS:
        table = duckdb.sql(f"from read_parquet('{home / 'accepted' / feed.name}.parquet')")
        assert list(zip(table.columns, map(str, table.types), strict=True)) == reading.accepted_columns(feed)
        assert len(table) == len(world()[feed.name])
    assert quarantine(home) == []
    counts = duckdb.sql(f"select feed, rows_landed, rows_accepted, last_at::varchar from '{home}/accepted/counts.parquet'").fetchall()
    assert ("promises", 31, 31, "2022-07-17 00:00:00") in counts
    assert ("deliveries", 30, 30, "2022-07-14 09:30:00") in counts
    assert duckdb.sql(f"from '{home}/accepted/build.parquet'").fetchall()[0][1:] == ("Test", "Europe/Oslo", "{}")
    messages = duckdb.sql(f"select feed, check_name from '{home}/accepted/verdicts.parquet' group by all having count(*) > 1").fetchall()
    assert messages == []


def test_what_is_held_back_keeps_its_raw_text_and_every_reason(home: Path) -> None:
    feeds = world("promises", "deliveries")
    feeds["deliveries"][3] |= {"quantity": "en halv", "event": "levert"}
    torn_line = {"feed": "deliveries", "source_file": "deliveries.csv", "source_row": 32, "raw": "d31,o31-1,deli", "error": "3 columns"}
    land(home, feeds, rejected=[torn_line])
    judge()
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
    feeds = world("deliveries")
    feeds["deliveries"].insert(0, feeds["deliveries"][0] | {"quantity": "-2"})
    feeds["deliveries"].append(feeds["deliveries"][1] | {"quantity": "1"})
    land(home, feeds)
    judge()
    held = {row["source_row"]: row for row in quarantine(home)}
    assert {number: row["check_name"] for number, row in held.items()} == {2: "quantity_above_zero", 33: "given_once"}
    assert "it repeats deliveries.csv row 3" in held[33]["reason"]


def test_versions_without_numbers_are_distinguished_by_when_and_what(home: Path) -> None:
    feeds = world("promises")
    first = feeds["promises"][0]
    feeds["promises"] += [first | {"recorded_at": "2022-05-02 10:00", "due_at": "2022-07-20"}, dict(first)]
    mapped = ("promise_id", "recorded_at", "seller_id", "step", "due_at", "order_id")
    land(home, {"promises": [promise | {"version": None} for promise in feeds["promises"]]}, mapped={"promises": mapped})
    judge()
    assert [(row["source_row"], row["check_name"]) for row in quarantine(home)] == [(34, "given_once")]


def test_a_doubled_file_is_refused(home: Path) -> None:
    land(home, world("promises"))
    judge()
    before = files_of(home / "accepted")
    doubled = world("promises")
    doubled["promises"] += [row | {"source_file": "promises2.csv", "source_row": n} for n, row in enumerate(doubled["promises"], start=2)]
    land(home, doubled)
    text = refusals()
    assert "promises: At most 20% of the rows may be held back" in text
    assert "31 of 62 rows were held back" in text and "it repeats promises.csv row 2" in text
    assert files_of(home / "accepted") == before
    assert len(quarantine(home)) == 31


def test_equal_inputs_give_equal_files_and_one_line_of_history(home: Path) -> None:
    feeds = world()
    feeds["promises"][0] |= {"partner_id": "nobody", "value": "much"}
    land(home, feeds)
    judge()
    first = files_of(home / "accepted")
    land(home, feeds, loaded_at="2022-07-19T06:00:00+00:00")
    judge()
    assert files_of(home / "accepted") == first
    assert len((home / "warehouse" / "batches.jsonl").read_text().splitlines()) == 1


def test_ten_times_the_usual_rows_are_refused_and_so_is_a_tenth(home: Path) -> None:
    land(home, world("promises", lines=100))
    judge()
    land(home, world("promises", lines=1000))
    assert "It holds 1,001 rows; usual are 101. If it is right all the same" in refusals()
    land(home, world("promises", lines=10))
    assert refusals()
    land(home, world("promises", lines=150))
    judge()


def test_a_handful_of_rows_has_no_usual_volume(home: Path) -> None:
    land(home, world("promises", "deliveries", lines=10))
    judge()
    land(home, world("promises", "deliveries", lines=99))
    judge()


def test_a_column_that_was_filled_and_is_now_empty_is_reported(home: Path) -> None:
    land(home, world("promises", "contacts"))
    judge()
    feeds = world("promises", "contacts")
    for promise in feeds["promises"]:
        promise["partner_id"] = None
    for contact in feeds["contacts"]:
        contact |= {"order_id": None, "customer_id": None}
    land(home, feeds)
    judge()
    assert verdict(home, "promises", "partner_id_filled_as_usual")["status"] == "failed"
    assert verdict(home, "promises", "partner_id_filled_as_usual")["example"] == "It is empty in 100.0% of the rows; usual is 0.0%."
    assert verdict(home, "contacts", "linked_as_usual")["status"] == "failed"
    assert verdict(home, "promises", "line_filled_as_usual")["status"] == "passed"


@pytest.mark.parametrize("bad", ["no_such_column > 1", "error('boom')::boolean"])
def test_a_check_that_crashes_is_distinguished_from_bad_data_and_shuts_the_gate(home: Path, monkeypatch, bad: str) -> None:
    rule = Rule("spoilt", "warning", bad, "This check cannot work.", ("value",))
    monkeypatch.setitem(rules.OWN, "promises", (*rules.OWN["promises"], rule))
    land(home, world("promises"))
    assert "the check spoilt itself crashed" in refusals()
    assert verdict(home, "promises", "spoilt")["status"] == "crashed"
    assert verdict(home, "promises", "window_in_order")["status"] == "passed"
    assert not (home / "accepted").exists()


def test_the_gate_does_not_trust_a_count_that_differs_from_its_split(home: Path, monkeypatch) -> None:
    look = gate.look
    monkeypatch.setattr(gate, "look", lambda *asked: {check: gate.Outcome(passed=True) for check in look(*asked)})
    feeds = world("deliveries")
    feeds["deliveries"][0]["quantity"] = "-1"
    land(home, feeds)
    with pytest.raises(AssertionError, match="quantity_above_zero"):
        judge()


def test_an_expectation_that_crashes_shuts_the_gate(home: Path, monkeypatch) -> None:
    monkeypatch.setattr(rules.whole_feed, "_rows_given", lambda feed: rules.whole_feed._not_all_empty(feed, "no_such_column"))
    land(home, world("promises"))
    assert refusals()
    assert verdict(home, "promises", "no_such_column_not_all_empty")["status"] == "crashed"


@pytest.mark.parametrize("feed", ["promises", "deliveries", "contacts"])
def test_a_mapped_feed_without_rows_is_refused(home: Path, feed: str) -> None:
    land(home, world("promises", feed) | {feed: []})
    assert f"{feed}: A feed that is mapped must hold rows" in refusals()


def test_a_required_column_that_is_empty_everywhere_is_refused(home: Path) -> None:
    feeds = world("promises")
    for promise in feeds["promises"]:
        promise["due_at"] = None
    land(home, feeds)
    assert "No row has a readable due_at." in refusals()


def test_a_company_with_contacts_only_is_let_in(home: Path) -> None:
    land(home, {"contacts": world("contacts")["contacts"]}, mapped={"contacts": ("contact_id", "started_at", "channel", "order_id")})
    judge()
    present = duckdb.sql(f"select feed from '{home}/accepted/counts.parquet' where is_present").fetchall()
    assert present == [("contacts",)]
    assert len(duckdb.sql(f"from '{home}/accepted/promises.parquet'")) == 0
    checks = duckdb.sql(f"select check_name from '{home}/accepted/verdicts.parquet'").fetchall()
    assert ("order_known",) not in checks and ("wait_not_negative",) not in checks


def test_what_is_not_mapped_is_not_ticked_off(home: Path) -> None:
    land(home, world("sellers", "partners", "promises"), mapped={"promises": ("promise_id", "recorded_at", "seller_id", "step", "due_at")})
    judge()
    messages = duckdb.sql(f"select check_name from '{home}/accepted/verdicts.parquet' where feed = 'promises'").fetchall()
    checks = {name for (name,) in messages}
    assert "zone_known" in checks and "seller_known" in checks
    assert not checks & {"quantity_above_zero", "quantity_readable", "partner_known", "window_in_order"}
    coverage = duckdb.sql(f"from '{home}/accepted/coverage.parquet' where column_name = 'partner_due_at'").fetchone()
    assert (coverage[3], coverage[6]) == (False, "partners against their own commitment")


def test_a_feed_that_has_stopped_is_reported(home: Path) -> None:
    land(home, world("deliveries"), as_of="2022-08-18")
    judge()
    assert verdict(home, "deliveries", "fresh")["example"] == "The newest is of 2022-07-14 09:30; judged as of 2022-08-18."


def test_without_a_landing_the_gate_says_what_to_run(home: Path) -> None:
    assert refusals() == f"nothing has been read into {home / 'landing'}: run `make land` first"


def test_the_example_is_the_first_bad_row_of_the_source(home: Path) -> None:
    feeds = world("promises")
    feeds["promises"][20] |= {"value": "x", "source_row": 3}
    feeds["promises"][1] |= {"value": "y", "source_row": 22}
    land(home, feeds)
    judge()
    assert verdict(home, "promises", "value_readable")["example"] == "promises.csv row 3: value 'x'"
