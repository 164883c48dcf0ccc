"""What changed by more than chance: the watched series, and the limits of the one that a reader looks at."""

from datetime import date

import pandas as pd

from dashboard import warehouse
from dashboard.view import View

#: filters that are a series of their own, where one member alone is chosen
SERIES = ("seller", "region", "customer_type")


def series(view: View) -> tuple[str, str] | None:
    """The series of orders that a choice of filters is; None where it is none that is watched."""
    if not view.chosen:
        return "company", "all"
    (name, members), *others = view.chosen.items()
    return (name, members[0]) if name in SERIES and len(members) == 1 and not others else None


def by_week(view: View) -> pd.DataFrame:
    """The weeks of that series as kept rates, what is usual, and between what limits a week lies while nothing changes. Of a week that the
    period cuts the page counts a part, which no limits of a whole week hold for."""
    dimension, member = series(view) or (None, None)
    return warehouse.read(
        """
        select
            week as member,
            weeks_count,
            is_provisional,
            baseline,
            baseline_from_date,
            1 - rate as kept_rate,
            1 - baseline_rate as usual_rate,
            case when not is_cut then 1 - limit_high end as usual_low,
            case when not is_cut then 1 - limit_low end as usual_high,
            evidence > (select value from marts.dim_thresholds where name = 'signal_evidence') as is_worse,
            better_evidence > (select value from marts.dim_thresholds where name = 'signal_evidence') as is_better,
            since_week,
            better_since_week
        from (
            select
                *,
                coalesce(week < cast($first_day as date) and week + 7 > cast($first_day as date), false)
                or (week < cast($end_day as date) and week + 7 > cast($end_day as date) and cast($end_day as date) < as_of) as is_cut
            from marts.fct_signals cross join marts.dim_build
            where dimension = $dimension and member_id = $member
        ) as weeks
        order by week
        """,
        {**view.parameters, "dimension": dimension, "member": member},
    )


def first_watched() -> date | None:
    """The first day on which a series can be long enough to be watched; None where some are and say nothing."""
    day = warehouse.read(
        """
        select case when bool_and(baseline = 'too_short') then min(baseline_from_date) end as first_day
        from marts.fct_signals where dimension <> 'seller'
        """
    )["first_day"].iloc[0]
    return None if pd.isna(day) else day


def watched() -> pd.DataFrame:
    """Each series on the board at its newest settled point; those that signal first, by the breaks beyond what is usual."""
    return warehouse.read(
        """
        -- worse than in the long run and better of late: it counts once, as worse, which is what its reason says
        select
            dimension, member_id as member, week, weeks_count, is_signal, is_better and not is_signal as is_better, is_new,
            case when is_signal then since_week else better_since_week end as since_week, excess_broken_count, reason
        from marts.fct_signals
        where is_charted and evidence is not null
        qualify row_number() over (partition by dimension, member_id order by week desc) = 1
        order by is_signal desc, excess_broken_count desc nulls last, chart_rank
        """
    )
