"""Widgets of one page that the address speaks for: a link opens what its sender saw, and a choice is in the address."""

import streamlit as st

from dashboard.parts import filters


def news(names: tuple[str, ...], keys: list[str]) -> dict[str, list[str]] | None:
    """What the address asks for under these names where that is news: a first visit, a link, the back button. None where the widgets of
    these keys already show it: a default that followed the address would make another widget of each, and forget every other choice."""
    asked = {name: st.query_params.get_all(name) for name in names}
    is_shown = all(key in st.session_state for key in keys) and asked == st.session_state.get("asked")
    return None if is_shown else asked


def write(names: tuple[str, ...], wanted: dict[str, list[str]]) -> None:
    """Make the address say what the widgets show."""
    filters.write_query(names, wanted)
    st.session_state["asked"] = {name: wanted.get(name, []) for name in names}
