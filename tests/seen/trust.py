"""Trust: what came in, what was held back, what is not measured, what is counted how."""

from data.contract import places
from seen.frame import FRAME
from seen.page import CONSTANT, Seen

FEEDS = "(select * from marts.fct_feed_counts where is_present order by rows_landed desc, feed)"
EFFECT = "(select * from marts.fct_held_back_effects where feed = 'all' and rows_count > 0)"
CHECKS = "marts.fct_input_checks"
FAILED = f"""(
    select * from {CHECKS} where status <> 'passed'
    order by status = 'crashed', list_position(['critical', 'error', 'warning'], severity), rows_failed desc, feed, check_name
)"""
OUTCOMES = """(
    select outcome, count(*) as n, case outcome when 'on_time' then 'on time' when 'overdue_open' then 'overdue' when 'cancelled_broken' then 'cancelled'
        when 'kept_attempted' then 'customer was not there' when 'pending' then 'not due yet' when 'excluded' then 'withdrawn by the customer in time'
        when 'not_measured' then 'not measured' else outcome end as word
    from marts.fct_promises group by outcome
)"""
#: minutes apart from hours, where times are known, else days
SPAN = "if({0}_hours is null, if({0}_days is null, [], list_value({0}_days)), if({0}_hours >= 48, list_value({0}_hours / 24), if({0}_hours >= 1, list_value({0}_hours), list_value({0}_hours * 60))))"
DELAYS = "(select * from marts.fct_recording_delay where dimension = 'event')"
ORPHANS = "marts.fct_orphan_deliveries"
RESTATED = "(select * from marts.fct_restatements where dimension = 'company' and promised_to = 'customer' and is_restated)"
RULES = """(values ('orders_first_promise', 'Whole orders'), ('orders_latest_promise', 'Whole orders, latest date'), ('lines_first_promise', 'Single lines'),
    ('lines_open_dropped', 'Lines, open ones left out'), ('lines_delivered_only', 'Lines, delivered ones only'),
    ('lines_latest_promise', 'Lines, by the latest date'), ('lines_latest_promise_delivered_only', 'Delivered lines, latest date'),
    ('lines_requested_date', 'Lines, by the day asked for'), ('lines_first_promise_where_requested', 'The same lines, by our date')) as names(rule, name)"""
ASIDE = "('lines_requested_date', 'lines_first_promise_where_requested')"
LADDER = f"(select * from marts.fct_definition_ladder where rule not in {ASIDE} or (select sum(due_count) from marts.fct_definition_ladder where rule in {ASIDE}) > 0)"
#: a text of the house, which tests of its own hold: it stands on the page as it stands in the repository
DEFINED = f"""
    select regexp_extract(content, '{{% docs kept_rate_definition %}}\\n(.*?){{% enddocs %}}', 1, 's') as passage
    from read_text('{places.ROOT}/dbt/docs/*/*.md') where passage <> ''
"""
DECIDED = f"select regexp_extract(content, '## What is in the denominator\\n(.*?)\\n## ', 1, 's') from read_text('{places.ROOT}/dbt/DECISIONS.md')"

