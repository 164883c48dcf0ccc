"""An expression that fails on one value costs that row, not the refresh.

Every cast in it is turned into a `try_cast` (and `strptime` into `try_strptime`), and a second expression says on which rows one of them
failed where it was really asked for: a cast in a branch of `case` or `coalesce` that is not taken fails nothing. DuckDB's own `try()`
would be shorter, but under 1.5 it hands back wrong strings for rows beside a failing one (3,000 dates, every 100th unreadable: 5 of 8
runs changed more than half of the others).
"""

import json
from collections.abc import Iterator
from typing import Any

import duckdb

from data.contract.one import row_of

TRIED = {"strptime": "try_strptime"}
ZONED = "TIMESTAMP WITH TIME ZONE"
#: macros of ours that let no zone be guessed, around what is cast to an instant and what is read with `%Z`
GUARDS = ("in_sure_zone", "without_doubtful_zone")


def parse(connection: duckdb.DuckDBPyConnection, sql: str) -> dict:
    """DuckDB's own syntax tree; raises `duckdb.ParserException` with its message."""
    tree = json.loads(row_of(connection.execute("select json_serialize_sql($1)", [sql]))[0])
    if tree["error"]:
        raise duckdb.ParserException(tree["error_message"])
    if len(tree["statements"]) != 1:
        raise duckdb.ParserException("one expression is expected, not several statements")
    return tree["statements"][0]["node"]


def tried(connection: duckdb.DuckDBPyConnection, expression: str) -> tuple[str, str | None]:
    """The expression with every cast tried, and the SQL condition on which one of them failed; None where nothing can."""
    tree = parse(connection, f"select {expression}")["select_list"][0]
    failed = _failed(connection, tree)
    return _sql(connection, _safe(tree)), failed


def is_guarded(sql: str) -> bool:
    """Whether what `tried` gave differs from the expression also where nothing can fail."""
    return any(guard in sql for guard in GUARDS)


def _safe(node: Any) -> Any:
    """The same tree, failing nowhere: what cannot be cast is null."""
    if isinstance(node, list):
        return [_safe(child) for child in node]
    if not isinstance(node, dict):
        return node
    if node.get("type") == "OPERATOR_TRY":
        return _safe(node["children"][0])
    node = {name: _safe(child) for name, child in node.items()}
    if node.get("class") == "CAST":
        node["try_cast"] = True
        if node["cast_type"]["id"] == ZONED:
            # DuckDB reads BST as Dhaka's time, and CET as if it were CEST in summer
            node["child"] = _call(GUARDS[0], _as_text(node["child"]))
    if node.get("class") == "FUNCTION":
        node["function_name"] = TRIED.get(node["function_name"], node["function_name"])
        if node["function_name"] == "try_strptime" and "%Z" in json.dumps(node["children"][1:]):
            node["children"][0] = _call(GUARDS[1], node["children"][0])
    return node


def _call(function: str, child: dict) -> dict:
    return {
        **{"class": "FUNCTION", "type": "FUNCTION", "alias": "", "query_location": 0, "function_name": function, "schema": ""},
        **{"children": [child], "filter": None, "order_bys": {"type": "ORDER_MODIFIER", "orders": []}, "distinct": False},
        **{"is_operator": False, "export_state": False, "catalog": ""},
    }


def _as_text(child: dict) -> dict:
    cast_type = {"id": "VARCHAR", "type_info": None}
    return {
        "class": "CAST",
        "type": "OPERATOR_CAST",
        "alias": "",
        "query_location": 0,
        "child": child,
        "cast_type": cast_type,
        "try_cast": True,
    }


def _failed(connection, node: dict) -> str | None:
    """The condition on which evaluating the node would fail."""
    kind, children = node.get("class"), list(_children(node))
    if node.get("type") == "OPERATOR_TRY" or kind == "LAMBDA":
        return None
    if kind == "CASE":
        return _case_failed(connection, node)
    if node.get("type") == "OPERATOR_COALESCE":
        asked = None
        for child in reversed(children):
            later = asked and f"(({_sql(connection, _safe(child))}) is null and {asked})"
            asked = _any([_failed(connection, child), later])
        return asked
    below = [_failed(connection, child) for child in children]
    if kind == "CAST" and not node["try_cast"]:
        below.append(f"(({_sql(connection, _safe(node['child']))}) is not null and ({_sql(connection, _safe(node))}) is null)")
    elif kind == "FUNCTION" and node["function_name"] in TRIED:
        given = " and ".join(f"({_sql(connection, _safe(child))}) is not null" for child in children)
        below.append(f"({given} and ({_sql(connection, _safe(node))}) is null)")
    return _any(below)


def _case_failed(connection, node: dict) -> str | None:
    asked = _failed(connection, node["else_expr"])
    for check in reversed(node["case_checks"]):
        when, then = check["when_expr"], _failed(connection, check["then_expr"])
        if then or asked:
            asked = f"(case when {_sql(connection, _safe(when))} then {then or 'false'} else {asked or 'false'} end)"
        asked = _any([_failed(connection, when), asked])
    return asked


def _any(conditions: list[str | None]) -> str | None:
    parts = [condition for condition in conditions if condition]
    return f"({' or '.join(parts)})" if parts else None


def _children(node: dict) -> Iterator[dict]:
    for value in node.values():
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, dict) and "class" in child:
                yield child


def _sql(connection, node: object) -> str:
    select = json.loads(row_of(connection.execute("select json_serialize_sql('select 1')"))[0])
    select["statements"][0]["node"]["select_list"] = [node]
    return row_of(connection.execute("select json_deserialize_sql($1)", [json.dumps(select)]))[0].removeprefix("SELECT ")
