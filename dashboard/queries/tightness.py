"""How the dates that sellers gave compare with those that could have been kept: the judgement of the marts, which no filter changes."""

import pandas as pd

from dashboard import warehouse


def tightness() -> pd.DataFrame:
    """Each seller in each step: who promises sooner than it keeps first, the thin last, by name."""
    return warehouse.read(
        """
        select
            tightness.member_id as member,
            coalesce(dim_sellers.name, tightness.member_id) as name,
            coalesce(dim_steps.name, tightness.step) as step_name,
            tightness.quoted_count,
            tightness.kept_rate,
            tightness.promised_mean_days,
            tightness.honest_mean_days,
            tightness.ambition,
            tightness.tightness,
            tightness.reason
        from marts.fct_promise_tightness as tightness
        left join marts.dim_sellers on tightness.member_id = dim_sellers.seller_id
        left join marts.dim_steps on tightness.step = dim_steps.step
        where tightness.dimension = 'seller'
        order by
            tightness.tightness = 'too_little_data',
            tightness.tightness <> 'bold',
            case when tightness.tightness <> 'too_little_data' then tightness.ambition end desc nulls last,
            lower(coalesce(dim_sellers.name, tightness.member_id)),
            tightness.member_id,
            tightness.step
        """
    )
