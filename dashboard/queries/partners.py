"""What the pages of partners ask: what each kept, by its own date and by the customer's; of one, the notices, the goods, the time they
take, what its breaks cost, and the orders to talk about."""

import pandas as pd

from dashboard import warehouse
from dashboard.queries.blame import in_view, parts_in_view
from dashboard.queries.kept import CHOSEN, COUNTS, DUE_IN_PERIOD, KIND, RATES, counts
from dashboard.view import View

#: in this order they stand in the table
STANDINGS = ["act", "watch", "none", "not_comparable", "too_little_data"]


def listed(view: View, limit: int) -> pd.DataFrame:
    """The partners with something due in the view, or chosen; those who stand out first, the little known last. Of each its outcome by the
    customer's date and by its own (OTD; of what is promised to the customer, else of what it hands over to us), and its days late."""
    return warehouse.read(
        f"""
        with promises as (
            select partner_id as member, promised_to, is_due, is_kept, is_partner_due, is_partner_kept
            from marts.fct_promises
            where partner_id is not null and {DUE_IN_PERIOD} and {CHOSEN}
        ),
        counted as (
            select
                member,
                count(*) filter (where promised_to = 'customer' and is_due) as due_count,
                count(*) filter (where promised_to = 'customer' and is_kept) as kept_count,
                count(*) filter (where promised_to = 'company' and is_due) as company_due_count,
                count(*) filter (where promised_to = 'customer' and is_partner_due) as to_customer_due_count,
                count(*) filter (where promised_to = 'customer' and is_partner_due and is_partner_kept) as to_customer_kept_count,
                count(*) filter (where promised_to = 'company' and is_partner_due) as to_company_due_count,
                count(*) filter (where promised_to = 'company' and is_partner_due and is_partner_kept) as to_company_kept_count
            from promises
            group by all
        ),
        days as (
            select partner_id as member, sum(days) as own_days
            from marts.fct_delay_parts
            where cause = 'partner' and {parts_in_view(view)}
            group by all
        ),
        standings as (
            select
                member_id as member,
                min(list_position(cast($standings as varchar[]), standing)) as place,
                max(excess_broken_count) as excess_broken_count
            from marts.fct_standings
            where kind = 'partner'
            group by all
        )
        select
            dim_partners.partner_id as member,
            dim_partners.name,
            dim_partners.type,
            coalesce((cast($standings as varchar[]))[standings.place], '') as standing,
            coalesce(counted.due_count, 0) as due_count,
            coalesce(counted.company_due_count, 0) as company_due_count,
            marts.rate(counted.kept_count, counted.due_count) as kept_rate,
            case
                when counted.to_customer_due_count > 0 then marts.rate(counted.to_customer_kept_count, counted.to_customer_due_count)
                else marts.rate(counted.to_company_kept_count, counted.to_company_due_count)
            end as own_kept_rate,
            coalesce(days.own_days, 0) as own_days,
            count(*) over () as total_count,
            sum(coalesce(counted.due_count, 0) + coalesce(counted.company_due_count, 0)) over () as all_due_count,
            count(*) filter (where counted.due_count > 0 and not marts.is_enough(counted.kept_count, counted.due_count)) over ()
                as few_count
        from marts.dim_partners
        left join counted on dim_partners.partner_id = counted.member
        left join days on dim_partners.partner_id = days.member
        left join standings on dim_partners.partner_id = standings.member
        where counted.due_count > 0 or counted.company_due_count > 0 or list_contains($partner, dim_partners.partner_id)
        order by
            standings.place nulls last,
            standings.excess_broken_count desc nulls last,
            lower(dim_partners.name),
            dim_partners.partner_id
        limit $limit
        """,
        {**view.parameters, "standings": STANDINGS, "limit": limit},
    )


#: What is counted of one partner beside what is counted of all.
OWN_COUNTS = counts(
    {
        "own_due": "is_partner_due",
        "own_kept": "is_partner_due and is_partner_kept",
        "both_due": "is_due and is_partner_due",
        "only_own_kept": "is_due and is_partner_due and is_partner_kept and not is_kept",
        "only_customer_kept": "is_due and is_partner_due and is_kept and not is_partner_kept",
        "undated": "is_due and not has_partner_date",
        "committed": "is_due and is_before_commitment is not null",
        "before_commitment": "is_due and is_before_commitment",
        "dated": "has_promised_date",
        "otif_due": "is_due and is_otif is not null",
        "otif": "is_due and is_otif",
        "documents_measured": "is_due and is_documents_ok is not null",
        "documents_ok": "is_due and is_documents_ok",
        "condition_measured": "is_due and is_condition_ok is not null",
        "condition_ok": "is_due and is_condition_ok",
    }
)


