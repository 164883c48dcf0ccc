"""What is expected of a feed as a whole: columns and types, keys, volume, freshness, and that it looks as it usually does."""

from datetime import date, datetime, time, timedelta

from checks import limits
from checks.history import Profile, usual
from checks.reading import accepted_columns
from checks.rule import Expectation
from data.contract.feeds import Feed

LINE_READABLE = "A line must split into the columns of its file: it is torn, or holds a stray quote or delimiter."


def expectations(feed: Feed, profile: Profile, earlier: list[Profile], as_of: date) -> list[Expectation]:
    counts = profile["feeds"][feed.name]
    checks = [*_contract(feed), *_keys(feed), _rows_given(feed), _lines_readable(feed, counts), _held_back(feed, counts)]
    checks.append(_volume(feed, earlier))
    if counts["read"]:
        mapped = [column.name for column in feed.columns if column.name in counts["empty_share"]]
        checks += [_not_all_empty(feed, column.name) for column in feed.columns if column.required]
        checks += [_filled_as_usual(feed, name, earlier) for name in mapped]
    fresh_at = feed.freshness if feed.freshness in counts["empty_share"] else "occurred_at" if feed.name == "deliveries" else None
    if fresh_at and counts["accepted"]:
        checks.append(_fresh(feed, fresh_at, as_of))
    if feed.name == "contacts" and counts["link_share"] is not None:
        checks.append(_linked_as_usual(feed, earlier))
    return checks


def due_times_meant(are_there: bool) -> Expectation:
    return Expectation(
        "promises",
        "due_times_meant",
        "warning",
        "Where every due time is midnight, days were probably meant: what comes on the promised day counts as late. "
        "Write the expression of due_at as (…)::date in the mapping; of midnights that were turned into UTC, as "
        "timezone('Europe/Oslo', (…)::timestamptz)::date, with the place where they were midnight.",
        "ExpectColumnMaxToBeBetween",
        {"column": "has_due_time", "min_value": 1},
        column="due_at",
        finding=lambda observed: "No due time is another.",
        judges=are_there,
    )


def _contract(feed: Feed) -> list[Expectation]:
    columns = accepted_columns(feed)
    return [
        Expectation(
            feed.name,
            "columns_as_agreed",
            "critical",
            "The accepted rows must have the columns of the contract, in its order: everything behind the gate is built on them.",
            "ExpectTableColumnsToMatchOrderedList",
            {"column_list": [name for name, _ in columns]},
            table="accepted",
        ),
        *(
            Expectation(
                feed.name,
                f"{name}_typed",
                "critical",
                f"{name} must be of type {kind.lower()}: text that looks like it sorts and subtracts wrongly.",
                "ExpectColumnValuesToBeOfType",
                {"column": name, "type_": kind},
                table="accepted",
                column=name,
            )
            for name, kind in columns
            if kind != "VARCHAR" and name != "source_row"
        ),
    ]


def _keys(feed: Feed) -> list[Expectation]:
    says = "No key may come twice among the accepted rows: each would be counted twice."
    name = {"feed": feed.name, "name": "key_unique", "severity": "critical", "says": says, "table": "accepted", "column": feed.key[0]}
    if len(feed.key) == 1:
        return [Expectation(**name, kind="ExpectColumnValuesToBeUnique", arguments={"column": feed.key[0]})]
    numbered = {"column_list": ["promise_id", "version"], "ignore_row_if": "any_value_is_missing"}
    return [
        Expectation(**name, kind="ExpectCompoundColumnsToBeUnique", arguments={"column_list": list(feed.key), "ignore_row_if": "never"}),
        Expectation(**{**name, "name": "version_unique"}, kind="ExpectCompoundColumnsToBeUnique", arguments=numbered),
    ]


def _rows_given(feed: Feed) -> Expectation:
    return Expectation(
        feed.name,
        "rows_given",
        "critical",
        "A feed that is mapped must hold rows: an empty export would turn every promise into an open or an unknown one. "
        "Send the file again, or take the feed out of the mapping if there is no such record.",
        "ExpectTableRowCountToBeBetween",
        {"min_value": 1},
        finding=lambda observed: f"The feed holds {observed} rows.",
    )


def _lines_readable(feed: Feed, counts: dict) -> Expectation:
    return Expectation(
        feed.name,
        "line_readable",
        "error",
        LINE_READABLE,
        "ExpectColumnSumToBeBetween",
        {"column": "is_torn_line", "min_value": 0, "max_value": 0},
        table="quarantined",
        finding=lambda observed: f"{observed:,} {'line does' if observed == 1 else 'lines do'} not.",
        where=f"""
            select source_file || ' row ' || source_row || ': ' || coalesce(raw, '')
            from quarantined_{feed.name} where is_torn_line order by source_file, source_row limit 1
        """,
        observes_bad_rows=True,
        judges=counts["rejected"] > 0,
    )


