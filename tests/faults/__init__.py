"""How inputs go wrong in life: each fault spoils a folder of feed files in one way, and says what must become of it.

refused      the whole batch stays out and the reader keeps yesterday's figures
quarantined  the spoilt rows are held back with the reason beside them, the others go in
warned       every row goes in and the fault is told
accepted     nobody is told, for the reason written down with the fault
"""

from . import dates, files, keys, quantities, volume
from .fault import Fault

FAULTS = (*files.FAULTS, *volume.FAULTS, *dates.FAULTS, *quantities.FAULTS, *keys.FAULTS)

__all__ = ["FAULTS", "Fault"]
