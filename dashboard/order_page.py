"""One order as the customer lived it: verdict, facts, picture, story."""

import streamlit as st

from dashboard import filters, order_chart, page, story, wording
from dashboard.queries import choices, orders

ICONS = {"promise": ":material/event:", "delivery": ":material/local_shipping:", "contact": ":material/forum:"}


def show(order_id: str) -> None:
    st.page_link(page.BROKEN, label="Back to the list", icon=":material/arrow_back:", query_params=filters.link() or None)
    order = orders.order(order_id)
    if order is None:
        st.title("No such order", anchor=False)
        st.info(f"The data has no order “{order_id}” with a promise to a customer. Search for a part of its id in the list.")
        return
    promises, timeline = orders.promises(order_id), orders.timeline(order_id)
    names = {**choices.members()["partner"], **choices.members()["seller"]}

    st.title(wording.plain(story.title(order)), anchor=False)
    st.markdown(f"#### {story.order_verdict(order)}", anchors=False)
    with st.container(horizontal=True, gap="small", key="facts"):
        for label, value in story.facts(order):
            st.markdown(f":gray[{label}]  \n**{wording.plain(value)}**", width=162)

    page.finding(
        "What was promised, and what came",
        "Diamonds are promised days, dots deliveries; the bar is the time past the first promise. "
        "Contacts: strong where the customer came to us.",
    )
    page.chart(order_chart.timeline(timeline, promises, order_id))
    page.finding("The promises")
    st.dataframe(
        story.promise_table(promises),
        hide_index=True,
        height="content",
        placeholder="",
        alt="The promises of this order",
        column_config={"Value": st.column_config.NumberColumn(format="localized")},
    )
    page.finding("The story", "Local time where it was to be delivered.")
    with st.container(key="story"):
        for today in story.days(timeline, promises, order, names):
            st.markdown(f"**{wording.weekday(today.day)}**" + (f" &ensp; :gray[{today.remark}]" if today.remark else ""))
            for line in today.lines:
                note = f"  \n&emsp;&emsp;“{wording.plain(line.note)}”" if line.note else ""
                st.markdown(f"{ICONS[line.record]} &nbsp;{line.time + ' &nbsp;' if line.time else ''}{wording.plain(line.said)}{note}")