def _held_back(feed: Feed, counts: dict) -> Expectation:
    return Expectation(
        feed.name,
        "held_back_share",
        "critical",
        f"At most {limits.HELD_BACK_SHARE:.0%} of the rows may be held back: beyond that the file itself is probably wrong.",
        "ExpectTableRowCountToBeBetween",
        {"min_value": 0, "max_value": max(limits.HELD_BACK_FLOOR, int(counts["rows"] * limits.HELD_BACK_SHARE))},
        table="quarantined",
        finding=lambda observed: f"{observed:,} of {counts['rows']:,} rows {'was' if observed == 1 else 'were'} held back.",
        where=f"""
            select 'Most of them (' || count(*) || ') by ' || check_name || ', such as '
                || min_by(source_file || ' row ' || source_row || ': ' || reason, (source_file, source_row))
            from quarantined_{feed.name} group by check_name order by count(*) desc, check_name limit 1
        """,
        observes_bad_rows=True,
        judges=counts["rows"] > counts["accepted"],
    )


def _volume(feed: Feed, earlier: list[Profile]) -> Expectation:
    before = usual(earlier, feed.name, "rows")
    least, most = 0, None
    if before is not None and before >= limits.VOLUME_FLOOR:
        least, most = int(before / limits.VOLUME_FACTOR), int(before * limits.VOLUME_FACTOR)
    return Expectation(
        feed.name,
        "row_volume",
        "critical",
        f"A feed must not hold more than {limits.VOLUME_FACTOR} times its usual rows, nor less than 1 in {limits.VOLUME_FACTOR}: "
        "part of it is missing, or other rows came along.",
        "ExpectTableRowCountToBeBetween",
        {"min_value": least, "max_value": most},
        finding=lambda observed: (
            f"It holds {observed:,} rows; usual are {before:,.0f}. If it is right all the same, remove warehouse/batches.jsonl, "
            "where the usual is kept, and build again."
        ),
        judges=most is not None,
    )


def _not_all_empty(feed: Feed, column: str) -> Expectation:
    return Expectation(
        feed.name,
        f"{column}_not_all_empty",
        "critical",
        f"{column} must have a readable value in some row: the column is empty or mapped to the wrong one.",
        "ExpectColumnProportionOfNonNullValuesToBeBetween",
        {"column": column, "min_value": 0, "strict_min": True},
        column=column,
        finding=lambda observed: f"No row has a readable {column}.",
    )


def _filled_as_usual(feed: Feed, column: str, earlier: list[Profile]) -> Expectation:
    before = usual(earlier, feed.name, "empty_share", column)
    least = 0 if before is None else max(0, 1 - before - limits.SHARE_POINTS)
    return Expectation(
        feed.name,
        f"{column}_filled_as_usual",
        "warning",
        f"{column} must not be empty much oftener than usual (by more than {limits.SHARE_POINTS:.0%} of the rows): "
        "the export has probably changed.",
        "ExpectColumnProportionOfNonNullValuesToBeBetween",
        {"column": column, "min_value": least},
        column=column,
        finding=lambda observed: f"It is empty in {1 - observed:.1%} of the rows; usual is {before:.1%}.",
        judges=before is not None,
    )


def _linked_as_usual(feed: Feed, earlier: list[Profile]) -> Expectation:
    before = usual(earlier, feed.name, "link_share")
    return Expectation(
        feed.name,
        "linked_as_usual",
        "warning",
        "Contacts must not be without a known promise, order or customer much oftener than usual "
        f"(by more than {limits.SHARE_POINTS:.0%}): what breaks cost in contacts would look too small.",
        "ExpectColumnProportionOfNonNullValuesToBeBetween",
        {"column": "linked", "min_value": 0 if before is None else max(0, before - limits.SHARE_POINTS)},
        finding=lambda observed: f"{observed:.1%} of the contacts are linked; usual is {before:.1%}.",
        judges=before is not None,
    )


def _fresh(feed: Feed, column: str, as_of: date) -> Expectation:
    oldest = datetime.combine(as_of, time()) - timedelta(days=limits.FRESH_DAYS)
    return Expectation(
        feed.name,
        "fresh",
        "warning",
        f"The newest row should be at most {limits.FRESH_DAYS} days older than the day that is judged: "
        "a feed that has stopped makes every promise look open.",
        "ExpectColumnMaxToBeBetween",
        {"column": column, "min_value": oldest},
        table="accepted",
        column=column,
        finding=lambda observed: f"The newest is of {str(observed)[:16]}; judged as of {as_of}.",
    )
