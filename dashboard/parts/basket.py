"""The basket of the page of honest dates: where it goes, what is in it, how sure its date should be. The address says it all."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard.parts import address, filters
from dashboard.queries import honest_date
from dashboard.words import formats
from dashboard.words import honest_date as words
from dashboard.words.language import say

#: what this page adds to the address
OF_THIS_PAGE = ("to", "line", "kept")
#: what is the same order from the same partner, wherever it goes
SAME = ["step", "partner_id", "product_group"]


@dataclass(frozen=True)
class Basket:
    region: str
    #: what there is to choose from in that region, and what was chosen
    offered: pd.DataFrame
    lines: pd.DataFrame
    share: float


def choose(kinds: pd.DataFrame) -> Basket:
    """The widgets, over kinds of which at least one is offered."""
    offered = kinds[kinds["is_offered"]]
    first = offered["region"].iloc[0]
    shares = {f"{100 * date['share']:.0f}": date["share"] for date in kinds["dates"].iloc[0]}
    _follow_address(kinds, first, list(shares))

    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        regions = sorted({*offered["region"], st.session_state["basket_region"]}, key=lambda region: (not region, region))
        if len(regions) > 1:
            st.selectbox(say("Where it goes"), regions, key="basket_region", format_func=words.place, on_change=_move, width=200)
        region = st.session_state["basket_region"]
        here = offered[offered["region"] == region]
        st.segmented_control(
            say("How many should come in time"),
            list(shares),
            key="basket_kept",
            format_func=lambda name: words.often(shares[name]),
            required=True,
            on_change=_forget_notes,
        )
    lines = list(dict.fromkeys([*here["line"], *st.session_state["basket_lines"]]))
    # those in sight alone: to name 13,500 kinds took longer than all the rest of the page
    labels = {row.line: words.kind(row._asdict()) for row in kinds[kinds["line"].isin(lines)].itertuples()}
    st.multiselect(
        say("What is in it"),
        lines,
        key="basket_lines",
        format_func=lambda line: labels[line],
        placeholder=say("Choose one, or several that the {customer} waits for together"),
        on_change=_forget_notes,
    )
    lines, kept = st.session_state["basket_lines"], st.session_state["basket_kept"]
    wanted = {
        "to": [region] if not lines and region != first else [],
        "line": lines,
        "kept": [kept] if kept != next(iter(shares)) else [],
    }
    address.write(OF_THIS_PAGE, wanted)
    st.caption(words.NOT_NARROWED())
    for note in st.session_state["basket_notes"]:
        st.caption(f":material/info: {note}")
    chosen = kinds.set_index("line", drop=False).loc[lines].reset_index(drop=True)
    return Basket(region, here, chosen, shares[kept])


def open_with(line: str) -> None:
    st.query_params["line"] = line
    st.rerun()


def _follow_address(kinds: pd.DataFrame, first: str, shares: list[str]) -> None:
    """Take the basket from the address where it is news: a first visit, a link, the back button."""
    asked = address.news(OF_THIS_PAGE, ["basket_region", "basket_lines", "basket_kept"])
    if asked is None:
        return
    region_of = dict(zip(kinds["line"], kinds["region"], strict=True))
    lines = [line for line in dict.fromkeys(asked["line"]) if line in region_of]
    regions = [region for region in asked["to"][:1] if region in region_of.values()]
    region = (regions or [region_of[line] for line in lines[:1]] or [first])[0]
    lines = [line for line in lines if region_of[line] == region]
    kept = [share for share in asked["kept"][:1] if share in shares]
    known = {"to": regions, "line": lines, "kept": kept}
    st.session_state["basket_region"], st.session_state["basket_lines"] = region, lines
    st.session_state["basket_kept"] = (kept or shares)[0]
    st.session_state["basket_notes"] = [
        words.not_there(name, value) for name in OF_THIS_PAGE for value in dict.fromkeys(asked[name]) if value not in known[name]
    ]


def _move() -> None:
    """The same basket, sent elsewhere."""
    _forget_notes()
    region, kinds = st.session_state["basket_region"], honest_date.kinds(filters.current())
    chosen = kinds.set_index("line", drop=False).loc[st.session_state["basket_lines"]]
    there = kinds[kinds["region"] == region].drop_duplicates(SAME)
    moved = chosen[SAME].reset_index(drop=True).merge(there, on=SAME, how="left")["line"]
    st.session_state["basket_lines"] = list(moved.dropna())
    st.session_state["basket_notes"] = [
        words.not_sent_there(words.kind(row), region)
        for (_, row), line in zip(chosen.iterrows(), moved, strict=True)
        if formats.is_missing(line)
    ]


def _forget_notes() -> None:
    st.session_state["basket_notes"] = []
