"""Verdicts: what each check came to, as a row that dbt and the data-quality page read, and as sentences for a person."""

from dataclasses import asdict, dataclass

import duckdb
import pyarrow as pa

from checks.history import Profile

SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("feed", "check_name", "severity", "column_name", "status")),
        *((name, pa.int64()) for name in ("rows_checked", "rows_failed")),
        *((name, pa.string()) for name in ("sentence", "example")),
    ]
)
SEVERITY_ORDER = {"critical": 0, "error": 1, "warning": 2}


@dataclass(frozen=True)
class Verdict:
    feed: str
    check_name: str
    severity: str
    column_name: str | None
    #: `passed`, `failed`, or `crashed`: the check itself could not run and says nothing about the data
    status: str
    rows_checked: int
    rows_failed: int
    sentence: str
    example: str | None

    @property
    def refuses(self) -> bool:
        # A gate that cannot look must not open.
        return self.status == "crashed" or (self.status == "failed" and self.severity == "critical")

    def in_words(self) -> str:
        if self.status == "crashed":
            return f"{self.feed}: the check {self.check_name} itself crashed, so nobody knows whether the data is sound: {self.example}"
        return f"{self.feed}: {self.sentence}" + (f" {self.example}" if self.example else "")


def store(con: duckdb.DuckDBPyConnection, verdicts: list[Verdict]) -> None:
    # as one table: 256 single inserts take a second
    con.register("judged", pa.Table.from_pylist([asdict(verdict) for verdict in verdicts], SCHEMA))
    con.execute("create table verdicts as select * from judged")


def summary(profile: Profile, verdicts: list[Verdict]) -> list[str]:
    """One line per feed, then one per check that failed, the gravest first."""
    lines = [
        f"{feed}: {counts['rows']:,} rows landed, {counts['accepted']:,} accepted, {counts['rows'] - counts['accepted']:,} held back"
        for feed, counts in profile["feeds"].items()
    ]
    failed = [verdict for verdict in verdicts if verdict.status != "passed"]
    for verdict in sorted(failed, key=lambda verdict: (SEVERITY_ORDER[verdict.severity], verdict.feed)):
        many = f" ({verdict.rows_failed:,} of {verdict.rows_checked:,} rows)" if verdict.rows_failed else ""
        lines.append(f"{verdict.severity}, {verdict.check_name}{many}: {verdict.in_words()}")
    return lines
