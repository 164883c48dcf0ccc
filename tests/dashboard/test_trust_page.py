"""The page of trust: its verdict, what was held back, why a figure is not measured, what it means and why it was decided so."""

import io
import threading
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st
from homes import open_current
from pages import looked_at, one, opened, words

from dashboard import charts, documents, files
from dashboard.queries import trust
from dashboard.words import definitions as definition_words
from dashboard.words import formats
from dashboard.words import trust as trust_words
from data.contract import places


def test_the_verdict_stands_first_and_is_that_of_the_mart(home: Path):
    low, kept, high, move, is_small = one(
        home,
        "select lowest_kept_rate, kept_rate, highest_kept_rate, largest_move, is_small from marts.fct_held_back_effects where feed = 'all'",
    )
    app = looked_at("trust")
    text = words(app)
    verdict = "The figures can be trusted: what was" if is_small else "Read the figures with care: what was"
    assert app.title[0].value == formats.escaped(f"{verdict} held back moves the kept rate by at most {formats.points(move)}")
    assert move == pytest.approx(max(kept - low, high - kept))
    for rate in (low, kept, high):
        assert f"{100 * rate:.1f} %" in text


FEED = pd.DataFrame({"feed": ["contacts"], "is_stale": [False], "days_behind": [1], "is_present": [True]})
EFFECT = {"largest_move": 0.004, "is_small": True, "kept_rate": 0.9}


@pytest.mark.parametrize(
    ("feeds", "effect", "crashed", "verdict"),
    [
        (FEED, EFFECT, 0, "The figures can be trusted: what was held back moves the kept rate by at most 0.4 points"),
        (FEED, None, 0, "The figures can be trusted: nothing was held back"),
        (FEED, {**EFFECT, "largest_move": None, "is_small": None}, 0, "The figures can be trusted: what was held back changes no rate, for nothing is due"),
        (FEED, {**EFFECT, "largest_move": 0.12, "is_small": False}, 0, "Read the figures with care: what was held back moves the kept rate by at most 12.0 points"),
        (FEED.assign(is_stale=True, days_behind=9), None, 0, "Read the figures with care: contacts are 9 days behind; nothing was held back"),
        (FEED, None, 2, "Read the figures with care: 2 checks could not be run; nothing was held back"),
        (FEED.head(0), None, 0, "There is nothing to trust yet: no feed has delivered a row"),
    ],
)  # fmt: skip
def test_the_verdict_says_what_speaks_against_it(feeds, effect, crashed, verdict):
    assert trust_words.verdict(feeds, effect, crashed) == verdict


def test_rows_in_are_rows_accepted_and_held_back(home: Path):
    landed, accepted, held = one(home, "select sum(rows_landed), sum(rows_accepted), sum(rows_quarantined) from marts.fct_feed_counts")
    app = looked_at("trust")
    assert f"{landed:,} rows in = {accepted:,} accepted + {held:,} held back" in words(app)
    balance = app.dataframe[0].value
    assert (balance["Rows in"] == balance["= accepted"] + balance["+ held back"]).all()
    (promises,) = one(home, "select count(*) from marts.fct_promises")
    assert f"= {promises:,} promises" in words(app)


def test_a_card_names_what_failed_and_nothing_else(home: Path):
    failed, passed = one(
        home, "select count(*) filter (where status <> 'passed'), count(*) filter (where status = 'passed') from marts.fct_input_checks"
    )
    app = looked_at("trust")
    (card,) = [element.value for element in app.markdown if "-badge[" in element.value]
    assert card.count("-badge[") == failed > 0
    assert f"{passed} checks passed" in {expander.label for expander in app.expander}


def test_all_rows_held_back_can_be_taken_away_where_there_is_no_session(home: Path):
    """The button's file is made in another thread, after the page has run, as a browser asks for it."""
    st.session_state["warehouse"] = (home / "warehouse" / "current.duckdb").resolve()
    later, data = trust.all_held_back(None), []
    del st.session_state["warehouse"]
    thread = threading.Thread(target=lambda: data.append(files.csv(later())))
    thread.start()
    thread.join()
    rows = pd.read_csv(io.BytesIO(data[0]))
    (held,) = one(home, "select count(*) from marts.fct_quarantined_rows")
    assert len(rows) == held > 0 and list(rows.columns) == ["feed", "source_file", "source_row", "check_name", "reason", "raw"]


def test_the_old_address_leads_here(home: Path):
    assert looked_at("data_quality").title[0].value == looked_at("trust").title[0].value


# ---------- why a figure is not measured


