"""Landed text read by kind, as SQL. DuckDB's own casts are too kind for a gate: they take '2022-6-7', 'nan' and '1_000'."""

from data.contract.feeds import Column, Feed

DATE = r"\d{4}-\d{2}-\d{2}"
LOCAL = DATE + r"[ T]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?"
OFFSET = r" ?(Z|[+-]\d{2}(:?\d{2})?)"

TRUE = ("true", "t", "yes", "y", "1")
FALSE = ("false", "f", "no", "n", "0")

HOW = {
    "number": "a number with a decimal point, such as 1234.5",
    "whole": "a whole number, such as 3",
    "flag": "true or false (also 1/0, yes/no, t/f, y/n)",
    "moment": "a date such as 2022-06-17, a local time such as 2022-06-17 10:30:00, or an instant such as 2022-06-17T10:30:00+02:00",
}

MACROS = rf"""
-- year 0 and before are typing slips that no calendar downstream can hold
create or replace macro as_moment(text) as case when left(text, 4) <> '0000' then try_cast(text as timestamp) end;
create or replace macro offset_minutes(text) as case
    when suffix(text, 'Z') or suffix(text, '+00') then 0
    else (case when regexp_extract(text, '([+-])\d{{2}}:?(\d{{2}})?$', 1) = '-' then -1 else 1 end)
        * (regexp_extract(text, '[+-](\d{{2}})(:?\d{{2}})?$', 1)::int * 60
            + coalesce(try_cast(regexp_extract(text, '[+-]\d{{2}}:?(\d{{2}})$', 1) as int), 0))
    end;
-- the cheap questions first: a pattern costs half a microsecond, and the landed text of a large feed is mostly moments
create or replace macro moment_kind(text) as case
    when length(text) = 10 then case when regexp_full_match(text, '{DATE}') then 'date' end
    when regexp_full_match(text, '{LOCAL}{OFFSET}') then 'utc'
    when regexp_full_match(text, '{LOCAL}') then 'local' end;
-- the widest offset on earth is +14:00
create or replace macro moment_value(text, kind) as case
    when kind = 'utc' then case
        when suffix(text, '+00') then as_moment(rtrim(left(text, -3)))
        when abs(offset_minutes(text)) <= 840
            then as_moment(regexp_replace(text, '{OFFSET}$', '')) - to_minutes(offset_minutes(text)) end
    when kind is not null then as_moment(text) end;
create or replace macro number_value(text) as case
    when regexp_full_match(text, '[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?') and isfinite(try_cast(text as double))
        then try_cast(text as double) end;
-- '3.0' is how a spreadsheet writes 3
create or replace macro whole_value(text) as case
    when regexp_full_match(text, '[+-]?\d+(\.0*)?') then try_cast(regexp_replace(text, '\.0*$', '') as bigint) end;
create or replace macro flag_value(text) as case
    when lower(text) in {TRUE} then true when lower(text) in {FALSE} then false end;

-- Two moments on one clock: as written where both are local, in UTC where either is an instant.
create or replace macro on_one_clock(moment, kind, other_kind, zone) as case
    when kind = 'utc' or other_kind <> 'utc' then moment else timezone('UTC', timezone(zone, moment)) end;
-- On the night that the clock goes back an hour of the wall clock comes twice, and of two such times nobody knows which was first.
create or replace macro comes_twice(moment, zone) as moment in (
    timezone(zone, timezone(zone, moment) + interval 1 hour), timezone(zone, timezone(zone, moment) - interval 1 hour));
-- A date is the whole local day, so it is before another moment only once the day is over. No clock was ever 16 hours from UTC:
-- two moments further apart than that need no conversion (which was half of the gate's time, 41 of 92 s on a million promises).
create or replace macro surely_before(moment, kind, later, later_kind, zone) as case
    when moment is null or later is null then null
    when moment > later + interval 16 hour then false
    when moment < later - interval 42 hour then true
    when kind = 'date' then on_one_clock(moment + interval 1 day, kind, later_kind, zone) <= on_one_clock(later, later_kind, kind, zone)
    when kind = 'local' and later_kind = 'local' then case
        when moment < later - interval 1 hour then true
        when moment < later then not (comes_twice(moment, zone) and comes_twice(later, zone))
        else false end
    else on_one_clock(moment, kind, later_kind, zone) < on_one_clock(later, later_kind, kind, zone) end;
"""


def value_of(column: Column) -> str:
    """SQL for what the landed text of a column says; a moment is read by `<name>_as`, the kind that its text looks like."""
    name = column.name
    return f"moment_value({name}, {name}_as)" if column.kind == "moment" else f"{column.kind}_value({name})"


def as_typed(column: Column) -> str:
    """The select items of a column whose text was read into `<name>_value`: its value, and whether it could not be read."""
    name = column.name
    if column.kind == "text":
        return f"lower({name}) as {name}" if column.one_of else name
    value = f"{name}_value"
    kind = f", case when {value} is not null then {name}_as end as {name}_kind" if column.kind == "moment" else ""
    return f"{value} as {name}{kind}, {name} is not null and {value} is null as {name}_unreadable"


def accepted_columns(feed: Feed) -> list[tuple[str, str]]:
    """Name and DuckDB type of every column of an accepted feed, in order."""
    types = {"text": "VARCHAR", "number": "DOUBLE", "whole": "BIGINT", "flag": "BOOLEAN", "moment": "TIMESTAMP"}
    columns: list[tuple[str, str]] = []
    for column in feed.columns:
        columns.append((column.name, types[column.kind]))
        if column.kind == "moment":
            columns.append((f"{column.name}_kind", "VARCHAR"))
    return [*columns, ("source_file", "VARCHAR"), ("source_row", "BIGINT")]
