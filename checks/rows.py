"""Rows through the gate, all in DuckDB: landed text → typed → judged (one flag per rule) → accepted or held back.

The rows never enter Python. Each condition is evaluated once, into a flag; Great Expectations counts the flags and the split reads them.
"""

import duckdb

from checks import clock_changes
from checks.batch import Batch
from checks.limits import CLOCK_SLACK_MINUTES
from checks.reading import MACROS, accepted_columns, as_typed, value_of
from checks.rule import Expectation, Rule
from checks.rules import CONTEXT
from checks.rules.every_feed import key_of, once
from checks.rules.whole_feed import LINE_READABLE
from data.contract import machine
from data.contract.feeds import BY_NAME, Feed
from data.contract.one import row_of


def text(value: object) -> str:
    """A value as an SQL string literal."""
    return "'" + str(value).replace("'", "''") + "'"


def landed_rows(batch: Batch, feed: Feed) -> str:
    return f"read_parquet({text(batch.file_of(feed.name))}, file_row_number = true)"


def settle(con: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    # Only a later run would see other answers where the session's own zone leaked in.
    con.execute("set timezone = 'UTC'")
    con.execute("set enable_progress_bar = false")
    con.execute(f"set memory_limit = '{machine.memory_limit()}'; set threads = {machine.threads(max(batch.rows.values(), default=0))}")
    # every file is written in an order of its own, so none needs to be kept on the way
    con.execute("set preserve_insertion_order = false")


def prepare(con: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    settle(con, batch)
    con.execute(MACROS)
    con.execute("""
        create table quarantined (
            feed varchar, source_file varchar, source_row bigint, check_name varchar, reason varchar, raw varchar,
            promise_id varchar, order_id varchar
        )
    """)
    # three letters alone are mostly several zones, or leave out their summer time: the database takes BST for Dhaka
    certain = ("UTC", "UCT", "GMT", "CET", "EET", "MET", "WET", "PRC", "ROC", "ROK")
    con.execute(f"""
        create table zones as select distinct name from pg_timezone_names()
        where name in {certain} or not regexp_full_match(name, '[A-Z]{{3}}')
    """)
    zone = batch.zone if row_of(con.execute("select count(*) from zones where name = ?", [batch.zone]))[0] else "UTC"
    con.execute(f"create macro default_zone() as {text(zone)}")
    now = f"timestamp {text(batch.loaded_at)} + interval {CLOCK_SLACK_MINUTES} minute"
    # No zone is further than 14 hours from UTC: only what lies near enough is worth the conversion (2 µs a row).
    con.execute(f"""
        create macro in_future(moment, kind, zone) as
            case when moment > {now} - interval 15 hour then surely_before({now}, 'utc', moment, kind, zone) end
    """)

    zones = {zone}
    if batch.has("promises"):
        named = con.execute(f"select distinct zone from {landed_rows(batch, BY_NAME['promises'])} where zone is not null").fetchall()
        zones |= {name for (name,) in named}
    # only on such a day is the conversion worth its 2 µs
    con.execute(f"""
        create macro skipped_by_clock(moment, kind, zone) as case
            when kind = 'local' and moment::date in ({clock_changes.as_sql(sorted(zones))})
                then timezone(zone, timezone(zone, moment)) <> moment end
    """)


def read(con: duckdb.DuckDBPyConnection, batch: Batch, feed: Feed) -> None:
    """typed_<feed>: the landed rows by kind, with their place in the source as `_row`; empty where the feed is absent."""
    columns = ", ".join(column.name for column in feed.columns)
    if batch.has(feed.name):
        source = f"select file_row_number as _row, {columns}, source_file, source_row from {landed_rows(batch, feed)}"
    else:
        nothing = ", ".join(f"null::varchar as {column.name}" for column in feed.columns)
        source = f"select 0::bigint as _row, {nothing}, null::varchar as source_file, 0::bigint as source_row where false"
    kinds = "".join(f", moment_kind({name}) as {name}_as" for name in feed.moments)
    # a step of its own: a value that is spoken of three times would be read three times
    values = "".join(f", {value_of(column)} as {column.name}_value" for column in feed.columns if column.kind != "text")
    con.execute(f"""
        create table typed_{feed.name} as
        select _row, {", ".join(as_typed(column) for column in feed.columns)}, source_file, source_row
        from (select *{values} from (select *{kinds} from ({source})))
    """)


def judge(con: duckdb.DuckDBPyConnection, feed: Feed, rules: tuple[Rule, ...]) -> dict[str, str]:
    """judged_<feed>: every row with a flag per rule. Returns the rules that crashed, each with the database's message."""
    by_row = [rule for rule in rules if rule.name != once(feed).name]
    try:
        _flag(con, feed, by_row)
        crashed = {}
    except duckdb.Error:
        crashed = {rule.name: message for rule in by_row if (message := _crash_message(con, feed, rule))}
        if not crashed:
            raise
        _flag(con, feed, [rule for rule in by_row if rule.name not in crashed])
    _mark_repeats(con, feed, [rule for rule in by_row if rule.severity != "warning" and rule.name not in crashed])
    # an absent feed has no rules
    held = " or ".join(rule.flag for rule in rules if rule.severity != "warning" and rule.name not in crashed) or "false"
    names = ", ".join(name for name, _ in accepted_columns(feed))
    con.execute(f"create view accepted_{feed.name} as select {names} from judged_{feed.name} where not ({held})")
    con.execute(f"create view held_{feed.name} as select * from judged_{feed.name} where {held}")
    con.execute(f"drop table typed_{feed.name}")
    return crashed


def _flag(con: duckdb.DuckDBPyConnection, feed: Feed, rules: list[Rule]) -> None:
    flags = "".join(f", coalesce({rule.bad}, false) as {rule.flag}" for rule in rules)
    con.execute(f"create table judged_{feed.name} as select *{flags} from ({CONTEXT[feed.name]})")


def _crash_message(con: duckdb.DuckDBPyConnection, feed: Feed, rule: Rule) -> str | None:
    try:
        con.execute(f"select count(*) from ({CONTEXT[feed.name]}) where {rule.bad}").fetchone()
    except duckdb.Error as error:
        return str(error).splitlines()[0]
    return None


def _mark_repeats(con: duckdb.DuckDBPyConnection, feed: Feed, rules: list[Rule]) -> None:
    """Among sound rows of one key the first in the source stays; each other one is told which row it repeats."""
    judged, flag = f"judged_{feed.name}", once(feed).flag
    keys = ", ".join(f"{key} as key_{n}" for n, key in enumerate(key_of(feed)))
    key_names = ", ".join(f"key_{n}" for n, _ in enumerate(key_of(feed)))
    same = " and ".join(f"rows.key_{n} is not distinct from twice.key_{n}" for n, _ in enumerate(key_of(feed)))
    sound = " and ".join(f"not {rule.flag}" for rule in rules) or "true"
    con.execute(f"""
        create temp table repeats as
        with rows as (select _row, source_file, source_row, {keys} from {judged} where {sound}),
        twice as (select {key_names} from rows group by all having count(*) > 1)
        select _row, first_value(source_file || ' row ' || source_row) over one_key as first_place
        from rows semi join twice on {same}
        window one_key as (partition by {key_names} order by source_file, source_row, _row)
        qualify row_number() over one_key > 1
    """)
    con.execute(f"alter table {judged} add column repeats varchar")
    con.execute(f"alter table {judged} add column {flag} boolean default false")
    con.execute(f"""
        update {judged} set repeats = 'it repeats ' || first_place, {flag} = true from repeats where repeats._row = {judged}._row
    """)
    con.execute("drop table repeats")


def shown(rule: Rule) -> str:
    """SQL for the landed values that a rule looked at, for a landed row called `raw` and its twin `judged`."""
    values = [f"{text(column + ' ')} || coalesce('''' || raw.{column} || '''', 'empty')" for column in rule.columns]
    return f"concat_ws(', ', {', '.join([*values, *([rule.detail] if rule.detail else [])])})"


def hold_back(con: duckdb.DuckDBPyConnection, batch: Batch, feed: Feed, rules: list[Rule]) -> None:
    """Into `quarantined`: every row that a rule holds back and every line that could not be split, with the reasons beside it."""
    con.execute(
        f"""
        insert into quarantined
        select feed, source_file, source_row, 'line_readable', {text(LINE_READABLE)} || ' (' || error || ')', raw, null, null
        from read_parquet({text(batch.rejected_lines)}) where feed = ?
        """,
        [feed.name],
    )
    reasons = ", ".join(f"case when {rule.flag} then {text(rule.says)} || ' (' || {shown(rule)} || ')' end" for rule in rules)
    first = " ".join(f"when {rule.flag} then {text(rule.name)}" for rule in rules)
    columns = ", ".join(column.name for column in feed.columns)
    # what it was about, so that its effect on the rates can be worked out
    about = ", ".join(f"raw.{name}" if name in feed.by_name else "null" for name in ("promise_id", "order_id"))
    landed = ", ".join(f"{text(column.name)}: {column.name}" for column in feed.columns)
    con.execute(f"""
        insert into quarantined
        select {text(feed.name)}, judged.source_file, judged.source_row, case {first} end, concat_ws(' ', {reasons}),
            json_merge_patch('{{}}', to_json(raw.landed))::varchar, {about}
        from held_{feed.name} as judged
        join (
            select file_row_number, {columns}, {{{landed}}} as landed from {landed_rows(batch, feed)}
        ) as raw on raw.file_row_number = judged._row
    """)
    con.execute(f"""
        create view quarantined_{feed.name} as
        select *, check_name = 'line_readable' as is_torn_line from quarantined where feed = {text(feed.name)}
    """)


def profile_of(con: duckdb.DuckDBPyConnection, batch: Batch, feed: Feed) -> dict:
    """The figures of a feed that later batches are compared with."""
    mapped = [column.name for column in feed.columns if column.name in batch.mapped[feed.name]]
    filled = ", ".join(f"count({name})" for name in mapped)
    read, *counts = row_of(con.execute(f"select count(*), {filled} from judged_{feed.name}"))
    held = row_of(con.execute(f"select count(*) from quarantined_{feed.name}"))[0]
    rejected = row_of(con.execute(f"select count(*) from quarantined_{feed.name} where is_torn_line"))[0]
    linked = row_of(con.execute("select count(linked) from judged_contacts"))[0] if feed.name == "contacts" else 0
    return {
        "rows": read + rejected,
        "read": read,
        "rejected": rejected,
        "accepted": read + rejected - held,
        "empty_share": {name: 1 - count / read if read else None for name, count in zip(mapped, counts, strict=True)},
        "link_share": linked / read if read and feed.name == "contacts" else None,
    }


def has_due_times(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether a promise is due at a time of day."""
    return row_of(con.execute("select count(has_due_time) > 0 from judged_promises"))[0]


def bad_rows(con: duckdb.DuckDBPyConnection, feed: Feed, rules: list[Rule]) -> dict[str, int]:
    """Counted by the flags that split the rows, whatever Great Expectations says."""
    sums = ", ".join(f"count(*) filter (where {rule.flag})" for rule in rules)
    return dict(zip([rule.name for rule in rules], row_of(con.execute(f"select {sums} from judged_{feed.name}")), strict=True))


def first_example(con: duckdb.DuckDBPyConnection, batch: Batch, feed: Feed, rule: Rule) -> str:
    row = row_of(con.execute(f"select min_by(_row, (source_file, source_row, _row)) from judged_{feed.name} where {rule.flag}"))[0]
    return row_of(
        con.execute(
            f"""
        select judged.source_file || ' row ' || judged.source_row || ': ' || {shown(rule)}
        from judged_{feed.name} as judged
        join {landed_rows(batch, feed)} as raw on raw.file_row_number = judged._row
        where judged._row = ? and raw.file_row_number = ?
        """,
            [row, row],
        )
    )[0]


def finding(con: duckdb.DuckDBPyConnection, check: Expectation, observed: object) -> str:
    where = con.execute(check.where).fetchone() if check.where else None
    return check.finding(observed) + (f" {where[0]}" if where else "")
