"""Which build a run of a page reads, and what its company calls things."""

import json
from pathlib import Path

from dashboard import warehouse
from dashboard.queries import choices
from dashboard.words import language


def open_newest() -> Path | None:
    """Settled once per run, before the first word is said."""
    newest = warehouse.open_newest()
    language.use(json.loads(choices.build()["nouns"]) if newest else {})
    return newest
