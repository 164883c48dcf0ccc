"""Contacts: why customers contact us, where they are sent on to, how long they wait, what a break costs."""

from seen.frame import PERIOD
from seen.page import Seen

IN = "(select * from marts.fct_inbound_contacts where started_date >= getvariable('first_day') and started_date < getvariable('end_day'))"
CHARGED = f"(select * from {IN} inner join marts.fct_contact_causes using (contact_id))"
MATTERS = "(select * from marts.fct_episodes where first_contact_date >= getvariable('first_day') and first_contact_date < getvariable('end_day'))"
#: cause → its words, in a sentence and (capitalised) in the chart; whether something was broken by then
CAUSES = """(values
    ('partner', 'A partner was late', true), ('over_promise', 'Promised sooner than could be kept', true),
    ('internal', 'Late by ourselves', true), ('coordination', 'Dates that did not fit together', true),
    ('customer', 'The customer was not there', true), ('excused', 'Excused by an exception', true),
    ('unattributed', 'Broken, cause not found', true), ('not_late', 'Broken in another way than late', true),
    ('other_promise', 'A call or an extra line was broken', true),
    ('before_the_break', 'Asked before it broke', false), ('nothing_broken', 'Nothing was broken', false), ('no_order', 'Not about an order', false)
) as names(cause, name, is_broken)"""
BY_CAUSE = f"""(
    select name, is_broken, count(*) as n, count(*) filter (where demand = 'failure') as failure
    from {CHARGED} inner join {CAUSES} using (cause) group by all order by failure desc, n desc
)"""
CHANNELS = """(
    select channel, case channel when 'email' then 'e-mail' when 'seller_mailbox' then 'the seller''s mailbox' when 'sms' then 'text message' else channel end as name
    from (select distinct channel from marts.fct_inbound_contacts)
)"""
MEASURED = "(select has_contacts from marts.dim_measured)"
ADDS = "(select * from marts.fct_excess_rates where dimension = 'company')"
WAITS = """(
    select *, coalesce(p50_business_minutes, p50_minutes) as half, coalesce(p90_business_minutes, p90_minutes) as tenth,
        case channel when 'phone' then 'Phone' when 'chat' then 'Chat' when 'web' then 'Web' when 'email' then 'E-mail'
            when 'seller_mailbox' then 'The seller''s mailbox' else channel end as name
    from marts.fct_wait_times where measured_count > 0 and month = (
        select max(month) from marts.fct_wait_times where measured_count > 0 and month + interval 1 month <= getvariable('end_day')
    )
)"""
#: minutes as they are written: the hours apart, from an hour up
WRITTEN = "if({0} >= 59.5, list_filter([round({0})::int // 60, round({0})::int % 60], x -> x > 0), [round({0})::int])"
WAIT_WORDS = f"list_concat({WRITTEN.format('half')}, {WRITTEN.format('tenth')}) as words"
BUSIEST = f"(select * from {WAITS} order by contacts_count desc limit 1)"
#: the channels of the picture: what is less than three in a hundred of its ends is one of the others, where there are several of these
ENDS = f"""
    with hops as (
        select a.contact_number as nth, a.channel as went, b.channel as came
        from {IN} as a inner join {IN} as b on a.episode_id = b.episode_id and b.contact_number = a.contact_number + 1
        where a.contact_number <= 2 and a.channel is not null and b.channel is not null
    ),
    ends as (select went as channel from hops union all select came from hops),
    sizes as (
        select channel, count(*) < 0.03 * sum(count(*)) over () and channel <> 'seller_mailbox' as is_small from ends group by channel
    ),
    names as (
        select channel, case when is_small and (select count(*) from sizes where is_small) > 1 then 'other'
            when channel = 'email' then 'e-mail' when channel = 'seller_mailbox' then 'the seller''s mailbox' when channel = 'sms' then 'text message'
            else channel end as name
        from sizes
    ),
    named as (
        select nth, a.name as went, b.name as came, count(*) as n
        from hops inner join names as a on went = a.channel inner join names as b on came = b.channel group by all
    )
"""


