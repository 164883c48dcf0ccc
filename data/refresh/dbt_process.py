"""dbt in a process that ends with it: `python -m data.refresh.dbt_process RESULTS build …`.

What became of each node goes into the file RESULTS. dbt's own artifacts hold everything that it knows of the code, too, and are written
twice a run: a fifteenth of its time, and needed only where the code has changed (`model.py`).
"""

import gc
import json
import sys
from pathlib import Path


def main(results: str, arguments: list[str]) -> int:
    # it keeps what it reads to the end: looking for garbage meanwhile takes a tenth of its time. Spark keeps the plan of every query that
    # is garbage here: 1,100 of them filled 3 GB half-way
    if "spark" not in arguments:
        gc.disable()
    from dbt.cli.main import dbtRunner

    ended = dbtRunner().invoke(arguments)
    nodes = [
        {"unique_id": node.node.unique_id, "status": str(node.status), "message": node.message, "seconds": node.execution_time}
        for node in getattr(ended.result, "results", None) or []
    ]
    Path(results).write_text(json.dumps({"seconds": getattr(ended.result, "elapsed_time", 0), "nodes": nodes}), encoding="utf-8")
    if ended.exception:
        print(ended.exception, file=sys.stderr)
    return 0 if ended.success else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
