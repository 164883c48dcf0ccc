"""The journey map: one cell per step, from the first contact to what comes after."""

import pandas as pd
import streamlit as st

from dashboard.parts import elements, filters
from dashboard.queries import journey, kept, lead
from dashboard.words import formats
from dashboard.words import journey as words
from dashboard.words import lead as costs
from dashboard.words.language import say

#: a company may have drawn a hundred steps: those that break most stand here
LARGEST = 24
LISTED = 5


@elements.drawn_once
def show() -> None:
    steps = _measured()
    elements.finding(words.finding(steps), None if steps.empty else words.UNDER())
    if steps.empty:
        return
    shown = steps if len(steps) <= LARGEST else steps.sort_values("broken_count", ascending=False, na_position="last").head(LARGEST)
    if len(shown) < len(steps):
        st.caption(say("The {largest} steps with most broken promises, of {steps}.", largest=LARGEST, steps=formats.count(len(steps))))
    for number, (name, rows) in enumerate(shown.groupby("journey", sort=False, dropna=False)):
        if shown["journey"].nunique() > 1 and not formats.is_missing(name):
            st.markdown(f"### {formats.escaped(formats.readable(name))}", anchors=False)
        is_measured = rows["is_measured"].astype(bool)
        if is_measured.any():
            with st.grid("auto", min_column_width=200, gap="small", border=True, key=f"journey_{number}"):
                for _, step in rows[is_measured].iterrows():
                    _cell(step)
        if not is_measured.all():
            st.caption(words.not_measured(rows[~is_measured]))


@elements.drawn_once
def unplanned() -> None:
    """What customers meet that nobody planned."""
    rows = journey.unplanned(LISTED)
    if not rows.empty:
        elements.finding(words.unplanned(rows), words.UNPLANNED())
        st.markdown("\n".join(f"- {words.touchpoint(row)}" for _, row in rows.iterrows()))


def _measured() -> pd.DataFrame:
    view = filters.current()
    rates = pd.concat([kept.promises(view, "step"), kept.promises(view, "step", promised_to="company")])
    # a step is promised to customers or to us; where both, what the customer sees
    rates = rates[rates["due_count"] > 0].drop_duplicates("member").set_index("member")
    steps = journey.steps().join(rates[["due_count", "kept_count", "kept_rate", "is_enough", "against_target"]], on="step")
    steps = steps.join(lead.costs_per_break("step").set_index("member")[["contacts", "cost", "covered_count"]], on="step")
    return steps.assign(broken_count=steps["due_count"] - steps["kept_count"], covered_count=steps["covered_count"].fillna(0))


def _cell(step: pd.Series) -> None:
    title = words.title(step)
    with st.container(gap=None):
        if step["broken_count"] > 0:
            query = filters.link(filters.current().replaced(step=(step["step"],)))
            st.page_link(elements.BROKEN, label=title, query_params=query)
        else:
            st.markdown(title)
        lines = [words.kept(step), costs.costs(step), words.expectation(step), words.owner(step)]
        st.markdown("  \n".join(f":small[{line}]" for line in lines if line))
