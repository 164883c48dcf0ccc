"""Every partner: who to act on, the funnel of its peers, the table."""

from seen.frame import PERIOD
from seen.page import Seen
from seen.standings import funnel, judged_words, out, standing

STANDING, OUT = standing("partner"), out("partner")
#: in the funnel: the step of whoever stands first, where it has three to draw; those who stand out first, then by what was due
STEP = """(
    select arg_min(step, nth) as step from (
        select step, row_number() over (order by list_position(['act', 'watch', 'none'], standing), excess_broken_count desc, member_id) as nth,
            count(distinct member_id) over (partition by step) as n
        from marts.fct_standings where kind = 'partner' and standing in ('act', 'watch', 'none') and peer_ratio is not null
    ) where n >= 3
)"""
PEERS = f"""(
    select *, partner_name(member_id) as name from marts.fct_standings
    where kind = 'partner' and standing in ('act', 'watch', 'none') and peer_ratio is not null and step = (select step from {STEP})
    order by standing <> 'none' desc, due_count desc
)"""
#: a row for each partner with something due in the period, to the customer or to us
EVERYONE = f"""(
    select partner_id, any_value(dim.type) as type, count(*) filter (where to_customer and is_due) as n,
        count(*) filter (where to_customer and is_kept) as kept,
        if(count(*) filter (where to_customer and is_partner_due) > 0, share(count(*) filter (where to_customer and is_partner_kept and is_partner_due),
            count(*) filter (where to_customer and is_partner_due)),
            share(count(*) filter (where not to_customer and is_partner_kept and is_partner_due), count(*) filter (where not to_customer and is_partner_due))) as own,
        any_value(place) as place, any_value(beyond) as beyond, any_value(days) as days, any_value(standings.standing) as judged
    from (select *, promised_to = 'customer' as to_customer from lines) as lines inner join marts.dim_partners as dim using (partner_id)
    left join {STANDING} on member_id = partner_id
    left join (
        select member_id as m, case min(list_position(['act', 'watch', 'none', 'not_comparable', 'too_little_data'], standing))
            when 1 then 'Act' when 2 then 'Watch' when 3 then 'As its peers' when 4 then 'No peers' else 'Too little data' end as standing,
        from marts.fct_standings where kind = 'partner' group by 1
    ) as standings on m = partner_id
    left join (
        select parts.partner_id, sum(days) as days from marts.fct_delay_parts as parts inner join lines using (promise_id)
        where cause = 'partner' and promised_to = 'customer' group by 1
    ) as days using (partner_id)
    group by partner_id having count(*) filter (where is_due) > 0
)"""
#: who is judged in no step; and who is to act on and lies in the band all the same, in the order of the list
UNDATED = f"(select * from {EVERYONE} where judged is null and (select count(*) from {STANDING}) > 0 order by lower(partner_name(partner_id)), partner_id)"
INSIDE = f"(select * from {PEERS} where standing = 'act' and peer_ratio <= funnel_high_95 order by excess_broken_count desc, member_id)"
RATES = "(select partner_id, count(*) as n, count(*) filter (where is_kept) as kept, count(*) filter (where is_kept or is_kept_latest) as later, avg(target_kept_rate) as target from due where partner_id is not null group by 1)"

