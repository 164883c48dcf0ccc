"""Each idea that the product was designed from is seen by a reader: the words that FIGURES.md names, found on the page as it is shown."""

import re
from pathlib import Path

import pytest
from pages import opened, words
from streamlit.testing.v1 import AppTest
from test_shown_on import DBT, VISITS
from test_this_week_page import busy_home  # noqa: F401 - a fixture

#: what no page shows as words: it says in the table where it lives
ELSEWHERE = {42, 43}


def seen() -> dict[int, list[tuple[str, str]]]:
    """Idea → (page, words of it)."""
    ideas = (DBT / "FIGURES.md").read_text().split("## Idea by idea")[1]
    rows = re.findall(r"^\| (\d+) \| [^|]+ \| [^|]+ \| ([^|]+) \|$", ideas, re.M)
    return {
        int(number): [
            (page, text)
            for page, texts in re.findall(r"([A-Z][\w ]+): ((?:“[^”]+”(?:, )?)+)", cell)
            for text in re.findall(r"“([^”]+)”", texts)
        ]
        for number, cell in rows
    }


def everything(app: AppTest) -> str:
    """Words, tables with their headings, labels of widgets and of what can be opened, and what charts say of themselves."""
    tables = [each.value for each in (*app.dataframe, *app.table)]
    cells = [str(cell) for table in tables for cell in (*table.columns, *table.astype(str).to_numpy().ravel())]
    labels = [each.label for each in (*app.multiselect, *app.selectbox, *app.expander)]
    headings = [element.proto.columns for element in app.dataframe]
    text = "\n".join([words(app), *cells, *labels, *headings])
    return re.sub(r"[*_`]|:\w+\[", "", text)


@pytest.fixture(scope="module")
def shown(built_home: Path, busy_home: Path) -> dict[str, str]:  # noqa: F811
    """Page → all that is on it, over the small sample world and over a week in which things go wrong."""
    pages = {}
    with pytest.MonkeyPatch.context() as patch:
        for page, visits in VISITS.items():
            texts = []
            for home in (built_home, busy_home) if page == "this_week" else (built_home,):
                patch.setenv("HOLDT_HOME", str(home))
                texts += [everything(opened(name, **query)) for name, query in visits]
            pages[page.replace("_", " ").capitalize()] = "\n".join(texts)
    return pages


def test_each_idea_names_what_a_reader_sees():
    ideas = seen()
    assert sorted(ideas) == list(range(1, 72))
    assert {number for number, places in ideas.items() if not places} == ELSEWHERE


def test_what_each_idea_names_is_on_the_page(shown: dict[str, str]):
    missing = [f"{number}: {page}: {text}" for number, places in seen().items() for page, text in places if text not in shown.get(page, "")]
    assert missing == []
