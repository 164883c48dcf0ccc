"""A point of the meeting's agenda: its sentence, and its first rows as a table that prints. A table of the browser and not a picture:
on paper every column shows, and the last two are there to be written in."""

from collections.abc import Iterator
from contextlib import contextmanager

import pandas as pd
import streamlit as st

from dashboard.parts import elements, export, filters
from dashboard.words import formats
from dashboard.words import this_week as words

WORKLIST = "broken_promises"


@contextmanager
def point(anchor: str, heading: str, note: str | None = None) -> Iterator[None]:
    """A point of the agenda. It is kept together on paper."""
    with st.container(key=f"point_{anchor}"):
        elements.finding(heading, note, anchor)
        yield


def table(rows: pd.DataFrame, links: list[str], alt: str, below: str = "") -> None:
    """The rows, with room for who does it and by when; columns without a word are left out. The first column leads where `links` says of
    each row; an empty one to nothing."""
    if rows.empty:
        return
    export.offer_table(alt, rows, {}, None)
    if words.ORDER() in rows:
        # the whole number of an order stands on its page; here it would take the room of all the other columns
        rows = rows.assign(**{words.ORDER(): [id if formats.is_missing(id) else formats.short(id, 18) for id in rows[words.ORDER()]]})
    cells = {name: ["" if formats.is_missing(value) else formats.escaped(value) for value in rows[name]] for name in rows}
    first, *others = [name for name in cells if any(cells[name])]
    linked = [f"[{text}]({link})" if text and link else text for text, link in zip(cells[first], links, strict=True)]
    written = pd.DataFrame({first: linked, **{name: cells[name] for name in others}, words.WHO(): "", words.WHEN(): ""})
    st.table(written, border="horizontal", hide_index=True, alt=alt)
    if below:
        st.markdown(below)


def member(dimension: str, name: str) -> dict[str, str]:
    """A member of a dimension as a filter; all orders have none."""
    return {} if dimension == "company" else {dimension: name}


def orders(rows: pd.DataFrame) -> list[str]:
    """Each row leads to the story of its order; a promise that names none has none."""
    return ["" if formats.is_missing(order_id) else filters.address("order", order=order_id) for order_id in rows["order_id"]]
