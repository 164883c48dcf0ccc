"""What the weekly meeting goes through: what is broken and the customer does not know it, what has no date, which calls were promised,
what belongs to nobody, whom to ring and listen to. What is open for so long that nobody will come for it is counted, not listed."""

import pandas as pd

from dashboard import warehouse
from dashboard.queries.kept import CHOSEN, order_chosen
from dashboard.view import View

#: Each promise to a customer that is open, with what is at stake in it. A subject is an order, or a promise that names none.
OPEN = f"""
    with waiting as (
        select promise_id, first_notice_date from marts.fct_notices where is_still_waiting
    ),
    chosen as (
        select
            promise_id,
            order_id,
            coalesce(order_id, promise_id) as subject_id,
            line,
            customer_id,
            step,
            partner_id,
            product_group,
            due_date,
            overdue_days,
            value,
            outcome = 'overdue_open' as is_overdue,
            fulfilled_by = 'contact' as is_call
        from marts.fct_promises
        where promised_to = 'customer' and outcome in ('overdue_open', 'pending') and {CHOSEN}
    ),
    opened as (
        select
            chosen.*,
            coalesce(broken.is_long_overdue, false) as is_long_overdue,
            broken.is_customer_informed,
            broken.stake,
            broken.stake_rank,
            waiting.first_notice_date,
            waiting.promise_id is not null or chosen.due_date is null as is_dateless
        from chosen
        left join marts.fct_broken_stakes as broken on chosen.promise_id = broken.promise_id
        left join waiting on chosen.promise_id = waiting.promise_id
    )
"""
#: Overdue, and the customer was not told; where notices are not on record, all that is overdue.
NOT_TOLD = "is_overdue and not is_call and is_customer_informed is distinct from true"
#: What is promised, by whom, in words.
NAMES = """
    coalesce(replace(listed.product_group, '_', ' '), dim_steps.name, listed.step) as what,
    coalesce(dim_partners.name, listed.partner_id) as partner_name
"""
NAMED = """
    left join marts.dim_steps on listed.step = dim_steps.step
    left join marts.dim_partners on listed.partner_id = dim_partners.partner_id
"""


def counts(view: View) -> pd.Series:
    """How many there are of each, those of long ago apart; and what the source tells at all."""
    return warehouse.read(
        f"""
        {OPEN},
        counted as (
            select
                count(distinct coalesce(customer_id, subject_id)) filter (where {NOT_TOLD} and not is_long_overdue) as not_told_count,
                count(distinct subject_id) filter (where {NOT_TOLD} and not is_long_overdue) as not_told_orders_count,
                count(distinct subject_id) filter (where is_overdue and not is_call and not is_long_overdue) as overdue_orders_count,
                count(*) filter (where {NOT_TOLD} and not is_long_overdue) as not_told_lines_count,
                histogram(step) filter (where {NOT_TOLD} and not is_long_overdue) as not_told_steps,
                histogram(step) filter (where is_overdue and not is_call) as overdue_steps,
                histogram(step) filter (where is_call and is_overdue and not is_long_overdue) as call_steps,
                count(*) filter (where {NOT_TOLD} and is_long_overdue) as not_told_old_count,
                count(*) filter (where is_dateless and not is_long_overdue) as dateless_count,
                count(*) filter (where is_dateless and is_call and not is_long_overdue) as dateless_call_count,
                count(*) filter (where is_dateless and is_long_overdue) as dateless_old_count,
                count(*) filter (where is_call and is_overdue and not is_long_overdue) as call_count,
                count(*) filter (where is_call and is_overdue and is_long_overdue) as call_old_count,
                count(*) filter (where is_call and not is_overdue and due_date < dim_build.as_of + 7) as call_due_count,
                histogram(step) filter (where is_call and not is_overdue and due_date < dim_build.as_of + 7) as call_due_steps
            from opened
            cross join marts.dim_build
        ),
        -- overdue at the start of a day: past its date and grace, and neither complete nor called off before that day
        promised as (
            select
                fulfilled_by = 'contact' as is_call,
                outcome = 'overdue_open' as is_now,
                outcome in ('overdue_open', 'late', 'cancelled_broken')
                and due_date + cast(grace_days as integer) < dim_build.as_of - 7
                and (fulfilled_date is null or fulfilled_date >= dim_build.as_of - 7)
                and (cancelled_date is null or cancelled_date >= dim_build.as_of - 7) as is_week_ago
            from marts.fct_promises
            cross join marts.dim_build
            where promised_to = 'customer' and {CHOSEN}
        ),
        backlog as (
            select
                count(*) as promises_count,
                count(*) filter (where not is_call and is_now) as overdue_count,
                count(*) filter (where not is_call and is_week_ago) as week_ago_overdue_count,
                count(*) filter (where not is_call and is_now and is_week_ago) as still_overdue_count,
                count(*) filter (where is_call and is_now) as overdue_call_count,
                count(*) filter (where is_call and is_week_ago) as week_ago_overdue_call_count
            from promised
        )
        select
            counted.*,
            backlog.*,
            coalesce(has_deliveries, false) as has_deliveries,
            coalesce(has_customers, false) as has_customers,
            coalesce(has_partners, false) as has_partners,
            coalesce(has_notices, false) as has_notices,
            coalesce(has_notices or has_new_dates, false) as has_dateless,
            coalesce(has_callbacks, false) as has_callbacks,
            coalesce(has_step_owners, false) as has_step_owners
        from counted cross join backlog left join marts.dim_measured on true
        """,
        view.parameters,
    ).iloc[0]


