"""What a page shows, taken away: the files are opened again and hold what the page held."""

import io
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from pages import opened, words

from dashboard import files
from dashboard.charts import kept_by_period
from dashboard.charts.finished import finished

ABOUT = files.About("Partners", date(2022, 7, 18), "Å kitchens", "Due 17 January – 17 July 2022; partner: =1+1")
ROWS = pd.DataFrame(
    {
        "name": ["=HYPERLINK('https://x')", "+47 22 33", "@home", "-1", "Å/S Bygg", None],
        "due_date": pd.to_datetime(["2022-06-17", "2022-06-18", None, "1850-01-01", "2022-06-17", "2022-06-17"]),
        "at": pd.to_datetime(["2022-06-17 14:05"] * 6),
        "count": [1, -2, 3, 4, 5, 6],
        "rate": [0.5, None, 1.0, float("inf"), 0.1, 0.2],
        "is_kept": [True, False, None, True, True, False],
        "hidden": range(6),
    }
)
LABELS = {"name": "Who", "due_date": "Due", "at": "At", "count": "Promises", "rate": "Kept", "is_kept": "Is kept"}


def taken(kind: str) -> bytes:
    return files.Table("Every partner: what it kept?", "4 partners are worse", ROWS, LABELS).bytes(kind, ABOUT)


def test_a_csv_is_read_by_excel_as_utf_8_and_runs_nothing():
    data = taken("csv")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = pd.read_csv(io.BytesIO(data))
    assert list(rows.columns) == list(LABELS.values())
    assert rows["Who"].tolist()[:5] == ["'=HYPERLINK('https://x')", "'+47 22 33", "'@home", "'-1", "Å/S Bygg"]
    assert rows["Promises"].tolist() == [1, -2, 3, 4, 5, 6], "a number that is negative is a number"


def test_a_workbook_has_typed_columns_and_says_what_it_is():
    book = openpyxl.load_workbook(io.BytesIO(taken("xlsx")))
    sheet, about = book.worksheets
    head, first, second, third, fourth = list(sheet.iter_rows(values_only=True))[:5]
    assert head == tuple(LABELS.values())
    assert first[0] == "=HYPERLINK('https://x')" and sheet["A2"].data_type == "s", "words, not a formula"
    assert (first[1].date(), first[2].hour, first[3:]) == (date(2022, 6, 17), 14, (1, 0.5, True))
    assert second[3:5] == (-2, None) and third[1] is None and third[5] is None and fourth[1] == "1850-01-01T00:00:00"
    assert sheet["B2"].number_format == "yyyy-mm-dd" and sheet["C2"].number_format == "yyyy-mm-dd hh:mm"
    assert sheet.freeze_panes == "B2" and sheet.auto_filter.ref == "A1:F7"
    facts = dict(about.iter_rows(values_only=True))
    assert facts["Finding"] == "4 partners are worse" and facts["As of"] == "2022-07-18" and facts["Looked at"] == ABOUT.view
    assert all(cell.data_type == "s" for row in about.iter_rows() for cell in row)


@pytest.mark.parametrize("rows", [ROWS.head(0), pd.DataFrame({"name": [["a", "b"]], "of": [{"c": 1}]})])
def test_an_empty_table_and_lists_are_files_too(rows: pd.DataFrame):
    table = files.Table("Few", "", rows, {name: name for name in rows.columns})
    assert openpyxl.load_workbook(io.BytesIO(table.bytes("xlsx", ABOUT))).worksheets[0].max_row == len(rows) + 1
    assert len(pd.read_csv(io.BytesIO(table.bytes("csv", ABOUT)))) == len(rows)


WEEKS = pd.DataFrame(
    {
        "member": pd.date_range("2022-01-03", periods=9, freq="7D"),
        "kept_rate": [0.7, 0.8, 0.75, 0.72, 0.9, 0.6, 0.7, 0.8, 0.85],
        "kept_count": 70,
        "due_count": 100,
        "is_provisional": [False] * 8 + [True],
        "is_enough": True,
    }
)


def test_a_chart_is_taken_away_with_its_finding_and_its_colours():
    chart = files.Chart("kept by period", "Orders kept: no change", finished(kept_by_period(WEEKS, 0.95, "orders")))
    svg = chart.bytes("svg", ABOUT).decode()
    assert svg.startswith("<svg") and "Orders kept: no change" in svg and "as of 2022-07-18; Å kitchens" in svg
    assert "#17708f" in svg, "the blue of what is on time"
    assert chart.bytes("png", ABOUT).startswith(b"\x89PNG")


@pytest.mark.parametrize(("page", "kind"), [("overview", files.Chart), ("broken_promises", files.Table)])
def test_each_table_and_chart_of_a_page_stands_in_its_menu(home: Path, page: str, kind: type):
    app = opened(page)
    assert "Export" in words(app) and not app.get("download_button"), "made when the menu is opened"
    shown = app.session_state["shown_on_page"]
    assert any(isinstance(thing, kind) for thing in shown.values())
    for thing in shown.values():
        assert all(len(thing.bytes(kind, ABOUT)) > 100 for kind in thing.kinds)


def test_a_file_is_named_after_what_it_is():
    assert files.slug("Every partner: what it kept?") == "every-partner-what-it-kept"
    assert len(files.slug("x" * 500)) == 80
