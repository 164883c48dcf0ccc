"""What earlier batches of the same mapping looked like, so that a changed export is noticed. One line per accepted batch."""

import json
from pathlib import Path
from statistics import median
from typing import Any

from checks.limits import HISTORY_BATCHES
from data.contract import places

Profile = dict[str, Any]


def file() -> Path:
    return places.warehouse() / "batches.jsonl"


def before(profile: Profile) -> list[Profile]:
    """The batches to compare with: those accepted before this very batch was first seen, so that building it again changes no verdict."""
    same_mapping = [batch for batch in _all() if batch["mapping"] == profile["mapping"]]
    first_seen = same_mapping.index(profile) if profile in same_mapping else len(same_mapping)
    return same_mapping[:first_seen][-HISTORY_BATCHES:]


def remember(profile: Profile) -> None:
    if profile in _all():
        return
    file().parent.mkdir(parents=True, exist_ok=True)
    with file().open("a") as lines:
        lines.write(json.dumps(profile, sort_keys=True) + "\n")


def _all() -> list[Profile]:
    return [json.loads(line) for line in file().read_text().splitlines()] if file().exists() else []


def usual(batches: list[Profile], feed: str, figure: str, column: str | None = None) -> float | None:
    """The median of a figure over earlier batches, where any of them has it."""
    feeds = [batch["feeds"][feed] for batch in batches if feed in batch["feeds"]]
    values = [counts[figure] if column is None else counts[figure].get(column) for counts in feeds if figure in counts]
    values = [value for value in values if value is not None]
    return median(values) if values else None
