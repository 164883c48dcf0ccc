"""The warehouse that passed → `warehouse/<stamp>.duckdb`, and `current.duckdb` points at it: `python -m data.publish`.

Only the marts are published. The file gets its name when it is whole and `current` moves in one step, so a reader sees
the old truth or the new one, never half of either.
"""

import os
import sys
from pathlib import Path

import duckdb

from data import clock, places, published

KEEP = 5


def publish(building: Path, folder: Path, stamp: str, keep: int = KEEP) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    whole = folder / f"{stamp}.duckdb"
    part = folder / f"{stamp}.part"
    part.unlink(missing_ok=True)
    with duckdb.connect(str(part)) as connection:
        escaped = str(building).replace("'", "''")
        connection.execute(f"attach '{escaped}' as building (read_only)")
        connection.execute("create schema marts")
        tables = connection.execute(
            "select table_name from duckdb_tables() where database_name = 'building' and schema_name = 'marts' order by 1"
        ).fetchall()
        for (table,) in tables:
            connection.execute(f'create table marts."{table}" as from building.marts."{table}"')
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
    if not places.building().exists():
        print(f"holdt: there is no built warehouse at {places.building()}: run `make model` first", file=sys.stderr)
        return 2
    keep = int(os.environ.get("HOLDT_KEEP", KEEP))
    whole = publish(places.building(), places.warehouse(), clock.now().strftime("%Y%m%dT%H%M%S%fZ"), keep)
    published.remember(places.building())
    print(f"holdt: published {whole.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
