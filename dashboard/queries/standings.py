"""Who is worse than its peers: the judgement of the marts, which no filter changes."""

import pandas as pd

from dashboard import warehouse
from dashboard.queries.members import Kind

COLUMNS = """
    standings.member_id as member,
    coalesce(members.name, standings.member_id) as name,
    standings.step,
    coalesce(dim_steps.name, standings.step) as step_name,
    standings.standing,
    standings.since_date,
    standings.is_since_oldest_look,
    standings.reason,
    standings.judged_by,
    standings.due_count,
    standings.broken_count,
    marts.rate(standings.broken_count, standings.due_count) as broken_rate,
    standings.expected_broken_count,
    standings.excess_broken_count,
    standings.recent_due_count,
    standings.recent_broken_count,
    standings.earlier_due_count,
    standings.earlier_broken_count,
    standings.trend,
    standings.peer_ratio,
    standings.funnel_low_95,
    standings.funnel_high_95,
    standings.funnel_low_998,
    standings.funnel_high_998,
    standings.expected_rank,
    standings.rank_low,
    standings.rank_high,
    standings.ranked_count
"""
NAMED = {
    kind: f"""
    from marts.fct_standings as standings
    left join marts.dim_{kind}s as members on standings.member_id = members.{kind}_id
    left join marts.dim_steps on standings.step = dim_steps.step
    where standings.kind = '{kind}'
"""
    for kind in ("partner", "seller")
}


def standings(kind: Kind) -> pd.DataFrame:
    """Everyone who is judged, in each step that it is judged in: those who stand out first, most broken beyond their peers first."""
    return warehouse.read(
        f"""
        select {COLUMNS} {NAMED[kind]} and standings.standing in ('act', 'watch', 'none')
        order by
            list_position(['act', 'watch', 'none'], standings.standing), standings.excess_broken_count desc nulls last, standings.member_id
        """
    )


def of_one(kind: Kind, member: str) -> pd.DataFrame:
    """How one member stands in each step, the worst first."""
    return warehouse.read(
        f"""
        select {COLUMNS} {NAMED[kind]} and standings.member_id = $member
        order by standings.probability_bad desc nulls last, standings.step
        """,
        {"member": member},
    )


def peers(kind: Kind, step: str) -> pd.DataFrame:
    """Everyone who is judged in one step."""
    return warehouse.read(
        f"""
        select {COLUMNS} {NAMED[kind]} and standings.step = $step and standings.peer_ratio is not null
        order by standings.due_count desc, standings.member_id
        """,
        {"step": step},
    )


def not_judged(kind: Kind) -> dict[str, int]:
    """How many are judged in no step, by what is missing."""
    rows = warehouse.read(
        """
        with members as (
            select
                member_id,
                bool_or(standing in ('act', 'watch', 'none')) as is_judged,
                bool_or(standing = 'too_little_data') as is_little,
                bool_or(standing = 'not_comparable') as is_alone
            from marts.fct_standings
            where kind = $kind
            group by member_id
        )
        select
            count(*) filter (where is_little) as too_little_data,
            count(*) filter (where is_alone) as not_comparable
        from members
        where not is_judged
        """,
        {"kind": kind},
    )
    return {str(name): int(number) for name, number in rows.iloc[0].items()}


def young(kind: Kind) -> pd.DataFrame:
    """Steps that are judged from a short history, and until when."""
    return warehouse.read(
        """
        select
            coalesce(dim_steps.name, standings.step) as step_name,
            max(standings.history_weeks) as history_weeks,
            max(standings.full_history_date) as full_history_date
        from marts.fct_standings as standings
        left join marts.dim_steps on standings.step = dim_steps.step
        where standings.kind = $kind and standings.full_history_date is not null
        group by all
        order by step_name
        """,
        {"kind": kind},
    )


def reasons(members: list[str]) -> pd.DataFrame:
    """Why sellers stand out: by the dates that they give, and beside their peers."""
    return warehouse.read(
        """
        select member_id as member, reason, 0 as place
        from marts.fct_promise_tightness
        where dimension = 'seller' and tightness = 'bold' and list_contains($members, member_id)
        union all
        select member_id as member, reason, 1 as place
        from marts.fct_standings
        where kind = 'seller' and standing in ('act', 'watch') and list_contains($members, member_id)
        order by place, reason
        """,
        {"members": members},
    )
