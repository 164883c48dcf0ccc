"""The overview."""

from seen.at_risk import AT_RISK, HEARD_BEFORE, UNUSUAL
from seen.frame import PERIOD
from seen.page import Seen

#: outcome → its word in the legend, and in a link
OUTCOMES = "(values ('early', 'Early', 0), ('on_time', 'On time', 1), ('late', 'Late', 2), ('overdue_open', 'Overdue', 3), ('cancelled_broken', 'Cancelled', 4)) as words(outcome, word, place)"
BY_OUTCOME = f"""
    select word, words.outcome, place, count(due.outcome) as n, (select count(*) from due) as of_all
    from {OUTCOMES} left join due on words.outcome = case when due.outcome = 'kept_attempted' then 'on_time' else due.outcome end
    group by all
"""
CAUSES = """
    with shares as (
        select case cause
            when 'partner' then 'partners' when 'internal' then 'ourselves' when 'over_promise' then 'dates that our sellers promised too early'
            when 'customer' then 'the customer' when 'excused' then 'excused' when 'unexplained' then 'not explained'
            when 'coordination' then 'dates that did not fit together' end as who,
            share(sum(days), sum(sum(days)) over ()) as percent, sum(days) as days
        from marts.fct_delay_parts inner join lines using (promise_id) where promised_to = 'customer' group by cause
    )
    -- whole percents that add up to 100: the largest fractions are rounded up
    select who, days, floor(percent + 1e-9) + (
        row_number() over (order by percent - floor(percent + 1e-9) desc, days desc) <= 100 - sum(floor(percent + 1e-9)) over ()
    )::int as percent
    from shares
"""
#: of the weeks of all orders: the newest that is settled
NEWEST = "select * from marts.fct_signals where dimension = getvariable('series') and member_id = getvariable('of_series') and evidence is not null order by week desc limit 1"
WORST = """
    select standings.*, if(kind = 'partner', partner_name(member_id), seller_name(member_id)) as name, step_name(step) as step_name
    from (
        select *, row_number() over (partition by kind order by standing, recent_broken_count - recent_expected_broken_count desc, member_id) as nth,
            count(distinct member_id) over (partition by kind) - 1 as others
        from marts.fct_standings where kind in ('partner', 'seller') and standing in ('act', 'watch')
    ) as standings
    where nth = 1 order by kind
"""
EXCESS = """
    select dimension, member_id, max(excess_per_break) filter (where measure = 'contacts') as contacts,
        max(excess_per_break) filter (where measure = 'cost') as cost, max(excess_per_year) filter (where measure = 'cost') as a_year
    from marts.fct_excess_rates where covered_count > 0 group by all
"""
STEP_BREAKS = "select step, count(*) filter (where not is_kept) as broken, count(*) as n from due group by step order by broken desc, step nulls last limit 1"
STEPS = f"""
    select steps.*, coalesce(steps.name, steps.step) as named, due_now, kept_now, contacts, cost,
        max(steps.due_count) over (partition by journey) as journey_due
    from marts.fct_journey_steps as steps
    left join (
        select step, count(*) as due_now, count(*) filter (where is_kept) as kept_now
        from lines where is_due group by step
    ) using (step)
    left join ({EXCESS}) as excess on excess.dimension = 'step' and excess.member_id = steps.step
    order by journey_due desc, journey, position nulls last, step
"""
UNPLANNED = """
    select touchpoint, channel, team, sum(touches_count)::int as n, sum(redirected_count)::int as sent_on
    from marts.fct_touchpoint_counts where not is_planned and kind = 'contact_in'
    group by touchpoint, channel, team order by n desc, touchpoint, channel, team limit 5
"""

#: the orders of the period before
BEFORE = """
    select count(*) filter (where is_kept) as kept, count(*) as n from chosen_orders
    where is_due and due_date >= getvariable('before_first_day') and due_date < getvariable('before_end_day')
"""

