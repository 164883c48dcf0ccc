"""One order: its verdict, its facts, whose days, its story."""

from seen.frame import FRAME
from seen.one import SAID
from seen.page import CONSTANT, Seen

ORDER = "(select * from marts.fct_orders where order_id = getvariable('order'))"
PROMISES = "(select * from marts.fct_promises where order_id = getvariable('order'))"
EVENTS = "(select * from marts.fct_order_timeline where order_id = getvariable('order'))"
CONTACTS = "(select * from marts.fct_contacts where order_id = getvariable('order'))"
GOODS = f"(select * from {PROMISES} where promised_to = 'customer' and fulfilled_by <> 'contact' and (is_required or not (select bool_or(is_required) from {PROMISES} where promised_to = 'customer' and fulfilled_by <> 'contact')))"
NOTICES = "(select * from marts.fct_notices where order_id = getvariable('order') and is_broken)"
MATTER = "(select * from marts.fct_episodes where order_id = getvariable('order') order by contacts_count desc limit 1)"
RECOVERY = "(select * from marts.fct_recoveries where order_id = getvariable('order'))"
#: its lost days, and those of each late line, by cause; the causes in their order
WHO = """(values (1, 'over_promise', 'Promised too early', 'a date promised too early'), (2, 'internal', 'Ours', 'our own side'), (3, 'partner', 'Partners', 'partners'),
    (4, 'customer', 'The customer''s missed visit', 'a visit that the customer missed'), (5, 'excused', 'Excused by an exception', 'an exception on record'),
    (6, 'coordination', 'Waiting for other lines', 'waiting for other lines'), (7, 'unexplained', 'Not explained', 'nobody on record')) as who(nth, cause, name, sentence)"""


def lost(mart: str) -> str:
    return f"""(
        select id, delay_days, nth, if(cause = 'partner', coalesce(partner_name(primary_partner_id), name), name) as name,
            if(cause = 'partner', coalesce(partner_name(primary_partner_id), sentence), sentence) as sentence, days
        from (
            unpivot (select {"order_id" if "order_" in mart else "promise_id"} as id, delay_days, primary_partner_id, over_promise_days as over_promise, internal_days as internal, partner_days as partner,
                customer_days as customer, excused_days as excused, coordination_days as coordination, unexplained_days as unexplained
                from marts.{mart} where order_id = getvariable('order'))
            on over_promise, internal, partner, customer, excused, coordination, unexplained into name cause value days
        ) inner join {WHO} using (cause) where days >= 0.05
    )"""


OF_ORDER, OF_LINES = lost("fct_order_attribution"), lost("fct_delay_attribution")
DAY, LONG_DAY = "strftime({}, '%-d %B')", "strftime({}, '%A %-d %B %Y')"
#: the days of the story, and the days since the one before
DAYS = f"(select day, day - lag(day) over (order by day) as later from (select distinct occurred_local_at::date as day from {EVENTS}))"
WAITED = f"(select channel, sum(wait_minutes) as minutes from {EVENTS} where record = 'contact' group by channel)"

#: a later date that was given and taken back, far from all that happened
BEYOND = f"(event = 'promised_again' and told_due_date > (select max(fulfilled_date) + 2 from {PROMISES} where fulfilled_by <> 'contact'))"

