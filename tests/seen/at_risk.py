"""What is about to break, as three pages say it."""

KNOWN = "(select count(probability) from at_risk)"
SCORES = "marts.fct_at_risk_scores"

AT_RISK = {
    "\n# promise(s) will probably break by #": "select count(*), max(end_date) from at_risk where is_at_risk having count(*) > 0",
    "None of # open promise(s) is more likely": f"select {KNOWN} where {KNOWN} > 0 and not exists (from at_risk where is_at_risk)",
    "not known of # open promise(s)": f"select count(*) from at_risk where probability is null having count(*) > 0 and {KNOWN} = 0",
    "About # of them will, if nobody acts": "select sum(probability) from at_risk where is_at_risk",
    "Of # on the last # weekly list(s), # % broke": f"""
        select sum(named_count), max(lists_count), 100.0 * sum(named_broken_count) / sum(named_count) from {SCORES} having sum(named_count) > 0
    """,
}
#: the same where they are listed
LISTED_RISKS = {
    "Due: <# on #>": "select count(*), end_date from at_risk where is_at_risk group by end_date order by end_date limit 7",
    "and on # more day": "select count(distinct end_date) - 7 as n from at_risk where is_at_risk having n > 0",
    "They are those of # open promise(s)": f"select {KNOWN} where exists (from at_risk where is_at_risk)",
    "Of # more open promise(s) it is not known": f"select count(*) from at_risk where probability is null having count(*) > 0 and {KNOWN} > 0",
}
#: each order with a risky promise, by its most urgent line, what is at stake first
RISKY = """
    select *, coalesce(replace(product_group, '_', ' '), step_name(step)) || coalesce(' by ' || partner_name(partner_id), '')
        || case lines_here when 1 then '' when 2 then ' and 1 more line' else ' and ' || lines_here - 1 || ' more lines' end as what
    from (
        select *, coalesce(order_id, promise_id) as subject, count(*) over (partition by subject) as lines_here,
            sum(value) over (partition by subject) as worth, row_number() over (partition by subject order by stake_rank) as nth
        from at_risk where is_at_risk
    ) where nth = 1 order by stake_rank
"""
#: how often customers heard of a break before its day, in the newest whole month
MONTH = """(
    select * from marts.fct_notice_rates where dimension = 'company' and period = 'month' and measured_count > 0
        and period_start + interval 1 month <= as_of() order by period_start desc limit 1
)"""
HEARD_BEFORE = f"""
    select share(in_time_count + short_count + day_before_count, measured_count), 100, in_time_count + short_count + day_before_count,
        measured_count, period_start
    from {MONTH}
"""
#: each series at its newest settled point, those that changed first
BOARD = """(
    select *, is_better and not is_signal as only_better, if(is_signal, since_week, better_since_week) as since,
        case dimension when 'company' then 'All orders' when 'step' then step_name(member_id)
            else 'Orders (' || replace(member_id, '_', ' ') || ')' end as name
    from marts.fct_signals where is_charted and evidence is not null
    qualify row_number() over (partition by dimension, member_id order by week desc) = 1
    order by is_signal desc, excess_broken_count desc nulls last, chart_rank
)"""
#: what is still not as usual: how many, since which days; more than three days are said by the first
STILL = f"""(
    select how, count(*) as n, list_sort(list(distinct since)) as days
    from (select *, if(is_signal, 'worse', 'better') as how from {BOARD} where is_signal or only_better) where not is_new group by how
)"""
UNUSUAL = {
    "# still worse": f"select n from {STILL} where how = 'worse'",
    "# still better": f"select n from {STILL} where how = 'better'",
    "still worse, since <#>": f"select unnest(if(len(days) > 3, days[:1], days)) from {STILL} where how = 'worse'",
    "still better, since <#>": f"select unnest(if(len(days) > 3, days[:1], days)) from {STILL} where how = 'better'",
}
