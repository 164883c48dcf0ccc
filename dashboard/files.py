"""What a page shows as files: a table as CSV or Excel, a chart as SVG or PNG. No Streamlit, no SQL."""

import io
import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import ClassVar

import pandas as pd

from dashboard.charts.finished import rows
from dashboard.words import files as words

MIME = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "svg": "image/svg+xml",
    "png": "image/png",
}
#: a spreadsheet takes a cell that begins with one of these for a formula
FORMULA = ("=", "+", "-", "@", "\t", "\r")
WIDEST = 60
#: of a chart that is taken away, in pixels
CHART_WIDTH = 720


@dataclass(frozen=True)
class About:
    """What the reader of a file should know of it."""

    page: str
    as_of: date
    source: str
    #: what was looked at, in words
    view: str


@dataclass(frozen=True)
class Table:
    name: str
    finding: str
    frame: pd.DataFrame
    #: column → heading, of those that are shown
    labels: dict[str, str]
    kinds: ClassVar = ("csv", "xlsx")

    def bytes(self, kind: str, about: About) -> bytes:
        rows = self.frame[list(self.labels)].rename(columns=self.labels)
        return csv(rows) if kind == "csv" else _excel(rows, self, about)


@dataclass(frozen=True)
class Chart:
    name: str
    finding: str
    spec: dict
    kinds: ClassVar = ("svg", "png")

    def bytes(self, kind: str, about: About) -> bytes:
        # half a second to load: only who takes a chart waits for it
        import vl_convert

        under = words.under(about.view, about.as_of, about.source)
        spec = {"width": CHART_WIDTH} | rows(self.spec)
        spec |= {"title": {"text": self.finding, "subtitle": under, "anchor": "start"}, "config": self.spec.get("config", {}) | paper()}
        return vl_convert.vegalite_to_svg(spec).encode() if kind == "svg" else vl_convert.vegalite_to_png(spec, scale=2)


@cache
def paper() -> dict:
    """The light theme of the pages, for a chart that stands alone: one place says what a colour means."""
    theme = tomllib.loads(Path(__file__).parent.joinpath(".streamlit", "config.toml").read_text())["theme"]["light"]
    ink, quiet = theme["textColor"], theme["grayTextColor"]
    words = {"labelColor": quiet, "titleColor": quiet, "domainColor": theme["borderColor"], "gridColor": theme["borderColor"]}
    return {
        "background": theme["backgroundColor"],
        "font": "sans-serif",
        "range": {"category": theme["chartCategoricalColors"]},
        "axis": words,
        "view": {"stroke": None},
        "title": {"color": ink, "subtitleColor": quiet, "fontSize": 15, "subtitlePadding": 6, "offset": 12},
    }


def slug(text: str) -> str:
    """A name for a file that every system takes."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:80]


def csv(rows: pd.DataFrame) -> bytes:
    """With the mark that makes Excel read it as UTF-8, and no cell that a spreadsheet would run."""
    inert = rows.rename(columns=_inert)
    for column in inert.columns:
        if not pd.api.types.is_numeric_dtype(inert[column]) and not pd.api.types.is_datetime64_any_dtype(inert[column]):
            inert[column] = inert[column].map(_inert)
    return inert.to_csv(index=False).encode("utf-8-sig")


def _inert(cell):
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _excel(rows: pd.DataFrame, table: Table, about: About) -> bytes:
    """Typed columns under a heading that stays, and a sheet that says what it is."""
    import xlsxwriter

    out = io.BytesIO()
    as_they_are = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "remove_timezone": True}
    with xlsxwriter.Workbook(out, as_they_are | {"in_memory": True}) as book:
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        }
        sheet = book.add_worksheet(_sheet_name(table.name))
        sheet.freeze_panes(1, 1)
        for place, column in enumerate(rows.columns):
            values = list(rows[column])
            sheet.write_string(0, place, str(column), formats["head"])
            for row, value in enumerate(values, start=1):
                _cell(sheet, row, place, value, formats)
            longest = max((len(str(value)) for value in values[:500]), default=0)
            sheet.set_column(place, place, min(WIDEST, max(10, len(str(column)), longest) + 2))
        if len(rows):
            sheet.autofilter(0, 0, len(rows), len(rows.columns) - 1)
        facts = words.facts(table.name, table.finding, about.page, about.view, about.as_of, about.source)
        notes = book.add_worksheet(_sheet_name(words.sheet()[0]))
        notes.set_column(0, 0, 14)
        notes.set_column(1, 1, 100)
        for row, (name, value) in enumerate(facts.items()):
            notes.write_string(row, 0, name, formats["head"])
            notes.write_string(row, 1, value)
    return out.getvalue()


def _cell(sheet, row: int, place: int, value, formats: dict) -> None:
    if isinstance(value, (list, dict)):
        sheet.write_string(row, place, str(value))
    elif pd.isna(value) or value in (float("inf"), float("-inf")):
        sheet.write_blank(row, place, None)
    elif isinstance(value, (pd.Timestamp, datetime)):
        moment = pd.Timestamp(value).tz_localize(None) if pd.Timestamp(value).tz else pd.Timestamp(value)
        is_day = moment == moment.normalize()
        # Excel knows no day before 1900 and none after 9999
        if 1900 <= moment.year <= 9999:
            sheet.write_datetime(row, place, moment.to_pydatetime(), formats["day" if is_day else "moment"])
        else:
            sheet.write_string(row, place, moment.isoformat())
    elif isinstance(value, date):
        if value.year >= 1900:
            sheet.write_datetime(row, place, datetime(value.year, value.month, value.day), formats["day"])
        else:
            sheet.write_string(row, place, value.isoformat())
    elif pd.api.types.is_bool(value):
        sheet.write_boolean(row, place, bool(value))
    elif isinstance(value, str):
        # a cell of Excel holds no more
        sheet.write_string(row, place, value[:32_767])
    else:
        sheet.write_number(row, place, float(value))


def _sheet_name(text: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", text)[:31].strip() or words.sheet()[1]
