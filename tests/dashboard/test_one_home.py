"""A figure has one definition: what a page works out of the rows that were chosen is what the marts say of the same rows."""

import ast
import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st
from homes import open_current
from pages import DASHBOARD

from dashboard.queries import broken, delay, kept, members, trust
from dashboard.view import View

AS_OF = date(2022, 7, 18)
ALL = View(as_of=AS_OF, period="all")
DIMENSIONS = ["step", "seller", "partner", "customer_type", "product_group", "region"]


@pytest.fixture(autouse=True)
def looked_at(request: pytest.FixtureRequest) -> None:
    """Questions outside a page are asked of the built world."""
    if "marts" in request.fixturenames:
        built_home = request.getfixturevalue("built_home")
        st.session_state["warehouse"] = (built_home / "warehouse" / "current.duckdb").resolve()


@pytest.fixture(scope="module")
def marts(built_home: Path):
    with open_current(built_home) as connection:
        yield connection


def same(page: pd.DataFrame, mart: pd.DataFrame) -> None:
    """Two answers to one question, whatever the order and the integer types."""
    assert len(page) > 0 and list(page.columns) == list(mart.columns)
    keys = list(page.columns)[:1]
    left, right = (frame.sort_values(keys, na_position="last").reset_index(drop=True) for frame in (page, mart))
    pd.testing.assert_frame_equal(left, right, check_dtype=False, check_exact=False, rtol=1e-12)


COUNTS = [
    "due_count", "kept_count", "early_count", "on_time_count", "kept_attempted_count", "late_count", "overdue_open_count",
    "cancelled_broken_count", "excluded_count",
]  # fmt: skip


# ---------- the rates of the marts


@pytest.mark.parametrize("period", ["week", "month"])
@pytest.mark.parametrize("dimension", [None, *DIMENSIONS])
def test_promises_kept_are_those_of_the_rate_mart(marts, dimension: str | None, period: str):
    """Of the company, and of a member that was chosen in the filter: the one with most promises, which every small world has."""
    member = "all"
    if dimension:
        member = marts.execute(
            f"select member_id from marts.fct_kept_rates where dimension = '{dimension}' and member_id is not null group by 1 order by sum(due_count) desc, 1 limit 1"
        ).fetchone()[0]
    view = ALL.replaced(**{dimension: (member,)}) if dimension else ALL
    for promised_to in ("customer", "company"):
        page = kept.promises(view, period, promised_to)[["member", *COUNTS, "kept_rate"]]
        mart = marts.execute(
            f"select period_start as member, {', '.join(COUNTS)}, kept_rate from marts.fct_kept_rates"
            " where dimension = ? and member_id = ? and period = ? and promised_to = ? and period_start < ? order by 1",
            [dimension or "company", member, period, promised_to, AS_OF],
        ).df()
        # the last period holds promises that are not due yet, and what was withdrawn among them the page has not come to
        page, mart = (
            frame.assign(excluded_count=frame["excluded_count"].where(frame["member"] < frame["member"].max(), 0)) for frame in (page, mart)
        )
        if len(mart):
            same(page, mart)


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_every_member_has_the_promises_that_the_rate_mart_counts(marts, dimension: str):
    page = kept.promises(ALL, dimension)[["member", "due_count", "kept_count", "kept_rate"]]
    mart = marts.execute(
        "select member_id as member, sum(due_count) as due_count, sum(kept_count) as kept_count, marts.rate(sum(kept_count), sum(due_count)) as kept_rate"
        " from marts.fct_kept_rates where dimension = ? and period = 'day' and promised_to = 'customer' and period_start < ? group by 1",
        [dimension, AS_OF],
    ).df()
    same(page, mart)


def test_orders_kept_are_those_of_the_rate_mart(marts):
    page = kept.orders_by_week(ALL)[["member", *COUNTS[:-1], "kept_rate"]]
    mart = marts.execute(
        f"select period_start as member, {', '.join(COUNTS[:-1])}, kept_rate from marts.fct_order_rates"
        " where dimension = 'company' and period = 'week' and period_start < ?",
        [AS_OF],
    ).df()
    same(page, mart)


def test_a_week_is_provisional_where_the_mart_says_so(marts):
    weeks = {day.date(): flag for day, flag in kept.promises(ALL, "week").set_index("member")["is_provisional"].items()}
    question = "select week, is_provisional from marts.fct_restatements where dimension = 'company' and promised_to = 'customer'"
    in_mart = {week: flag for week, flag in marts.execute(question).fetchall() if week in weeks}
    assert len(in_mart) > 20 and in_mart == {week: weeks[week] for week in in_mart}
    assert weeks[date(2022, 7, 11)], "the week that has just ended still waits for its last records"
    assert not weeks[date(2022, 7, 4)]
    orders = kept.orders_by_week(ALL)
    assert list(orders["is_provisional"]) == [weeks[day.date()] for day in orders["member"]]


