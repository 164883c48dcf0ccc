"""The weekly meeting's page."""

from seen.at_risk import AT_RISK, BOARD, HEARD_BEFORE, KNOWN, LISTED_RISKS, MONTH, RISKY, UNUSUAL
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
CHANGED = f"(select * from {BOARD} where is_signal or only_better)"
#: who stands out among its peers since last week
NEW_STANDINGS = """(
    select kind, if(kind = 'partner', partner_name(member_id), seller_name(member_id)) as name, reason from marts.fct_standings
    where standing in ('act', 'watch') and since_date >= as_of() - 7 and not is_since_oldest_look
)"""
NEWS = f"((select count(*) from {CHANGED} where is_new) + (select count(*) from {NEW_STANDINGS}))"
HAS = "(select {} from marts.dim_measured)"
NOTICES, DATES, CALLS, OWNERS, PARTNERS = (
    HAS.format(column) for column in ("has_notices", "has_notices or has_new_dates", "has_callbacks", "has_step_owners", "has_partners")
)
OWNERLESS = f"(select * from marts.dim_steps where owner is null and {OWNERS})"
#: open promises that nobody answers for: of a step without an owner; where no step has one, without a partner where others name theirs
ALONE = f"""(
    select promise_id, step, step in (select step from {OWNERLESS}) as of_step,
        partner_id is null and fulfilled_by <> 'contact' and {PARTNERS} and not {OWNERS} as of_partner
    from marts.fct_promises where outcome in ('overdue_open', 'pending')
)"""
NO_PARTNER = "(select count(*) from marts.dim_partners where owner is null and (select count(owner) from marts.dim_partners) > 0)"
ORPHANS = "(select count(*) from marts.fct_orphan_deliveries)"
NOBODY = f"""(
    select (select count(*) from {OWNERLESS}) as steps, (select count(*) from {ALONE} where of_step or of_partner) as promises,
        {NO_PARTNER} as partners, {ORPHANS} as deliveries
)"""
OVERDUE = "(select * from marts.fct_promises where promised_to = 'customer' and fulfilled_by <> 'contact')"
#: what was overdue now, and at the start of the day a week ago
BACKLOG = """(
    select step, fulfilled_by = 'contact' as is_call, outcome = 'overdue_open' as now,
        outcome in ('overdue_open', 'late', 'cancelled_broken') and due_date + grace_days::int < as_of() - 7
            and coalesce(fulfilled_date, as_of()) >= as_of() - 7 and coalesce(cancelled_date, as_of()) >= as_of() - 7 as before
    from marts.fct_promises where promised_to = 'customer'
)"""
#: of these, how many of each step: the four with most
BY_STEP = "select step_name(step), count(*) as n from {} group by step order by n desc, step limit 4"
OLD = "threshold('long_overdue_days')"

