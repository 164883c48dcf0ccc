"""The marts of a home for recounts, with what all pages have in common: the period, what is due in it, the frame around each page."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from dashboard.view import DEFAULT_PERIOD, MEMBERS, View

#: names for recounts: what was chosen, and of it the `due` promises to the customer and the `orders` that fell due in the period
NAMES = """
create temp macro in_period(day) as day >= getvariable('first_day') and day < getvariable('end_day');
create temp view chosen as select * from marts.fct_promises where true {choices};
create temp view lines as select * from chosen where in_period(due_date);
create temp view due as select * from lines where is_due and promised_to = 'customer';
create temp view chosen_orders as select * from marts.fct_orders where order_id in (select order_id from chosen where promised_to = 'customer');
create temp view orders as select * from chosen_orders where is_due and in_period(due_date);
create temp view at_risk as select * from marts.fct_at_risk where promise_id in (select promise_id from chosen);
create temp macro share(part, whole) as 100.0 * part / nullif(whole, 0);
create temp macro threshold(which) as (select value from marts.dim_thresholds where name = which);
-- minutes as they are written, hours apart; and how far off its first date something is: the figures of the words, in their order
create temp macro minutes_said(m) as if(m < 60, [m::int], if(m::int % 60 = 0, [m::int // 60], [m::int // 60, m::int % 60]));
create temp macro overdue_said(days, minutes) as if(minutes is null or minutes >= 1440, [days::int], minutes_said(minutes));
create temp macro off_said(days, minutes) as case
    when days is null then []
    when minutes is null or (days <> 0 and abs(minutes) >= 1440) then if(round(days) = 0, [], [abs(round(days))::int])
    when minutes = 0 then [] else minutes_said(abs(minutes)) end;
create temp macro as_of() as (select as_of from marts.dim_build);
create temp macro step_name(which) as coalesce((select name from marts.dim_steps where step = which), which);
create temp macro partner_name(which) as coalesce((select name from marts.dim_partners where partner_id = which), which);
create temp macro seller_name(which) as coalesce((select name from marts.dim_sellers where seller_id = which), which);
"""


def answered(home: Path, query: dict[str, str]) -> dict[str, str | list[str]]:
    """The address of a visit: what is written as SQL is asked of the marts, one value or several."""
    with duckdb.connect(str((home / "warehouse" / "current.duckdb").resolve()), read_only=True) as marts:
        asked = {name: [value for (value,) in marts.execute(sql).fetchall()] for name, sql in query.items() if sql.startswith("select ")}
    return query | {name: values if len(values) > 1 else values[0] for name, values in asked.items()}


@contextmanager
def opened_marts(home: Path, **query: str | list[str]) -> Iterator[duckdb.DuckDBPyConnection]:
    """Of a view: `first_day`, `end_day` and each other parameter of its address are variables."""
    with duckdb.connect(str((home / "warehouse" / "current.duckdb").resolve()), read_only=True) as marts:
        (as_of,) = marts.execute("select as_of from marts.dim_build").fetchone()
        view = View(as_of=as_of, period=query.get("period", DEFAULT_PERIOD))
        days = dict(zip(("first_day", "end_day"), view.days, strict=True))
        before = dict(zip(("before_first_day", "before_end_day"), view.before.days, strict=True)) if view.before else {}
        choices = {name: column for name, column in MEMBERS.items() if name in query}
        # a choice of one member is a series of its own, where it is one that is watched
        series = next(iter(choices)) if len(choices) == 1 and {*choices} <= {"seller", "region", "customer_type"} else None
        watched = {"series": series, "of_series": query[series]} if series else {} if choices else {"series": "company", "of_series": "all"}
        for name, value in {**days, **before, **query, **watched, "choices": len(choices)}.items():
            marts.execute(f'set variable "{name}" = ?', [value])
        marts.execute(NAMES.format(choices=" ".join(f"and {column} = getvariable('{name}')" for name, column in choices.items())))
        yield marts
