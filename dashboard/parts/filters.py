"""The view as widgets and as the URL. The URL says it all: a link opens what its sender saw, on whichever page."""

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlencode

import streamlit as st

from dashboard.queries import choices
from dashboard.view import DEFAULT_PERIOD, MEMBERS, PERIODS, View, own_dates, parsed
from dashboard.words import header as words
from dashboard.words.language import later, say

OWN = "own"
LABELS = {
    "step": later("Journey step"),
    "partner": later("{Partner}"),
    "seller": later("{Seller}"),
    "customer_type": later("{Customer} type"),
    "product_group": later("Product group"),
    "region": later("Region"),
}
SHARED = ("period", *MEMBERS)
#: pages (by their place in the address) that a choice of members narrows, and of these those that a period does
BY_PERIOD = ("", "broken_promises", "contacts", "partners", "sellers")
BY_MEMBER = (*BY_PERIOD, "this_week", "honest_date")


def current() -> View:
    return st.session_state["view"]


def link(view: View | None = None, **more: str | list[str] | None) -> dict[str, str | list[str]]:
    """The query of a link that keeps (or changes) what is looked at."""
    return {**(view or current()).query, **{name: value for name, value in more.items() if value}}


def address(page: str, **more: str | list[str]) -> str:
    """The same as an address, seen from another page, for links within a text or a table."""
    return f"{page}?{urlencode(link(None, **more), doseq=True)}"


def bar(page: str) -> View:
    """The filters that the page is narrowed by, in one row; what does nothing on a page does not stand there."""
    build, names = choices.build(), choices.members()
    as_of = build["as_of"].date()
    _follow_url(page, as_of, names)
    _restore()
    if page in BY_PERIOD:
        period = st.selectbox(
            say("Period of due dates"),
            [*PERIODS, OWN],
            format_func=lambda value: words.PERIODS[value]() if value in PERIODS else say("Own dates"),
            key="filter_period",
            on_change=_forget_unknown,
            width=170,
            label_visibility="collapsed",
        )
        if period == OWN:
            st.date_input(
                say("From and to"),
                key="filter_days",
                on_change=_forget_unknown,
                width=240,
                format="DD/MM/YYYY",
                label_visibility="collapsed",
            )
    if page in BY_MEMBER:
        _members(names)
    view = _from_widgets(as_of)
    if view.chosen or (page in BY_PERIOD and view.period != DEFAULT_PERIOD):
        st.button(say("Clear"), on_click=_clear, type="tertiary", icon=":material/close:")
    st.session_state["view"] = view
    st.session_state["url"] = view.query
    write_query(SHARED, view.query)
    return view


def _members(names: dict[str, dict[str, str]]) -> None:
    chosen_count = sum(bool(st.session_state.get(f"filter_{name}")) for name in MEMBERS)
    with st.popover(say("Filters ({chosen})", chosen=chosen_count) if chosen_count else say("Filters"), icon=":material/filter_alt:"):
        for name, label in LABELS.items():
            st.multiselect(
                label(),
                list(names[name]),
                format_func=lambda value, known=names[name]: known.get(value, value),
                key=f"filter_{name}",
                on_change=_forget_unknown,
                placeholder=say("All") if names[name] else say("Not measured"),
                disabled=not names[name],
            )


def by_address() -> View:
    """The view that the address asks for, where no widget is shown."""
    names = choices.members()
    asked = {name: st.query_params.get_all(name) for name in SHARED}
    view, st.session_state["unknown_filters"] = parsed(
        asked, {name: set(known) for name, known in names.items()}, choices.build()["as_of"].date()
    )
    st.session_state["view"] = view
    return view


def unknown() -> list[str]:
    """What the address asks for and the data has not."""
    return st.session_state["unknown_filters"]


def _follow_url(page: str, as_of, names: dict[str, dict[str, str]]) -> None:
    """Take the view from the URL where it is news: a first visit, a link, the back button. Moving by the menu brings no
    parameters along; then the view stays what it was."""
    asked = {name: values for name in SHARED if (values := st.query_params.get_all(name))}
    is_moved = st.session_state.get("page") not in (None, page)
    st.session_state["page"] = page
    if "url" in st.session_state and (asked == st.session_state["url"] or (is_moved and not asked)):
        return
    view, st.session_state["unknown_filters"] = parsed(asked, {name: set(known) for name, known in names.items()}, as_of)
    _to_widgets(view)


def _to_widgets(view: View) -> None:
    for key, value in _shown(view).items():
        st.session_state[key] = value


def _restore() -> None:
    """A widget that a page did not show has forgotten what it said; the view has not."""
    if "view" in st.session_state:
        for key, value in _shown(current()).items():
            st.session_state.setdefault(key, value)


def _shown(view: View) -> dict:
    """What the widgets say of a view."""
    is_own = view.period not in PERIODS
    days = own_dates(view.period) if is_own else (view.as_of - timedelta(days=28), view.as_of - timedelta(days=1))
    return {
        "filter_period": OWN if is_own else view.period,
        "filter_days": days,
        **{f"filter_{name}": list(getattr(view, name)) for name in MEMBERS},
    }


def _from_widgets(as_of) -> View:
    period = st.session_state["filter_period"]
    if period == OWN:
        picked = st.session_state["filter_days"]
        # a half-picked range is one day long until its end is picked
        period = f"{picked[0]}..{picked[-1]}" if picked else DEFAULT_PERIOD
    return View(as_of=as_of, period=period, **{name: tuple(st.session_state[f"filter_{name}"]) for name in MEMBERS})


def write_query(names: Iterable[str], wanted: dict[str, list[str]]) -> None:
    """Make the address say what is chosen, and nothing else under these names."""
    for name in names:
        values = wanted.get(name, [])
        if st.query_params.get_all(name) != values:
            if values:
                st.query_params[name] = values
            else:
                del st.query_params[name]


def _forget_unknown() -> None:
    st.session_state["unknown_filters"] = []


def _clear() -> None:
    _forget_unknown()
    _to_widgets(View(as_of=current().as_of))
