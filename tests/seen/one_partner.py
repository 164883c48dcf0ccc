"""One partner: its standing, whose days, who knew when, what came, how long it takes, what its breaks cost, the orders to talk about."""

from seen.frame import PERIOD
from seen.one import CAUSES, by_part, days_of, due_of, late_of, one_charts, one_words, part_words
from seen.page import CONSTANT, Seen
from seen.standings import funnel

MINE, LATE, DAYS = due_of("partner"), late_of("partner"), days_of("partner")
ALL = "(select * from lines where partner_id = getvariable('member'))"
#: by its own date: what is promised to the customer, else what it hands over to us
OWN = f"""(
    select promised_to, count(*) filter (where is_partner_due) as n, count(*) filter (where is_partner_due and is_partner_kept) as kept
    from {ALL} group by 1 having n > 0 order by promised_to desc limit 1
)"""
BOTH = f"""(
    select count(*) filter (where is_due and is_partner_due) as both_due, count(*) filter (where is_due and not is_partner_due and partner_due_date is not null) as only_customer,
        count(*) filter (where is_partner_due and not is_due) as only_own, count(*) filter (where is_due and partner_due_date is null) as undated,
        count(*) filter (where is_due and is_partner_due and is_partner_kept and not is_kept) as ours,
        count(*) filter (where is_due and is_partner_due and is_kept and not is_partner_kept) as saved
    from {ALL} where promised_to = 'customer'
)"""
LEADS = f"(select leads.* from marts.fct_promise_leads as leads inner join {MINE} using (promise_id))"
STANDS = "(select * from marts.fct_standings where kind = 'partner' and member_id = getvariable('member') order by probability_bad desc nulls last, step)"
JUDGED = f"exists (from {STANDS} where standing in ('act', 'watch', 'none'))"
#: in the funnel: the step with most of what it has due
FIRST = f"(select * from {STANDS} where peer_ratio is not null order by due_count desc limit 1)"
PEERS = f"""(
    select *, partner_name(member_id) as name from marts.fct_standings where kind = 'partner' and peer_ratio is not null and step = (select step from {FIRST})
    order by standing <> 'none' or member_id = getvariable('member') desc, due_count desc limit 300
)"""
INSIDE = f"(select * from {PEERS.replace(' limit 300', '')} where standing = 'act' and peer_ratio <= funnel_high_95 order by due_count desc, member_id)"
KNEW = f"""(
    select notices.* from marts.fct_notices as notices inner join {ALL} as mine using (promise_id) where is_broken and promised_to = 'customer'
)"""
#: its broken promises with the days that were its own, and whether it warned us; those that are listed where days are counted at all
BROUGHT = f"""(
    select mine.*, days, partner_warned_date from {MINE} as mine
    left join (select promise_id, partner_warned_date from marts.fct_notices) using (promise_id)
    left join (select promise_id, sum(days) as days from marts.fct_delay_parts where cause = 'partner' and partner_id = getvariable('member') group by 1) using (promise_id)
    where not is_kept
)"""
LISTED = f"(days > 0 or not exists (from {BROUGHT} where days > 0))"
#: the order in which they are listed
BRING = f"""(
    select mine.*, delay_days,
        row_number() over (
            order by coalesce(is_long_overdue, false), coalesce(is_open, false) desc, coalesce(days, 0) * stake desc nulls last, stake desc nulls last, due_date desc, promise_id
        ) as nth
    from {BROUGHT} as mine
    left join (select promise_id, is_open, is_long_overdue, stake from marts.fct_broken_stakes) as stakes using (promise_id)
    left join (select promise_id, delay_days from marts.fct_delay_attribution) as late using (promise_id)
    where {LISTED}
)"""
#: who promised sooner than it had agreed to, and the days late that were lost to it
SOONER = f"""(
    select name, promises, lost, row_number() over (order by lost desc, promises desc, seller_id) as nth, count(*) over () as of_all,
        floor(lost + 1e-9)::int + (
            row_number() over (order by lost - floor(lost + 1e-9) desc, lost desc, promises desc, seller_id)
            <= round(sum(lost) over ()) - sum(floor(lost + 1e-9)) over ()
        )::int as whole from (
        select seller_id, seller_name(seller_id) as name, count(*) filter (where is_before_commitment and is_due) as promises, coalesce(sum(days), 0) as lost
        from {ALL} as mine
        left join (select promise_id, is_before_commitment from marts.fct_promise_leads) using (promise_id)
        left join (select promise_id, days from marts.fct_delay_parts where cause = 'over_promise') using (promise_id)
        where promised_to = 'customer' and (select count(is_before_commitment) from {LEADS}) > 0 group by seller_id
    ) where promises > 0 or lost > 0
)"""
HAS_NOTICES, HAS_INITIATORS = "(select has_notices from marts.dim_measured)", "(select has_initiators from marts.dim_measured)"


