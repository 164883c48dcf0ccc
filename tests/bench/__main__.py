"""What a refresh costs against the least that it could cost: `make bench PROMISES="1000000 10000000" [MORE=1] [FOLDER=…]`.

A world of each size is made, read, checked, modelled and published by the real stages, a process each, and `floor.sql` finds the
core facts straight from the same files on the same machine in the same run. A floor that finds something else is no floor: it is
compared with the marts row by row, and the bench fails where they differ. Prints Markdown, as it stands in dbt/SCALE.md.
"""

import argparse
import json
import math
import os
import shutil
import sys
import tempfile
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import duckdb

sys.path.insert(0, str(Path(__file__).parent))

import measure
import world
from measure import Cost

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
STAGES = ("land", "check", "model", "publish")
SLOWEST = 10
#: the marts that hold what the floor finds
COUNTERPARTS = ("fct_promises", "fct_orders", "fct_kept_rates", "fct_inbound_contacts")

#: what the floor and the marts must agree on, to the row
AGREED = {
    "promises": (
        "select promise_id, outcome, is_kept, latest_outcome, is_kept_latest, due_date, latest_due_date, {full}, cancelled_date from {promises}",
        {"promises": "marts.marts.fct_promises", "full": "fulfilled_date"},
        {"promises": "least.promises", "full": "full_date"},
    ),
    "orders": (
        "select order_id, due_date, is_due, is_kept, lines_count, delivery_dates_count from {orders}",
        {"orders": "marts.marts.fct_orders"},
        {"orders": "(select * from least.orders)"},
    ),
    "kept rates": (
        "select {seller}, promised_to, {week}, due_count, kept_count from {rates}",
        {
            "rates": "marts.marts.fct_kept_rates where dimension = 'seller' and period = 'week'",
            "seller": "member_id",
            "week": "period_start",
        },
        {"rates": "least.kept_rates", "seller": "seller_id", "week": "due_week"},
    ),
    "contacts": (
        "select contact_id, order_id, reason, wait_minutes from {contacts}",
        {"contacts": "marts.marts.fct_inbound_contacts"},
        {"contacts": "least.inbound_contacts"},
    ),
}


def floor(folder: Path, as_of: date, database: Path) -> None:
    """Runs floor.sql in this process; a command of its own, so that it is measured like a stage."""
    database.unlink(missing_ok=True)
    with duckdb.connect(str(database)) as con:
        con.execute("set timezone = 'UTC'")
        con.execute(f"set temp_directory = '{database}.spill'")
        con.execute("set variable folder = ?", [str(folder)])
        con.execute("set variable as_of = ?", [as_of])
        con.execute((HERE / "floor.sql").read_text())


def disagreements(marts: Path, least: Path) -> list[str]:
    text = []
    with duckdb.connect() as con:
        con.execute(f"attach '{marts}' as marts (read_only); attach '{least}' as least (read_only)")
        for what, (query, ours, theirs) in AGREED.items():
            one, other = query.format(**ours), query.format(**theirs)
            for left, right, who in ((one, other, "the marts"), (other, one, "the floor")):
                rows = con.execute(f"select count(*) from ({left} except all {right})").fetchone()[0]
                if rows:
                    text.append(f"{what}: {rows} rows only in {who}")
    return text


def refresh(home: Path, mapping: Path, log: Path) -> list[Cost]:
    environment = {"HOLDT_HOME": str(home), "SOURCES": str(mapping), "AS_OF": "", "ROOT": "", "TARGET": ""}
    return [measure.run(stage, [sys.executable, "-m", "data.refresh", "--by-hand", stage], environment, ROOT, log) for stage in STAGES]


def one_size(folder: Path, promises: int, more: bool) -> dict:
    sources, home, log = folder / "sources", folder / "home", folder / "log.txt"
    shutil.rmtree(folder, ignore_errors=True)
    mapping = world.write(sources, promises)
    home.mkdir()
    actual = {"promises": promises, "stages": refresh(home, mapping, log), **_models(home)}
    actual["floor"], actual["agree"] = _floor_of(folder, world.AS_OF, log)
    actual["rows"] = _rows(home)
    if more:
        mapping = world.write_next_day(sources, promises)
        actual["again"] = refresh(home, mapping, log)
        actual["again floor"], actual["again agree"] = _floor_of(folder, world.AS_OF + timedelta(days=1), log)
    return actual


def _floor_of(folder: Path, as_of: date, log: Path) -> tuple[Cost, list[str]]:
    database = folder / "floor.duckdb"
    command = [sys.executable, str(HERE), "--floor", str(folder / "sources"), str(as_of), str(database)]
    cost = measure.run("floor", command, {}, ROOT, log)
    return cost, disagreements((folder / "home/warehouse/current.duckdb").resolve(), database)


