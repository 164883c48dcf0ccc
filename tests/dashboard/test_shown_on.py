"""Which page shows which mart: the exposures and "Shown on" of FIGURES.md, held to what the pages ask."""

import re
from collections.abc import Iterator

import pytest
import sqlglot
import streamlit as st
import yaml
from homes import open_current
from pages import opened
from sqlglot import exp
from sqlglot.optimizer.qualify import qualify

from dashboard import warehouse
from data.contract import places

DBT = places.ROOT / "dbt"
#: a basket of two
HONEST_LINES = ("hvitlager/appliances", "fjordbud/lighting")
#: page → what a reader opens of it: with a member chosen, and without
VISITS = {
    "overview": [("overview", {}), ("overview", {"period": "1999-01-01..1999-12-31"})],
    "this_week": [("this_week", {})],
    "broken_promises": [("broken_promises", {})],
    "honest_date": [("honest_date", {}), ("honest_date", {"line": [f"customer_delivery/{line}/Oslo" for line in HONEST_LINES]})],
    "order": [
        ("order", {"order": "order-svein"}),
        ("order", {"customer": "svein"}),
        ("order", {"search": "an"}),
        ("order", {"search": "?"}),
    ],
    "sellers": [("sellers", {}), ("sellers", {"sure": "true"}), ("sellers", {"member": "store-oslo", "example": "true"})],
    "partners": [("partners", {}), ("partners", {"member": "hvitlager", "example": "true"})],
    "contacts": [("contacts", {})],
    "trust": [("trust", {})],
}
FRAME = "every_page"


@pytest.fixture(scope="module")
def asked(built_home) -> Iterator[dict[str, set[str]]]:
    """Page → the SQL that it sends; what every page sends belongs to the frame."""
    sent: set[str] = set()
    read = warehouse.read

    def overheard(sql: str, parameters: dict | None = None):
        sent.add(sql)
        return read(sql, parameters)

    pages = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOLDT_HOME", str(built_home))
        patch.setattr(warehouse, "read", overheard)
        for page, visits in VISITS.items():
            sent.clear()
            for name, query in visits:
                # what was drawn or asked for another reader would not be asked again
                st.cache_resource.clear()
                opened(name, **query)
            pages[page] = set(sent)
    frame = set.intersection(*pages.values())
    yield {FRAME: frame, **{page: questions - frame for page, questions in pages.items()}}


@pytest.fixture(scope="module")
def schema(built_home) -> dict[str, dict[str, dict[str, str]]]:
    with open_current(built_home) as marts:
        rows = marts.execute("select table_name, column_name, data_type from duckdb_columns() where schema_name = 'marts'").fetchall()
    tables: dict[str, dict[str, str]] = {}
    for table, column, kind in rows:
        tables.setdefault(table, {})[column] = kind
    return {"marts": tables}


def columns_read(sql: str, schema: dict) -> set[tuple[str, str]]:
    """(mart, column) of everything that a question reads."""
    # a function of the marts is no table, and its name is of no interest here
    tree = sqlglot.parse_one(re.sub(r"marts\.(\w+)\(", r"\1(", sql), dialect="duckdb")
    tree = qualify(tree, schema=schema, dialect="duckdb", validate_qualify_columns=False, quote_identifiers=False)
    read = set()
    for select in tree.find_all(exp.Select):
        sources = {table.alias_or_name: table.name for table in select.find_all(exp.Table) if table.db == "marts"}
        for column in select.find_all(exp.Column):
            mart = sources.get(column.table)
            if mart and column.name in schema["marts"][mart]:
                read.add((mart, column.name))
        read |= {(mart, "") for mart in sources.values()}
    return read


@pytest.fixture(scope="module")
def read_by(asked, schema) -> dict[str, set[tuple[str, str]]]:
    return {page: set().union(*(columns_read(sql, schema) for sql in questions)) for page, questions in asked.items()}


def exposures() -> dict[str, dict]:
    return {each["name"]: each for each in yaml.safe_load((DBT / "models" / "exposures.yml").read_text())["exposures"]}


def test_each_page_is_an_exposure_of_the_marts_that_it_reads(asked, read_by):
    marts = {page: {mart for mart, _ in read} for page, read in read_by.items()}
    for page, questions in asked.items():
        if any(re.search(r"marts\.\w+\(", sql) for sql in questions):
            marts[page].add("dim_functions")
    written = {page: set(re.findall(r"ref\('(\w+)'\)", " ".join(each["depends_on"]))) for page, each in exposures().items()}
    assert written == marts


def test_the_questions_are_understood(asked, read_by):
    """Each names a mart and columns of it: a star would hide what a page shows."""
    assert all(len(read) > 5 for read in read_by.values())
    assert [sql for questions in asked.values() for sql in questions if re.search(r"marts\.\w+\.\*|\bfct_\w+\.\*", sql)] == []
    stars = re.compile(r"select\s+\*[^)]*?from\s+marts\.", re.S)
    assert [sql for questions in asked.values() for sql in questions if stars.search(sql)] == []


def shown_on() -> dict[str, tuple[set[tuple[str, str]], set[str]]]:
    """Metric → its columns, and the pages that are said to show it."""
    rows = re.findall(r"^\| (M\d+) \| [^|]+ \| ([^|]+) \| ([^|]+) \|", (DBT / "FIGURES.md").read_text(), re.M)
    return {
        metric: (set(re.findall(r"`(\w+)\.(\w+)`", where)), set() if pages.strip() == "–" else set(pages.strip().split(", ")))
        for metric, where, pages in rows
    }


def test_each_metric_is_shown_where_it_is_listed(read_by):
    """A page that is named reads one of the metric's columns; of a metric that no page is said to show, none is read."""
    labels = {each["label"]: page for page, each in exposures().items()}
    metrics = shown_on()
    assert len(metrics) > 20
    wrong = []
    for metric, (columns, pages) in metrics.items():
        assert pages <= set(labels), f"{metric} is shown on a page that is not there: {pages - set(labels)}"
        wrong += [f"{metric} is not on {label}" for label in pages if not columns & read_by[labels[label]]]
        if not pages:
            wrong += [f"{metric} is on {label}" for label, page in labels.items() if columns & read_by[page]]
    assert wrong == []


def test_each_mart_of_a_metric_that_a_page_reads_is_under_that_page(read_by):
    """A page reads a column of some metric: one of the metrics of that column names the page."""
    labels = {page: each["label"] for page, each in exposures().items() if page != FRAME}
    metrics = shown_on().values()
    unlisted = [
        f"{labels[page]} reads {mart}.{column}"
        for page, read in read_by.items()
        if page != FRAME
        for mart, column in sorted(read)
        if any((mart, column) in columns for columns, _ in metrics)
        and not any((mart, column) in columns and labels[page] in pages for columns, pages in metrics)
    ]
    # whether a promise is in the spread of deviations (M6) is told by its outcome
    assert [each for each in unlisted if each not in ("Sellers reads fct_promises.outcome", "Partners reads fct_promises.outcome")] == []
