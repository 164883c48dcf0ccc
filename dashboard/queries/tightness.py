"""How the dates that sellers gave compare with those that could have been kept: the judgement of the marts, which no filter changes."""

import pandas as pd

from dashboard import warehouse


def of_one(seller: str) -> pd.DataFrame:
    """The dates of one seller, step by step; those of which little is known last."""
    return warehouse.read(
        """
        select
            coalesce(dim_steps.name, tightness.step) as step_name,
            tightness.tightness,
            tightness.ambition,
            tightness.reason
        from marts.fct_promise_tightness as tightness
        left join marts.dim_steps on tightness.step = dim_steps.step
        where tightness.dimension = 'seller' and tightness.member_id = $seller
        order by tightness.tightness = 'too_little_data', tightness.ambition desc nulls last, tightness.step
        """,
        {"seller": seller},
    )


def is_anyone_judged() -> bool:
    """Whether the dates of any seller could be judged."""
    rows = warehouse.read(
        "select bool_or(tightness <> 'too_little_data') as is_judged from marts.fct_promise_tightness where dimension = 'seller'"
    )
    return bool(rows["is_judged"].eq(True).iloc[0])


def undated() -> pd.DataFrame:
    """Steps in which no honest date was known for some sellers, and for how many."""
    return warehouse.read(
        """
        select coalesce(dim_steps.name, tightness.step) as step_name, count(*) as sellers_count
        from marts.fct_promise_tightness as tightness
        left join marts.dim_steps on tightness.step = dim_steps.step
        where tightness.dimension = 'seller' and tightness.quoted_count = 0
        group by all
        order by step_name
        """
    )
