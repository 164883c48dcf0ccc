"""The basket of the page of honest dates: where it goes, what is in it, how sure its date should be. The address says it all."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard.parts import address, filters
from dashboard.queries import honest_date
from dashboard.view import DEFAULT_PERIOD, View
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


def choose(places: pd.DataFrame) -> Basket:
    """The widgets, over places of which at least one has a kind that is offered."""
    first = places.loc[places["is_first"], "region"].iloc[0]
    offered = set(places.loc[places["offered_count"] > 0, "region"])
    shares = {f"{100 * share:.0f}": share for share in honest_date.shares()}
    _follow_address(places, first, list(shares))
    if not st.session_state["basket_lines"] and st.session_state["basket_region"] not in offered:
        st.session_state["basket_region"] = first

    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        regions = sorted(offered | {st.session_state["basket_region"]}, key=lambda region: (not region, region))
        if len(regions) > 1:
            st.selectbox(say("Where it goes"), regions, key="basket_region", format_func=words.place, on_change=_move, width=200)
        region = st.session_state["basket_region"]
        whenever = filters.current().replaced(period=DEFAULT_PERIOD)
        here, labels = _offered(str(st.session_state["warehouse"]), whenever, region)
        st.segmented_control(
            say("How many should come in time"),
            list(shares),
            key="basket_kept",
            format_func=lambda name: words.often(shares[name]),
            required=True,
            on_change=_forget_notes,
        )
    chosen = _chosen(st.session_state["basket_lines"], here)
    labels = labels | {row["line"]: words.kind(row) for _, row in chosen.iterrows()}
    st.multiselect(
        say("What is in it"),
        list(labels),
        key="basket_lines",
        format_func=labels.__getitem__,
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
    return Basket(region, here, _chosen(lines, here), shares[kept])


def _chosen(lines: list[str], here: pd.DataFrame) -> pd.DataFrame:
    return honest_date.known(lines) if lines else here.head(0)


# Of a large company that is ten thousand kinds, and to name them takes longer than all the rest of the page. A region of them is megabytes.
@st.cache_resource(max_entries=30, show_spinner=False)
def _offered(build: str, view: View, region: str) -> tuple[pd.DataFrame, dict[str, str]]:
    """What there is to choose from in a region, and its names."""
    rows = honest_date.kinds(view, region)
    return rows, dict(zip(rows["line"], map(words.kind, rows.to_dict("records")), strict=True))


def open_with(line: str) -> None:
    st.query_params["line"] = line
    st.rerun()


def _follow_address(places: pd.DataFrame, first: str, shares: list[str]) -> None:
    """Take the basket from the address where it is news: a first visit, a link, the back button."""
    asked = address.news(OF_THIS_PAGE, ["basket_region", "basket_lines", "basket_kept"])
    if asked is None:
        return
    rows = honest_date.known(list(dict.fromkeys(asked["line"]))) if asked["line"] else pd.DataFrame({"line": [], "region": []})
    regions = [region for region in asked["to"][:1] if region in set(places["region"])]
    region = (regions or list(rows["region"].head(1)) or [first])[0]
    lines = list(rows.loc[rows["region"] == region, "line"])
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
    region, lines = st.session_state["basket_region"], st.session_state["basket_lines"]
    if not lines:
        return
    chosen = honest_date.known(lines)
    there = honest_date.kinds(View(as_of=filters.current().as_of), region).drop_duplicates(SAME)
    moved = chosen[SAME].reset_index(drop=True).merge(there, on=SAME, how="left")["line"]
    st.session_state["basket_lines"] = list(moved.dropna())
    st.session_state["basket_notes"] = [
        words.not_sent_there(words.kind(row), region)
        for (_, row), line in zip(chosen.iterrows(), moved, strict=True)
        if formats.is_missing(line)
    ]


def _forget_notes() -> None:
    st.session_state["basket_notes"] = []
