"""`python -m checks`: the gate as a process of its own.

A refusal is exit code 2 with its sentences in `quarantine/refusals.json`, from where the refresh takes them.
"""

import json
import sys

from checks.judging import judge
from data.contract import places
from data.contract.refusal import REFUSED, Refused


def main() -> int:
    try:
        judge()
    except Refused as refused:
        places.quarantine().mkdir(parents=True, exist_ok=True)
        places.refusals().write_text(json.dumps(refused.sentences, indent=2, ensure_ascii=False), encoding="utf-8")
        return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main())
