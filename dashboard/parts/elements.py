"""The small pieces of every page: a chart, a finding, a link to an order, and why there is nothing to show."""

from typing import Literal

import pandas as pd
import streamlit as st

from dashboard.charts.marks import Picture
from dashboard.parts import filters
from dashboard.queries import kept
from dashboard.view import View
from dashboard.words import formats, header

BROKEN = "app_pages/broken_promises.py"


def chart(picture: Picture, key: str | None = None) -> None:
    st.altair_chart(picture, width="stretch", key=key)


def named(rates: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    return rates.assign(
        name=[formats.NOT_STATED if formats.is_missing(member) else names.get(member, member) for member in rates["member"]]
    )


def finding(text: str, under: str | None = None) -> None:
    st.markdown(f"##### {formats.escaped(text)}", anchors=False)
    if under:
        st.caption(under)


def nothing_due(view: View, promised_to: Literal["customer", "company"] | None = None, is_one: bool = False) -> None:
    """Why the page is empty, and what to do about it. `is_one`: the page is of one member, whom no filter above names."""
    there = kept.due_range(view, promised_to)
    if not there["due_count"]:
        why = "nothing has fallen due for this choice of filters" if view.chosen else "no promise in the data has fallen due yet"
        why = "nothing of it has fallen due yet" if is_one else why
        what = "Clear a filter above." if view.chosen and not is_one else "Come back when the first due date has passed."
        if not formats.is_missing(there["next_due"]):
            what = f"The first is due {formats.day(there['next_due'])}."
    else:
        why = f"their due dates lie between {formats.day(there['first_due'])} and {formats.day(there['last_due'])}"
        what = "Choose a longer period above."
    st.info(f"No promises were {header.period(view)}: {why}. {what}", icon=":material/event_busy:")


def order_link(row: pd.Series, words: str) -> None:
    st.page_link(
        BROKEN, label=f"**{formats.escaped(row['order_id'])}** {formats.escaped(words)}", query_params=filters.link(order=row["order_id"])
    )