def _models(home: Path) -> dict:
    results = json.loads((home / "modelling/results.json").read_text())
    ran = [(node["seconds"], *node["unique_id"].split(".")[0:3:2]) for node in results["nodes"]]
    parents = json.loads((home / "modelling/target/manifest.json").read_text())["parent_map"]
    same, look = set(), [f"model.holdt.{name}" for name in COUNTERPARTS]
    while look:
        same.add(node := look.pop())
        look += [parent for parent in parents[node] if parent.startswith("model.") and parent not in same]
    return {
        "dbt": results["seconds"],
        "models": sum(seconds for seconds, kind, _ in ran if kind == "model"),
        "same": sum(seconds for seconds, kind, name in ran if kind == "model" and f"model.holdt.{name}" in same),
        "slowest": sorted(((name, seconds) for seconds, kind, name in ran if kind == "model"), key=lambda one: -one[1])[:SLOWEST],
        "tests": sum(seconds for seconds, kind, _ in ran if kind in ("test", "unit_test")),
    }


def _rows(home: Path) -> dict[str, int]:
    with duckdb.connect() as con:
        return {feed: con.execute(f"select count(*) from '{home}/accepted/{feed}.parquet'").fetchone()[0] for feed in world.FEEDS[:3]}


def table(costs: list[Cost], least: Cost) -> str:
    wall, cpu = sum(cost.wall for cost in costs), sum(cost.cpu for cost in costs)
    rows = [*costs, Cost("**refresh**", wall, cpu, max(cost.peak for cost in costs)), least]
    lines = ["| stage | wall s | processor s | peak GB |", "|---|---|---|---|"]
    lines += [f"| {cost.what} | {cost.wall:.1f} | {cost.cpu:.1f} | {cost.peak / 1e9:.2f} |" for cost in rows]
    models = sum(cost.wall for cost in costs if cost.what in ("model", "publish"))
    lines += [
        "",
        f"Refresh ÷ floor {wall / least.wall:.1f} by the clock, {cpu / least.cpu:.1f} by the processor; "
        f"models and publishing alone ÷ floor {models / least.wall:.1f}.",
    ]
    return "\n".join(lines)


def messages(actual: dict) -> str:
    model = next(cost for cost in actual["stages"] if cost.what == "model")
    rows = ", ".join(f"{many:,} {feed}" for feed, many in actual["rows"].items())
    parts = [
        f"### {actual['promises']:,} promises",
        f"Accepted: {rows}.",
        table(actual["stages"], actual["floor"]),
        f"dbt took {model.wall - actual['dbt']:.1f} s of its {model.wall:.1f} s to start. Models ran {actual['models']:.1f} s, two at a time, "
        f"{actual['same']:.1f} s of it those that {', '.join(COUNTERPARTS)} are built from, which hold what the floor finds; "
        f"tests ran {actual['tests']:.1f} s. Slowest: " + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in actual["slowest"]) + ".",
        "Floor and marts agree to the row." if not actual["agree"] else "**They differ:** " + "; ".join(actual["agree"]),
    ]
    if "again" in actual:
        full, again = (sum(cost.wall for cost in costs) for costs in (actual["stages"], actual["again"]))
        parts += [
            f"One more day (1 % more rows, judged a day later): {again:.1f} s, {again / full:.0%} of the first refresh.",
            table(actual["again"], actual["again floor"]),
            "They agree again." if not actual["again agree"] else "**They differ:** " + "; ".join(actual["again agree"]),
        ]
    return "\n\n".join(parts)


def growth(small: dict, large: dict) -> str:
    """How time grows with size: t ~ n^x. 1 is in proportion."""
    times = math.log(large["promises"] / small["promises"])

    def exponent(name: str) -> str:
        costs = [sum(cost.wall for cost in one["stages"] if name in ("refresh", cost.what)) for one in (small, large)]
        return f"{name} {math.log(costs[1] / costs[0]) / times:.2f}"

    return "Growth exponent: " + ", ".join(exponent(name) for name in ("refresh", *STAGES)) + "."


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("promises", nargs="*", type=int)
    parser.add_argument("--more", action="store_true", help="also refresh after one more day")
    parser.add_argument("--folder", type=Path, help="keep the worlds here (default: a temporary folder, removed)")
    parser.add_argument("--floor", nargs=3, metavar=("FOLDER", "DAY", "DATABASE"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.floor:
        floor(Path(given.floor[0]), date.fromisoformat(given.floor[1]), Path(given.floor[2]))
        return 0
    with tempfile.TemporaryDirectory(prefix="holdt-bench-") as temporary:
        folder = (given.folder or Path(temporary)).resolve()
        sizes = []
        print(
            f"The stages may take {os.environ.get('HOLDT_MEMORY') or 'seven tenths of the memory'} (HOLDT_MEMORY), the floor what it likes.\n"
        )
        for promises in sorted(given.promises):
            sizes.append(one_size(folder / str(promises), promises, given.more))
            print(messages(sizes[-1]), end="\n\n", flush=True)
            if not given.folder:
                shutil.rmtree(folder / str(promises))
    for small, large in pairwise(sizes):
        print(growth(small, large))
    return 1 if any(actual["agree"] or actual.get("again agree") for actual in sizes) else 0


if __name__ == "__main__":
    sys.exit(main())
