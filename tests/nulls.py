"""What the descriptions of the marts say of null, and whether the rows keep to it."""

import re

import duckdb
from models import Models

SAYS_NULL = re.compile(r"(?<!never )\bnull\b", re.IGNORECASE)
#: words of a description → the rows that they speak of, in which the column is null; where the mart has the columns that are asked
CONDITIONS = {
    r"null where not due\b": "not is_due",
    r"null unless `overdue_open`": "outcome <> 'overdue_open'",
    r"null (until|while not) matured\b": "not is_matured",
    r"null = not complete\b": "fulfilled_date is null",
    r"null while a line is open\b": "fulfilled_date is null",
    r"null for an order that a call alone broke": "unattributed_because = 'call_not_kept'",
    r"null for every cause but `partner`": "primary_cause <> 'partner'",
    r"null where there is a cause\b": "primary_cause <> 'unattributed'",
    r"null = nobody had committed\b": "committed_date is null",
    r"null = it made none\b": "partner_due_date is null",
    r"null for `all`": "period = 'all'",
    r"null = complete\b": "fulfilled_date is not null",
    r"null where `(?P<column>\w+)` is false": "not {column}",
    r"null as `(?P<column>\w+)`": "{column} is null",
}
RATE = re.compile(r"`(\w+)` ÷ `(\w+)`(?! [×÷])")


def descriptions(models: Models) -> dict[str, dict[str, str]]:
    """mart → column → what is said of it."""
    return {
        node["name"]: {name: column["description"] for name, column in node["columns"].items()}
        for node in models.nodes.values() if node["resource_type"] == "model" and node["schema"] == "marts"
    }  # fmt: skip


def nulls(built: duckdb.DuckDBPyConnection, described: dict[str, dict[str, str]]) -> set[str]:
    """Columns that are null in some row."""
    actual = set()
    for mart, columns in described.items():
        counts = ", ".join(f'count(*) - count("{name}")' for name in columns)
        actual |= {
            f"{mart}.{name}"
            for name, number in zip(columns, built.execute(f"select {counts} from marts.{mart}").fetchone(), strict=True)
            if number
        }
    return actual


def says_null(described: dict[str, dict[str, str]]) -> set[str]:
    return {f"{mart}.{name}" for mart, columns in described.items() for name, text in columns.items() if SAYS_NULL.search(text)}


def claims_about_rows(described: dict[str, dict[str, str]]) -> dict[str, tuple[str, str]]:
    """column → what is said of null, and the rows in which that is not so."""
    claims = {}
    for mart, columns in described.items():
        for name, text in columns.items():
            rate = RATE.match(text)
            if rate and rate[2] in columns and rate[1] in columns:
                part, whole = rate[1], rate[2]
                claims[f"{mart}.{name}"] = (rate[0], f"({name} is null) <> ({part} is null or coalesce({whole}, 0) = 0)")
            for words, condition in CONDITIONS.items():
                match = re.search(words, text, re.IGNORECASE)
                rows = condition.format(**match.groupdict()) if match else ""
                if (
                    match
                    and set(re.findall(r"\b[a-z]+(?:_[a-z]+)+\b|\bperiod\b|\boutcome\b", re.sub(r"'.*?'", "", rows))) <= columns.keys()
                ):
                    claims[f"{mart}.{name}, {match[0]}"] = (match[0], f"({rows}) and {name} is not null")
    return claims


def broken_claims(built: duckdb.DuckDBPyConnection, described: dict[str, dict[str, str]]) -> dict[str, int]:
    """What is said of null and is not so, with the number of such rows."""
    by_mart: dict[str, list] = {}
    for claim, (_, rows) in claims_about_rows(described).items():
        by_mart.setdefault(claim.split(".")[0], []).append((claim, rows))
    actual = {}
    for mart, claims in by_mart.items():
        counts = built.execute(f"select {', '.join(f'count(*) filter (where {rows})' for _, rows in claims)} from marts.{mart}").fetchone()
        actual |= {claim: number for (claim, _), number in zip(claims, counts, strict=True) if number}
    return actual


def assert_nulls_as_described(models: Models, built: duckdb.DuckDBPyConnection) -> None:
    """Of every column of the marts that was built: null where its description says so, and nowhere else."""
    described = descriptions(models)
    assert sorted(nulls(built, described) - says_null(described)) == []
    assert broken_claims(built, described) == {}
