"""A promise with a time of day is missed by hours and minutes, and the pages say so."""

from pathlib import Path

import pandas as pd
import pytest
from pages import LAST_26_WEEKS, one, opened, words

from dashboard.words import formats


@pytest.mark.parametrize(
    ("days", "minutes", "said"),
    [
        (0, 1, "1 minute late"),
        (0, 20, "20 minutes late"),
        (0, 100, "1 h 40 min late"),
        (0, -120, "2 h early"),
        (0, 0, "on time"),
        # a window of three days, and the goods came on its first
        (-2, 0, "on time"),
        # from 23:00 to 01:00 is not a day
        (1, 120, "2 h late"),
        (1, 1440, "1 day late"),
        (-12, -12 * 1440, "12 days early"),
        # the day on which clocks go back has 25 hours
        (0, 1470, "24 h 30 min late"),
        (0, None, "on the day"),
        (12, None, "12 days late"),
        (12, float("nan"), "12 days late"),
        (None, None, "not measured"),
    ],
)
def test_a_deviation_is_said_in_the_unit_that_fits(days, minutes, said):
    assert formats.deviation(days, minutes) == said


def test_an_order_late_by_the_clock_is_not_on_the_day(home: Path):
    order_id, minutes = one(
        home,
        "select order_id, deviation_minutes from marts.fct_orders where deviation_days = 0 and deviation_minutes > 0 and not is_kept order by order_id limit 1",
    )
    said = words(opened("broken_promises", order=order_id))
    (verdict,) = [line for line in said.splitlines() if line.startswith("Broken: ")]
    assert f"{formats.duration(minutes)} late" in verdict
    assert "on the day" not in verdict and "by its own date" not in verdict
    assert f"{formats.duration(minutes)} late by the first promise" in said


def test_the_worklist_names_hours_and_minutes(home: Path):
    query = f"""
        select order_id, deviation_days, deviation_minutes from marts.fct_promises
        where not is_kept and promised_to = 'customer' and outcome = 'late' and deviation_days = 0 and {LAST_26_WEEKS}
        order by order_id, promise_id limit 1
    """
    order_id, days, minutes = one(home, query)
    shown = opened("broken_promises", search=order_id).dataframe[0].value
    assert formats.deviation(days, minutes) in set(shown["off"])
    still_open = opened("broken_promises", outcome="overdue_open").dataframe[0].value
    assert all(row.off == f"{formats.days(row.overdue_days)} so far" for row in pd.DataFrame(still_open).itertuples())
