"""Why customers contact us: every figure of the page is that of the marts."""

from pathlib import Path

import pandas as pd
import pytest
from homes import open_current
from pages import opened, words

from dashboard.words import contacts as sentences

ALL = {"period": "all"}


@pytest.fixture
def marts(home: Path):
    with open_current(home) as connection:
        yield connection


def one(marts, sql: str) -> tuple:
    return marts.execute(sql).fetchone()


def test_the_title_says_how_many_contacts_come_because_something_went_wrong(marts):
    failure, value = one(
        marts,
        """
        select
            cast(sum(contacts_count) filter (where demand = 'failure') as int),
            cast(sum(contacts_count) filter (where demand = 'value') as int)
        from marts.fct_contact_cause_counts
        """,
    )
    app = opened("contacts", **ALL)
    assert app.title[0].value == f"{100 * failure / (failure + value):.0f} % of contacts come because something went wrong"
    assert f"{failure:,} of {failure + value:,} contacts with a known reason" in words(app)


def test_what_brings_most_contacts_is_said_as_the_counts_have_it(marts):
    broken = ", ".join(f"'{cause}'" for cause in sentences.BROKEN_CAUSES)
    cause, count = one(
        marts,
        f"""
        select cause, cast(sum(contacts_count) as int) from marts.fct_contact_cause_counts
        where demand = 'failure' and cause in ({broken}) group by cause order by 2 desc, 1 limit 1
        """,
    )
    assert f"What brings most of them: {sentences.CAUSES[cause]} ({count:,} contacts)" in words(opened("contacts", **ALL))


def test_every_cause_of_the_mart_has_its_words(marts):
    values = one(marts, "select list(distinct cause) from marts.fct_contact_causes")[0]
    assert set(values) <= set(sentences.CAUSES) and set(sentences.BROKEN_CAUSES) < set(sentences.CAUSES)


def test_sent_from_desk_to_desk_and_solved_at_once_are_those_of_the_episodes(marts):
    measured, sent, matured, resolved = one(
        marts,
        """
        select cast(sum(ping_pong_measured_count) as int), cast(sum(ping_pong_count) as int), cast(sum(matured_count) as int),
            cast(sum(resolved_count) as int)
        from marts.fct_episode_rates where dimension = 'company' and period = 'month'
        """,
    )
    said = words(opened("contacts", **ALL))
    assert f"In {sent:,} of {measured:,} matters the customer was sent from desk to desk ({100 * sent / measured:.1f} %)" in said
    assert f"{resolved:,} of {matured:,} matters took one contact" in said


def test_what_a_broken_order_adds_is_that_of_the_mart(marts):
    contacts, cost = (
        one(marts, f"select excess_per_break from marts.fct_excess_rates where dimension = 'company' and measure = '{measure}'")[0]
        for measure in ("contacts", "cost")
    )
    app = opened("contacts")
    assert f"A broken order brings {contacts:.1f} more contacts and costs {cost:,.0f} more than a kept one" in words(app)
    table = app.dataframe[0].value.set_index(sentences.ADDED)
    assert table.loc["Contacts", sentences.EACH] == round(contacts, 1)


def test_after_a_break_each_finding_is_of_the_whole_company(marts):
    silent, broken = one(marts, "select no_contact_count, broken_count from marts.fct_reaction_rates where dimension = 'company'")
    recovered, matured = one(marts, "select recovered_count, matured_count from marts.fct_recovery_rates where dimension = 'company'")
    said = words(opened("contacts"))
    assert f"{silent:,} of {broken:,} customers with a broken order never contacted us" in said
    assert f"{recovered:,} of {matured:,} broken orders were repaired well" in said


def test_a_filter_leaves_the_contacts_about_those_orders(marts):
    (count,) = one(
        marts,
        """
        select count(*) from marts.fct_inbound_contacts where demand in ('failure', 'value') and order_id in (
            select order_id from marts.fct_promises where promised_to = 'customer' and region = 'Oslo'
        )
        """,
    )
    assert count and f" of {count:,} contacts with a known reason" in words(opened("contacts", region="Oslo", **ALL))


def test_without_contacts_the_page_says_so(alone: Path):
    app = opened("contacts")
    assert app.title[0].value == "Why do customers contact us?" and "No contacts" in app.info[0].value


def test_no_difference_is_claimed_that_chance_could_make():
    row = pd.Series({"ratio_low": 0.8, "ratio_high": 1.2, "hours_sooner": 9.0})
    assert "no sooner than others" in sentences.gap_finding(row)
    assert sentences.gap_finding(pd.Series({"ratio_low": 1.1, "ratio_high": 1.2, "hours_sooner": -5.0})).endswith("longer for a new date")
    again = {"kept_repurchase_rate": 0.2, "broken_repurchase_rate": 0.1, "difference_high": 0.01}
    assert sentences.again_finding(pd.Series(again)).endswith("no difference that can be told from chance")
