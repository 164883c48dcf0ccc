"""One seller: what it promised and kept, whose days were lost, the outcome of its orders."""

from seen.frame import PERIOD
from seen.one import CAUSES, by_part, days_of, due_of, late_of, one_charts, one_words, part_words
from seen.page import CONSTANT, Seen

MINE, LATE, DAYS = due_of("seller"), late_of("seller"), days_of("seller")
LEADS = f"(select leads.* from marts.fct_promise_leads as leads inner join {MINE} using (promise_id))"
#: its orders that were due and in which something was promised to the customer
ORDERS = "(select * from orders where seller_id = getvariable('member') and order_id in (select order_id from marts.fct_promises where promised_to = 'customer' and seller_id = getvariable('member')))"
CONTACTS = f"(select * from marts.fct_inbound_contacts where order_id in (select order_id from {ORDERS}))"

STANDS = "(select * from marts.fct_standings where kind = 'seller' and member_id = getvariable('member') order by probability_bad desc nulls last, step)"

SEEN = Seen(
    words=PERIOD
    | one_words("seller")
    | part_words("seller", "step", "step_name(step)", "journey step")
    | part_words("seller", "product_group", "replace(product_group, '_', ' ')", "product group")
    | {
        "kept: # of # due: # %": f"select count(*) filter (where is_kept), count(*), share(count(*) filter (where is_kept), count(*)) from {MINE}",
        "# of # with an agreed date": f"select count(*) filter (where is_before_commitment), count(is_before_commitment) as n from {LEADS} having n > 0",
        "# of its # promises were for less time": f"select count(*) filter (where is_over_promised), count(is_over_promised) as n from {LEADS} having n > 0",
        "typical date is # business day(s)": """
            select abs(over_promise_index_business_days) from marts.fct_over_promise_rates
            where dimension = 'seller' and period = 'all' and member_id = getvariable('member') and over_promise_index_business_days <> 0
        """,
        ", newest 13 weeks:": CONSTANT,
        ", newest 13 weeks, promises": CONSTANT,
        "than 9 of 10 earlier": CONSTANT,
        "# of # rows in sight": f"select 9, least(count(*), 200) as n from {ORDERS} having n > 9",
        "whole: its dates": "select reason from marts.fct_promise_tightness where dimension = 'seller' and member_id = getvariable('member')",
        "It stood like this on # already": f"select since_date from {STANDS} where since_date is not null and is_since_oldest_look",
        "It has stood like this since #": f"select since_date from {STANDS} where since_date is not null and not is_since_oldest_look",
        "# of # broken in the newest 13 settled weeks, # of # in the 26 before": f"""
            select recent_broken_count, recent_due_count, earlier_broken_count, earlier_due_count from {STANDS} where trend is not null order by due_count desc limit 1
        """,
        "whole: its standing": "select reason from marts.fct_standings where kind = 'seller' and member_id = getvariable('member')",
        "Of # day(s) late, # were lost to dates": f"""
            select sum(days), sum(whole) filter (where is_own) as own from {DAYS} having own > 0 and (select not bool_and(is_commitment_imputed) from {LATE})
        """,
        "Of # day(s) late, none were lost": f"""
            select sum(days) from {DAYS} having count(*) filter (where is_own and whole > 0) = 0 and sum(days) >= 1 and (select not bool_and(is_commitment_imputed) from {LATE})
        """,
        "early and # to partners": f"""
            select sum(days) filter (where cause = 'partner') as days from {DAYS} having round(days) > 0 and (select not bool_and(is_commitment_imputed) from {LATE})
        """,
        "\n# day(s) late; how many were lost": f"select sum(days) from {DAYS} having sum(days) >= 1 and (select bool_and(is_commitment_imputed) from {LATE})",
        "The outcome of its # order(s)": f"select count(*) from {ORDERS} having count(*) > 0",
        "First # of # orders": f"select 200, count(*) from {ORDERS} having count(*) > 200",
        "Customers of these # order(s) contacted us # times": f"select (select count(*) from {ORDERS}), count(*) from {CONTACTS} having count(*) > 0",
        "; # wrote to the seller, and # of those": f"""
            select count(*) filter (where channel = 'seller_mailbox') as n, count(*) filter (where channel = 'seller_mailbox' and redirected_to is not null) from {CONTACTS} having n > 0
        """,
    },
    tables={
        "The orders of this seller": f"""
            select order_id, due_date, case outcome when 'overdue_open' then [overdue_days] when 'cancelled_broken' then [] else off_said(deviation_days, deviation_minutes) end,
                case when delay_days is null or delay_days < 1 or primary_cause is null then '' when primary_cause = 'unattributed' then 'no single cause'
                    when primary_cause = 'partner' then coalesce(partner_name(primary_partner_id), 'A partner that no record names') else label end,
                case when is_kept or not (select has_notices from marts.dim_measured) or coalesce(notice_lead_days, 0) = 0 then [] else [abs(notice_lead_days)] end,
                contacts_count
            from (select * from {ORDERS} order by due_date desc, order_id limit 200) as o
            left join (select order_id, delay_days, primary_cause, primary_partner_id from marts.fct_order_attribution) using (order_id)
            left join {CAUSES} on cause = primary_cause
        """,
    },
    charts=one_charts("seller")
    | {
        "Kept rate per journey step": by_part("seller", "step", "step_name(step)"),
        "Kept rate per product group": by_part("seller", "product_group", "replace(product_group, '_', ' ')"),
    },
)
