"""What was due and what was kept, of what the reader has chosen. A query adds up the flags of the marts; every rate, interval and
range is a function published beside them (marts.dim_functions)."""

from typing import Literal

import pandas as pd

from dashboard import warehouse
from dashboard.view import View

By = Literal["all", "week", "month", "step", "seller", "partner", "customer_type", "product_group", "region"]

BY = {
    "all": "'all'",
    "week": "cast(date_trunc('week', due_date) as date)",
    "month": "cast(date_trunc('month', due_date) as date)",
    "step": "step",
    "seller": "seller_id",
    "partner": "partner_id",
    "customer_type": "customer_type",
    "product_group": "product_group",
    "region": "region",
}
#: the day after the last of a member that is a period
END_DAY = {"week": "member + interval 1 week", "month": "member + interval 1 month"}

#: The rows of fct_promises that a view shows. A null parameter means "all".
CHOSEN = """
    (cast($step as varchar[]) is null or list_contains($step, step))
    and (cast($partner as varchar[]) is null or list_contains($partner, partner_id))
    and (cast($seller as varchar[]) is null or list_contains($seller, seller_id))
    and (cast($customer_type as varchar[]) is null or list_contains($customer_type, customer_type))
    and (cast($product_group as varchar[]) is null or list_contains($product_group, product_group))
    and (cast($region as varchar[]) is null or list_contains($region, region))
"""
DUE_IN_PERIOD = """
    (cast($first_day as date) is null or due_date >= $first_day) and due_date < cast($end_day as date)
"""
ORDER_CHOSEN = f"""
    order_id in (select order_id from marts.fct_promises where promised_to = 'customer' and {CHOSEN})
"""
PROMISE_CHOSEN = f"""
    promise_id in (select promise_id from marts.fct_promises where {CHOSEN})
"""


def promise_chosen(view: View) -> str:
    """Which rows of other marts are of promises that are shown: all where nothing is chosen, and then no promise is gone through."""
    return PROMISE_CHOSEN if view.chosen else "true"


def order_chosen(view: View) -> str:
    """The same of orders: one is shown where one of its promises to the customer is."""
    return ORDER_CHOSEN if view.chosen else "true"


#: What the source tells at all; dbt decides.
IS_NOTICE_MEASURED = "exists (select 1 from marts.dim_measured where has_notices)"
HAS_NEW_DATES = "exists (select 1 from marts.dim_measured where has_new_dates)"

#: What is counted. A million rows are first put together into a handful of kinds, so that they are gone through once, and not once a count.
KIND = "outcome, is_due, is_kept, is_kept_latest"
CONDITIONS = {
    "due": "is_due",
    "kept": "is_kept",
    "early": "outcome = 'early'",
    "early_kept": "outcome = 'early' and is_kept",
    "on_time": "outcome = 'on_time'",
    "kept_attempted": "outcome = 'kept_attempted'",
    "late": "outcome = 'late'",
    "overdue_open": "outcome = 'overdue_open'",
    "cancelled_broken": "outcome = 'cancelled_broken'",
    "excluded": "outcome = 'excluded'",
    "kept_later": "is_due and not is_kept and is_kept_latest",
}


def counts(conditions: dict[str, str]) -> str:
    """Of rows that were put together: how many there are under each condition."""
    of_one = "cast(coalesce(sum(rows_count) filter (where {}), 0) as bigint) as {}_count"
    return ",\n".join(of_one.format(condition, name) for name, condition in conditions.items())


COUNTS = counts(CONDITIONS)
#: Of the overdue, what nobody delivers. An order is no promise and has none.
OVERDUE_CALLS = counts({"overdue_call": "outcome = 'overdue_open' and is_call"})
#: The gap is between two verdicts on the same promises, those due by their first date. Where no new date is on record, nobody knows
#: what the latest one would have been: not measured.
RATES = """
    marts.rate(kept_count, due_count) as kept_rate,
    marts.wilson90_low(kept_count, due_count) as low,
    marts.wilson90_high(kept_count, due_count) as high,
    marts.is_enough(kept_count, due_count) as is_enough,
    marts.rate(early_count, due_count) as early_share,
    marts.rate(on_time_count + kept_attempted_count, due_count) as on_time_share,
    marts.rate(late_count, due_count) as late_share,
    marts.rate(overdue_open_count, due_count) as overdue_open_share,
    marts.rate(cancelled_broken_count, due_count) as cancelled_broken_share,
    has_new_dates,
    case when has_new_dates then marts.rate(kept_count + kept_later_count, due_count) end as kept_latest_rate,
    case when has_new_dates then marts.rate(kept_later_count, due_count) end as masking_gap
"""


def promises(view: View, by: By = "all", promised_to: Literal["customer", "company"] = "customer") -> pd.DataFrame:
    """Promises due in the view, per member; what lacks the member stands under null, so that the parts add up. Empty where none was due."""
    # all of them are asked for together with the steps, which nearly every page that counts them shows, too
    rows = _promises(view, "step" if by == "all" else by)
    wanted = rows[(rows["promised_to"] == promised_to) & (rows["is_whole"] == (by == "all"))].reset_index(drop=True)
    return wanted.drop(columns=["promised_to", "is_whole"])


