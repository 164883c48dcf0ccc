"""Every sentence of the pages is a whole template that gettext finds without running anything, and fills its places and no others."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from dashboard.words import formats, language
from dashboard.words.language import counted, later, later_counted, say
from data.contract.places import ROOT

WORDS = sorted((ROOT / "dashboard" / "words").glob("*.py"))
#: all but the mechanism itself
TEXTS = [path for path in WORDS if path.name != "language.py"]
DASHBOARD = sorted((ROOT / "dashboard").rglob("*.py"))
#: function → which of its arguments are templates
TEMPLATES = {"say": (0,), "later": (0,), "counted": (1, 2), "later_counted": (0, 1)}
NOUNS = set(language.forms({}))
#: not words: a colour of Streamlit's markdown, a name of the data
MARKUP = re.compile(r":[a-z]+\[|_[a-z_]+")
LETTERS = re.compile(r"[A-Za-zÀ-ÿ]{2,}")


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TEMPLATES:
            yield node, node.func.id


def places(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def where(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno}"


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def templates(path: Path) -> list[tuple[ast.Call, str, list[ast.expr]]]:
    if path.name == "language.py":
        return []
    tree = parsed(path)
    return [(call, name, [call.args[place] for place in TEMPLATES[name]]) for call, name in calls(tree)]


def test_every_template_is_a_literal():
    given = [(where(path, call), texts) for path in DASHBOARD for call, _, texts in templates(path)]
    assert len(given) > 500
    assert [
        place for place, texts in given if not all(isinstance(text, ast.Constant) and isinstance(text.value, str) for text in texts)
    ] == []


def test_every_place_is_given_and_every_given_place_is_used():
    wrong = []
    for path in DASHBOARD:
        for call, name, texts in templates(path):
            if name not in ("say", "counted") or any(keyword.arg is None for keyword in call.keywords):
                continue
            given = {keyword.arg for keyword in call.keywords} | ({"count"} if name == "counted" else set())
            needed = set().union(*(places(text.value) for text in texts)) - NOUNS
            if needed - given or given - needed - {"count"} or given & NOUNS:
                wrong.append((where(path, call), needed ^ given))
    assert wrong == []


def test_a_place_is_a_plain_name():
    """An attribute or an index would let a value be looked into."""
    names = {name for path in DASHBOARD for _, _, texts in templates(path) for text in texts for name in places(text.value)}
    assert len(names) > 100
    assert [name for name in names if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name)] == []


def test_no_template_is_a_fragment():
    """It neither begins nor ends as a piece that another is glued to."""
    texts = [(where(path, call), text.value) for path in DASHBOARD for call, _, texts in templates(path) for text in texts]
    glued = re.compile(r"^[\s;,.–]|\s$|[\w.]\{\w+\}")
    assert [text for text in texts if glued.search(text[1])] == []


#: `order` for a sequence, and the feeds by their names
NOT_NOUNS = (
    "this order, ask",
    "their order and their owners",
    "same order every week",
    "the order of work",
    "the sellers feed",
    "the partners feed",
)


def test_no_template_names_what_the_company_may_call_otherwise():
    noun = re.compile(rf"\b({'|'.join(NOUNS)})\b")
    plain = re.compile("|".join([r"`[^`]*`", r"\{[^}]*\}", *NOT_NOUNS]))
    texts = [(where(path, call), text.value) for path in DASHBOARD for call, _, texts in templates(path) for text in texts]
    assert [text for text in texts if noun.search(plain.sub("", text[1]))] == []


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_no_sentence_is_made_outside_the_mechanism(path: Path):
    """No f-string and no sum of strings holds a word: it would be a fragment that nobody could translate."""
    tree = parsed(path)
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.Subscript) for part in ast.walk(node.slice)}
    wrong = []
    for node in ast.walk(tree):
        if id(node) in inside:
            continue
        if isinstance(node, ast.JoinedStr):
            literal = MARKUP.sub("", " ".join(part.value for part in node.values if isinstance(part, ast.Constant)))
            if LETTERS.search(literal):
                wrong.append((where(path, node), literal))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            literal = " ".join(
                part.value for part in (node.left, node.right) if isinstance(part, ast.Constant) and isinstance(part.value, str)
            )
            if LETTERS.search(literal):
                wrong.append((where(path, node), literal))
    assert wrong == []


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_text_is_said(path: Path):
    """A literal that reads like words stands in a template, in a docstring, or is a name of the data."""
    tree = parsed(path)
    known = {id(text) for _, _, texts in templates(path) for text in texts}
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    known |= {id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, documented) and isinstance(node.body[0], ast.Expr)}
    texts = [
        (where(path, node), node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in known
    ]
    assert [text for text in texts if re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}|^[A-Z][a-z]+$", text[1])] == []


def test_values_are_never_read_as_templates():
    assert say("Who: {name}", name="{order} {0} {name.__class__}") == "Who: {order} {0} {name.__class__}"
    assert counted(1200, "{count} {order}", "{count} {orders}") == "1,200 orders"
    assert counted(1, "{count} {order}", "{count} {orders}") == "1 order"
    assert later("{Customers} of {an_order}")() == "Customers of an order"
    assert later_counted("{count} {order} of {name}", "{count} {orders} of {name}")(2, name="{x}") == "2 orders of {x}"


def test_what_counts_as_nothing_off_is_said_so():
    assert formats.is_as_promised(formats.signed_days(0)) and not formats.is_as_promised(formats.signed_days(2))
