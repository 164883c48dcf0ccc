"""What is looked at stands in the address."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from pages import opened, words

from dashboard import view


def test_a_link_opens_the_same_view(home: Path):
    first = opened("partners", period="13w", step="installation", region=["Oslo"])
    second = opened("partners", **first.query_params)
    assert first.query_params == {"period": "13w", "step": "installation", "region": "Oslo"}
    pd.testing.assert_frame_equal(first.dataframe[0].value, second.dataframe[0].value)


def test_what_was_chosen_stays_chosen_on_the_next_page(home: Path):
    app = opened("overview", partner="hvitlager", period="13w")
    app.query_params.clear()  # the menu brings no parameters along
    app.switch_page("app_pages/sellers.py").run()
    assert "partner: Hvitlager appliances" in words(app)
    assert app.query_params == {"partner": "hvitlager", "period": "13w"}


def test_a_chosen_filter_is_in_the_address(home: Path):
    app = opened("overview")
    app.selectbox(key="filter_period").set_value("52w")
    app.multiselect(key="filter_seller").set_value(["store-oslo"])
    app.run()
    assert app.query_params == {"period": "52w", "seller": "store-oslo"}
    app.button[0].click().run()
    assert app.query_params == {}


@pytest.mark.parametrize("query", [{"partner": "nobody"}, {"period": "yesterday"}, {"period": "2022-02-30..2022-03-01"}])
def test_what_the_address_asks_for_and_is_not_there_is_left_out_with_a_note(home: Path, query: dict[str, str]):
    app = opened("overview", **query)
    name, value = next(iter(query.items()))
    assert f"“{name}={value}”, which is not in this data" in words(app)
    assert app.metric[0].value == opened("overview").metric[0].value
    assert app.query_params == {}


@pytest.mark.parametrize(
    ("period", "first", "end"),
    [
        ("4w", date(2022, 6, 20), date(2022, 7, 18)),
        ("all", None, date(2022, 7, 18)),
        ("2022-03-01..2022-03-31", date(2022, 3, 1), date(2022, 4, 1)),
        ("2022-07-01..2022-12-31", date(2022, 7, 1), date(2022, 7, 18)),
    ],
)
def test_a_period_ends_before_the_day_that_is_judged_from(period: str, first: date | None, end: date):
    assert view.View(as_of=date(2022, 7, 18), period=period).days == (first, end)


def test_the_period_before_is_as_long_and_touches_this_one():
    now = view.View(as_of=date(2022, 7, 20), period="4w")
    assert now.days == (date(2022, 6, 27), date(2022, 7, 20))
    assert now.before.days == (date(2022, 5, 30), date(2022, 6, 27))
