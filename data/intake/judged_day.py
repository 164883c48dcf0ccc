"""Doubts about the day that is judged. Neither is refused: a day ahead may be a plan, a day before it all a test."""

from datetime import date
from zoneinfo import ZoneInfo

import duckdb

from data.contract import clock, feeds
from data.contract.one import row_of


def doubts(connection: duckdb.DuckDBPyConnection, as_of: date, zone: str, relations: dict[str, str]) -> list[str]:
    """`relations`: feed → what its landed rows can be selected from."""
    sentences = []
    today = clock.now().astimezone(ZoneInfo(zone)).date()
    if as_of > today:
        sentences.append(f"AS_OF {as_of} is after today ({today}): whatever is due before it and has not come counts as broken")
    # what is promised comes first; a mapping without promises is known from its first delivery or contact on
    for feed in feeds.FEEDS:
        if feed.name in relations and feed.freshness:
            day = f"min(try_cast(left({feed.freshness}, 10) as date))"
            first = row_of(connection.execute(f"select {day} from {relations[feed.name]}"))[0]
            if first and as_of <= first:
                first_of = f"the first {feed.freshness} of {feed.name} is {first}"
                sentences.append(f"AS_OF {as_of} is too early: {first_of}, so nothing will be known then; choose a later day")
            break
    return sentences
