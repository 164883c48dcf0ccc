"""The walls of the house: who may import whom, who may ask the time, who may phone home."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from data.contract import places

ROOT = places.ROOT
PACKAGES = ("data", "checks", "dashboard")


def modules(package: str) -> list[Path]:
    return [path for path in sorted((ROOT / package).rglob("*.py")) if "sample_world" not in path.parts]


def imports(path: Path, module: str = "") -> set[str]:
    """The names that a file imports; `module` is its own name, by which `from . import x` is understood."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = module.rsplit(".", node.level)[0] if node.level else ""
            source = ".".join(part for part in (above, node.module) if part)
            names |= {source} | {f"{source}.{alias.name}" for alias in node.names}
    return names


def offenders(package: str, forbidden: str, but: tuple[str, ...] = ()) -> list[str]:
    pattern = re.compile(forbidden)
    return [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(package)
        if path.name not in but
        for name in sorted(imports(path))
        if pattern.match(name)
    ]


def test_there_is_something_to_walk():
    assert all(len(modules(package)) > 3 for package in PACKAGES)


def test_the_gate_does_not_know_the_synthetic_world():
    assert offenders("checks", r"data\.synthetic|dashboard") == []


def test_what_belongs_to_the_tests_is_with_the_tests():
    stems = {path.stem for path in (ROOT / "tests").iterdir() if path.suffix in ("", ".py") and not path.stem.startswith("_")}
    tests = "|".join(sorted(stems - {*PACKAGES, "dbt"}))
    assert "faults" in tests
    for package in PACKAGES:
        assert offenders(package, rf"(tests|{tests})(\.|$)") == []
        assert [path.name for path in modules(package) if re.match(r"test_|conftest|faults", path.name)] == []


def test_only_the_gate_module_imports_great_expectations():
    assert offenders("checks", r"great_expectations", but=("gate.py",)) == []
    assert offenders("data", r"great_expectations|checks|dashboard|streamlit") == []


def test_the_dashboard_reads_and_does_not_decide():
    assert offenders("dashboard", r"checks|dbt|great_expectations|data\.(?!contract$|contract\.(places|nouns)\b)") == []


def test_what_comes_in_is_read_before_it_is_refreshed_and_all_stand_on_the_contract():
    """contract ← intake, synthetic ← refresh; the gate knows the contract alone, and the seam to it is a file."""
    assert offenders("data/contract", r"data\.(?!contract)") == []
    assert offenders("data/intake", r"data\.(?!contract|intake)") == []
    assert offenders("data/synthetic", r"data\.(?!contract|synthetic)") == []
    assert offenders("checks", r"data\.(?!contract)") == []


def import_graph() -> dict[str, set[str]]:
    """Module → the modules of the house that it imports, also inside its functions."""
    paths = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for package in PACKAGES
        for path in modules(package)
    }
    return {name: {other for other in imports(path, name) if other in paths and other != name} for name, path in paths.items()}


def circle_in(graph: dict[str, set[str]]) -> list[str]:
    """A way through the graph that ends where it began; empty where there is none."""
    done: set[str] = set()

    def walk(name: str, way: list[str]) -> list[str]:
        if name in way:
            return [*way[way.index(name) :], name]
        if name in done:
            return []
        for other in sorted(graph[name]):
            # `from package import module` names both; a package that gathers its modules is no circle with each of them
            if not name.startswith(f"{other}.") and (actual := walk(other, [*way, name])):
                return actual
        done.add(name)
        return []

    return next((actual for name in sorted(graph) if (actual := walk(name, []))), [])


def test_no_import_goes_in_a_circle():
    graph = import_graph()
    assert sum(map(len, graph.values())) > 100
    assert circle_in(graph) == []
    # and a circle would be found, also one that is closed inside a function
    assert circle_in(graph | {"data.contract.places": {"data.intake.land"}}) != []


#: what a reader takes in at a sitting; longer files are cut by subject
LONGEST = 400


def test_no_file_is_longer_than_a_reader_takes_in():
    tracked = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    texts = [
        ROOT / name for name in tracked if name.endswith((".py", ".sql", ".yml", ".md", ".toml", "Makefile")) and (ROOT / name).is_file()
    ]
    long = {f"{path.relative_to(ROOT)}": lines for path in texts if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST}
    assert len(texts) > 200 and long == {}


def test_each_file_of_tests_has_a_name_of_its_own():
    """pytest knows them by it: of two of one name it runs the first, and stops at the second."""
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []


def test_dbt_is_not_shadowed():
    assert not (ROOT / "dbt" / "__init__.py").exists()


def test_only_the_clock_asks_the_time():
    asks = re.compile(r"datetime\.(now|utcnow|today)\(|date\.today\(|time\.time\(")
    actual = [f"{path.relative_to(ROOT)}" for package in PACKAGES for path in modules(package) if asks.search(path.read_text())]
    assert actual == ["data/contract/clock.py"]


def test_sql_knows_now_only_through_the_clock_model():
    asks = re.compile(r"current_(timestamp|date|time)|\bnow\(\)|getdate|\btoday\(\)", re.IGNORECASE)
    actual = [path.name for path in sorted((ROOT / "dbt").rglob("*.sql")) if asks.search(path.read_text())]
    assert actual == []
    as_of = [path.name for path in sorted((ROOT / "dbt" / "models").rglob("*.sql")) if "HOLDT_AS_OF" in path.read_text()]
    assert as_of == ["int_clock.sql"]


