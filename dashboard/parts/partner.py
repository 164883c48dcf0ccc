"""One partner, as it is talked about in a review: its standing, whose days, who knew when, what came, what it cost, which orders."""

from collections.abc import Callable
from typing import NamedTuple

import pandas as pd
import streamlit as st

from dashboard import charts
from dashboard.parts import elements, filters, members
from dashboard.queries import choices, delay, kept
from dashboard.queries import members as known
from dashboard.queries import partners as asked
from dashboard.queries import standings as judged
from dashboard.view import View
from dashboard.words import formats, review
from dashboard.words import kept as sentences
from dashboard.words import members as member_words
from dashboard.words import partners as words
from dashboard.words import standings as verdicts
from dashboard.words.language import counted, say

CASES = 50


class Facts(NamedTuple):
    """What is known of one partner in the view."""

    view: View
    mine: pd.DataFrame
    rows: pd.DataFrame
    #: of all that it has due, to customers and to us; none where nothing was due to them
    now: pd.Series | None
    company: pd.Series | None


def _facts(member: str) -> Facts:
    view = known.narrowed(filters.current(), "partner", member)
    rows = asked.parts(view)
    whole = rows[~rows["is_step"] & ~rows["is_product_group"]].set_index("promised_to")
    now, company = (whole.loc[to] if to in whole.index else None for to in ("customer", "company"))
    return Facts(view, judged.of_one("partner", member), rows, now, company)


def show(member: str) -> None:
    facts = _facts(member)
    if not members.heading("partner", member, verdicts.title(facts.mine)):
        return
    if facts.rows.empty:
        elements.nothing_due(facts.view, None, is_one=True)
        return
    now = facts.now
    left, right = st.columns(2, gap="large")
    with left:
        _first(member)
    if now is not None:
        with right:
            members.whose_days("partner", member)

    blocks: list[Callable[[], None]] = []
    if now is not None:
        blocks.append(lambda: members.trend(facts.view, now["target_kept_rate"]))
    if facts.mine["adjusted_rate"].notna().any():
        blocks.append(lambda: _funnel(member))
    if now is not None:
        if asked.notices(facts.view)["broken_count"]:
            blocks.append(lambda: _notices(member))
        blocks.append(lambda: _came(member))
        if not asked.lead_times(member).empty:
            blocks.append(lambda: _lead_times(member))
        if not asked.costs(member).empty:
            blocks.append(lambda: _costs(member))
    _two_by_two(blocks)
    if now is not None:
        _cases(facts.view)
    _steps(member)


def _two_by_two(blocks: list[Callable[[], None]]) -> None:
    """Two beside each other, and no hole where something is not known."""
    for first in range(0, len(blocks), 2):
        for place, block in zip(st.columns(2, gap="large"), blocks[first : first + 2], strict=False):
            with place:
                block()


@elements.drawn_once
def _first(member: str) -> None:
    facts = _facts(member)
    _standing(facts.mine)
    _rates(facts.view, facts.now, facts.company)


def _standing(mine: pd.DataFrame) -> None:
    """Bad, unlucky or like the others, in each step that it is judged in."""
    if mine.empty:
        elements.finding(say("Not judged: no date of its own, or nobody to compare it with"))
        return
    elements.finding(verdicts.window(mine))
    # what it hands over to us is judged at the hand-over: the few that it delivers itself would read as if nothing else were due
    known_enough = mine[mine["standing"] != "too_little_data"]
    rows = mine if known_enough.empty else known_enough
    st.markdown("  \n".join(verdicts.of_member(row) for _, row in rows.iterrows()))


def _rates(view: View, now: pd.Series | None, company: pd.Series | None) -> None:
    """By its own date, and by the customer's, side by side; and what the difference means."""
    st.caption(words.PERIOD())
    own = now if now is not None and now["own_due_count"] else company if company is not None and company["own_due_count"] else None
    by_own, by_customer = st.columns(2) if own is not None and now is not None else (st.container(), st.container())
    if own is not None:
        counts = say("{own_kept} of {own_due}", own_kept=formats.count(own["own_kept_count"]), own_due=formats.count(own["own_due_count"]))
        by_own.metric(say("By its own date (OTD): {counts}", counts=counts), formats.percent(own["own_kept_rate"]))
    if now is not None:
        counts = say("{kept} of {due}", kept=formats.count(now["kept_count"]), due=formats.count(now["due_count"]))
        by_customer.metric(say("By the {customer}'s date: {counts}", counts=counts), formats.percent(now["kept_rate"]))
    if now is None:
        st.caption(say("No promise to {a_customer} was due: it delivers to us. {agreed}", agreed=words.agreed(asked.agreed(view))))
        return
    lines = [words.due(now), words.own_and_customer(now), words.boldness(now), words.no_own_dates(now), words.agreed(asked.agreed(view))]
    lines += member_words.judged(now, kept.thresholds())
    st.markdown("  \n".join(sentence for sentence in lines if sentence))
    if broken_count := now["due_count"] - now["kept_count"]:
        st.page_link(
            elements.BROKEN,
            label=counted(broken_count, "Its {count} broken promise", "Its {count} broken promises"),
            icon=":material/heart_broken:",
            query_params=filters.link(view),
        )


@elements.drawn_once
def _funnel(member: str) -> None:
    """Beside its peers, in the step with most of what it has due."""
    mine = _facts(member).mine
    first = mine[mine["adjusted_rate"].notna()].sort_values("due_count", ascending=False).iloc[0]
    elements.finding(say("Beside its peers: {step_name}", step_name=first["step_name"]))
    elements.chart(charts.funnel, judged.peers("partner", first["step"]), member, key="funnel")
    st.caption(" ".join(note for note in (verdicts.own_share(first), verdicts.place(first), verdicts.FUNNEL()) if note))


