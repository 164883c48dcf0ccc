"""`make slips [MINUTES=20] [SEED=1] [MODELS=fct_kept_rates,…] [OUT=slips.txt] [AGAIN=slips.txt]`

The minutes are of processor time, which on a quiet machine are those of the clock, and begin when every test has run without a slip. With
`AGAIN`, the slips that nobody saw in an earlier run are tried once more: have the new tests seen them?
"""

import argparse
import contextlib
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import worlds
from homes import make
from models import Models

from data.contract import places

from . import making, report
from .held import Family, Held, hold
from .pythons import Pythons
from .trying import HOLE, NO_MART, Trials
from .units import Units

TESTS = Path(__file__).parent.parent
LINES = 900


def say(text: str) -> None:
    print(text, flush=True)


def accepted(folder: Path) -> tuple[Path, Path]:
    """The sample world in small, and the home in which the gate has accepted it."""
    world, home = folder / "world", folder / "home"
    subprocess.run(
        [sys.executable, "-m", "data.synthetic", "--out", str(world), "--lines", str(LINES)],
        cwd=places.ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    result = make(home, "build", "SOURCES=data/mappings/sample.toml", f"ROOT={world}", "STAGES=land check")
    if result.returncode:
        sys.exit(result.stderr)
    return world, home


def written_anew(held: Held) -> list[str]:
    """The models that come out as before when read and written again without a slip: of the others no slip could be recognised."""
    cursor = held.cursor()
    return [
        unique_id
        for unique_id in held.family.order
        if not held.put(cursor, unique_id, making.write(making.read(held.family.nodes[unique_id]["compiled_code"])))
    ]


def slips_of(family: Family, readable: list[str], options: argparse.Namespace) -> dict[str, list[making.Slip]]:
    """By model; of a run `again`, those that nobody saw before."""
    wanted = [family.nodes[unique_id] for unique_id in readable if not options.models or family.nodes[unique_id]["name"] in options.models]
    by_model = {node["name"]: list(making.slips(node["name"], node["compiled_code"], node["raw_code"])) for node in wanted}
    if options.again:
        text = options.again.read_text()
        by_model = {name: report.again(text, slips) for name, slips in by_model.items()}
    return {name: slips for name, slips in by_model.items() if slips}


def run(pythons: Pythons, helds: list[Held], units: Units, options: argparse.Namespace) -> None:
    family = units.family
    say(
        f"{len(pythons.tests)} Python tests run the models, on {len(pythons.worlds)} worlds"
        + (f"; left out: {', '.join(pythons.left_out)}" if pythons.left_out else "")
    )
    readable = written_anew(helds[0])
    by_model = slips_of(family, readable, options)
    say(
        f"{sum(map(len, by_model.values())):,} slips can be made in {len(by_model)} models"
        + (f"; {len(family.order) - len(readable)} models cannot be read" if len(readable) < len(family.order) else "")
    )
    trials, results = Trials(helds, units, pythons), []
    began = time.process_time()
    # whoever stops a run sees what it has found by then
    with contextlib.suppress(KeyboardInterrupt):
        for slip in making.in_turn(by_model, options.seed):
            if time.process_time() - began > options.minutes * 60:
                break
            result = report.Result(slip, trials.of(slip.model, slip.sql))
            results.append(result)
            if result.outcome.kind == HOLE:
                say(f"hole {sum(other.outcome.kind == HOLE for other in results)}, after {len(results)} slips: {result}")
    rooms = {node["name"]: node["fqn"][-2] for node in family.nodes.values()}
    head = f"seed {options.seed}, {(time.process_time() - began) / 60:.1f} minutes of processor time"
    options.out.write_text(f"{head}\n\n{report.written(rooms, results)}")
    holes, no_mart = report.left(results, HOLE), report.left(results, NO_MART)
    say(f"\n{report.table(rooms, results)}\n\n{report.LEGEND}\n\n{head}")
    say(f"{len(holes)} holes and {len(no_mart)} slips that changed no mart are in {options.out}" + (", the holes are:" if holes else ""))
    for hole in holes:
        say(hole)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make slips", description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--models", type=lambda text: [name for name in text.split(",") if name], default=[])
    parser.add_argument("--tests", type=Path, nargs="*", default=[TESTS], help="the Python tests to ask (default: all of them)")
    parser.add_argument("--again", type=Path, help="what an earlier run wrote: only its holes and what changed no mart are tried")
    parser.add_argument("--out", type=Path, default=Path("slips.txt"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        say("compiling the models, making a world, running every test once without a slip …")
        (folder / "models").mkdir()
        # a zone that stands in a model by name is one more copy of the same conversion: a person slips in the one that is written
        Models.compile(folder / "models", zones="")
        models = Models(folder / "models")
        if unknown := set(options.models) - {node["name"] for node in models.nodes.values()}:
            parser.error(f"no such models: {', '.join(sorted(unknown))}")
        world, home = accepted(folder)
        family = Family(models)
        as_of = duckdb.sql(f"select as_of from '{home}/accepted/build.parquet'").fetchone()[0]
        helds = [
            hold(family, folder / "sample", {}, as_of, home / "accepted"),
            hold(family, folder / "by-hand", worlds.by_hand(), worlds.BY_HAND_AS_OF),
        ]
        units = Units(family, models.unit_tests, helds[0])
        if units.failing_now():
            sys.exit(f"these unit tests fail without a slip: {', '.join(units.failing_now())}")
        if units.overridden:
            say(f"unit tests with overrides, left out: {', '.join(units.overridden)}")
        Pythons(family, home, helds[0], world, lambda pythons: run(pythons, helds, units, options), options.tests).run()


if __name__ == "__main__":
    main()
