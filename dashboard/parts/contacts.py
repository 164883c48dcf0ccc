"""Why do customers contact us, are they sent from desk to desk, and what does a broken promise cost?"""

import streamlit as st

from dashboard.charts import contacts as charts
from dashboard.parts import elements, export, filters
from dashboard.queries import choices, contacts, kept
from dashboard.words import aftermath, formats, header
from dashboard.words import contacts as words
from dashboard.words.language import say

PARTNERS = 5
CHANNELS = 3
STEPS = 2
ORDERS = 3


@elements.drawn_once
def show() -> None:
    view = filters.current()
    names = choices.members()
    now = contacts.totals(view)
    if not now["contacts_count"]:
        st.title(say("Why do {customers} contact us?"), anchor=False)
        st.info(words.nothing(contacts.measured(), header.period(view)), icon=":material/call:")
        return

    st.title(formats.escaped(words.title(now)), anchor=False)
    st.markdown(words.under_title(now))
    matters = contacts.episodes(view)

    why_column, sent_column = st.columns(2, gap="large")
    with why_column:
        charged = contacts.causes(view)
        causes = charged.groupby("cause", as_index=False)[["contacts_count", "failure_count"]].sum()
        causes = causes.sort_values(["failure_count", "contacts_count", "cause"], ascending=[False, False, True])
        causes = causes.assign(name=[formats.capital(words.CAUSES[cause]()) for cause in causes["cause"]])
        partners = charged[charged["member"].notna()].groupby("member", as_index=False)["failure_count"].sum()
        partners = partners[partners["failure_count"] > 0].sort_values(["failure_count", "member"], ascending=[False, True]).head(PARTNERS)
        links = [filters.address("partners", member=member) for member in partners["member"]]
        elements.finding(
            words.cause_finding(causes, kept.has_deliveries()), words.CAUSE_NOTE() if kept.has_deliveries() else formats.NO_DELIVERIES()
        )
        if kept.has_deliveries():
            elements.chart(charts.causes, causes)
        _lines(
            words.preventable(causes),
            words.partners(elements.named(partners, names["partner"]), links),
            words.dimensions(contacts.service_dimensions(view)),
        )
    with sent_column:
        elements.finding(words.hops_finding(matters, contacts.sent_on(view, CHANNELS)), words.HOPS_NOTE())
        hops = contacts.hops(view, STEPS)
        if not hops.empty:
            # a Sankey is no Vega chart: what it shows can be taken away as a table
            export.offer_table(say("Where {customers} went on to"), hops, {column: label() for column, label in words.HOPS.items()}, None)
            ways = charts.ways(hops)
            st.echarts_chart(charts.hops(ways), height=330, renderer="svg", alt=charts.hops_words(ways))
        round_trips = contacts.sent_round(view, ORDERS)
        _lines(
            words.ping_pong(matters),
            words.first_contact(matters),
            words.one_point(matters),
            words.channels(matters),
            words.no_answer(now),
            words.sent_round(round_trips, [filters.address("order", order=order_id) for order_id in round_trips["order_id"]]),
        )

    # ---------- what it costs, over all that was due

    of = contacts.subject(view)
    scope = aftermath.scope(is_company=of["dimension"] == "company", is_narrowed=bool(view.chosen))
    cost_column, wait_column = st.columns(2, gap="large")
    with cost_column:
        excess = contacts.excess(of)
        own = excess[(excess["dimension"] == of["dimension"]) & (excess["member"] == of["member"])]
        elements.finding(aftermath.cost_finding(own), f"{aftermath.COST_NOTE()} {scope}")
        costs = aftermath.cost_table(own)
        if not costs.empty:
            elements.table(
                costs,
                alt=say("What a broken {order} adds"),
                column_config={
                    aftermath.ADDED(): st.column_config.TextColumn(width=132),
                    aftermath.EACH(): st.column_config.NumberColumn(format="localized", width=52),
                    aftermath.INTERVAL(): st.column_config.TextColumn(width=84),
                    aftermath.YEARLY(): st.column_config.NumberColumn(format="localized", width=68),
                },
                height="content",
            )
        if of["dimension"] == "company":
            steps = excess[(excess["dimension"] == "step") & (excess["measure"] == "contacts")]
            _lines(aftermath.cost_by_step(elements.named(steps, names["step"])))
    with wait_column:
        waits = contacts.waits(view)
        elements.finding(words.waits_finding(waits), words.waits_note(waits) if len(waits) else words.NO_WAITS())
        waits = waits.assign(name=[formats.capital(name) for name in words.channel_names(waits["channel"])])
        for is_written, rows in waits.groupby("is_written"):
            st.markdown(words.WRITTEN() if is_written else words.SPOKEN())
            elements.chart(charts.waits, rows, in_hours=bool(is_written))
        _lines(words.approvals(contacts.credits_promised()))

    # ---------- what customers do after a break, and what we do about it

    sections = [
        (contacts.bought_again(of), "difference", aftermath.again_finding, aftermath.again_note),
        (contacts.reactions(of), "no_contact_share", aftermath.silent_finding, aftermath.silent_note),
        (contacts.remedy_gap(of), "ratio", aftermath.gap_finding, aftermath.gap_note),
        (contacts.recovery(of), "recovery_rate", aftermath.recovery_finding, aftermath.recovery_note),
    ]
    known = [(finding(rows.iloc[0]), note(rows.iloc[0])) for rows, figure, finding, note in sections if aftermath.is_known(rows, figure)]
    if known:
        (finding, note), *others = known
        elements.finding(finding, f"{note} {scope}")
        if others:
            for column, other in zip(st.columns(len(others), gap="large"), others, strict=True):
                column.markdown(aftermath.after(*other))
    else:
        elements.finding(aftermath.NOTHING_AFTER())


def _lines(*sentences: str | None) -> None:
    """Sentences as one list; those that have nothing to say are left out."""
    if listed := [f"- {sentence}" for sentence in sentences if sentence]:
        st.markdown("\n".join(listed))
