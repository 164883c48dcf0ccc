"""What a review of one partner asks: who promised too soon for it, the notices, the goods, the time it takes, what its breaks cost, and
the orders to talk about."""

import pandas as pd

from dashboard import warehouse
from dashboard.queries.blame import in_view
from dashboard.queries.kept import CHOSEN, DUE_IN_PERIOD
from dashboard.view import View


def promised_sooner(view: View) -> pd.DataFrame:
    """Who promised the customer a sooner day than one partner had agreed to, how often, and the days late that were lost to it; most days
    first."""
    return warehouse.read(
        f"""
        with leads as (
            select promise_id, seller_id from marts.fct_promise_leads where is_before_commitment
        ),
        promises as (
            select promise_id, seller_id, is_due from marts.fct_promises where promised_to = 'customer' and {DUE_IN_PERIOD} and {CHOSEN}
        ),
        counted as (
            select
                promises.seller_id,
                count(leads.promise_id) filter (where promises.is_due) as before_count,
                coalesce(sum(parts.days), 0) as days
            from promises
            left join leads on promises.promise_id = leads.promise_id
            left join marts.fct_delay_parts as parts on promises.promise_id = parts.promise_id and parts.cause = 'over_promise'
            group by promises.seller_id
        )
        select coalesce(dim_sellers.name, counted.seller_id) as name, counted.before_count, counted.days
        from counted left join marts.dim_sellers on counted.seller_id = dim_sellers.seller_id
        where counted.before_count > 0 or counted.days > 0
        order by counted.days desc, counted.before_count desc, counted.seller_id
        """,
        view.parameters,
    )


def notices(view: View) -> pd.Series:
    """Who knew when, of the broken deliveries: it, we, the customer; before the day, or later."""
    return warehouse.read(
        f"""
        with broken as (
            select
                due_date, partner_warned_date, company_knew_date, customer_told_date, notice,
                partner_to_customer_business_hours, company_to_customer_business_hours
            from marts.fct_notices
            where is_broken and {in_view(view)}
        ),
        counted as (
            select
                count(*) as broken_count,
                count(partner_warned_date) as partner_warned_count,
                count(*) filter (where partner_warned_date < due_date) as partner_warned_before_count,
                count(company_knew_date) as company_knew_count,
                count(*) filter (where company_knew_date < due_date) as company_knew_before_count,
                count(customer_told_date) as customer_told_count,
                count(*) filter (where customer_told_date < due_date) as customer_told_before_count,
                count(notice) as measured_count,
                count(*) filter (where notice = 'in_time') as in_time_count,
                count(*) filter (where notice = 'day_before') as day_before_count,
                count(*) filter (where partner_warned_date is not null and customer_told_date is null) as partner_warned_unknown_count,
                count(partner_to_customer_business_hours) as partner_gap_count,
                count(*) filter (where partner_to_customer_business_hours <= 1) as partner_gap_short_count,
                count(*) filter (where company_knew_date is not null and customer_told_date is null) as company_knew_unknown_count,
                count(company_to_customer_business_hours) as company_gap_count,
                count(*) filter (where company_to_customer_business_hours <= 1) as company_gap_short_count
            from broken
        )
        select
            counted.*,
            (select value from marts.dim_thresholds where name = 'notice_days') as notice_days,
            coalesce(has_notices, false) as has_notices,
            coalesce(has_initiators, false) as has_initiators
        from counted left join marts.dim_measured on true
        """,
        view.parameters,
    ).iloc[0]


def flaws(view: View) -> dict[str, int]:
    """Promises whose goods came damaged, wrong or short."""
    rows = warehouse.read(
        f"""
        select condition, count(distinct promise_id) as promises_count
        from marts.fct_deliveries
        where condition <> 'ok' and not is_duplicate and promise_id in (
                select promise_id from marts.fct_promises where promised_to = 'customer' and {DUE_IN_PERIOD} and {CHOSEN}
            )
        group by condition
        order by condition
        """,
        view.parameters,
    )
    return dict(zip(rows["condition"], rows["promises_count"], strict=True))


