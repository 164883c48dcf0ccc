"""Which date could honestly be promised: what there is to choose from, and the basket of a reader, dated by the functions of the marts."""

import pandas as pd

from dashboard import warehouse
from dashboard.view import View, as_one, split

#: what makes a kind of promise; in the address they stand in this order
KEYS = ("step", "partner_id", "product_group", "lane")

NAMES = """
    coalesce(dim_steps.name, dates.step) as step_name,
    coalesce(dim_partners.name, dates.partner_id) as partner_name,
    replace(dates.product_group, '_', ' ') as product_group_name
"""
NAMED = """
    left join marts.dim_steps on dates.step = dim_steps.step
    left join marts.dim_partners on dates.partner_id = dim_partners.partner_id
"""
#: The kinds that a reader put in the basket, in the order chosen.
ASKED = """
    with asked as (
        select
            unnest(cast($lines as struct(step varchar, partner_id varchar, product_group varchar, lane varchar)[])) as line,
            generate_subscripts($lines, 1) as place
    ),
    dates as (
        select
            asked.place,
            mart.step,
            mart.partner_id,
            mart.product_group,
            mart.region,
            mart.lane,
            mart.quantile as share,
            mart.is_quotable,
            mart.days,
            mart.level,
            mart.promises_count,
            mart.completed_count,
            mart.unit_days,
            mart.curve_id,
            mart.judged_13w_count,
            mart.kept_13w_count,
            mart.kept_13w_rate,
            mart.reason
        from asked
        inner join marts.fct_honest_dates as mart
            on
                asked.line['step'] = mart.step
                and asked.line['partner_id'] is not distinct from mart.partner_id
                and asked.line['product_group'] is not distinct from mart.product_group
                and asked.line['lane'] is not distinct from mart.lane
    )
"""


OFFERED = """
    (cast($step as varchar[]) is null or list_contains($step, step))
    and (cast($partner as varchar[]) is null or coalesce(list_contains($partner, partner_id), false))
    and (cast($product_group as varchar[]) is null or coalesce(list_contains($product_group, product_group), false))
    and (cast($region as varchar[]) is null or coalesce(list_contains($region, region), false))
"""
IN_ORDER = """
    dim_steps.journey nulls last,
    dim_steps.position nulls last,
    lower(step_name),
    dates.step,
    lower(dates.product_group) nulls last,
    dates.product_group,
    lower(partner_name) nulls last,
    dates.partner_id,
    dates.lane nulls last
"""
#: Each kind once, with its dates, the less sure first.
OF_ONE_KIND = """
    mart.step,
    mart.partner_id,
    mart.product_group,
    coalesce(mart.region, '') as region,
    mart.lane,
    list({
        'share': mart.quantile, 'days': mart.days, 'kept_13w_count': mart.kept_13w_count, 'judged_13w_count': mart.judged_13w_count
    } order by mart.quantile) as dates
"""


def shares() -> list[float]:
    """How many of ten can be asked for, the fewest first."""
    return list(warehouse.read("select distinct quantile as share from marts.fct_honest_dates order by share")["share"])


def places(view: View) -> pd.DataFrame:
    """Where orders go: how many kinds there are, and how many of them fit the filters. One is first: that of the first kind that fits."""
    return warehouse.read(
        f"""
        with dates as (
            select *, {OFFERED} as is_offered
            from marts.fct_honest_dates
            where quantile = (select min(quantile) from marts.fct_honest_dates)
        ),
        first as (
            select coalesce(dates.region, '') as region, {NAMES}
            from dates
            {NAMED}
            where dates.is_offered
            order by {IN_ORDER}
            limit 1
        )
        select
            coalesce(dates.region, '') as region,
            count(*) as kinds_count,
            count(*) filter (where dates.is_offered) as offered_count,
            coalesce(coalesce(dates.region, '') = (select region from first), false) as is_first
        from dates
        group by all
        order by region
        """,
        view.parameters,
    )


def everywhere(view: View, share: float) -> pd.Series:
    """The fewest and the most days of all that fits the filters, wherever it goes; null where there is no date."""
    return warehouse.read(
        f"""
        select min(days) as fewest_days, max(days) as most_days, count(distinct coalesce(region, '')) as regions_count
        from marts.fct_honest_dates
        where quantile = $share and {OFFERED}
        """,
        {**view.parameters, "share": share},
    ).iloc[0]


