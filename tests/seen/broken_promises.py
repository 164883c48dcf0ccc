"""The worklist of broken promises."""

from seen.at_risk import AT_RISK, LISTED_RISKS, RISKY
from seen.frame import PERIOD
from seen.page import Seen

#: every broken promise to a customer, due in the period
BROKEN = """(
    select lines.*, is_open, is_long_overdue, is_customer_informed, stake_rank, fulfilled_by = 'contact' as is_call
    from lines inner join marts.fct_broken_stakes using (promise_id) where promised_to = 'customer' and not is_kept
)"""
OLD = f"(select count(*) as n, count(*) filter (where is_call) as calls, max(overdue_days) as oldest from {BROKEN} where is_long_overdue)"
MEASURED = "(select {0} from marts.dim_measured)"
LISTED = f"select * from {BROKEN} where not is_long_overdue order by stake_rank, promise_id limit 200"
HAS_VALUE = "(select count(value) > 0 from marts.fct_promises)"

SEEN = Seen(
    words=PERIOD
    | AT_RISK
    | LISTED_RISKS
    | {
        "Broken promises: # of #; of # overdue, # can still be acted on": f"""
            select count(*) filter (where not is_kept), count(*), count(*) filter (where outcome = 'overdue_open'),
                (select count(*) from {BROKEN} where is_open and not is_long_overdue)
            from due having count(*) filter (where outcome = 'overdue_open') > 0
        """,
        "Broken promises: # of #; none is still open": """
            select count(*) filter (where not is_kept), count(*) from due
            having count(*) filter (where not is_kept) > 0 and count(*) filter (where outcome = 'overdue_open') = 0
        """,
        "whole: each promise that is about to break": f"""
            select order_id || ' ' || what || ' · ' || round(100 * probability)::int || ' % likely to break · '
                || if(days_left = 0, 'due today', 'due ' || strftime(end_date, '%-d %B %Y'))
                || case is_customer_informed when true then ' · customer told' when false then ' · customer not told' else '' end || '. ' || reason
            from ({RISKY}) where order_id is not null
        """,
        "See # more": f"select count(*) - 8 from ({RISKY}) where order_id is not null having count(*) > 8",
        "Overdue (#)": f"select count(*) from {BROKEN} where outcome = 'overdue_open'",
        "Late (#)": f"select count(*) from {BROKEN} where outcome = 'late'",
        "Cancelled (#)": f"select count(*) from {BROKEN} where outcome = 'cancelled_broken'",
        "Early (#)": f"select count(*) from {BROKEN} where outcome = 'early'",
        "First # of # broken promises": f"select 200, count(*) from {BROKEN} where not is_long_overdue having count(*) > 200",
        "\n# broken promise(s)\n": f"select count(*) from {BROKEN} where not is_long_overdue having count(*) between 1 and 200",
        "# * open for over # days: *, the oldest overdue for # day(s)": f"select n, threshold('long_overdue_days'), oldest from {OLD} where n > 0",
        "days: # deliver": f"select n - calls from {OLD} where n > calls",
        "# promised call(s) due in the period": f"select calls from {OLD} where calls > 0",
    },
    tables={
        "Broken promises, one a row": f"""
            with listed as ({LISTED})
            select listed.order_id, if(listed.outcome = 'overdue_open', overdue_said(listed.overdue_days, listed.overdue_minutes), off_said(listed.deviation_days, listed.deviation_minutes)) as off,
                    listed.value, case listed.is_date_critical when true then 'yes' when false then 'no' else if((select count(is_date_critical) from listed) > 0, 'not stated', null) end as critical,
                    if({MEASURED.format("has_notices")}, if(is_call, '', if(is_customer_informed, 'yes', 'no')), null) as informed,
                    coalesce(replace(product_group, '_', ' '), 'line ' || line) as what, step_name(step), partner_name(partner_id), seller_name(listed.seller_id),
                    listed.due_date, orders.contacts_count, if({MEASURED.format("has_new_dates")}, listed.repromises_count, null) as new_dates
                from listed left join marts.fct_orders as orders using (order_id)
        """,
    },
)
