"""What each week's figure was the first time it was published: `warehouse/published_weeks/<as of>-<mapping>.parquet`.

Late records change a week after the fact. Nobody can see that in a warehouse built from nothing, so this much is kept across
builds: a week goes on record once, when it is whole, by the last build as of that day; whoever tries a mapping ten times in a morning has
published once. No later day writes it again. dbt reads the record as one more input.
"""

import hashlib
import os
from pathlib import Path

import duckdb

from data.contract import places
from data.contract.one import row_of
from data.contract.refusal import Refused

COLUMNS = {
    "mapping_name": "varchar",
    "dimension": "varchar",
    "member_id": "varchar",
    "promised_to": "varchar",
    "week": "date",
    "published_as_of": "date",
    "due_count": "bigint",
    "kept_count": "bigint",
    "was_provisional": "boolean",
}
NAMES = ", ".join(COLUMNS)


def files() -> list[Path]:
    return sorted(places.published_weeks().glob("*.parquet"))


def hand_over(accepted: Path) -> None:
    """The whole record as an accepted feed.

    A file that cannot be read stops the build: without it what was restated would pass for first published.
    """
    with duckdb.connect() as connection:
        typed = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
        connection.execute(f"create table record ({typed})")
        for file in files():
            try:
                connection.execute(f"insert into record select {NAMES} from read_parquet('{file}')")
            except duckdb.Error as error:
                raise Refused(
                    f"{file} cannot be read ({str(error).splitlines()[0]}); bring it back from a copy, or move it away: "
                    "the weeks in it then count as published for the first time by this build"
                ) from None
        connection.execute(f"copy (from record order by all) to '{accepted / 'published_weeks.parquet'}' (format parquet)")


def remember(marts: Path) -> None:
    """Puts on record the weeks that this build is the first to publish whole, in place of what an earlier build as of the same day did."""
    folder = places.published_weeks()
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute(f"attach '{marts}' as published (read_only)")
        connection.execute("""
            create table first_time as
            select build.mapping_name, weeks.* rename (first_published_as_of as published_as_of)
            from published.marts.fct_restatements as weeks
            cross join published.marts.dim_build as build
            where weeks.first_published_as_of = build.as_of
        """)
        mapping, as_of = row_of(connection.execute("select mapping_name, as_of from published.marts.dim_build"))
        whole = folder / f"{as_of}-{hashlib.sha256(mapping.encode()).hexdigest()[:12]}.parquet"
        part = whole.with_suffix(".part")
        if on_record := [str(file) for file in files() if file != whole]:
            connection.execute(f"""
                delete from first_time where (mapping_name, promised_to, week) in (
                    select (mapping_name, promised_to, week) from read_parquet({on_record})
                )
            """)
        if connection.execute("select count(*) from first_time").fetchone() == (0,):
            whole.unlink(missing_ok=True)
            return
        connection.execute(f"copy (select {NAMES} from first_time order by all) to '{part}' (format parquet)")
    os.replace(part, whole)
