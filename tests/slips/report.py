"""What came of a run: the table by room and by model, and the slips that nobody saw."""

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from .making import Slip
from .trying import DID_NOT_RUN, HOLE, NO_MART, SEEN, Outcome

HEAD = f"{'room, and each of its models':<34}{'slips':>7}{'not run':>9}{'no mart':>9}{'seen':>7}{'holes':>7}   share seen, and its 90 % interval"
LEGEND = """\
not run  the SQL with the slip in it is none, or does not end; counts for nothing
no mart  no row of any mart changed on any world: not reached by the worlds, or no slip at all; counts for nothing
seen     a test failed
holes    a mart changed and no test failed: each wants a test, or a reason why it is right either way
share    the seen among the seen and the holes; of few slips little is known, as the interval (Wilson) says"""


@dataclass(frozen=True)
class Result:
    slip: Slip
    outcome: Outcome

    def __str__(self) -> str:
        return f"{self.slip}" + (f"\n    changes {self.outcome.by}" if self.outcome.kind == HOLE else "")


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
    cells = (f"{counts[kind]:>{width}}" for kind, width in ((DID_NOT_RUN, 9), (NO_MART, 9), (SEEN, 7), (HOLE, 7)))
    return f"{name:<34}{counts.total():>7}{''.join(cells)}   {share(counts)}"


def table(rooms: dict[str, str], results: Iterable[Result]) -> str:
    """`rooms` says of every model where it stands."""
    by_model: dict[str, Counter] = {}
    for result in results:
        by_model.setdefault(result.slip.model, Counter())[result.outcome.kind] += 1
    lines = [HEAD]
    for room in sorted({rooms[model] for model in by_model}):
        inside = sorted(model for model in by_model if rooms[model] == room)
        lines.append(row(room, sum((by_model[model] for model in inside), Counter())))
        lines += [row(f"  {model}", by_model[model]) for model in inside]
    lines.append(row("all", sum(by_model.values(), Counter())))
    return "\n".join(lines)


def left(results: Iterable[Result], kind: str) -> list[str]:
    return [str(result) for result in results if result.outcome.kind == kind]


def written(rooms: dict[str, str], results: list[Result]) -> str:
    """The whole of it, for a file that `again` reads."""
    by = Counter(result.outcome.by.split("[")[0] for result in results if result.outcome.kind == SEEN)
    parts = {
        "": [table(rooms, results), "", LEGEND],
        "holes": left(results, HOLE),
        "no mart": left(results, NO_MART),
        "seen by": [f"{count:>6} {name}" for name, count in by.most_common()],
    }
    return "\n".join("\n".join([f"\n── {name} ({len(lines)})" if name else "", *lines]) for name, lines in parts.items()).strip() + "\n"


def again(text: str, slips: Iterable[Slip]) -> list[Slip]:
    """The slips that nobody saw in a run before, as far as they can still be made: a line may have moved."""
    before = {actual.groups() for actual in re.finditer(r"^(\w+):\d+ \[([\w ]+)\]\n    - (.*)\n    \+ (.*)$", text, re.MULTILINE)}
    return [slip for slip in slips if (slip.model, slip.kind, slip.before, slip.after) in before]
