import csv
import shutil
from datetime import date
from pathlib import Path

import duckdb
import pytest
from faults import FAULTS, Fault

from checks.judging import judge
from data.contract import places
from data.contract.feeds import FEEDS
from data.contract.refusal import Refused
from data.intake import land
from data.synthetic import files, world

SAMPLE = places.MAPPINGS / "sample.toml"

REFUSED = [fault for fault in FAULTS if fault.expected == "refused"]
TOLD = [fault for fault in FAULTS if fault.expected in ("quarantined", "warned")]
ACCEPTED = [fault for fault in FAULTS if fault.expected == "accepted"]
#: what the gate refuses takes two seconds a time: of each feed one fault, whose check is its own. One by one is for the slow tests.
BY_THE_GATE = [
    tuple(next(fault for fault in REFUSED if fault.name == name) for name in names)
    for names in (
        ("doubled_file", "header_only"),
        ("nulls_in_a_required_column", "events_in_another_language"),
        ("day_first_dates", "one_clock_shifted"),
        ("day_and_month_swapped", "one_branch_only"),
        ("spreadsheet_day_numbers", "ten_times_the_volume"),
    )
]
BY_INTAKE = [(fault,) for fault in REFUSED if all(fault not in faults for faults in BY_THE_GATE)]


def files_of(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def query(sql: str) -> list[tuple]:
    return duckdb.sql(sql).fetchall()


def failed(home: Path) -> dict[tuple[str, str], tuple[int, str]]:
    """Feed and check → bad rows and what was told of the first."""
    messages = f"select feed, check_name, rows_failed, sentence || ' ' || example from '{home}/quarantine/verdicts.parquet' where status <> 'passed'"
    return {(feed, check): (many, text) for feed, check, many, text in query(messages)}


def held_back(home: Path, feed: str) -> int:
    return query(f"select count(*) from '{home}/quarantine/quarantined.parquet' where feed = '{feed}'")[0][0]


def values(home: Path, feed: str) -> list[tuple]:
    return query(f"select * exclude (source_row) from '{home}/accepted/{feed}.parquet' order by all")


def records(file: Path) -> int:
    """Records as any CSV reader counts them, the header left out."""
    with file.open(newline="", encoding="utf-8-sig") as lines:
        return sum(1 for row in csv.reader(lines) if row) - 1


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A small sample world and the home that it was let into."""
    sources, home = tmp_path_factory.mktemp("world"), tmp_path_factory.mktemp("home")
    settings = {"seed": 2022, "days": 180, "lines": 600, "end": date(2022, 7, 18)}
    files.write(world.build(**settings), sources, files.stamp(settings))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOLDT_HOME", str(home))
        land.land(SAMPLE, root=sources)
        judge()
    return sources, home


@pytest.fixture
def refresh(clean, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Spoils a copy of the world and refreshes a copy of its home: why it was refused, the home and the sources."""

    def run(*faults: Fault) -> tuple[tuple[str, ...], Path, Path]:
        sources, home = tmp_path / "sources", tmp_path / "home"
        shutil.copytree(clean[0], sources)
        shutil.copytree(clean[1], home)
        monkeypatch.setenv("HOLDT_HOME", str(home))
        for fault in faults:
            fault.spoil(sources)
        try:
            land.land(SAMPLE, root=sources)
            judge()
        except Refused as refused:
            return refused.sentences, home, sources
        return (), home, sources

    return run


def assert_nothing_is_lost(home: Path, sources: Path) -> None:
    counts = query(f"select feed, rows_landed, rows_accepted, rows_quarantined from '{home}/accepted/counts.parquet'")
    assert len(counts) == len(FEEDS)
    for feed, landed, accepted, quarantined in counts:
        assert landed == accepted + quarantined == records(sources / f"{feed}.csv")


def messages_of(fault: Fault, before: Path, after: Path) -> str:
    many, text = failed(after)[fault.feed, fault.caught_by]
    was = failed(before).get((fault.feed, fault.caught_by))
    assert was is None or many > was[0]
    return text


@pytest.mark.parametrize(
    "faults",
    [
        *BY_INTAKE,
        *BY_THE_GATE,
        *(pytest.param((fault,), marks=pytest.mark.slow) for faults in BY_THE_GATE if len(faults) > 1 for fault in faults),
    ],
    ids=lambda faults: " and ".join(fault.name for fault in faults),
)
def test_a_grave_fault_is_refused_with_its_reason_and_changes_nothing(faults: tuple[Fault, ...], clean, refresh) -> None:
    refusals, home, _ = refresh(*faults)
    assert files_of(home / "accepted") == files_of(clean[1] / "accepted")
    for fault in faults:
        assert any(all(word in sentence for word in fault.tells) for sentence in refusals), refusals
        if faults in BY_INTAKE:
            assert files_of(home / "landing") == files_of(clean[1] / "landing")
            assert fault.caught_by in "\n".join(refusals)
        else:
            assert (fault.feed, fault.caught_by) in failed(home)


@pytest.mark.parametrize("feeds", [("promises",), ("deliveries", "contacts")], ids=" and ".join)
def test_all_lesser_faults_at_once_are_each_reported_and_nothing_is_lost(feeds: tuple[str, ...], clean, refresh) -> None:
    faults = [fault for fault in TOLD if fault.feed in feeds]
    # what tears lines comes last: the other faults are spoilt rows of a whole file
    refusals, home, sources = refresh(*sorted(faults, key=lambda fault: fault.caught_by == "line_readable"))
    assert refusals == ()
    assert_nothing_is_lost(home, sources)
    for fault in faults:
        assert messages_of(fault, clean[1], home)


@pytest.mark.slow
@pytest.mark.parametrize("fault", TOLD, ids=lambda fault: fault.name)
def test_a_lesser_fault_is_reported_and_the_sound_rows_go_in(fault: Fault, clean, refresh) -> None:
    refusals, home, sources = refresh(fault)
    assert refusals == ()
    assert_nothing_is_lost(home, sources)
    text = messages_of(fault, clean[1], home)
    assert all(word in text for word in fault.tells), text
    if fault.name != "stale_feed":  # the rows it leaves out may be some that were held back
        more = held_back(home, fault.feed) - held_back(clean[1], fault.feed)
        assert more > 0 if fault.expected == "quarantined" else more == 0


def test_faults_that_do_no_harm_change_no_accepted_row(clean, refresh) -> None:
    refusals, home, sources = refresh(*(fault for fault in ACCEPTED if fault.harmless))
    assert refusals == ()
    assert_nothing_is_lost(home, sources)
    assert all(values(home, feed.name) == values(clean[1], feed.name) for feed in FEEDS)


@pytest.mark.slow
@pytest.mark.parametrize("fault", ACCEPTED, ids=lambda fault: fault.name)
def test_an_accepted_fault_changes_no_verdict(fault: Fault, clean, refresh) -> None:
    refusals, home, sources = refresh(fault)
    assert refusals == ()
    assert_nothing_is_lost(home, sources)
    assert {check: many for check, (many, _) in failed(home).items()} == {check: many for check, (many, _) in failed(clean[1]).items()}
    if fault.harmless:
        assert all(values(home, feed.name) == values(clean[1], feed.name) for feed in FEEDS)


def test_each_fault_is_reported_whole() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) >= 35
    assert len(REFUSED) + len(TOLD) + len(ACCEPTED) == len(FAULTS)
    for fault in FAULTS:
        assert fault.happens.endswith(".")
        assert bool(fault.because) == (fault.expected == "accepted")
        assert bool(fault.caught_by) == (fault.expected != "accepted")
