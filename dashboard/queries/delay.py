"""How far from the promised day things come, of what the reader has chosen."""

import pandas as pd

from dashboard import warehouse
from dashboard.queries.kept import BY, CHOSEN, DUE_IN_PERIOD, By
from dashboard.view import View


def median_deviations(view: View, by: By) -> pd.DataFrame:
    """By how many days half of what was to be delivered to the customer has come, per member: what is still open counts for as long as
    it has been waited for. Negative is early; null = half has not come yet. A call that was never made is no delay: it stands apart."""
    return warehouse.read(
        f"""
        with seen as (
            select
                {BY[by]} as member,
                marts.seen_days(outcome, fulfilled_date, deviation_days, due_date) as days,
                count(*) as seen_count,
                count(fulfilled_date) as complete_count
            from marts.fct_promises
            where
                promised_to = 'customer'
                and fulfilled_by <> 'contact'
                and marts.has_deviation(is_due, outcome)
                and {DUE_IN_PERIOD}
                and {CHOSEN}
            group by all
        ),
        listed as (
            select member, list({{'days': days, 'seen_count': seen_count, 'complete_count': complete_count}}) as seen
            from seen
            group by member
        )
        select member, marts.days_reached(seen, 0.5) as median_deviation_days
        from listed
        order by member
        """,
        view.parameters,
    )


def median_minutes(view: View, by: By) -> pd.DataFrame:
    """The same in minutes, of members whose every promise has a time of day; null for the others, too."""
    return warehouse.read(
        f"""
        with seen as (
            select
                {BY[by]} as member,
                due_has_time and (fulfilled_date is null or deviation_minutes is not null) as is_timed,
                coalesce(deviation_minutes, overdue_minutes) as minutes,
                count(*) as seen_count,
                count(fulfilled_date) as complete_count
            from marts.fct_promises
            where
                promised_to = 'customer'
                and fulfilled_by <> 'contact'
                and marts.has_deviation(is_due, outcome)
                and {DUE_IN_PERIOD}
                and {CHOSEN}
            group by all
        ),
        members as (
            select
                member,
                bool_and(is_timed) as is_timed,
                -- there may be ten thousand different minutes: none is listed for nothing
                case
                    when bool_and(is_timed)
                        then list({{'minutes': minutes, 'seen_count': seen_count, 'complete_count': complete_count}})
                end as seen
            from seen
            group by member
        ),
        reached as (
            select member, marts.minutes_reached(seen, 0.5) as minutes from members where is_timed
        )
        select members.member, reached.minutes as median_deviation_minutes
        from members
        left join reached on members.member is not distinct from reached.member
        order by members.member
        """,
        view.parameters,
    )
