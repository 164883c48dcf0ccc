"""What a refresh is made of, in one line: the mapping, its files, the day, and the code that reads and judges them.

`make run` skips the refresh when the newest warehouse was made of the same. A database cannot be told apart from
yesterday's without reading it, so a mapping with one is always read.
"""

import hashlib
import os
from pathlib import Path

from data import clock, places
from data.intake import mapping_file
from data.intake.mapping import Refused
from data.intake.readers import files_of

CODE = (("data", "*.py"), ("checks", "*.py"), ("dbt", "*.sql"), ("dbt", "*.yml"), ("dbt", "*.csv"), ("data/sample", "*.csv"))


def fingerprint(sources: str, as_of: str, root: str) -> str | None:
    """None where nobody can say without reading."""
    path = Path(sources)
    try:
        mapping = mapping_file.read(path, Path(root) if root else None)
        if any(source.url for source in mapping.sources.values()):
            return None
        files = [file for source in mapping.sources.values() for file, _ in files_of(source, mapping)]
    except Refused:
        return None
    day = as_of or mapping.as_of or clock.now().astimezone().date()
    made_of = hashlib.sha256(f"{path.resolve()} {day} {root}".encode())
    made_of.update(path.read_bytes())
    for file in files:
        seen = file.stat()
        made_of.update(f"{file} {seen.st_size} {seen.st_mtime_ns}".encode())
    for folder, pattern in CODE:
        for file in sorted((places.ROOT / folder).rglob(pattern)):
            made_of.update(file.read_bytes())
    return made_of.hexdigest()


def of_this_refresh() -> str | None:
    return fingerprint(os.environ.get("SOURCES", ""), os.environ.get("AS_OF", ""), os.environ.get("ROOT", ""))
