"""What a reader searched for: straight to the one that is meant, else a short list."""

import streamlit as st

from dashboard.parts import elements, filters
from dashboard.queries import search as queries
from dashboard.words import formats
from dashboard.words import search as words
from dashboard.words.language import say

LISTED = 20
ICONS = {"order": ":material/package_2:", "customer": ":material/person:", "promise": ":material/event:"}


def show(text: str) -> None:
    hits = queries.matches(text, LISTED) if text else queries.matches("", 0)
    exact = hits[hits["nearness"] == 0] if len(hits) > 1 else hits
    if len(exact) == 1 and (there := _address(next(exact.itertuples()))):
        st.switch_page(elements.ORDER, query_params=filters.link() | there)
    st.title(formats.escaped(words.title(text, hits)), anchor=False)
    if not text:
        st.info(words.HOW(), icon=":material/search:")
    elif hits.empty:
        st.info(words.nothing(text, queries.an_order()), icon=":material/search_off:")
    for hit in hits.itertuples():
        label = f"**{formats.escaped(words.name(hit))}** {formats.escaped(words.row(hit))}"
        there = _address(hit)
        if there:
            st.page_link(elements.ORDER, label=label, icon=ICONS[hit.kind], query_params=filters.link() | there)
        else:
            st.markdown(f"{ICONS[hit.kind]} {label} :gray[{say('belongs to no {order}')}]")
    if len(hits) and (more := words.listed(len(hits), hits)):
        st.caption(more)


def _address(hit) -> dict[str, str] | None:
    """Where a hit leads; a promise leads to its order."""
    if hit.kind == "customer":
        return {"customer": hit.id}
    return None if formats.is_missing(hit.order_id) else {"order": hit.order_id}
