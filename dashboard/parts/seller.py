"""One seller, as the seller may read it: its own orders, their outcome, why, and what its customers were told. No peer is named."""

import pandas as pd
import streamlit as st

from dashboard.parts import elements, filters, members
from dashboard.queries import delay, kept
from dashboard.queries import members as known
from dashboard.queries import sellers as asked
from dashboard.queries import standings as judged
from dashboard.queries import tightness as dates
from dashboard.words import broken, formats
from dashboard.words import members as member_words
from dashboard.words import sellers as words
from dashboard.words import standings as verdicts
from dashboard.words import tightness as date_words
from dashboard.words.language import say


def show(member: str) -> None:
    view = known.narrowed(filters.current(), "seller", member)
    mine = asked.rates(view, 1)
    if not members.heading("seller", member, None if mine.empty else words.TITLES[mine.iloc[0]["verdict"]]()):
        return
    if mine.empty:
        elements.nothing_due(view, "customer", is_one=True)
        return
    left, right = st.columns(2, gap="large")
    with left:
        _promised(member)
    with right:
        members.whose_days("seller", member)
    left, right = st.columns([3, 4], gap="large")
    with left:
        members.trend(view, kept.promises(view).iloc[0]["target_kept_rate"], "seller", judged.of_one("seller", member))
    with right:
        _orders(view)
    members.parts("seller", member)


@elements.drawn_once
def _promised(member: str) -> None:
    """What was kept of its promises, and how bold they were."""
    view = known.narrowed(filters.current(), "seller", member)
    now, given = kept.promises(view).iloc[0], asked.rates(view, 1).iloc[0]
    tightness, standings = dates.of_one(member), judged.of_one("seller", member)
    elements.finding(words.PROMISED())
    st.metric(
        say(
            "Promises to {customers} kept: {kept} of {due} due",
            kept=formats.count(now["kept_count"]),
            due=formats.count(now["due_count"]),
        ),
        formats.percent(now["kept_rate"]),
    )
    sentences = [*member_words.judged(now, kept.thresholds()), *words.dates_given(given)]
    half = member_words.half(delay.median_deviations(view, "all"), delay.median_minutes(view, "all"))
    sentences += [half] if half else []
    sentences += [date_words.of_seller(row) for _, row in tightness.iterrows() if row["tightness"] != "too_little_data"]
    sentences += [verdicts.of_member(row) for _, row in standings.iterrows() if row["standing"] != "too_little_data"]
    st.markdown("  \n".join(sentences))
    few = [date_words.of_seller(row) for _, row in tightness.iterrows() if row["tightness"] == "too_little_data"]
    few += [verdicts.of_member(row) for _, row in standings.iterrows() if row["standing"] == "too_little_data"]
    if few:
        st.caption("  \n".join(few))
    members.to_broken(now, view)


def _orders(view) -> None:
    """Its own orders, with what its customers were told."""
    rows = asked.orders(view, members.LISTED)
    if rows.empty:
        elements.finding(words.NO_ORDERS())
        return
    total = int(rows["total_count"].iloc[0])
    elements.finding(words.orders_finding(total), words.ORDERS_UNDER())
    columns = {
        say("{Order}"): rows["order_id"],
        say("Due"): pd.to_datetime(rows["due_date"]).dt.date,
        say("Outcome"): [words.came(row) for row in rows.itertuples()],
        say("Most days"): [words.why(row) for row in rows.itertuples()],
        say("The {customer} was"): [words.informed(row) for row in rows.itertuples()],
        say("Contacts"): rows["contacts_count"].astype(float),
    }
    columns = {name: values for name, values in columns.items() if not (pd.Series(values).isna() | (pd.Series(values) == "")).all()}
    place = members.opens(
        pd.DataFrame(columns),
        alt=say("The {orders} of this {seller}, the newest first"),
        settings={
            say("Due"): st.column_config.DateColumn(format="D MMM YYYY"),
            say("Most days"): st.column_config.TextColumn(
                help=say("Where most of the days of a late {order} went; empty where no day was lost.")
            ),
            say("The {customer} was"): st.column_config.TextColumn(help=say("What the {customer} of a broken {order} was told, and when.")),
            say("Contacts"): st.column_config.NumberColumn(format="localized", help=say("Times the {customer} contacted us about it.")),
        },
        rows=9,
    )
    for note in (broken.listed_first(members.LISTED, total, "order"), words.mailbox(asked.mailbox(view), total)):
        if note:
            st.caption(note)
    if place is not None:
        st.switch_page(elements.ORDER, query_params=filters.link(order=rows.iloc[place]["order_id"]))