def _promises(view: View, by: By) -> pd.DataFrame:
    return warehouse.read(
        f"""
        with kinds as (
            select promised_to, {BY[by]} as member, target_kept_rate, {KIND}, fulfilled_by = 'contact' as is_call, count(*) as rows_count
            from marts.fct_promises
            where {DUE_IN_PERIOD} and {CHOSEN}
            group by all
        ),
        counted as (
            select
                promised_to,
                member,
                grouping(member) = 1 as is_whole,
                {COUNTS},
                {OVERDUE_CALLS},
                marts.target_of_due(target_kept_rate, is_due, rows_count) as target_kept_rate
            from kinds
            group by grouping sets ((promised_to), (promised_to, member))
        )
        select
            counted.*,
            {RATES},
            marts.against_target(kept_count, due_count, target_kept_rate) as against_target,
            {is_provisional(by)} as is_provisional
        from counted cross join marts.dim_measured
        order by member
        """,
        view.parameters,
    )


def due_count(view: View) -> int:
    """Promises to the customer due in the view."""
    rows = warehouse.read(
        f"""
        select count(*) filter (where is_due) as due_count
        from marts.fct_promises
        where promised_to = 'customer' and {DUE_IN_PERIOD} and {CHOSEN}
        """,
        view.parameters,
    )
    return int(rows["due_count"].iloc[0])


def orders(view: View) -> pd.DataFrame:
    """Orders due in the view, in one row: kept where every required promise to the customer was. Empty where there are none."""
    rows = _orders(view)
    return rows[rows["is_whole"] & (rows["orders_count"] > 0)].reset_index(drop=True)


def orders_by_week(view: View) -> pd.DataFrame:
    """Orders by the week they were due."""
    rows = _orders(view)
    return rows[~rows["is_whole"]].reset_index(drop=True)


def _orders(view: View) -> pd.DataFrame:
    return warehouse.read(
        f"""
        with kinds as (
            select {BY["week"]} as member, {KIND}, count(*) as rows_count
            from marts.fct_orders
            where {DUE_IN_PERIOD} and {order_chosen(view)}
            group by all
        ),
        counted as (
            select member, grouping(member) = 1 as is_whole, coalesce(sum(rows_count), 0) as orders_count, {COUNTS}
            from kinds
            group by grouping sets ((), (member))
        )
        select
            counted.*,
            {RATES},
            target_kept_rate,
            marts.against_target(kept_count, due_count, target_kept_rate) as against_target,
            {is_provisional("week")} as is_provisional
        from counted cross join marts.dim_measured cross join marts.dim_build
        order by member
        """,
        view.parameters,
    )


def is_provisional(by: By) -> str:
    """Of a period: whether it may still change. Where nobody knows how late deliveries are recorded, only until it is over."""
    return f"coalesce(marts.is_provisional({END_DAY[by]}), false)" if by in END_DAY else "false"


def house_target() -> float | None:
    """The target that holds for everyone, in force at the as-of day."""
    target = warehouse.read("select target_kept_rate from marts.dim_build")["target_kept_rate"].iloc[0]
    return None if pd.isna(target) else float(target)


def thresholds() -> dict[str, float]:
    rows = warehouse.read("select name, value from marts.dim_thresholds order by name")
    return dict(zip(rows["name"], rows["value"], strict=True))


def has_deliveries() -> bool:
    """Whether any record says what was delivered; without one nobody knows what was kept."""
    rows = warehouse.read("select has_deliveries from marts.dim_measured")
    return bool(rows["has_deliveries"].any())


def hold_days() -> float | None:
    """Days until 95 of 100 deliveries are on record: younger weeks are provisional. Null where the delay is not measured."""
    days = warehouse.read("select hold_days from marts.dim_build")["hold_days"].iloc[0]
    return None if pd.isna(days) else float(days)


def due_range(view: View, promised_to: Literal["customer", "company"] | None = None) -> pd.Series:
    """The due days there are for these filters, to tell an empty page where to look, and when the next one is."""
    return warehouse.read(
        f"""
        select
            min(due_date) filter (where is_due) as first_due,
            max(due_date) filter (where is_due) as last_due,
            count(*) filter (where is_due) as due_count,
            min(due_date) filter (where outcome = 'pending') as next_due
        from marts.fct_promises
        where {CHOSEN} and (cast($promised_to as varchar) is null or promised_to = $promised_to)
        """,
        {**view.parameters, "promised_to": promised_to},
    ).iloc[0]


def orders_to_come(view: View) -> pd.Series:
    """How many orders there are for these filters, how many of them were ever due, and when the next one is."""
    return warehouse.read(
        f"""
        select
            count(*) as orders_count,
            count(*) filter (where is_due) as due_count,
            min(due_date) filter (where outcome = 'pending') as next_due
        from marts.fct_orders
        where {order_chosen(view)}
        """,
        view.parameters,
    ).iloc[0]
