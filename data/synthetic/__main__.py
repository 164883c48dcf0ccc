"""`python -m data.synthetic`: write the sample world, unless the same one is there already."""

import argparse
import time
from datetime import date
from pathlib import Path

from data.contract import places

from . import files, world


def main(given: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m data.synthetic", description=__doc__)
    parser.add_argument("--out", type=Path, default=places.sample_world(), help="folder to write to")
    parser.add_argument("--seed", type=int, default=2022, help="the same seed gives the same world")
    parser.add_argument("--days", type=int, default=546, help="how many days of orders")
    parser.add_argument("--lines", type=int, default=20_000, help="how many order lines")
    parser.add_argument("--end", type=date.fromisoformat, default=date(2022, 7, 18), help="the day before which everything was recorded")
    arguments = parser.parse_args(given)
    if arguments.days < 60 or arguments.lines < 1:
        parser.error("a world needs at least 60 days and one line")
    settings = {"seed": arguments.seed, "days": arguments.days, "lines": arguments.lines, "end": arguments.end}
    wanted = files.stamp(settings)
    if files.is_fresh(arguments.out, wanted):
        print(f"holdt: the sample world in {arguments.out} is up to date")
        return
    started = time.perf_counter()
    made = world.build(**settings)
    files.write(made, arguments.out, wanted)
    rows = ", ".join(f"{len(made.feeds[feed]):,} {feed}" for feed in ("promises", "deliveries", "contacts"))
    print(f"holdt: wrote the sample world to {arguments.out}: {rows} ({time.perf_counter() - started:.1f} s)")


if __name__ == "__main__":
    main()