@pytest.mark.parametrize("by", DIMENSIONS)
def test_the_median_deviation_is_that_of_the_mart(marts, by: str):
    page = delay.median_deviations(ALL, by)
    mart = marts.execute(
        "select member_id as member, p50_days as median_deviation_days from marts.fct_deviation_quantiles"
        " where dimension = ? and period = 'all' and promised_to = 'customer' and fulfilled_by <> 'contact'",
        [by],
    ).df()
    same(page, mart)


def test_the_median_deviation_of_a_month_is_that_of_the_mart(marts):
    june = View(as_of=AS_OF, period="2022-06-01..2022-06-30")
    mart = marts.execute(
        "select p50_days from marts.fct_deviation_quantiles where dimension = 'company' and period_start = date '2022-06-01'"
        " and promised_to = 'customer' and fulfilled_by <> 'contact'"
    ).fetchall()
    assert [(value,) for value in delay.median_deviations(june, "all")["median_deviation_days"]] == mart


def test_how_late_a_partner_is_recorded_is_the_marts(marts):
    page = members.recording_delay()
    mart = marts.execute(
        "select member_id as member, measured_count, matured_count, p50_hours, p95_hours, p50_days, p95_days from marts.fct_recording_delay"
        " where dimension = 'partner' and member_id is not null"
    ).df()
    same(page, mart)


def test_what_is_overdue_lies_in_the_bands_of_the_models(marts):
    ages = broken.open_overdue(ALL)
    bands = [band for (band,) in marts.execute("select band from marts.dim_lateness_bands order by from_days").fetchall()]
    assert list(ages["band"]) == [band for band in bands if band in set(ages["band"])]
    overdue = marts.execute(
        "select count(*), max(overdue_days) from marts.fct_promises"
        " where outcome = 'overdue_open' and promised_to = 'customer' and fulfilled_by <> 'contact'"
    ).fetchone()
    assert (ages["promises_count"].sum(), ages["oldest_days"].max()) == overdue


def test_how_far_a_column_is_filled_is_its_parts(marts):
    coverage = trust.coverage()
    assert len(coverage) > 50
    filled = coverage[coverage["rows_count"] > 0]
    assert (filled["filled_rate"] * filled["rows_count"]).round(6).tolist() == filled["filled_count"].tolist()
    assert coverage[coverage["rows_count"] == 0]["filled_rate"].isna().all()


@pytest.mark.parametrize(("unit", "mart"), [("promises", "fct_kept_rates"), ("orders", "fct_order_rates")])
def test_the_gap_to_the_latest_date_is_that_of_the_mart(marts, unit: str, mart: str):
    """Between two verdicts on the same promises: what was moved ahead and is not due again yet must not flatter it."""
    page = kept.promises(ALL, "week") if unit == "promises" else kept.orders_by_week(ALL)
    assert (page["kept_latest_rate"] - page["kept_rate"] - page["masking_gap"]).abs().max() < 1e-12
    asked = "and promised_to = 'customer'" if unit == "promises" else ""
    same(
        page[["member", "kept_later_count", "kept_latest_rate", "masking_gap"]],
        marts.execute(
            "select period_start as member, kept_later_count, kept_latest_rate, masking_gap_rate as masking_gap"
            f" from marts.{mart} where dimension = 'company' and period = 'week' and period_start < ? {asked}",
            [AS_OF],
        ).df(),
    )


# ---------- the functions


@pytest.mark.parametrize(("part", "whole"), [(15, 20), (0, 7), (9, 9), (4102, 4699)])
def test_an_interval_ends_where_the_data_would_be_a_one_in_twenty_surprise(marts, part: int, whole: int):
    low, high = marts.execute("select marts.wilson90_low($1, $2), marts.wilson90_high($1, $2)", [part, whole]).fetchone()
    for bound in (low, high):
        if 1e-9 < bound < 1 - 1e-9:
            assert abs(part / whole - bound) == pytest.approx(1.6448536 * (bound * (1 - bound) / whole) ** 0.5)
    assert low - 1e-12 <= part / whole <= high + 1e-12


def test_nothing_due_is_not_measured(marts):
    answers = "marts.rate(0, 0), marts.wilson90_low(0, 0), marts.wilson90_high(0, 0), marts.against_target(0, 0, 0.95)"
    assert marts.execute(f"select {answers}, marts.is_enough(0, 0)").fetchone() == (None, None, None, None, False)


def test_too_little_data_is_a_small_sample_or_a_wide_interval(marts):
    thresholds = dict(marts.execute("select name, value from marts.dim_thresholds").fetchall())
    assert (thresholds["minimum_sample"], thresholds["widest_interval"]) == (20, 0.30)
    cases = {(18, 19): False, (19, 20): True, (10, 20): False, (30, 60): True}
    assert {case: marts.execute("select marts.is_enough($1, $2)", list(case)).fetchone()[0] for case in cases} == cases


