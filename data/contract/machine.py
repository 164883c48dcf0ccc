"""How much of the machine a stage may take."""

import os

#: the rest is for Python, for the operating system's cache and for the people on the machine.
#: Not less: a chain of joins keeps all its tables in memory at once, and at 1.5 GB a million promises that cannot be spilled.
SHARE = 0.7
#: DuckDB hands out rows in groups of this many: a thread without a group of its own only waits, and waiting costs as much as working
#: (the models of 40,000 promises take 5.2 processor seconds on one thread and 8.4 on two)
ROWS_FOR_A_THREAD = 122_880


def memory_limit() -> str:
    """For DuckDB's `memory_limit`: beyond it, it sorts and joins on disk, as far as it can. HOLDT_MEMORY (`2GB`) says otherwise."""
    there = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return os.environ.get("HOLDT_MEMORY") or f"{there * SHARE:.1f}GB"


def threads(rows: int) -> int:
    """For DuckDB's `threads`, where so many rows are read."""
    return max(1, min(os.cpu_count() or 1, rows // ROWS_FOR_A_THREAD))