SEEN = Seen(
    words=FRAME
    | {
        "whole: its number": f"select order_id from {ORDER}",
        ": broken, # day(s) late\n": f"select deviation_days from {ORDER} where outcome = 'late' and not is_kept and deviation_days > 0",
        ": *, # day(s) early\n": f"select -deviation_days from {ORDER} where outcome = 'early' and deviation_days < 0",
        "as due #,": f"select due_date from {ORDER}",
        ", complete #": f"select fulfilled_date from {ORDER}",
        ", # dates from": f"select delivery_dates_count from {ORDER} where delivery_dates_count > 1 or partners_count > 1",
        "from # partner": f"select partners_count from {ORDER} where delivery_dates_count > 1 or partners_count > 1",
        "alone, # of # line(s)": f"select kept_latest_count, judged_count from {ORDER} where is_due and not is_kept and repromises_count > 0 and (select has_new_dates from marts.dim_measured)",
        "informed #, the day before": f"select first_notice_date from {ORDER} where notice_lead_days = 1",
        "informed #, # days before": f"select first_notice_date, notice_lead_days from {ORDER} where notice_lead_days > 1",
        "informed #, on the day itself": f"select first_notice_date from {ORDER} where notice_lead_days = 0",
        "informed #, # day(s) after": f"select first_notice_date, -notice_lead_days from {ORDER} where notice_lead_days < 0",
        "; no new date until #": f"""
            select min(new_date_date) as given from {NOTICES} having given <> min(first_notice_date) and (select notice_lead_days from {ORDER}) is not null
        """,
        "Deliveries # dates, # day(s) apart": f"select delivery_dates_count, delivery_span_days from {ORDER} where delivery_dates_count > 1",
        "came to us # time(s)": f"select contacts_count from {ORDER} where contacts_count > 0",
        "time(s), waited # minute(s)\n": f"select round(wait_minutes) from {ORDER} where contacts_count > 0",
        "worth #": f"select value from {ORDER}",
        "promise changed # time(s)": f"select repromises_count from {ORDER}",
        "# contact(s) before there": f"select contacts_before_new_date_count from {ORDER} where contacts_before_new_date_count > 0",
        "customer sent on # time(s)": f"select redirects_count from {ORDER} where redirects_count > 0",
        "# survey answer(s)": f"select survey_answers_count from {ORDER} where survey_answers_count > 0",
        "\nPromised for #, came on": f"select due_date from {ORDER} where fulfilled_date is not null",
        "came on <#>\n": f"select distinct fulfilled_date from {GOODS} where (select count(distinct fulfilled_date) from {GOODS}) <= 3 order by 1",
        "came on # days from # to #": f"select count(distinct fulfilled_date) as n, min(fulfilled_date), max(fulfilled_date) from {GOODS} having n > 3",
        "Who lost the # day(s)": f"select delay_days from marts.fct_order_attribution where order_id = getvariable('order') and exists (from {OF_ORDER})",
        "whole: who lost them": f"select if(nth = 1, seller_name((select seller_id from {ORDER})) || ', who promised too early,', sentence) || ' ' || {SAID.format('days')} from {OF_ORDER} where (select count(*) from {OF_ORDER}) > 1",
        "whole: the days of each line": f"select distinct delay_days || if(delay_days = 1, ' day', ' days') from {OF_LINES} where (select count(distinct id) from {OF_LINES}) > 1",
        "whole: who lost the days of each line": f"select distinct sentence || ' ' || {SAID.format('days')} from {OF_LINES} where (select count(distinct id) from {OF_LINES}) > 1",
        "promised for #; its partner had committed to #": """
            select due_date, committed_date from marts.fct_delay_attribution where promise_id = (
                select pacing_promise_id from marts.fct_order_attribution where order_id = getvariable('order') and over_promise_days > 0
            )
        """,
        "was handed over to us on #": """
            select handed_over_date from marts.fct_delay_attribution where promise_id = (
                select pacing_promise_id from marts.fct_order_attribution where order_id = getvariable('order') and internal_days > 0
            )
        """,
        "partner warned us on #": f"select min(partner_warned_date) from {NOTICES}",
        "we knew on #": f"select min(company_knew_date) from {NOTICES}",
        "customer was told on #": f"select min(customer_told_date) from {NOTICES}",
        "# day(s) after the notice": f"select min(new_date_date) - min(first_notice_date) as n from {NOTICES} having n > 0",
        "notice, after # contact(s)": f"select contacts_before_new_date_count from {ORDER} where contacts_before_new_date_count > 0 and (select min(new_date_date) from {NOTICES}) is not null",
        "# contact(s) about one matter": f"select contacts_count from {MATTER} where contacts_count > 1",
        "over # channel(s)": f"select channels_count from {MATTER} where contacts_count > 1",
        "and # team(s)": f"select teams_count from {MATTER} where contacts_count > 1",
        "team(s), sent on # time(s)": f"select redirects_count from {MATTER} where contacts_count > 1 and redirects_count > 0",
        "customer paid for it: #": f"select sum(customer_cost) from {CONTACTS}",
        "What we gave: #": f"select sum(credit) from {CONTACTS}",
        "# promise(s) in this order": f"select count(*) from {PROMISES}",
        "order: # to the customer and # to us": f"""
            select count(*) filter (where promised_to = 'customer') as n, count(*) filter (where promised_to <> 'customer') as us from {PROMISES} having n > 0 and us > 0
        """,
        "# line(s) not required": f"""
            select count(*) as n from {PROMISES} where promised_to = 'customer' and fulfilled_by <> 'contact' and not is_required having n > 0
        """,
        # the story: each of its days, times, waits, new dates and notes is on record
        "whole: the days of the story": f"select {LONG_DAY.format('day')} from {DAYS}",
        "whole: how much later": f"select later || ' days later' from {DAYS} where later > 1",
        "whole: the promised day": f"select {LONG_DAY.format('due_date')} from {ORDER} where due_date between (select min(day) from {DAYS}) and (select max(day) from {DAYS})",
        "whole: the times of the story": f"select strftime(occurred_local_at, '%H:%M') from {EVENTS} where has_time",
        "whole: the waits of the story": f"select 'waited ' || round(wait_minutes)::int || if(round(wait_minutes) = 1, ' minute', ' minutes') from {EVENTS} where record = 'contact' and wait_minutes is not null",
        "whole: the dates that were told": f"select if(event = 'moved_by_customer', 'to ', 'on ') || {DAY.format('told_due_date')} from {EVENTS} where record = 'promise' and told_due_date is not null",
        "whole: the new dates of contacts": f"select 'new date ' || {DAY.format('told_due_date')} from {EVENTS} where record = 'contact' and told_due_date is not null",
        "whole: the notes": f"select note from {EVENTS} where note is not null",
        "whole: how far off the deliveries were": f"""
            select '– ' || abs(deviation_days) || if(abs(deviation_days) = 1, ' day ', ' days ') || if(deviation_days > 0, 'late', 'early') || ' by the first promise'
            from {PROMISES} where deviation_days <> 0 and fulfilled_by <> 'contact' and fulfilled_date is not null and (deviation_minutes is null or abs(deviation_minutes) >= 1440)
                and promise_id in (select promise_id from {EVENTS} where record = 'delivery' and occurred_local_at::date = fulfilled_date)
        """,
        "– # minutes": CONSTANT,
    },
    tables={
        "The promises of this order": f"""
            select '*', partner_name(partner_id), due_date, fulfilled_date, null, if(outcome = 'overdue_open', overdue_said(overdue_days, overdue_minutes), off_said(deviation_days, deviation_minutes)),
                if(promised_to = 'customer', 'the customer', 'us')
            from {PROMISES}
        """,
        "More about the promises": f"""
            select '*', step_name(step), latest_due_date, case is_kept_latest when true then 'kept' when false then 'broken' end, versions_count - 1, if(is_required, 'yes', 'no'), value from {PROMISES}
        """,
    },
    charts={
        "Timeline of": (
            f"""
            select due_date as at, if(outcome = 'overdue_open', due_date + overdue_days::int, fulfilled_date) as "end", ["end" - due_date] as label, '*' as lane, null as meaning, null as quiet
            from {PROMISES} where "end" > due_date
            """,
            f"""
            select told_due_date as at, told_due_date as day, {{'given': occurred_local_at}} as what, '*' as lane, note from {EVENTS}
            where record = 'promise' and told_due_date is not null and not {BEYOND}
            """,
            f"select occurred_local_at as at, occurred_local_at as day, null as what, '*' as lane, note from {EVENTS} where record = 'promise' and told_due_date is null",
            f"select occurred_local_at as at, occurred_local_at as day, null as what, '*' as lane, note from {EVENTS} where record = 'delivery'",
            f"select fulfilled_date as at, fulfilled_date as day, 'Called' as what, '*' as lane, null as note from {PROMISES} where fulfilled_by = 'contact' and fulfilled_date is not null",
            f"""
            select occurred_local_at as at, occurred_local_at as day, if(wait_minutes is null, [], [round(wait_minutes)]) as what, note,
                if(minutes > 0, [round(minutes)], []) as lane
            from {EVENTS} left join {WAITED} using (channel) where record = 'contact'
            """,
            # beyond the edge of the picture: written where there is room
            f"""
            select '*' as at, told_due_date as day, {{'given': occurred_local_at}} as what, {{'day': told_due_date}} as written, '*' as lane, note
            from {EVENTS} where record = 'promise' and told_due_date is not null and {BEYOND}
            """,
            f"""
            select (select count(*) from {EVENTS} where record = 'promise' and told_due_date is not null) as promised,
                (select count(*) from {EVENTS} where record = 'delivery') + (select count(*) from {PROMISES} where fulfilled_by = 'contact' and fulfilled_date is not null) as came,
                (select count(*) from {EVENTS} where record = 'contact' and event <> 'customer_answered') as contacts
            """,
        ),
        "Days lost by cause": f"""
            select name as who, sum(days) over (order by nth) - days as "from", sum(days) over (order by nth) as "to", [{SAID.format("days")}::double] as label, null as meaning from {OF_ORDER}
            union all select 'In all', 0, sum(days), [max(delay_days)], null from {OF_ORDER} having count(*) > 1
        """,
    },
)