@elements.drawn_once
def _notices(member: str) -> None:
    """It knew, we knew, the customer knew."""
    known_when = asked.notices(_facts(member).view)
    elements.finding(review.notice_finding(known_when))
    st.markdown("\n\n".join(review.chain(known_when)))


@elements.drawn_once
def _came(member: str) -> None:
    """Early, on time, late; in full, unharmed, with its papers."""
    view, _, _, now, _ = _facts(member)
    elements.finding(review.came_finding(now))
    elements.chart(charts.outcomes, now)
    half = member_words.half(delay.median_deviations(view, "all"), delay.median_minutes(view, "all"))
    st.caption(" ".join(note for note in (review.came(now), half) if note))
    st.markdown(review.components(now, asked.flaws(view)))


@elements.drawn_once
def _lead_times(member: str) -> None:
    """How long it takes, and the date that would have been kept."""
    rows, curve = _facts(member).rows, asked.lead_times(member)
    first = curve.iloc[0]
    steps = rows[rows["is_step"] & (rows["promised_to"] == "customer") & (rows["step"] == first["step"])]
    elements.finding(review.lead_finding(curve))
    days = None if formats.is_missing(first["share_days"]) else int(first["share_days"])
    elements.chart(charts.lead_times, curve[["days", "complete_probability"]], days, float(first["share"]))
    st.caption(review.lead_under(curve, None if steps.empty else steps.iloc[0]))


@elements.drawn_once
def _costs(member: str) -> None:
    """What its breaks cost beyond kept orders."""
    costs = asked.costs(member)
    elements.finding(review.cost_finding(costs))
    if costs["excess"].notna().any():
        st.markdown(review.costs(costs))
    else:
        st.caption(review.no_costs(costs))


def _cases(view: View) -> None:
    """The orders to bring. Whoever decides on a disputed one does so in its row."""
    rows = asked.cases(view, CASES)
    if rows.empty:
        return
    elements.finding(words.cases(int(rows["total_count"].iloc[0])), words.CASES_UNDER())
    columns = {
        say("{Order}"): rows["order_id"],
        say("What"): rows["what"],
        say("Due"): pd.to_datetime(rows["due_date"]).dt.date,
        say("Against the promise"): [words.against(row) for row in rows.itertuples()],
        say("Its days"): [words.own_of(row) for row in rows.itertuples()],
        say("{Customer} informed"): [words.informed(flag) for flag in rows["is_customer_informed"]],
        say("Value"): rows["value"].astype(float),
    }
    if rows["value"].isna().all():
        del columns[say("Value")]
    if rows["delay_days"].isna().all():
        del columns[say("Its days")]
    if rows["is_customer_informed"].isna().all():
        del columns[say("{Customer} informed")]
    place = members.opens(
        pd.DataFrame(columns),
        alt=say("Broken promises of this {partner}, those still open first, then those with most of its days and at stake"),
        settings={
            say("{Order}"): st.column_config.TextColumn(pinned=True),
            say("Due"): st.column_config.DateColumn(format="D MMM YYYY"),
            say("Its days"): st.column_config.TextColumn(help=say("Days late that were its own, of all days late.")),
            say("Value"): st.column_config.NumberColumn(format="localized"),
        },
        rows=10,
    )
    if place is not None:
        st.switch_page(elements.ORDER, query_params=filters.link(order=rows.iloc[place]["order_id"]))


@elements.drawn_once
def _steps(member: str) -> None:
    """What it does, step by step, with the target of each; and for customers, by product group."""
    rows, mine = _facts(member).rows, _facts(member).mine
    steps = rows[rows["is_step"]]
    standing = dict(zip(mine["step"], mine["standing"], strict=True))
    is_judged = bool({"act", "watch", "none"} & set(standing.values()))
    elements.finding(say("Step by step"))
    frame = pd.DataFrame(
        {
            say("Step"): steps["step_name"],
            say("Promised to"): [say("the {customer}") if to == "customer" else say("us") for to in steps["promised_to"]],
            say("Due"): steps["due_count"],
            say("Kept"): 100 * steps["kept_rate"].astype(float),
            say("By its own date"): 100 * steps["own_kept_rate"].astype(float),
            say("Target"): 100 * steps["target_kept_rate"].astype(float),
            say("Standing"): [words.in_step(standing.get(step), is_judged) for step in steps["step"]],
        }
    ).dropna(axis=1, how="all")
    percent = {name: st.column_config.NumberColumn(format="%.1f %%") for name in (say("Kept"), say("By its own date"))}
    elements.table(
        frame,
        alt=say("What is kept, by journey step"),
        column_config={
            **percent,
            say("Target"): st.column_config.NumberColumn(format="%.0f %%"),
            say("Due"): st.column_config.NumberColumn(format="localized"),
        },
        hide_index=True,
        placeholder="",
        height="content",
    )
    groups = rows[rows["is_product_group"] & (rows["promised_to"] == "customer")]
    named = groups[groups["product_group"].notna()]
    if len(groups) and named.empty:
        st.caption(words.no_groups(bool(choices.members()["product_group"])))
    elif len(groups) > 1:
        rates = groups.assign(
            name=[formats.NOT_STATED() if formats.is_missing(group) else formats.readable(group) for group in groups["product_group"]]
        )
        elements.finding(sentences.worst_of(rates, "product_group"))
        elements.chart(charts.kept_by_member, rates, formats.KINDS["product_group"]())
    st.caption(member_words.recording(known.recording_delay(), member, kept.thresholds()))