def lead_times(partner: str) -> pd.DataFrame:
    """How long what it delivers to customers takes, in the step with most of it, and the days that would have been kept so often; and
    within how many days of the day half of what it broke there has come."""
    return warehouse.read(
        """
        with curves as (
            select
                curve.step,
                coalesce(dim_steps.name, curve.step) as step_name,
                curve.days,
                curve.promises_count,
                curve.complete_share
            from marts.fct_completion_curves as curve
            inner join marts.dim_steps on curve.step = dim_steps.step
            where
                curve.measure = 'lead_time' and curve.dimension = 'partner' and curve.member_id = $partner
                and coalesce(dim_steps.promised_to, 'customer') = 'customer'
        ),
        shares as (
            select
                max(value) filter (where name = 'honest_share') as share,
                max(value) filter (where name = 'honest_safe_share') as safe_share
            from marts.dim_thresholds
        ),
        largest as (
            select curves.* from curves
            where step = (select max_by(step, promises_count) from curves)
        )
        select
            step,
            step_name,
            days,
            promises_count,
            complete_share as complete_probability,
            share,
            safe_share,
            min(days) filter (where complete_share >= 0.5) over () as half_days,
            min(days) filter (where complete_share >= share) over () as share_days,
            min(days) filter (where complete_share >= safe_share) over () as safe_share_days,
            (
                select min(recovery.days)
                from marts.fct_completion_curves as recovery
                where
                    recovery.measure = 'recovery' and recovery.dimension = 'partner' and recovery.member_id = $partner
                    and recovery.step = largest.step and recovery.complete_share >= 0.5
            ) as recovery_half_days
        from largest cross join shares
        order by days
        """,
        {"partner": partner},
    )


def costs(partner: str) -> pd.DataFrame:
    """What its breaks brought beyond what kept orders of the same kind bring, by measure; and the contacts that it caused."""
    return warehouse.read(
        """
        select
            measure,
            broken_count,
            covered_count,
            waiting_count,
            observed,
            excess_per_year,
            excess,
            excess_low,
            excess_high,
            excess_per_break,
            (select sum(contacts_count) from marts.fct_contact_cause_counts where cause_partner_id = $partner) as caused_contacts_count
        from marts.fct_excess_rates
        where
            dimension = 'partner' and member_id = $partner
            and measure in ('contacts', 'wait_minutes', 'cost', 'customer_cost')
        order by measure
        """,
        {"partner": partner},
    )


def cases(view: View, limit: int) -> pd.DataFrame:
    """Its broken promises to customers that lost days of its own, or all where no days are counted, in the order in which to talk about
    them: what is still open first and what is long overdue last, as in the list of broken promises; each by the days that were its
    own × what is at stake."""
    return warehouse.read(
        f"""
        with broken as (
            select
                promise_id, order_id, line, product_group, step, due_date, fulfilled_date, outcome, value,
                deviation_days, deviation_minutes, overdue_days, overdue_minutes
            from marts.fct_promises
            where promised_to = 'customer' and not is_kept and {DUE_IN_PERIOD} and {CHOSEN}
        ),
        own as (
            select promise_id, sum(days) as days
            from marts.fct_delay_parts
            where cause = 'partner' and list_contains($partner, partner_id)
            group by promise_id
        )
        select
            broken.order_id,
            coalesce(replace(broken.product_group, '_', ' '), 'line ' || broken.line, dim_steps.name, broken.step) as what,
            broken.due_date,
            broken.outcome,
            broken.deviation_days,
            broken.deviation_minutes,
            broken.overdue_days,
            broken.overdue_minutes,
            broken.value,
            attribution.delay_days,
            own.days as own_days,
            case
                when notices.partner_warned_date < broken.due_date then 'before'
                when notices.partner_warned_date is not null then 'late'
                when has_initiators then 'never'
            end as warned,
            count(*) over () as total_count,
            count(*) filter (where own.days > 0) over () as own_total_count
        from broken
        cross join marts.dim_measured
        left join marts.fct_notices as notices on broken.promise_id = notices.promise_id
        left join marts.fct_broken_stakes as stakes on broken.promise_id = stakes.promise_id
        left join marts.fct_delay_attribution as attribution on broken.promise_id = attribution.promise_id
        left join own on broken.promise_id = own.promise_id
        left join marts.dim_steps on broken.step = dim_steps.step
        qualify own.days > 0 or own_total_count = 0
        order by
            coalesce(stakes.is_long_overdue, false),
            coalesce(stakes.is_open, false) desc,
            coalesce(own.days, 0) * stakes.stake desc nulls last,
            stakes.stake desc nulls last,
            broken.due_date desc,
            broken.promise_id
        limit $limit
        """,
        {**view.parameters, "limit": limit},
    )
