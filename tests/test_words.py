"""The words of the house: plain international English, one word for one thing, and no document named that is not here."""

import io
import re
import subprocess
import tokenize
from pathlib import Path

import pytest

from data.contract.places import ROOT

#: a word or phrase that many readers of English as a second language do not know, or that says less than it seems → what we write
AVOIDED = {
    r"nought": "zero",
    r"dearest": "of the highest value",
    r"mended|mending": "repaired, corrected",
    r"(?:hangs?|hung) together": "is linked",
    r"(?:came|comes) of (?:it|them)": "its outcome",
    r"told apart|tells? apart": "distinguished",
    r"untold|unsaid": "unknown",
    r"in vain": "for nothing",
    r"suffer(?:s|ed)? in silence": "never contacted us",
    r"silent breaks?(?!\))": "unannounced break",
    r"rungs?": "rule, called",
    r"learnt": "learned",
    r"door to door": "from desk to desk",
    r"by lot": "at random",
    r"the (?:loud|quiet)": "customers with many or few contacts",
}
#: names that say nothing of what they hold
EMPTY_NAMES = {"told", "said", "found", "heard"}
#: what says which words are gone
NAMES_OLD_WORDS = {Path(__file__).resolve(), ROOT / "CHANGELOG.md"}
TEXTS = [
    path
    for path in (ROOT / name for name in subprocess.check_output(["git", "ls-files"], cwd=ROOT, text=True).split())
    if path.suffix in {".py", ".sql", ".yml", ".md", ".csv", ".toml"} and path.is_file() and path not in NAMES_OLD_WORDS
]


def hits(pattern: str) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in TEXTS
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if re.search(rf"(?i)(?<![a-z]){pattern}(?![a-z])", line.replace("_", " "))
    ]


@pytest.mark.parametrize("pattern", AVOIDED)
def test_no_text_uses_a_word_that_has_a_plainer_one(pattern: str) -> None:
    assert not hits(f"(?:{pattern})"), f"write: {AVOIDED[pattern]}"


def test_no_name_in_python_says_nothing_of_what_it_holds() -> None:
    names = {
        f"{path.relative_to(ROOT)}:{token.start[0]}"
        for path in TEXTS
        if path.suffix == ".py"
        for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
        if token.type == tokenize.NAME and token.string in EMPTY_NAMES
    }
    assert not names


def test_no_step_of_a_model_says_nothing_of_what_it_holds() -> None:
    steps = [
        f"{path.name}: {name}"
        for path in TEXTS
        if path.suffix == ".sql"
        for name in re.findall(r"(?m)^(?:with )?(\w+) as \($", path.read_text(encoding="utf-8"))
        if name in EMPTY_NAMES
    ]
    assert not steps


def test_every_document_that_a_text_names_is_in_the_repository() -> None:
    there = {path.name for path in TEXTS if path.suffix == ".md"}
    assert len(there) > 20
    named = {(name, path.relative_to(ROOT)) for path in TEXTS for name in re.findall(r"[\w-]+\.md\b", path.read_text(encoding="utf-8"))}
    # files that a test writes and reads are named in that test alone
    assert not {f"{path}: {name}" for name, path in named if name not in there and not str(path).startswith("tests")}
