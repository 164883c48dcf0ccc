"""How a sentence is said: a whole template is looked up in the language of the reader, then the nouns of the company and the values of the
sentence are put into its named places. No Streamlit, no SQL.

    say("We kept {kept} of 100 {orders}", kept="75")
    counted(2, "{count} {order} is late", "{count} {orders} are late")
    READ = later("Select a row to read the {order}'s story.")   # a constant: said as READ()

Every template is a literal, so gettext finds them all without running anything: `xgettext -L Python -k -ksay -klater -kcounted:2,3
-klater_counted:1,2`.
"""

import re
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from types import MappingProxyType

from data.contract.nouns import NOUNS


def translated(text: str) -> str:
    """The one place where another language comes in: gettext's `gettext`."""
    return text


def translated_counting(one: str, many: str, number: int) -> str:
    """The same for a sentence with a number, of which a language may have more than two forms: `ngettext`."""
    return one if number == 1 else many


def say(text: str, /, **places) -> str:
    """A sentence. What is put into it is never read as a template again."""
    return _filled(translated(text), places)


def counted(number, one: str, many: str, /, **places) -> str:
    """A sentence about a number of something, which stands in its place `count`."""
    number = int(number)
    return _filled(translated_counting(one, many, number), {"count": f"{number:,}", **places})


class later:
    """A sentence that stands in a constant, and is said where it is used: when it is written down, nobody knows for whom."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __call__(self, **places) -> str:
        return say(self.text, **places)

    def __str__(self) -> str:
        """A sentence that somebody forgot to say must not be shown as an object."""
        raise TypeError(f"not said: {self.text}")


class later_counted:
    """The same of a sentence about a number of something."""

    def __init__(self, one: str, many: str) -> None:
        self.one, self.many = one, many

    def __call__(self, number, **places) -> str:
        return counted(number, self.one, self.many, **places)


# ---------- the nouns of the company


def with_article(word: str) -> str:
    return f"{'an' if word[0].lower() in 'aeiou' else 'a'} {word}"


def forms(nouns: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Every place that a noun may stand in: `order`, `orders`, `an_order`, and the same with a capital letter."""
    known = {}
    for name, (one, many) in (NOUNS | dict(nouns)).items():
        known |= {name: one, f"{name}s": many, with_article(name).replace(" ", "_"): with_article(one)}
    return known | {place[:1].upper() + place[1:]: word[:1].upper() + word[1:] for place, word in known.items()}


#: one process serves one home, but its builds may change while a page runs
_NOUNS: ContextVar[Mapping[str, str]] = ContextVar("nouns", default=MappingProxyType(forms({})))


#: our own words for these things
OURS = re.compile(rf"\b({'|'.join(name + 's?' for name in NOUNS)})\b")


def use(nouns: Mapping[str, Sequence[str]]) -> None:
    """From here on, in this run of a page, things are called so."""
    _NOUNS.set(forms(nouns))


def spoken() -> str:
    """In which words sentences are said now: what is kept for the next reader is kept by it. A language would be part of it."""
    return "/".join(_NOUNS.get().values())


def stored(text: str) -> str:
    """A phrase of ours that stands in the data (what a column would measure): the company's nouns are put into it, too."""
    return OURS.sub(lambda place: _NOUNS.get()[place[0]], translated(text))


def _filled(template: str, places: dict) -> str:
    return template.format_map({**_NOUNS.get(), **places}) if "{" in template else template
