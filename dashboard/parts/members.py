"""What the pages of sellers and partners share: the heading of one, its trend, whose days were lost, and a table whose rows open."""

import pandas as pd
import streamlit as st

from dashboard import charts
from dashboard.charts import marks
from dashboard.parts import elements, filters
from dashboard.queries import blame, choices, kept, members
from dashboard.queries.members import Kind
from dashboard.view import View
from dashboard.words import blame as blame_words
from dashboard.words import broken, formats
from dashboard.words import kept as sentences
from dashboard.words import members as words
from dashboard.words import standings as standing_words
from dashboard.words.language import counted, later, say

PAGES = {"seller": "app_pages/sellers.py", "partner": "app_pages/partners.py"}
LISTED = 200
PLOTTED = 25
ALL = {"seller": later("All {sellers}"), "partner": later("All {partners}")}
NOT_IN_FEED = {"seller": later("not in the sellers feed"), "partner": later("not in the partners feed")}
#: pixels of a row of a table, as Streamlit draws it
ROW = 35


def heading(kind: Kind, member: str, verdict: str | None) -> str | None:
    """Who the page is about, and the verdict on it; its name, or none where there is nobody of that name."""
    st.page_link(PAGES[kind], label=ALL[kind](), icon=":material/arrow_back:", query_params=filters.link() or None)
    about = members.described(kind, member)
    if about is None:
        st.title(say("No such {kind}", kind=formats.KINDS[kind]()), anchor=False)
        st.info(
            say("The data has no {kind} “{member}”. Choose one from the list.", kind=formats.KINDS[kind](), member=formats.escaped(member))
        )
        return None
    st.title(formats.escaped(f"{about['name']}: {verdict}" if verdict else about["name"]), anchor=False)
    described = [formats.capital(formats.readable(about["type"])) if not formats.is_missing(about["type"]) else ""]
    described.append(say("answered for by {owner}", owner=about["owner"]) if not formats.is_missing(about["owner"]) else "")
    described.append("" if about["is_known"] else NOT_IN_FEED[kind]())
    if any(described):
        st.caption(formats.escaped(" · ".join(part for part in described if part)))
    return str(about["name"])


def nobody(kind: Kind) -> None:
    """Why the list is empty."""
    if choices.members()[kind]:
        elements.nothing_due(filters.current(), None if kind == "partner" else "customer")
        return
    st.info(
        say("Not measured: no promise names its {partner}. Map the column `partner_id` of the promises feed to see this page.")
        if kind == "partner"
        else say("Not measured: no promise names its {seller}. Map the column `seller_id` of the promises feed to see this page.")
    )


def opens(frame: pd.DataFrame, *, alt: str, settings: dict, rows: int = 15) -> int | None:
    """A table whose rows open on a click, also on the keyboard; the place of the row that was chosen. So many rows are seen at once, none
    of them cut."""
    picked = elements.table(
        frame,
        alt=alt,
        column_config=settings,
        hide_index=True,
        placeholder="",
        on_select="rerun",
        selection_mode="single-cell",
        height="content" if len(frame) <= rows else ROW * (rows + 1) + 2,
    )
    if len(frame) > rows:
        st.caption(words.more_below(rows, len(frame)))
    cells = picked.selection.cells
    return int(cells[0][0]) if cells else None


def whose_days(kind: Kind, member: str) -> None:
    """The days late by cause, in bars that add up, and one order as a worked example."""
    _whose_days(kind, member)
    view = members.narrowed(filters.current(), kind, member)
    if not blame.late(view)["late_count"] or blame.days(view).empty:
        return
    opened = st.expander(say("How days are counted: one {order} as an example"), key="example", bind="query-params")
    if not opened.open:
        return
    shown = blame.example(view)
    with opened:
        if shown.empty:
            st.caption(say("No late delivery names its {order}."))
            return
        order = shown.iloc[0]["order_id"]
        st.page_link(
            elements.ORDER, label=say("{Order} **{number}**", number=formats.escaped(order)), query_params=filters.link(order=order)
        )
        st.markdown(blame_words.example(shown))


