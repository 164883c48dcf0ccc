"""What the pages of partners ask: what each kept, by its own date and by the customer's, and what it agreed to."""

import pandas as pd

from dashboard import warehouse
from dashboard.queries.blame import parts_in_view
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
                as few_count,
            -- of all of them, whoever stands in the rows above the limit
            list(dim_partners.name) filter (where standings.place is null) over (
                order by lower(dim_partners.name), dim_partners.partner_id
                rows between unbounded preceding and unbounded following
            ) as undated
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
        "calls": "is_due and is_call",
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
                coalesce(fulfilled_by = 'contact', false) as is_call,
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
                is_partner_due, is_partner_kept, is_otif, is_documents_ok, is_condition_ok, has_partner_date, has_promised_date, is_call,
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


def beside_others(view: View, partner: str) -> pd.DataFrame:
    """What one partner kept for customers, step by step, beside all others who do the same, by the customer's date; and who gave the
    dates. `clear`: their 90 % intervals lie apart."""
    return warehouse.read(
        f"""
        with promises as (
            select
                step,
                partner_id,
                partner_id = $member as is_own,
                is_kept,
                seller_id
            from marts.fct_promises
            where promised_to = 'customer' and is_due and partner_id is not null and {DUE_IN_PERIOD} and {CHOSEN}
        ),
        counted as (
            select
                step,
                count(*) filter (where is_own) as due_count,
                count(*) filter (where is_own and is_kept) as kept_count,
                count(*) filter (where not is_own) as others_due_count,
                count(*) filter (where not is_own and is_kept) as others_kept_count,
                count(distinct partner_id) filter (where not is_own) as others_count,
                min(partner_id) filter (where not is_own) as other_id,
                count(distinct seller_id) filter (where is_own) as sellers_count,
                min(seller_id) filter (where is_own) as seller_id
            from promises
            group by step
            having due_count > 0
        )
        select
            coalesce(dim_steps.name, counted.step) as step_name,
            counted.*,
            marts.rate(kept_count, due_count) as kept_rate,
            marts.rate(others_kept_count, others_due_count) as others_kept_rate,
            coalesce(dim_partners.name, other_id) as other_name,
            coalesce(dim_sellers.name, counted.seller_id) as seller_name,
            case
                when not (marts.is_enough(kept_count, due_count) and marts.is_enough(others_kept_count, others_due_count)) then 'few'
                when marts.wilson90_high(kept_count, due_count) < marts.wilson90_low(others_kept_count, others_due_count) then 'fewer'
                when marts.wilson90_low(kept_count, due_count) > marts.wilson90_high(others_kept_count, others_due_count) then 'more'
                else 'alike'
            end as clear
        from counted
        left join marts.dim_steps on counted.step = dim_steps.step
        left join marts.dim_partners on counted.other_id = dim_partners.partner_id
        left join marts.dim_sellers on counted.seller_id = dim_sellers.seller_id
        order by counted.due_count desc, counted.step
        """,
        {**view.replaced(partner=()).parameters, "member": partner},
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
