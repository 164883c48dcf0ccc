"""A company of any size, as Parquet files: `world.write(folder, promises)`, and `world.write_next_day` for what one more day brings.

Every figure of a row is a hash of the row's number, so the same size gives the same bytes, no row needs another one, and a
file is written as it is made up. What the source knew at a moment is what was recorded before it: one more day is another
file of late scans, new dates, cancellations, calls and new orders. Sellers, partners, customers and products follow a power
law, orders have 1 to 8 lines, and one row in twenty is spoilt in a way that the gate must find.
"""

import os
from datetime import date, timedelta
from pathlib import Path

import duckdb

#: so that one day is one row in a hundred
DAYS = 100
AS_OF = date(2026, 3, 2)
#: lines per order, repeated for ever: 13 orders in 32 lines
ORDERS = (8, 5, 4, 3, 2, 2, 2, 1, 1, 1, 1, 1, 1)
FEEDS = ("promises", "deliveries", "contacts", "sellers", "partners", "customers", "steps")

MACROS = """
-- hashed twice: DuckDB joins the hashes of two values by xor, and then the figures of a row would all be correlated
create macro u(i, k) as (hash(hash(i, k)) >> 11) / 9007199254740992.0;
-- a power law: the first tenth of the names has about half of the rows
create macro skewed(i, k, many) as cast(floor(many * pow(u(i, k), 3)) as bigint);
create macro after(moment, days) as moment + to_microseconds(cast(days * 86400e6 as bigint));
create macro among(i, k, names) as names[1 + cast(floor(u(i, k) * len(names)) as int)];
create macro day_text(moment, days) as cast(cast(moment as date) + cast(days as int) as varchar);
"""


