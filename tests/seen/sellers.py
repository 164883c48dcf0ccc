"""Every seller: who promises too soon, who is let down, the table."""

from seen.frame import PERIOD
from seen.page import CONSTANT, Seen

#: a row for each seller with something due to a customer; `verdict` as it is printed, `place` as they stand
EVERYONE = """(
    with counted as (
        select seller_id, count(*) as n, count(*) filter (where is_kept) as kept, count(leads.is_before_commitment) as agreed,
            count(*) filter (where leads.is_before_commitment) as sooner, count(leads.is_over_promised) as scored,
            count(*) filter (where leads.is_over_promised) as bold
        from (select promise_id, seller_id, is_kept from due where seller_id is not null) left join (
            select promise_id, is_before_commitment, is_over_promised from marts.fct_promise_leads
        ) as leads using (promise_id) group by seller_id
    ),
    late as (
        select seller_id, sum(delay_days) as days, sum(partner_days) as partners from marts.fct_delay_attribution
        where promise_id in (select promise_id from lines where promised_to = 'customer') group by 1
    ),
    judged as (
        select *, marts.is_enough(kept, n) as is_enough, seller_name(seller_id) as name,
            seller_id in (select member_id from marts.fct_promise_tightness where dimension = 'seller' and tightness = 'bold') as is_bold,
            seller_id in (select member_id from marts.fct_standings where kind = 'seller' and standing in ('act', 'watch')) as is_out,
            seller_id in (select member_id from marts.fct_promise_tightness where dimension = 'seller' and tightness = 'padded') as is_padded
        from counted left join late using (seller_id)
    )
    select *, case
            when is_bold then 1 when is_out and partners > days - partners then 2 when is_out then 3 when is_padded then 4 when is_enough then 5 else 6
        end as place,
        ['Promises too soon', 'Let down by partners', 'Breaks more', 'Later than needed', 'As the others', 'Too little data'][place] as verdict,
        if((select sum(agreed) from counted) > 0, sooner / nullif(agreed, 0), bold / nullif(scored, 0)) as bold_rate,
        row_number() over (order by place, if(place < 6, kept / n, null) nulls last, lower(name), seller_id) as nth
    from judged
)"""
PLOTTED = f"(select * from {EVERYONE} where nth <= 300 and is_enough and bold_rate is not null)"
RATES = "(select seller_id, count(*) as n, count(*) filter (where is_kept) as kept, count(*) filter (where is_kept or is_kept_latest) as later, avg(target_kept_rate) as target from due where seller_id is not null group by 1)"
#: why the marts say it of a seller: by its dates, then beside its peers
REASONS = """(
    select member_id, string_agg(reason, ' ' order by place, reason) as why from (
        select member_id, reason, 0 as place from marts.fct_promise_tightness where dimension = 'seller' and tightness = 'bold'
        union all select member_id, reason, 1 from marts.fct_standings where kind = 'seller' and standing in ('act', 'watch')
    ) group by member_id
)"""

#: per verdict in the title: the names that it leaves out
OTHERS = f"(select place, count(*) - 3 as others, place = min(place) over () as is_first, place = max(place) over () as is_last from {EVERYONE} where place <= 3 group by place)"

