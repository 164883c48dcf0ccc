"""`python -m data.intake --sources MAPPING.toml`: lands the sources of a mapping, or with `--check` says what would be read."""

import argparse
import sys
from pathlib import Path

from data.contract import places
from data.contract.refusal import REFUSED, Refused, complain
from data.intake import check_mapping, land
from data.intake.mapping import parse_day


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m data.intake", description="Land the sources of a mapping as canonical feeds.")
    parser.add_argument("--sources", type=Path, required=True, metavar="MAPPING.toml", help="the mapping file")
    parser.add_argument("--as-of", metavar="DAY", help="judge as of the start of this day (default: the mapping, else today)")
    parser.add_argument("--root", type=Path, metavar="DIR", help="where the files are (default: `root` of the mapping)")
    parser.add_argument("--check", action="store_true", help="say what would be read, and write nothing")
    given = parser.parse_args(arguments)
    try:
        places.refuse_unusable_home()
        day = parse_day(given.as_of, "AS_OF") if given.as_of else None
        if given.check:
            return check_mapping.show(given.sources, day, given.root)
        land.land(given.sources, day, given.root)
    except Refused as refused:
        complain(refused.sentences)
        return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main())
