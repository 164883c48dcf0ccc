"""One refresh: the stages in order, one at a time, under a lock: `python -m data.refresh land check model docs publish`.

Each stage is a make target. What the refresh came to is kept in `warehouse/refresh.json` for the dashboard: a stage that
refuses says why on stderr in lines that begin with `holdt: `, and those are the sentences a reader sees.
"""

import fcntl
import json
import os
import subprocess
import sys
from contextlib import contextmanager

from data import clock, places
from data.fingerprint import of_this_refresh

REFUSED = 2
BUSY = 3


@contextmanager
def only_one():
    """Holds the lock, or yields what the refresh that holds it wrote there."""
    places.warehouse().mkdir(parents=True, exist_ok=True)
    with (places.warehouse() / "refresh.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            yield lock.read().strip() or "another process"
            return
        lock.truncate(0)
        lock.write(f"process {os.getpid()}, since {clock.now():%Y-%m-%d %H:%M:%S} UTC")
        lock.flush()
        yield None


def run_stage(stage: str) -> tuple[int, list[str]]:
    command = [os.environ.get("MAKE", "make"), "--no-print-directory", stage]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True, cwd=places.ROOT)
    assert process.stderr is not None
    sentences = []
    for line in process.stderr:
        if line.startswith("holdt: "):
            sentences.append(line.removeprefix("holdt: ").strip())
        # make's own "*** [target] Error 2" says nothing that the sentences do not
        if not line.startswith("make"):
            sys.stderr.write(line)
    return process.wait(), sentences


def say(**state) -> None:
    path = places.refresh_state()
    part = path.with_suffix(".part")
    part.write_text(json.dumps(state, indent=2, ensure_ascii=False))
    os.replace(part, path)


def is_unchanged() -> bool:
    """Whether the last refresh passed and was made of what lies there now."""
    path = places.refresh_state()
    if not path.exists() or not places.current().exists():
        return False
    last = json.loads(path.read_text())
    return last["status"] == "ok" and last["made_of"] is not None and last["made_of"] == of_this_refresh()


def refresh(stages: list[str], sources: str) -> int:
    started = clock.now()
    state = {"sources": sources, "started_at": started.isoformat(timespec="seconds")}
    made_of = None
    for stage in stages:
        if stage == "land":
            # before the sources are read: what changes while they are must not pass for read
            made_of = of_this_refresh()
        say(**state, status="running", stage=stage, sentences=[])
        code, sentences = run_stage(stage)
        if code != 0:
            status = "refused" if sentences else "failed"
            sentences = sentences or [f"the stage `{stage}` stopped with an error; its own words are in the terminal or log it ran in"]
            say(**state, status=status, stage=stage, sentences=sentences, finished_at=clock.now().isoformat(timespec="seconds"))
            print("holdt: nothing was published; what was there before is still shown", file=sys.stderr)
            return REFUSED
    seconds = (clock.now() - started).total_seconds()
    published = places.current().resolve().name
    state |= {"finished_at": clock.now().isoformat(timespec="seconds"), "published": published, "made_of": made_of}
    say(**state, status="ok", stage=stages[-1], sentences=[])
    print(f"holdt: refreshed in {seconds:.0f} s")
    return 0


def main(arguments: list[str]) -> int:
    if said := places.refusal():
        print(f"holdt: {said}", file=sys.stderr)
        return REFUSED
    if "--if-changed" in arguments and is_unchanged():
        print("holdt: nothing has changed since the last refresh; `make build` reads it all again")
        return 0
    stages = [argument for argument in arguments if argument != "--if-changed"]
    with only_one() as busy:
        if busy:
            print(f"holdt: another refresh is running ({busy}); this one stops here and changes nothing", file=sys.stderr)
            return BUSY
        return refresh(stages, os.environ.get("SOURCES", ""))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
