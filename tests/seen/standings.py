"""Who stands out from its peers, as the pages of partners and of sellers say it."""

JUDGED = "(select * from marts.fct_standings where kind = '{kind}' and standing in ('act', 'watch', 'none'))"


def standing(kind: str) -> str:
    """Each judged member with its worst standing and most broken beyond its peers."""
    return f"""(
        select member_id, min(list_position(['act', 'watch', 'none'], standing)) as place, max(excess_broken_count) as beyond
        from {JUDGED.format(kind=kind)} group by member_id
    )"""


def out(kind: str) -> str:
    """A row for each step in which a member stands out, in the order in which they are listed."""
    return f"""(
        select *, {kind}_name(member_id) as name, step_name(step) as step_named from {JUDGED.format(kind=kind)} where standing <> 'none'
        order by standing, excess_broken_count desc, member_id
    )"""


def not_judged(kind: str) -> str:
    return f"""(
        select count(*) filter (where few) as few, count(*) filter (where alone) as alone from (
            select bool_or(standing = 'too_little_data') as few, bool_or(standing = 'not_comparable') as alone
            from marts.fct_standings where kind = '{kind}' group by member_id
            having not bool_or(standing in ('act', 'watch', 'none'))
        )
    )"""


def funnel(rows: str) -> tuple[str, str]:
    """The dots of a funnel, of those rows of fct_standings, and the line of who breaks as many as its peers."""
    dots = f"""
        select member_id as member, name, name as label, due_count, peer_ratio, funnel_low_95, funnel_high_95, funnel_low_998, funnel_high_998,
            [peer_ratio, broken_count, due_count] as words
        from {rows}
    """
    return dots, "select 1.0 as peer_ratio"


def judged_words(kind: str) -> dict[str, str]:
    beside = not_judged(kind)
    return {
        f"# {kind}(s) with too little data": f"select few from {beside} where few > 0",
        f"# {kind}(s) with too few peers": f"select alone from {beside} where alone > 0",
        # what the words of the chart explain: limits of chance, by the names of their columns
        "1 × is as many": "constant",
        "pale band lie 95 of 100": "constant",
        "998 of 1,000": "constant",
    }
