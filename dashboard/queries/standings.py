"""Who is worse than its peers: the judgement of the marts, which no filter changes."""

import pandas as pd

from dashboard import warehouse
from dashboard.queries.members import Kind


def standings(kind: Kind) -> pd.DataFrame:
    """Each member of a kind in each step that it is judged in, the worst first."""
    return warehouse.read(
        f"""
        select
            standings.*,
            standings.member_id as member,
            coalesce(members.name, standings.member_id) as name,
            coalesce(dim_steps.name, standings.step) as step_name
        from marts.fct_standings as standings
        left join marts.dim_{kind}s as members on standings.member_id = members.{kind}_id
        left join marts.dim_steps on standings.step = dim_steps.step
        where standings.kind = $kind
        order by standings.probability_bad desc nulls last, standings.excess_broken_count desc nulls last, standings.member_id
        """,
        {"kind": kind},
    )
