"""Which dates are kept nine times in ten: the models of the room `honest_date` walked through real data, beside the dates that were given and simpler rules.

What was waited for goes in where the room begins (`GIVEN`), everything behind that is the SQL of the repository. One run gives the
dates of the 22 weeks before its day, each worked out by what was on record before that week.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import duckdb
import numpy as np
from models import Models, load_seed, seed_rows

from data.contract import places

DATA = places.ROOT.parent / "shared" / "data"
GIVEN = ("int_clock", "int_offers", "int_promises", "int_waits", "int_recorded_completions")
#: the longest date that is given; what never comes counts as this long where days are added up
LONGEST = 60
QUANTILES = {"honest_days": 0.9, "safe_days": 0.95}


@dataclass(frozen=True)
class Set:
    """Real data: a table `waits` of what was waited for, and the weeks that are scored."""

    name: str
    sql: str
    first: date
    last: date


OLIST = Set(
    "Olist",
    f"""
    create table waits as
    with merchants as (select seller_id, seller_state from read_csv('{DATA}/olist/olist_sellers_dataset.csv')),
    customers as (select customer_id, customer_state from read_csv('{DATA}/olist/olist_customers_dataset.csv')),
    products as (select product_id, product_category_name from read_csv('{DATA}/olist/olist_products_dataset.csv')),
    items as (select order_id, order_item_id, seller_id, product_id from read_csv('{DATA}/olist/olist_order_items_dataset.csv'))
    select
        order_id || '-' || order_item_id as promise_id,
        'customer_delivery' as step,
        seller_state || ' › ' || customer_state as lane,
        seller_id as partner_id,
        product_category_name as product_group,
        order_purchase_timestamp::date as start_date,
        order_estimated_delivery_date::date as due_date,
        order_delivered_customer_date::date as done_date,
        -- the source gives no time of cancelling: the purchase stands in for it
        case when done_date is null and order_status in ('canceled', 'unavailable') then start_date end as cancelled_date,
        -- an order has one date, and cancelled ones were not waited for
        order_item_id = 1 and order_status not in ('canceled', 'unavailable') as is_scored
    from read_csv('{DATA}/olist/olist_orders_dataset.csv') as orders
    inner join customers using (customer_id) inner join items using (order_id) inner join products using (product_id) inner join merchants using (seller_id)
    """,
    date(2018, 2, 5),
    date(2018, 9, 3),
)
INCIDENTS = Set(
    "Incident log",
    f"""
    create table waits as
    select
        number as promise_id,
        'incident' as step,
        any_value(location order by sys_mod_count desc) as lane,
        any_value(assignment_group order by sys_mod_count) as partner_id,
        any_value(category order by sys_mod_count) as product_group,
        min(strptime(opened_at, '%d/%m/%Y %H:%M'))::date as start_date,
        null::date as due_date,
        max(try_strptime(resolved_at, '%d/%m/%Y %H:%M'))::date as done_date,
        null::date as cancelled_date,
        true as is_scored
    from read_csv('{DATA}/incident_log/*.csv', all_varchar = true, nullstr = '?')
    group by number
    """,
    date(2016, 5, 2),
    date(2016, 5, 30),
)


def read(data: Set) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(data.sql)
    return connection


def as_known(source: duckdb.DuckDBPyConnection, as_of: date) -> dict[str, str]:
    """What the room reads, as it stood on record that day."""
    known = f"date '{as_of}'"
    waits = f"""
        (select *, case when done_date < {known} then done_date end as known_done, case when cancelled_date < {known} then cancelled_date end as known_off
        from source.waits where start_date < {known})
    """
    return {
        "int_clock": f"select {known} as as_of",
        "int_offers": f"""
            select promise_id, null::varchar as seller_id, step, product_group, 'customer' as promised_to, 'delivered' as fulfilled_by,
                start_date as offered_date, due_date from {waits}""",
        "int_promises": f"select promise_id, partner_id, lane, lane as region, true as is_measured from {waits}",
        "int_waits": f"""
            select promise_id, step, coalesce(lane, '') as lane, coalesce(partner_id, '') as partner_id, start_date, false as is_withdrawn,
                coalesce(known_done, known_off) as ended_known_date, known_done as completed_known_date, known_done as arrived_known_date,
                case when known_done is not null then greatest(0, date_diff('day', start_date, known_done)) end as arrived_days from {waits}""",
        "int_recorded_completions": f"select promise_id, known_done as completed_date from {waits}",
    }


def dated(
    models: Models, source: duckdb.DuckDBPyConnection, as_of: date, seeds: dict[str, float] | None = None
) -> duckdb.DuckDBPyConnection:
    """A connection on which `int_past_quotes` stands, and whatever it is made of."""
    connection = duckdb.connect()
    connection.execute("attach ':memory:' as building; set TimeZone = 'UTC'; attach ':memory:' as source")
    connection.register("waits_of_the_source", source.execute("select * from waits").to_arrow_table())
    connection.execute("create table source.waits as select * from waits_of_the_source; use building")
    for schema in ("intermediate", "seeds"):
        connection.execute(f"create schema building.{schema}")
    given = as_known(source, as_of)
    for node in models.needed(["int_past_quotes"], stopping_at=given):
        if node["resource_type"] == "seed":
            rows = [row | {"value": (seeds or {}).get(row["name"], row["value"])} for row in seed_rows(node)]
            load_seed(connection, node, rows)
        else:
            connection.execute(f"create table {node['relation_name']} as {given.get(node['name'], node['compiled_code'])}")
    return connection


def past_quotes(
    models: Models, source: duckdb.DuckDBPyConnection, first: date, last: date, seeds: dict[str, float] | None = None
) -> dict[str, np.ndarray]:
    """The dates of all promises of those weeks, a column an array; NaN = none was given, or it never came."""
    parts = []
    while last > first:
        start = max(first, last - timedelta(weeks=22))
        columns = ", ".join(f"coalesce(quotes.{name}::double, 'nan') as {name}" for name in QUANTILES)
        parts.append(
            dated(models, source, last, seeds)
            .execute(
                f"""
                select waits.lane, date_diff('day', date '{first}', start_date) // 7 as week, {columns},
                    coalesce(date_diff('day', start_date, due_date)::double, 'nan') as promised_days,
                    case when done_date is null then 'nan'::double else greatest(0, date_diff('day', start_date, done_date)) end as days
                from intermediate.int_past_quotes as quotes inner join source.waits using (promise_id)
                where is_scored and start_date >= date '{start}' and start_date < date '{last}'
                order by promise_id
                """
            )
            .fetchnumpy()
        )
        last = start
    return {
        name: np.concatenate([np.ma.filled(part[name], np.nan) if part[name].dtype != object else part[name] for part in parts])
        for name in parts[0]
    }


@dataclass(frozen=True)
class Score:
    """How dates fared: the share given, and of those the share kept, the mean days, the lanes and the week that fared worst, and the pinball loss."""

    given: float
    kept: float
    days: float
    #: mean of the tenth of the lanes (of 100 promises or more) in which fewest were kept
    worst_lanes: float
    worst_week: float
    pinball: float

    def __str__(self) -> str:
        return " | ".join(
            (
                f"{self.given:.3f}",
                f"{self.kept:.4f}",
                f"{self.days:.1f}",
                f"{self.worst_lanes:.3f}",
                f"{self.worst_week:.3f}",
                f"{self.pinball:.3f}",
            )
        )


HEADING = "| dates | given | kept | mean days | worst tenth of the lanes | worst week | pinball |\n|---|---|---|---|---|---|---|"


def score(quotes: dict[str, np.ndarray], dates: np.ndarray, quantile: float) -> Score:
    is_given = dates <= LONGEST
    dates, days, lanes, weeks = dates[is_given], quotes["days"][is_given], quotes["lane"][is_given].astype(str), quotes["week"][is_given]
    is_kept = days <= dates
    took = np.where(np.isnan(days), LONGEST, days)
    loss = np.where(took > dates, quantile * (took - dates), (1 - quantile) * (dates - took))

    def rates(members: np.ndarray, fewest: int) -> np.ndarray:
        _, index, counts = np.unique(members, return_inverse=True, return_counts=True)
        return np.sort((np.bincount(index, is_kept) / counts)[counts >= fewest])

    by_lane = rates(lanes, 100)
    tenth = by_lane[: max(1, round(len(by_lane) / 10))]
    return Score(is_given.mean(), is_kept.mean(), dates.mean(), tenth.mean() if len(tenth) else np.nan, rates(weeks, 1)[0], loss.mean())


def one_date_for_all(source: duckdb.DuckDBPyConnection, data: Set, quantile: float, level: str = "") -> Callable[[dict], np.ndarray]:
    """The rule of peers: the plain quantile of what was completed in the year before, of all or of each member of `level`; refitted every week."""

    def dates(quotes: dict[str, np.ndarray]) -> np.ndarray:
        actual = np.full(len(quotes["week"]), np.nan)
        for week in np.unique(quotes["week"]):
            start = data.first + timedelta(weeks=int(week))
            key = level or "''"
            fitted = dict(
                source.execute(
                    f"""select {key}, quantile_cont(date_diff('day', start_date, done_date), {quantile}) from waits
                    where done_date < date '{start}' and start_date >= date '{start - timedelta(weeks=52)}' group by 1"""
                ).fetchall()
            )
            of_week = quotes["week"] == week
            names = quotes["lane"][of_week] if level else [""] * of_week.sum()
            actual[of_week] = [np.floor(fitted[name]) if name in fitted else np.nan for name in names]
        return actual

    return dates


def table(models: Models, data: Set) -> Iterable[str]:
    source = read(data)
    quotes = past_quotes(models, source, data.first, data.last)
    plain = past_quotes(models, source, data.first, data.last, {"honest_ratio_minimum": 1e9})
    yield f"\n{data.name}: {len(quotes['days']):,} dates of the weeks from {data.first} to {data.last}, each by what was on record before its week\n\n{HEADING}"
    for name, quantile in QUANTILES.items():
        percent = f"{quantile:.0%}"
        rows = {
            f"{percent}, as this repository dates": quotes[name],
            f"{percent}, order statistic of the finest kind of 100": plain[name],
            f"{percent}, plain quantile of the completed, all": one_date_for_all(source, data, quantile)(quotes),
            f"{percent}, plain quantile of the completed, each lane": one_date_for_all(source, data, quantile, "lane")(quotes),
        }
        if not np.isnan(quotes["promised_days"]).all():
            given = np.minimum(quotes["promised_days"], LONGEST)
            rows |= {
                f"{percent}, the dates that were given": given,
                f"{percent}, the same, where this repository gives one": np.where(quotes[name] <= LONGEST, given, np.nan),
            }
        for title, dates in rows.items():
            yield f"| {title} | {score(quotes, dates, quantile)} |"


def run(models: Models, full: bool) -> list[str]:
    """The tables for the sets that are at hand; the short form is Olist's alone."""
    sets = [data for data, name in ((OLIST, "olist"), (INCIDENTS, "incident_log")) if (DATA / name).is_dir()]
    return [line for data in (sets if full else sets[:1]) for line in table(models, data)] or [f"No data at {DATA}."]
