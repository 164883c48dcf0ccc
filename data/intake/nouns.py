"""Reads `[nouns]` of a mapping: what the company calls an order, a seller, a partner and a customer."""

import unicodedata
from collections.abc import Callable

from data.contract.nouns import NOUNS
from data.intake.mapping import nearest

#: a heading holds three of them
LONGEST = 30
#: what a word may hold beside letters, marks and digits; nothing that means something in the text of a page
BETWEEN = " -'’"
#: what the pages call something else
TAKEN = ("promise", "delivery", "contact", "step")
EXAMPLE = 'order = ["case", "cases"]'

Nouns = dict[str, tuple[str, str]]


def read(given: object, wrong: Callable[[tuple, str], None]) -> Nouns:
    """The nouns that a mapping gives, in our order. `wrong` takes down what cannot be read."""
    if given is None:
        return {}
    if not isinstance(given, dict):
        wrong(("nouns",), f"`nouns` must be a table: [nouns], and under it {EXAMPLE}.")
        return {}
    nouns: Nouns = {}
    for name, words in given.items():
        where = ("nouns", name)
        if name not in NOUNS:
            wrong(where, f"[nouns] cannot have `{name}`{nearest(name, NOUNS) or '; it can have ' + ', '.join(NOUNS)}.")
        elif not isinstance(words, list) or len(words) != 2 or not all(isinstance(word, str) for word in words):
            wrong(where, f"`{name}` needs two words in quotes, for one and for many, such as {EXAMPLE}; not {words!r}.")
        elif problem := next(filter(None, map(_problem, words)), None):
            wrong(where, f"`{name}` cannot be called so: {problem}.")
        else:
            nouns[name] = (_tidy(words[0]), _tidy(words[1]))
    _distinct(nouns, wrong)
    return {name: nouns[name] for name in NOUNS if name in nouns}


def _tidy(word: str) -> str:
    return unicodedata.normalize("NFC", " ".join(word.split()))


def _problem(word: str) -> str | None:
    word = _tidy(word)
    if not word:
        return "a word is empty"
    if len(word) > LONGEST:
        return f"`{word}` is longer than {LONGEST} letters"
    if not word[0].isalpha():
        return f"`{word}` does not begin with a letter"
    strange = next((sign for sign in word if unicodedata.category(sign)[0] not in "LMN" and sign not in BETWEEN), None)
    if strange:
        return f"`{strange}` in it is no letter, digit, space, hyphen or apostrophe"
    if word.lower() in TAKEN:
        return f"`{word}` is what the pages call something else"
    return None


def _distinct(nouns: Nouns, wrong: Callable[[tuple, str], None]) -> None:
    """Two things of one name could not be distinguished on a page."""
    seen: dict[str, str] = {}
    for name, (one, _) in (NOUNS | nouns).items():
        other = seen.setdefault(one.lower(), name)
        if other != name:
            wrong(("nouns", name if name in nouns else other), f"`{other}` and `{name}` cannot both be called `{one}`.")
