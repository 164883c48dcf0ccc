"""What the pages of sellers ask: how soon each promises, beside what could be known then, and its outcome."""

import pandas as pd

from dashboard import warehouse
from dashboard.queries.blame import in_view
from dashboard.queries.kept import CHOSEN, DUE_IN_PERIOD, IS_NOTICE_MEASURED, order_chosen
from dashboard.view import View

#: in this order they stand in the table
VERDICTS = ["bold", "let_down", "worse", "padded", "none", "too_little_data"]


def rates(view: View, limit: int) -> pd.DataFrame:
    """The sellers with something due to a customer in the view; those who stand out first, the little known last, by name. Of each what was
    kept, how much of it was promised sooner than the partner had agreed to, or than nine of ten had ever come by then, and the days late
    behind it. The index is of all its promises; its verdict is that of the marts: let down where most of its days late were partners'."""
    return warehouse.read(
        f"""
        with due as (
            select promise_id, seller_id as member, is_kept
            from marts.fct_promises
            where promised_to = 'customer' and is_due and seller_id is not null and {DUE_IN_PERIOD} and {CHOSEN}
        ),
        counted as (
            select
                due.member,
                count(*) as due_count,
                count(*) filter (where due.is_kept) as kept_count,
                count(leads.is_before_commitment) as committed_count,
                count(*) filter (where leads.is_before_commitment) as before_commitment_count,
                count(leads.is_over_promised) as scored_count,
                count(*) filter (where leads.is_over_promised) as over_promised_count
            from due
            left join marts.fct_promise_leads as leads on due.promise_id = leads.promise_id
            group by all
        ),
        days as (
            select seller_id as member, sum(delay_days) as delay_days, sum(partner_days) as partner_days
            from marts.fct_delay_attribution
            where {in_view(view)}
            group by all
        ),
        dated as (
            select member_id as member, bool_or(tightness = 'bold') as is_bold, bool_or(tightness = 'padded') as is_padded
            from marts.fct_promise_tightness
            where dimension = 'seller'
            group by all
        ),
        standings as (
            select member_id as member, bool_or(standing in ('act', 'watch')) as is_out
            from marts.fct_standings
            where kind = 'seller'
            group by all
        ),
        judged as (
            select
                counted.*,
                case
                    when dated.is_bold then 'bold'
                    when standings.is_out and days.partner_days > days.delay_days - days.partner_days then 'let_down'
                    when standings.is_out then 'worse'
                    when dated.is_padded then 'padded'
                    when marts.is_enough(counted.kept_count, counted.due_count) then 'none'
                    else 'too_little_data'
                end as verdict,
                marts.rate(counted.kept_count, counted.due_count) as kept_rate,
                -- where no promise names a partner, nobody knows which days were partners'
                case
                    when exists (select 1 from marts.dim_measured where has_partners) then marts.rate(days.partner_days, days.delay_days)
                end as partner_days_share
            from counted
            left join days on counted.member = days.member
            left join dated on counted.member = dated.member
            left join standings on counted.member = standings.member
        )
        select
            judged.*,
            coalesce(dim_sellers.name, judged.member) as name,
            marts.wilson90_low(judged.kept_count, judged.due_count) as low,
            marts.wilson90_high(judged.kept_count, judged.due_count) as high,
            marts.is_enough(judged.kept_count, judged.due_count) as is_enough,
            marts.rate(judged.before_commitment_count, judged.committed_count) as before_commitment_rate,
            marts.rate(judged.over_promised_count, judged.scored_count) as over_promised_rate,
            over_promise.over_promise_index_business_days as index_days,
            count(*) over () as total_count,
            count(*) filter (where judged.verdict = 'too_little_data') over () as few_count,
            sum(judged.committed_count) over () as all_committed_count,
            marts.rate(sum(judged.kept_count) over (), sum(judged.due_count) over ()) as house_kept_rate,
            marts.rate(sum(judged.before_commitment_count) over (), sum(judged.committed_count) over ()) as house_before_commitment_rate,
            marts.rate(sum(judged.over_promised_count) over (), sum(judged.scored_count) over ()) as house_over_promised_rate
        from judged
        left join marts.dim_sellers on judged.member = dim_sellers.seller_id
        left join marts.fct_over_promise_rates as over_promise
            on over_promise.dimension = 'seller' and over_promise.period = 'all' and judged.member = over_promise.member_id
        order by
            list_position(cast($verdicts as varchar[]), judged.verdict),
            case when judged.verdict <> 'too_little_data' then judged.kept_rate end nulls last,
            lower(coalesce(dim_sellers.name, judged.member)),
            judged.member
        limit $limit
        """,
        {**view.parameters, "verdicts": VERDICTS, "limit": limit},
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
            where is_due and list_contains($seller, seller_id) and {DUE_IN_PERIOD} and {order_chosen(view)}
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
            attribution.delay_days,
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
                where is_due and list_contains($seller, seller_id) and {DUE_IN_PERIOD} and {order_chosen(view)}
            )
        """,
        view.parameters,
    ).iloc[0]
