"""Great Expectations over the judged rows. The only module that imports it, and only when it looks: the import takes seconds."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from checks.deferred_imports import deferred
from checks.rule import Expectation, Rule

# Great Expectations asks for the first 200 rows of a query and never more.
ROWS_ASKED_FOR = 200

# Its words for our severities.
SEVERITY = {"critical": "critical", "error": "warning", "warning": "info"}


@dataclass(frozen=True)
class Outcome:
    passed: bool
    observed: Any = None
    rows_failed: int = 0
    #: the message with which the check itself crashed
    crashed: str | None = None


def look(database: Path, checks: list[tuple[str, Rule | Expectation]]) -> dict[tuple[str, str], Outcome]:
    """Run every check, given with its feed, over the tables of `database`. One suite per table."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    # for one expectation that draws and compares distributions; half of the three seconds that the import takes
    with deferred("altair", "scipy.stats", absent=("pyspark",)):
        import great_expectations as gx

    # It warns once per type check that it does not know the dialect, and then compares the types by name, which is what is meant.
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    _keep_rows_of_a_closed_connection()
    context = gx.get_context(mode="ephemeral")
    # it reads them as the document that the configuration is, whatever its annotation says
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}  # pyrefly: ignore[bad-argument-type]
    source = context.data_sources.add_sql("accepted_or_not", connection_string=f"duckdb:///{database}")
    outcomes: dict[tuple[str, str], Outcome] = {}
    try:
        for table, group in groupby(sorted(checks, key=_table_of), key=_table_of):
            suite = gx.ExpectationSuite(name=table, expectations=[_expectation(gx.expectations, feed, check) for feed, check in group])
            asset = source.add_table_asset(table, table_name=table)
            rows = asset.get_batch(asset.build_batch_request())
            with _written_down_once(gx.expectations.Expectation):
                validated: Any = rows.validate(suite, result_format="BASIC")
            for result in validated.results:
                meta = result.expectation_config.meta
                outcomes[meta["feed"], meta["check"]] = _outcome(result)
    finally:
        # DuckDB opens a file once per configuration, and the split still has to read it.
        source.get_execution_engine().close()
        source.get_engine().dispose()
    return outcomes


def _table_of(given: tuple[str, Rule | Expectation]) -> str:
    feed, check = given
    return f"{check.table}_{feed}" if isinstance(check, Expectation) else f"judged_{feed}"


def _expectation(library: Any, feed: str, check: Rule | Expectation) -> Any:
    observes_bad_rows = isinstance(check, Rule) or check.observes_bad_rows
    meta = {"feed": feed, "check": check.name, "observes_bad_rows": observes_bad_rows}
    common = {"severity": SEVERITY[check.severity], "notes": check.says, "meta": meta}
    if isinstance(check, Expectation):
        return getattr(library, check.kind)(**check.arguments, **common)
    # the flags of one table are added up in one query; a query of its own for each rule took half of the time
    return library.ExpectColumnSumToBeBetween(column=check.flag, min_value=0, max_value=0, description=check.says, **common)


def _outcome(result: Any) -> Outcome:
    crash = result.exception_info
    if not crash.get("raised_exception"):
        # a crash of one metric comes as a dictionary of crashes by metric
        crash = next((info for info in crash.values() if isinstance(info, dict) and info.get("raised_exception")), None)
    if crash:
        return Outcome(passed=False, crashed=str(crash["exception_message"]).strip().splitlines()[0])
    observed = result.result.get("observed_value")
    bad_rows = observed if result.expectation_config.meta["observes_bad_rows"] else result.result.get("unexpected_count")
    return Outcome(bool(result.success), observed, 0 if result.success else bad_rows or 0)


@contextmanager
def _written_down_once(expectation: Any) -> Iterator[None]:
    """Great Expectations writes down the configuration of an expectation fifty times while it looks, and it stays the same meanwhile: an
    eighth of its time."""
    afresh, written = expectation.configuration, {}

    def once(asked: Any) -> Any:
        if id(asked) not in written:
            # with the expectation itself: while it is there, nothing else has its id
            written[id(asked)] = asked, afresh.fget(asked)
        return written[id(asked)][1]

    expectation.configuration = property(once)
    try:
        yield
    finally:
        expectation.configuration = afresh


def _keep_rows_of_a_closed_connection() -> None:
    """Great Expectations closes the connection before it reads the rows, and DuckDB's result closes with it
    ("list index out of range", upstream issues 10738 and 11579): fetch what it will ask for while the connection is open."""
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    if not event.contains(Engine, "after_cursor_execute", _fetch_at_once):
        event.listen(Engine, "after_cursor_execute", _fetch_at_once)


def _fetch_at_once(connection, cursor, statement, parameters, context, executemany) -> None:
    from sqlalchemy.engine.cursor import FullyBufferedCursorFetchStrategy

    if connection.dialect.name == "duckdb" and cursor.description:
        rows = cursor.fetchmany(ROWS_ASKED_FOR)
        context.cursor_fetch_strategy = FullyBufferedCursorFetchStrategy(cursor, initial_buffer=rows)
