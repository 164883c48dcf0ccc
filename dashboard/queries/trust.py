"""Can the figures be trusted: what came in, what was held back and why, what is not measured."""

from collections.abc import Callable

import pandas as pd

from dashboard import warehouse


def checks() -> pd.DataFrame:
    """Every check of the gate; what failed first, the gravest first."""
    return warehouse.read(
        """
        select feed, check_name, severity, column_name, status, rows_checked, rows_failed, sentence, example
        from marts.fct_input_checks
        order by
            case status when 'failed' then 0 when 'crashed' then 1 else 2 end,
            case severity when 'critical' then 0 when 'error' then 1 else 2 end,
            rows_failed desc,
            feed,
            check_name
        """
    )


def feeds() -> pd.DataFrame:
    return warehouse.read(
        """
        select feed, is_present, rows_landed, rows_accepted, rows_quarantined, first_at, last_at, days_behind, is_stale
        from marts.fct_feed_counts
        order by is_present desc, rows_landed desc, feed
        """
    )


#: rows held back, as they were read; a null limit means all of them
HELD_BACK = """
    select feed, source_file, source_row, check_name, reason, raw
    from marts.fct_quarantined_rows
    where $feed is null or feed = $feed
    order by feed, source_file, source_row, check_name
    limit $limit
"""


def held_back(feed: str | None, limit: int) -> pd.DataFrame:
    return warehouse.read(HELD_BACK, {"feed": feed, "limit": limit})


def all_held_back(feed: str | None) -> Callable[[], pd.DataFrame]:
    """Every one of them, read when the file is taken."""
    return warehouse.later(HELD_BACK, {"feed": feed, "limit": None})


def coverage() -> pd.DataFrame:
    return warehouse.read(
        """
        select feed, column_name, is_mapped, rows_count, filled_count, marts.rate(filled_count, rows_count) as filled_rate, unmeasured
        from marts.fct_coverage
        order by feed, position
        """
    )


def recording_delay() -> pd.DataFrame:
    """From an event to its record, per kind of event."""
    return warehouse.read(
        """
        select member_id as event, events_count, measured_count, matured_count, p50_hours, p95_hours, p50_days, p95_days
        from marts.fct_recording_delay
        where dimension = 'event'
        order by events_count desc, event
        """
    )


def duplicates_count() -> int:
    return int(warehouse.read("select count(*) as n from marts.fct_deliveries where is_duplicate")["n"].iloc[0])


def orphans(limit: int) -> pd.DataFrame:
    """Deliveries of which nobody knows the promise."""
    return warehouse.read(
        """
        select
            delivery_id, promise_id, order_id, line, event, occurred_at, partner_id, source_file, source_row,
            count(*) over () as total_count
        from marts.fct_orphan_deliveries
        order by occurred_at desc, delivery_id
        limit $limit
        """,
        {"limit": limit},
    )


def held_back_effect() -> pd.DataFrame:
    """What all rows held back could have done to the promise-kept rate. Empty where none was."""
    return warehouse.read(
        """
        select
            rows_count, unnamed_count, promises_count, lost_count, kept_rate, lowest_kept_rate, highest_kept_rate, largest_move, is_small
        from marts.fct_held_back_effects
        where feed = 'all' and rows_count > 0
        """
    )


def restated_weeks() -> pd.DataFrame:
    """Weeks of promises to the customer whose figures changed after they were first published, the newest first."""
    return warehouse.read(
        """
        select week, first_published_as_of, first_kept_count, first_due_count, kept_count, due_count
        from marts.fct_restatements
        where dimension = 'company' and promised_to = 'customer' and is_restated
        order by week desc
        """
    )


def promise_balance() -> pd.DataFrame:
    """Every promise of the accepted feed has exactly one outcome: the parts add up to all of them."""
    return warehouse.read(
        """
        select outcome, count(*) as promises_count
        from marts.fct_promises
        group by outcome
        order by promises_count desc, outcome
        """
    )


def ladder() -> pd.DataFrame:
    """The same promises under nine definitions of kept."""
    return warehouse.read("select position, rule, kept_count, due_count, kept_rate from marts.fct_definition_ladder order by position")


def links() -> pd.DataFrame:
    """How much of the record is linked, per feed and link."""
    return warehouse.read(
        "select feed, link, rows_count, covered_count, covered_share from marts.fct_link_coverage where rows_count > 0 order by feed, link"
    )


def policies() -> pd.DataFrame:
    """What counts as kept, and for whom: the newest of each scope first."""
    return warehouse.read(
        """
        select
            policy_id,
            partner_id,
            partner_type,
            step,
            product_group,
            valid_from,
            grace_days,
            grace_minutes,
            early_tolerance_days,
            early_tolerance_minutes,
            target_kept_rate,
            transit_business_days,
            comment
        from marts.dim_policies
        order by valid_from desc, policy_id
        """
    )


def thresholds() -> pd.DataFrame:
    """Every number that a judgement is made by, with its reason."""
    return warehouse.read("select name, value, unit, comment from marts.dim_thresholds order by name")
