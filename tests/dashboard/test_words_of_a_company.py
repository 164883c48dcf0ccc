"""The pages say what a company calls its orders, sellers, partners and customers; and another language would reach every sentence.

The built small world is read with other nouns in its build, as a mapping would bring them (tests/data/intake/test_nouns.py has the way there).
"""

import calendar
import json
import re
import shutil
from collections import defaultdict
from pathlib import Path

import duckdb
import pytest
from homes import open_current
from pages import opened
from shown import texts

from dashboard import documents
from dashboard.words import language

VISITS = [
    ("overview", {}),
    ("overview", {"period": "1999-01-01..1999-02-01"}),
    ("overview", {"wall": "1"}),
    ("this_week", {}),
    ("broken_promises", {}),
    ("honest_date", {}),
    ("sellers", {}),
    ("sellers", {"member": "store-oslo"}),
    ("sellers", {"member": "nobody"}),
    ("partners", {}),
    ("partners", {"member": "fjordbud"}),
    ("contacts", {"period": "all"}),
    ("trust", {}),
    ("order", {"order": "order-svein"}),
    ("order", {"order": "none"}),
    ("order", {"customer": "svein"}),
    ("order", {"search": "svein"}),
]
#: seen each time; the others are slow together
FIRST = ("overview", "partners")
EVERY_VISIT = pytest.mark.parametrize(
    ("page", "query"),
    [
        pytest.param(page, query, id="-".join([page, *query.values()]), marks=() if page in FIRST and not query else pytest.mark.slow)
        for page, query in VISITS
    ],
)
CLINIC = {
    "order": ["case", "cases"],
    "seller": ["adviser", "advisers"],
    "partner": ["department", "departments"],
    "customer": ["patient", "patients"],
}
AIRLINE = {"order": ["flight", "flights"], "customer": ["passenger", "passengers"]}
NOUN = re.compile(r"(?i)\b(?:orders?|partners?|sellers?|customers?)\b")
CALLED = re.compile(r"(?i)\b(?:cases?|departments?|advisers?|patients?)\b")
#: `order` for a sequence
SEQUENCE = re.compile(r"this order, ask|same order every week|the order of work|their order and their owners")
#: of the data: feeds, and what a chart knows a cause by
CODES = {"customers", "partners", "sellers", "customer", "partner", "seller", "order"}
LETTERS = re.compile(r"[^\W\d_]{2,}")
#: names of columns, in backticks or behind their feed, and of the files of lines
COLUMNS = re.compile(r"`[^`]*`|\b\w+\.\w+\b|\b[0-9a-f]{32}\b|<[^>]*>")
#: said by functions, until a language has its own
DAYS = re.compile(rf"\b(?:{'|'.join(filter(None, (*calendar.month_name, *calendar.month_abbr, *calendar.day_name, 'UTC')))})\b")


def other_words(built: Path, folder: Path, nouns: dict[str, list[str]]) -> Path:
    """A home with the same build, whose company calls things so."""
    warehouse = folder / "warehouse"
    warehouse.mkdir()
    shutil.copy((built / "warehouse" / "current.duckdb").resolve(), warehouse / "other.duckdb")
    (warehouse / "current.duckdb").symlink_to("other.duckdb")
    with duckdb.connect(str(warehouse / "other.duckdb")) as connection:
        connection.execute("update marts.dim_build set nouns = ?", [json.dumps(nouns)])
    return folder


class Values:
    """Every text of the data: names, notes, reasons that the marts give, sentences of the checks."""

    def __init__(self, home: Path) -> None:
        with open_current(home) as marts:
            columns = marts.execute(
                "select table_name, column_name from information_schema.columns where table_schema = 'marts' and data_type = 'VARCHAR'"
            ).fetchall()
            known = {
                value
                for table, column in columns
                for (value,) in marts.execute(f'select distinct "{column}" from marts."{table}"').fetchall()
            }
        known = {value.strip() for value in known if value and LETTERS.search(value)}
        self.by_word = defaultdict(set)
        for value in known | {value.replace("_", " ") for value in known}:
            for word in LETTERS.findall(value):
                self.by_word[word.lower()].add(value)

    def taken_out_of(self, text: str) -> str:
        """What is left of a text without them, the longest first; a code is no word of the page."""
        if not LETTERS.search(text):
            return text
        near = set().union(*(self.by_word.get(word.lower(), ()) for word in LETTERS.findall(text)))
        for value in sorted(near, key=len, reverse=True):
            if value.lower() in text.lower() and not NOUN.fullmatch(value):
                text = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", " ", text, flags=re.I)
        return text


@pytest.fixture
def clinic(built_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOLDT_HOME", str(tmp_path))
    return other_words(built_home, tmp_path, CLINIC)


@pytest.fixture
def marked(built_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A language that writes every sentence between brackets."""
    monkeypatch.setenv("HOLDT_HOME", str(tmp_path))
    counting = language.translated_counting
    monkeypatch.setattr(language, "translated", lambda text: f"⟦{text}⟧")
    monkeypatch.setattr(language, "translated_counting", lambda one, many, number: f"⟦{counting(one, many, number)}⟧")
    return other_words(built_home, tmp_path, AIRLINE)


def is_document(text: str) -> bool:
    """A definition or a decision of the house, which the page of trust shows as it stands in `dbt/`, or where its figure is shown."""
    plain = re.sub(r"[*\\]", "", text).strip()
    return plain[:60] in DOCUMENTS or re.sub(r" \(M\d+\)$", "", plain) in DOCUMENTS or "marts: " in plain


DOCUMENTS = "\n".join(
    re.sub(r"[*\\]|^#+ ", "", text, flags=re.M)
    for each in (*documents.definitions().values(), *documents.decisions().values())
    for text in (getattr(each, "name", ""), getattr(each, "title", ""), each.text)
)


@EVERY_VISIT
def test_no_page_says_what_the_company_calls_otherwise(clinic: Path, page: str, query: dict[str, str]):
    """Texts of the data may, names of columns and feeds among them; and so may the documents of the house."""
    shown = texts(opened(page, **query))
    known, left = Values(clinic), []
    for text in shown:
        rest = COLUMNS.sub("", SEQUENCE.sub("", text))
        rest = known.taken_out_of(rest) if NOUN.search(rest) else rest
        if NOUN.search(rest) and not is_document(text) and text not in CODES:
            left.append(text)
    assert left == []
    assert any(CALLED.search(text) for text in shown)


@EVERY_VISIT
def test_another_language_reaches_every_sentence(marked: Path, page: str, query: dict[str, str]):
    """Outside the brackets stand values of the data, numbers and days; names of columns and addresses; and the documents of the house."""
    shown = texts(opened(page, **query))
    assert sum("⟦" in text for text in shown) > 5
    known, left = Values(marked), []
    for text in shown:
        outside = unmarked(text)
        # a value may hold what looks like a column, and a column the name of a value
        rests = [DAYS.sub(" ", COLUMNS.sub(" ", known.taken_out_of(rest))) for rest in (outside, COLUMNS.sub(" ", outside))]
        if all(LETTERS.search(rest) for rest in rests) and not is_document(text):
            left.append((text, LETTERS.findall(rests[0])))
    assert left == []


def unmarked(text: str) -> str:
    """What stands outside of all brackets."""
    depth, outside = 0, []
    for sign in text:
        depth += (sign == "⟦") - (sign == "⟧")
        if not depth and sign != "⟧":
            outside.append(sign)
    return "".join(outside)