def test_the_models_keep_to_what_duckdb_and_spark_both_speak():
    only_duckdb = re.compile(
        r"\bexclude\s*\(|\barg_max\b|\barg_min\b|quantile_cont|date_diff\('|\blist_(?!date|week)|\bstrftime\b|\bepoch\b", re.IGNORECASE
    )
    actual = [
        f"{path.name}: {match.group()}"
        for path in sorted((ROOT / "dbt" / "models").rglob("*.sql"))
        if (match := only_duckdb.search(path.read_text()))
    ]
    assert actual == []


def test_no_figure_depends_on_the_order_in_which_rows_are_added():
    """Averages and variances of doubles differ in the last digit from build to build: `exact_avg` and `exact_variance` do not."""
    shaky = re.compile(r"\b(avg|mean|stddev\w*|variance|var_samp|var_pop)\s*\(", re.IGNORECASE)
    actual = [
        f"{path.name}: {match.group()}"
        for path in sorted((ROOT / "dbt" / "models").rglob("*.sql"))
        if (match := shaky.search(path.read_text()))
    ]
    assert actual == []


def test_no_figure_depends_on_which_of_two_equals_comes_first():
    """`max_by(x, y)` may take any row of those with the greatest y: y has to be a number that is given once, else a rank says which."""
    taken = re.compile(r"\b(?:max_by|min_by|any_value|first_value|last_value)\(\s*[^,()]*(?:,\s*(?:\w+\.)?([^)]*))?\)")
    given_once = {"version_number", "event_number", "valid_from"}
    actual = [
        f"{path.name}: {match.group()}"
        for path in sorted((ROOT / "dbt" / "models").rglob("*.sql"))
        for match in taken.finditer(path.read_text())
        if match.group(1) not in given_once
    ]
    assert actual == []


def test_no_model_names_a_group_after_whichever_member_sorts_first():
    """The least of several names is a guess at one of them: `only_value` is null there, or a rule says which."""
    named = "customer_id|customer_type|seller_id|partner_id|order_id|linked_order_id|region|zone|source_status|promised_to|journey|step|product_group|channel|team|reason|event|kind"
    guesses = re.compile(rf"\b(min|max|any_value|first|last)\(\s*(\w+\.)?({named})\s*\)")
    actual = [
        f"{path.name}: {match.group()}"
        for path in sorted((ROOT / "dbt" / "models").rglob("*.sql"))
        for match in guesses.finditer(path.read_text())
    ]
    assert actual == []


def test_every_make_target_is_documented_and_phony_or_a_file():
    text = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z][a-z-]*):", text, re.MULTILINE))
    phony = set(re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE).group(1).split())
    assert targets == phony
    listed = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("run", "build", "test", "check-mapping", "docs"):
        assert f"make {target} " in listed


def test_every_target_and_path_that_the_readme_names_exists():
    readme = (ROOT / "README.md").read_text()
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z][a-z-]*)", readme))
    assert named and named <= targets
    for path in re.findall(r"\]\(((?!http|#)[^)]+)\)", readme):
        assert (ROOT / path).exists(), f"README.md links to {path}"


def test_no_registry_host_or_path_of_a_machine_is_kept():
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    machine = re.compile(r"--(extra-)?index-url|find-links|/(root|home|work|opt)/[a-z]")
    actual = []
    for name in tracked:
        path = ROOT / name
        if path.suffix in (".py", ".toml", ".txt", ".md", ".yml", ".sql", ".csv", "") and path.is_file() and path != Path(__file__):
            actual += [f"{name}: {match.group()}" for match in machine.finditer(path.read_text(errors="replace"))]
    assert actual == []


#: the same words on every floor; a room reads only the rooms before it
ROOMS = (
    "source", "kept", "delay", "over_promise", "notice", "contact", "aftermath", "journey", "trust",
    "standing", "signal", "at_risk", "honest_date",
)  # fmt: skip


def test_every_model_lives_in_a_room_and_reads_only_rooms_before_it():
    models = {path.stem: path for path in (ROOT / "dbt" / "models").rglob("*.sql")}
    room = {name: path.parent.name for name, path in models.items() if path.parent.name != "staging"}
    assert set(room.values()) == set(ROOMS)
    backwards = [
        f"{name} ({room[name]}) reads {read} ({room[read]})"
        for name, path in models.items()
        if name in room
        for read in re.findall(r"ref\('(\w+)'\)", path.read_text())
        if read in room and ROOMS.index(room[read]) > ROOMS.index(room[name])
    ]
    assert backwards == []


def test_each_model_has_its_words_and_unit_tests_in_one_file_beside_it():
    for path in (ROOT / "dbt" / "models").rglob("*.sql"):
        words = path.with_suffix(".yml").read_text()
        assert re.findall(r"^  - name: (\w+)", words.split("unit_tests:")[0], re.MULTILINE) == [path.stem]
        assert set(re.findall(r"^    model: (\w+)", words, re.MULTILINE)) <= {path.stem}


@pytest.mark.parametrize("floor", ["docs", "data-tests"])
def test_the_floors_of_dbt_have_the_same_rooms(floor):
    rooms = {path.name for path in (ROOT / "dbt" / floor).iterdir()}
    assert rooms and rooms <= set(ROOMS)


def test_the_rooms_that_the_readme_lists_are_the_folders_in_their_order():
    table = (ROOT / "README.md").read_text().split("| Room |")[1].split("\n\n")[0]
    assert tuple(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == ROOMS
    marts = {path.name for path in (ROOT / "dbt" / "models" / "marts").iterdir()}
    tested = {path.name for path in (ROOT / "tests" / "dbt").iterdir() if path.is_dir() and not path.name.startswith("_")}
    assert marts == set(ROOMS) and tested <= set(ROOMS)