def not_told(view: View, limit: int) -> pd.DataFrame:
    """The orders with an overdue delivery of which the customer does not know, what is at stake first: each with its most urgent line, and
    how many more are overdue."""
    return warehouse.read(
        f"""
        {OPEN},
        listed as (
            select
                subject_id,
                any_value(order_id) as order_id,
                any_value(customer_id) as customer_id,
                arg_min(step, stake_rank) as step,
                arg_min(product_group, stake_rank) as product_group,
                arg_min(partner_id, stake_rank) as partner_id,
                count(*) as lines_count,
                min(due_date) as due_date,
                max(overdue_days) as overdue_days,
                sum(value) as value,
                min(stake_rank) as stake_rank
            from opened
            where {NOT_TOLD} and not is_long_overdue
            group by subject_id
            order by stake_rank
            limit $limit
        )
        select
            listed.order_id,
            coalesce(dim_customers.name, listed.customer_id) as customer_name,
            {NAMES},
            listed.step,
            dim_steps.owner,
            listed.lines_count,
            listed.due_date,
            listed.overdue_days,
            listed.value
        from listed {NAMED}
        left join marts.dim_customers on listed.customer_id = dim_customers.customer_id
        order by listed.stake_rank
        """,
        {**view.parameters, "limit": limit},
    )


def notices() -> pd.DataFrame:
    """How customers were told of what was broken in the newest whole month, and how often a change gave no new date: one row, or none."""
    return warehouse.read(
        """
        select
            period_start as month, measured_count, in_time_count, short_count, day_before_count, on_the_day_count,
            in_time_count + short_count + day_before_count as before_count,
            marts.rate(in_time_count + short_count + day_before_count, measured_count) as before_rate,
            after_count + never_count as unannounced_count, changes_count, dateless_changes_count,
            (select value from marts.dim_thresholds where name = 'notice_days') as notice_days
        from marts.fct_notice_rates
        cross join marts.dim_build
        where dimension = 'company' and period = 'month' and last_day(period_start) < as_of and measured_count > 0
        order by period_start desc
        limit 1
        """
    )


def dateless(view: View, limit: int) -> pd.DataFrame:
    """Promises of which something was said, and no new date; how long the customer waits for one, and how often they came to us."""
    return warehouse.read(
        f"""
        {OPEN},
        listed as (
            select promise_id, order_id, step, product_group, partner_id, due_date, first_notice_date, stake
            from opened
            where is_dateless and not is_long_overdue
        )
        select
            listed.order_id,
            {NAMES},
            listed.step,
            listed.due_date,
            listed.first_notice_date,
            dim_build.as_of - listed.first_notice_date as waiting_days,
            fct_orders.contacts_count
        from listed {NAMED}
        cross join marts.dim_build
        left join marts.fct_at_risk as risk on listed.promise_id = risk.promise_id
        left join marts.fct_orders on listed.order_id = fct_orders.order_id
        order by coalesce(listed.stake, risk.stake) desc nulls last, listed.promise_id
        limit $limit
        """,
        {**view.parameters, "limit": limit},
    )


