"""A file is read as it was when it was opened, or not at all: half of one export and half of the next are rows of neither."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from data.contract.refusal import Refused


@dataclass(frozen=True)
class Seen:
    """What a file was when its header was read."""

    path: Path
    #: as the analyst knows it
    name: str
    state: tuple[int, ...] | None

    def refuse_change(self) -> None:
        if _state(self.path) != self.state:
            raise Refused(f"{self.name}: the file was changed while it was read; build again once its export has ended.")


def seen(path: Path, name: str) -> Seen:
    return Seen(path, name, _state(path))


def _state(path: Path) -> tuple[int, ...] | None:
    try:
        there = os.stat(path)
    except OSError:
        return None
    return there.st_dev, there.st_ino, there.st_size, there.st_mtime_ns


def refuse_changed(files: Iterable[Seen | None]) -> None:
    for file in files:
        if file is not None:
            file.refuse_change()
