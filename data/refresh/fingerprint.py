"""What a refresh is made of, in one line: the mapping, its files, the day, and the code that reads and judges them.

`make run` skips the refresh when the newest warehouse was made of the same. A database cannot be distinguished from
yesterday's without reading it, so a mapping with one is always read.
"""

import hashlib
from pathlib import Path

from data.contract import clock, places
from data.contract.refusal import Refused
from data.intake import mapping_file
from data.intake.readers import files_of
from data.refresh.request import Request

CODE = (("data", "*.py"), ("checks", "*.py"), ("dbt", "*.sql"), ("dbt", "*.yml"), ("dbt", "*.csv"), ("data/sample", "*.csv"))


def fingerprint(request: Request) -> str | None:
    """None where nobody can say without reading."""
    path = Path(request.sources)
    try:
        mapping = mapping_file.read(path, request.folder)
        if any(source.url for source in mapping.sources.values()):
            return None
        files = [file for source in mapping.sources.values() for file, _ in files_of(source, mapping)]
        day = request.day or mapping.as_of or clock.now().astimezone().date()
    except Refused:
        return None
    made_of = hashlib.sha256(f"{path.resolve()} {day} {request.root}".encode())
    made_of.update(path.read_bytes())
    for file in files:
        seen = file.stat()
        made_of.update(f"{file} {seen.st_size} {seen.st_mtime_ns}".encode())
    for folder, pattern in CODE:
        for file in sorted((places.ROOT / folder).rglob(pattern)):
            made_of.update(file.read_bytes())
    return made_of.hexdigest()
