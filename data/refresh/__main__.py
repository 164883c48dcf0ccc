"""`python -m data.refresh land check model docs-site publish`: one refresh, as the Makefile asks for it.

One refresh runs at a time, under a lock, and how it ended is kept in `warehouse/refresh.json` for the dashboard. `--by-hand` runs the
stages without either, for whoever works on one of them.
"""

import argparse
import gc
import sys
import traceback

from data.contract import clock, places
from data.contract.refusal import REFUSED, Crashed, Refused, complain, say
from data.refresh import state
from data.refresh.fingerprint import fingerprint
from data.refresh.request import Request, from_environment
from data.refresh.stages import STAGES

BUSY = 3


def is_unchanged(request: Request) -> bool:
    """Whether the last refresh passed and was made of what lies there now."""
    last = state.read()
    if last is None or not places.current().exists() or last["status"] != "ok" or last["made_of"] is None:
        return False
    return last["made_of"] == fingerprint(request)


def run(stages: list[str], request: Request) -> int:
    for stage in stages:
        STAGES[stage](request)
    return 0


def refresh(stages: list[str], request: Request) -> int:
    started = clock.now()
    kept = {"sources": request.sources, "started_at": started.isoformat(timespec="seconds")}
    made_of = None
    for stage in stages:
        if stage == "land":
            # before the sources are read: what changes while they are must not pass for read
            made_of = fingerprint(request)
        state.write(**kept, status="running", stage=stage, sentences=[])
        try:
            STAGES[stage](request)
        except Exception as error:
            status, sentences = _what_stopped(stage, error)
            state.write(**kept, status=status, stage=stage, sentences=sentences, finished_at=clock.now().isoformat(timespec="seconds"))
            complain(["nothing was published; what was there before is still shown"])
            return REFUSED
    finished = clock.now()
    kept |= {"finished_at": finished.isoformat(timespec="seconds"), "published": places.current().resolve().name, "made_of": made_of}
    state.write(**kept, status="ok", stage=stages[-1], sentences=[])
    say(f"refreshed in {(finished - started).total_seconds():.0f} s")
    return 0


def _what_stopped(stage: str, error: Exception) -> tuple[str, list[str]]:
    if isinstance(error, Refused):
        complain(error.sentences)
        return "refused", list(error.sentences)
    if not isinstance(error, Crashed):
        traceback.print_exception(error)
    return "failed", [f"the stage `{stage}` stopped with an error; its own words are in the terminal or log it ran in"]


def main(given: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m data.refresh", description=__doc__.partition("\n")[0])
    parser.add_argument("stages", nargs="+", choices=STAGES, metavar="STAGE", help=", ".join(STAGES))
    parser.add_argument("--if-changed", action="store_true", help="do nothing where nothing has changed since the last refresh")
    parser.add_argument("--by-hand", action="store_true", help="without the lock, and without keeping how it ended")
    asked = parser.parse_args(given)
    request = from_environment()
    try:
        places.refuse_unusable_home()
        if asked.by_hand:
            return run(asked.stages, request)
        if asked.if_changed and is_unchanged(request):
            say("nothing has changed since the last refresh; `make build` reads it all again")
            return 0
    except Refused as refused:
        complain(refused.sentences)
        return REFUSED
    except Crashed:
        return 1
    with state.only_one() as busy:
        if busy:
            complain([f"another refresh is running ({busy}); this one stops here and changes nothing"])
            return BUSY
        return refresh(asked.stages, request)


if __name__ == "__main__":
    # rows are read by the ten thousand and let go as they came: there is hardly any garbage to look for
    gc.set_threshold(1_000_000)
    sys.exit(main())
