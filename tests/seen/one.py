"""One seller or partner up close, in what their pages have in common: the rate beside its target, whose days were lost, the trend."""

from seen.page import CONSTANT

CAUSES = """(values ('over_promise', 'Promised too early'), ('internal', 'Ours'), ('customer', 'The customer''s missed visit'),
    ('excused', 'Excused by an exception'), ('coordination', 'Waiting for other lines'), ('unexplained', 'Not explained')) as causes(cause, label)"""
#: days as a sentence has them: whole, or with one decimal
SAID = "if(abs({0} - round({0})) < 0.05, round({0})::int::varchar, printf('%.1f', {0}))"


def due_of(kind: str) -> str:
    return f"(select * from due where {kind}_id = getvariable('member'))"


def late_of(kind: str) -> str:
    """Its late deliveries to customers."""
    return f"""(
        select late.* from marts.fct_delay_attribution as late inner join lines using (promise_id)
        where promised_to = 'customer' and lines.{kind}_id = getvariable('member')
    )"""


def days_of(kind: str) -> str:
    """Their days, by cause and by the partner where it was one; whole ones add up: the largest fractions are rounded up."""
    is_own = "partner_id is not distinct from getvariable('member')" if kind == "partner" else "cause = 'over_promise'"
    return f"""(
        select *, floor(days + 1e-9)::int + (row_number() over (order by days - floor(days + 1e-9) desc, nth) <= round(sum(days) over ()) - sum(floor(days + 1e-9)) over ())::int as whole
        from (
            select cause, parts.partner_id, sum(days) as days, {is_own.replace("partner_id", "parts.partner_id")} as is_own, row_number() over (order by sum(days) desc, cause, parts.partner_id) as nth
            from marts.fct_delay_parts as parts where promise_id in (select promise_id from {late_of(kind)}) group by cause, parts.partner_id
        )
    )"""


def bars_of(kind: str) -> str:
    """The same as bars: seven, where more than one other partner would be left over, those stand together."""
    return f"""(
        with marked as (
            select *, cause = 'partner' and not is_own as is_other, greatest(1, 7 - count(*) filter (where not (cause = 'partner' and not is_own)) over ()) as room,
                count(*) filter (where cause = 'partner' and not is_own) over () as others,
                row_number() over (partition by cause = 'partner' and not is_own order by days desc, nth) as of_others
            from {days_of(kind)}
        ),
        folded as (
            select sum(days) as days, bool_or(is_other and others > room + 1 and of_others > room) as is_rest, count(*) as n, min(nth) as nth, any_value(cause) as cause, any_value(partner_id) as partner
            from marked group by if(is_other and others > room + 1 and of_others > room, 0, nth)
        ),
        counted as (
            select *, days / sum(days) over () as part, floor(days + 1e-9)::int + (
                row_number() over (order by days - floor(days + 1e-9) desc, is_rest, nth) <= round(sum(days) over ()) - sum(floor(days + 1e-9)) over ()
            )::int as whole from folded
        )
        select if(is_rest, n || ' other partners', coalesce(if(cause = 'partner', coalesce(partner_name(partner), 'A partner that no record names'), label))) as label,
            days, [greatest(whole, 1), if(part < 0.005, 1, 100 * part)] as words
        from counted left join {CAUSES} using (cause)
    )"""


def example_of(kind: str) -> str:
    """The late delivery that shows most: with the most causes, then with the most days."""
    return f"""(
        select * from {late_of(kind)} where order_id is not null and getvariable('example') = 'true'
        order by list_sum(list_transform([over_promise_days, internal_days, partner_days, customer_days, excused_days, coordination_days, unexplained_days], d -> (d > 0)::int)) desc,
            delay_days desc, promise_id limit 1
    )"""


