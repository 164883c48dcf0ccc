"""Which date can be kept: what there is to choose from, and a basket with its date."""

from seen.frame import FRAME
from seen.page import CONSTANT, Seen

KIND = "step, partner_id, product_group, lane"
#: every kind that can be asked for, with its place in the list
KINDS = f"""(
    select *, coalesce(region, '') as goes_to, row_number() over (
        order by (select journey from marts.dim_steps as s where s.step = d.step) nulls last, (select position from marts.dim_steps as s where s.step = d.step) nulls last,
            lower(step_name(step)), step, lower(product_group) nulls last, product_group,
            lower(partner_name(partner_id)) nulls last, partner_id, lane nulls last
    ) as nth
    from (select distinct {KIND}, region from marts.fct_honest_dates) as d
)"""
#: of the first place: its kinds with their dates
HERE = f"""(
    select kinds.*, nine.days as of_ten, more.days as of_twenty, nine.kept_13w_count as kept, nine.judged_13w_count as judged
    from {KINDS} as kinds
    inner join marts.fct_honest_dates as nine on nine.quantile = 0.9 and nine.step = kinds.step and nine.partner_id is not distinct from kinds.partner_id
        and nine.product_group is not distinct from kinds.product_group and nine.lane is not distinct from kinds.lane
    inner join marts.fct_honest_dates as more on more.quantile = 0.95 and more.step = kinds.step and more.partner_id is not distinct from kinds.partner_id
        and more.product_group is not distinct from kinds.product_group and more.lane is not distinct from kinds.lane
    where kinds.goes_to = (select goes_to from {KINDS} order by nth limit 1)
    order by kinds.nth
)"""
CHOICES = {"9 of 10": CONSTANT, "19 of 20": CONSTANT}

OFFER = Seen(
    words=FRAME
    | CHOICES
    | {
        ": 9 of 10 come within # to # days": f"""
            select min(of_ten), max(of_ten) from {HERE} having min(of_ten) < max(of_ten)
            union all select min(days), max(days) from marts.fct_honest_dates where quantile = 0.9
                having count(distinct coalesce(region, '')) > 1 and min(days) < max(days)
        """,
        "# of # rows in sight": f"select 15, count(*) as n from {HERE} having n between 16 and 200",
        "come within # day(s)\n": f"select min(of_ten) from {HERE} having min(of_ten) = max(of_ten)",
        "for # of # kind(s) there is no date": f"select count(*) filter (where of_ten is null), count(*) from {HERE} having count(*) filter (where of_ten is null) > 0",
        "First # of # kinds": f"select 200, count(*) from {HERE} having count(*) > 200",
    },
    tables={
        "What can be promised": f"""
            select coalesce(upper(what[1]) || what[2:], '') as what, partner, of_ten, of_twenty, lately, step_named,
                if((select bool_or(lane <> goes_to) from {HERE}), lane, null) as lane
            from (
                select coalesce(replace(product_group, '_', ' '), step_name(step)) as what, partner_name(partner_id) as partner, of_ten, of_twenty,
                    if(judged > 0, [kept, judged], []) as lately, step_name(step) as step_named, lane, goes_to, nth
                from {HERE}
            ) order by nth limit 200
        """,
    },
)

#: the lines of the basket, from the address
LINES = f"""(
    select dates.*, marts.is_enough(kept_13w_count, judged_13w_count) as is_enough, list_position(getvariable('line'), {" || '/' || ".join(KIND.split(", "))}) as place
    from marts.fct_honest_dates as dates where quantile = 0.9 and place is not null order by place
)"""
#: how probable it is that one line is late after so many days, and all of them: some of what goes wrong goes wrong for all
LATE = f"""(
    select day, (1 - threshold('honest_together')) * (1 - product(1 - late)) + threshold('honest_together') * max(late) as late
    from (
        select day, place, coalesce(min(late_probability), 1) as late
        from (select unnest(range(0, threshold('honest_longest_days')::int + 1)) as day) cross join {LINES} as lines
        left join marts.fct_honest_curves as curves on curves.curve_id = lines.curve_id and floor(lines.unit_days * times_unit + 1e-6) <= day
        group by day, place
    ) group by day
)"""


def complete(share: float) -> str:
    return f"(select min(day)::int as days from {LATE} where late <= {1 - share:.2f} + 1e-9)"


BASKET = Seen(
    words=FRAME
    | CHOICES
    | {
        "Promise # day(s):": f"select days from {complete(0.9)}",
        "Promised on #, that is * #.": f"select as_of(), as_of() + days from {complete(0.9)}",
        "For 19 of 20 it takes # day(s), to #.": f"select days, as_of() + days from {complete(0.95)}",
        "of several kinds: # of # would": "select kept_count, judged_count from marts.fct_basket_coverage where quantile = 0.9",
        "promised in # weeks and long": "select threshold('record_weeks') from marts.fct_basket_coverage where quantile = 0.9",
        "\n@: # day(s). Over the last # weeks # of # such dates": f"""
            select array_to_string(list_transform(list_filter([replace(product_group, '_', ' '), partner_name(partner_id), step_name(step), if(lane <> coalesce(region, ''), lane, null)],
                each -> each is not null), each -> upper(each[1]) || each[2:]), ' · '), days, threshold('record_weeks'), kept_13w_count, judged_13w_count
            from {LINES} where judged_13w_count > 0
        """,
        "Judged by # promise(s) *; # came within # days": f"select promises_count, completed_count, threshold('honest_longest_days') from {LINES} where is_quotable",
    },
    charts={
        "Share of such orders": (
            f"select day as days, 1 - late as complete_probability, [100 * (1 - late)] as words, [day] as within from {LATE}",
            "select 0.9 as share, [90] as words",
            f"select days, 0.9 as share, [days] as words from {complete(0.9)}",
        ),
    },
)
