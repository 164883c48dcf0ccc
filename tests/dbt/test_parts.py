"""A rate or a share stands beside its parts: its description names numerator and denominator, both are columns of the same mart, and they give the figure."""

import re

import pytest
from homes import open_current

FRACTION = re.compile(r"_(rate|share)$")
#: a formula at the beginning of a description: `kept_count` ÷ `due_count`
FORMULA = re.compile(r"^(?:\(|\)|`\w+`|\s|÷|×|−|\+)+")
#: given to us, not counted
CONFIGURED = {"target_kept_rate", "agreed_rate", "target_rate"}
#: estimated from other promises than those beside it, or from all the rows of a curve
ESTIMATED = {
    "baseline_rate", "baseline_withdrawn_rate", "complete_share", "posterior_rate", "false_discovery_rate", "peer_share", "speed_rate", "expected_rate",
}  # fmt: skip


def fractions(models) -> list[tuple[str, str, str]]:
    """mart, column, description of each column that is a part of a whole."""
    marts = sorted((node for node in models.nodes.values() if node["schema"] == "marts"), key=lambda node: node["name"])
    return [
        (node["name"], name, column["description"])
        for node in marts for name, column in node["columns"].items()
        if FRACTION.search(name) and name not in CONFIGURED | ESTIMATED
    ]  # fmt: skip


def formula_of(words: str) -> str:
    """What a description begins with, without the bracket of a remark such as (M7)."""
    actual = FORMULA.match(words)
    return actual.group().rstrip(" (") if actual else ""


def as_sql(formula: str) -> str:
    divided = re.sub(r"÷\s*(`\w+`|\([^)]*\))", r"/ nullif(\1, 0)", formula)
    return divided.replace("×", "*").replace("−", "-").replace("`", "")


def test_every_rate_names_its_parts_and_they_stand_beside_it(models):
    columns = {node["name"]: set(node["columns"]) for node in models.nodes.values() if node["schema"] == "marts"}
    named = {(mart, name): re.findall(r"`(\w+)`", formula_of(words)) for mart, name, words in fractions(models)}
    assert len(named) > 30
    assert [f"{mart}.{name}" for (mart, name), parts in named.items() if len(parts) < 2] == []
    assert [f"{mart}.{name}: {part}" for (mart, name), parts in named.items() for part in parts if part not in columns[mart]] == []


@pytest.fixture(scope="module")
def marts(built_home):
    return open_current(built_home)


def test_every_rate_is_what_its_parts_give(models, marts):
    wrong, seen = [], 0
    for mart, name, words in fractions(models):
        formula = as_sql(formula_of(words))
        rows, differing, example = marts.execute(f"""
            select count("{name}"), count(*) filter (where differs), any_value([value, {name}]) filter (where differs)
            from (select "{name}", {formula} as value, coalesce(abs("{name}" - ({formula})) > 1e-9, ("{name}" is null) <> (({formula}) is null)) as differs from marts.{mart})
        """).fetchone()
        seen += rows > 0
        if differing:
            wrong.append(f"{mart}.{name} is not {formula} in {differing} rows, as {example}")
    assert wrong == []
    assert seen > 30