def _lines(promises: int) -> str:
    """One row per promise, with all that ever happens to it."""
    in_order = [(order, line) for order, lines in enumerate(ORDERS) for line in range(1, lines + 1)]
    orders = max(1, promises * len(ORDERS) // len(in_order))
    sellers, partners, customers, products = (max(3, int(one)) for one in (promises**0.5 / 5, promises**0.5 / 8, orders * 0.6, 60))
    return f"""
        with numbered as (
            select i, i // {len(in_order)} * {len(ORDERS)} + {[order for order, _ in in_order]}[1 + i % {len(in_order)}] as o,
                {[line for _, line in in_order]}[1 + i % {len(in_order)}] as line
            from range({_ever(promises)}) as numbers(i)
        ),
        placed as (
            select *, after(timestamp '{AS_OF - timedelta(days=DAYS)}', (o + u(o, 'at')) * {DAYS} / {orders}) as placed_at,
                skewed(o, 'customer', {customers}) as customer, skewed(o, 'seller', {sellers}) as seller,
                skewed(i, 'partner', {partners}) as partner, skewed(i, 'product', {products}) as product,
                u(i, 'step') as step_at, 1 + cast(floor(pow(u(i, 'quantity'), 4) * 6) as int) as quantity
            from numbered
        ),
        promised as (
            select *,
                case when step_at < 0.85 then 'customer_delivery' when step_at < 0.92 then 'installation'
                    when step_at < 0.95 then 'callback' else 'handover' end as step,
                case when u(i, 'kind') < 0.80 then 'by_date' when u(i, 'kind') < 0.88 then 'on_date'
                    when u(i, 'kind') < 0.95 then 'window' else 'appointment' end as kind,
                2 + cast(floor(pow(u(i, 'lead'), 2) * 16) as int) as lead,
                -- the world's own clocks: a quarter of the promises go to the neighbours
                ['Europe/Oslo', 'Europe/Oslo', 'Europe/Copenhagen', 'Europe/Helsinki'][1 + customer % 4] as zone
            from placed
        )
        select *,
            -- most come within their time, a tenth late, one in fifty never
            after(placed_at, case
                when u(i, 'late') < 0.10 then lead * (1.05 + 1.2 * pow(u(i, 'lateness'), 2))
                when kind in ('by_date') then lead * (0.45 + 0.5 * u(i, 'pace'))
                else lead + 0.4 end) as done_at,
            u(i, 'fate') as fate,
            u(i, 'again') < 0.15 as is_promised_again,
            after(placed_at, lead * (0.3 + 0.6 * u(i, 'when'))) as again_at
        from promised
    """


def _ever(promises: int) -> int:
    """Lines placed by the end of the next day, and of a little more."""
    return promises + promises * 2 // DAYS


PROMISES = """
    with versions as (
        select *, 1 as version, placed_at as recorded_at, lead as promised_days, null as initiated_by, null as reason from lines
        union all
        select *, 2, again_at, case when u(i, 'dateless') >= 0.10 then lead + 3 + cast(floor(u(i, 'more') * 8) as int) end,
            case when u(i, 'who') < 0.15 then 'customer' when u(i, 'who') < 0.45 then 'partner' else 'company' end, 'delay'
        from lines where is_promised_again
        union all
        select *, 3, after(again_at, 1 + u(i, 'third') * 3), lead + 12 + cast(floor(u(i, 'more') * 8) as int), 'company', 'delay'
        from lines where is_promised_again and u(i, 'thrice') < 0.15
    ),
    written as (
        select *, u(i * 4 + version, 'dirt') as dirt from versions
    )
    select
        'P' || lpad(i::varchar, 11, '0') as promise_id,
        version,
        case when step = 'handover' and u(i, 'stray') < 0.1 then null else 'O' || lpad(o::varchar, 11, '0') end as order_id,
        line::varchar as line,
        'C' || lpad(customer::varchar, 9, '0') as customer_id,
        case when dirt < 0.004 then null else 'S' || lpad(seller::varchar, 5, '0') end as seller_id,
        case when dirt between 0.004 and 0.010 then 'nobody' else 'T' || lpad(partner::varchar, 5, '0') end as partner_id,
        step,
        kind,
        case when step = 'handover' then 'company' else 'customer' end as promised_to,
        recorded_at at time zone 'UTC' as recorded_at,
        case
            when dirt between 0.010 and 0.017 then '31/02/2026'
            when dirt between 0.017 and 0.020 then '2026-02-30'
            when kind in ('window', 'appointment') then day_text(placed_at, promised_days) || ' 16:00:00'
            else day_text(placed_at, promised_days)
        end as due_at,
        case when kind in ('window', 'appointment') then day_text(placed_at, promised_days) || ' 08:00:00' end as due_from,
        case when u(i, 'asked') < 0.3 then day_text(placed_at, 1 + cast(floor(lead * u(i, 'wish')) as int)) end as requested_at,
        case when u(i, 'committed') < 0.7 then day_text(placed_at, lead - 1) end as partner_due_at,
        quantity::double as quantity,
        u(i, 'required') < 0.9 as is_required,
        round(20 + 900 * pow(u(i, 'value'), 3), 2) as value,
        initiated_by,
        reason,
        'G' || product as product_group,
        'R' || customer % 12 as region,
        zone
    from written, (select unnest([1, 2]) as copy)
    where recorded_at >= $since and recorded_at < $until and (copy = 1 or dirt between 0.5 and 0.51)
"""

DELIVERIES = """
    with told as (
        select * from lines where step <> 'callback' or u(i, 'scanned') < 0.1
    ),
    events as (
        select *, 1 as n, 'handed_over' as event, after(placed_at, lead * 0.3 * u(i, 'handed')) as occurred_at, quantity::double as many
        from told where step = 'handover' or u(i, 'tracked') < 0.5
        union all
        -- one in eight comes in two parts
        select *, 2, 'delivered', done_at, case when quantity > 1 and u(i, 'split') < 0.5 then 1.0 else quantity end
        from told where fate >= 0.05
        union all
        select *, 3, 'delivered', after(done_at, 1 + 4 * u(i, 'rest')), quantity - 1.0
        from told where fate >= 0.05 and quantity > 1 and u(i, 'split') < 0.5
        union all
        select *, 4, 'cancelled', after(placed_at, lead * 1.3 * u(i, 'when')), null from told where fate < 0.03
        union all
        select *, 5, 'attempted', after(placed_at, lead), null from told where fate between 0.03 and 0.07
        union all
        select *, 6, 'returned', after(done_at, 6 * u(i, 'back')), quantity::double from told where fate between 0.08 and 0.09
    ),
    recorded as (
        select *, i * 8 + n as e, u(i * 8 + n, 'dirt') as dirt,
            -- one scan in thirty comes days later
            after(occurred_at, case when u(i * 8 + n, 'late scan') < 0.03 then 4 * u(i * 8 + n, 'lag') else 0.05 * u(i * 8 + n, 'lag') end)
                as recorded_at
        from events
    )
    select
        case when dirt < 0.003 then null else 'D' || lpad(e::varchar, 12, '0') || case when copy = 3 then 'T' else '' end end as delivery_id,
        case when dirt between 0.003 and 0.010 then 'X' || i when u(i, 'by line') >= 0.05 then 'P' || lpad(i::varchar, 11, '0') end
            as promise_id,
        case when u(i, 'by line') < 0.05 then 'O' || lpad(o::varchar, 11, '0') end as order_id,
        case when u(i, 'by line') < 0.05 then line::varchar end as line,
        case when dirt between 0.010 and 0.015 then 'teleported' else event end as event,
        case when dirt between 0.015 and 0.020 then 'yesterday'
            when dirt between 0.6 and 0.8 then occurred_at::date::varchar
            else occurred_at::varchar || '+00' end as occurred_at,
        recorded_at at time zone 'UTC' as recorded_at,
        'T' || lpad(partner::varchar, 5, '0') as partner_id,
        many as quantity,
        case when event = 'returned' then 'damaged'
            when event = 'delivered' and u(e, 'whole') < 0.02 then among(e, 'how', ['damaged', 'wrong', 'short']) else 'ok' end as condition,
        event <> 'delivered' or u(e, 'papers') < 0.98 as documents_ok,
        case when event = 'cancelled' and u(i, 'by') < 0.9 then among(i, 'by whom', ['customer', 'customer', 'company', 'seller', 'partner'])
            end as cancelled_by,
        case when event = 'attempted' then among(i, 'why', ['customer_absent', 'no_access', 'capacity']) end as failed_because
    from recorded, (select unnest([1, 2, 3]) as copy)
    where recorded_at >= $since and recorded_at < $until
        and (copy = 1 or (copy = 2 and dirt between 0.5 and 0.51) or (copy = 3 and event = 'delivered' and dirt between 0.51 and 0.515))
"""

CONTACTS = """
    with calls as (
        select *, 0 as n, 'inbound' as direction, among(i, 'reason 0', ['status', 'status', 'delay', 'change', 'advice']) as reason,
            after(placed_at, lead * 1.2 * u(i, 'called')) as started_at from lines where u(i, 'calls') < 0.14
        union all
        select *, 1, 'inbound', among(i, 'reason 1', ['status', 'delay', 'complaint']), after(placed_at, lead * (1 + 0.5 * u(i, 'called')))
        from lines where u(i, 'calls') < 0.14 and u(i, 'twice') < 0.3 or u(i, 'late') < 0.10 and u(i, 'angry') < 0.5
        union all
        select *, 2, 'outbound', 'delay', after(again_at, u(i, 'told')) from lines where is_promised_again and u(i, 'tells') < 0.5
        union all
        select *, 3, 'outbound', 'callback', after(placed_at, lead * (0.5 + 0.7 * u(i, 'called'))) from lines where step = 'callback'
    ),
    written as (
        select *, i * 4 + n as c, u(i * 4 + n, 'dirt') as dirt from calls
    )
    select
        'K' || lpad(c::varchar, 12, '0') as contact_id,
        started_at at time zone 'UTC' as started_at,
        case when dirt < 0.005 then null else among(c, 'channel', ['phone', 'phone', 'chat', 'email', 'seller_mailbox']) end as channel,
        'C' || lpad(customer::varchar, 9, '0') as customer_id,
        case when n < 3 and u(c, 'named') < 0.6 then case when dirt between 0.01 and 0.02 then 'gone' else 'O' || lpad(o::varchar, 11, '0') end
            end as order_id,
        case when n >= 2 then 'P' || lpad(i::varchar, 11, '0') end as promise_id,
        direction,
        reason,
        case when u(c, 'hung up') > 0.07 then after(started_at, u(c, 'wait') * 0.02) at time zone 'UTC' end as answered_at,
        after(started_at, 0.02 + u(c, 'talk') * 0.01) at time zone 'UTC' as ended_at,
        case when dirt between 0.02 and 0.03 then -1 else round(u(c, 'wait') * 28.8, 1) end as wait_minutes,
        among(c, 'outcome', ['resolved', 'resolved', 'resolved', 'no_information', 'redirected', 'callback_promised']) as outcome,
        'team ' || skewed(c, 'team', 12) as team,
        'agent ' || skewed(c, 'agent', 400) as agent,
        case when n = 2 and u(i, 'dateless') >= 0.10 then day_text(placed_at, lead + 3 + cast(floor(u(i, 'more') * 8) as int)) end
            as told_due_at
    from written, (select unnest([1, 2]) as copy)
    where started_at >= $since and started_at < $until and (copy = 1 or dirt between 0.5 and 0.51)
"""

STEPS = """
    select * from (values
        ('customer_delivery', 'Delivery', 'Order', 1, 'delivery desk', true, 'delivered'),
        ('installation', 'Installation', 'Order', 2, 'installers', false, 'delivered'),
        ('callback', 'Call back', 'Service', 1, 'service desk', false, 'contact'),
        ('handover', 'Hand-over', 'Order', 3, 'partner managers', false, 'handed_over')
    ) as steps(step, name, journey, position, owner, moment_of_truth, fulfilled_by)
"""

MAPPING = """# {promises} promises and their outcomes: made by tests/bench.
name = "Bench"
as_of = {as_of}
zone = "Europe/Oslo"
root = "."
"""
SOURCE = """
[sources.{feed}]
files = "{feed}-*.parquet"

[[feeds.{feed}]]
from = "{feed}"
columns = "*"
"""


def write(folder: Path, promises: int) -> Path:
    """All that was recorded before the as-of day; returns the mapping."""
    folder.mkdir(parents=True)
    with _world(promises, folder) as con:
        first = AS_OF - timedelta(days=10 * DAYS)
        for feed, query in (("promises", PROMISES), ("deliveries", DELIVERIES), ("contacts", CONTACTS)):
            _copy(con, query, folder / f"{feed}-0.parquet", first, AS_OF)
        named = {"sellers": ("S", 5, "seller_id"), "partners": ("T", 5, "partner_id"), "customers": ("C", 9, "customer_id")}
        for feed, (letter, digits, key) in named.items():
            rows = f"""
                select '{letter}' || lpad(n::varchar, {digits}, '0') as {key}, '{feed[:-1]} ' || n as name,
                    {"case when n % 5 = 0 then 'trade' else 'private' end" if feed == "customers" else "'of the world'"} as type
                from (select distinct {feed[:-1]} as n from lines) order by n
            """
            con.execute(f"copy ({rows}) to '{folder}/{feed}-0.parquet' (format parquet)")
        con.execute(f"copy ({STEPS}) to '{folder}/steps-0.parquet' (format parquet)")
    return _mapping(folder, promises, AS_OF)


def write_next_day(folder: Path, promises: int) -> Path:
    """What is recorded on the as-of day itself, as further files; the world is then judged as of the day after."""
    with _world(promises, folder) as con:
        for feed, query in (("promises", PROMISES), ("deliveries", DELIVERIES), ("contacts", CONTACTS)):
            _copy(con, query, folder / f"{feed}-1.parquet", AS_OF, AS_OF + timedelta(days=1))
    return _mapping(folder, promises, AS_OF + timedelta(days=1))


def _world(promises: int, folder: Path) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute("set timezone = 'UTC'")
    con.execute(f"set memory_limit = '3GB'; set temp_directory = '{folder}/spill'; set threads = {min(4, os.cpu_count() or 1)}")
    con.execute(MACROS)
    con.execute(f"create view lines as {_lines(promises)}")
    return con


def _copy(con: duckdb.DuckDBPyConnection, query: str, path: Path, since: date, until: date) -> None:
    query = query.replace("$since", f"timestamp '{since}'").replace("$until", f"timestamp '{until}'")
    con.execute(f"copy ({query}) to '{path}' (format parquet)")


def _mapping(folder: Path, promises: int, as_of: date) -> Path:
    path = folder / "mapping.toml"
    path.write_text(MAPPING.format(promises=promises, as_of=as_of) + "".join(SOURCE.format(feed=feed) for feed in FEEDS))
    return path
