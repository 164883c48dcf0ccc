"""One partner, as it is talked about in a review: its standing, whose days, who knew when, what came, what it cost, which orders."""

from collections.abc import Callable
from typing import NamedTuple

import pandas as pd
import streamlit as st

from dashboard import charts
from dashboard.parts import elements, filters, members
from dashboard.queries import blame, choices, delay, kept
from dashboard.queries import members as known
from dashboard.queries import partners as asked
from dashboard.queries import review as reviewed
from dashboard.queries import standings as judged
from dashboard.view import View
from dashboard.words import blame as blame_words
from dashboard.words import broken as lists
from dashboard.words import formats, review
from dashboard.words import kept as sentences
from dashboard.words import members as member_words
from dashboard.words import partners as words
from dashboard.words import standings as verdicts
from dashboard.words.language import say

CASES = 50
HONEST_DATE = "app_pages/honest_date.py"


class Facts(NamedTuple):
    """What is known of one partner in the view."""

    view: View
    mine: pd.DataFrame
    rows: pd.DataFrame
    #: of all that it has due, to customers and to us; none where nothing was due to them
    now: pd.Series | None
    company: pd.Series | None
    #: a call has no goods, no papers, no product group and no days late
    is_calls: bool


def _facts(member: str) -> Facts:
    view = known.narrowed(filters.current(), "partner", member)
    rows = asked.parts(view)
    whole = rows[~rows["is_step"] & ~rows["is_product_group"]].set_index("promised_to")
    now, company = (whole.loc[to] if to in whole.index else None for to in ("customer", "company"))
    is_calls = now is not None and now["calls_count"] == now["due_count"]
    return Facts(view, judged.of_one("partner", member), rows, now, company, is_calls)


def show(member: str) -> None:
    facts = _facts(member)
    verdict = verdicts.title(facts.mine)
    if facts.mine.empty and facts.now is not None:
        verdict = words.title(facts.now, asked.beside_others(facts.view, member))
    name = members.heading("partner", member, verdict)
    if name is None:
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
            if facts.is_calls:
                members.trend(facts.view, now["target_kept_rate"], "partner", facts.mine)
            else:
                members.whose_days("partner", member)
                _boldness(member, name)

    blocks: list[Callable[[], None]] = []
    if now is not None and not facts.is_calls:
        blocks.append(lambda: members.trend(facts.view, now["target_kept_rate"], "partner", facts.mine))
    if facts.mine["peer_ratio"].notna().any():
        blocks.append(lambda: _funnel(member))
    if now is not None:
        if reviewed.notices(facts.view)["broken_count"]:
            blocks.append(lambda: _notices(member))
        blocks.append(lambda: _came(member))
        if not reviewed.lead_times(member).empty:
            blocks.append(lambda: _lead_times(member))
        if not reviewed.costs(member).empty:
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
    if facts.mine.empty and facts.now is not None:
        _beside_others(facts.view, member, bool(facts.now["has_partner_commitments"]))
    else:
        _standing(facts.mine)
    _rates(facts.view, facts.now, facts.company)


def _standing(mine: pd.DataFrame) -> None:
    """Bad, unlucky or like the others, in each step that it is judged in."""
    if mine.empty:
        elements.finding(say("Not judged: what it hands over to us has no date of its own"))
        return
    elements.finding(verdicts.window(mine))
    # what it hands over to us is judged at the hand-over: the few that it delivers itself would read as if nothing else were due
    known_enough = mine[mine["standing"] != "too_little_data"]
    rows = mine if known_enough.empty else known_enough
    st.markdown("  \n".join(verdicts.of_member(row) for _, row in rows.iterrows()))


def _beside_others(view: View, member: str, has_commitments: bool) -> None:
    """One that agreed to no date: by the customer's, step by step beside all others who do the same."""
    others = asked.beside_others(view, member)
    elements.finding(words.not_judged(others, has_commitments))
    lines = [words.beside(row) for row in others.itertuples()]
    st.markdown("  \n".join([*lines, words.whose_date(others, has_commitments)]))


@elements.drawn_once
def _boldness(member: str, name: str) -> None:
    """Whether it is blamed for what our sellers promised without it, and who they are."""
    view, _, _, now, _, _ = _facts(member)
    if now is None or not now["committed_count"]:
        return
    lost = blame_words.own_days(blame.days(view), "seller", "")
    elements.finding(words.boldness(name, now, int(blame.late(view)["delay_days"]), lost))
    sellers = reviewed.promised_sooner(view)
    if not sellers.empty:
        st.markdown(formats.escaped(words.who_was_bold(sellers)))


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
    cases = reviewed.cases(view, CASES)
    if not cases.empty:
        orders = cases["order_id"].drop_duplicates().head(words.FIRST_CASES)
        first = {order: filters.address("order", order=order) for order in orders}
        st.markdown(words.to_cases(int(cases["own_total_count"].iloc[0]), int(cases["total_count"].iloc[0]), first))
    lines = [words.due(now), words.own_and_customer(now), words.agreed(asked.agreed(view)), *member_words.judged(now, kept.thresholds())]
    st.markdown("  \n".join(sentence for sentence in lines if sentence))
    members.to_broken(now, view)