def knew(column: str, has: str) -> str:
    """Of its breaks: known before the day, later, not on record."""
    return f"""
        select count(*) filter (where {column} < due_date), count(*) filter (where {column} >= due_date), count(*) filter (where {column} is null)
        from {KNEW} having count(*) > 0 and {has}
    """


def soon(known: str, gap: str) -> dict[str, str]:
    """How soon customers were told, in business hours."""
    where = f"from {KNEW} having count({gap}) > 0"
    what = {"partner_warned_date": "it warned us of", "company_knew_date": "we could know of"}[known]
    return {
        f"Of # break(s) that {what}, the customer was told of # within": f"select count({known}), count(*) filter (where {gap} <= 1) {where}",
        f"{what}, * # later": f"select count({gap}) - count(*) filter (where {gap} <= 1) as later {where} and later > 0",
        f"{what}, * # before that": f"select count(*) filter (where {known} is not null and customer_told_date is not null) - count({gap}) as n {where} and n > 0",
        f"{what}, * for # it is not": f"""
            select count(*) filter (where {known} is not null and customer_told_date is null) as n {where} and n > 0
        """,
    }


OUTCOMES = f"""(
    select outcome, count(mine.outcome) as n, (select count(*) from {MINE}) as of_all
    from (select unnest(['early', 'on_time', 'late', 'overdue_open', 'cancelled_broken']) as outcome) as each
    left join (select if(outcome = 'kept_attempted', 'on_time', outcome) as outcome from {MINE}) as mine using (outcome) group by outcome
)"""
N_OF = f"(select max(n) filter (where outcome = '{{}}') from {OUTCOMES})"
EARLY, ON_TIME, LATE_N, OVERDUE, CANCELLED = (
    N_OF.format(name) for name in ("early", "on_time", "late", "overdue_open", "cancelled_broken")
)
#: how long what it delivers to customers takes, in the step with most of it
CURVES = """(
    select * from marts.fct_completion_curves where measure = 'lead_time' and dimension = 'partner' and member_id = getvariable('member')
        and step in (select step from marts.dim_steps where coalesce(promised_to, 'customer') = 'customer')
)"""
CURVE = f"(select * from {CURVES} where step = (select arg_max(step, promises_count) from {CURVES}))"
EXCESS = """(
    select * from marts.fct_excess_rates
    where dimension = 'partner' and member_id = getvariable('member') and measure in ('contacts', 'wait_minutes', 'cost', 'customer_cost')
)"""
MONEY = f"""
    select round(excess_per_year)::bigint, round(excess)::bigint, round(excess_low)::bigint, round(excess_high)::bigint, excess_per_break from {EXCESS} where measure = '{{}}' and observed > 0
"""


def reached(share: float) -> str:
    return f"(select min(days) from {CURVE} where complete_share >= {share})"


