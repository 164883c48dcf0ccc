"""The tables of `data/README.md`, from the contract: `python -m data.intake.readme` prints them, with `--write` into the file."""

import sys

from data.contract import feeds, places
from data.contract.feeds import Column, Feed
from data.intake import macros

README = places.ROOT / "data" / "README.md"
BEGIN = "<!-- begin: written by `python -m data.intake.readme --write` -->"
END = "<!-- end -->"


def tables() -> str:
    return "\n\n".join([_functions(), *(_feed(feed) for feed in feeds.FEEDS)])


def written(page: str) -> str:
    """The page with its tables as the contract has them now."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{tables()}\n\n{END}{after}"


def main(arguments: list[str]) -> None:
    if "--write" in arguments:
        README.write_text(written(README.read_text(encoding="utf-8")), encoding="utf-8")
    else:
        print(tables())


def _functions() -> str:
    lines = ["### Functions for expressions", "", "| Function | Reads | `x` | Gives |", "|---|---|---|---|"]
    lines += [f"| `{macro.call}` | {macro.says} | `{macro.example[0]}` | `{macro.example[1]}` |" for macro in macros.MACROS]
    return "\n".join(lines)


def _feed(feed: Feed) -> str:
    freshness = f" Fresh as of its newest `{feed.freshness}`." if feed.freshness else ""
    missing = f" Without it, not measured: {feed.unmeasured}." if feed.unmeasured else ""
    lines = [
        f"### {feed.name}",
        "",
        f"{feed.grain[0].upper()}{feed.grain[1:]}. Key: {', '.join(f'`{name}`' for name in feed.key)}.{freshness}{missing}",
        "",
        "| Column | Kind | What it says | Without it, not measured |",
        "|---|---|---|---|",
    ]
    return "\n".join([*lines, *(_column(column) for column in feed.columns)])


def _column(column: Column) -> str:
    kind = column.kind
    if column.one_of:
        kind = "one of " + ", ".join(f"`{value}`" for value in column.one_of)
    if column.name_of:
        kind = "name of " + ", ".join(f"`{value}`" for value in column.name_of)
    name = f"**`{column.name}`** (required)" if column.required else f"`{column.name}`"
    return f"| {name} | {kind} | {column.says} | {column.unmeasured} |"


if __name__ == "__main__":
    main(sys.argv[1:])
