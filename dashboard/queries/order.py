"""Everything about one order."""

import pandas as pd

from dashboard import warehouse


def order(order_id: str) -> pd.Series | None:
    rows = warehouse.read(
        """
        select
            fct_orders.order_id,
            fct_orders.customer_id,
            fct_orders.promised_date,
            fct_orders.due_date,
            fct_orders.latest_due_date,
            fct_orders.fulfilled_date,
            fct_orders.outcome,
            fct_orders.is_due,
            fct_orders.is_kept,
            fct_orders.is_broken_before_due,
            fct_orders.deviation_days,
            fct_orders.deviation_minutes,
            fct_orders.overdue_days,
            fct_orders.judged_count,
            fct_orders.broken_count,
            fct_orders.kept_latest_count,
            fct_orders.partners_count,
            fct_orders.delivery_dates_count,
            fct_orders.delivery_span_days,
            fct_orders.first_notice_date,
            fct_orders.notice_lead_days,
            fct_orders.repromises_count,
            fct_orders.contacts_count,
            fct_orders.survey_answers_count,
            fct_orders.contacts_before_new_date_count,
            fct_orders.redirects_count,
            fct_orders.wait_minutes,
            fct_orders.pacing_promise_id,
            fct_orders.is_date_critical,
            fct_orders.value,
            (select as_of from marts.dim_build) - fct_orders.due_date as past_due_days,
            dim_measured.has_notices as is_notice_measured,
            dim_measured.has_new_dates,
            fct_recoveries.has_new_date,
            fct_recoveries.is_new_date_kept,
            fct_recoveries.is_followed_up,
            paid.customer_cost,
            paid.credit,
            dim_customers.name as customer_name,
            coalesce(dim_sellers.name, fct_orders.seller_id) as seller_name,
            coalesce(dim_partners.name, fct_orders.pacing_partner_id) as pacing_partner
        from marts.fct_orders
        cross join marts.dim_measured
        cross join (
            select sum(customer_cost) as customer_cost, sum(credit) as credit from marts.fct_contacts where order_id = $order_id
        ) as paid
        left join marts.dim_customers on fct_orders.customer_id = dim_customers.customer_id
        left join marts.dim_sellers on fct_orders.seller_id = dim_sellers.seller_id
        left join marts.dim_partners on fct_orders.pacing_partner_id = dim_partners.partner_id
        left join marts.fct_recoveries on fct_orders.order_id = fct_recoveries.order_id
        where fct_orders.order_id = $order_id
        """,
        {"order_id": order_id},
    )
    return None if rows.empty else rows.iloc[0]


def promises(order_id: str) -> pd.DataFrame:
    """The promises of an order, required lines first."""
    return warehouse.read(
        """
        select
            fct_promises.promise_id,
            fct_promises.line,
            fct_promises.product_group,
            fct_promises.step,
            fct_promises.promised_to,
            fct_promises.fulfilled_by,
            fct_promises.is_required,
            fct_promises.preparation,
            coalesce(dim_steps.name, fct_promises.step) as step_name,
            coalesce(dim_partners.name, fct_promises.partner_id) as partner_name,
            fct_promises.due_date,
            fct_promises.latest_due_date,
            fct_promises.fulfilled_date,
            fct_promises.outcome,
            fct_promises.is_kept,
            fct_promises.is_kept_latest,
            fct_promises.deviation_days,
            fct_promises.deviation_minutes,
            fct_promises.overdue_days,
            fct_promises.overdue_minutes,
            fct_promises.versions_count,
            fct_promises.value
        from marts.fct_promises
        left join marts.dim_steps on fct_promises.step = dim_steps.step
        left join marts.dim_partners on fct_promises.partner_id = dim_partners.partner_id
        where fct_promises.order_id = $order_id
        order by fct_promises.is_required desc, dim_steps.position nulls last, length(fct_promises.line) nulls last,
            fct_promises.line, fct_promises.promise_id
        """,
        {"order_id": order_id},
    )


def timeline(order_id: str) -> pd.DataFrame:
    return warehouse.read(
        """
        select
            occurred_local_at, has_time, record, event, promise_id, line, step, product_group, record_id, actor,
            told_due_date, reason, condition, channel, outcome, redirected_to, wait_minutes, note
        from marts.fct_order_timeline
        where order_id = $order_id
        order by occurred_at, record, promise_id nulls last, record_id
        """,
        {"order_id": order_id},
    )


def aftermath(order_id: str) -> pd.Series:
    """Who knew of the break when, and the longest matter that the customer had to come to us about. Null where it is not on record."""
    return warehouse.read(
        """
        with notices as (
            select
                min(partner_warned_date) as partner_warned_date,
                min(company_knew_date) as company_knew_date,
                min(customer_told_date) as customer_told_date,
                min(first_notice_date) as first_notice_date,
                min(new_date_date) as new_date_date,
                coalesce(bool_or(is_still_waiting), false) as is_still_waiting
            from marts.fct_notices
            where order_id = $order_id and is_broken
        ),

        matters as (
            select
                max(contacts_count) as contacts_count,
                max_by(channels_count, contacts_count) as channels_count,
                max_by(teams_count, contacts_count) as teams_count,
                max_by(redirects_count, contacts_count) as redirects_count,
                max_by(is_ping_pong, contacts_count) as is_ping_pong,
                max_by(is_one_point_of_contact, contacts_count) as is_one_point_of_contact
            from marts.fct_episodes
            where order_id = $order_id
        )

        select
            notices.partner_warned_date,
            notices.company_knew_date,
            notices.customer_told_date,
            notices.first_notice_date,
            notices.new_date_date,
            notices.is_still_waiting,
            matters.contacts_count,
            matters.channels_count,
            matters.teams_count,
            matters.redirects_count,
            matters.is_ping_pong,
            matters.is_one_point_of_contact
        from notices
        cross join matters
        """,
        {"order_id": order_id},
    ).iloc[0]


def lost_days(order_id: str) -> pd.DataFrame:
    """Who lost the days of a broken order, by cause: the order's own in the first row, then those of each late line. The parts of a row add
    up to its delay."""
    return warehouse.read(
        """
        with rows as (
            select
                0 as place,
                pacing_promise_id as promise_id,
                delay_days,
                is_provisional,
                due_date,
                ready_date,
                cast(null as date) as committed_date,
                cast(null as date) as handed_over_date,
                over_promise_days,
                internal_days,
                partner_days,
                customer_days,
                excused_days,
                coordination_days,
                unexplained_days,
                primary_partner_id,
                unattributed_because,
                cast(null as varchar) as exception_reason
            from marts.fct_order_attribution
            where order_id = $order_id

            union all

            select
                1 as place,
                promise_id,
                delay_days,
                is_provisional,
                due_date,
                cast(null as date) as ready_date,
                committed_date,
                handed_over_date,
                over_promise_days,
                internal_days,
                partner_days,
                customer_days,
                excused_days,
                coordination_days,
                unexplained_days,
                primary_partner_id,
                unattributed_because,
                exception_reason
            from marts.fct_delay_attribution
            where order_id = $order_id
        )

        select rows.*, coalesce(dim_partners.name, rows.primary_partner_id) as partner_name
        from rows
        left join marts.dim_partners on rows.primary_partner_id = dim_partners.partner_id
        order by rows.place, rows.delay_days desc, rows.promise_id
        """,
        {"order_id": order_id},
    )