SEEN = Seen(
    words=PERIOD
    | one_words("partner")
    | part_words("partner", "product_group", "replace(product_group, '_', ' ')", "product group")
    | {
        "all the same: *and # others": f"select count(*) - 3 from {INSIDE} having count(*) > 4",
        "whole: who lies in the band": f"select name from {INSIDE} limit if((select count(*) from {INSIDE}) > 4, 3, 4)",
    }
    | soon("partner_warned_date", "partner_to_customer_business_hours")
    | soon("company_knew_date", "company_to_customer_business_hours")
    | {
        "Judged over the newest 39 weeks": CONSTANT,
        "Judged over the newest 13 weeks": CONSTANT,
        "It stood like this on # already": f"select since_date from {STANDS} where since_date is not null and is_since_oldest_look",
        "It has stood like this since #": f"select since_date from {STANDS} where since_date is not null and not is_since_oldest_look",
        "whole: its standing": f"select reason from {STANDS} where standing <> 'too_little_data' or not exists (from {STANDS} where standing <> 'too_little_data')",
        "By its own date (OTD): # of #: # %": f"select kept, n, share(kept, n) from {OWN}",
        "By the customer's date: # of #: # %": f"select count(*) filter (where is_kept), count(*), share(count(*) filter (where is_kept), count(*)) from {MINE}",
        "Due: # by both dates": f"select both_due from {BOTH} where both_due > 0 and only_customer + only_own + undated > 0",
        "# by the customer's only": f"select only_customer from {BOTH} where both_due > 0 and only_customer > 0",
        "# by its own only": f"select only_own from {BOTH} where both_due > 0 and only_own > 0",
        "# without a date of its own": f"select undated from {BOTH} where both_due > 0 and undated > 0",
        "Of # promise(s) due by both": f"select both_due from {BOTH} where both_due > 0",
        "# kept its own date and broke": f"select ours from {BOTH} where ours > 0",
        "# missed its own date and kept": f"select saved from {BOTH} where saved > 0",
        "sellers promised # of # sooner": f"select count(*) filter (where is_before_commitment) as n, count(is_before_commitment) from {LEADS} having n > 0",
        "sellers promised none of # sooner": f"select count(is_before_commitment) as n from {LEADS} having n > 0 and count(*) filter (where is_before_commitment) = 0",
        "had agreed: # of # day(s) late": f"select max(whole) filter (where cause = 'over_promise') as early, sum(days) from {DAYS} having early > 0 and (select count(is_before_commitment) from {LEADS}) > 0",
        "\n<@ (# promise(s), # day(s) late)>": f"""
            select name, promises, lost from (
                select if(nth <= 4, name, of_all - 4 || ' other seller' || if(of_all > 5, 's', '')) as name, least(nth, 5) as place,
                    sum(promises) as promises, sum(whole) as lost
                from {SOONER} group by 1, 2
            ) order by place
        """,
        "the house target of # %": f"select max(target_kept_rate) * 100 from {ALL} where is_due having count(distinct target_kept_rate) = 1",
        "# of # days late w*own": f"select sum(whole) filter (where is_own), sum(days) from {DAYS} having sum(whole) filter (where is_own) is not null and sum(days) >= 1",
        "own; most, #: @\n": f"""
            select whole, if(cause = 'partner', partner_name(partner_id), lower(label[1]) || label[2:]) from {DAYS} left join {CAUSES} using (cause)
            where nth = 1 and not is_own and (select 2 * sum(whole) filter (where is_own) <= sum(days) from {DAYS})
        """,
        "On what others were to deliver, # more day(s)": """
            select sum(days) from marts.fct_delay_parts as parts inner join lines using (promise_id)
            where promised_to = 'customer' and cause = 'partner' and parts.partner_id = getvariable('member')
                and promise_id in (select promise_id from marts.fct_delay_attribution where partner_id is distinct from getvariable('member'))
            having round(sum(days)) > 0
        """,
        ": broke # times as many": f"select peer_ratio from {FIRST}",
        "# of # broken in the newest 13 settled weeks, # of # in the 26 before": f"""
            select recent_broken_count, recent_due_count, earlier_broken_count, earlier_due_count from {STANDS} where trend is not null order by due_count desc limit 1
        """,
        "Of the # judged in this step": f"select ranked_count from {FIRST} where expected_rank is not null",
        "from place # to #": f"select rank_low, rank_high from {FIRST} where round(rank_low) < round(rank_high)",
        "stands in place #": f"select rank_low from {FIRST} where round(rank_low) = round(rank_high)",
        "1 × is as many": CONSTANT,
        "pale band lie 95 of 100": CONSTANT,
        "998 of 1,000": CONSTANT,
        "It warned us of # of # break(s) before": f"""
            select count(*) filter (where partner_warned_date < due_date) as n, count(*) from {KNEW} having n > 0 and {HAS_INITIATORS}
        """,
        "It warned us of none of # break(s)": f"""
            select count(*) as n from {KNEW} having n > 0 and count(*) filter (where partner_warned_date < due_date) = 0 and {HAS_INITIATORS}
        """,
        "before the day; # customer(s) w": f"select count(*) filter (where customer_told_date < due_date) as n from {KNEW} having n > 0 and {HAS_INITIATORS} and {HAS_NOTICES}",
        "It warned us | # | # | #": knew("partner_warned_date", HAS_INITIATORS),
        "We could know | # | # | #": knew("company_knew_date", f"({HAS_INITIATORS} or {HAS_NOTICES})"),
        "The customer was told | # | # | #": knew("customer_told_date", HAS_NOTICES),
        "Of the # told before the day: # in good time (# business day(s)": f"""
            select count(*) filter (where customer_told_date < due_date) as n, count(*) filter (where notice = 'in_time'), threshold('notice_days')
            from {KNEW} having n > 0
        """,
        "ahead)* # the day before": f"select count(*) filter (where notice = 'day_before') as n from {KNEW} having n > 0",
        "# in between, over days off": f"""
            select count(*) filter (where customer_told_date < due_date) - count(*) filter (where notice in ('in_time', 'day_before')) as n from {KNEW} having n > 0
        """,
        "Of # due, # came on time, # early and # late": f"select count(*) as n, {ON_TIME}, {EARLY}, {LATE_N} from {MINE} having n > 0",
        "right: # early, # on time, # late, # overdue, # cancelled": f"select {EARLY}, {ON_TIME}, {LATE_N}, {OVERDUE}, {CANCELLED} from {MINE} having count(*) > 0",
        "# early one(s) broke one": f"select count(*) as n from {MINE} where outcome = 'early' and not is_kept having n > 0",
        "in full (OTIF) | # % (#) | #": f"select share(count(*) filter (where is_otif), count(is_otif)), count(*) filter (where is_otif), count(is_otif) as n from {MINE} having n > 0",
        "condition | # % (#) | #": f"select share(count(*) filter (where is_condition_ok), count(is_condition_ok)), count(*) filter (where is_condition_ok), count(is_condition_ok) as n from {MINE} having n > 0",
        "invoice right | # % (#) | #": f"select share(count(*) filter (where is_documents_ok), count(is_documents_ok)), count(*) filter (where is_documents_ok), count(is_documents_ok) as n from {MINE} having n > 0",
        "| not measured | 0": CONSTANT,
        "Goods came <@ in #> of them": f"""
            select condition, count(distinct promise_id) from marts.fct_deliveries inner join (select promise_id from {ALL} where promised_to = 'customer') using (promise_id)
            where condition <> 'ok' and not is_duplicate group by 1 order by 1
        """,
        "a date # day(s) ahead would have been kept 9 of 10": f"select {reached(0.9)}",
        "# day(s) ahead: 19 of 20": f"select {reached(0.95)}",
        "Half came within # day(s)": f"select {reached(0.5)}",
        "Promised on average: # day(s)": f"""
            select round(avg(due_date - promised_date)) from {ALL} where promised_to = 'customer' and step = (select any_value(step) from {CURVE})
        """,
        "Once late, half came within # day(s)": f"""
            select min(days) from marts.fct_completion_curves where measure = 'recovery' and dimension = 'partner' and member_id = getvariable('member')
                and step = (select any_value(step) from {CURVE}) and complete_share >= 0.5
        """,
        "Of all # promise(s) on record": f"select any_value(promises_count) from {CURVE}",
        "costs # in the company's currency": f"select excess_per_year from {EXCESS} where measure = 'cost' and excess_low > 0",
        "# contact(s) more than kept": f"select excess_per_year from {EXCESS} where measure = 'contacts' and excess_low > 0",
        "Contacts from customers | # | # (# to #) | #": MONEY.format("contacts"),
        "Minutes they waited | # | # (# to #) | #": MONEY.format("wait_minutes"),
        "handling, and credits | # | # (# to #) | #": MONEY.format("cost"),
        "it cost them | # | # (# to #) | #": MONEY.format("customer_cost"),
        "of its # broken order(s) on record": f"select any_value(covered_count) from {EXCESS} where excess is not null",
        "# contact(s) name": "select sum(contacts_count) from marts.fct_contact_cause_counts where cause_partner_id = getvariable('member')",
        "Bring these: # of its # broken": f"""
            select own, n from (select count(*) filter (where days > 0) as own, count(*) as n from {BROUGHT}), (select unnest([1, 2])) where own > 0
        """,
        "Bring these: # broken": f"""
            select n from (select count(*) filter (where days > 0) as own, count(*) as n from {BROUGHT}), (select unnest([1, 2])) where own = 0 and n > 0
        """,
        "whole: the first to bring": f"""
            select 'First: ' || string_agg(order_id, ', ' order by place) from (select order_id, min(nth) as place from {BRING} group by 1 order by 2 limit 5) having count(*) > 0
        """,
        "First # of # promises": f"select 50, count(*) as n from {BROUGHT} where {LISTED} having n > 50",
        "# of # rows in sight": f"select 10, least(count(*), 50) as n from {BROUGHT} where {LISTED} having n > 10",
        "on record after # hours (median), 95 of 100 within # hours": """
            select p50_hours, p95_hours from marts.fct_recording_delay where feed = 'deliveries' and dimension = 'partner' and member_id = getvariable('member')
                and matured_count >= threshold('minimum_sample')
        """,
    },
    tables={
        "Broken promises of this partner": f"""
            select order_id, coalesce(replace(product_group, '_', ' '), 'line ' || line, step_name(step)), due_date,
                case outcome when 'cancelled_broken' then [] when 'overdue_open' then overdue_said(overdue_days, overdue_minutes) else off_said(deviation_days, deviation_minutes) end,
                if(delay_days is null, '', if(days between 1e-9 and 0.4999, 'under 1', round(coalesce(days, 0))::int::varchar) || ' of ' || delay_days),
                if((select bool_or(partner_warned_date is not null) from {BROUGHT} where {LISTED}),
                    case when partner_warned_date < due_date then 'before the day' when partner_warned_date is not null then 'on it or later' else 'no' end, null), value
            from {BRING} order by nth limit 50
        """,
        "What is kept, by journey step": f"""
            select step_name(step), if(promised_to = 'customer', 'the customer', 'us'), count(*) filter (where is_due) as n, share(count(*) filter (where is_kept), n),
                share(count(*) filter (where is_partner_due and is_partner_kept), count(*) filter (where is_partner_due)),
                100 * avg(target_kept_rate) filter (where is_due),
                coalesce((select case when standing = 'act' then 'Act' when standing = 'watch' then 'Watch' when standing = 'none' then 'As its peers'
                    when standing = 'not_comparable' then 'No peers' when not {JUDGED} then 'Too little data' end from {STANDS} as s where s.step = a.step), if({JUDGED}, '', 'No date of its own'))
            from {ALL} as a group by step, promised_to having n > 0
        """,
    },
    charts=one_charts("partner")
    | {
        "in times of what peers would have": funnel(PEERS),
        "Outcomes of the promises due": f"select outcome, n / of_all as share, [n, of_all, 100 * n / of_all] as words from {OUTCOMES}",
        "Share of such orders": (
            f"select days, complete_share as complete_probability, [100 * complete_share] as words, [days] as within from {CURVE}",
            f"select 0.9 as share, [90] as words where {reached(0.5)} is not null",
            f"select {reached(0.9)} as days, 0.9 as share, [{reached(0.9)}] as words where {reached(0.9)} is not null",
        ),
        "Kept rate per product group": by_part("partner", "product_group", "replace(product_group, '_', ' ')"),
    },
)
