"""A page as it was rendered: its words, tables and charts; and what the marts say of each."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
from streamlit.testing.v1 import AppTest

from seen.figures import FIGURE, agrees, is_missing, places, plain, says, unexplained

#: what places a mark or chooses its look; it says nothing of the promises
GEOMETRY = {"place", "words_at", "x", "y", "size", "length", "row", "lane_place", "position"}
#: elements that hold what a reader chose, and no figure
CHOICES = {"selectbox", "multiselect", "text_input", "number_input", "date_input", "toggle"}


@dataclass(frozen=True)
class Seen:
    """What is recounted of one page.

    words: a piece of a sentence → SQL. Before it may stand "whole: ", with what follows: SQL answers whole sentences or names, and each
    stands on the page; or "each: ": some of what SQL answers stands there. tables: what a table is of → SQL, a column for each of its
    columns. charts: some words of what stands for a chart → SQL, its columns named as in the chart; several where it draws several sets of
    rows.
    """

    words: dict[str, str]
    tables: dict[str, str] = field(default_factory=dict)
    charts: dict[str, tuple[str, ...] | str] = field(default_factory=dict)


class Shown:
    """What a reader sees of a page."""

    def __init__(self, app: AppTest):
        self.app = app

    @cached_property
    def text(self) -> str:
        return "\n".join(filter(None, (plain(line) for line in self._lines())))

    def _lines(self) -> Iterator[str]:
        for element in self.app:
            proto = getattr(element, "proto", None)
            if element.type in CHOICES or element.type == "html":
                continue
            if element.type == "button_group":
                yield from (option.content for option in proto.options)
            if element.type == "metric":
                yield f"{proto.label}: {proto.body} {proto.delta}"
            elif element.type in ("page_link", "button", "download_button", "expander", "tab"):
                yield str(getattr(element, "label", "") or proto.label)
            elif element.type == "popover":
                yield proto.popover.label
            elif element.type != "button_group" and isinstance(value := getattr(element, "value", None), str):
                yield value
            if getattr(proto, "help", ""):
                yield proto.help

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """By what each is said to be, or else its first column; of those columns that are shown."""
        tables = {}
        for element in [*self.app.dataframe, *self.app.table]:
            frame = element.value
            settings = json.loads(getattr(element.proto, "columns", "") or "{}")
            order = list(getattr(element.proto, "column_order", [])) or list(frame.columns)
            shown = [name for name in order if not settings.get(name, {}).get("hidden")]
            tables[getattr(element.proto, "alt", "") or f"{frame.columns[0]}, {frame.columns[1]}"] = frame[shown]
        return tables

    @cached_property
    def charts(self) -> dict[str, list[pd.DataFrame]]:
        """By the words that stand for each: the sets of rows that it draws."""
        charts = {}
        for element in self.app:
            if element.type == "vega_lite_chart":
                words = json.loads(element.proto.spec)["description"]
                charts[words] = [pa.ipc.open_stream(each.data.data).read_all().to_pandas() for each in element.proto.datasets]
            elif element.type == "echarts_chart":
                series = json.loads(element.proto.spec)["series"][0]
                nodes = pd.DataFrame({"node": each["name"], "label": each["label"]["formatter"]} for each in series["data"])
                charts["ways"] = [pd.DataFrame(series["links"])[["source", "target", "value"]], nodes]
        return charts


Rows = list[dict[str, Any]]


class Held:
    """A page held to its recount; `wrong` is what does not agree."""

    def __init__(self, shown: Shown, marts: duckdb.DuckDBPyConnection):
        self.shown, self.marts, self.wrong = shown, marts, []

    def answer(self, sql: str) -> Rows:
        names = [column[0] for column in self.ask(sql).description]
        return [dict(zip(names, row, strict=True)) for row in self.marts.fetchall()]

    def ask(self, sql: str) -> duckdb.DuckDBPyConnection:
        try:
            return self.marts.execute(sql)
        except duckdb.Error as error:
            raise AssertionError(f"{error}\n{sql}") from None

    def words(self, patterns: dict[str, str]) -> None:
        spans: list[tuple[int, int]] = []
        for pattern, sql in patterns.items():
            if pattern.startswith(WHOLE):
                spans += self._whole(pattern, sql)
                continue
            is_each = pattern.startswith(EACH)
            there = places(pattern.removeprefix(EACH), self.shown.text)
            spans += [span for span, _ in there]
            if sql == CONSTANT:
                continue
            # what is not measured is not said
            rows = [list(row) for row in self.ask(sql).fetchall() if not any(is_missing(value) for value in row)]
            written = [list(groups) for _, groups in there]
            if is_each:
                self.wrong += [
                    f"“{pattern}” says {line}, which is not recounted" for line in written if not any(same_words(line, row) for row in rows)
                ]
                continue
            if len(rows) != len(written):
                self.wrong.append(f"“{pattern}” stands {len(written)} times, recounted {len(rows)}: {written[:3]} and {rows[:3]}")
            for line, row in zip(written, rows, strict=False):
                if not same_words(line, row):
                    self.wrong.append(f"“{pattern}” says {line}, recounted {row}")
        self.wrong += [f"nobody recounts {each}" for each in unexplained(self.shown.text, spans)]

    def _whole(self, what: str, sql: str) -> list[tuple[int, int]]:
        """Where each of the whole sentences or names stands that SQL answers."""
        spans = []
        for (each,) in self.ask(sql).fetchall():
            starts = [place.start() for place in re.finditer(re.escape(plain(each)), self.shown.text)] if each else []
            if each and not starts:
                self.wrong.append(f"{what.removeprefix(WHOLE)}: nowhere “{plain(each)}”")
            spans += [(start, start + len(plain(each))) for start in starts]
        return spans

    def tables(self, recounts: dict[str, str]) -> None:
        for alt, frame in self.shown.tables.items():
            sql = next((sql for start, sql in recounts.items() if alt.startswith(start)), None)
            if sql is None:
                if any(FIGURE.search(plain(str(value))) for value in frame.to_numpy().ravel()):
                    self.wrong.append(f"nobody recounts the table “{alt}” {list(frame.columns)}")
                continue
            rows = [list(row) for row in self.ask(sql).fetchall()]
            if rows and len(rows[0]) > len(frame.columns):
                # what the source does not say of any row has no column
                filled = [place for place in range(len(rows[0])) if not all(is_missing(row[place]) for row in rows)]
                rows = [[row[place] for place in filled] for row in rows]
            if rows and len(rows[0]) != len(frame.columns):
                self.wrong.append(f"“{alt}” has the columns {list(frame.columns)}, recounted are {len(rows[0])}")
                continue
            left = list(rows)
            for line in frame.itertuples(index=False):
                same = next((row for row in left if all(agrees(*pair) for pair in zip(line, row, strict=True))), None)
                if same is None:
                    self.wrong.append(
                        f"“{alt}” has {list(line)}, recounted {[row for row in rows if agrees(line[0], row[0])][:3] or left[:2]}"
                    )
                else:
                    left.remove(same)
            if len(rows) != len(frame):
                self.wrong.append(f"“{alt}” has {len(frame)} rows, recounted {len(rows)}: {left[:2]}")

    def charts(self, recounts: dict[str, tuple[str, ...] | str]) -> None:
        asked = {start: (sql,) if isinstance(sql, str) else sql for start, sql in recounts.items()}
        answers: dict[str, list[Rows]] = {}
        drawn: dict[str, list[set[int]]] = {}
        for description, datasets in self.shown.charts.items():
            start = next((start for start in asked if start in description), None)
            if start is None:
                self.wrong.append(f"nobody recounts the chart “{description[:60]}”")
                continue
            if start not in answers:
                answers[start] = [self.answer(sql) for sql in asked[start]]
                drawn[start] = [set() for _ in asked[start]]
            for rows in datasets:
                self._set_of_rows(start, rows, answers[start], drawn[start])
            self._description(description, answers[start])
        for start, several in drawn.items():
            for answer, seen in zip(answers[start], several, strict=True):
                # what no set of rows has a column of stands in the words of the chart alone
                is_drawn = any(name in answer[0] for rows in self._datasets(start) for name in rows) if answer else False
                if missing := [row for number, row in enumerate(answer) if is_drawn and number not in seen]:
                    self.wrong.append(f"“{start}” does not draw {missing[:2]}")

    def _datasets(self, start: str) -> list[pd.DataFrame]:
        return [rows for description, datasets in self.shown.charts.items() if start in description for rows in datasets]

    def _description(self, description: str, answers: list[Rows]) -> None:
        """The words of a chart are made of what it draws, and of how many it draws."""
        values = [value for answer in answers for row in answer for value in row.values()]
        values = [list(value.values()) if isinstance(value, dict) else value for value in values]
        values = [single for value in values for single in (value if isinstance(value, list) else [value])]
        names = sorted({value for value in values if isinstance(value, str) and FIGURE.search(value)}, key=len, reverse=True)
        values += [len(answer) for answer in answers] + [100 * value for value in values if isinstance(value, float)]
        for name in names:
            description = description.replace(name, "")
        for figure in FIGURE.findall(description.replace("90 % interval", "")):
            if not any(says(figure, value) for value in values):
                self.wrong.append(f"nobody recounts {figure} in the words of the chart “{description}”")

    def _set_of_rows(self, chart: str, rows: pd.DataFrame, answers: list[Rows], drawn: list[set[int]]) -> None:
        figures = [str(name) for name in rows if name not in GEOMETRY and any(has_figure(value) for value in rows[name])]
        explained = [pair for pair in zip(answers, drawn, strict=True) if pair[0] and set(figures) <= set(pair[0][0])]
        if figures and not explained:
            self.wrong.append(f"nobody recounts {figures} of the chart “{chart}”: {rows.head(2).to_dict('records')}")
        key = next((name for name in ("member", "name") if name in rows), "")
        keyed = [(by_key(answer, key), answer, seen) for answer, seen in explained]
        for _, row in rows.iterrows() if figures else ():
            is_there = False
            for places_of, answer, seen in keyed:
                near = places_of.get(row.get(key), range(len(answer) if not places_of else 0))
                same = [number for number in near if draws(row, answer[number])]
                seen.update(same)
                is_there = is_there or bool(same)
            if not is_there:
                alike = [other for answer, _ in explained for other in answer if agrees(row.iloc[0], other.get(rows.columns[0]))]
                self.wrong.append(f"“{chart}” draws {row.to_dict()}, recounted {alike[:2]}")


#: before what is answered as whole sentences or names
WHOLE = "whole: "
#: before a pattern of which some stand on the page: each that does is one of those that SQL answers
EACH = "each: "
#: a piece that is no figure of the marts: a rule in words, or a fixed label
CONSTANT = "constant"


def same_words(written: list[str], row: list[Any]) -> bool:
    """What stands in the open places of a pattern, and what SQL answered."""
    return len(written) == len(row) and all(
        agrees(piece, value) if isinstance(value, str) else says(piece, value) for piece, value in zip(written, row, strict=True)
    )


def by_key(answer: Rows, key: str) -> dict[Any, list[int]]:
    """Where the rows of each name are: a funnel has hundreds of dots. Empty where the answer has no such column."""
    places_of: dict[Any, list[int]] = {}
    for number, row in enumerate(answer if key in answer[0] else []):
        places_of.setdefault(row[key], []).append(number)
    return places_of


def draws(row: pd.Series, recounted: dict[str, Any]) -> bool:
    """An empty cell draws nothing."""
    cells = {name: value for name, value in row.items() if name in recounted and not is_missing(value) and value != ""}
    return bool(cells) and all(agrees(value, recounted[name]) for name, value in cells.items())


def has_figure(value: Any) -> bool:
    return not is_missing(value) and not isinstance(value, bool) and bool(FIGURE.search(plain(str(value))))


def wrong(app: AppTest, marts: duckdb.DuckDBPyConnection, seen: Seen) -> list[str]:
    held = Held(Shown(app), marts)
    held.words(seen.words)
    held.tables(seen.tables)
    held.charts(seen.charts)
    return held.wrong
