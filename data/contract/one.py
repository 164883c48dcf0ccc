"""The row of a query that has exactly one: a count, an aggregate, a value."""

from typing import Any

import duckdb


def row_of(result: duckdb.DuckDBPyConnection) -> tuple[Any, ...]:
    row = result.fetchone()
    if row is None:
        raise LookupError("a query that has one row by its nature had none")
    return row