SEEN = Seen(
    words=PERIOD
    | judged_words("partner")
    | {
        "# partner(s) * worse than * peers by more than chance": f"select count(*) from {STANDING} where place = 1 having count(*) > 0",
        "and # others;": f"select count(*) - 3 from {STANDING} where place = 1 having count(*) > 4",
        "# partner(s) to be watched": f"select count(*) from {STANDING} where place = 2 having count(*) > 0",
        "\n@ broke # more than its peers would have. @:": f"select name, excess_broken_count, step_named from {OUT} limit 6",
        "It stood like this on # already": f"select since_date from (from {OUT} limit 6) where since_date is not null and is_since_oldest_look",
        "It has stood like this since #": f"select since_date from (from {OUT} limit 6) where since_date is not null and not is_since_oldest_look",
        "# partner(s) with no date of its own": f"select count(*) from {EVERYONE} where judged is null having count(*) > 0 and (select count(*) from {STANDING}) > 0",
        "judged by (*and # others)": f"select count(*) - 3 as n from {UNDATED} having count(*) > 4",
        "whole: the first of those with no date of its own": f"select partner_name(partner_id) from {UNDATED} limit if((select count(*) from {UNDATED}) > 4, 3, 4)",
        "all the same: *and # others": f"select count(*) - 3 from {INSIDE} having count(*) > 4",
        "whole: who lies in the band": f"select name from {INSIDE} limit if((select count(*) from {INSIDE}) > 4, 3, 4)",
        "# of # rows in sight": f"select 15, least(count(*), 200) as n from {EVERYONE} having n > 15",
        "whole: why": f"select reason from {OUT} limit 6",
        "whole: the names in the title": f"select name from {OUT} where standing = 'act' limit 3",
        "# more stand first in the table": f"select count(*) - 6 from {OUT} having count(*) > 6",
        "# of # stand": f"select count(*) filter (where standing <> 'none'), count(*) from {PEERS} having count(*) filter (where standing <> 'none') > 0",
        "Every partner: #": f"select count(*) from {EVERYONE}",
        "First # of # partners": f"""
            select 200, count(*) from {EVERYONE} having count(*) > 200
            union all select 25, count(*) from {RATES} where marts.is_enough(kept, n) and getvariable('sure') = 'true' having count(*) > 25
        """,
        "Too little data on # partner(s): fewer than # promises due, or a 90 % interval wider than # points": f"""
            select count(*), threshold('minimum_sample'), 100 * threshold('widest_interval')
            from {EVERYONE} where n > 0 and not marts.is_enough(kept, n) having count(*) > 0
        """,
        "# due promise(s) name* no partner: # % kept": """
            select count(*), share(count(*) filter (where is_kept), count(*)) from due where partner_id is null having count(*) > 0
        """,
        "@ keeps least: # % of # due": f"""
            select partner_name(arg_min(partner_id, kept / n)), 100 * min(kept / n), arg_min(n, kept / n)
            from (select *, first_value(marts.wilson90_high(kept, n)) over (order by kept / n, n desc) as worst from {RATES} where marts.is_enough(kept, n))
            where getvariable('sure') = 'true' having count(*) filter (where marts.wilson90_low(kept, n) <= worst) = 1
        """,
        "cannot be told: @ (# % of # due) and # other(s) overlap": f"""
            select partner_name(arg_min(partner_id, kept / n)), 100 * min(kept / n), arg_min(n, kept / n),
                count(*) filter (where marts.wilson90_low(kept, n) <= worst) - 1
            from (select *, first_value(marts.wilson90_high(kept, n)) over (order by kept / n, n desc) as worst from {RATES} where marts.is_enough(kept, n))
            where getvariable('sure') = 'true' having count(*) filter (where marts.wilson90_low(kept, n) <= worst) > 1
        """,
    },
    tables={
        "Every partner": f"""
            select partner_name(partner_id), replace(coalesce(type, 'not stated'), '_', ' '), coalesce(judged, 'No date of its own'), n, share(kept, n), own, round_even(coalesce(days, 0), 0)
            from {EVERYONE} order by list_position(['Act', 'Watch', 'As its peers', 'No peers', 'Too little data'], judged) nulls last,
                (select max(excess_broken_count) from marts.fct_standings where kind = 'partner' and member_id = partner_id) desc nulls last,
                lower(partner_name(partner_id)), partner_id
            limit 200
        """,
    },
    charts={
        "in times of what peers would have": funnel(f"{PEERS} limit 300"),
        "Kept rate per partner with": f"""
            select partner_name(partner_id) as name, target as target_kept_rate, kept / n as kept_rate, later / n as kept_latest_rate,
                [100 * kept / n, kept, n] as words, marts.wilson90_low(kept, n) as low, marts.wilson90_high(kept, n) as high,
                [100 * marts.wilson90_low(kept, n), 100 * marts.wilson90_high(kept, n)] as interval,
                if((select has_new_dates from marts.dim_measured), [100 * later / n], []) as latest
            from {RATES} where marts.is_enough(kept, n) order by kept_rate, n desc limit 25
        """,
    },
)
