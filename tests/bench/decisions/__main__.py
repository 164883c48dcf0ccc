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
PARTS = ("standings", "signals", "at_risk", "honest_dates")


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
