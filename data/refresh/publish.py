"""The marts that passed → `warehouse/<stamp>.duckdb`, and `current.duckdb` points at it.

The file gets its name when it is whole and `current` moves in one step, so a reader sees the old truth or the new one, never
half of either.
"""

import os
import shutil
from pathlib import Path

import duckdb

from data.contract import clock, places, thresholds
from data.contract.refusal import Refused, say
from data.refresh import published_weeks


def publish() -> None:
    marts = places.marts()
    if not marts.exists():
        raise Refused(f"there are no built marts at {marts}: run `make model` first")
    keep = int(os.environ.get("HOLDT_KEEP") or thresholds.whole("refresh_builds_kept"))
    whole = swap_in(marts, places.warehouse(), clock.now().strftime("%Y%m%dT%H%M%S%fZ"), keep)
    published_weeks.remember(marts)
    say(f"published {whole.name}")


def swap_in(marts: Path, folder: Path, stamp: str, keep: int) -> Path:
    """The marts under their stamp in the folder, `current` on them, and no more than `keep` builds there."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = folder / f"{stamp}.duckdb"
    with duckdb.connect(str(marts)) as connection:
        create_functions(connection)
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


def create_functions(connection: duckdb.DuckDBPyConnection) -> None:
    """What pages ask of the rows that a reader has chosen, by the definitions of the models (dbt/macros/published_functions.sql). What they
    look up never changes within a build, so it is written into them: looked up, it took a fifth of each question to plan."""
    looked_up = """
        select format('(select value from marts.dim_thresholds where name = ''{}'')', name), value::varchar from marts.dim_thresholds
        union all
        select '(select as_of from marts.dim_build)', coalesce(format('date ''{}''', as_of), 'null::date') from marts.dim_build
        union all
        select '(select hold_days from marts.dim_build)', coalesce(hold_days::varchar, 'null::double') from marts.dim_build
    """
    values = connection.execute(looked_up).fetchall()
    for (statement,) in connection.execute("select statement from marts.dim_functions order by name").fetchall():
        for question, value in values:
            statement = statement.replace(question, value)
        connection.execute(statement)