def kinds(view: View, place: str) -> pd.DataFrame:
    """What can be asked for in one region and fits the filters. A large company has a hundred thousand kinds: no page needs all of them."""
    rows = warehouse.read(
        f"""
        with dates as (
            select {OF_ONE_KIND}
            from marts.fct_honest_dates as mart
            where coalesce(region, '') = $place and {OFFERED}
            group by all
        )
        select dates.*, {NAMES}
        from dates
        {NAMED}
        order by {IN_ORDER}
        """,
        {**view.parameters, "place": place},
    )
    return _with_lines(rows)


def known(lines: list[str]) -> pd.DataFrame:
    """The kinds of these names that there are, wherever they go, in the same order."""
    rows = warehouse.read(
        f"""
        with asked as (
            select
                unnest(cast($lines as struct(step varchar, partner_id varchar, product_group varchar, lane varchar)[])) as line,
                generate_subscripts($lines, 1) as place
        ),
        dates as (
            select min(asked.place) as place, {OF_ONE_KIND}
            from asked
            inner join marts.fct_honest_dates as mart
                on
                    asked.line['step'] = mart.step
                    and asked.line['partner_id'] is not distinct from mart.partner_id
                    and asked.line['product_group'] is not distinct from mart.product_group
                    and asked.line['lane'] is not distinct from mart.lane
            group by all
        )
        select dates.* exclude (place), {NAMES}
        from dates
        {NAMED}
        order by dates.place
        """,
        {"lines": [dict(zip(KEYS, parts, strict=True)) for line in lines if len(parts := split(line)) == len(KEYS)]},
    )
    return _with_lines(rows)


def _with_lines(rows: pd.DataFrame) -> pd.DataFrame:
    """Each kind by its name in the address."""
    return rows.assign(line=[as_one(row) for row in rows[list(KEYS)].itertuples(index=False)])


def asked(lines: pd.DataFrame) -> list[dict]:
    return [{key: None if pd.isna(value) else value for key, value in row.items()} for row in lines[list(KEYS)].to_dict("records")]


def answers(lines: pd.DataFrame) -> pd.DataFrame:
    """The date by which the whole basket is complete, for each of the shares that dates are known for; null days = none."""
    return warehouse.read(
        f"""
        {ASKED},
        baskets as (
            select
                share,
                list({{'curve_id': curve_id, 'unit_days': unit_days}} order by place) as lines,
                count(*) filter (where not is_quotable) as refused_count
            from dates
            group by share
        ),
        answered as (
            select share, refused_count, cast(marts.basket_days(lines, share) as integer) as days from baskets
        )
        select share, refused_count, days, as_of, as_of + days as date
        from answered cross join marts.dim_build
        order by share
        """,
        {"lines": asked(lines)},
    )


def baskets_kept(share: float) -> pd.DataFrame:
    """How often the dates of whole baskets would have been kept: one row, or none where none could be judged."""
    return warehouse.read(
        """
        select judged_count, kept_count, marts.is_enough(kept_count, judged_count) as is_enough, is_kept_too_seldom
        from marts.fct_basket_coverage
        where quantile = $share
        """,
        {"share": share},
    )


def lines(chosen: pd.DataFrame, share: float) -> pd.DataFrame:
    """Each line of the basket alone: its date, how often such dates were kept lately, or why it has none."""
    return warehouse.read(
        f"""
        {ASKED}
        select
            dates.is_quotable,
            dates.days,
            dates.level,
            dates.lane,
            dates.promises_count,
            dates.completed_count,
            dates.judged_13w_count,
            dates.kept_13w_count,
            dates.kept_13w_rate,
            marts.is_enough(dates.kept_13w_count, dates.judged_13w_count) as is_enough,
            dates.reason,
            coalesce(dates.region, '') as region,
            {NAMES}
        from dates
        {NAMED}
        where dates.share = $share
        order by dates.place
        """,
        {"lines": asked(chosen), "share": share},
    )


def curve(chosen: pd.DataFrame, share: float) -> pd.DataFrame:
    """How probable it is that all of the basket has come after so many days."""
    return warehouse.read(
        f"""
        {ASKED},
        baskets as (
            select list({{'curve_id': curve_id, 'unit_days': unit_days}} order by place) as lines from dates where share = $share
        ),
        curve as (
            select unnest(marts.basket_curve(lines)) as point from baskets
        )
        select point['days'] as days, 1 - point['late'] as complete_probability
        from curve
        order by days
        """,
        {"lines": asked(chosen), "share": share},
    )
