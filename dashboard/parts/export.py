"""What a page shows, to take away: every table as CSV and Excel, every chart as SVG and PNG, from one place above the page."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import files
from dashboard.files import About
from dashboard.words import files as words
from dashboard.words.language import say

SHOWN = "shown_on_page"
FINDING = "newest_finding"


def begin() -> None:
    st.session_state[SHOWN] = {}
    st.session_state[FINDING] = ""


def under(text: str) -> None:
    """The sentence above what comes next: a chart that is taken away takes it along."""
    st.session_state[FINDING] = text


def offer_chart(name: str, spec: dict) -> None:
    _offer(files.Chart(words.chart(name), st.session_state.get(FINDING, ""), spec))


def offer_table(name: str, frame: pd.DataFrame, config: dict[str, Any], order: Any) -> None:
    _offer(files.Table(name, st.session_state.get(FINDING, ""), frame, _labels(frame, config, order)))


def button(label: str, name: str, frame: Callable[[], pd.DataFrame]) -> None:
    """All rows of a table of which the page shows the first, as CSV. They are read when they are taken, where there is no session."""
    st.download_button(
        label,
        lambda: files.csv(frame()),
        file_name=f"{files.slug(name)}.csv",
        mime=files.MIME["csv"],
        icon=":material/download:",
        on_click="ignore",
    )


@contextmanager
def offered() -> Iterator[dict[str, files.Chart | files.Table]]:
    """What is offered from here on, by itself."""
    before = st.session_state.get(SHOWN, {})
    st.session_state[SHOWN] = apart = {}
    try:
        yield apart
    finally:
        st.session_state[SHOWN] = before


def offer_again(things: dict[str, files.Chart | files.Table]) -> None:
    for thing in things.values():
        _offer(thing)


def _offer(thing: files.Chart | files.Table) -> None:
    shown = st.session_state.setdefault(SHOWN, {})
    name, number = thing.name, 1
    while name in shown:
        number += 1
        name = f"{thing.name} {number}"
    shown[name] = thing


def _labels(frame: pd.DataFrame, config: dict[str, Any], order: Any) -> dict[str, str]:
    """Column → its heading, of those that are shown."""
    labels = {}
    for column in order or frame.columns:
        setting = config.get(column)
        label = setting.get("label") if isinstance(setting, dict) else setting
        labels[column] = label or str(column)
    return labels


def menu(place, about: About) -> None:
    """The buttons, made when the menu is opened: most readers take nothing."""
    shown = st.session_state.get(SHOWN)
    if not shown:
        return
    with place, st.popover(say("Export"), icon=":material/download:", on_change="rerun", key="export") as opened:
        if not opened.open:
            return
        here = copy_context()
        for number, (name, thing) in enumerate(shown.items()):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(name[:1].upper() + name[1:], width="stretch")
                for kind in thing.kinds:
                    st.download_button(
                        kind.upper(),
                        # holds what it needs, its language too: it is called where there is no session
                        lambda thing=thing, kind=kind: here.copy().run(thing.bytes, kind, about),
                        file_name=f"{files.slug(about.page)}-{files.slug(name)}-{about.as_of}.{kind}",
                        mime=files.MIME[kind],
                        key=f"export_{number}_{kind}",
                        on_click="ignore",
                        type="tertiary",
                    )