@elements.drawn_once
def _whose_days(kind: Kind, member: str) -> None:
    view = members.narrowed(filters.current(), kind, member)
    late, days = blame.late(view), blame.days(view)
    elements.finding(blame_words.finding(days, late, kind, member))
    others = blame.elsewhere(view, member) if kind == "partner" else 0.0
    if not late["late_count"] or days.empty:
        st.caption(" ".join(note for note in (blame_words.NONE_LATE(), blame_words.elsewhere(others)) if note))
        return
    elements.chart(charts.blame, blame_words.bars(days, kind, member))
    st.caption(" ".join(note for note in (blame_words.under(days, late), blame_words.elsewhere(others)) if note))


def trend(view: View, target: float | None, kind: Kind, mine: pd.DataFrame) -> None:
    """Whether it gets better or worse, and what was kept, by week or month. `mine`: its standings, where it has any."""
    period = st.session_state.get("member_period") or "month"
    verdict = standing_words.trend(mine, kind)
    elements.finding(verdict[0] if verdict else words.kept_by(period))
    by: kept.By = "week" if period == "week" else "month"
    rates = kept.promises(view, by)
    if not rates["due_count"].sum():
        st.caption(say("No promise to {a_customer} was due."))
        return
    if verdict:
        st.caption(say("{verdict} {picture}:", verdict=verdict[1], picture=words.kept_by(period)))
    elements.chart(charts.kept_by_period, rates, target, say("promises"), None, period)
    st.segmented_control(say("By"), ["week", "month"], default="month", required=True, key="member_period", label_visibility="collapsed")
    scale = words.scale(float(marks.floor(rates["kept_rate"], target)))
    st.caption(" ".join(note for note in (scale, sentences.provisional(kept.hold_days())) if note))


@elements.drawn_once
def parts(kind: Kind, member: str) -> None:
    """Where it breaks: by journey step and by product group."""
    view = members.narrowed(filters.current(), kind, member)
    places = st.columns(2, gap="large")
    by_what: list[kept.By] = ["step", "product_group"]
    for place, by in zip(places, by_what, strict=True):
        with place:
            rates = elements.named(kept.promises(view, by), choices.members()[by])
            if not rates["due_count"].sum():
                continue
            elements.finding(sentences.worst_of(rates, by))
            if rates["member"].notna().any():
                elements.chart(charts.kept_by_member, rates, formats.KINDS[by]())
                st.caption(words.TARGET_MARK())
            elif choices.members()[by]:
                st.caption(say("No promise of it has a {what}.", what=formats.KINDS[by]()))
            else:
                st.caption(
                    say(
                        "Not measured: no promise has a {what}. Map the column `{column}` of the promises feed.",
                        what=formats.KINDS[by](),
                        column=by,
                    )
                )


def sure(kind: Kind) -> None:
    """How sure each rate is: those with enough data beside their interval, the lowest first, in a part that is opened."""
    opened = st.expander(say("How sure each rate is"), key="sure", bind="query-params")
    if not opened.open:
        return
    rates = kept.promises(filters.current(), kind)
    rows = elements.named(rates[rates["member"].notna() & (rates["due_count"] > 0)], choices.members()[kind])
    enough = rows[rows["is_enough"]].sort_values(["kept_rate", "due_count"], ascending=[True, False])
    with opened:
        st.markdown(f"**{formats.escaped(sentences.worst_member(rows, kind))}.** {sentences.intervals(rows)}")
        if enough.empty:
            return
        elements.chart(charts.intervals, enough.head(PLOTTED), kind)
        if first := broken.listed_first(PLOTTED, len(enough), kind):
            st.caption(first)


def unstated(kind: Kind) -> None:
    """Promises that name nobody: they belong to someone, and are in no row above."""
    rates = kept.promises(filters.current(), kind)
    nobody = rates[rates["member"].isna() & (rates["due_count"] > 0)]
    if not nobody.empty:
        row = nobody.iloc[0]
        st.caption(
            counted(
                row["due_count"],
                "{count} due promise names no {kind}: {kept_rate} kept.",
                "{count} due promises name no {kind}: {kept_rate} kept.",
                kind=formats.KINDS[kind](),
                kept_rate=formats.percent(row["kept_rate"]),
            )
        )


def to_broken(now: pd.Series, view: View) -> None:
    """From one member to the promises that it broke, where it broke any."""
    if broken_count := now["due_count"] - now["kept_count"]:
        st.page_link(
            elements.BROKEN,
            label=counted(broken_count, "Its {count} broken promise", "Its {count} broken promises"),
            icon=":material/heart_broken:",
            query_params=filters.link(view),
        )
