"""Whose days the late deliveries of a view lost: the parts of the marts, which add up to the delay."""

import pandas as pd

from dashboard import warehouse
from dashboard.queries.kept import DUE_IN_PERIOD, promise_chosen
from dashboard.view import View


def in_view(view: View) -> str:
    """Of marts that have a row per promise to a customer and its due date: those that a view shows."""
    return f"{DUE_IN_PERIOD} and {promise_chosen(view)}"


def parts_in_view(view: View) -> str:
    """The same of the parts of the delay, which have no date."""
    return f"promise_id in (select promise_id from marts.fct_delay_attribution where {in_view(view)})"


def days(view: View) -> pd.DataFrame:
    """Days late by cause, and by the partner where it was one; most days first."""
    return warehouse.read(
        f"""
        with parts as (
            select cause, partner_id, days from marts.fct_delay_parts where {parts_in_view(view)}
        )
        select
            parts.cause,
            parts.partner_id,
            coalesce(dim_partners.name, parts.partner_id) as partner_name,
            sum(parts.days) as days,
            marts.rate(sum(parts.days), sum(sum(parts.days)) over ()) as share
        from parts
        left join marts.dim_partners on parts.partner_id = dim_partners.partner_id
        group by all
        order by days desc, parts.cause, parts.partner_id
        """,
        view.parameters,
    )


def elsewhere(view: View, partner: str) -> float:
    """The days that one partner lost on what others were to deliver: a supplier that hands over late to a carrier."""
    rows = warehouse.read(
        f"""
        with late as (
            select promise_id from marts.fct_delay_attribution
            where partner_id is distinct from $member and {in_view(view)}
        )
        select coalesce(sum(parts.days), 0) as days
        from late
        inner join marts.fct_delay_parts as parts on late.promise_id = parts.promise_id
        where parts.cause = 'partner' and parts.partner_id = $member
        """,
        {**view.replaced(partner=()).parameters, "member": partner},
    )
    return float(rows["days"].iloc[0])


def late(view: View) -> pd.Series:
    """How many deliveries were late, by how many days, and how sure the causes are."""
    return warehouse.read(
        f"""
        select
            count(*) as late_count,
            coalesce(sum(delay_days), 0) as delay_days,
            count(*) filter (where is_provisional) as open_count,
            count(*) filter (where outcome = 'cancelled_broken') as cancelled_count,
            count(*) filter (where is_commitment_imputed) as imputed_count,
            count(*) filter (where not is_cause_robust) as contested_count
        from marts.fct_delay_attribution
        where {in_view(view)}
        """,
        view.parameters,
    ).iloc[0]


def example(view: View) -> pd.DataFrame:
    """The late delivery that shows most (with the most causes, then with the most days), a row for each of its causes."""
    return warehouse.read(
        f"""
        with late as (
            select
                promise_id,
                order_id,
                due_date,
                ended_date,
                delay_days,
                is_provisional,
                committed_date,
                is_commitment_imputed,
                handover_planned_date,
                handed_over_date,
                expected_after_handover_date
            from marts.fct_delay_attribution
            where order_id is not null and {in_view(view)}
            order by
                (over_promise_days > 0)::integer + (internal_days > 0)::integer + (partner_days > 0)::integer
                + (customer_days > 0)::integer + (excused_days > 0)::integer + (coordination_days > 0)::integer
                + (unexplained_days > 0)::integer desc,
                delay_days desc,
                promise_id
            limit 1
        )
        select
            late.order_id,
            late.due_date,
            late.ended_date,
            late.delay_days,
            late.is_provisional,
            late.committed_date,
            late.is_commitment_imputed,
            late.handover_planned_date,
            late.handed_over_date,
            late.expected_after_handover_date,
            parts.cause,
            parts.partner_id,
            coalesce(dim_partners.name, parts.partner_id) as partner_name,
            parts.days
        from late
        inner join marts.fct_delay_parts as parts on late.promise_id = parts.promise_id
        left join marts.dim_partners on parts.partner_id = dim_partners.partner_id
        order by parts.days desc, parts.cause, parts.partner_id
        """,
        view.parameters,
    )
