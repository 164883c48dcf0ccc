"""What the house has written about itself: what each figure means, and why it was decided so. Read from `dbt/`; no Streamlit, no SQL."""

import re
from functools import cache
from typing import NamedTuple

from data.contract import places

BLOCK = re.compile(r"{% docs (\w+) %}\n(.*?){% enddocs %}", re.S)
METRIC = re.compile(r"^\| (M\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| [^|]+ \|$", re.M)


class Definition(NamedTuple):
    name: str
    text: str
    #: the columns that hold it, and the pages that show it; empty for what is no metric
    columns: str
    pages: str


class Decision(NamedTuple):
    title: str
    text: str


@cache
def definitions() -> dict[str, Definition]:
    """Each metric by its number, then whatever else has a definition, by its name."""
    blocks: dict[str, str] = {}
    for path in sorted(places.DBT.glob("docs/*/*.md")):
        blocks |= {name: text.strip() for name, text in BLOCK.findall(path.read_text(encoding="utf-8")) if name.endswith("_definition")}
    known: dict[str, Definition] = {}
    for number, name, columns, pages, defined in METRIC.findall((places.DBT.joinpath("FIGURES.md")).read_text(encoding="utf-8")):
        texts = [blocks[each] for each in re.findall(r"`(\w+)`", defined) if each in blocks]
        known[number] = Definition(f"{name.strip()} ({number})", "\n\n".join(texts), columns.strip(), pages.strip())
    for name, text in blocks.items():
        if not any(text in each.text for each in known.values()):
            known[name] = Definition(_title(name), text, "", "")
    return known


@cache
def decisions() -> dict[str, Decision]:
    """Every contested choice, by its place in the log: the question, what others do, what was chosen, an example."""
    known: dict[str, Decision] = {}
    for path in [places.DBT.joinpath("DECISIONS.md"), *sorted(places.DBT.glob("decisions/*.md"))]:
        for title, text in re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", path.read_text(encoding="utf-8"), re.M | re.S):
            known[slug(title)] = Decision(title.strip(), text.strip())
    return known


def slug(title: str) -> str:
    """As it stands in an address."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def _title(name: str) -> str:
    words = name.removesuffix("_definition").replace("_", " ")
    return words[:1].upper() + words[1:]
