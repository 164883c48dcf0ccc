"""The rules that follow from the contract itself: readable, given, on the closed list, one row per key."""

from checks.reading import HOW
from checks.rule import Rule
from data.contract.feeds import HELD_BACK_ALONE, Column, Feed

#: a promise may have no date: it is then a notice that the old date no longer holds
MAY_BE_EMPTY = {("promises", "due_at")}

KEY = {
    # Versions are distinguished by their number; without one, by when they were given and what they say.
    "promises": (
        "promise_id",
        "version",
        "case when version is null then recorded_at end",
        "case when version is null then due_at end",
    ),
}


def key_of(feed: Feed) -> tuple[str, ...]:
    return KEY.get(feed.name, feed.key)


def rules(feed: Feed) -> tuple[Rule, ...]:
    readable = tuple(_readable(feed, column) for column in feed.columns if column.kind != "text")
    given = tuple(_given(column) for column in feed.columns if column.required and (feed.name, column.name) not in MAY_BE_EMPTY)
    known = tuple(_known(column) for column in feed.columns if column.one_of)
    on_clock = tuple(_on_clock(column) for column in feed.columns if column.kind == "moment")
    return (*readable, *given, *known, *on_clock, once(feed))


def _readable(feed: Feed, column: Column) -> Rule:
    # a promise does not leave the rates because its price cannot be read
    alone = column.name in HELD_BACK_ALONE.get(feed.name, ())
    return Rule(
        f"{column.name}_readable",
        "warning" if alone else "error",
        f"{column.name}_unreadable",
        f"{column.name} must be {HOW[column.kind]}; anything else cannot be read without guessing."
        + (" The value is held back, its row stays." if alone else ""),
        (column.name,),
    )


def _given(column: Column) -> Rule:
    return Rule(
        f"{column.name}_given",
        "error",
        f"{column.name} is null" + ("" if column.kind == "text" else f" and not {column.name}_unreadable"),
        f"{column.name} must not be empty: without it nobody can say what the row is about.",
        (column.name,),
    )


def _known(column: Column) -> Rule:
    allowed = ", ".join(column.one_of)
    return Rule(
        f"{column.name}_known",
        "error",
        f"{column.name} not in ({', '.join(repr(value) for value in column.one_of)})",
        f"{column.name} must be one of {allowed}: no metric knows what to do with another word.",
        (column.name,),
    )


def _on_clock(column: Column) -> Rule:
    name = column.name
    return Rule(
        f"{name}_on_clock",
        "warning",
        f"skipped_by_clock({name}, {name}_kind, at_zone)",
        f"{name} lies in the hour that the clock of its place left out in spring, and is read as an hour later: "
        "its zone is wrong, or the source writes UTC (add the offset in the mapping).",
        (name,),
    )


def once(feed: Feed) -> Rule:
    """Judged last, among the rows that are sound otherwise: a corrected copy must not be held back for the sake of the spoilt one."""
    named = "its promise and version" if feed.name == "promises" else feed.key[0]
    return Rule(
        "given_once",
        "error",
        "repeats is not null",
        f"A row must come once: a second row for {named} would count it twice, so the first in the file stays.",
        feed.key[:1],
        detail="concat_ws(', ', 'version ' || judged.version, judged.repeats)" if feed.name == "promises" else "judged.repeats",
    )


def zone_known(place: str) -> Rule:
    return Rule(
        "zone_known",
        "error",
        "zone not in (select name from zones)",
        f"zone must be an IANA time zone such as Europe/Oslo: {place}.",
        ("zone",),
    )
