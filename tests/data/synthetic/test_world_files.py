"""The sample world as files: the same arguments give the same bytes, and what is by hand stays by hand."""

import csv
import tomllib

from generated import contents, make_world, one

from data.contract import places
from data.contract.feeds import FEEDS

SAMPLE = places.ROOT / "data" / "sample"


def test_the_same_arguments_give_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        make_world(tmp_path / name, lines=600)
    make_world(tmp_path / "other", lines=600, seed=1)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert contents(tmp_path / "one")["promises.csv"] != contents(tmp_path / "other")["promises.csv"]


def test_a_world_that_is_there_already_is_left_alone(tmp_path):
    make_world(tmp_path, lines=600)
    written = (tmp_path / "promises.csv").stat().st_mtime_ns
    assert "up to date" in make_world(tmp_path, lines=600)
    assert (tmp_path / "promises.csv").stat().st_mtime_ns == written
    assert "wrote" in make_world(tmp_path, lines=601)


def test_a_world_whose_file_was_lost_is_made_again(tmp_path):
    make_world(tmp_path, lines=600)
    (tmp_path / "contacts.csv").unlink()
    assert "wrote" in make_world(tmp_path, lines=600)
    assert (tmp_path / "contacts.csv").exists()


def test_sveins_order_is_the_hand_written_one(folder):
    for feed in ("promises", "deliveries", "contacts", "customers"):
        by_hand = [line for line in (SAMPLE / f"{feed}.csv").read_text(encoding="utf-8").splitlines() if "svein" in line]
        in_world = [line for line in (folder / f"{feed}.csv").read_text(encoding="utf-8").splitlines() if "svein" in line]
        assert by_hand == in_world
        assert by_hand


def test_the_world_has_the_promised_size(world):
    lines = one(world, "select count(distinct promise_id) from promises where step = 'customer_delivery' and order_id <> 'order-svein'")
    assert lines == (20_000,)
    assert one(world, "select count(*), count(distinct type) from sellers") == (40, 5)
    assert one(world, "select count(*), count(distinct type) from partners") == (25, 5)
    assert one(world, "select count(distinct zone), count(distinct region) from promises") == (4, 12)
    assert one(world, "select date_diff('day', min(recorded_at)::date, date '2022-07-18') from promises")[0] in range(540, 547)


def test_the_mappings_read_every_column_of_the_files_and_nothing_of_the_truth():
    for name in ("sample", "by_hand"):
        mapping = tomllib.loads((places.MAPPINGS / f"{name}.toml").read_text(encoding="utf-8"))
        assert {source["files"] for source in mapping["sources"].values()} == {f"{feed.name}.csv" for feed in FEEDS}
        for feed in FEEDS:
            with open(SAMPLE / f"{feed.name}.csv", encoding="utf-8", newline="") as file:
                header = next(csv.reader(file))
            (select,) = mapping["feeds"][feed.name]
            assert list(select["columns"]) == header
            assert set(header) <= set(feed.by_name)


def test_every_promise_and_order_by_hand_is_settled_once():
    def column(name: str, key: str) -> list[str]:
        with open(SAMPLE / f"{name}.csv", encoding="utf-8", newline="") as file:
            return [row[key] for row in csv.DictReader(file)]

    for settled, key in (("expected", "promise_id"), ("expected_orders", "order_id")):
        assert len(column(settled, key)) == len(set(column(settled, key)))
        assert set(column(settled, key)) == set(column("promises", key))
