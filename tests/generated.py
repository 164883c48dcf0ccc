"""The sample world as its tests look at it: written once, opened as tables, judged by the day."""

import json
import subprocess
import sys
from pathlib import Path

import duckdb

from data.contract import places

SIZES = {"seed": 2022, "days": 546, "lines": 20_000, "end": "2022-07-18"}


def make_world(folder: Path, **changed: object) -> str:
    arguments = [f"--{name}={value}" for name, value in (SIZES | changed).items()]
    command = [sys.executable, "-m", "data.synthetic", f"--out={folder}", *arguments]
    return subprocess.run(command, cwd=places.ROOT, check=True, capture_output=True, text=True).stdout


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


# The definitions by the day alone: enough to see a planted difference, and written apart from dbt's models.
JUDGED = """
create view moments as
select
    delivery_id, promise_id, event, condition, cancelled_by, failed_because, try_cast(quantity as double) as quantity,
    case when occurred_at like '%Z' then timezone(zone, try_cast(occurred_at as timestamptz)) else try_cast(occurred_at as timestamp) end
        as happened_at
from deliveries join (select promise_id, any_value(zone) as zone from promises group by 1) using (promise_id);

create table judged as
with promised as (
    select
        promise_id, any_value(step) as step, any_value(order_id) as order_id, any_value(seller_id) as seller_id, any_value(kind) as kind,
        any_value(partner_id) as partner_id, any_value(promised_to) as promised_to, any_value(customer_id) as customer_id,
        coalesce(max(try_cast(quantity as double)), 1) as quantity, count(*) as versions_count,
        left(coalesce(
            min(due_at) filter (version = '2' and initiated_by = 'customer'), arg_min(due_at, version::int) filter (due_at is not null)
        ), 10)::date as due_date,
        left(arg_max(due_at, version::int) filter (due_at is not null), 10)::date as latest_due_date,
    from promises group by promise_id
),
received as (
    select
        promise_id, happened_at,
        sum(coalesce(moments.quantity, promised.quantity)) over (partition by promise_id order by happened_at)
            >= promised.quantity as is_full
    from moments join promised using (promise_id)
    where event in ('delivered', 'handed_over') and coalesce(condition, 'ok') = 'ok'
    union all
    select promise_id, try_cast(started_at as timestamp), true from contacts
    where direction = 'outbound' and reason in ('callback', 'follow_up')
),
fulfilled as (select promise_id, min(happened_at)::date as full_date from received where is_full group by promise_id),
withdrawn as (select promise_id from moments where event = 'cancelled' and cancelled_by = 'customer'),
missed as (select distinct promise_id from moments where failed_because = 'customer_absent')
select
    *, due_date < date '2022-07-18' and not (versions_count = 1 and promise_id in (from withdrawn)) as is_due,
    promise_id not in (from missed)
        and (full_date is null or full_date > due_date or (full_date < due_date and kind <> 'by_date')) as is_broken,
    promise_id not in (from missed) and latest_due_date < date '2022-07-18' and (full_date is null or full_date > latest_due_date)
        as is_broken_latest,
from promised left join fulfilled using (promise_id)
"""


def one(world: duckdb.DuckDBPyConnection, query: str):
    return world.execute(query).fetchone()


def count(world: duckdb.DuckDBPyConnection, table: str, where: str) -> int:
    return one(world, f"select count(*) from {table} where {where}")[0]


def pairs(world: duckdb.DuckDBPyConnection, query: str) -> dict:
    return dict(world.execute(query).fetchall())


def turned(folder: Path, event: str) -> dict[str, str]:
    events = json.loads((folder / "truth" / "events.json").read_text(encoding="utf-8"))
    return next(turn for turn in events if turn["event"] == event)


def broken_rates(world: duckdb.DuckDBPyConnection, by: str, where: str = "true") -> dict[str, float]:
    return pairs(world, f"select {by}, avg(is_broken::int) from judged where is_due and {where} group by 1")
