"""How much of the machine's memory a stage may take: beyond it DuckDB sorts and joins on disk, as far as it can."""

import os

#: the rest is for Python, for the operating system's cache and for the people on the machine.
#: Not less: a chain of joins keeps all its tables in memory at once, and at 1.5 GB a million promises that cannot be spilled.
SHARE = 0.7


def limit() -> str:
    """For `memory_limit`; HOLDT_MEMORY (`2GB`) says otherwise."""
    there = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return os.environ.get("HOLDT_MEMORY") or f"{there * SHARE:.1f}GB"