def one_words(kind: str) -> dict[str, str]:
    mine, late, example = due_of(kind), late_of(kind), example_of(kind)
    counts = f"(select count(*) as n, count(*) filter (where is_kept) as kept, count(*) filter (where is_kept or is_kept_latest) as later, avg(target_kept_rate) as target from {mine})"
    enough = "marts.is_enough(kept, n)"
    return {
        "target of # % for customers, by more than chance (90 % interval #–# %)": f"""
            select 100 * target, 100 * marts.wilson90_low(kept, n), 100 * marts.wilson90_high(kept, n) from {counts}
            where {enough} and marts.against_target(kept, n, target) in ('below', 'above')
        """,
        "The target of # % for customers lies within the 90 % interval #–# %": f"""
            select 100 * target, 100 * marts.wilson90_low(kept, n), 100 * marts.wilson90_high(kept, n) from {counts}
            where {enough} and marts.against_target(kept, n, target) = 'unclear'
        """,
        "fewer than # due, or too wide an interval (90 %: #–# %)": f"""
            select threshold('minimum_sample'), 100 * marts.wilson90_low(kept, n), 100 * marts.wilson90_high(kept, n) from {counts} where n > 0 and not {enough}
        """,
        "it would look # points better: # %, # of #": f"""
            select round(share(later, n), 1) - round(share(kept, n), 1), share(later, n), later, n from {counts} where later > kept and (select has_new_dates from marts.dim_measured)
        """,
        "Its # broken promise(s)\n": f"select n - kept from {counts} where n > kept",
        "Of # late deliver": f"select count(*) from {late} having count(*) > 0",
        "customers: # came late": f"""
            select count(*) filter (where not is_provisional and outcome <> 'cancelled_broken') as came from {late}
            having came > 0 and came < count(*)
        """,
        "# still open (their days": f"select count(*) filter (where is_provisional) as n from {late} having n > 0",
        "# cancelled after the day": f"select count(*) filter (where outcome = 'cancelled_broken') as n from {late} having n > 0",
        "scale begins at # %": f"""
            select 100 * start from (
                select round(10 * least(min(kept), max(target)) - 0.75) / 10 as start
                from (select avg(is_kept::int) as kept, max(target_kept_rate) as target from {due_of(kind)} group by date_trunc('month', due_date))
            ) where start > 0
        """,
        "In # of them two causes": f"select count(*) filter (where not is_cause_robust) as n from {late} having n > 0",
        "For #, no date agreed": f"select count(*) filter (where is_commitment_imputed) as n from {late} having n > 0 and n < count(*)",
        "whole: the order of the example": f"select order_id from {example}",
        "Promised to the customer for #, over on #: # day(s) late": f"select due_date, ended_date, delay_days from {example} where not is_provisional",
        "Promised to the customer for #, still open: # day(s) so far": f"select due_date, delay_days from {example} where is_provisional",
        "agreed it could come on #": f"select committed_date from {example} where not is_commitment_imputed",
        "To be handed over to us on #, handed over on #": f"select handover_planned_date, handed_over_date from {example}",
        "which was good for #": f"select expected_after_handover_date from {example} where handover_planned_date is not null and handed_over_date is not null",
        "whole: the days of the example": f"""
            select 'So the ' || delay_days || if(delay_days = 1, ' day: ', ' days: ') || string_agg({SAID.format("days")} || ' ' || coalesce(
                if(cause = 'partner', coalesce(partner_name(parts.partner_id), 'a partner that no record names'), lower(label[1]) || label[2:]), '?'
            ), ' + ' order by days desc, cause, parts.partner_id)
            from {example} as example inner join marts.fct_delay_parts as parts using (promise_id) left join {CAUSES} using (cause) group by delay_days
        """,
        "95 of 100 deliveries are on record after # hours": "select 24 * hold_days from marts.dim_build",
        "95 of 100": CONSTANT,
        "9 of 10": CONSTANT,
        # when half has come, of what was due: the function of the marts over what each was late
        "Half came # day(s)": f"""
            select abs(round(days)) from (
                select marts.days_reached(list({{'days': days, 'seen_count': n, 'complete_count': complete}}), 0.5) as days from (
                    select marts.seen_days(outcome, fulfilled_date, deviation_days, due_date) as days, count(*) as n, count(fulfilled_date) as complete
                    from {mine} where fulfilled_by <> 'contact' and marts.has_deviation(is_due, outcome) group by 1
                )
            ) where abs(round(days)) > 0
        """,
    }


def part_words(kind: str, column: str, named: str, what: str) -> dict[str, str]:
    """Which step or product group breaks most, where that can be told."""
    rates = f"""(
        select name, k, n, count(*) over () as of_all, row_number() over (order by k / n) as nth, marts.wilson90_low(k, n) as low,
            first_value(marts.wilson90_high(k, n)) over (order by k / n) as worst
        from (select coalesce({named}, 'not stated') as name, count(*) filter (where is_kept) as k, count(*) as n from {due_of(kind)} group by {column})
        where marts.is_enough(k, n)
    )"""
    several = f"(select count(distinct coalesce({column}, '')) from {due_of(kind)}) > 1"
    return {
        f"By {what}: only @ has enough data, # % kept of # due": f"select name, share(k, n), n from {rates} where of_all = 1 and {several}",
        f"By {what}: @ breaks most, # % kept of # due": f"""
            select name, share(k, n), n from {rates} where of_all > 1 qualify nth = 1 and count(*) filter (where low <= worst) over () = 1
        """,
    }


def one_charts(kind: str) -> dict[str, tuple[str, ...] | str]:
    mine = due_of(kind)
    rates = "count(*) filter (where is_kept) / count(*) as kept_rate, [100 * kept_rate, count(*) filter (where is_kept), count(*)] as kept_words"
    return {
        "Share of promises kept by month": (
            f"select date_trunc('month', due_date)::date as start, {rates}, null as state, null as enough from {mine} group by 1",
            f"select avg(target_kept_rate) as target, [100 * target] as words from {mine}",
        ),
        "Days late by cause": f"select * from {bars_of(kind)}",
    }


def by_part(kind: str, column: str, named: str) -> str:
    """Its kept rate per step or product group."""
    return f"""
        select coalesce({named}, 'not stated') as name, count(*) filter (where is_kept) as k, k / count(*) as kept_rate, [100 * k / count(*), count(*)] as words,
            [100 * marts.wilson90_low(k, count(*)), 100 * marts.wilson90_high(k, count(*))] as interval, avg(target_kept_rate) as target_kept_rate
        from {due_of(kind)} group by {column}
    """