def calls(view: View, limit: int) -> pd.DataFrame:
    """Calls that were promised and are overdue: moments of truth first, then those that can still be made, the newest."""
    return warehouse.read(
        f"""
        {OPEN}
        select
            opened.order_id,
            coalesce(dim_customers.name, opened.customer_id) as customer_name,
            coalesce(dim_steps.name, opened.step) as what,
            opened.step,
            opened.due_date,
            opened.overdue_days
        from opened
        left join marts.dim_steps on opened.step = dim_steps.step
        left join marts.dim_customers on opened.customer_id = dim_customers.customer_id
        where opened.is_call and opened.is_overdue and not opened.is_long_overdue
        order by coalesce(dim_steps.is_moment_of_truth, false) desc, opened.due_date desc, opened.promise_id
        limit $limit
        """,
        {**view.parameters, "limit": limit},
    )


def calls_due(view: View) -> pd.DataFrame:
    """Calls that are promised for the next seven days, those at moments of truth first within a day."""
    return warehouse.read(
        f"""
        {OPEN}
        select
            opened.due_date,
            coalesce(dim_steps.name, opened.step) as what,
            opened.order_id,
            coalesce(dim_customers.name, opened.customer_id) as customer_name
        from opened
        cross join marts.dim_build
        left join marts.dim_steps on opened.step = dim_steps.step
        left join marts.dim_customers on opened.customer_id = dim_customers.customer_id
        where opened.is_call and not opened.is_overdue and opened.due_date < dim_build.as_of + 7
        order by opened.due_date, coalesce(dim_steps.is_moment_of_truth, false) desc, what, opened.promise_id
        """,
        view.parameters,
    )


def steps(view: View) -> pd.DataFrame:
    """Each step of the journey: who owns it, what the customer expects, what to do when it breaks, and what is open of it."""
    return warehouse.read(
        f"""
        with opened as (
            select step, partner_id, fulfilled_by
            from marts.fct_promises
            where outcome in ('overdue_open', 'pending') and {CHOSEN}
        ),
        counted as (
            select
                step,
                count(*) as open_count,
                count(*) filter (where partner_id is null and fulfilled_by <> 'contact') as no_partner_count,
                bool_or(fulfilled_by = 'contact') as is_call
            from opened
            group by step
        )
        select
            dim_steps.step,
            coalesce(dim_steps.name, dim_steps.step) as name,
            dim_steps.owner,
            dim_steps.expectation,
            dim_steps.playbook,
            dim_steps.promised_to,
            coalesce(counted.open_count, 0) as open_count,
            coalesce(counted.no_partner_count, 0) as no_partner_count,
            coalesce(counted.is_call, false) as is_call
        from marts.dim_steps
        left join counted on dim_steps.step = counted.step
        order by dim_steps.position, dim_steps.step
        """,
        view.parameters,
    )


def without_owner() -> pd.Series:
    """Deliveries that serve no promise, and partners without an owner; whether partners have owners at all."""
    return warehouse.read(
        """
        select
            (select count(*) from marts.fct_orphan_deliveries) as delivery_count,
            (select count(*) from marts.fct_orphan_deliveries where occurred_date >= dim_build.as_of - 7) as new_delivery_count,
            (select count(owner) from marts.dim_partners) as owned_partner_count,
            (select count(*) from marts.dim_partners where owner is null) as partner_count
        from marts.dim_build
        """
    ).iloc[0]


def interviews(view: View) -> pd.DataFrame:
    """Customers to ring and listen to, in the order of the draw."""
    return warehouse.read(
        f"""
        select
            sample.place,
            sample.order_id,
            coalesce(dim_customers.name, sample.customer_id) as customer_name,
            sample.customer_type,
            sample.is_kept,
            sample.contacts_count,
            sample.drawn_from_count
        from marts.fct_interview_sample as sample
        left join marts.dim_customers on sample.customer_id = dim_customers.customer_id
        where {order_chosen(view)}
        order by sample.place, sample.customer_type, sample.is_kept, sample.order_id
        """,
        view.parameters,
    )
