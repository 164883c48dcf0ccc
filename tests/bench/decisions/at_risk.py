"""What is about to break: the models of the room `at_risk` walked through real data, beside logistic regression and gradient boosting.

What was waited for goes in where the room begins, and with it the moments that are scored: when a promise was made, when it was
handed over, half-way and four fifths through its window where it was still open. Every moment is judged by the list of its own day,
so by what was on record before that day. The lists of a run are weekly; seven runs, a day apart, are every day (`full`).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import duckdb
import numpy as np
import pyarrow as pa
from models import Models, load_seed, seed_rows
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from data.contract import places

DATA = places.ROOT.parent / "shared" / "data"
MOMENTS = ("purchase", "hand-over", "half-way", "four fifths")


@dataclass(frozen=True)
class Set:
    """Real data: a query that gives what was waited for, and the time that is scored."""

    name: str
    folder: str
    sql: str
    first: str
    last: date


OLIST = Set(
    "Olist",
    "olist",
    f"""
    select
        order_id as promise_id,
        coalesce(seller_state || ' › ', '') || customer_state as lane,
        coalesce(seller_id, '') as partner_id,
        order_purchase_timestamp as started_at,
        order_estimated_delivery_date::date as due_date,
        order_delivered_carrier_date as handed_at,
        order_delivered_customer_date as done_at
    from read_csv('{DATA}/olist/olist_orders_dataset.csv') as orders
    inner join read_csv('{DATA}/olist/olist_customers_dataset.csv') as customers using (customer_id)
    inner join (
        select order_id, min_by(seller_id, order_item_id) as seller_id
        from read_csv('{DATA}/olist/olist_order_items_dataset.csv') group by order_id
    ) as items using (order_id)
    inner join read_csv('{DATA}/olist/olist_sellers_dataset.csv') as merchants using (seller_id)
    where
        order_status not in ('canceled', 'unavailable')
        and not coalesce(order_delivered_carrier_date < order_purchase_timestamp, false)
    """,
    "2018-01-30 22:30",
    date(2018, 10, 2),
)
#: no date was promised there: a week is taken for one
INCIDENTS = Set(
    "Incident log",
    "incident_log",
    f"""
    select
        number as promise_id,
        coalesce(any_value(location order by sys_mod_count), '') as lane,
        coalesce(any_value(assignment_group order by sys_mod_count), '') as partner_id,
        min(strptime(opened_at, '%d/%m/%Y %H:%M')) as started_at,
        started_at::date + 7 as due_date,
        null::timestamp as handed_at,
        max(try_strptime(resolved_at, '%d/%m/%Y %H:%M')) as done_at
    from read_csv('{DATA}/incident_log/*.csv', all_varchar = true, nullstr = '?')
    group by number
    having min(strptime(opened_at, '%d/%m/%Y %H:%M')) < timestamp '2016-06-01'
    """,
    "2016-05-01",
    date(2016, 6, 7),
)


def read(data: Set) -> duckdb.DuckDBPyConnection:
    """`cases`, one a promise; `moments`, one for each time at which one is scored, with what became of it."""
    con = duckdb.connect()
    con.execute(f"create table cases as select *, due_date + interval 1 day as end_at from ({data.sql})")
    con.execute(
        """
        create table moments as
        with at_moments as (
            select *, 'purchase' as moment, started_at as scored_at from cases
            union all
            select *, 'hand-over' as moment, handed_at as scored_at from cases where handed_at < end_at
            union all
            select *, 'half-way' as moment, started_at + (end_at - started_at) * 0.5 as scored_at from cases
            union all
            select *, 'four fifths' as moment, started_at + (end_at - started_at) * 0.8 as scored_at from cases
        )
        select
            moment || '|' || promise_id as promise_id, moment, lane, partner_id, started_at, end_at, scored_at, scored_at::date as list_date,
            due_date as end_date,
            date_diff('day', started_at::date, scored_at::date) as waited_days,
            date_diff('day', started_at::date, due_date) as promised_days,
            coalesce(handed_at <= scored_at, false) as is_handed_over,
            case when handed_at <= scored_at then date_diff('day', started_at::date, handed_at::date) else 0 end as handed_days,
            (done_at is null or done_at >= end_at)::int as broken
        from at_moments
        where coalesce(done_at > scored_at, true) and scored_at::date <= due_date
        """
    )
    return con


def as_known(data: Set, as_of: date) -> dict[str, str]:
    """What the room begins with, as it stood on record that day; and the moments of the days on which its lists are made."""
    known = {name: f"case when {name}_at < date '{as_of}' then {name}_at::date end" for name in ("handed", "done")}
    return {
        "int_clock": f"select date '{as_of}' as as_of",
        "int_waits": f"""
            select
                promise_id, 'delivery' as step, lane, partner_id, started_at::date as start_date, due_date as end_date, due_date as over_date,
                {known["handed"]} as handed_date, handed_date as handed_known_date, {known["done"]} as completed_known_date,
                false as is_withdrawn, completed_known_date as ended_known_date, completed_known_date as arrived_known_date,
                date_diff('day', start_date, completed_known_date) as arrived_days, date_diff('day', start_date, due_date) as window_days
            from source.cases where started_at < date '{as_of}'""",
        "int_open_waits": f"""
            with scored as (
                select promise_id, list_date, lane, partner_id, is_handed_over, end_date, waited_days, promised_days, handed_days
                from source.moments where started_at >= '{data.first}'
                union all
                select
                    'open|' || promise_id, list_date, lane, partner_id, coalesce(handed_at < list_date, false), due_date,
                    date_diff('day', started_at::date, list_date), date_diff('day', started_at::date, due_date),
                    case when handed_at < list_date then date_diff('day', started_at::date, handed_at::date) else 0 end
                from source.cases
                inner join (select list_date from intermediate.int_list_dates) as lists
                    on started_at < list_date and list_date <= due_date and coalesce(done_at >= list_date, true)
                where started_at >= '{data.first}'
            )
            select
                (date_diff('day', list_date, date '{as_of}') // 7)::bigint as weeks_ago, list_date, promise_id, 'delivery' as step, lane,
                partner_id, case when is_handed_over then 'hand_over' else 'promise' end as clock, end_date, waited_days, promised_days,
                waited_days - handed_days as age_days, promised_days - handed_days as window_days
            from scored
            where list_date <= date '{as_of}' and date_diff('day', list_date, date '{as_of}') % 7 = 0""",
    }


def listed(models: Models, data: Set, source: duckdb.DuckDBPyConnection, as_of: date) -> pa.Table:
    """The probabilities that the lists of that day and of the weeks before give, by the SQL of the repository."""
    con = duckdb.connect()
    con.execute("attach ':memory:' as building; set TimeZone = 'UTC'; attach ':memory:' as source")
    for table in ("cases", "moments"):
        con.register("rows_of_the_source", source.execute(f"from {table}").to_arrow_table())
        con.execute(f"create table source.{table} as from rows_of_the_source; use building")
    con.execute("create schema building.intermediate; create schema building.seeds")
    given = as_known(data, as_of)
    weeks = {"record_weeks": str((as_of - date.fromisoformat(data.first[:10])).days // 7)}
    for node in models.needed(["int_list_dates", "int_risks"], stopping_at=given):
        if node["resource_type"] == "seed":
            load_seed(con, node, [row | {"value": weeks.get(row["name"], row["value"])} for row in seed_rows(node)])
        else:
            con.execute(f"create table {node['relation_name']} as {given.get(node['name'], node['compiled_code'])}")
    return con.execute("select promise_id, list_date, end_date, probability from building.intermediate.int_risks").to_arrow_table()


def judged(models: Models, data: Set, full: bool) -> duckdb.DuckDBPyConnection:
    """`scored`: each moment with its probability; `days`: each promise on each day on which it was open. Only what was on a list."""
    source = read(data)
    for shift in range(7 if full else 1):
        source.register("listed", listed(models, data, source, data.last - timedelta(days=shift)))
        source.execute("create table if not exists risks as from listed where false; insert into risks from listed")
    source.execute(
        """
        create table scored as
        select * from moments inner join (select promise_id, probability from risks where probability is not null) using (promise_id);
        create table days as
        select
            cases.promise_id, risks.end_date + 1 - risks.list_date as days_left, probability, (done_at is null or done_at >= end_at)::int as broken
        from risks inner join cases on risks.promise_id = 'open|' || cases.promise_id where probability is not null
        """
    )
    return source


# ── scores ──


def brier(probability: np.ndarray, broken: np.ndarray) -> float:
    return float(np.mean((probability - broken) ** 2))


def calibration_error(probability: np.ndarray, broken: np.ndarray) -> float:
    """Mean distance of what was said from what came, over tenths."""
    tenth = np.minimum((probability * 10).astype(int), 9)
    return float(sum(abs((probability - broken)[tenth == each].sum()) for each in range(10)) / len(broken))


def warning(source: duckdb.DuckDBPyConnection, precision: float = 0.5) -> tuple[float, float]:
    """From which probability on half of those that are ever named break, and the median days until the end of the last day of those that do."""
    worst = source.execute("select max(probability) as p, any_value(broken) as broken from days group by promise_id").fetchnumpy()
    order = np.argsort(-worst["p"])
    share = np.cumsum(worst["broken"][order]) / np.arange(1, len(order) + 1)
    named = np.flatnonzero(share >= precision)
    if not len(named):
        return float("nan"), float("nan")
    from_probability = float(worst["p"][order][named[-1]])
    (days,) = source.execute(
        """
        select median(days_left) from (
            select max(days_left) as days_left from days where broken = 1 and probability >= ? group by promise_id
        )
        """,
        [from_probability],
    ).fetchone()
    return from_probability, float(days)


# ── what others would do ──

REFITS = 4
#: what is known at a moment; beside it, how many of those due in the last fortnight broke moves the log odds by half
KNOWN = ("waited_days", "promised_days", "handed_days", "is_handed_over", "lane_rate", "partner_rate", "lane_days")


def learned(source: duckdb.DuckDBPyConnection, data: Set, moment: str) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Logistic regression and gradient boosting, refitted four times on what was due before; probability and outcome of each."""
    first = date.fromisoformat(data.first[:10])
    (last,) = source.execute("select max(started_at::date) + 1 from scored").fetchone()
    cuts = [first + (last - first) * step / REFITS for step in range(REFITS + 1)]
    forecasts: dict[str, list[np.ndarray]] = {"logistic regression": [], "gradient boosting": []}
    outcomes = []
    for cut, until in pairwise(cuts):
        past, now = (
            source.execute(
                f"""
                with known as (
                    select *, (done_at is null or done_at >= end_at)::int as late, date_diff('day', started_at::date, done_at::date) as days
                    from cases where due_date < date '{cut}'
                ),
                total as (select avg(late) as rate from known),
                lanes as (select lane, (sum(late) + 20 * any_value(rate)) / (count(*) + 20) as lane_rate, median(days) as lane_days
                    from known, total group by lane),
                partners as (select partner_id, (sum(late) + 20 * any_value(rate)) / (count(*) + 20) as partner_rate
                    from known, total group by partner_id),
                fortnights as (
                    select day, (count(*) filter (where due_date < day and (done_at is null or done_at >= end_at)) + 40 * any_value(rate)) / (count(due_date) + 40) as fortnight
                    from (select distinct list_date as day from moments) as days cross join total
                    left join cases on due_date < day and due_date >= day - 14 group by day
                )
                select moments.*, coalesce(lane_rate, rate) as lane_rate, coalesce(partner_rate, rate) as partner_rate,
                    coalesce(lane_days, 10) as lane_days,
                    0.5 * (ln(fortnight / (1 - fortnight)) - ln(rate / (1 - rate))) as pressure
                from {table} as moments cross join total
                left join lanes using (lane) left join partners using (partner_id) left join fortnights on list_date = day
                where moment = '{moment}' and {condition} order by promise_id
                """
            ).fetchnumpy()
            for table, condition in (
                ("moments", f"end_date < date '{cut}'"),
                ("scored", f"started_at >= '{cut}' and started_at < '{until}'"),
            )
        )
        if not len(now["broken"]):
            continue
        x, x_now = (np.column_stack([np.asarray(rows[name], dtype=float) for name in KNOWN]) for rows in (past, now))
        for name, model in (
            ("logistic regression", make_pipeline(StandardScaler(), LogisticRegression(max_iter=500))),
            ("gradient boosting", HistGradientBoostingClassifier(learning_rate=0.05, max_iter=150, min_samples_leaf=100, random_state=1)),
        ):
            odds = model.fit(x, past["broken"]).predict_proba(x_now)[:, 1]
            forecasts[name].append(1 / (1 + (1 - odds) / odds * np.exp(-now["pressure"])))
        outcomes.append(now["broken"])
    return {name: (np.concatenate(each), np.concatenate(outcomes)) for name, each in forecasts.items()}


def run(models: Models, full: bool) -> list[str]:
    """The table, as Markdown."""
    lines = []
    for data in (OLIST, INCIDENTS):
        if not (DATA / data.folder).exists():
            lines += [f"{data.name}: ../shared/data is absent", ""]
            continue
        source = judged(models, data, full)
        lines += [f"### {data.name}", "", "| moment | open | broke | Brier: the share that broke | logistic regression | gradient boosting | at_risk | calibration error |", "|---|---|---|---|---|---|---|---|"]  # fmt: skip
        for moment in MOMENTS:
            rows = source.execute("select probability, broken from scored where moment = ?", [moment]).fetchnumpy()
            if not len(rows["broken"]):
                continue
            # threads of two libraries in each other's way take ten times as long
            with threadpool_limits(1):
                others = learned(source, data, moment)
            share = rows["broken"].mean()
            cells = [
                f"{len(rows['broken']):,}",
                f"{share:.1%}",
                f"{share * (1 - share):.4f}",
                *(f"{brier(*other):.4f}" for other in others.values()),
                f"**{brier(rows['probability'], rows['broken']):.4f}**",
                f"{calibration_error(rows['probability'], rows['broken']):.4f}",
            ]
            lines.append(f"| {moment} | {' | '.join(cells)} |")
        from_probability, days = warning(source)
        lines += [
            "",
            f"Half of those named from a probability of {from_probability:.2f} on broke; median warning {days:.1f} days before the end of the last day.",
            "",
        ]
    return lines
