"""The worklist of broken promises."""

import streamlit as st

from dashboard.parts import elements, filters, worklist
from dashboard.queries import at_risk, broken, kept
from dashboard.words import at_risk as risks
from dashboard.words import broken as words
from dashboard.words import formats, header

LIMIT = 200
LISTED = 8

view = filters.current()
if st.query_params.get("order"):
    # where the story of an order stood until it got a page of its own
    st.switch_page(elements.ORDER, query_params=filters.link(order=st.query_params["order"]))

due, shares = kept.due_count(view), broken.broken_shares(view)
st.title(words.title(int(shares.sum()), due, broken.can_be_saved(view)) if due else "Broken promises", anchor=False)

# ---------- what can still be saved

risky = at_risk.about_to_break(view, LIMIT)
counts = at_risk.open_counts(view)
elements.finding(risks.finding(risky, counts), risks.under(risky, at_risk.record(), counts))
with_order = risky[risky["order_id"].notna()]
for _, row in with_order.head(LISTED).iterrows():
    elements.order_link(row, risks.row(row))
if len(with_order) > LISTED:
    with st.expander(f"See {formats.count(len(with_order) - LISTED)} more", icon=":material/list:"):
        links = [filters.address("order", order=order_id) for order_id in with_order["order_id"]]
        st.markdown(risks.more(with_order.iloc[LISTED:], links[LISTED:]))

# ---------- what broke

if not due:
    elements.nothing_due(view, "customer")
    st.stop()
if not shares.sum():
    st.info(
        f"No promise to a customer was broken among those {header.period(view)}. Choose a longer period, or clear a filter above.",
        icon=":material/check:",
    )
    st.stop()


wanted, chosen = worklist.choose(shares)
rows, old = broken.broken(view, wanted, LIMIT), broken.long_overdue(view, wanted)
limit_days = kept.thresholds()["long_overdue_days"]
if not rows.empty:
    total = int(rows["total_count"].iloc[0])
    stake = words.AT_STAKE if broken.filled()["value"] else words.WITHOUT_VALUE
    order = stake if wanted.sort == "stake" else ""
    elements.finding(words.worklist(len(rows), total, limit_days if wanted.is_long_overdue else None), f"{order} {words.READ}".strip())
if wanted.is_long_overdue:
    back = filters.link(view, **chosen | {"old": []})
    st.page_link(elements.BROKEN, label="Back to the other broken promises", icon=":material/arrow_back:", query_params=back or None)
elif old["promises_count"]:
    there = filters.link(view, **chosen | {"old": ["yes"]})
    label = words.long_overdue(old, limit_days, is_more=not rows.empty, is_period=view.period != "all")
    st.page_link(elements.BROKEN, label=label, icon=":material/history:", query_params=there)
if rows.empty:
    if wanted.is_long_overdue or not old["promises_count"]:
        st.info(f"None of the {formats.plural(shares.sum(), 'broken promise')} fits this choice. Loosen one of the choices above.")
    st.stop()
shown = rows.assign(
    outcome=[formats.capital(formats.OUTCOMES[name]) for name in rows["outcome"]],
    off=[formats.against_first(row) or formats.OUTCOMES[row.outcome] for row in rows.itertuples()],
    has_notice=[words.notice(row) for row in rows.itertuples()] if rows["is_notice_measured"].any() else None,
    is_date_critical=[formats.yes_no(flag) for flag in rows["is_date_critical"]] if rows["is_date_critical"].notna().any() else None,
)
columns = [
    "order_id",
    "off",
    "value",
    "is_date_critical",
    "has_notice",
    "what",
    "step_name",
    "partner_name",
    "seller_name",
    "due_date",
    "contacts_count",
    "repromises_count",
]
picked = elements.table(
    shown,
    # what the source does not say of any of them has no column
    column_order=[name for name in columns if shown[name].notna().any()],
    column_config={
        "order_id": st.column_config.TextColumn("Order", pinned=True),
        "off": st.column_config.TextColumn(
            "Against the first date", help="In hours and minutes where a time of day was promised and missed by less than a day."
        ),
        "due_date": st.column_config.DateColumn("Promised for", format="D MMM YYYY"),
        # wide enough for a word although the rows in sight may have none
        "what": st.column_config.TextColumn("What", width=95),
        "step_name": "Journey step",
        "partner_name": "Partner",
        "seller_name": "Seller",
        "value": st.column_config.NumberColumn("Line value", format="localized", help="Of this line; the order may be worth more."),
        "is_date_critical": "Date-critical",
        "repromises_count": st.column_config.NumberColumn("New dates", help="How often we changed the promise. Empty = not measured."),
        "contacts_count": st.column_config.NumberColumn(
            "Contacts", help="Times the customer came to us about the order. Empty = not measured."
        ),
        "has_notice": st.column_config.TextColumn(
            "Customer informed", help="Whether the customer was told of the delay, before or after. Empty for a promised call."
        ),
    },
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
        st.switch_page(elements.ORDER, query_params=filters.link(order=order_id))
