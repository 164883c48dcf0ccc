"""The weekly meeting's page."""

from seen.at_risk import AT_RISK, KNOWN, RISKY
from seen.frame import FRAME
from seen.page import Seen

#: each open promise to a customer; one that names no order is a subject of its own
OPEN = """(
    select promises.*, coalesce(promises.order_id, promise_id) as subject, outcome = 'overdue_open' as is_overdue, fulfilled_by = 'contact' as is_call,
        coalesce(is_long_overdue, false) as is_old, is_customer_informed, stake_rank, waiting.first_notice_date,
        waiting.promise_id is not null or due_date is null as is_dateless, coalesce(stakes.stake, risk.stake) as at_stake,
        coalesce(replace(promises.product_group, '_', ' '), step_name(promises.step)) || coalesce(' by ' || partner_name(promises.partner_id), '') as what
    from (select * from marts.fct_promises where promised_to = 'customer' and outcome in ('overdue_open', 'pending')) as promises
    left join (select promise_id, is_long_overdue, is_customer_informed, stake, stake_rank from marts.fct_broken_stakes) as stakes using (promise_id)
    left join (select promise_id, first_notice_date from marts.fct_notices where is_still_waiting) as waiting using (promise_id)
    left join (select promise_id, stake from marts.fct_at_risk) as risk using (promise_id)
)"""
UNINFORMED = f"(select * from {OPEN} where is_overdue and not is_call and is_customer_informed is distinct from true)"
DATELESS = f"(select * from {OPEN} where is_dateless)"
LATE_CALLS = f"(select * from {OPEN} where is_call and is_overdue)"
#: each series at its newest settled point, those that changed first
BOARD = """(
    select *, is_better and not is_signal as only_better, case dimension when 'company' then 'All orders' when 'step' then step_name(member_id)
            else 'Orders (' || replace(member_id, '_', ' ') || ')' end as name
    from marts.fct_signals where is_charted and evidence is not null
    qualify row_number() over (partition by dimension, member_id order by week desc) = 1
    order by is_signal desc, excess_broken_count desc nulls last, chart_rank
)"""
CHANGED = f"(select * from {BOARD} where is_signal or is_better)"
MONTH = """(
    select * from marts.fct_notice_rates where dimension = 'company' and period = 'month' and measured_count > 0
        and period_start + interval 1 month <= as_of() order by period_start desc limit 1
)"""
HAS = "(select {} from marts.dim_measured)"
NOTICES, DATES, CALLS, OWNERS, PARTNERS = (
    HAS.format(column) for column in ("has_notices", "has_notices or has_new_dates", "has_callbacks", "has_step_owners", "has_partners")
)
OWNERLESS = f"(select * from marts.dim_steps where owner is null and {OWNERS})"
#: open promises that nobody answers for: of a step without an owner, or without a partner where others name theirs
ALONE = f"""(
    select promise_id, step, step in (select step from {OWNERLESS}) as of_step,
        partner_id is null and fulfilled_by <> 'contact' and {PARTNERS} as of_partner
    from marts.fct_promises where outcome in ('overdue_open', 'pending')
)"""
NO_PARTNER = "(select count(*) from marts.dim_partners where owner is null and (select count(owner) from marts.dim_partners) > 0)"
ORPHANS = "(select count(*) from marts.fct_orphan_deliveries)"
NOBODY = f"""(
    select (select count(*) from {OWNERLESS}) as steps, (select count(*) from {ALONE} where of_step or of_partner) as promises,
        {NO_PARTNER} as partners, {ORPHANS} as deliveries
)"""
OVERDUE = "(select * from marts.fct_promises where promised_to = 'customer' and fulfilled_by <> 'contact')"
OLD = "threshold('long_overdue_days')"