@elements.drawn_once
def _funnel(member: str) -> None:
    """Beside its peers, in the step with most of what it has due."""
    mine = _facts(member).mine
    first = mine[mine["peer_ratio"].notna()].sort_values("due_count", ascending=False).iloc[0]
    elements.finding(verdicts.beside(first))
    peers = judged.peers("partner", first["step"])
    elements.chart(charts.funnel, peers, member, key="funnel")
    st.caption(" ".join(note for note in (verdicts.place(first), verdicts.FUNNEL(), verdicts.inside(peers)) if note))


@elements.drawn_once
def _notices(member: str) -> None:
    """It knew, we knew, the customer knew."""
    known_when = reviewed.notices(_facts(member).view)
    elements.finding(review.notice_finding(known_when))
    st.markdown("\n\n".join(review.chain(known_when)))


@elements.drawn_once
def _came(member: str) -> None:
    """Early, on time, late; in full, unharmed, with its papers."""
    view, _, _, now, _, is_calls = _facts(member)
    elements.finding(review.came_finding(now))
    elements.chart(charts.outcomes, now)
    half = member_words.half(delay.median_deviations(view, "all"), delay.median_minutes(view, "all"))
    st.caption(" ".join(note for note in (review.came(now), sentences.early_broken(now), half) if note))
    if not is_calls:
        st.markdown(review.components(now, reviewed.flaws(view)))


@elements.drawn_once
def _lead_times(member: str) -> None:
    """How long it takes, and the date that would have been kept."""
    view, rows, curve = _facts(member).view, _facts(member).rows, reviewed.lead_times(member)
    first = curve.iloc[0]
    steps = rows[rows["is_step"] & (rows["promised_to"] == "customer") & (rows["step"] == first["step"])]
    elements.finding(review.lead_finding(curve))
    days = None if formats.is_missing(first["share_days"]) else int(first["share_days"])
    elements.chart(charts.lead_times, curve[["days", "complete_probability"]], days, float(first["share"]))
    st.caption(review.lead_under(curve, None if steps.empty else steps.iloc[0]))
    st.page_link(HONEST_DATE, label=words.HONEST_DATES(), icon=":material/event_available:", query_params=filters.link(view))


@elements.drawn_once
def _costs(member: str) -> None:
    """What its breaks cost beyond kept orders."""
    costs = reviewed.costs(member)
    elements.finding(review.cost_finding(costs))
    if costs["excess"].notna().any():
        st.markdown(review.costs(costs))
    else:
        st.caption(review.no_costs(costs))


def _cases(view: View) -> None:
    """The orders to bring. Whoever decides on a disputed one does so in its row."""
    rows = reviewed.cases(view, CASES)
    if rows.empty:
        return
    own, total = int(rows["own_total_count"].iloc[0]), int(rows["total_count"].iloc[0])
    elements.finding(words.cases(own, total), words.CASES_UNDER(), anchor=words.CASES)
    columns = {
        say("{Order}"): rows["order_id"],
        say("What"): rows["what"],
        say("Due"): pd.to_datetime(rows["due_date"]).dt.date,
        say("Against the promise"): [words.against(row) for row in rows.itertuples()],
        say("Its days"): [words.own_of(row) for row in rows.itertuples()],
        say("It warned us"): [words.warned(value) for value in rows["warned"]],
        say("Value"): rows["value"].astype(float),
    }
    if rows["value"].isna().all():
        del columns[say("Value")]
    if rows["delay_days"].isna().all():
        del columns[say("Its days")]
    if not rows["warned"].isin(("before", "late")).any():
        del columns[say("It warned us")]
    place = members.opens(
        pd.DataFrame(columns),
        alt=say("Broken promises of this {partner}, those still open first, then those with most of its days and at stake"),
        settings={
            say("Due"): st.column_config.DateColumn(format="D MMM YYYY"),
            say("Its days"): st.column_config.TextColumn(help=say("Days late that were its own, of all days late.")),
            say("It warned us"): st.column_config.TextColumn(
                help=say("Whether and when it first changed the promise; “no” = no word of it on record.")
            ),
            say("Value"): st.column_config.NumberColumn(format="localized"),
        },
        rows=10,
    )
    if more := lists.listed_first(CASES, own or total, "promise"):
        st.caption(more)
    if place is not None:
        st.switch_page(elements.ORDER, query_params=filters.link(order=rows.iloc[place]["order_id"]))


@elements.drawn_once
def _steps(member: str) -> None:
    """What it does, step by step, with the target of each; and for customers, by product group."""
    facts = _facts(member)
    rows, mine = facts.rows, facts.mine
    steps = rows[rows["is_step"]]
    standing = dict(zip(mine["step"], mine["standing"], strict=True))
    is_judged = bool({"act", "watch", "none"} & set(standing.values()))
    elements.finding(say("Step by step"), words.TO_US() if steps["promised_to"].nunique() > 1 else None)
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
    if len(groups) and named.empty and not facts.is_calls:
        st.caption(words.no_groups(bool(choices.members()["product_group"])))
    elif len(groups) > 1:
        rates = groups.assign(
            name=[formats.NOT_STATED() if formats.is_missing(group) else formats.readable(group) for group in groups["product_group"]]
        )
        elements.finding(sentences.worst_of(rates, "product_group"))
        elements.chart(charts.kept_by_member, rates, formats.KINDS["product_group"]())
        st.caption(member_words.TARGET_MARK())
    if not facts.is_calls:
        st.caption(member_words.recording(known.recording_delay(), member, kept.thresholds()))
