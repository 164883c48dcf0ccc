"""Every partner: who to act on, the funnel of its peers, and the table."""

import pandas as pd
import streamlit as st

from dashboard import charts
from dashboard.parts import elements, filters, members
from dashboard.queries import kept
from dashboard.queries import partners as asked
from dashboard.queries import standings as judged
from dashboard.words import broken, formats
from dashboard.words import kept as sentences
from dashboard.words import partners as words
from dashboard.words import standings as verdicts
from dashboard.words.language import say

NAMED = 6


def show() -> None:
    rows = asked.listed(filters.current(), members.LISTED)
    if rows.empty or not rows["all_due_count"].iloc[0]:
        st.title(say("{Partners}"), anchor=False)
        members.nobody("partner")
        return
    standings = judged.standings("partner")
    st.title(formats.escaped(verdicts.finding(standings, "partner")), anchor=False)
    if not standings.empty:
        st.caption(verdicts.COMPARED())
        who, picture = st.columns([5, 6], gap="large")
        with who:
            _out(standings[standings["standing"] != "none"])
        with picture:
            _funnel(standings)
    undated = [] if standings.empty or rows["undated"].isna().iloc[0] else list(rows["undated"].iloc[0])
    for note in (verdicts.uncounted(judged.not_judged("partner"), "partner", undated), verdicts.young(judged.young("partner"))):
        if note:
            st.caption(note)
    _table(rows)
    members.sure("partner")
    if note := sentences.too_little(int(rows["few_count"].iloc[0]), "partner", kept.thresholds()):
        st.caption(note)
    members.unstated("partner")


def _out(out: pd.DataFrame) -> None:
    """Who stands out, most broken beyond its peers first."""
    elements.finding(say("Who to act on") if len(out) else say("Nobody to act on"))
    for _, row in out.head(NAMED).iterrows():
        label = f"**{formats.escaped(row['name'])}** {formats.escaped(words.standing_out(row))}"
        st.page_link(members.PAGES["partner"], label=label, query_params=filters.link(member=row["member"]))
    if len(out) > NAMED:
        st.caption(say("{out} more stand first in the table.", out=formats.count(len(out) - NAMED)))


def funnel_steps(standings: pd.DataFrame) -> list[str]:
    """The steps that have peers to draw: that of whoever stands first in the list, then those with most of them."""
    plotted = standings[standings["peer_ratio"].notna()]
    peers = plotted.groupby("step_name")["member"].nunique().sort_values(ascending=False, kind="stable")
    steps = [str(step) for step in peers[peers >= 3].index]
    return sorted(steps, key=lambda step: step != plotted["step_name"].iloc[0])


def _funnel(standings: pd.DataFrame) -> None:
    """What each broke beside its peers, in the step of whoever stands first in the list; another on choice."""
    plotted, steps = standings[standings["peer_ratio"].notna()], funnel_steps(standings)
    if not steps:
        return
    chosen = st.session_state.get("funnel_step")
    step = str(chosen) if chosen in steps else steps[0]
    rows = plotted[plotted["step_name"] == step]
    elements.finding(verdicts.funnel(rows, step))
    elements.chart(charts.funnel, rows, key="funnel")
    if len(steps) > 1:
        st.segmented_control(say("Step"), steps, default=steps[0], required=True, key="funnel_step", label_visibility="collapsed")
    st.caption(" ".join(note for note in (verdicts.FUNNEL(), verdicts.inside(rows)) if note))


def _table(rows: pd.DataFrame) -> None:
    """Everyone: those who stand out first, those of whom little is known last, by name."""
    total = int(rows["total_count"].iloc[0])
    elements.finding(say("Every {partner}: {total}", total=formats.count(total)), say("Select a row to see one up close."))
    columns = {
        say("{Partner}"): rows["name"],
        say("What it does"): words.kinds(rows["type"]),
        say("Standing"): [words.WORDS[standing]() for standing in rows["standing"]],
        say("Due"): rows["due_count"],
        say("Kept for the {customer}"): 100 * rows["kept_rate"].astype(float),
        say("By its own date"): 100 * rows["own_kept_rate"].astype(float),
        say("Its days late"): rows["own_days"].round(),
    }
    if rows["type"].isna().all():
        del columns[say("What it does")]
    if rows["own_kept_rate"].isna().all():
        del columns[say("By its own date")]
    place = members.opens(
        pd.DataFrame(columns),
        alt=say("Every {partner} with its standing and what it kept"),
        settings={
            say("{Partner}"): st.column_config.TextColumn(width=190),
            say("Standing"): st.column_config.TextColumn(help=say("Beside its peers, whatever the period and the filters above.")),
            say("Due"): st.column_config.NumberColumn(format="localized", help=say("Promises to {customers} due in the period.")),
            say("Kept for the {customer}"): st.column_config.NumberColumn(
                format="%.1f %%", help=say("By the first date the {customer} was given (FCD).")
            ),
            say("By its own date"): st.column_config.NumberColumn(format="%.1f %%", help=say("By what it had agreed to itself (OTD).")),
            say("Its days late"): st.column_config.NumberColumn(
                format="localized", help=say("Days by which deliveries to {customers} were late, and that were its own.")
            ),
        },
    )
    if more := broken.listed_first(len(rows), total, "partner"):
        st.caption(more)
    if place is not None:
        st.switch_page(members.PAGES["partner"], query_params=filters.link(member=rows.iloc[place]["member"]))
