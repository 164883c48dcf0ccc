"""What hurts most now, and what is new since last week."""

import pandas as pd

from dashboard import warehouse
from dashboard.queries.kept import order_chosen
from dashboard.queries.members import Kind
from dashboard.view import View


def most_harm(kind: Kind) -> pd.DataFrame:
    """Who is worse than its peers by more than chance, by what it broke beyond them in the newest weeks; the most first."""
    return warehouse.read(
        f"""
        select
            standings.member_id as member,
            coalesce(members.name, standings.member_id) as name,
            coalesce(dim_steps.name, standings.step) as step_name,
            standings.standing,
            standings.since_date,
            standings.is_since_oldest_look,
            standings.recent_due_count,
            standings.recent_broken_count,
            standings.recent_expected_broken_count,
            standings.probability_bad
        from marts.fct_standings as standings
        left join marts.dim_{kind}s as members on standings.member_id = members.{kind}_id
        left join marts.dim_steps on standings.step = dim_steps.step
        where standings.kind = $kind and standings.standing in ('act', 'watch')
        order by
            standings.standing,
            standings.recent_broken_count - standings.recent_expected_broken_count desc,
            standings.member_id
        """,
        {"kind": kind},
    )


def is_judged(kind: Kind) -> bool:
    """Whether anyone of this kind can be compared with peers."""
    rows = warehouse.read(
        "select coalesce(bool_or(standing in ('act', 'watch', 'none')), false) as is_judged from marts.fct_standings where kind = $kind",
        {"kind": kind},
    )
    return bool(rows["is_judged"].iloc[0])


def costs_per_break(dimension: str) -> pd.DataFrame:
    """What a broken order adds beyond kept ones of its kind, per member: contacts, and money. Null = not measured."""
    return warehouse.read(
        """
        select
            member_id as member,
            max(excess_per_break) filter (where measure = 'contacts') as contacts,
            max(excess_per_break) filter (where measure = 'cost') as cost,
            max(covered_count) as covered_count
        from marts.fct_excess_rates
        where dimension = $dimension and measure in ('contacts', 'cost') and member_id is not null
        group by member_id
        order by member_id
        """,
        {"dimension": dimension},
    )


def cost_of_all() -> pd.Series:
    """What a broken order of the company adds, and what all of them add in a year. Null = not measured."""
    return warehouse.read(
        """
        select
            max(excess_per_break) filter (where measure = 'contacts') as contacts,
            max(excess_per_break) filter (where measure = 'cost') as cost,
            max(excess_per_year) filter (where measure = 'cost') as cost_per_year,
            coalesce(max(covered_count), 0) as covered_count
        from marts.fct_excess_rates
        where dimension = 'company' and measure in ('contacts', 'cost')
        """
    ).iloc[0]


def new_standings() -> pd.DataFrame:
    """Partners and sellers who stand out since at most seven days."""
    return warehouse.read(
        """
        select
            standings.kind,
            standings.member_id as member,
            coalesce(dim_partners.name, dim_sellers.name, standings.member_id) as name,
            standings.standing,
            standings.since_date,
            standings.reason
        from marts.fct_standings as standings
        cross join marts.dim_build
        left join marts.dim_partners on standings.kind = 'partner' and standings.member_id = dim_partners.partner_id
        left join marts.dim_sellers on standings.kind = 'seller' and standings.member_id = dim_sellers.seller_id
        where
            standings.standing in ('act', 'watch')
            and standings.since_date >= dim_build.as_of - 7
            and not standings.is_since_oldest_look
        order by standings.kind, name
        """
    )


def broken_in_weeks(view: View) -> pd.Series:
    """Orders due in the last seven days and in the seven before them, and how many of each were not kept."""
    return warehouse.read(
        f"""
        select
            count(*) filter (where is_due and due_date >= as_of - 7) as due_count,
            count(*) filter (where is_due and not is_kept and due_date >= as_of - 7) as broken_count,
            count(*) filter (where is_due and due_date < as_of - 7) as before_due_count,
            count(*) filter (where is_due and not is_kept and due_date < as_of - 7) as before_broken_count
        from marts.fct_orders cross join marts.dim_build
        where due_date >= as_of - 7 - 7 and due_date < as_of and {order_chosen(view)}
        """,
        view.parameters,
    ).iloc[0]
