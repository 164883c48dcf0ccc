"""Above every page: what stopped the newest refresh, the filters, what is looked at, how true it is."""

import streamlit as st

from dashboard import warehouse
from dashboard.parts import filters
from dashboard.queries import choices
from dashboard.words import header as words


def show(page: str) -> None:
    newest = warehouse.open_newest()
    refused = words.refused(warehouse.refresh_state(), newest.stem if newest is not None else None)
    if refused:
        st.warning(refused, icon=":material/warning:")
    if newest is None:
        _nothing_published()
        st.stop()
    view = filters.bar(page)
    freshness = choices.freshness()
    st.caption(f"{words.chosen(view, choices.members())}  \n{words.as_of(choices.build(), freshness)}")
    stale = words.stale(freshness)
    if stale:
        st.caption(f":material/schedule: {stale}")


def _nothing_published() -> None:
    st.title("Nothing to show yet", anchor=False)
    st.markdown(
        "No build has been published. Type `make build` in the project's folder to read, check and model the sample world, "
        "or `make build SOURCES=path/to/mapping.toml` for your own promises; then load this page again."
    )
