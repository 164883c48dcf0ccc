"""Turns the selects of a mapping into SQL over the sources, and binding errors into sentences about the mapping."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from data.contract import feeds
from data.contract.refusal import Refused
from data.intake.mapping import Mapping, Select, nearest
from data.intake.spellings import DOUBTFUL_ZONES
from data.intake.try_casts import is_guarded, parse, tried


@dataclass(frozen=True)
class Bound:
    """A select that was held against its sources."""

    select: Select
    sql: str
    mapped: tuple[str, ...]
    #: the sources it reads, the one that gives file and row first
    sources: tuple[str, ...]
    #: columns of the source that `columns = "*"` could not place
    unplaced: tuple[str, ...] = ()


def sources_of(connection: duckdb.DuckDBPyConnection, mapping: Mapping) -> dict[Select, tuple[str, ...]]:
    """The sources that each select names, its first one first; refuses what cannot be parsed or names no source."""
    problems, used = [], {}
    for select in mapping.selects:
        where = _where(mapping, select)
        try:
            trees = [parse(connection, f"select 1 from {select.from_}")]
        except duckdb.Error as error:
            problems.append(f"{where}: `from` of {select.feed} is no SQL that can be read: {_first_line(error)}.")
            continue
        if select.where:
            try:
                trees.append(parse(connection, f"select 1 where {select.where}"))
            except duckdb.Error as error:
                problems.append(f"{where}: `where` of {select.feed} is no SQL that can be read: {_first_line(error)}.")
        for name, expression in (select.columns or {}).items():
            try:
                tree = parse(connection, f"select {expression}")
                if len(tree["select_list"]) != 1 or tree["from_table"]["type"] != "EMPTY":
                    raise duckdb.ParserException("one expression is expected")
                trees.append(tree)
                problems += [f"{_where(mapping, select, name)}: {select.feed}.{name}: {doubt}" for doubt in _doubtful_zones(tree)]
            except duckdb.Error as error:
                message = f"{select.feed}.{name} is no SQL that can be read: {_first_line(error)}: {expression}"
                problems.append(f"{_where(mapping, select, name)}: {message}")
        by_lower = {name.lower(): name for name in mapping.sources}
        named = [table for tree in trees for table in _tables(tree)]
        locally = {name.lower() for tree in trees for name in _common_tables(tree)}
        for name in named:
            if name.lower() not in by_lower and name.lower() not in locally:
                known = nearest(name, mapping.sources) or "; sources are " + ", ".join(f"`{one}`" for one in mapping.sources)
                problems.append(f"{where}: {select.feed} is read from `{name}`, which is no source of this mapping{known}.")
        used[select] = tuple(dict.fromkeys(by_lower[name.lower()] for name in named if name.lower() in by_lower))
    if problems:
        raise Refused(*dict.fromkeys(problems))
    return used


def bind(
    connection: duckdb.DuckDBPyConnection, mapping: Mapping, used: dict[Select, tuple[str, ...]], files: dict[str, list[str]]
) -> list[Bound]:
    """Holds every expression against the columns that the sources really have; refuses with all problems at once."""
    described = {name: f"{one[0]}{f' and {len(one) - 1} more' if len(one) > 1 else ''} (source `{name}`)" for name, one in files.items()}
    problems: list[str] = []
    bound = []
    for select in mapping.selects:
        bound_one = _bind_one(connection, mapping, select, {name: described[name] for name in used[select]}, problems)
        if bound_one:
            bound.append(bound_one)
    if problems:
        raise Refused(*dict.fromkeys(problems))
    return bound


def _bind_one(connection, mapping: Mapping, select: Select, sources: dict[str, str], problems: list[str]) -> Bound | None:
    where = _where(mapping, select)
    source = f"from {select.from_}" + (f" where {select.where}" if select.where else "")
    try:
        columns_here = [column[0] for column in connection.execute(f"select * {source} limit 0").description]
    except duckdb.Error as error:
        problems.append(f"{where}: {select.feed} cannot be read from its sources: {_plain(connection, error, sources)}")
        return None
    provenance = _provenance(connection, select)
    try:
        connection.execute(f"select {provenance} {source} limit 0")
    except duckdb.Error:
        problems.append(
            f"{where}: the subquery that {select.feed} is read from must pass on source_file and source_row (or their min), "
            "so that every row can be found again in its file."
        )
        return None
    columns, unplaced = select.columns, ()
    if columns is None:
        columns, unplaced = _same_names(select, columns_here)
        missing = [column for column in feeds.BY_NAME[select.feed].columns if column.required and column.name not in columns]
        for column in missing:
            near = nearest(column.name, unplaced)
            problems.append(f"{where}: {select.feed}.{column.name} is required, and {_lacks(sources, column.name)}{near}.")
    inner, raised = [], len(problems)
    for name, expression in columns.items():
        form = _landable(connection, expression, source, feeds.BY_NAME[select.feed].by_name[name].kind)
        if isinstance(form, duckdb.Error):
            problems.append(f"{_where(mapping, select, name)}: {select.feed}.{name}: {_plain(connection, form, sources)}")
        else:
            inner.append(f"{form} as {name}")
    if len(problems) > raised:
        return None
    landed = [_landed(column.name, columns, select.feed, mapping.zone) for column in feeds.BY_NAME[select.feed].columns]
    sql = (
        f"select {', '.join(landed)}, source_file::varchar as source_file, source_row::bigint as source_row "
        f"from (select {', '.join([*inner, provenance])} {source})"
    )
    return Bound(select, sql, tuple(columns), tuple(sources), tuple(unplaced))


def _landed(name: str, columns: dict[str, str], feed: str, zone: str) -> str:
    value = f"nullif(trim({name}), '')" if name in columns else "null::varchar"
    if (feed, name) == ("promises", "zone"):
        value = f"coalesce({value}, {_literal(zone)})"
    return f"{value} as {name}"


def _landable(connection, expression: str, source: str, kind: str) -> str | duckdb.Error:
    """The expression as text. Where it fails on one value (a cast, say), that row lands the text of the columns it was made
    from instead, so that one bad value is held back by the gate and does not stop the whole refresh."""
    tree = parse(connection, f"select {expression}")["select_list"][0]
    references = sorted({".".join(f'"{part}"' for part in names) for names in _references(tree)})
    forms = [f"({expression})::varchar"]
    safe, failed = tried(connection, expression)
    # a window, an aggregate or a subquery does not fail row by row: those land bare
    if references and not any(node.get("class") in ("WINDOW", "SUBQUERY") for node in _walk(tree)):
        if failed:
            raw = f"concat_ws(' ', {', '.join(references)})"
            # what the expression could not read must not be read without it
            shown = f"unread({raw})" if kind in ("number", "whole") else raw
            forms.insert(0, f"case when {failed} then {shown} else ({safe})::varchar end")
        elif is_guarded(safe):
            forms.insert(0, f"({safe})::varchar")
    error = duckdb.Error()
    for form in forms:
        try:
            connection.execute(f"select {form} {source} limit 0")
            return form
        except duckdb.Error as raised:
            error = raised
    return error


def _same_names(select: Select, columns_here: list[str]) -> tuple[dict[str, str], list[str]]:
    contract = feeds.BY_NAME[select.feed].by_name
    by_lower = {name.lower(): name for name in columns_here}
    columns = {name: f'"{by_lower[name]}"' for name in contract if name in by_lower}
    return columns, [name for name in columns_here if name.lower() not in contract and name.lower() not in ("source_file", "source_row")]


def _provenance(connection, select: Select) -> str:
    table = parse(connection, f"select 1 from {select.from_}")["from_table"]
    while table["type"] == "JOIN":
        table = table["left"]
    name = table.get("alias") or table.get("table_name")
    prefix = f'"{name}".' if name else ""
    return f"{prefix}source_file, {prefix}source_row"


def _walk(tree: object) -> Iterator[dict]:
    if isinstance(tree, dict):
        yield tree
        for child in tree.values():
            yield from _walk(child)
    elif isinstance(tree, list):
        for child in tree:
            yield from _walk(child)


def _tables(tree: dict) -> list[str]:
    return [node["table_name"] for node in _walk(tree) if node.get("type") == "BASE_TABLE"]


def _common_tables(tree: dict) -> list[str]:
    return [entry["key"] for node in _walk(tree) if "cte_map" in node for entry in node["cte_map"]["map"]]


def _doubtful_zones(tree: dict) -> list[str]:
    calls = [node for node in _walk(tree) if node.get("class") == "FUNCTION" and node["function_name"] == "timezone"]
    zones = [child["value"].get("value") for call in calls for child in call["children"][:1] if child.get("class") == "CONSTANT"]
    advice = "is several time zones, or one that leaves out its summer time: name a place, such as Europe/London."
    return [f"`{zone}` {advice}" for zone in zones if str(zone).upper() in DOUBTFUL_ZONES.split()]


def _references(tree: dict) -> list[tuple[str, ...]]:
    return [tuple(node["column_names"]) for node in _walk(tree) if node.get("class") == "COLUMN_REF"]


def _plain(connection, error: duckdb.Error, sources: dict[str, str]) -> str:
    message = _first_line(error)
    missing = re.search(r'(?:Referenced column|does not have a column named) "([^"]+)"', message)
    if not missing:
        return message + "."
    columns = [column[0] for name in sources for column in connection.execute(f"from {_quoted(name)} limit 0").description]
    known = [column for column in dict.fromkeys(columns) if column not in ("source_file", "source_row")]
    hint = nearest(missing[1], known) or "; columns are " + ", ".join(f"`{one}`" for one in known[:12]) + (" …" if len(known) > 12 else "")
    return f"{_lacks(sources, missing[1])}{hint}."


def _lacks(sources: dict[str, str], column: str) -> str:
    files = list(sources.values())
    return f"{files[0]} has no column `{column}`" if len(files) == 1 else f"none of {', '.join(files)} has a column `{column}`"


def _where(mapping: Mapping, select: Select, column: str | None = None) -> str:
    line = select.places.get(column or "", "") or select.place
    return f"{mapping.path.name}, {line}" if line else mapping.path.name


def _first_line(error: duckdb.Error) -> str:
    message = str(error).strip().splitlines()[0]
    return re.sub(r"^(Binder|Catalog|Parser|Conversion|Invalid Input|Not implemented) Error: ", "", message).rstrip(".")


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
