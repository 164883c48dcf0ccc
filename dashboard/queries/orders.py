"""The worklist of broken promises, and everything about one order."""

from dataclasses import dataclass

import pandas as pd

from dashboard import warehouse
from dashboard.queries.kept import CHOSEN, DUE_IN_PERIOD, HAS_NEW_DATES, IS_NOTICE_MEASURED
from dashboard.view import View

BROKEN_OUTCOMES = ["overdue_open", "late", "cancelled_broken", "early"]
#: name in the URL → (label, SQL). Fixed text only; nothing a reader types comes here.
SORTS = {
    "days": ("Most days late first", "days_late desc nulls last, value desc nulls last"),
    "value": ("Highest value first", "value desc nulls last, days_late desc nulls last"),
    "newest": ("Newest due date first", "due_date desc, days_late desc nulls last"),
}


@dataclass(frozen=True)
class Worklist:
    outcomes: tuple[str, ...] = ()
    is_date_critical: bool = False
    at_least_days: int = 0
    at_least_value: float = 0
    search: str = ""
    sort: str = "days"


def broken(view: View, wanted: Worklist, limit: int) -> pd.DataFrame:
    """Broken promises to customers: one row each, with how many were found in all."""
    return warehouse.read(
        f"""
        with broken as (
            select
                *,
                coalesce(overdue_days, deviation_days) as days_late
            from marts.fct_promises
            where not is_kept and promised_to = 'customer' and {DUE_IN_PERIOD} and {CHOSEN}
        )
        select
            broken.order_id,
            broken.promise_id,
            coalesce(broken.product_group, 'line ' || broken.line) as what,
            coalesce(dim_steps.name, broken.step) as step_name,
            coalesce(dim_partners.name, broken.partner_id) as partner_name,
            coalesce(dim_sellers.name, broken.seller_id) as seller_name,
            broken.due_date,
            broken.fulfilled_date,
            broken.outcome,
            broken.days_late,
            broken.value,
            broken.is_date_critical,
            case when {HAS_NEW_DATES} then broken.repromises_count end as repromises_count,
            fct_orders.contacts_count,
            fct_orders.first_notice_date,
            {IS_NOTICE_MEASURED} as is_notice_measured,
            count(*) over () as found_count
        from broken
        left join marts.fct_orders on broken.order_id = fct_orders.order_id
        left join marts.dim_steps on broken.step = dim_steps.step
        left join marts.dim_partners on broken.partner_id = dim_partners.partner_id
        left join marts.dim_sellers on broken.seller_id = dim_sellers.seller_id
        where
            (cast($outcomes as varchar[]) is null or list_contains($outcomes, broken.outcome))
            and (not $is_date_critical or broken.is_date_critical)
            and ($at_least_days = 0 or days_late >= $at_least_days)
            and ($at_least_value = 0 or broken.value >= $at_least_value)
            and ($search = '' or contains(lower(broken.order_id), lower($search)))
        order by {SORTS[wanted.sort][1]}, broken.promise_id
        limit $limit
        """,
        {
            **view.parameters,
            "outcomes": list(wanted.outcomes) or None,
            "is_date_critical": wanted.is_date_critical,
            "at_least_days": wanted.at_least_days,
            "at_least_value": wanted.at_least_value,
            "search": wanted.search.strip(),
            "limit": limit,
        },
    )


def broken_shares(view: View) -> pd.Series:
    """How many of the broken are of each kind."""
    rows = warehouse.read(
        f"""
        select outcome, count(*) as promises_count
        from marts.fct_promises
        where not is_kept and promised_to = 'customer' and {DUE_IN_PERIOD} and {CHOSEN}
        group by outcome
        order by outcome
        """,
        view.parameters,
    )
    return rows.set_index("outcome")["promises_count"].reindex(BROKEN_OUTCOMES, fill_value=0)


def filled() -> pd.Series:
    """Whether the source says what a promise is worth, and whether its day is critical."""
    return warehouse.read("select count(value) > 0 as value, count(is_date_critical) > 0 as is_date_critical from marts.fct_promises").iloc[
        0
    ]


def order(order_id: str) -> pd.Series | None:
    rows = warehouse.read(
        f"""
        select
            fct_orders.*,
            (select as_of from marts.dim_build) - fct_orders.due_date as past_due_days,
            {IS_NOTICE_MEASURED} as is_notice_measured,
            {HAS_NEW_DATES} as has_new_dates,
            exists (select 1 from marts.dim_measured where has_waits and has_named_contacts) as has_waits,
            dim_customers.name as customer_name,
            coalesce(dim_sellers.name, fct_orders.seller_id) as seller_name,
            coalesce(dim_partners.name, fct_orders.pacing_partner_id) as pacing_partner
        from marts.fct_orders
        left join marts.dim_customers on fct_orders.customer_id = dim_customers.customer_id
        left join marts.dim_sellers on fct_orders.seller_id = dim_sellers.seller_id
        left join marts.dim_partners on fct_orders.pacing_partner_id = dim_partners.partner_id
        where fct_orders.order_id = $order_id
        """,
        {"order_id": order_id},
    )
    return None if rows.empty else rows.iloc[0]


def promises(order_id: str) -> pd.DataFrame:
    """The promises of an order, required lines first."""
    return warehouse.read(
        """
        select
            fct_promises.promise_id,
            fct_promises.line,
            fct_promises.product_group,
            fct_promises.step,
            fct_promises.promised_to,
            fct_promises.is_required,
            coalesce(dim_steps.name, fct_promises.step) as step_name,
            coalesce(dim_partners.name, fct_promises.partner_id) as partner_name,
            coalesce(dim_sellers.name, fct_promises.seller_id) as seller_name,
            fct_promises.promised_date,
            fct_promises.due_date,
            fct_promises.latest_due_date,
            fct_promises.fulfilled_date,
            fct_promises.cancelled_by,
            fct_promises.outcome,
            fct_promises.is_kept,
            fct_promises.is_kept_latest,
            fct_promises.deviation_days,
            fct_promises.overdue_days,
            fct_promises.versions_count,
            fct_promises.dateless_count,
            fct_promises.value
        from marts.fct_promises
        left join marts.dim_steps on fct_promises.step = dim_steps.step
        left join marts.dim_partners on fct_promises.partner_id = dim_partners.partner_id
        left join marts.dim_sellers on fct_promises.seller_id = dim_sellers.seller_id
        where fct_promises.order_id = $order_id
        order by fct_promises.is_required desc, dim_steps.position nulls last, fct_promises.line nulls last, fct_promises.promise_id
        """,
        {"order_id": order_id},
    )


def timeline(order_id: str) -> pd.DataFrame:
    return warehouse.read(
        """
        select
            occurred_local_at, has_time, record, event, promise_id, line, step, product_group, record_id, actor,
            told_due_date, reason, quantity, condition, channel, direction, outcome, redirected_to, wait_minutes, note
        from marts.fct_order_timeline
        where order_id = $order_id
        order by occurred_at, record, promise_id nulls last, record_id
        """,
        {"order_id": order_id},
    )
