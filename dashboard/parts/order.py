"""One order as the customer lived it: verdict, facts, picture, who lost the days, story."""

import pandas as pd
import streamlit as st

from dashboard import charts
from dashboard.charts.order import lane_names
from dashboard.parts import elements, filters
from dashboard.queries import choices
from dashboard.queries import order as queries
from dashboard.words import formats, lost_days, story
from dashboard.words import order as words
from dashboard.words import order_meaning as meanings
from dashboard.words.language import say

ICONS = {"promise": ":material/event:", "delivery": ":material/local_shipping:", "contact": ":material/forum:"}


@elements.drawn_once
def show(order_id: str) -> None:
    order = queries.order(order_id)
    if order is None:
        st.title(say("No such {order}"), anchor=False)
        st.info(
            say(
                "The data has no {order} “{order_id}” with a promise to {a_customer}. Search for a part of its number above.",
                order_id=formats.escaped(order_id),
            )
        )
        return
    promises, events, lost = queries.promises(order_id), queries.timeline(order_id), queries.lost_days(order_id)
    aftermath = queries.aftermath(order_id)
    names = {**choices.members()["partner"], **choices.members()["seller"]}

    st.title(formats.escaped(words.title(order)), anchor=False)
    st.markdown(formats.escaped(words.summary(order)))
    with st.grid(4, min_column_width=150, key="facts"):
        for label, value in words.facts(order, promises, aftermath, lost):
            st.markdown(f":gray[{label}]  \n**{formats.escaped(value)}**")
    st.caption(formats.escaped(words.more_facts(order)))
    if not formats.is_missing(order["customer_id"]):
        whose = say("this {customer}") if formats.is_missing(order["customer_name"]) else order["customer_name"]
        st.page_link(
            elements.ORDER,
            label=say("All {orders} and contacts of {whose}", whose=formats.escaped(whose)),
            icon=":material/person:",
            query_params=filters.link(customer=order["customer_id"]),
        )

    if len(lost):
        _show_lost_days(lost, promises, events, order["seller_name"])
    if len(events):
        elements.finding(words.picture(promises, order), words.legend(events, promises))
        elements.chart(charts.timeline, events, promises, order_id)
    meaning = meanings.meaning(order, promises, aftermath)
    if meaning:
        elements.finding(say("What it meant for the {customer}"))
        st.markdown("  \n".join(meaning))

    elements.finding(say("The story, day by day"), say("Local time where it was to be delivered."))
    with st.container(key="story"):
        st.markdown("\n\n".join(_day(today) for today in story.days(events, promises, order, names)))

    elements.finding(words.promises(promises), words.not_required(promises))
    table = words.promise_table(promises)
    _table(table.drop(columns=words.hidden_columns()), say("The promises of this {order}"))
    with st.expander(say("Journey step, latest promise, value")):
        _table(table[[say("What"), *words.hidden_columns()]], say("More about the promises of this {order}"))


def _show_lost_days(lost: pd.DataFrame, promises: pd.DataFrame, events: pd.DataFrame, seller_name) -> None:
    whole, lines = lost[lost["place"] == 0], lost[lost["place"] == 1]
    if whole.empty:
        return
    order, things = whole.iloc[0], lane_names(promises)
    parts = lost_days.causes(order)
    elements.finding(lost_days.finding(order, seller_name), lost_days.explanation(order, lines, events) or None)
    # one cause alone is said in the heading
    if len(parts) > 1:
        written = [lost_days.in_days(days) for _, days in parts]
        elements.chart(charts.lost_days, parts, written, lost_days.in_days(float(order["delay_days"])))
    if len(lines) > 1 or not parts:
        st.markdown("  \n".join(lost_days.each_line(lines, things)))


def _day(today: story.Day) -> str:
    lines = [f"**{formats.weekday(today.day)}** &ensp; :gray[{today.remark}]" if today.remark else f"**{formats.weekday(today.day)}**"]
    for line in today.lines:
        note = f"  \n&emsp;&emsp;:gray[{formats.escaped(line.whose)}:] *{formats.escaped(line.note)}*" if line.note else ""
        lines.append(f"{ICONS[line.record]} &nbsp;{f'{line.time} &nbsp;' if line.time else ''}{formats.escaped(line.text)}{note}")
    return "\n\n".join(lines)


def _table(rows: pd.DataFrame, alt: str) -> None:
    columns = {say("Value"): st.column_config.NumberColumn(format="localized")}
    elements.table(rows.dropna(axis="columns", how="all"), alt, height="content", column_config=columns)
