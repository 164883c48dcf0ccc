"""Figures in words: found, compared with what SQL answers, and listed where nothing explains them.

A pattern is a piece of a page with `#` for a figure (a number, a day, a month), `@` for words that are compared, `*` for words of the same
sentence that are not, `(s)` for letters that may be missing, and `<…>` for an item of a list ("a, b and c"). Its SQL answers a row per
place or item where it stands, a column per `#` and `@`.
"""

import math
import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Any

MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
MONTH = "(?:" + "|".join(f"{name}|{name[:3]}" for name in MONTHS) + r")\b"
DAY = rf"\d{{4}}-\d\d-\d\d(?:T[\d:]+)?|\d{{1,2}} {MONTH}(?: \d{{4}})?|{MONTH} \d{{4}}"
NUMBER = r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
#: digits within a name or an id are no figure
FIGURE = re.compile(rf"(?<![\w.,/-])(?:{DAY}|\d{{1,2}}:\d\d|{NUMBER})(?!\w)(?!-\w*\d)")
PIECES = re.compile(r"[#@*]|\([a-z]{1,2}\)")


def compiled(pattern: str, captures: bool = True) -> str:
    """`captures`: whether what stands in the open places is wanted. The end of a line belongs to both lines."""
    if pattern[:1] == "\n":
        return rf"(?:^|(?<=\n)){compiled(pattern[1:], captures)}"
    if pattern[-1:] == "\n":
        return rf"{compiled(pattern[:-1], captures)}(?=\n|$)"
    parts, end = [], 0
    kinds = {"#": FIGURE.pattern, "@": ".+?", "*": r"(?:(?!\. ).)*?"}
    for piece in PIECES.finditer(pattern):
        parts.append(re.escape(pattern[end : piece.start()]))
        kind = piece[0]
        if kind in "#@" and captures:
            parts.append(f"({kinds[kind]})")
        else:
            parts.append(f"(?:{kinds.get(kind, kind[1:-1] + ')?(?:')})")
        end = piece.end()
    return "".join([*parts, re.escape(pattern[end:])])


def places(pattern: str, text: str) -> list[tuple[tuple[int, int], tuple[str, ...]]]:
    """Where a pattern stands, and what stands in its open places."""
    if "<" not in pattern:
        return [(place.span(), place.groups()) for place in re.finditer(compiled(pattern), text)]
    before, item, after = re.split("[<>]", pattern)
    one = compiled(item, captures=False)
    end = r"(?=\n|$)" if after == "\n" else compiled(after, False)
    whole = re.compile(f"{compiled(before, False)}({one}(?:(?:, | and ){one})*){end}")
    return [
        (lists.span(), each.groups())
        for lists in whole.finditer(text)
        for each in re.finditer(rf"(?:^|, | and ){compiled(item)}", lists[1])
    ]


@cache
def plain(text: str) -> str:
    """Markdown as a reader sees it, on one line."""
    text = re.sub(r"^#+ ", "", text)
    text = re.sub(r"&(?:nbsp|emsp|ensp|shy);", " ", text).replace("\u2060", "")
    text = re.sub(r":material/\w+:", "", text)
    text = re.sub(r"(?<!\\):[a-z]+(?:-[a-z]+)?\[", "[", text)
    text = re.sub(r"\[((?:\\.|[^\[\]\\])*)\]\((?:[^()\\]|\\.)*\)", r"\1", text)
    text = re.sub(r"(?<!\\)(\*\*|[\[\]`])", "", text)
    return re.sub(r"\s+", " ", re.sub(r"\\([^a-zA-Z0-9])", r"\1", text)).strip()


def is_missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value)) or str(value) in ("NaT", "<NA>")


def is_day(value: Any) -> bool:
    return isinstance(value, date)


def says(shown: str, value: Any) -> bool:
    """Whether a figure, as it is written, is this value: to the decimals and the parts of a day that it shows."""
    if is_day(value):
        day = value.date() if isinstance(value, datetime) else value
        if re.fullmatch(r"\d{1,2}:\d\d", shown):
            return isinstance(value, datetime) and shown == f"{value:%H:%M}"
        if iso := re.match(r"\d{4}-\d\d-\d\d", shown):
            return iso[0] == day.isoformat()
        *days, month, year = shown.split() if re.search(r"\d{4}$", shown) else [*shown.split(), None]
        if month not in (MONTHS[day.month - 1], MONTHS[day.month - 1][:3]):
            return False
        return (not days or int(days[0]) == day.day) and (year is None or int(year) == day.year)
    if is_missing(value) or isinstance(value, str) or not re.fullmatch(NUMBER, shown):
        return False
    number = shown.replace(",", "")
    least = 10.0 ** -len(number.partition(".")[2])
    # a few of many are not rounded to none of them, nor all but a few to all
    is_few = (0 < value < least and float(number) == least) or (100 - least < value < 100 and abs(float(number) - (100 - least)) < 1e-9)
    return is_few or abs(float(number) - float(value)) <= 0.5 * least + 1e-6


def agrees(shown: Any, value: Any) -> bool:
    """Whether a cell of a table, or a piece of a sentence, is what SQL answered: a list, or a
    struct, holds the figures of a text in their order; a star is not compared."""
    if is_missing(shown) or shown == "":
        return is_missing(value) or value == "" or value == []
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        written = FIGURE.findall(plain(str(shown)))
        return len(written) == len(value) and all(says(*pair) for pair in zip(written, value, strict=True))
    if value == "*":
        return True
    if isinstance(value, str):
        start, cut, end = plain(str(shown)).partition("…")
        whole = plain(value)
        return whole.startswith(start) and whole.endswith(end) if cut else start == whole
    if is_missing(value):
        return not FIGURE.search(plain(str(shown)))
    if is_day(shown) or isinstance(shown, (bool, str)) or is_day(value):
        written = FIGURE.findall(plain(str(shown)))
        return bool(written) and says(written[0], value)
    return math.isclose(float(shown), float(value), rel_tol=1e-6, abs_tol=1e-6)


def unexplained(text: str, spans: Iterable[tuple[int, int]]) -> list[str]:
    """Every figure outside the spans, with the words around it."""
    spans = list(spans)
    bare = []
    for figure in FIGURE.finditer(text):
        if not any(start <= figure.start() and figure.end() <= end for start, end in spans):
            around = text[max(0, figure.start() - 60) : figure.end() + 60].replace("\n", " ¶ ")
            bare.append(f"{figure[0]!r} in “{around}”")
    return bare