SEEN = Seen(
    words=FRAME
    | {
        "are # day(s) behind": f"select days_behind from {FEEDS} where is_stale",
        "at most # points": f"select 100 * largest_move from {EFFECT}",
        "of the # promise(s) that the rows held back": f"select promises_count from {EFFECT} where kept_rate is not null",
        "# % of all promises to customers are kept. It would be # % if *, # % if every": f"select 100 * kept_rate, 100 * lowest_kept_rate, 100 * highest_kept_rate from {EFFECT}",
        "# row(s) do not say": f"select unnamed_count from {EFFECT} where unnamed_count > 0 and kept_rate is not null",
        "# rows in = # accepted + # held back": f"select sum(rows_landed), sum(rows_accepted), sum(rows_quarantined) from {FEEDS}",
        "counted once: # @ +": f"select n, word from {OUTCOMES} order by n desc, outcome limit 1",
        "whole: every outcome": f"select format('{{:,}}', n) || ' ' || word from {OUTCOMES}",
        "= # promises": "select count(*) from marts.fct_promises",
        "# of # checks failed": f"select count(*) filter (where status = 'failed') as n, count(*) from {CHECKS} having n > 0",
        "– # of # row(s)": f"select rows_failed, rows_checked from {FAILED} where rows_failed > 0",
        "whole: what failed": f"select sentence from {FAILED}",
        "The # rows held back": "select count(*) from marts.fct_quarantined_rows having count(*) between 1 and 200",
        "# check(s) passed": f"select count(*) from {CHECKS} where status = 'passed'",
        "Not delivered: # of the # columns": """
            select count(*) filter (where not is_mapped) as n, count(*) from marts.fct_coverage where coalesce(unmeasured, '') <> '' having n > 0
        """,
        "never 100 %": CONSTANT,
        "# % of the deliveries find": "select 100 * covered_share from marts.fct_link_coverage where link = 'delivery_promise' and rows_count > 0",
        "# % of the contacts find": """
            select 100 * sum(covered_share) from marts.fct_link_coverage where link in ('contact_named', 'contact_by_customer') and rows_count > 0 having count(*) = 2
        """,
        "recorded latest: 95 of 100 within # hours": f"""
            select p95_hours from {DELAYS} where matured_count >= threshold('minimum_sample') and p95_hours between 1 and 48 order by p95_days desc limit 1
        """,
        "# delivery event(s) without": f"select count(*) from {ORPHANS} having count(*) > 0",
        "; # recorded twice": "select count(*) from marts.fct_deliveries where is_duplicate having count(*) > 0",
        "# week(s) restated": f"select count(*) from {RESTATED} having count(*) > 0",
        "look # % to # % kept": f"select 100 * min(kept_rate), 100 * max(kept_rate) from marts.fct_definition_ladder where rule not in {ASIDE} having min(kept_rate) < max(kept_rate)",
        "customers asked for, # %": "select 100 * kept_rate from marts.fct_definition_ladder where rule = 'lines_requested_date' and due_count > 0",
        "a target of # %": "select 100 * target_kept_rate from marts.dim_policies where partner_id = '*' and partner_type = '*' and step = '*' and product_group = '*' order by valid_from desc limit 1",
        "# thresholds, each": "select count(*) from marts.dim_thresholds",
        "whole: what M1 means": DEFINED,
        "whole: the first decision": DECIDED,
        "decided so: # decisions": f"select sum(len(regexp_extract_all(content, '(?:^|\\n)## '))) from read_text('{places.ROOT}/dbt/**/*.md') where filename like '%DECISIONS.md' or filename like '%/decisions/%'",
    },
    tables={
        "Rows in, accepted": f"""
            select feed, rows_landed, rows_accepted, rows_quarantined, first_at::date, last_at::date, if(days_behind > 0, [days_behind], null) from {FEEDS}
        """,
        "Rows held back": "select feed, source_file, source_row, check_name, reason, raw from marts.fct_quarantined_rows order by all limit 200",
        "Checks that passed": f"select feed, check_name, severity, rows_checked, sentence from {CHECKS} where status = 'passed'",
        "The column that each": """
            select upper(unmeasured[1]) || unmeasured[2:], feed || '.' || column_name, 100.0 * filled_count / nullif(rows_count, 0), if(is_mapped, [filled_count, rows_count], []) from marts.fct_coverage
        """,
        "How much of the record": "select replace(feed, '_', ' '), null, 100 * covered_share, [covered_count, rows_count] from marts.fct_link_coverage where rows_count > 0",
        "Recording delay": f"""
            select upper(event[1]) || replace(event[2:], '_', ' '), events_count, measured_count, {SPAN.format("p50")}, {SPAN.format("p95")} from (select *, member_id as event from {DELAYS})
        """,
        "Delivery events": f"""
            select upper(event[1]) || replace(event[2:], '_', ' '), {{'day': occurred_at, 'time': occurred_at}}, coalesce(promise_id, order_id), partner_id, source_file, source_row, delivery_id
            from {ORPHANS} order by occurred_at desc, delivery_id limit 200
        """,
        "Weeks restated": f"select week, first_published_as_of, [first_kept_count, first_due_count], [kept_count, due_count] from {RESTATED}",
        "Policies in force": """
            select null, if(year(valid_from) > 1900, valid_from, null), list_filter([grace_days::int, grace_minutes::int], n -> n > 0),
                list_filter([early_tolerance_days::int, early_tolerance_minutes::int], n -> n > 0), [100 * target_kept_rate], transit_business_days, comment
            from marts.dim_policies
        """,
        "Thresholds": "select upper(name[1]) || replace(name[2:], '_', ' '), [value], comment from marts.dim_thresholds",
    },
    charts={
        "Share kept by each": f"""
            select name, coalesce(kept_rate, 0) as rate, if(kept_rate is null, [], [100 * kept_rate]) as label, if(kept_count is null, [], [kept_count, due_count]) as counts
            from {LADDER} inner join {RULES} using (rule)
        """,
    },
)
