"""How good the judgements are, beside the rules that peers use: `make bench-decisions [PARTS="signals standings"] [SHORT=1]`.

Simulated companies in which the truth is known, all seeded, and real data where it is at hand. Every part runs the compiled models of this
repository and prints its tables as Markdown.
"""

import argparse
import importlib
import tempfile
from pathlib import Path

from models import Models

#: a module each, with `run(models, full)`
PARTS = ("standings", "signals", "honest_dates")


def main() -> None:
    arguments = argparse.ArgumentParser(prog="make bench-decisions")
    arguments.add_argument("parts", nargs="*", choices=(*PARTS, []), default=PARTS)
    arguments.add_argument("--short", action="store_true", help="fewer worlds: a minute a part")
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        Models.compile(Path(folder))
        models = Models(Path(folder))
        for part in asked.parts or PARTS:
            print("\n".join(importlib.import_module(f"bench.decisions.{part}").run(models, not asked.short)), end="\n\n", flush=True)


if __name__ == "__main__":
    main()
"""How good the judgements are, where it is known what is true: `make bench-decisions [PART=standings]`. Each module beside this one is a part."""

import sys
from importlib import import_module

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[2]), str(HERE.parents[1]), str(HERE.parent)]

from models import Models  # noqa: E402

PARTS = sorted(path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_"))

        for part in sys.argv[1:] or PARTS:
            print("\n".join(import_module(f"decisions.{part}").run(models, full=True)), flush=True)
