"""The table of what was seen, by room and by model."""

import math
from collections import Counter
from collections.abc import Iterable

from .trying import DID_NOT_RUN, HOLE, NO_MART, SEEN

HEAD = f"{'':<34}{'slips':>7}{'not run':>9}{'seen':>7}{'holes':>7}{'no mart':>9}   seen of what changes a mart or a test"


def wilson(part: int, whole: int, z: float = 1.6448536) -> tuple[float, float]:
    """The ends of Wilson's 90 % interval."""
    middle, half = part + z * z / 2, z * math.sqrt(part * (whole - part) / whole + z * z / 4)
    return (middle - half) / (whole + z * z), (middle + half) / (whole + z * z)


def share(counts: Counter) -> str:
    whole = counts[SEEN] + counts[HOLE]
    if not whole:
        return "–"
    low, high = wilson(counts[SEEN], whole)
    return f"{counts[SEEN] / whole:6.1%}  [{low:.1%}, {high:.1%}]"


def row(name: str, counts: Counter) -> str:
    cells = (f"{counts[kind]:>{width}}" for kind, width in ((DID_NOT_RUN, 9), (SEEN, 7), (HOLE, 7), (NO_MART, 9)))
    return f"{name:<34}{counts.total():>7}{''.join(cells)}   {share(counts)}"


def table(rooms: dict[str, str], results: Iterable[tuple[str, str]]) -> str:
    """`rooms` says of every model where it stands, `results` of every slip its model and what came of it."""
    by_model: dict[str, Counter] = {}
    for model, kind in results:
        by_model.setdefault(model, Counter())[kind] += 1
    lines = [HEAD]
    for room in sorted({rooms[model] for model in by_model}):
        inside = sorted(model for model in by_model if rooms[model] == room)
        lines.append(row(room, sum((by_model[model] for model in inside), Counter())))
        lines += [row(f"  {model}", by_model[model]) for model in inside]
    lines.append(row("all", sum(by_model.values(), Counter())))
    return "\n".join(lines)
