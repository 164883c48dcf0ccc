"""The worklist of broken promises."""

import streamlit as st

from dashboard.parts import elements, filters, worklist
from dashboard.queries import broken, kept
from dashboard.words import broken as words
from dashboard.words import formats, header
from dashboard.words.language import counted, say

view = filters.current()
if st.query_params.get("order"):
    # where the story of an order stood until it got a page of its own
    st.switch_page(elements.ORDER, query_params=filters.link(order=st.query_params["order"]))

due, shares = kept.due_count(view), broken.broken_shares(view)
overdue = int(shares["overdue_open"])
st.title(words.title(int(shares.sum()), due, overdue, broken.can_be_saved(view)) if due else say("Broken promises"), anchor=False)

# ---------- what can still be saved

worklist.about_to_break()

# ---------- what broke

if not due:
    elements.nothing_due(view, "customer")
    st.stop()
if not shares.sum():
    st.info(
        say(
            "No promise to {a_customer} was broken among those {period}. Choose a longer period, or clear a filter above.",
            period=header.period(view),
        ),
        icon=":material/check:",
    )
    st.stop()


wanted, chosen = worklist.choose(shares)
rows, old = broken.broken(view, wanted, worklist.LIMIT), broken.long_overdue(view, wanted)
limit_days = kept.thresholds()["long_overdue_days"]
if not rows.empty:
    total = int(rows["total_count"].iloc[0])
    stake = words.AT_STAKE() if broken.filled()["value"] else words.WITHOUT_VALUE()
    order = stake if wanted.sort == "stake" else ""
    elements.finding(words.worklist(len(rows), total, limit_days if wanted.is_long_overdue else None), f"{order} {words.READ()}".strip())
if wanted.is_long_overdue:
    back = filters.link(view, **chosen | {"old": []})
    st.page_link(elements.BROKEN, label=say("Back to the other broken promises"), icon=":material/arrow_back:", query_params=back or None)
elif old["promises_count"]:
    there = filters.link(view, **chosen | {"old": ["yes"]})
    label = words.long_overdue(old, limit_days, is_more=not rows.empty, is_period=view.period != "all")
    st.page_link(elements.BROKEN, label=label, icon=":material/history:", query_params=there)
if rows.empty:
    if wanted.is_long_overdue or not old["promises_count"]:
        st.info(
            counted(
                shares.sum(),
                "None of the {count} broken promise fits this choice. Loosen one of the choices above.",
                "None of the {count} broken promises fits this choice. Loosen one of the choices above.",
            )
        )
    st.stop()
shown = rows.assign(
    outcome=[formats.capital(formats.OUTCOMES[name]()) for name in rows["outcome"]],
    off=[formats.against_first(row) or formats.OUTCOMES[row.outcome]() for row in rows.itertuples()],
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
        "order_id": st.column_config.TextColumn(say("{Order}"), pinned=True),
        "off": st.column_config.TextColumn(
            say("Against the first date"), help=say("In hours and minutes where a time of day was promised and missed by less than a day.")
        ),
        "due_date": st.column_config.DateColumn(say("Promised for"), format="D MMM YYYY"),
        # wide enough for a word although the rows in sight may have none
        "what": st.column_config.TextColumn(say("What"), width=95),
        "step_name": say("Journey step"),
        "partner_name": say("{Partner}"),
        "seller_name": say("{Seller}"),
        "value": st.column_config.NumberColumn(
            say("Line value"), format="localized", help=say("Of this line; the {order} may be worth more.")
        ),
        "is_date_critical": say("Date-critical"),
        "repromises_count": st.column_config.NumberColumn(
            say("New dates"), help=say("How often we changed the promise. Empty = not measured.")
        ),
        "contacts_count": st.column_config.NumberColumn(
            say("Contacts"), help=say("Times the {customer} came to us about the {order}. Empty = not measured.")
        ),
        "has_notice": st.column_config.TextColumn(
            say("{Customer} told"),
            help=say("Whether a message of ours about the delay is on record, before or after. Empty for a promised call."),
        ),
    },
    on_select="rerun",
    selection_mode="single-row",
    height="content" if len(rows) < 15 else 560,
    alt=say("Broken promises, one a row"),
)  # fmt: skip
if picked.selection.rows:
    order_id = rows.iloc[picked.selection.rows[0]]["order_id"]
    if formats.is_missing(order_id):
        st.info(say("This promise belongs to no {order}, so there is no story to read."))
    else:
        st.switch_page(elements.ORDER, query_params=filters.link(order=order_id))
