"""The marts that passed → `warehouse/<stamp>.duckdb`, and `current.duckdb` points at it: `python -m data.publish`.

The file gets its name when it is whole and `current` moves in one step, so a reader sees the old truth or the new one, never
half of either.
"""

import os
import shutil
import sys
from pathlib import Path

import duckdb

from data import clock, places, published

KEEP = 5


def publish(marts: Path, folder: Path, stamp: str, keep: int = KEEP) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    whole = folder / f"{stamp}.duckdb"
    with duckdb.connect(str(marts)) as connection:
        # what still stands in the write-ahead log goes into the file
        connection.execute("checkpoint")
    # a copy and no link: whoever works on the models by hand must not change what is shown
    part = folder / f"{stamp}.part"
    shutil.copyfile(marts, part)
    os.replace(part, whole)
    point = folder / "current.part"
    point.unlink(missing_ok=True)
    point.symlink_to(whole.name)
    os.replace(point, folder / "current.duckdb")
    for old in sorted(folder.glob("*T*.duckdb"))[:-keep]:
        # a dashboard that still has it open keeps reading it: the file goes when the last reader does
        old.unlink()
    return whole


def main() -> int:
    if not places.marts().exists():
        print(f"holdt: there are no built marts at {places.marts()}: run `make model` first", file=sys.stderr)
        return 2
    keep = int(os.environ.get("HOLDT_KEEP", KEEP))
    whole = publish(places.marts(), places.warehouse(), clock.now().strftime("%Y%m%dT%H%M%S%fZ"), keep)
    published.remember(places.marts())
    print(f"holdt: published {whole.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
