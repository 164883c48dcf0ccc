"""One customer over all orders: how each ended, every contact, whether there was another order."""

import streamlit as st

from dashboard import charts
from dashboard.parts import elements, filters
from dashboard.queries import choices
from dashboard.queries import customer as queries
from dashboard.words import customer as words
from dashboard.words import formats
from dashboard.words.language import later, say

DRAWN, LINKED, READ, CONTACTS = 15, 20, 200, 300
HOW_TO_READ = later(
    "A line from the {order} to its promised day ◇ · ● complete · ━ the time past the promised day · ❘ a contact, "
    "strong where the {customer} came to us, the longer the longer the wait."
)


def show(customer_id: str) -> None:
    customer = queries.customer(customer_id)
    if customer is None:
        st.title(say("No such {customer}"), anchor=False)
        st.info(
            say(
                "The data has no {customer} “{customer_id}”. Search for a part of the number or of the name above.",
                customer_id=formats.escaped(customer_id),
            )
        )
        return
    orders, contacts = queries.orders(customer_id, READ), queries.contacts(customer_id, CONTACTS)
    names = {**choices.members()["partner"], **choices.members()["seller"]}

    st.title(formats.escaped(words.title(customer, orders)), anchor=False)
    st.markdown(formats.escaped(words.totals(customer, orders, contacts)))
    st.caption(formats.escaped(words.who(customer)))
    if not orders.empty:
        elements.finding(say("Every {order} and contact over time"), HOW_TO_READ())
        elements.chart(charts.history, orders.head(DRAWN), contacts, customer["as_of"])
        elements.finding(words.list_finding(orders, LINKED), words.READ())
        for row, again in list(zip(orders.itertuples(), words.next_orders(orders), strict=True))[:LINKED]:
            label = f"**{formats.escaped(row.order_id)}** {formats.escaped(words.order_row(row, again))}"
            st.page_link(elements.ORDER, label=label, query_params=filters.link(order=row.order_id))
        if len(orders) > LINKED:
            with st.expander(words.all_orders(orders, READ)):
                config = {say("Value"): st.column_config.NumberColumn(format="localized")}
                elements.table(words.order_table(orders), say("{Orders} of this {customer}"), column_config=config)
    loose = contacts[contacts["order_id"].isna()]
    if not loose.empty:
        elements.finding(words.loose_finding(loose), words.NO_ORDER())
        st.markdown("  \n".join(words.contact_line(contact, customer, names) for contact in loose.head(LINKED).itertuples()))