def test_every_figure_names_the_column_that_it_needs(home: Path):
    table = next(each.value for each in looked_at("trust").dataframe if "Needs the column" in each.value)
    with open_current(home) as marts:
        rows = marts.execute("select feed || '.' || column_name, unmeasured from marts.fct_coverage where unmeasured <> ''").fetchall()
    shown = dict(zip(table["Needs the column"], table["Figure"], strict=True))
    assert len(rows) > 20
    assert {column: shown[column].lower() for column, _ in rows} == {column: figure.lower() for column, figure in rows}


def test_a_source_of_promises_and_deliveries_reads_what_would_measure_the_rest(alone: Path):
    text = words(looked_at("trust"))
    assert "the feed contacts" in text
    assert "Promises, not measured" in text.replace("**", "") and "rates per partner (`partner_id`)" in text
    assert (
        "how much finds" in text.lower()
        or "find their promise" in text
        or any("find" in each.label for each in looked_at("trust").expander)
    )


def test_links_orphans_and_delay_are_a_line_each(home: Path):
    promise, contact = one(
        home,
        "select sum(covered_share) filter (where link = 'delivery_promise'),"
        " sum(covered_share) filter (where link in ('contact_named', 'contact_by_customer')) from marts.fct_link_coverage",
    )
    (orphans,) = one(home, "select count(*) from marts.fct_orphan_deliveries")
    app = looked_at("trust")
    labels = {expander.label for expander in app.expander}
    assert (
        f"{formats.percent(promise)} of the deliveries find their promise and {formats.percent(contact)} of the contacts find their order"
        in labels
    )
    assert any(label.startswith(f"{orphans} delivery event") for label in labels) or "No delivery events without a promise" in words(app)


# ---------- what looser definitions would show


def test_every_definition_stands_with_its_rate(home: Path):
    st.session_state["warehouse"] = (home / "warehouse" / "current.duckdb").resolve()
    rows = trust.ladder()
    with open_current(home) as marts:
        rates = dict(marts.execute("select rule, kept_rate from marts.fct_definition_ladder").fetchall())
    assert set(rates) == set(definition_words.RULES)
    drawn = definition_words.ladder_rows(rows)
    assert list(drawn["rule"]) == list(definition_words.RULES)
    description = charts.ladder(drawn).to_dict()["description"]
    for rule, rate in rates.items():
        assert f"{definition_words.RULES[rule]()} {formats.percent(rate)}" in description
    steps = [rate for rule, rate in rates.items() if rule not in definition_words.ASIDE]
    assert f"look {formats.percent(min(steps))} to {formats.percent(max(steps))} kept" in words(looked_at("trust"))


def test_without_a_second_date_the_looser_ones_are_not_measured(alone: Path):
    st.session_state["warehouse"] = (alone / "warehouse" / "current.duckdb").resolve()
    drawn = definition_words.ladder_rows(trust.ladder())
    assert not set(drawn["rule"]) & set(definition_words.ASIDE), "nobody asked for a day"
    assert "Lines, by the latest date not measured" in charts.ladder(drawn).to_dict()["description"]


# ---------- what counts, what it means, why


def test_the_house_policy_is_said_in_a_line(home: Path):
    assert "What counts as kept: no grace, no tolerance for coming early, a target of 95 %" in words(looked_at("trust"))
    row = {"partner_id": "*", "partner_type": "*", "step": "*", "product_group": "*", "grace_days": 1, "grace_minutes": 0}
    row |= {"early_tolerance_days": 0, "early_tolerance_minutes": 15, "target_kept_rate": None}
    rows = pd.DataFrame([row, {**row, "partner_id": "posten"}])
    assert (
        definition_words.policies(rows)
        == "What counts as kept: 1 day grace, 15 minutes tolerance for coming early, no target; 1 policy for some"
    )


def test_a_figure_is_defined_and_a_decision_has_its_reasons(home: Path):
    definitions, decisions = documents.definitions(), documents.decisions()
    assert {f"M{number}" for number in range(1, 28)} <= set(definitions)
    assert all(each.text for each in definitions.values()) and all(each.text for each in decisions.values())
    headings = sum(path.read_text().count("\n## ") for path in [places.DBT / "DECISIONS.md", *places.DBT.glob("decisions/*.md")])
    assert len(decisions) == headings > 50, "no two decisions are called alike, and none is lost"
    app = opened("trust")
    app.selectbox(key="figure").set_value("M4")
    app.selectbox(key="decision").set_value("early")
    app.run()
    text = words(app)
    assert definitions["M4"].text.splitlines()[0][:60] in text
    assert "Amazon" in text and "Shown on: Overview, Order, Sellers, Partners, Trust." in text


def test_the_address_opens_a_definition(home: Path):
    name = documents.definitions()["M17"].name
    assert opened("trust", figure=name).selectbox(key="figure").value == "M17"


def test_a_text_of_the_house_is_no_formula_and_has_no_headings():
    assert definition_words.document("### Costs\n5 $ and 6 $") == "**Costs**\n5 \\$ and 6 \\$"
