"""What is about to break, as three pages say it."""

KNOWN = "(select count(probability) from at_risk)"
SCORES = "marts.fct_at_risk_scores"

AT_RISK = {
    "# promise(s) of # still open": f"select count(*), {KNOWN} from at_risk where is_at_risk having count(*) > 0",
    "None of # open promise(s) is more likely": f"select {KNOWN} where {KNOWN} > 0 and not exists (from at_risk where is_at_risk)",
    "Of # more open promise(s) it is not known": f"select count(*) from at_risk where probability is null having count(*) > 0 and {KNOWN} > 0",
    "not known of # open promise(s)": f"select count(*) from at_risk where probability is null having count(*) > 0 and {KNOWN} = 0",
    "About # of them will, if nobody acts": "select sum(probability) from at_risk where is_at_risk",
    "the last # weekly list(s) had * entr": f"select max(lists_count) from {SCORES}",
    "weekly list(s) had # entr*; # % of them broke": f"""
        select sum(named_count), 100.0 * sum(named_broken_count) / sum(named_count) from {SCORES} having sum(named_count) > 0
    """,
}
#: each risky promise, what is at stake first
RISKY = """
    select *, coalesce(replace(product_group, '_', ' '), step_name(step)) || coalesce(' by ' || partner_name(partner_id), '') as what
    from at_risk where is_at_risk order by stake_rank
"""
