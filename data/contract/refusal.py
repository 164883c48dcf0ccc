"""An expected failure: sentences for the person who can do something about it, and no traceback."""

import sys
from collections.abc import Iterable

#: the exit code of a command that refused
REFUSED = 2


class Refused(Exception):
    def __init__(self, *sentences: str) -> None:
        super().__init__(*sentences)
        self.sentences = sentences


class Crashed(Exception):
    """A process ended with an error, in words that it has printed itself."""


def say(sentence: str) -> None:
    print(f"holdt: {sentence}", flush=True)


def complain(sentences: Iterable[str]) -> None:
    for sentence in sentences:
        print(f"holdt: {sentence}", file=sys.stderr, flush=True)
