"""What is broken: the worklist of promises, what is overdue and for how long."""

from dataclasses import dataclass

import pandas as pd

from dashboard import warehouse
from dashboard.queries.kept import CHOSEN, DUE_IN_PERIOD, HAS_NEW_DATES, IS_NOTICE_MEASURED
from dashboard.view import View

BROKEN_OUTCOMES = ["overdue_open", "late", "cancelled_broken", "early"]
#: name in the URL → (label, SQL). Fixed text only; nothing a reader types comes here. By days, calls come after deliveries.
SORTS = {
    "stake": "stake_rank",
    "days": "is_call, days_late desc nulls last, deviation_minutes desc nulls last, value desc nulls last",
    "value": "value desc nulls last, days_late desc nulls last",
    "newest": "due_date desc, days_late desc nulls last",
}


@dataclass(frozen=True)
class Worklist:
    outcomes: tuple[str, ...] = ()
    is_date_critical: bool = False
    #: only what the customer has not been informed of
    is_not_informed: bool = False
    at_least_days: int = 0
    at_least_value: float = 0
    search: str = ""
    sort: str = "stake"
    #: what has been open for so long that nobody will come for it: a list of its own
    is_long_overdue: bool = False


#: Each broken promise to a customer that fits the view and the choices of the page, under `broken`.
FITTING = f"""
    with broken as materialized (
        select
            promise_id,
            order_id,
            line,
            product_group,
            step,
            partner_id,
            seller_id,
            due_date,
            fulfilled_date,
            outcome,
            overdue_days,
            overdue_minutes,
            deviation_days,
            deviation_minutes,
            value,
            is_date_critical,
            repromises_count,
            coalesce(overdue_days, deviation_days) as days_late,
            fulfilled_by = 'contact' as is_call,
            is_long_overdue,
            is_customer_informed,
            stake_rank
        from marts.fct_promises
        inner join marts.fct_broken_stakes using (promise_id)
        where
            not is_kept and promised_to = 'customer' and {DUE_IN_PERIOD} and {CHOSEN}
            and (cast($outcomes as varchar[]) is null or list_contains($outcomes, outcome))
            and (not $is_date_critical or is_date_critical)
            and (not $is_not_informed or (fulfilled_by <> 'contact' and is_customer_informed is distinct from true))
            and ($at_least_days = 0 or coalesce(overdue_days, deviation_days) >= $at_least_days)
            and ($at_least_value = 0 or value >= $at_least_value)
            and ($search = '' or contains(lower(order_id), lower($search)))
    )
"""


def parameters(view: View, wanted: Worklist) -> dict:
    return {
        **view.parameters,
        "outcomes": list(wanted.outcomes) or None,
        "is_date_critical": wanted.is_date_critical,
        "is_not_informed": wanted.is_not_informed,
        "at_least_days": wanted.at_least_days,
        "at_least_value": wanted.at_least_value,
        "search": wanted.search.strip(),
        "is_long_overdue": wanted.is_long_overdue,
    }


def broken(view: View, wanted: Worklist, limit: int) -> pd.DataFrame:
    """One row each, with how many there are in all; the long overdue alone, or all others."""
    return warehouse.read(
        f"""
        {FITTING},
        listed as (
            -- first the rows, then what stands in them: at a million promises half of the broken would be put together for two hundred
            select * from broken
            where is_long_overdue = $is_long_overdue
            order by {SORTS[wanted.sort]}, promise_id
            limit $limit
        )
        select
            broken.order_id,
            broken.promise_id,
            coalesce(replace(broken.product_group, '_', ' '), 'line ' || broken.line) as what,
            coalesce(dim_steps.name, broken.step) as step_name,
            coalesce(dim_partners.name, broken.partner_id) as partner_name,
            coalesce(dim_sellers.name, broken.seller_id) as seller_name,
            broken.due_date,
            broken.fulfilled_date,
            broken.outcome,
            broken.days_late,
            broken.overdue_days,
            broken.overdue_minutes,
            broken.deviation_days,
            broken.deviation_minutes,
            broken.value,
            broken.is_date_critical,
            broken.is_call,
            broken.is_customer_informed,
            case when {HAS_NEW_DATES} then broken.repromises_count end as repromises_count,
            fct_orders.contacts_count,
            {IS_NOTICE_MEASURED} as is_notice_measured,
            (select count(*) from broken where is_long_overdue = $is_long_overdue) as total_count
        from listed as broken
        left join marts.fct_orders on broken.order_id = fct_orders.order_id
        left join marts.dim_steps on broken.step = dim_steps.step
        left join marts.dim_partners on broken.partner_id = dim_partners.partner_id
        left join marts.dim_sellers on broken.seller_id = dim_sellers.seller_id
        order by {SORTS[wanted.sort]}, broken.promise_id
        """,
        {**parameters(view, wanted), "limit": limit},
    )


def long_overdue(view: View, wanted: Worklist) -> pd.Series:
    """What has been open for so long that nobody will come for it, in one line."""
    return warehouse.read(
        f"""
        {FITTING}
        select
            count(*) as promises_count,
            count(*) filter (where is_call) as calls_count,
            max(overdue_days) as oldest_days
        from broken
        where is_long_overdue
        """,
        parameters(view, wanted),
    ).iloc[0]


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


def can_be_saved(view: View) -> int:
    """Of the broken those that are still open, and not for so long that nobody will come for them."""
    return int(
        warehouse.read(
            f"""
            select count(*) as n
            from marts.fct_promises
            inner join marts.fct_broken_stakes using (promise_id)
            where not is_kept and promised_to = 'customer' and is_open and not is_long_overdue and {DUE_IN_PERIOD} and {CHOSEN}
            """,
            view.parameters,
        )["n"].iloc[0]
    )


def filled() -> pd.Series:
    """Whether the source says what a promise is worth, whether its day is critical, and whether the customer was informed."""
    return warehouse.read(
        """
        select
            count(value) > 0 as value,
            count(is_date_critical) > 0 as is_date_critical,
            coalesce((select has_notices from marts.dim_measured), false) as informed
        from marts.fct_promises
        """
    ).iloc[0]


def open_overdue(view: View) -> pd.DataFrame:
    """Deliveries to customers that are overdue today, by how long, whatever the period."""
    return warehouse.read(
        f"""
        select band, max(overdue_days) as oldest_days, count(*) as promises_count
        from marts.fct_promises
        inner join marts.dim_lateness_bands
            on overdue_days >= from_days and (to_days is null or overdue_days <= to_days)
        where outcome = 'overdue_open' and promised_to = 'customer' and fulfilled_by <> 'contact' and {CHOSEN}
        group by band, from_days
        order by from_days
        """,
        view.parameters,
    )
