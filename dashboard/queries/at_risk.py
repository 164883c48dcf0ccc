"""What is about to break, and how well such lists did before."""

import pandas as pd

from dashboard import warehouse
from dashboard.queries.kept import promise_chosen
from dashboard.view import View

OPEN = """
    from marts.fct_at_risk as risk
    left join marts.dim_steps on risk.step = dim_steps.step
    left join marts.dim_partners on risk.partner_id = dim_partners.partner_id
"""


def about_to_break(view: View, limit: int) -> pd.DataFrame:
    """Orders with open promises that will sooner break than be kept, what is at stake first: each with its most urgent line and how many
    more there are; all with how many promises there are, by when, of whose steps, and how many of them may be saved."""
    return warehouse.read(
        f"""
        with risky as (
            select
                order_id,
                coalesce(order_id, promise_id) as subject_id,
                coalesce(replace(product_group, '_', ' '), dim_steps.name, risk.step) as what,
                coalesce(dim_partners.name, risk.partner_id) as partner_name,
                risk.step,
                dim_steps.owner,
                dim_steps.playbook,
                probability,
                end_date,
                days_left,
                reason,
                is_customer_informed,
                value,
                stake_rank
            {OPEN}
            where is_at_risk and {promise_chosen(view)}
        ),
        -- the most urgent line stands for its order
        subjects as (
            select
                *,
                count(*) over (partition by subject_id) as lines_count,
                sum(value) over (partition by subject_id) as order_value,
                row_number() over (partition by subject_id order by stake_rank) as place
            from risky
        ),
        totals as (
            select
                count(*) as total_count,
                count(distinct subject_id) as orders_count,
                sum(probability) as expected_broken_count,
                max(end_date) as last_date,
                histogram(end_date) as days,
                list(distinct owner order by owner) filter (where owner is not null) as owners
            from risky
        )
        select subjects.* exclude (place, value, order_value), subjects.order_value as value, totals.*
        from subjects cross join totals
        where place = 1
        order by stake_rank
        limit $limit
        """,
        {**view.parameters, "limit": limit},
    )


def open_counts(view: View) -> pd.Series:
    """Open promises whose probability is known, those of which it is not, and whether that is for want of deliveries on record."""
    return warehouse.read(
        f"""
        select
            count(probability) as known_count,
            count(*) filter (where probability is null) as unknown_count,
            not coalesce(bool_or(probability is not null or reason not like 'Not measured%'), false) as is_not_measured,
            exists (select 1 from marts.dim_measured where has_deliveries) as has_deliveries
        {OPEN}
        where {promise_chosen(view)}
        """,
        view.parameters,
    ).iloc[0]


def record() -> pd.Series:
    """What became of the promises that earlier weekly lists named, over all steps."""
    return warehouse.read(
        """
        select
            sum(named_count) as named_count,
            sum(named_broken_count) as named_broken_count,
            marts.rate(sum(named_broken_count), sum(named_count)) as precision_rate,
            max(lists_count) as lists_count
        from marts.fct_at_risk_scores
        """
    ).iloc[0]
