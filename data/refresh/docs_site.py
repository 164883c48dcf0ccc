"""The documentation site of the models, in one file."""

import os

from data.contract import places
from data.contract.refusal import Crashed, say
from data.refresh import dbt


def write() -> None:
    if dbt.run("--quiet", "docs", "generate", "--static", "--no-compile") != 0:
        raise Crashed("dbt could not write the documentation")
    places.docs().mkdir(parents=True, exist_ok=True)
    site = places.dbt_target() / "static_index.html"
    os.replace(site, places.docs() / "index.html")
    say(f"the definitions are in {places.docs() / 'index.html'}")
