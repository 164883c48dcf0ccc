"""What the pages of sellers ask: how soon each promises, beside what could be known then, and its outcome."""

import pandas as pd

from dashboard import warehouse
from dashboard.queries.blame import IN_VIEW
from dashboard.queries.kept import CHOSEN, DUE_IN_PERIOD, IS_NOTICE_MEASURED, ORDER_CHOSEN
from dashboard.view import View


def rates(view: View) -> pd.DataFrame:
    """Every seller with something due to a customer in the view: what was kept, how much of it was promised sooner than the partner had
    agreed to, or than nine of ten had ever come by then, and the days late behind it. The index is of all its promises."""
    return warehouse.read(
        f"""
        with due as (
            select promise_id, seller_id as member, is_kept, is_kept_latest, target_kept_rate
            from marts.fct_promises
            where promised_to = 'customer' and is_due and seller_id is not null and {DUE_IN_PERIOD} and {CHOSEN}
        ),
        counted as (
            select
                due.member,
                count(*) as due_count,
                count(*) filter (where due.is_kept) as kept_count,
                count(*) filter (where due.is_kept or due.is_kept_latest) as kept_latest_count,
                marts.target_of_due(due.target_kept_rate, true) as target_kept_rate,
                count(leads.is_before_commitment) as committed_count,
                count(*) filter (where leads.is_before_commitment) as before_commitment_count,
                count(leads.is_over_promised) as scored_count,
                count(*) filter (where leads.is_over_promised) as over_promised_count
            from due
            left join marts.fct_promise_leads as leads on due.promise_id = leads.promise_id
            group by all
        ),
        days as (
            select
                seller_id as member,
                sum(delay_days) as delay_days,
                sum(partner_days) as partner_days,
                sum(over_promise_days) as over_promise_days
            from marts.fct_delay_attribution
            where {IN_VIEW}
            group by all
        )
        select
            counted.*,
            coalesce(dim_sellers.name, counted.member) as name,
            dim_sellers.type,
            marts.rate(counted.kept_count, counted.due_count) as kept_rate,
            marts.wilson90_low(counted.kept_count, counted.due_count) as low,
            marts.wilson90_high(counted.kept_count, counted.due_count) as high,
            marts.is_enough(counted.kept_count, counted.due_count) as is_enough,
            case when has_new_dates then marts.rate(counted.kept_latest_count, counted.due_count) end as kept_latest_rate,
            marts.rate(counted.before_commitment_count, counted.committed_count) as before_commitment_rate,
            marts.rate(counted.over_promised_count, counted.scored_count) as over_promised_rate,
            marts.rate(sum(counted.kept_count) over (), sum(counted.due_count) over ()) as house_kept_rate,
            marts.rate(sum(counted.before_commitment_count) over (), sum(counted.committed_count) over ()) as house_before_commitment_rate,
            marts.rate(sum(counted.over_promised_count) over (), sum(counted.scored_count) over ()) as house_over_promised_rate,
            over_promise.over_promise_index_business_days as index_days,
            coalesce(days.delay_days, 0) as delay_days,
            coalesce(days.partner_days, 0) as partner_days,
            coalesce(days.over_promise_days, 0) as over_promise_days,
            marts.rate(days.partner_days, days.delay_days) as partner_days_share
        from counted
        cross join marts.dim_measured
        left join days on counted.member = days.member
        left join marts.dim_sellers on counted.member = dim_sellers.seller_id
        left join marts.fct_over_promise_rates as over_promise
            on over_promise.dimension = 'seller' and over_promise.period = 'all' and counted.member = over_promise.member_id
        order by lower(coalesce(dim_sellers.name, counted.member)), counted.member
        """,
        view.parameters,
    )


def orders(view: View, limit: int) -> pd.DataFrame:
    """The orders that one seller took and that were due, the newest first: the outcome of each, why, and what its customer was told."""
    return warehouse.read(
        f"""
        with mine as (
            select
                order_id, due_date, fulfilled_date, outcome, deviation_days, deviation_minutes, overdue_days, is_kept, notice_lead_days,
                contacts_count
            from marts.fct_orders
            where is_due and list_contains($seller, seller_id) and {DUE_IN_PERIOD} and {ORDER_CHOSEN}
        )
        select
            mine.order_id,
            mine.due_date,
            mine.fulfilled_date,
            mine.outcome,
            mine.deviation_days,
            mine.deviation_minutes,
            mine.overdue_days,
            mine.is_kept,
            mine.notice_lead_days,
            mine.contacts_count,
            attribution.primary_cause,
            coalesce(dim_partners.name, attribution.primary_partner_id) as partner_name,
            {IS_NOTICE_MEASURED} as is_notice_measured,
            count(*) over () as total_count
        from mine
        left join marts.fct_order_attribution as attribution on mine.order_id = attribution.order_id
        left join marts.dim_partners on attribution.primary_partner_id = dim_partners.partner_id
        order by mine.due_date desc, mine.order_id
        limit $limit
        """,
        {**view.parameters, "limit": limit},
    )


def mailbox(view: View) -> pd.Series:
    """How often the customers of its orders wrote to the seller, and how many of them were sent on."""
    return warehouse.read(
        f"""
        select
            count(*) as contacts_count,
            count(*) filter (where channel = 'seller_mailbox') as mailbox_count,
            count(*) filter (where channel = 'seller_mailbox' and redirected_to is not null) as sent_on_count
        from marts.fct_inbound_contacts
        where order_id in (
                select order_id from marts.fct_orders
                where is_due and list_contains($seller, seller_id) and {DUE_IN_PERIOD} and {ORDER_CHOSEN}
            )
        """,
        view.parameters,
    ).iloc[0]