SEEN = Seen(
    words=PERIOD
    | AT_RISK
    | UNUSUAL
    | {
        "We kept # of 100 orders": "select share(count(*) filter (where is_kept), count(*)) from orders",
        "than usual since #": f"""
            select case when evidence > threshold('signal_evidence') then since_week else better_since_week end
            from ({NEWEST}) where evidence > threshold('signal_evidence') or better_evidence > threshold('signal_evidence')
        """,
        "# below the target of": """
            select round(100 * target_kept_rate) - round(share(count(*) filter (where is_kept), count(*)))
            from orders cross join marts.dim_build group by target_kept_rate
            having marts.against_target(count(*) filter (where is_kept), count(*), target_kept_rate) = 'below'
        """,
        "below the target of #\n": """
            select 100 * target_kept_rate from orders cross join marts.dim_build group by target_kept_rate
            having marts.against_target(count(*) filter (where is_kept), count(*), target_kept_rate) = 'below'
        """,
        "\nOrders kept: # %": "select share(count(*) filter (where is_kept), count(*)) from orders",
        "# of # order(s) due w": "select count(*) filter (where is_kept), count(*) from orders",
        "90 % interval #–# %": """
            select 100 * marts.wilson90_low(kept, n), 100 * marts.wilson90_high(kept, n)
            from (select count(*) filter (where is_kept) as kept, count(*) as n from orders)
        """,
        "In the period before: # %": f"select share(kept, n) from ({BEFORE}) where marts.is_enough(kept, n)",
        "to compare with (# order(s))": f"select n from ({BEFORE}) where n > 0 and not marts.is_enough(kept, n)",
        "we would look # points better: # %, # of #": """
            select round(share(kept + better, n), 1) - round(share(kept, n), 1), share(kept + better, n), kept + better, n
            from (select count(*) filter (where is_kept) as kept, count(*) filter (where not is_kept and is_kept_latest) as better, count(*) as n from orders)
            where (select has_new_dates from marts.dim_measured)
        """,
        "Of # day(s) late: ": f"select sum(days) from ({CAUSES}) having sum(days) > 0",
        "partners # %": f"select percent from ({CAUSES}) where who = 'partners' and percent > 0",
        "ourselves # %": f"select percent from ({CAUSES}) where who = 'ourselves' and percent > 0",
        "dates that our sellers promised too early # %": f"select percent from ({CAUSES}) where who = 'dates that our sellers promised too early' and percent > 0",
        "the customer # %": f"select percent from ({CAUSES}) where who = 'the customer' and percent > 0",
        "excused # %": f"select percent from ({CAUSES}) where who = 'excused' and percent > 0",
        "not explained # %": f"select percent from ({CAUSES}) where who = 'not explained' and percent > 0",
        "dates that did not fit together # %": f"select percent from ({CAUSES}) where who = 'dates that did not fit together' and percent > 0",
        "What broken orders cost us in a year: #": f"select a_year from ({EXCESS}) where dimension = 'company' and getvariable('choices') = 0",
        "A broken order adds # contacts and # in cost to us": f"""
            select contacts, cost from ({EXCESS}) where dimension = 'company' and getvariable('choices') = 0
        """,
        "heard from us of # in # broken promises (# of # in #)": f"{HEARD_BEFORE} where getvariable('choices') = 0",
        "Overdue are # deliver* and # promised call": """
            select count(*) filter (where fulfilled_by <> 'contact'), count(*) filter (where fulfilled_by = 'contact')
            from due where outcome = 'overdue_open' having count(*) filter (where fulfilled_by = 'contact') > 0
        """,
        "due week: * since #": f"""
            select case when evidence > threshold('signal_evidence') then since_week else better_since_week end
            from ({NEWEST}) where evidence > threshold('signal_evidence') or better_evidence > threshold('signal_evidence')
        """,
        "most broken promises\n@\n# of its # promise(s) broken, of # broken to customers": f"""
            select step_name(step), broken, n, (select count(*) from due where not is_kept) from ({STEP_BREAKS})
        """,
        "broken to customers. Each broken order adds # contacts and # in cost": f"""
            select contacts, cost from ({STEP_BREAKS}) inner join ({EXCESS}) on dimension = 'step' and member_id = step
        """,
        "# of # broken in 13 weeks (@); its peers would have broken #. ": f"""
            select recent_broken_count, recent_due_count, step_name, recent_expected_broken_count from ({WORST})
        """,
        "sure. Each broken order adds # contacts and # in cost": f"""
            select contacts, cost from ({WORST}) as worst inner join ({EXCESS}) as excess on dimension = kind and excess.member_id = worst.member_id order by kind
        """,
        "\nand # more\n": f"select others from ({WORST}) where others > 0",
        "whole: who hurts most": f"select name from ({WORST})",
        "at least # % sure": f"select least(99, floor(100 * probability_bad)) from ({WORST}) where standing = 'act'",
        "and # more.": """
            select count(*) - 4 from (
                select is_signal, is_better and not is_signal as is_better from marts.fct_signals where is_charted and evidence is not null
                qualify row_number() over (partition by dimension, member_id order by week desc) = 1
            ) where is_signal or is_better group by is_signal having count(*) > 4 order by is_signal desc
        """,
        "# of # order(s) due in the last seven days broke; # of # in the seven days before": """
            select count(*) filter (where not is_kept and due_date >= as_of() - 7), count(*) filter (where due_date >= as_of() - 7),
                count(*) filter (where not is_kept and due_date < as_of() - 7), count(*) filter (where due_date < as_of() - 7)
            from chosen_orders where is_due and due_date >= as_of() - 14 and due_date < as_of()
            having count(*) filter (where due_date >= as_of() - 7) > 0
        """,
        "Of # promise(s) to customers due, # were broken": "select count(*), count(*) filter (where not is_kept) from due",
        "■ @ # % (#)": f"select word, share(n, of_all), n from ({BY_OUTCOME}) order by place",
        "See the # late": "select count(*) from due where outcome = 'late' having count(*) > 0",
        "See the # overdue": "select count(*) from due where outcome = 'overdue_open' having count(*) > 0",
        "See the # cancelled": "select count(*) from due where outcome = 'cancelled_broken' having count(*) > 0",
        "See the # too early": "select count(*) from due where outcome = 'early' and not is_kept having count(*) > 0",
        "# early one(s) broke one": "select count(*) from due where outcome = 'early' and not is_kept having count(*) > 0",
        "On time includes # deliver": "select count(*) from due where outcome = 'kept_attempted' having count(*) > 0",
        "Not counted: # promise(s)": "select count(*) from lines where outcome = 'excluded' and promised_to = 'customer' having count(*) > 0",
        "# of # step(s) are measured and owned": "select count(*) filter (where is_covered), count(*) from marts.fct_journey_steps",
        "measured and owned; # ha": "select count(*) from marts.fct_journey_steps where owner is null having count(*) > 0",
        "whole: each step that is not measured": f"""
            select position || ' ' || if(is_moment_of_truth, '◆ ', '') || named || ' (' || coalesce(owner, 'no owner') || ')' from ({STEPS}) where not is_measured
        """,
        "\n# @\n* % kept of": f"select position, if(is_moment_of_truth, '◆ ', '') || named from ({STEPS}) where due_now > 0",
        "\n# @\nNothing was due": f"select position, if(is_moment_of_truth, '◆ ', '') || named from ({STEPS}) where is_measured and due_now is null",
        "# % kept of # due": f"select share(kept_now, due_now), due_now from ({STEPS}) where due_now > 0",
        "due* Each broken order adds # contacts and # in cost": f"select contacts, cost from ({STEPS}) where due_now > 0 and contacts >= 0.05 and cost >= 1",
        "came to us # time(s) although": "select sum(touches_count) from marts.fct_touchpoint_counts where not is_planned and kind = 'contact_in'",
        "- * by *: # times": f"select n from ({UNPLANNED})",
        "times, # sent on": f"select sent_on from ({UNPLANNED}) where sent_on > 0",
    },
    charts={
        "Share of orders kept by week": (
            """
            select date_trunc('week', due_date)::date as start, share(count(*) filter (where is_kept), count(*)) / 100 as kept_rate,
                marts.wilson90_low(count(*) filter (where is_kept), count(*)) as low, marts.wilson90_high(count(*) filter (where is_kept), count(*)) as high,
                [kept_rate * 100, count(*) filter (where is_kept), count(*)] as kept_words,
                1 - limit_high as usual_low, 1 - limit_low as usual_high, null as state
            from orders left join marts.fct_signals on dimension = getvariable('series') and member_id = getvariable('of_series') and week = date_trunc('week', due_date)
                -- no limits of a whole week for one that the period cuts
                and week >= getvariable('first_day') and (week + 7 <= getvariable('end_day') or getvariable('end_day') = as_of())
            group by all
            """,
            "select target_kept_rate as target, [100 * target_kept_rate] as words from marts.dim_build",
        ),
        "Outcomes of the promises due": f"""
            select outcome, n / of_all as share, [n, of_all, 100 * n / of_all] as words from ({BY_OUTCOME})
        """,
    },
)
