"""Above every page, in one row: the filters, what is looked at, how true it is, and what can be taken away. Before it, what stopped
the newest refresh."""

from pathlib import Path

import streamlit as st

from dashboard import warehouse
from dashboard.files import About
from dashboard.parts import elements, export, filters
from dashboard.queries import choices
from dashboard.words import header as words
from dashboard.words.language import say


def show(page: str, newest: Path | None) -> st.delta_generator.DeltaGenerator:
    """`newest`: the build that the page reads. Returns the end of the row, for what is known only when the page has run."""
    export.begin()
    if searched := st.session_state.pop("searched", ""):
        st.switch_page(elements.ORDER, query_params=filters.link(search=searched))
    refused = words.refused(warehouse.refresh_state(), newest.stem if newest is not None else None)
    if refused:
        st.warning(refused, icon=":material/warning:")
    if newest is None:
        _nothing_published()
        st.stop()
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="header"):
        view = filters.bar(page)
        looked_at = words.chosen(view, choices.members(), page in filters.BY_PERIOD) if page in filters.BY_MEMBER else ""
        st.caption(looked_at, width="stretch")
        as_of, source, stale = _truth()
        with st.popover(as_of, type="tertiary", icon=f":material/{'warning' if stale else 'schedule'}:"):
            st.markdown(f"{source}\n\n{stale}" if stale else source)
        st.text_input(
            say("Search"),
            key="search",
            placeholder=say("{Order}, {customer}"),
            icon=":material/search:",
            label_visibility="collapsed",
            width=190,
            on_change=_search,
        )
        end = st.container(width="content")
    for unknown in filters.unknown():
        st.caption(f":material/info: {words.not_there(unknown)}")
    return end


@warehouse.once_per_build
def _truth() -> tuple[str, str, str | None]:
    """The day that is judged from, whose promises these are and how old each feed is, and which is too old."""
    build, freshness = choices.build(), choices.freshness()
    return words.as_of(build), words.source(build, freshness), words.stale(freshness)


def _search() -> None:
    """Remember what is searched for, and empty the box: the page that answers says it."""
    st.session_state["searched"] = st.session_state["search"].strip()
    st.session_state["search"] = ""


def finish(end: st.delta_generator.DeltaGenerator, title: str) -> None:
    """When the page has run: what it showed can be taken away."""
    build, view = choices.build(), filters.current()
    looked_at = words.chosen(view, choices.members())
    export.menu(end, About(title, build["as_of"].date(), str(build["mapping_name"]), looked_at))


def _nothing_published() -> None:
    st.title(say("Nothing to show yet"), anchor=False)
    st.markdown(
        say(
            "No build has been published. Type `make build` in the project's folder to read, check and model the sample "
            "world, or `make build SOURCES=path/to/mapping.toml` for your own promises; then load this page again."
        )
    )