def parts(view: View) -> pd.DataFrame:
    """What was due of one partner, as a whole (step and product group null), by step, and by product group; promises to the customer and
    to the company apart."""
    return warehouse.read(
        f"""
        with promises as (
            select
                promise_id, promised_to, step, product_group, outcome, is_due, is_kept, is_kept_latest, is_partner_due, is_partner_kept,
                is_otif, is_documents_ok, is_condition_ok, target_kept_rate,
                partner_due_date is not null as has_partner_date,
                promised_date is not null as has_promised_date,
                due_date - promised_date as promised_days
            from marts.fct_promises
            where {DUE_IN_PERIOD} and {CHOSEN}
        ),
        leads as (
            select promise_id, is_before_commitment from marts.fct_promise_leads where list_contains($partner, partner_id)
        ),
        kinds as (
            select
                promises.promised_to, promises.step, promises.product_group, target_kept_rate, {KIND},
                is_partner_due, is_partner_kept, is_otif, is_documents_ok, is_condition_ok, has_partner_date, has_promised_date,
                leads.is_before_commitment,
                sum(promised_days) as promised_days,
                count(*) as rows_count
            from promises
            left join leads on promises.promise_id = leads.promise_id
            group by all
        ),
        counted as (
            select
                promised_to,
                step,
                product_group,
                grouping(step) = 0 as is_step,
                grouping(product_group) = 0 as is_product_group,
                {COUNTS},
                {OWN_COUNTS},
                sum(promised_days) as promised_days,
                marts.target_of_due(target_kept_rate, is_due, rows_count) as target_kept_rate
            from kinds
            group by grouping sets ((promised_to), (promised_to, step), (promised_to, product_group))
        )
        select
            counted.*,
            coalesce(dim_steps.name, counted.step) as step_name,
            {RATES},
            has_partner_commitments,
            marts.rate(own_kept_count, own_due_count) as own_kept_rate,
            marts.rate(otif_count, otif_due_count) as otif_rate,
            marts.rate(documents_ok_count, documents_measured_count) as documents_ok_rate,
            marts.rate(condition_ok_count, condition_measured_count) as condition_ok_rate,
            marts.rate(promised_days, dated_count) as promised_mean_days,
            marts.against_target(kept_count, due_count, target_kept_rate) as against_target
        from counted
        cross join marts.dim_measured
        left join marts.dim_steps on counted.step = dim_steps.step
        where counted.due_count > 0
        order by counted.promised_to desc, is_step, is_product_group, due_count desc, counted.step, counted.product_group
        """,
        view.parameters,
    )


def agreed(view: View) -> pd.DataFrame:
    """The targets that what was due of one partner is under, most promises first; and whose each is: of a policy that names the partner,
    of one for its type, or of one for everybody."""
    return warehouse.read(
        f"""
        with due as (
            select policy_id, target_kept_rate
            from marts.fct_promises
            where is_due and {DUE_IN_PERIOD} and {CHOSEN}
        )
        select
            case
                when list_contains($partner, policies.partner_id) then 'partner'
                when policies.partner_type <> '*' then 'type'
                else 'house'
            end as whose,
            due.target_kept_rate,
            policies.transit_business_days,
            count(*) as due_count
        from due
        left join marts.dim_policies as policies on due.policy_id = policies.policy_id
        group by all
        order by due_count desc, whose, due.target_kept_rate, policies.transit_business_days
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
    """Its broken promises to customers, in the order in which to talk about them: what is still open first and what is long overdue last,
    as in the list of broken promises; each by the days that were its own × what is at stake."""
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
            stakes.is_customer_informed,
            count(*) over () as total_count
        from broken
        left join marts.fct_broken_stakes as stakes on broken.promise_id = stakes.promise_id
        left join marts.fct_delay_attribution as attribution on broken.promise_id = attribution.promise_id
        left join own on broken.promise_id = own.promise_id
        left join marts.dim_steps on broken.step = dim_steps.step
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
