"""The stages of a refresh, each a function of what was asked. A stage that cannot do its work raises `Refused` with sentences.

The gate and dbt run as processes of their own: Great Expectations keeps a quarter of a gigabyte, and dbt the lock of the file it built.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from data.contract import places
from data.contract.refusal import REFUSED, Crashed, Refused
from data.intake import land as intake
from data.refresh import docs_site, model, publish
from data.refresh.request import Request
from data.synthetic import __main__ as synthetic


def sample(request: Request) -> None:
    synthetic.main([])


def land(request: Request) -> None:
    intake.land(Path(request.sources), request.day, request.folder)


def check(request: Request) -> None:
    places.refusals().unlink(missing_ok=True)
    code = subprocess.run([sys.executable, "-m", "checks"], cwd=places.ROOT, stdin=subprocess.DEVNULL).returncode
    if code == REFUSED and places.refusals().exists():
        raise Refused(*json.loads(places.refusals().read_text(encoding="utf-8")))
    if code != 0:
        raise Crashed(f"the gate ended with code {code}")


STAGES: dict[str, Callable[[Request], None]] = {
    "sample": sample,
    "land": land,
    "check": check,
    "model": lambda request: model.build(request.target, request.day),
    "docs-site": lambda request: docs_site.write(),
    "publish": lambda request: publish.publish(),
}
