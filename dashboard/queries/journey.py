"""The journey as the company has drawn it, and what customers meet beside it."""

import pandas as pd

from dashboard import warehouse


def steps() -> pd.DataFrame:
    """Every step of every journey in its order; how many there are, and how many are measured and owned."""
    return warehouse.read(
        """
        select
            step,
            coalesce(name, step) as name,
            journey,
            position,
            owner,
            is_moment_of_truth,
            expectation,
            is_measured,
            is_owned,
            is_covered
        from marts.fct_journey_steps
        order by max(due_count) over (partition by journey) desc, journey, position nulls last, step
        """
    )


def unplanned(limit: int) -> pd.DataFrame:
    """Contacts that no step of the journey foresees, the most frequent first: what for, by what channel, with whom."""
    return warehouse.read(
        """
        select
            touchpoint,
            channel,
            team,
            sum(touches_count) as touches_count,
            sum(redirected_count) as redirected_count,
            sum(wait_minutes) as wait_minutes,
            sum(sum(touches_count)) over () as total_count
        from marts.fct_touchpoint_counts
        where not is_planned and kind = 'contact_in'
        group by touchpoint, channel, team
        order by touches_count desc, touchpoint, channel, team
        limit $limit
        """,
        {"limit": limit},
    )
