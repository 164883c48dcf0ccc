"""The rows of `dbt/seeds/thresholds.csv` that the gate and the refresh go by; the models read the same file."""

import csv
from functools import cache

from data.contract import places

FILE = places.DBT / "seeds" / "thresholds.csv"


@cache
def _rows() -> dict[str, str]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        return {row["name"]: row["value"] for row in csv.DictReader(lines)}


def whole(name: str) -> int:
    return int(_text(name))


def number(name: str) -> float:
    return float(_text(name))


def _text(name: str) -> str:
    if name not in _rows():
        raise KeyError(f"{FILE} has no threshold `{name}`")
    return _rows()[name]
