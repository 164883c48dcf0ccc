"""The prose of the repository and the numbers in it: what a reader would take as a figure."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import duckdb
import yaml

from data.contract import places

WORDS = {
    2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten", 11: "eleven", 12: "twelve", 18: "eighteen", 20: "twenty"
}  # fmt: skip
DIGITS = r"\d[\d,.]*\d|\d"
#: in the texts that a stranger reads first, numbers in words are figures too
STRICT = ("README.md", "data/README.md")
DECISIONS, SCALE = "dbt/DECISIONS.md", "dbt/SCALE.md"
#: why the rooms that judge do it as they do
JUDGING = tuple(f"dbt/decisions/{path.name}" for path in sorted((places.ROOT / "dbt" / "decisions").glob("*.md")))
MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December) 20\d\d"
#: an example is arithmetic, settled where it stands; a measurement is of its day, and says so, with the table that follows it
EXAMPLE = r"\*Example:\*|\*\*Worked example\.\*\*"
MEASURED = r"\*Measured\*"


@dataclass(frozen=True)
class Figure:
    """A sentence with numbers in its groups, and how they are computed."""

    pattern: str
    computed: Callable[[duckdb.DuckDBPyConnection], tuple]
    documents: tuple[str, ...] = ()

    def actual(self, document: str, text: str) -> list[re.Match]:
        return [] if self.documents and document not in self.documents else list(re.finditer(self.pattern, text))


def blanked(pattern: str, text: str) -> str:
    """The text without what the pattern finds, every line where it was."""
    return re.sub(pattern, lambda actual: re.sub(r"[^\n]", " ", actual[0]), text, flags=re.S | re.M)


def prose(text: str) -> str:
    """Without code, addresses, names of metrics, numbers of a list, examples and measurements."""
    for pattern in (
        r"^```.*?^```", r"^ {4,}\S.*?$", r"`[^`\n]*`", r"(?<=\])\([^)\n]*\)", r"\bM\d+(?:–M?\d+)?\b", r"^\d+\.(?= )",
        rf"(?:{EXAMPLE}|{MEASURED}).*?(?=\n\n(?!\|)|\*Options\*|\*Choice:\*|{EXAMPLE}|{MEASURED}|\{{% enddocs|\Z)",
    ):  # fmt: skip
        text = blanked(pattern, text)
    return text


def described(path) -> str:
    """What a file of models or seeds says of them and of their columns."""
    held = yaml.safe_load(path.read_text()) or {}
    message = []
    for kind in ("models", "seeds"):
        for node in held[kind] if isinstance(held.get(kind), list) else []:
            message += [node.get("description"), *(column.get("description") for column in node.get("columns", []))]
    return blanked(r"\{\{.*?\}\}", "\n\n".join(filter(None, message)))


@cache
def documents() -> dict[str, str]:
    """Name → prose, of every text whose figures are said to be current."""
    root = places.ROOT
    texts = {name: (root / name).read_text() for name in (*STRICT, DECISIONS, *JUDGING)}
    # the tables that are written from the contract are held to it by their own test
    texts["data/README.md"] = blanked(r"<!-- begin.*?<!-- end -->", texts["data/README.md"])
    texts |= {str(path.relative_to(root)): path.read_text() for path in sorted((root / "dbt" / "docs").rglob("*.md"))}
    texts |= {
        str(path.relative_to(root)): described(path)
        for folder in ("models", "seeds")
        for path in sorted((root / "dbt" / folder).rglob("*.yml"))
    }
    return {name: prose(text) for name, text in texts.items()}


def numbers(document: str, text: str) -> list[re.Match]:
    words = rf"|\b(?:{'|'.join(WORDS.values())})\b" if document in STRICT else ""
    return list(re.finditer(DIGITS + words, text, re.I))
