"""The date by which all lines of a basket are there, by the functions that are published beside the marts."""

from itertools import pairwise

import pytest
from homes import open_current


@pytest.fixture(scope="module")
def marts(built_home):
    return open_current(built_home)


def answer(marts, expression: str):
    return marts.execute(f"select {expression}").fetchone()[0]


def test_two_lines_that_are_late_once_in_ten_are_late_together_now_and_then(marts):
    assert answer(marts, "marts.any_late([0.1, 0.1])") == pytest.approx(0.85 * 0.19 + 0.15 * 0.1)
    assert answer(marts, "marts.any_late([0.1])") == pytest.approx(0.1)
    assert answer(marts, "marts.any_late([0.1, 0.0])") == pytest.approx(0.1)
    assert answer(marts, "marts.any_late([0.1, 1.0])") == pytest.approx(1)


def test_a_basket_of_one_line_has_the_date_of_the_line(marts):
    other = marts.execute(
        "select count(*), count(*) filter (where days is distinct from marts.basket_days([{'curve_id': curve_id, 'unit_days': unit_days}], quantile)) from marts.fct_honest_dates where is_quotable"
    ).fetchone()
    assert other[0] > 50 and other[1] == 0


def test_each_further_line_puts_the_date_back_and_none_brings_it_forward(marts):
    lines = marts.execute(
        "select curve_id, unit_days, days from marts.fct_honest_dates where quantile = 0.9 and is_quotable order by days, reason, curve_id, unit_days limit 12"
    ).fetchall()
    dates = []
    for count in range(1, len(lines) + 1):
        basket = ", ".join(f"{{'curve_id': '{curve}', 'unit_days': {unit}}}" for curve, unit, _ in lines[:count])
        days = answer(marts, f"marts.basket_days([{basket}], 0.9)")
        assert days is None or days >= max(each for *_, each in lines[:count])
        dates.append(days if days is not None else 61)
    assert all(before <= after for before, after in pairwise(dates)) and dates[-1] > dates[0]


def test_a_line_of_which_nothing_is_known_makes_a_basket_without_a_date(marts):
    assert answer(marts, "marts.basket_days([{'curve_id': 'nowhere', 'unit_days': 1.0}], 0.9)") is None


def test_every_date_lies_on_its_curve(marts):
    """The curve says no more than one in ten (twenty) for the date, and more for the day before."""
    rows = marts.execute("""
        select dates.quantile, dates.days,
            min(late_probability) filter (where floor(times_unit * unit_days + 1e-6) <= days),
            coalesce(min(late_probability) filter (where floor(times_unit * unit_days + 1e-6) < days), 1)
        from marts.fct_honest_dates as dates inner join marts.fct_honest_curves as curves using (curve_id)
        where is_quotable group by dates.step, dates.partner_id, dates.product_group, dates.lane, dates.quantile, dates.days
    """).fetchall()
    assert len(rows) > 50
    assert all(by_then <= 1 - quantile + 1e-9 < the_day_before for quantile, _, by_then, the_day_before in rows)