def of_company(mart: str) -> str:
    return f"(select * from marts.{mart} where dimension = 'company')"


REACTIONS, AGAIN, RECOVERY, GAP = (
    of_company(mart) for mart in ("fct_reaction_rates", "fct_repurchase_rates", "fct_recovery_rates", "fct_remedy_gaps")
)

SEEN = Seen(
    words=PERIOD
    | {
        "# % of contacts ask where it is": f"select share(count(*) filter (where demand = 'failure'), count(*)) from {IN} where demand in ('failure', 'value') having count(*) > 0",
        "# of # contact(s) with a known reason": f"select count(*) filter (where demand = 'failure'), count(*) from {IN} where demand in ('failure', 'value') having count(*) > 0",
        "# contact(s) more gave no known reason": f"select count(*) from {IN} where demand is null or demand not in ('failure', 'value') having count(*) > 0",
        "most frequent cause: @ (# contact(s))": f"select lower(name[1]) || name[2:], failure from {BY_CAUSE} where is_broken limit 1",
        "Preventable: # of # contact(s) came": f"select sum(failure) filter (where is_broken), sum(failure) from {BY_CAUSE}",
        "delays brought most of them: <@ (#)>": f"""
            select partner_name(cause_partner_id), count(*) filter (where demand = 'failure') as n from {CHARGED}
            where cause_partner_id is not null group by cause_partner_id having n > 0 order by n desc limit 5
        """,
        "by dimension of service: <@ (*) #>": f"""
            select replace(service_dimension, '_', ' '), count(*) as n from {IN} where demand = 'failure' and service_dimension is not null
            group by service_dimension order by n desc, service_dimension
        """,
        "from desk to desk most: <@ (# contact(s))>": f"""
            select order_id, contacts_count from {MATTERS} where is_ping_pong and order_id is not null
            order by contacts_count desc, first_contact_at desc, episode_id limit 3
        """,
        "More contacts by step, all that is on record: <@ # (# a break)>": """
            select step_name(member_id), excess, excess_per_break from marts.fct_excess_rates
            where dimension = 'step' and measure = 'contacts' and excess_low > 0 qualify count(*) over () > 1 order by excess desc
        """,
        "in # of # matter(s) the customer was sent from desk to desk (# %)": f"""
            select count(*) filter (where is_ping_pong), count(is_ping_pong), share(count(*) filter (where is_ping_pong), count(is_ping_pong)) from {MATTERS}
        """,
        "First-contact resolution: # %. # of # matter(s)": f"""
            select share(count(*) filter (where is_first_contact_resolved), count(*)), count(*) filter (where is_first_contact_resolved), count(*)
            from {MATTERS} where is_matured
        """,
        "One point of contact: # %. One team handled # of # matter(s)": f"""
            select share(count(*) filter (where is_one_point_of_contact), count(is_one_point_of_contact)),
                count(*) filter (where is_one_point_of_contact), count(is_one_point_of_contact) from {MATTERS}
        """,
        "Channel switches: # of # matter(s)": f"select count(*) filter (where channels_count > 1), count(*) from {MATTERS} having count(*) > 0",
        "another desk: <@ # of # contact(s)>": f"""
            select name, n, of_all from (
                select channel, count(*) filter (where outcome = 'redirected') as n, count(outcome) as of_all from {IN} where channel is not null group by channel
            ) inner join {CHANNELS} using (channel) where n > 0 order by n desc, channel
        """,
        "and no help: # contact(s) with": f"select count(*) from {IN} where outcome in ('no_information', 'no_mandate') having count(*) > 0",
        "not allowed to help (# %)": f"select share(count(*) filter (where outcome in ('no_information', 'no_mandate')), count(outcome)) from {IN}",
        "brings # more contacts and costs # more": f"""
            select max(excess_per_break) filter (where measure = 'contacts'), max(excess_per_break) filter (where measure = 'cost') from {ADDS}
        """,
        "\n#, the newest whole month": f"select max(month) from {WAITS}",
        "# of # waited more than # minute(s)": f"""
            select sum(long_count), sum(measured_count), threshold('long_wait_minutes') from {WAITS} where not is_written and long_count is not null
        """,
        "# customer(s) gave up": f"select sum(abandoned_count) from {WAITS} having sum(abandoned_count) > 0",
        "# message(s) had no answer": f"select sum(unanswered_count) from {WAITS} having sum(unanswered_count) > 0",
        "Waiting by @: half # minute(s) or more, one in ten # minute(s) or more": f"select lower(name), half, tenth from {BUSIEST}",
        "After a broken order # % buy again, after a kept one # %": f"select 100 * broken_repurchase_rate, 100 * kept_repurchase_rate from {AGAIN} where {MEASURED}",
        "Within # days: # of # and # of #": f"select threshold('repurchase_days'), broken_bought_again_count, broken_count, kept_bought_again_count, kept_count from {AGAIN} where {MEASURED}",
        "# of # customer(s) with a broken order never contacted us (# %)": f"select no_contact_count, broken_count, 100 * no_contact_share from {REACTIONS}",
        "orders were worth #.": f"select no_contact_value from {REACTIONS}",
        "# of # whose order is old enough": f"select no_contact_bought_again_count, no_contact_matured_count from {REACTIONS} where no_contact_matured_count > 0",
        "has a new date # days sooner": f"select hours_sooner / 24 from {GAP} where ratio_high < 1",
        "lateness # customer(s) with three contacts or more waited # days, # with one or none # days": f"""
            select compared_many_contacts_count, compared_many_contacts_hours / 24, compared_few_contacts_count, compared_few_contacts_hours / 24 from {GAP}
        """,
        "# of # broken order(s) were repaired well (# %)": f"select recovered_count, matured_count, 100 * recovery_rate from {RECOVERY}",
        "new date was kept in # of #": f"select new_date_kept_count, new_date_due_count from {RECOVERY} where new_date_kept_rate is not null",
        "rang in # of #": f"select followed_up_count, follow_up_due_count from {RECOVERY} where follow_up_rate is not null",
        "complete within # day(s) of": f"select recovery_p50_days from {RECOVERY} where {MEASURED}",
    },
    tables={
        "What a broken order adds": f"""
            select name, round(excess_per_break, decimals), [round(per_break_low, decimals), round(per_break_high, decimals)], round(excess_per_year)
            from {ADDS} inner join (values ('contacts', 'Contacts', 1), ('wait_minutes', 'Minutes of waiting', 1), ('handling_cost', 'Handling', 0),
                ('credits', 'Credits', 0), ('customer_cost', 'Customer’s own cost', 0)) as names(measure, name, decimals) using (measure)
            where excess_per_break is not null
        """,
    },
    charts={
        "Contacts by what they are charged to": (
            f"""
            select name, n as contacts_count, unnest([failure, n - failure]) as count, unnest(['failure_count', 'value_count']) as demand from {BY_CAUSE}
            """,
            f"select name, n as contacts_count, if(failure = n, [n], [failure, n]) as label from {BY_CAUSE}",
        ),
        "Waits by channel": f"""
            select name, half / if(is_written, 60, 1) as middle, tenth / if(is_written, 60, 1) as long, {WAIT_WORDS} from {WAITS}
        """,
        "ways": (
            f"{ENDS} select nth || '. ' || went as source, nth + 1 || '. ' || came as target, n as value from named",
            f"""
            {ENDS} select nth || '. ' || name as node, [max(n)] as label from (
                select nth, went as name, sum(n) as n from named group by all union all select nth + 1, came, sum(n) from named group by all
            ) group by nth, name
            """,
        ),
    },
)
