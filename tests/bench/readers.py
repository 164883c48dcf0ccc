"""What a page costs its server: `make bench-pages`. Each page opened for views nobody has looked at yet, then again, then
by fifty readers at once. Readers speak Streamlit's own protocol over the loopback, so that no browser's cost is counted; what a
page takes is the processor time of the server's process. Prints Markdown. Bounded: a few minutes at most.

`make bench-pages BEFORE=path/to/another/checkout [BEFORE_HOME=path]`: both in one run, view by view in turn, so that whatever else the
machine does falls on both. The other one reads its own home, built by itself, or this one where it can.
"""

import argparse
import asyncio
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import duckdb
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[1] / "dashboard"))

from browsing import started

from dashboard import first_reader

ROOT = Path(__file__).parents[2]
VIEWS = 12
READERS = 50
#: page → what its address asks for beside the period; {names} come from the build
PAGES = {
    "overview": {},
    "this_week": {},
    "broken_promises": {},
    "honest_date": {},
    "sellers": {},
    "one seller": {"member": "{seller}"},
    "partners": {},
    "contacts": {},
    "one partner": {"member": "{partner}"},
    "one order": {"order": "{order}"},
    "trust": {},
}
PATHS = {"overview": "", "one seller": "sellers", "one partner": "partners", "one order": "order"}


class Clock:
    """The processor time of one process, to the nanosecond."""

    def __init__(self, pid: int):
        # clock_getcpuclockid(3)
        self.clock = (~pid << 3) | 2

    def now(self) -> float:
        return time.clock_gettime(self.clock)


@dataclass(frozen=True)
class Server:
    address: str
    pid: int
    clock: Clock
    #: what stands in the place of {seller}, {partner} and {order}
    names: dict[str, str]
    #: the pages that this checkout has
    pages: set[str]
    #: whether `make run` opens each page before anybody comes
    has_first_reader: bool


async def read(server: Server, page: str, query: dict) -> tuple[float, int]:
    """A page: seconds, and the bytes that came. Fails where the page does."""
    began = time.monotonic()
    answers = await first_reader.read(server.address.removeprefix("http://"), PATHS.get(page, page), query)
    seconds = time.monotonic() - began
    for answer in map(ForwardMsg.FromString, answers):
        if answer.delta.new_element.HasField("exception"):
            raise SystemExit(f"{page}: {answer.delta.new_element.exception.message}")
    return seconds, sum(map(len, answers))


def known(home: Path) -> dict[str, str]:
    """A seller, a partner and an order of this build: those with most."""
    with duckdb.connect(str((home / "warehouse" / "current.duckdb").resolve()), read_only=True) as marts:
        one = lambda sql: str(marts.execute(sql).fetchone()[0])  # noqa: E731
        most = "select {0} from marts.fct_promises where {0} is not null group by 1 order by count(*) desc, 1 limit 1"
        return {
            "seller": one(most.format("seller_id")),
            "partner": one(most.format("partner_id")),
            "order": one("select order_id from marts.fct_orders order by contacts_count desc nulls last, order_id limit 1"),
            "as_of": one("select cast(as_of as date) from marts.dim_build"),
        }


def views(as_of: str) -> list[str]:
    """Periods that nobody has looked at."""
    with duckdb.connect() as con:
        return [
            con.execute(f"select (date '{as_of}' - {190 + 7 * place})::varchar || '..' || (date '{as_of}' - 1)::varchar").fetchone()[0]
            for place in range(VIEWS)
        ]


def p95(values: list[float]) -> float:
    return sorted(values)[-(-95 * len(values) // 100) - 1]


def resident(pid: int) -> float:
    text = Path(f"/proc/{pid}/status").read_text()
    return int(text.split("VmRSS:")[1].split()[0]) / 1024


async def measure(servers: dict[str, Server]) -> None:
    for server in servers.values():
        if server.has_first_reader:
            await first_reader.open_all(server.address.removeprefix("http://"))
        else:
            await read(server, "overview", {})
    heads = [f"{name}{round}: median / p95 ms" for round in ("first", "again") for name in servers]
    print(f"| page | {' | '.join(heads)} | kB |\n|---|{'---|' * len(heads)}---|")
    for page, asked in PAGES.items():
        times = {(round, name): [] for round in ("first", "again") for name in servers}
        for round in ("first", "again"):
            for view in views(next(iter(servers.values())).names["as_of"]):
                for name, server in servers.items():
                    if PATHS.get(page, page) not in server.pages | {""}:
                        continue
                    query = {key: value.format(**server.names) for key, value in asked.items()}
                    before = server.clock.now()
                    try:
                        _, size = await read(server, page, query | {"period": view})
                    except (SystemExit, TimeoutError) as failed:
                        print(str(failed) or f"{name}{page}: no answer within {first_reader.LIMIT_SECONDS} s", file=sys.stderr)
                        continue
                    times[round, name].append(1000 * (server.clock.now() - before))
        cells = [f"{median(each):.0f} / {p95(each):.0f}" if each else "not measured" for each in times.values()]
        print(f"| {page} | {' | '.join(cells)} | {size / 1024:.0f} |", flush=True)
    for name, server in servers.items():
        print(f"\n{name}Memory after that: {resident(server.pid):.0f} MB.")
        for wave in range(1, 4):
            before, began = server.clock.now(), time.monotonic()
            waits = [seconds for seconds, _ in await asyncio.gather(*(read(server, "overview", {}) for _ in range(READERS)))]
            print(
                f"{READERS} readers at once, wave {wave}: p95 {p95(waits):.2f} s, all in {time.monotonic() - began:.2f} s, "
                f"{server.clock.now() - before:.2f} processor s; memory {resident(server.pid):.0f} MB.",
                flush=True,
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path, help="where warehouse/current.duckdb is")
    parser.add_argument("--before", type=Path, help="another checkout, with its environment in .venv, to be measured beside this one")
    parser.add_argument("--before-home", type=Path, help="what it reads (default: the same)")
    given = parser.parse_args()
    with ExitStack() as stack:
        checkouts = {"before, ": (given.before_home or given.home, given.before.resolve())} if given.before else {}
        servers = {}
        for name, (home, root) in (checkouts | {"now, " if given.before else "": (given.home, None)}).items():
            address, process = stack.enter_context(started(home, root))
            dashboard = (root or ROOT) / "dashboard"
            pages = {path.stem for path in dashboard.glob("app_pages/*.py")}
            is_ready = (dashboard / "first_reader.py").exists()
            servers[name] = Server(address, process.pid, Clock(process.pid), known(home), pages, is_ready)
        asyncio.run(measure(servers))


if __name__ == "__main__":
    main()
