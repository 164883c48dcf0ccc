"""Which part of the dashboard may know what."""

import ast
import re
from pathlib import Path

import pytest
from pages import DASHBOARD

#: folder → what of the dashboard its files may import; `streamlit` stands for the library
MAY_IMPORT = {
    "words": {"words", "rates"},
    "charts": {"charts", "words", "rates"},
    "queries": {"queries", "rates", "view", "warehouse"},
    "parts": {"parts", "queries", "charts", "words", "view", "files", "documents", "warehouse", "streamlit"},
    "app_pages": {"documents", "parts", "rates", "queries", "charts", "words", "streamlit"},
}


def imported(path: Path) -> set[str]:
    """The parts of the dashboard that a file imports, and `streamlit`."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    parts = {name.split(".")[1] for name in names if name.startswith("dashboard.")}
    return parts | {"streamlit" for name in names if name.split(".")[0] == "streamlit"}


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_each_folder_imports_only_what_it_may(folder: str):
    files = [path for path in (DASHBOARD / folder).glob("*.py") if path.name != "__init__.py"]
    assert len(files) >= 3
    assert {path.name: sorted(more) for path in files if (more := imported(path) - MAY_IMPORT[folder])} == {}


def test_beside_the_folders_only_the_frame_and_the_warehouse_know_streamlit():
    assert {path.name for path in DASHBOARD.glob("*.py") if "streamlit" in imported(path)} == {"app.py", "first_reader.py", "warehouse.py"}


def test_no_file_is_longer_than_a_reader_can_hold():
    assert {path.name: lines for path in DASHBOARD.rglob("*.py") if (lines := len(path.read_text().splitlines())) > 400} == {}


def test_what_a_reader_types_is_never_written_into_the_sql():
    """The SQL of a question is fixed text: what it is made of are constants and keys of tables, and the rest is bound."""
    put_in = {
        f"{path.name}: {ast.unparse(value.value)}"
        for path in (DASHBOARD / "queries").glob("*.py")
        for text in ast.walk(ast.parse(path.read_text()))
        if isinstance(text, ast.JoinedStr)
        for value in text.values
        if isinstance(value, ast.FormattedValue)
    }
    by_key = {
        "standings.py: NAMED[kind]",
        "kept.py: BY[by]",
        "kept.py: END_DAY[by]",
        "delay.py: BY[by]",
        "broken.py: SORTS[wanted.sort]",
    }
    by_kind = {"members.py: kind", "standings.py: kind", "lead.py: kind", "kept.py: is_provisional(by)"}
    # a condition of fixed text, or none where the view asks for nothing
    by_view = re.compile(r"\w+\.py: (order_chosen|promise_chosen|in_view|parts_in_view)\(view\)")
    fixed = re.compile(r"""\w+\.py: ([A-Z_]+(\['week'\])?|is_provisional\('week'\))""")
    assert {each for each in put_in if not fixed.fullmatch(each) and not by_view.fullmatch(each)} == by_key | by_kind


def test_the_dashboard_reads_the_house_only_by_its_places_and_its_nouns():
    for path in DASHBOARD.rglob("*.py"):
        for name in re.findall(r"^\s*(?:from|import) ((?:data|checks|dbt|great_expectations)\b[\w. ]*)", path.read_text(), re.M):
            assert name in ("data.contract import places", "data.contract.nouns import NOUNS"), path
