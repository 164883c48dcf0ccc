"""The worklist of broken promises; with an order in the address, that order's story."""

import streamlit as st

from dashboard.parts import elements, filters
from dashboard.parts import order as order_part
from dashboard.queries import at_risk, broken
from dashboard.queries.broken import BROKEN_OUTCOMES, SORTS, Worklist
from dashboard.words import at_risk as risks
from dashboard.words import broken as words
from dashboard.words import formats, header

LIMIT = 200
LISTED = 8
#: what this page adds to the address
OF_THIS_PAGE = ("outcome", "critical", "days", "value", "search", "sort")

view = filters.current()
if st.query_params.get("order"):
    order_part.show(st.query_params["order"])
    st.stop()

st.title("Broken promises", anchor=False)

# ---------- what can still be saved

risky = at_risk.about_to_break(view, LISTED)
elements.finding(risks.finding(risky, at_risk.open_count(view)), risks.under(risky, at_risk.record()))
for _, row in risky[risky["order_id"].notna()].iterrows():
    elements.order_link(row, risks.row(row))
if len(risky) and risky["total_count"].iloc[0] > LISTED:
    st.caption(words.listed_first(LISTED, int(risky["total_count"].iloc[0]), "promise"))

# ---------- what broke

shares = broken.broken_shares(view)
if not shares.sum():
    st.info(
        f"No promise to a customer was broken among those {header.period(view)}. Choose a longer period, or clear a filter above.",
        icon=":material/check:",
    )
    st.stop()


def whole(name: str) -> int:
    asked = st.query_params.get(name, "")
    return int(asked) if asked.isdigit() else 0


with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
    asked = [name for name in st.query_params.get_all("outcome") if name in BROKEN_OUTCOMES]
    outcomes = st.pills(
        "How it broke",
        BROKEN_OUTCOMES,
        selection_mode="multi",
        default=asked,
        format_func=lambda name: f"{formats.capital(formats.OUTCOMES[name])} ({formats.count(shares[name])})",
    )
with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
    search = st.text_input(
        "Order", st.query_params.get("search", ""), placeholder="Part of an order's id", width=200, icon=":material/search:"
    )
    filled = broken.filled()
    sorts = [name for name in SORTS if name != "value" or filled["value"]]
    asked_sort = st.query_params.get("sort", "days")
    sort = st.selectbox(
        "Sorted by",
        sorts,
        sorts.index(asked_sort) if asked_sort in sorts else 0,
        format_func=lambda name: SORTS[name][0],
        width=220,
    )
    at_least_days = st.number_input("Days late, at least", 0, None, whole("days"), width=150)
    # a choice by what the source does not say would only empty the list
    at_least_value = st.number_input("Value, at least", 0, None, whole("value"), step=1000, width=150) if filled["value"] else 0
    is_critical = bool(filled["is_date_critical"]) and st.toggle("Date-critical only", st.query_params.get("critical") == "yes")

wanted = Worklist(tuple(outcomes or ()), is_critical, at_least_days, at_least_value, search, sort)
filters.write_query(
    OF_THIS_PAGE,
    {
        "outcome": list(wanted.outcomes),
        "critical": ["yes"] if is_critical else [],
        "days": [str(at_least_days)] if at_least_days else [],
        "value": [str(at_least_value)] if at_least_value else [],
        "search": [search] if search else [],
        "sort": [sort] if sort != "days" else [],
    },
)

rows = broken.broken(view, wanted, LIMIT)
if rows.empty:
    st.info(f"None of the {formats.plural(shares.sum(), 'broken promise')} fits this choice. Loosen one of the choices above.")
    st.stop()

total = int(rows["total_count"].iloc[0])
elements.finding(
    words.listed_first(len(rows), total, "broken promise") or f"{formats.plural(total, 'broken promise')}.",
    "Select a row to read the order's story.",
)
picked = st.dataframe(
    rows.assign(
        outcome=[formats.capital(formats.OUTCOMES[name]) for name in rows["outcome"]],
        off=[formats.against_first(row) for row in rows.itertuples()],
        has_notice=[words.notice(row) for row in rows.itertuples()],
        is_date_critical=[formats.yes_no(flag) for flag in rows["is_date_critical"]],
    ),
    column_order=[
        "order_id", "outcome", "off", "due_date", "fulfilled_date", "what", "step_name", "partner_name", "seller_name",
        "value", "is_date_critical", "repromises_count", "contacts_count", "has_notice",
    ],
    column_config={
        "order_id": st.column_config.TextColumn("Order", pinned=True),
        "outcome": "Outcome",
        "off": st.column_config.TextColumn(
            "Against the first date", help="In hours and minutes where a time of day was promised and missed by less than a day."
        ),
        "due_date": st.column_config.DateColumn("Promised for", format="D MMM YYYY"),
        "fulfilled_date": st.column_config.DateColumn("Complete", format="D MMM YYYY"),
        # wide enough for a word although the rows in sight may have none
        "what": st.column_config.TextColumn("What", width=95),
        "step_name": "Journey step",
        "partner_name": "Partner",
        "seller_name": "Seller",
        "value": st.column_config.NumberColumn("Value", format="localized"),
        "is_date_critical": "Date-critical",
        "repromises_count": st.column_config.NumberColumn("New dates", help="How often we changed the promise. Empty = not measured."),
        "contacts_count": st.column_config.NumberColumn(
            "Contacts", help="Times the customer came to us about the order. Empty = not measured."
        ),
        "has_notice": st.column_config.TextColumn("Notice given", help="Whether the customer was informed, before or after."),
    },
    hide_index=True,
 placeholder="",
    on_select="rerun",
    selection_mode="single-row",
    height="content" if len(rows) < 15 else 560,
    alt="Broken promises, one a row",
)  # fmt: skip
if picked.selection.rows:
    order_id = rows.iloc[picked.selection.rows[0]]["order_id"]
    if formats.is_missing(order_id):
        st.info("This promise belongs to no order, so there is no story to read.")
    else:
        st.switch_page(elements.BROKEN, query_params=filters.link(order=order_id))
