"""What of the broken promises a reader wants to see, as widgets and as the address."""

import re

import pandas as pd
import streamlit as st

from dashboard.parts import address, elements, filters
from dashboard.queries import at_risk, broken
from dashboard.queries.broken import BROKEN_OUTCOMES, SORTS, Worklist
from dashboard.words import at_risk as risks
from dashboard.words import broken as words
from dashboard.words import formats
from dashboard.words.language import say

#: what the worklist adds to the address
NAMES = ("outcome", "critical", "informed", "days", "value", "search", "sort", "old")
#: the largest number that a browser counts exactly has fifteen digits
NUMBER = re.compile("[0-9]{1,9}")
LIMIT = 200
LISTED = 8


@elements.drawn_once
def about_to_break() -> None:
    """What can still be saved."""
    view = filters.current()
    risky, counts = at_risk.about_to_break(view, LIMIT), at_risk.open_counts(view)
    elements.finding(risks.finding(risky, counts), risks.under(risky, at_risk.record(), counts))
    if do := risks.to_do(risky):
        st.markdown(do)
    with_order = risky[risky["order_id"].notna()]
    for _, row in with_order.head(LISTED).iterrows():
        elements.order_link(row, risks.row(row))
    if len(with_order) > LISTED:
        with st.expander(say("See {with_order} more", with_order=formats.count(len(with_order) - LISTED)), icon=":material/list:"):
            links = [filters.address("order", order=order_id) for order_id in with_order["order_id"]]
            st.markdown(risks.more(with_order.iloc[LISTED:], links[LISTED:]))


def choose(shares: pd.Series) -> tuple[Worklist, dict[str, list[str]]]:
    """The choice, and how it stands in the address. A choice by what the source does not say would only empty the list."""
    filled = broken.filled()
    sorts = [name for name in SORTS if name != "value" or filled["value"]]
    needed = {"critical": "is_date_critical", "value": "value", "informed": "informed"}
    names = [name for name in NAMES[:-1] if name not in needed or filled[needed[name]]]
    asked = address.news(NAMES, [f"worklist_{name}" for name in names])
    if asked is not None:
        shown = _shown(asked, sorts)
        for name in names:
            st.session_state[f"worklist_{name}"] = shown[name]

    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.pills(
            say("How it broke"),
            BROKEN_OUTCOMES,
            selection_mode="multi",
            key="worklist_outcome",
            format_func=lambda name: f"{formats.capital(formats.outcome(name))} ({formats.count(shares[name])})",
        )
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input(
            say("{Order}"), key="worklist_search", placeholder=say("Part of {an_order}'s id"), width=200, icon=":material/search:"
        )
        st.selectbox(say("Sorted by"), sorts, key="worklist_sort", format_func=lambda name: words.SORTS[name](), width=220)
        st.number_input(say("Days late, at least"), 0, None, key="worklist_days", width=150)
        if "value" in names:
            st.number_input(say("Value, at least"), 0, None, step=1000, key="worklist_value", width=150)
        if "critical" in names:
            st.toggle(say("Date-critical only"), key="worklist_critical")
        if "informed" in names:
            st.toggle(say("{Customer} not told"), key="worklist_informed")

    state = {name: st.session_state.get(f"worklist_{name}") for name in NAMES[:-1]}
    is_long_overdue = st.query_params.get("old") == "yes"
    wanted = Worklist(
        tuple(state["outcome"] or ()),
        bool(state["critical"]),
        bool(state["informed"]),
        state["days"] or 0,
        state["value"] or 0,
        state["search"] or "",
        state["sort"] or sorts[0],
        is_long_overdue,
    )
    chosen = {
        "outcome": list(wanted.outcomes),
        "critical": ["yes"] if wanted.is_date_critical else [],
        "informed": ["no"] if wanted.is_not_informed else [],
        "days": [str(wanted.at_least_days)] if wanted.at_least_days else [],
        "value": [str(wanted.at_least_value)] if wanted.at_least_value else [],
        "search": [wanted.search] if wanted.search else [],
        "sort": [wanted.sort] if wanted.sort != sorts[0] else [],
        "old": ["yes"] if is_long_overdue else [],
    }
    address.write(NAMES, chosen)
    return wanted, chosen


def _shown(asked: dict[str, list[str]], sorts: list[str]) -> dict:
    """What the widgets show of what the address asks for; what makes no sense is left out."""
    first = {name: (values or [""])[0] for name, values in asked.items()}
    return {
        "outcome": [name for name in dict.fromkeys(asked["outcome"]) if name in BROKEN_OUTCOMES],
        "critical": first["critical"] == "yes",
        "informed": first["informed"] == "no",
        "days": int(first["days"]) if NUMBER.fullmatch(first["days"]) else 0,
        "value": int(first["value"]) if NUMBER.fullmatch(first["value"]) else 0,
        "search": first["search"],
        "sort": first["sort"] if first["sort"] in sorts else sorts[0],
    }
