"""What a page costs its server: `make bench-pages`. Each page opened for views nobody has looked at yet, then again, then
by fifty readers at once. Readers speak Streamlit's own protocol over the loopback, so that no browser's cost is counted; what a
page takes is the processor time of the server's process. Prints Markdown. Bounded: a few minutes at most.
"""

import argparse
import asyncio
import sys
import time
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

import duckdb
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[1] / "dashboard"))

from browsing import started

VIEWS = 12
READERS = 50
LIMIT_SECONDS = 60
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


async def read(address: str, page: str, query: dict, session=None) -> tuple[float, int]:
    """A page, from the wish to its last word: seconds, and the bytes that came. Fails where the page does."""
    began, size = time.monotonic(), 0
    url = address.replace("http", "ws") + "/_stcore/stream"
    async with websockets.connect(url, subprotocols=["streamlit", "none", "none"], max_size=None, open_timeout=LIMIT_SECONDS) as socket:
        wish = BackMsg()
        wish.rerun_script.query_string = urlencode(query, doseq=True)
        wish.rerun_script.page_name = PATHS.get(page, page)
        await socket.send(wish.SerializeToString())
        async with asyncio.timeout(LIMIT_SECONDS):
            while True:
                message = await socket.recv()
                size += len(message)
                answer = ForwardMsg.FromString(message)
                if answer.delta.new_element.HasField("exception"):
                    raise SystemExit(f"{page}: {answer.delta.new_element.exception.message}")
                # a page that changes its address or switches is run again at once
                if answer.WhichOneof("type") == "script_finished" and answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                    return time.monotonic() - began, size


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


async def measure(address: str, pid: int, home: Path) -> None:
    clock, names = Clock(pid), known(home)
    await read(address, "overview", {})
    print("| page | first: median / p95 ms | again: median / p95 ms | kB |\n|---|---|---|---|")
    for page, asked in PAGES.items():
        query = {name: value.format(**names) for name, value in asked.items()}
        times = {"first": [], "again": []}
        for round in times:
            for view in views(names["as_of"]):
                before = clock.now()
                _, size = await read(address, page, query | {"period": view})
                times[round].append(1000 * (clock.now() - before))
        first, again = ((median(each), p95(each)) for each in times.values())
        print(f"| {page} | {first[0]:.0f} / {first[1]:.0f} | {again[0]:.0f} / {again[1]:.0f} | {size / 1024:.0f} |", flush=True)
    print(f"\nMemory after that: {resident(pid):.0f} MB.")
    for wave in range(1, 4):
        before, began = clock.now(), time.monotonic()
        waits = [seconds for seconds, _ in await asyncio.gather(*(read(address, "overview", {}) for _ in range(READERS)))]
        print(
            f"{READERS} readers at once, wave {wave}: p95 {p95(waits):.2f} s, all in {time.monotonic() - began:.2f} s, "
            f"{clock.now() - before:.2f} processor s; memory {resident(pid):.0f} MB.",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path, help="where warehouse/current.duckdb is")
    home = parser.parse_args().home
    with started(home) as (address, process):
        asyncio.run(measure(address, process.pid, home))


if __name__ == "__main__":
    main()