SEEN = Seen(
    words=PERIOD
    | {
        "# seller(s) promise(s) too soon": f"select count(*) from {EVERYONE} where place = 1 having count(*) > 0",
        "# seller(s) * let down by partners:": f"select count(*) from {EVERYONE} where place = 2 having count(*) > 0",
        "# seller(s) break(s) more than others": f"select count(*) from {EVERYONE} where place = 3 having count(*) > 0",
        "and # others;": f"select others from {OTHERS} where others > 1 and (not is_last or is_first) order by place",
        "and # others\n": f"select others from {OTHERS} where others > 1 and is_last and not is_first",
        # the windows of the judgements, as the page explains them
        "too few kept (13 weeks)": CONSTANT,
        "the same promises (39 weeks)": CONSTANT,
        "verdicts of 13 and 39 weeks": CONSTANT,
        "stretched near 0": CONSTANT,
        "# of # rows in sight": f"select 15, least(count(*), 200) as n from {EVERYONE} having n > 15",
        "less time than 9 of 10 earlier": CONSTANT,
        "whole: who stands out, and why": f"""
            select name || ' ' || lower(verdict) || if(place = 1, ' by the dates of the newest 13 weeks, where an honest one was known', '') || '. ' || why from {EVERYONE} inner join {REASONS} on member_id = seller_id where place <= 3 and nth <= 6
        """,
        "whole: the names in the title": f"""
            select name from (select *, row_number() over (partition by place order by nth) as of_place, count(*) over (partition by place) as of_all from {EVERYONE} where place <= 3)
            where of_place <= if(of_all > 4, 3, 4)
        """,
        "# more stand first in the table": f"select count(*) - 6 from {EVERYONE} where place <= 3 having count(*) > 6",
        "picture: # seller(s) with too little data": f"select count(*) from {EVERYONE} where place = 6 having count(*) > 0 and (select count(*) from {PLOTTED}) > 0",
        "# with no date agreed": f"""
            select count(*) from {EVERYONE} where nth <= 300 and is_enough and bold_rate is null having count(*) > 0
                and (select sum(agreed) from {EVERYONE}) > 0 and (select count(*) from {PLOTTED}) > 0
        """,
        "# with too little before them": f"""
            select count(*) from {EVERYONE} where nth <= 300 and is_enough and bold_rate is null having count(*) > 0
                and (select sum(agreed) from {EVERYONE}) = 0 and (select count(*) from {PLOTTED}) > 0
        """,
        "# who keep more than those": f"select count(*) from {EVERYONE} where place < 6 and not (nth <= 300 and is_enough) having count(*) > 0 and (select count(*) from {PLOTTED}) > 0",
        "Every seller: #": f"select count(*) from {EVERYONE}",
        "First # of # sellers": f"""
            select 200, count(*) from {EVERYONE} having count(*) > 200
            union all select 25, count(*) from {RATES} where marts.is_enough(kept, n) and getvariable('sure') = 'true' having count(*) > 25
        """,
        "Too little data on # seller(s): fewer than # promises due, or a 90 % interval wider than # points": f"""
            select count(*), threshold('minimum_sample'), 100 * threshold('widest_interval') from {EVERYONE} where place = 6 having count(*) > 0
        """,
        "No honest date was known for <@ (# seller(s))>": """
            select step_name(step), count(*) from marts.fct_promise_tightness where dimension = 'seller' and quoted_count = 0 group by step order by 1
        """,
        "# due promise(s) name* no seller: # % kept": """
            select count(*), share(count(*) filter (where is_kept), count(*)) from due where seller_id is null having count(*) > 0
        """,
        "@ keeps least: # % of # due": f"""
            select seller_name(arg_min(seller_id, kept / n)), 100 * min(kept / n), arg_min(n, kept / n)
            from (select *, first_value(marts.wilson90_high(kept, n)) over (order by kept / n, n desc) as worst from {RATES} where marts.is_enough(kept, n))
            where getvariable('sure') = 'true' having count(*) filter (where marts.wilson90_low(kept, n) <= worst) = 1
        """,
        "cannot be told: @ (# % of # due) and # other(s) overlap": f"""
            select seller_name(arg_min(seller_id, kept / n)), 100 * min(kept / n), arg_min(n, kept / n),
                count(*) filter (where marts.wilson90_low(kept, n) <= worst) - 1
            from (select *, first_value(marts.wilson90_high(kept, n)) over (order by kept / n, n desc) as worst from {RATES} where marts.is_enough(kept, n))
            where getvariable('sure') = 'true' having count(*) filter (where marts.wilson90_low(kept, n) <= worst) > 1
        """,
    },
    tables={
        "Every seller": f"""
            select name, verdict, n, share(kept, n), 100 * bold_rate, share(partners, days)
            from {EVERYONE} where nth <= 200
        """,
    },
    charts={
        "and by the share kept": (
            f"""
            select name, name as label, kept / n as kept_rate, bold_rate, null as verdict, null as meaning,
                [100 * kept / n, n, 90, 100 * marts.wilson90_low(kept, n), 100 * marts.wilson90_high(kept, n)] as kept_words, [100 * bold_rate] as bold_words
            from {PLOTTED}
            """,
            f"""
            select sum(kept) / sum(n) as kept_rate, if(sum(agreed) > 0, sum(sooner) / sum(agreed), sum(bold) / sum(scored)) as bold_rate from {EVERYONE}
            having (select count(*) from {PLOTTED}) > 0
            """,
        ),
        "Kept rate per seller with": f"""
            select seller_name(seller_id) as name, target as target_kept_rate, kept / n as kept_rate, later / n as kept_latest_rate,
                [100 * kept / n, kept, n] as words, marts.wilson90_low(kept, n) as low, marts.wilson90_high(kept, n) as high,
                [100 * marts.wilson90_low(kept, n), 100 * marts.wilson90_high(kept, n)] as interval,
                if((select has_new_dates from marts.dim_measured), [100 * later / n], []) as latest
            from {RATES} where marts.is_enough(kept, n) order by kept_rate, n desc limit 25
        """,
    },
)