SEEN = Seen(
    words=FRAME
    | AT_RISK
    | LISTED_RISKS
    | UNUSUAL
    | {
        "This week: # new change(s)": f"select {NEWS} where {NEWS} > 0",
        "nothing new, # order(s)": f"select count(distinct subject) from {OPEN} where is_overdue and not is_call and not is_old and not {NOTICES} having count(*) > 0",
        ", # customer(s) ha": f"select count(distinct coalesce(customer_id, subject)) from {UNINFORMED} where not is_old and {NOTICES} having count(*) > 0",
        ", # promise(s) will probably break by #": "select count(*), max(end_date) from marts.fct_at_risk where is_at_risk having count(*) > 0",
        "# not as usual": f"select (select count(*) from {CHANGED}) + (select count(*) from {NEW_STANDINGS}) where (select count(*) from {BOARD}) > 0",
        "# overdue": f"select count(*) from {OVERDUE} where outcome = 'overdue_open'",
        "# not told": f"select count(distinct coalesce(customer_id, subject)) from {UNINFORMED} where not is_old having {NOTICES}",
        "# without a date": f"select count(*) from {DATELESS} where not is_old having {DATES}",
        "date # about to break": f"select count(*) from marts.fct_at_risk where is_at_risk having {KNOWN} > 0",
        "# calls not made": f"select count(*) from {LATE_CALLS} where not is_old having {CALLS}",
        "# without an owner": f"select steps from {NOBODY} where {OWNERS}",
        "owner # to interview": "select count(*) from marts.fct_interview_sample",
        "– without an owner # to interview": f"select count(*) from marts.fct_interview_sample having not {OWNERS}",
        "First: inform *, # day(s) overdue, line value #)": f"""
            select max(overdue_days), sum(value) from {UNINFORMED} where not is_old and {NOTICES} group by subject order by min(stake_rank) limit 1
        """,
        "Meeting on * #.": "select as_of()",
        "First # of # changes": f"select 5, count(*) from {CHANGED} having count(*) > 5",
        "Watched: # series (*), # of them as usual": f"""
            select count(*), count(*) filter (where not is_signal and not only_better) from {BOARD} having count(*) > 0
        """,
        "\n# customer(s) with an overdue delivery": f"""
            select count(distinct coalesce(customer_id, subject)) from {UNINFORMED} where not is_old and {NOTICES} having count(*) > 0
        """,
        "\n# order(s) * overdue; whether": f"select count(distinct subject) from {UNINFORMED} where not is_old and not {NOTICES} having count(*) > 0",
        "First # of # orders": f"select 5, count(distinct subject) from {UNINFORMED} where not is_old and {NOTICES} having count(distinct subject) > 5",
        "See all # deliver": f"select count(*) from {UNINFORMED} where not is_old having count(distinct subject) > 5",
        "\n# deliver* overdue, # a week ago": f"""
            select count(*) filter (where now), count(*) filter (where before) from {BACKLOG} where not is_call having count(*) filter (where now or before) > 0
        """,
        "the backlog grew by #": f"select count(*) filter (where now) - count(*) filter (where before) as n from {BACKLOG} where not is_call having n > 0",
        "the backlog shrank by #": f"select count(*) filter (where before) - count(*) filter (where now) as n from {BACKLOG} where not is_call having n > 0",
        "# came in the seven days, # were settled": f"""
            select count(*) filter (where now and not before), count(*) filter (where before and not now) from {BACKLOG} where not is_call
            having count(*) filter (where now or before) > 0
        """,
        "were due: <@ #>.": f"{BY_STEP.format(f'{BACKLOG} where now and not is_call')}",
        "Apart from them, # promised call(s) * overdue, # a week ago": f"""
            select count(*) filter (where now), count(*) filter (where before) from {BACKLOG} where is_call
            having count(*) filter (where now or before) > 0 and {CALLS}
        """,
        "Overdue of theirs: <@ #>.": f"{BY_STEP.format(f'{UNINFORMED} where not is_old and {NOTICES}')}",
        "heard from us of # in # broken promises (# of # in #)": f"{HEARD_BEFORE} where {NOTICES}",
        ": # with # business day(s) or more to go": f"select in_time_count, threshold('notice_days') from {MONTH} where {NOTICES}",
        "# with less": f"select short_count from {MONTH} where short_count > 0 and {NOTICES}",
        " # the day before": f"select day_before_count from {MONTH} where {NOTICES}",
        " # on the day itself": f"select on_the_day_count from {MONTH} where on_the_day_count > 0 and {NOTICES}",
        " # later or never": f"select after_count + never_count from {MONTH} where {NOTICES}",
        "# more deliver* overdue for over # day(s)": f"select count(*), {OLD} from {UNINFORMED} where is_old having count(*) > 0",
        "# open promise(s) ha* no date": f"select count(*) from {DATELESS} where not is_old and {DATES} having count(*) > 0",
        "for one: # deliver": f"select count(*) from {DATELESS} where not is_old and not is_call and {DATES} having count(*) > 0",
        "# promised call(s)\n": f"select count(*) from {DATELESS} where not is_old and is_call and {DATES} having count(*) > 0",
        "First # of # promises": f"select 5, count(*) from {DATELESS} where not is_old and {DATES} having count(*) > 5",
        "Of # change(s) to the promises due in #, # gave no": f"select changes_count, period_start, dateless_changes_count from {MONTH} where changes_count > 0 and {DATES}",
        "# more ha* no date and * overdue for over # day(s)": f"select count(*), {OLD} from {DATELESS} where is_old having count(*) > 0",
        "See all # promises": "select count(*) from marts.fct_at_risk where is_at_risk having count(distinct coalesce(order_id, promise_id)) > 5",
        "# promised call(s) w": f"select count(*) from {LATE_CALLS} where not is_old having count(*) > 0",
        "; # * due this week": f"select count(*) from {OPEN} where is_call and not is_overdue and due_date < as_of() + 7 having count(*) > 0 and {CALLS}",
        "First # of # calls": f"select 5, count(*) from {LATE_CALLS} where not is_old having count(*) > 5",
        "See all # calls": f"select count(*) from {LATE_CALLS} where not is_old having count(*) > 5",
        "not made: <@ #>;": f"{BY_STEP.format(f'{LATE_CALLS} where not is_old')}",
        "due this week: <@ #>\n": f"{BY_STEP.format(f'{OPEN} where is_call and not is_overdue and due_date < as_of() + 7 and {CALLS}')}",
        "- @ #, @: ": f"""
            select dayname(due_date), due_date, step_name(step)
            from {OPEN} left join (select step, is_moment_of_truth from marts.dim_steps) using (step)
            where is_call and not is_overdue and due_date < as_of() + 7
            group by due_date, step, is_moment_of_truth order by due_date, coalesce(is_moment_of_truth, false) desc, 3
        """,
        "# more call(s) overdue for over # day(s)": f"select count(*), {OLD} from {LATE_CALLS} where is_old having count(*) > 0",
        "\n# step(s) ha* no owner": f"select steps from {NOBODY} where steps > 0",
        "no owner, with # open promise(s)": f"select promises from {NOBODY} where steps > 0 and promises > 0",
        "# open promise(s) name(s) no partner": f"select promises from {NOBODY} where steps = 0 and promises > 0",
        "# partner(s) ha* no owner": f"select partners from {NOBODY} where partners > 0",
        "# deliver* match* no promise": f"select deliveries from {NOBODY} where deliveries > 0",
        "# customer(s) to ring and listen to, # of": "select count(*), count(*) filter (where is_kept) from marts.fct_interview_sample having count(*) > 0",
        "settled in the last # week(s)": "select threshold('interview_weeks') from marts.fct_interview_sample limit 1",
    },
    tables={
        "What changed": f"select name, reason, null, null from (select name, reason from {CHANGED} union all select name, reason from {NEW_STANDINGS}) limit 5",
        "Orders whose customers": f"""
            select any_value(order_id),
                coalesce((select any_value(name) from marts.dim_customers where customer_id = any_value(late.customer_id)), any_value(late.customer_id)),
                arg_min(what, stake_rank) || case count(*) when 1 then '' when 2 then ' and 1 more line' else ' and ' || count(*) - 1 || ' more lines' end,
                {{'due': min(due_date), 'overdue': max(overdue_days)}}, if(sum(value) is null, null, round(sum(value))), null, null
            from {UNINFORMED} as late where not is_old group by subject order by min(stake_rank) limit 5
        """,
        "Open promises without": f"""
            select order_id, what, due_date, if(first_notice_date is null, null, {{'days': as_of() - first_notice_date, 'since': first_notice_date}}), contacts_count, null, null
            from {DATELESS} as open left join (select order_id, contacts_count from marts.fct_orders) using (order_id)
            where not is_old order by at_stake desc nulls last, promise_id limit 5
        """,
        "Promises that are about": f"""
            select order_id, what, if(days_left = 0, null, end_date), round(worth), round(100 * probability)::int || ' %. ' || reason, null, null from ({RISKY}) limit 5
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
