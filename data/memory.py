"""How much of the machine's memory a stage may take: beyond it DuckDB sorts and joins on disk, slower and to the same result."""

import os

#: the rest is for Python, for the operating system's cache and for the people on the machine
SHARE = 0.7


def at_most(gigabytes: float) -> str:
    """For `memory_limit`; HOLDT_MEMORY (`2GB`) says otherwise."""
    there = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return os.environ.get("HOLDT_MEMORY") or f"{min(gigabytes, there * SHARE):.1f}GB"
