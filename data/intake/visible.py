"""A text as a person sees it: what nobody can see does not make two names of one."""

import re
import unicodedata
from functools import lru_cache

#: spaces that do not break, or are thinner or wider than a space
SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
#: controls (also NUL, and what is left of a wrong encoding), soft hyphens, zero width, marks of direction and of byte order.
#: Tabs and line breaks stay: they are seen.
UNSEEN = (
    "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2069\u3164\ufeff\uffa0\ufff9-\ufffb"
)
#: joiners shape Persian and Indian letters and families of emoji; between others they are nothing
JOINERS = "(?<![\u0600-\U0010ffff])[\u200c\u200d]|[\u200c\u200d](?![\u0600-\U0010ffff])"

_SPACES = re.compile(f"[{SPACES}]")
_UNSEEN = re.compile(f"[{UNSEEN}]")
_JOINERS = re.compile(JOINERS)


@lru_cache(maxsize=50_000)
def visible(text: str) -> str:
    """Composed letters (NFC), plain spaces, nothing that is not seen, no space around it."""
    text = _JOINERS.sub("", _UNSEEN.sub("", _SPACES.sub(" ", text)))
    return unicodedata.normalize("NFC", text).strip()