def test_a_target_is_met_or_missed_where_the_whole_interval_says_so(marts):
    cases = {(60, 90, 0.95): "below", (99, 100, 0.90): "above", (94, 100, 0.95): "unclear", (94, 100, None): None}
    assert {case: marts.execute("select marts.against_target($1, $2, $3)", list(case)).fetchone()[0] for case in cases} == cases


def test_a_median_waits_for_what_is_still_open(marts):
    def median(seen: list[tuple]) -> int | None:
        rows = [dict(zip(("days", "seen_count", "complete_count"), row, strict=True)) for row in seen]
        return marts.execute("select marts.days_reached($1, 0.5)", [rows]).fetchone()[0]

    # done after 1, 2, 2, 4 and 5 days, open for 1, 2, 3 and 4: half have come after 4 days, not after 2
    assert median([(1, 2, 1), (2, 3, 2), (3, 1, 0), (4, 2, 1), (5, 1, 1)]) == 4
    # of four, two are cancelled and never come: half have come when the second one has
    assert median([(1, 1, 1), (3, 1, 1), (None, 2, 0)]) == 3
    assert median([(1, 1, 1), (None, 2, 0)]) is None


def test_each_function_says_what_it_takes_and_returns(marts):
    listed = marts.execute("select name, parameters from marts.dim_functions order by name").fetchall()
    created = marts.execute(
        "select function_name, array_to_string(parameters, ', ') from duckdb_functions() where schema_name = 'marts' order by function_name"
    ).fetchall()
    assert listed == created and len(listed) > 10


def test_the_functions_are_in_the_sql_of_the_file_that_is_read():
    """On Spark dbt speaks Spark's SQL: a macro that it dispatches would write that into DuckDB's file."""
    functions = (DASHBOARD.parent / "dbt" / "macros" / "published_functions.sql").read_text()
    assert re.findall(r"\bdbt\.|days_between|hours_between|plus_days|to_utc", functions) == []


def test_each_function_serves_a_page(marts):
    """What nobody asks any more goes: neither a page nor a function that a page asks."""
    asked = "".join(path.read_text() for path in (DASHBOARD / "queries").glob("*.py"))
    functions = dict(marts.execute("select name, statement from marts.dim_functions").fetchall())
    within = "".join(statement.partition(" as ")[2] for statement in functions.values())
    served = set(re.findall(r"marts\.(\w+)\(", asked)) | set(re.findall(r"marts\.(\w+)\(", within))
    assert set(functions) == served


# ---------- and Python has none of its own


#: divisions that lay out or write: an axis, a unit of time
DRAWN = {"charts/contacts.py: rows[minutes] / unit", "charts/marks.py: round(low * 10 - 0.75) / 10", "words/formats.py: value / 24"}
FORMULAS = {
    "sqrt", "log", "exp", "quantile", "median", "mean", "average", "std", "var", "sem", "diff", "rolling", "expanding", "ewm", "corr", "cov", "percentile", "rank",
    "pct_change", "cumsum", "cumprod", "NormalDist", "inv_cdf", "div", "truediv", "describe", "interpolate", "value_counts",
}  # fmt: skip


def python_files() -> list[Path]:
    return [path for path in DASHBOARD.rglob("*.py") if path.name not in ("app.py", "port.py")]


def test_no_page_divides_or_averages():
    actual = set()
    for path in python_files():
        where = path.relative_to(DASHBOARD)
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
                actual.add(f"{where}: {ast.unparse(node)}")
            name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else None
            if name in FORMULAS:
                actual.add(f"{where}: {name}")
            if isinstance(node, ast.Constant) and node.value in FORMULAS:
                actual.add(f"{where}: '{node.value}'")
            if isinstance(node, ast.Import | ast.ImportFrom) and re.match(
                r"import (numpy|statistics|scipy|math)|from (numpy|statistics|scipy|math)\b", ast.unparse(node)
            ):
                actual.add(f"{where}: {ast.unparse(node)}")
    assert actual == DRAWN


#: whole numbers and the median that a question may name: the first row, a week back, one half
IN_A_QUESTION = {"0", "1", "2", "7", "0.5"}


def test_no_question_divides_averages_or_knows_a_threshold():
    works_out = re.compile(
        r"[^/]/[^/]|\b(avg|mean|median|quantile\w*|percentile\w*|stddev\w*|var\w*|sqrt|ln|exp|mode|corr|lag|lead)\s*\(|\bover\s*\(order",
        re.IGNORECASE,
    )
    actual = []
    for path in (DASHBOARD / "queries").glob("*.py"):
        docs = {
            ast.get_docstring(node, clean=False)
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        }
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in docs:
                actual += [f"{path.name}: {match.group()}" for match in works_out.finditer(node.value)]
                actual += [
                    f"{path.name}: {number}"
                    for number in re.findall(r"(?<![\w$.])\d+(?:\.\d+)?\b", node.value)
                    if number not in IN_A_QUESTION
                ]
    assert actual == []
