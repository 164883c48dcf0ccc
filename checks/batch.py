"""What lies in landing/: the manifest, one file per feed, and the lines that no reader could split."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from data.contract import places
from data.contract.refusal import Refused


@dataclass(frozen=True)
class Batch:
    landing: Path
    mapping: str
    as_of: date
    zone: str
    #: what the company calls things: our name → one, many
    nouns: dict[str, list[str]]
    loaded_at: datetime
    #: feed → the canonical columns that the mapping fills
    mapped: dict[str, tuple[str, ...]]
    #: feed → rows that intake says it read
    rows: dict[str, int]

    def has(self, feed: str) -> bool:
        return feed in self.mapped

    def file_of(self, feed: str) -> Path:
        return self.landing / f"{feed}.parquet"

    @property
    def rejected_lines(self) -> Path:
        return self.landing / "rejected_lines.parquet"


def landed() -> Batch:
    landing = places.landing()
    manifest_file = landing / "manifest.json"
    if not manifest_file.exists():
        raise Refused(f"nothing has been read into {landing}: run `make land` first")
    manifest = json.loads(manifest_file.read_text())
    feeds = manifest["feeds"]
    return Batch(
        landing=landing,
        mapping=manifest["mapping"],
        as_of=date.fromisoformat(manifest["as_of"]),
        zone=manifest["zone"],
        nouns=manifest["nouns"],
        loaded_at=datetime.fromisoformat(manifest["loaded_at"]).astimezone(UTC).replace(tzinfo=None),
        mapped={name: tuple(feed["mapped_columns"]) for name, feed in feeds.items()},
        rows={name: feed["rows"] for name, feed in feeds.items()},
    )
