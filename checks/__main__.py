"""`python -m checks`: the gate as a process of its own.

A refusal is exit code 2 with its sentences in `quarantine/refusals.json`, from where the refresh takes them.
"""

import gc
import json
import sys

from checks.judging import judge
from data.contract import places
from data.contract.refusal import REFUSED, Refused


def main() -> int:
    # a process of seconds, whose rows are in DuckDB: looking for what could be thrown away takes a fifth of its time
    gc.disable()
    try:
        judge()
    except Refused as refused:
        places.quarantine().mkdir(parents=True, exist_ok=True)
        places.refusals().write_text(json.dumps(refused.sentences, indent=2, ensure_ascii=False), encoding="utf-8")
        return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main())
