"""A source that changes while it is read is refused: half of one export and half of the next are rows of neither."""

import gzip
import os

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook
from sources import COLUMNS, GOOD, HEADER

from data.intake import selects, staging

SENTENCE = "promises.{}: the file was changed while it was read; build again once its export has ended."


def write(path, header=HEADER, rows=2):
    names = header.strip().split(",")
    table = [dict(zip(names, ("a", "2022-01-01", "s", "2022-02-01"), strict=True))] * rows
    if path.suffix == ".xlsx":
        book = Workbook()
        for row in [names, *(list(row.values()) for row in table)]:
            book.active.append(row)
        book.save(path)
    elif path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(table), path)
    else:
        text = (header + GOOD * rows).encode()
        path.write_bytes(gzip.compress(text) if path.suffix == ".gz" else text)


def replaced(path):
    """As an export does that writes aside and renames, with the columns in another order and the old time kept."""
    before = path.stat()
    aside = path.with_name("aside" + path.suffix)
    write(aside, "id,made,due,seller\n")
    os.utime(aside, ns=(before.st_atime_ns, before.st_mtime_ns))
    aside.replace(path)


CHANGES = {
    "replaced": replaced,
    "truncated": lambda path: os.truncate(path, path.stat().st_size // 2),
    "grown": lambda path: path.write_bytes(path.read_bytes() * 2),
    "removed": lambda path: path.unlink(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("suffix", ["csv", "csv.gz", "xlsx", "parquet"])
def test_a_file_that_changes_between_its_header_and_its_rows_is_refused(sources, monkeypatch, suffix, change):
    path = sources.folder / f"promises.{suffix}"
    write(path)
    bind = selects.bind

    def meanwhile(*given):
        bound = bind(*given)
        change(path)
        return bound

    monkeypatch.setattr(selects, "bind", meanwhile)
    assert sources.refused(f'files = "promises.{suffix}"') == SENTENCE.format(suffix)


@pytest.mark.parametrize("change", [CHANGES["truncated"], CHANGES["grown"]], ids=["truncated", "grown"])
def test_a_file_that_changes_among_its_rows_is_refused(sources, monkeypatch, change):
    path = sources.folder / "promises.csv"
    write(path, rows=40_000)
    cleaned, done = staging._cleaned, []

    def meanwhile(*given):
        if not done:
            done.append(change(path))
        return cleaned(*given)

    monkeypatch.setattr(staging, "_cleaned", meanwhile)
    assert sources.refused() == SENTENCE.format("csv")


def test_of_several_files_the_first_may_not_be_replaced_while_the_last_is_read(sources, monkeypatch):
    """What is read of the set would be of two exports."""
    for name in ("promises.csv", "sellers.csv"):
        write(sources.folder / name)
    stage = staging.stage

    def meanwhile(connection, name, *given):
        staged = stage(connection, name, *given)
        if name == "rows":
            replaced(sources.folder / "promises.csv")
        return staged

    monkeypatch.setattr(staging, "stage", meanwhile)
    more = '[sources.people]\nfiles = "sellers.csv"\n[[feeds.sellers]]\nfrom = "people"\n[feeds.sellers.columns]\nseller_id = "seller"'
    assert sources.refused(columns=COLUMNS, more=more) == SENTENCE.format("csv")


def test_a_file_that_is_left_alone_is_read(sources):
    write(sources.folder / "promises.csv")
    assert sources.land()["feeds"]["promises"]["rows"] == 2
