"""Why do customers contact us, are they sent from desk to desk, and what does a broken promise cost?"""

import streamlit as st

from dashboard.charts import contacts as charts
from dashboard.parts import elements, filters
from dashboard.queries import choices, contacts
from dashboard.words import contacts as words
from dashboard.words import formats, header

PARTNERS = 5
STEPS = 3

view = filters.current()
names = choices.members()
now = contacts.totals(view)
if not now["contacts_count"]:
    st.title("Why do customers contact us?", anchor=False)
    st.info(f"No contacts were {header.period(view)}. Choose a longer period, or clear a filter above.", icon=":material/call:")
    st.stop()

st.title(formats.escaped(words.title(now)), anchor=False)
st.markdown(words.under_title(now))
matters = contacts.episodes(view)

why_column, sent_column = st.columns(2, gap="large")
with why_column:
    causes = contacts.causes(view)
    causes = causes.assign(name=[formats.capital(words.CAUSES[cause]) for cause in causes["cause"]])
    elements.finding(words.cause_finding(causes), words.CAUSE_NOTE)
    elements.chart(charts.causes(causes))
    st.markdown(words.partners(elements.named(contacts.partners_charged(view, PARTNERS), names["partner"])))
with sent_column:
    elements.finding(words.hops_finding(matters), words.HOPS_NOTE)
    hops = contacts.hops(view, STEPS)
    if hops["channel_after"].notna().any():
        st.echarts_chart(charts.hops(hops, formats.CHANNELS), height=330, renderer="svg", alt=charts.hops_words(hops, formats.CHANNELS))
    st.markdown(words.first_contact(matters))
    if one := words.one_point(matters):
        st.markdown(one)
    if silent := words.no_answer(now):
        st.markdown(silent)

# ---------- what it costs, over all that was due

cost_column, wait_column = st.columns(2, gap="large")
with cost_column:
    company = contacts.excess("company")
    elements.finding(words.cost_finding(company), words.COST_NOTE)
    costs = words.cost_table(company)
    if not costs.empty:
        st.dataframe(
            costs,
            column_config={
                words.EACH: st.column_config.NumberColumn(format="localized", width=90),
                words.YEARLY: st.column_config.NumberColumn(format="localized", width=90),
            },
            hide_index=True,
            height="content",
            alt="What a broken order adds, one measure a row",
        )
    steps = elements.named(contacts.excess("step").query("measure == 'contacts'"), names["step"])
    if lines := words.cost_by_step(steps):
        st.markdown(lines)
with wait_column:
    waits = contacts.waits(view)
    elements.finding(words.waits_finding(waits), words.waits_note(waits) if len(waits) else words.NO_WAITS)
    waits = waits.assign(name=[formats.capital(formats.CHANNELS.get(name, formats.readable(name))) for name in waits["channel"]])
    for is_written, rows in waits.groupby("is_written"):
        st.markdown(words.WRITTEN if is_written else words.SPOKEN)
        elements.chart(charts.waits(rows, in_hours=bool(is_written)))

# ---------- what customers do, and what we do about it

st.header("After a break", anchor=False)
st.caption(words.AFTER_NOTE)
left, right = st.columns(2, gap="large")
sections = [
    (contacts.reactions(), "no_contact_share", words.silent_finding, words.silent_note),
    (contacts.bought_again(), "difference", words.again_finding, words.again_note),
    (contacts.recovery(), "recovery_rate", words.recovery_finding, words.recovery_note),
    (contacts.remedy_gap(), "ratio", words.gap_finding, words.gap_note),
]
shown = [section for section in sections if words.is_known(section[0], section[1])]
for place, (rows, _, finding, note) in enumerate(shown):
    with left if place % 2 == 0 else right:
        elements.finding(finding(rows.iloc[0]), note(rows.iloc[0]))
if not shown:
    st.markdown(words.NOTHING_AFTER)
