"""Every metric and every idea that the product was designed from has its figure, its definition and its test, or says why not."""

import re

from data.contract import places

DBT = places.ROOT / "dbt"
FIGURES = (DBT / "FIGURES.md").read_text()
METRICS, IDEAS = FIGURES.split("## Idea by idea")
NAMED = re.compile(r"`([a-z]+_[a-z_]+)\.([a-z_0-9]+)`")


def metrics() -> dict[int, list[str]]:
    """Number → where, shown on, definition, held by."""
    return {
        int(row[0]): list(row[1:])
        for row in re.findall(r"^\| M(\d+) \| [^|]+ \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", METRICS, re.M)
    }


def ideas() -> dict[int, str]:
    return {int(number): where for number, where in re.findall(r"^\| (\d+) \| [^|]+ \| ([^|]+) \| [^|]+ \|$", IDEAS, re.M)}


def test_each_metric_and_each_idea_has_its_row():
    assert sorted(metrics()) == list(range(1, 28))
    assert sorted(map(int, re.findall(r"^\| (\d+) \|", IDEAS, re.M))) == sorted(ideas()) == list(range(1, 72))


def test_each_figure_that_is_named_is_there(models):
    columns = {node["name"]: set(node["columns"]) for node in models.nodes.values() if node["resource_type"] == "model"}
    places_named = {f"M{number}": row[0] for number, row in metrics().items()} | {str(number): where for number, where in ideas().items()}
    missing, without = [], []
    for number, where in places_named.items():
        named = NAMED.findall(where)
        missing += [f"{number}: {mart}.{column}" for mart, column in named if column not in columns.get(mart, set())]
        if not named and not where.startswith(("No figure yet: ", "Not a figure: ")):
            without.append(number)
    assert missing == []
    assert without == []


def test_each_metric_is_defined_with_a_worked_example():
    blocks = dict(re.findall(r"{% docs (\w+) %}(.*?){% enddocs %}", "".join(path.read_text() for path in DBT.glob("docs/*/*.md")), re.S))
    used = "".join(path.read_text() for path in DBT.glob("models/**/*.yml"))
    lacking = [
        f"M{number}: {name}"
        for number, (_, _, definition, _) in metrics().items()
        for name in re.findall(r"`(\w+)`", definition) or ["none"]
        if "**Worked example.**" not in blocks.get(name, "") or f"doc('{name}')" not in used
    ]
    assert lacking == []


def test_each_metric_is_held_by_a_test_that_exists():
    unit_tests = {name for path in DBT.glob("models/**/*.yml") for name in re.findall(r"^  - name: (\w+)", path.read_text(), re.M)}
    data_tests = {path.stem for path in DBT.glob("data-tests/*/*.sql")}
    ours = {name for path in (places.ROOT / "tests").rglob("test_*.py") for name in re.findall(r"^def (test_\w+)", path.read_text(), re.M)}
    lacking = [
        f"M{number}: {name}"
        for number, (*_, held_by) in metrics().items()
        for name in re.findall(r"`(\w+)`", held_by) or ["none"]
        if name not in unit_tests | data_tests | ours
    ]
    assert lacking == []
