"""dbt's own macros in DuckDB's SQL, so that SQL is linted without a run of dbt (see .sqlfluff)."""


def datediff(first: str, second: str, part: str) -> str:
    return f"date_diff('{part}', {first}, {second})"


def dateadd(part: str, interval: str, moment: str) -> str:
    return f"date_add({moment}, {interval})"


def date_trunc(part: str, moment: str) -> str:
    return f"date_trunc('{part}', {moment})"


def type_string() -> str:
    return "varchar"


def escape_single_quotes(text: str) -> str:
    return text.replace("'", "''")
