"""The small pieces of every page: a chart, a table, a finding, a link to an order, and why there is nothing to show."""

import pickle
from collections.abc import Callable
from typing import Any, Literal

import pandas as pd
import streamlit as st

from dashboard.charts.finished import finished
from dashboard.charts.marks import Picture
from dashboard.parts import export, filters
from dashboard.queries import kept
from dashboard.view import View
from dashboard.words import formats, header, language
from dashboard.words.language import say

BROKEN = "app_pages/broken_promises.py"
ORDER = "app_pages/order.py"
#: the same frame gives the same bytes; where it does not, a chart is merely drawn again
BY_BYTES: dict[str | type, Callable[[Any], Any]] = {pd.DataFrame: pickle.dumps, pd.Series: pickle.dumps}


def chart(draw: Callable[..., Picture], *args: Any, key: str | None = None, **more: Any) -> None:
    """A chart of these values. It is kept, finished, for the next reader of the same: to make it is half the cost of a page."""
    spec = _drawn(f"{draw.__module__}.{draw.__qualname__}", language.spoken(), draw, args, more)
    export.offer_chart(draw.__name__, spec)
    st.vega_lite_chart(spec=spec, width="stretch", key=key)


# 300 charts of some ten thousand characters each. What draws is named, so that it need not be hashed.
@st.cache_resource(max_entries=300, show_spinner=False, hash_funcs=BY_BYTES)
def _drawn(name: str, spoken: str, _draw: Callable[..., Picture], args: tuple, more: dict) -> dict:
    return finished(_draw(*args, **more))


def table(frame: pd.DataFrame, alt: str, **settings: Any):
    """A table that can be taken away; returns what was selected in it. `alt` says what it is, to who cannot see it and in its file."""
    export.offer_table(alt, frame, settings.get("column_config") or {}, settings.get("column_order"))
    shown: dict[str, Any] = {"hide_index": True, "placeholder": ""} | settings
    return st.dataframe(frame, alt=alt, **shown)


def drawn_once(draw: Callable[..., None]) -> Callable[..., None]:
    """A part of a page that follows from the build, the view and whom it is about alone: drawn for the first reader, and sent again, as it
    is, to the next. It may hold no widget."""

    # of all such parts together: a dozen, in some forty views; what can be taken away of it is kept with it
    @st.cache_resource(max_entries=500, show_spinner=False)
    def replayed(name: str, build: str, spoken: str, view: str, of: tuple[str, ...]) -> dict:
        with export.offered() as offered:
            draw(*of)
        return offered

    def part(*of: str) -> None:
        build, view = str(st.session_state["warehouse"]), repr(filters.current())
        export.offer_again(replayed(f"{draw.__module__}.{draw.__qualname__}", build, language.spoken(), view, of))

    return part


def named(rates: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    return rates.assign(
        name=[formats.NOT_STATED() if formats.is_missing(member) else names.get(member, member) for member in rates["member"]]
    )


def finding(text: str, under: str | None = None, anchor: str | None = None) -> None:
    """What a part of the page shows, as a sentence above it. `anchor`: where a link on the page leads here."""
    export.under(text)
    if anchor:
        st.header(formats.escaped(text), anchor=anchor)
    else:
        st.markdown(f"## {formats.escaped(text)}", anchors=False)
    if under:
        st.caption(under)


def nothing_due(view: View, promised_to: Literal["customer", "company"] | None = None, is_one: bool = False) -> None:
    """Why the page is empty, and what to do about it. `is_one`: the page is of one member, whom no filter above names."""
    if not kept.has_deliveries():
        st.info(formats.NO_DELIVERIES(), icon=":material/event_busy:")
        return
    there = kept.due_range(view, promised_to)
    if not there["due_count"]:
        why = say("nothing has fallen due for this choice of filters") if view.chosen else say("no promise in the data has fallen due yet")
        why = say("nothing of it has fallen due yet") if is_one else why
        what = say("Clear a filter above.") if view.chosen and not is_one else say("Come back when the first due date has passed.")
        if not formats.is_missing(there["next_due"]):
            what = say("The first is due {next_due}.", next_due=formats.day(there["next_due"]))
    else:
        why = say(
            "their due dates lie between {first_due} and {last_due}",
            first_due=formats.day(there["first_due"]),
            last_due=formats.day(there["last_due"]),
        )
        what = say("Choose a longer period above.")
    st.info(say("No promises were {period}: {why}. {what}", period=header.period(view), why=why, what=what), icon=":material/event_busy:")


def order_link(row: pd.Series, words: str) -> None:
    st.page_link(
        ORDER, label=f"**{formats.escaped(row['order_id'])}** {formats.escaped(words)}", query_params=filters.link(order=row["order_id"])
    )