SEEN = Seen(
    words=FRAME
    | AT_RISK
    | {
        "This week: # thing(s) changed": f"select count(*) from {CHANGED} having count(*) > 0",
        "changed, # order(s)": f"select count(distinct subject) from {OPEN} where is_overdue and not is_call and not is_old and not {NOTICES} having count(*) > 0",
        ", # customer(s) ha": f"select count(distinct coalesce(customer_id, subject)) from {UNINFORMED} where not is_old and {NOTICES} having count(*) > 0",
        ", # promise(s) * about to break": "select count(*) from marts.fct_at_risk where is_at_risk having count(*) > 0",
        "# changed": f"select count(*) from {CHANGED} where (select count(*) from {BOARD}) > 0",
        "# not told": f"select count(distinct coalesce(customer_id, subject)) from {UNINFORMED} where not is_old having {NOTICES}",
        "# without a date": f"select count(*) from {DATELESS} where not is_old having {DATES}",
        "date # about to break": f"select count(*) from marts.fct_at_risk where is_at_risk having {KNOWN} > 0",
        "# calls not made": f"select count(*) from {LATE_CALLS} where not is_old having {CALLS}",
        "# belong to nobody # to": f"select steps + promises + partners + deliveries, (select count(*) from marts.fct_interview_sample) from {NOBODY}",
        "First: inform *, # day(s) overdue, line value #)": f"""
            select max(overdue_days), sum(value) from {UNINFORMED} where not is_old and {NOTICES} group by subject order by min(stake_rank) limit 1
        """,
        "Meeting on * #.": "select as_of()",
        "First # of # changes": f"select 5, count(*) from {CHANGED} having count(*) > 5",
        "# of # series changed": f"select (select count(*) from {CHANGED}), count(*) from {BOARD} having (select count(*) from {CHANGED}) > 4",
        "chance: # worse, # better": f"select count(*) filter (where is_signal), count(*) filter (where only_better) from {BOARD} having (select count(*) from {CHANGED}) > 4",
        "# series * watched": f"select count(*) from {BOARD} having count(*) > 0",
        "\n# customer(s) with an overdue delivery": f"""
            select count(distinct coalesce(customer_id, subject)) from {UNINFORMED} where not is_old and {NOTICES} having count(*) > 0
        """,
        "\n# order(s) * overdue; whether": f"select count(distinct subject) from {UNINFORMED} where not is_old and not {NOTICES} having count(*) > 0",
        "First # of # orders": f"select 5, count(distinct subject) from {UNINFORMED} where not is_old and {NOTICES} having count(distinct subject) > 5",
        "See all # deliver": f"select count(*) from {UNINFORMED} where not is_old having count(distinct subject) > 5",
        "In all # deliver* overdue, # a week ago": f"""
            select count(*) filter (where outcome = 'overdue_open'), count(*) filter (
                where outcome in ('overdue_open', 'late', 'cancelled_broken') and due_date + grace_days::int < as_of() - 7
                    and coalesce(fulfilled_date, as_of()) >= as_of() - 7 and coalesce(cancelled_date, as_of()) >= as_of() - 7
            ) from {OVERDUE}
        """,
        "Of them # have not been announced to the customer: # in # order(s) here": f"""
            select count(*), count(*) filter (where not is_old), count(distinct subject) filter (where not is_old) from {UNINFORMED}
            having {NOTICES} and count(*) filter (where not is_old) > 0
        """,
        "here, # from long ago": f"select count(*) from {UNINFORMED} where is_old having count(*) > 0 and {NOTICES} and (select count(*) from {UNINFORMED} where not is_old) > 0",
        "Of # promise(s) broken in #, # were announced # business day(s) ahead": f"""
            select measured_count, period_start, in_time_count, threshold('notice_days') from {MONTH} where {NOTICES}
        """,
        "sooner, # later than that": f"select short_count from {MONTH} where short_count > 0 and {NOTICES}",
        ", # the day before": f"select day_before_count from {MONTH} where {NOTICES}",
        ", # on the day itself": f"select on_the_day_count from {MONTH} where on_the_day_count > 0 and {NOTICES}",
        ", # too late or never": f"select after_count + never_count from {MONTH} where {NOTICES}",
        "# more deliver* overdue for over # day(s)": f"select count(*), {OLD} from {UNINFORMED} where is_old having count(*) > 0",
        "# open promise(s) ha* no date": f"select count(*) from {DATELESS} where not is_old and {DATES} having count(*) > 0",
        "for one: # deliver": f"select count(*) from {DATELESS} where not is_old and not is_call and {DATES} having count(*) > 0",
        "# promised call(s)\n": f"select count(*) from {DATELESS} where not is_old and is_call and {DATES} having count(*) > 0",
        "First # of # promises": f"select 5, count(*) from {DATELESS} where not is_old and {DATES} having count(*) > 5",
        "Of # change(s) to the promises due in #, # gave no": f"select changes_count, period_start, dateless_changes_count from {MONTH} where changes_count > 0 and {DATES}",
        "# more without a date, overdue for over # day(s)": f"select count(*), {OLD} from {DATELESS} where is_old having count(*) > 0",
        "See all # promises": "select count(*) from marts.fct_at_risk where is_at_risk having count(*) > 5",
        "# promised call(s) w": f"select count(*) from {LATE_CALLS} where not is_old having count(*) > 0",
        "; # * due this week": f"select count(*) from {OPEN} where is_call and not is_overdue and due_date < as_of() + 7 having count(*) > 0 and {CALLS}",
        "First # of # calls": f"select 5, count(*) from {LATE_CALLS} where not is_old having count(*) > 5",
        "See all # calls": f"select count(*) from {LATE_CALLS} where not is_old having count(*) > 5",
        "# more call(s) overdue for over # day(s)": f"select count(*), {OLD} from {LATE_CALLS} where is_old having count(*) > 0",
        "\n# step(s)*nobody\n": f"select steps from {NOBODY} where steps > 0",
        "# open promise(s)*belong(s) to nobody\n": f"select promises from {NOBODY} where promises > 0",
        "# partner(s)*belong(s) to nobody\n": f"select partners from {NOBODY} where partners > 0",
        "# deliver*belong(s) to nobody\n": f"select deliveries from {NOBODY} where deliveries > 0",
        "# customer(s) to ring and listen to, # of": "select count(*), count(*) filter (where is_kept) from marts.fct_interview_sample having count(*) > 0",
        "settled in the last # week(s)": "select threshold('interview_weeks') from marts.fct_interview_sample limit 1",
    },
    tables={
        "What changed": f"select name, reason, null, null from {CHANGED} limit 5",
        "Orders whose customers": f"""
            select any_value(order_id), arg_min(what, stake_rank) || case count(*) when 1 then '' when 2 then ' and 1 more line' else ' and ' || count(*) - 1 || ' more lines' end,
                min(due_date), max(overdue_days), if(sum(value) is null, null, round(sum(value))), null, null
            from {UNINFORMED} where not is_old group by subject order by min(stake_rank) limit 5
        """,
        "Open promises without": f"""
            select order_id, what, due_date, if(first_notice_date is null, null, {{'days': as_of() - first_notice_date, 'since': first_notice_date}}), contacts_count, null, null
            from {DATELESS} as open left join (select order_id, contacts_count from marts.fct_orders) using (order_id)
            where not is_old order by at_stake desc nulls last, promise_id limit 5
        """,
        "Promises that are about": f"""
            select order_id, what, if(days_left = 0, null, end_date), round(100 * probability), reason, null, null from ({RISKY}) limit 5
        """,
        "Promised calls": f"""
            select order_id, coalesce((select any_value(name) from marts.dim_customers where customer_id = calls.customer_id), customer_id), step_name(calls.step),
                due_date, overdue_days, null, null
            from {LATE_CALLS} as calls left join marts.dim_steps using (step) where not is_old
            order by coalesce(is_moment_of_truth, false) desc, due_date desc, promise_id limit 5
        """,
        "What belongs": f"""
            with kinds as (
                select 'Steps without an owner' as what, count(*) as n, [] as which from {OWNERLESS}
                union all select 'Open promises of such steps', count(*), (
                    select list(n order by n desc)[:4] from (select count(*) as n from {ALONE} where of_step group by step)
                ) from {ALONE} where of_step
                union all select 'Open promises without a partner', count(*), (
                    select list(n order by n desc)[:4] from (select count(*) as n from {ALONE} where of_partner group by step)
                ) from {ALONE} where of_partner
                union all select 'Partners without an owner', {NO_PARTNER}, []
                union all select 'Deliveries without a promise', {ORPHANS}, (
                    select if(count(*) = 0, [], [count(*)]) from marts.fct_orphan_deliveries where occurred_date >= as_of() - 7
                )
            )
            select what, n, which, null, null from kinds where n > 0
        """,
        "Customers to ring": """
            select place, coalesce((select any_value(name) from marts.dim_customers where customer_id = drawn.customer_id), customer_id), order_id,
                coalesce(replace(customer_type, '_', ' '), ''), if(is_kept, 'yes', 'no'), contacts_count, drawn_from_count
            from marts.fct_interview_sample as drawn order by all
        """,
    },
)
