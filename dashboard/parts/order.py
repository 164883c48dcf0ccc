"""One order as the customer lived it: verdict, facts, picture, story."""

import streamlit as st

from dashboard import charts
from dashboard.parts import elements, filters
from dashboard.queries import choices
from dashboard.queries import order as queries
from dashboard.words import formats, story
from dashboard.words import order as words

ICONS = {"promise": ":material/event:", "delivery": ":material/local_shipping:", "contact": ":material/forum:"}


def show(order_id: str) -> None:
    st.page_link(elements.BROKEN, label="Back to the list", icon=":material/arrow_back:", query_params=filters.link() or None)
    order = queries.order(order_id)
    if order is None:
        st.title("No such order", anchor=False)
        st.info(f"The data has no order “{order_id}” with a promise to a customer. Search for a part of its id in the list.")
        return
    promises, timeline = queries.promises(order_id), queries.timeline(order_id)
    names = {**choices.members()["partner"], **choices.members()["seller"]}

    st.title(formats.escaped(words.title(order)), anchor=False)
    st.markdown(f"#### {words.order_verdict(order)}", anchors=False)
    with st.container(horizontal=True, gap="small", key="facts"):
        for label, value in words.facts(order):
            st.markdown(f":gray[{label}]  \n**{formats.escaped(value)}**", width=162)

    elements.finding(
        "What was promised, and what came",
        "Diamonds are promised days, dots deliveries; the bar is the time past the first promise. "
        "Contacts: strong where the customer came to us.",
    )
    elements.chart(charts.timeline, timeline, promises, order_id)
    elements.finding("The promises")
    st.dataframe(
        words.promise_table(promises),
        hide_index=True,
        height="content",
        placeholder="",
        alt="The promises of this order",
        column_config={"Value": st.column_config.NumberColumn(format="localized")},
    )
    elements.finding("The story", "Local time where it was to be delivered.")
    with st.container(key="story"):
        for today in story.days(timeline, promises, order, names):
            st.markdown(f"**{formats.weekday(today.day)}**" + (f" &ensp; :gray[{today.remark}]" if today.remark else ""))
            for line in today.lines:
                note = f"  \n&emsp;&emsp;“{formats.escaped(line.note)}”" if line.note else ""
                st.markdown(f"{ICONS[line.record]} &nbsp;{line.time + ' &nbsp;' if line.time else ''}{formats.escaped(line.text)}{note}")
