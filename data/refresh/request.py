"""What a refresh is asked for: the variables of the Makefile."""

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data.intake.mapping import parse_day


@dataclass(frozen=True)
class Request:
    sources: str = ""
    #: empty where nothing was asked for: the day of the mapping or of the batch holds, and the root of the mapping
    as_of: str = ""
    root: str = ""
    target: str = "duckdb"

    @property
    def day(self) -> date | None:
        return parse_day(self.as_of, "AS_OF") if self.as_of else None

    @property
    def folder(self) -> Path | None:
        return Path(self.root) if self.root else None


def from_environment() -> Request:
    named = {name: os.environ.get(name.upper(), "") for name in ("sources", "as_of", "root")}
    return Request(**named, target=os.environ.get("TARGET") or "duckdb")
