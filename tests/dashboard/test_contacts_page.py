"""Why customers contact us: every figure of the page is that of the marts."""

import json
from pathlib import Path

import pandas as pd
import pytest
from homes import open_current
from pages import looked_at, opened, words

from dashboard.charts import contacts as charts
from dashboard.words import aftermath, formats
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
    app = looked_at("contacts", **ALL)
    assert app.title[0].value == f"{100 * failure / (failure + value):.0f} % of contacts ask where it is, why it is late, or complain"
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
    assert f"The most frequent cause: {sentences.CAUSES[cause]()} ({count:,} contacts)" in words(looked_at("contacts", **ALL))


def test_every_cause_of_the_mart_has_its_words(marts):
    values = one(marts, "select list(distinct cause) from marts.fct_contact_causes")[0]
    assert set(values) <= set(sentences.CAUSES) and set(sentences.BROKEN_CAUSES) < set(sentences.CAUSES)


def test_preventable_are_those_that_came_after_something_had_broken(marts):
    failure, caused = one(
        marts,
        """
        select
            cast(sum(contacts_count) as int),
            cast(sum(contacts_count) filter (where cause not in ('before_the_break', 'nothing_broken', 'no_order')) as int)
        from marts.fct_contact_cause_counts where demand = 'failure'
        """,
    )
    assert f"Preventable: {caused:,} of {failure:,} contacts came after something had broken" in words(looked_at("contacts", **ALL))


def test_each_dimension_of_service_has_the_contacts_that_missed_it(marts):
    missed = marts.execute(
        """
        select service_dimension, count(*) from marts.fct_inbound_contacts
        where demand = 'failure' and service_dimension is not null group by 1
        """
    ).fetchall()
    text = words(looked_at("contacts", **ALL))
    assert missed and all(f"{name} ({sentences.DIMENSIONS[name]()}) {count:,}" in text for name, count in missed)


def test_sent_from_desk_to_desk_and_solved_at_once_are_those_of_the_episodes(marts):
    episodes, measured, sent, matured, resolved, one_team, several, resolved_rate, one_team_rate = one(
        marts,
        """
        select
            cast(sum(episodes_count) as int), cast(sum(ping_pong_measured_count) as int), cast(sum(ping_pong_count) as int),
            cast(sum(matured_count) as int), cast(sum(resolved_count) as int), cast(sum(one_point_count) as int),
            cast(sum(several_channels_count) as int), sum(resolved_count) / sum(matured_count),
            sum(one_point_count) / sum(one_point_measured_count)
        from marts.fct_episode_rates where dimension = 'company' and period = 'month'
        """,
    )
    text = words(looked_at("contacts", **ALL))
    assert f"Ping-pong: in {sent:,} of {measured:,} matters the customer was sent from desk to desk ({100 * sent / measured:.1f} %)" in text
    assert f"First-contact resolution: {100 * resolved_rate:.0f} %. {resolved:,} of {matured:,} matters took one contact" in text
    assert f"One point of contact: {100 * one_team_rate:.0f} %. One team handled {one_team:,} of" in text
    assert f"Channel switches: {several:,} of {episodes:,} matters went over more than one channel" in text


def test_who_sends_customers_on_and_who_cannot_help_is_counted(marts):
    sent_on = marts.execute(
        """
        select channel, count(*) filter (where outcome = 'redirected') as n, count(outcome)
        from marts.fct_inbound_contacts group by channel having n > 0 order by n desc, channel limit 3
        """
    ).fetchall()
    (no_help,) = one(marts, "select count(*) from marts.fct_inbound_contacts where outcome in ('no_information', 'no_mandate')")
    text = words(looked_at("contacts", **ALL))
    assert {"chat", "seller_mailbox"} <= {channel for channel, _, _ in sent_on}
    for channel, number, of in sent_on:
        assert f"{formats.CHANNELS[channel]()} {number:,} of {of:,} contacts" in text
    assert f"{no_help:,} contacts with somebody who could not see the answer or was not allowed to help" in text


def test_partners_and_orders_are_a_click_away(marts):
    orders = marts.execute(
        """
        select order_id, contacts_count from marts.fct_episodes where is_ping_pong and order_id is not null
        order by contacts_count desc, first_contact_at desc, episode_id limit 3
        """
    ).fetchall()
    (partner,) = one(
        marts,
        """
        select cause_partner_id from marts.fct_contact_causes where cause_partner_id is not null
        group by 1 order by count(*) desc, 1 limit 1
        """,
    )
    text = words(looked_at("contacts", **ALL))
    assert len(orders) == 3 and ("order-svein", 5) in orders
    assert all(f"[{order_id}](order?period=all&order={order_id}) ({count} contacts)" in text for order_id, count in orders)
    assert f"(partners?period=all&member={partner})" in text


def test_who_waited_long_for_a_person_is_counted(marts):
    long, measured, minutes = one(
        marts,
        """
        select sum(long_count), sum(measured_count), (select value from marts.dim_thresholds where name = 'long_wait_minutes')
        from marts.fct_wait_times
        where not is_written and measured_count > 0 and month = (
            select max(month) from marts.fct_wait_times cross join marts.dim_build where measured_count > 0 and last_day(month) < as_of
        )
        """,
    )
    assert f"{long:.0f} of {measured:.0f} waited more than {minutes:.0f} minutes for a person" in words(looked_at("contacts"))


def test_without_promised_credits_the_page_says_what_would_show_their_wait(marts):
    assert one(marts, "select due_count from marts.fct_journey_steps where step = 'credit'") == (0,)
    assert "How long a credit waits for approval is not measured: it needs promises of the step `credit`" in words(looked_at("contacts"))
    assert sentences.approvals(pd.DataFrame([{"due_count": 12, "kept_count": 7}])) == "Credits: 7 of 12 that were promised came in time."


def test_small_channels_are_one_node_and_the_sellers_mailbox_is_not_among_them():
    hops = pd.DataFrame(
        [
            (1, "phone", "phone", 190),
            (1, "chat", "phone", 90),
            (1, "fax", "chat", 2),
            (2, "phone", "telex", 3),
            (1, "phone", "seller_mailbox", 1),
        ],
        columns=["contact_number", "channel", "channel_after", "contacts_count"],
    )
    folded = charts.ways(hops)
    assert {way.channel for way in folded} | {way.after for way in folded} == {"phone", "chat", "other", "seller_mailbox"}
    assert sum(way.count for way in folded) == hops["contacts_count"].sum()
    nodes = charts.hops(folded)["series"][0]["data"]
    assert len({node["name"] for node in nodes}) == len(nodes) == 7


def test_one_small_channel_keeps_its_name():
    hops = pd.DataFrame(
        [(1, "phone", "phone", 190), (1, "fax", "chat", 2), (1, "chat", "phone", 90)],
        columns=["contact_number", "channel", "channel_after", "contacts_count"],
    )
    assert "fax" in {way.channel for way in charts.ways(hops)}


def test_what_a_broken_order_adds_is_that_of_the_mart(marts):
    contacts, cost = (
        one(marts, f"select excess_per_break from marts.fct_excess_rates where dimension = 'company' and measure = '{measure}'")[0]
        for measure in ("contacts", "cost")
    )
    app = looked_at("contacts")
    assert f"A broken order brings {contacts:.1f} more contacts and costs {cost:,.0f} more than a kept one" in words(app)
    table = app.dataframe[0].value.set_index(aftermath.ADDED())
    assert table.loc["Contacts", aftermath.EACH()] == round(contacts, 1)


def test_the_ways_in_the_picture_are_those_that_customers_took(marts):
    """From the first contact of an episode to the second: as many as there are second contacts."""
    (seconds,) = one(marts, "select count(*) from marts.fct_inbound_contacts where contact_number = 2 and channel is not null")
    picture = json.loads(looked_at("contacts", **ALL).get("echarts_chart")[0].proto.spec)["series"][0]
    assert sum(link["value"] for link in picture["links"] if link["source"].startswith("1. ")) == seconds


def test_after_a_break_each_finding_is_of_the_whole_company(marts):
    silent, broken = one(marts, "select no_contact_count, broken_count from marts.fct_reaction_rates where dimension = 'company'")
    recovered, matured = one(marts, "select recovered_count, matured_count from marts.fct_recovery_rates where dimension = 'company'")
    text = words(looked_at("contacts"))
    assert f"{silent:,} of {broken:,} customers with a broken order never contacted us" in text
    assert f"{recovered:,} of {matured:,} broken orders were repaired well" in text


def test_of_one_member_alone_it_says_what_its_breaks_add_and_of_several_filters_what_the_company_does(marts):
    member, each = one(
        marts,
        """
        select member_id, excess_per_break from marts.fct_excess_rates
        where dimension = 'partner' and measure = 'contacts' and excess_per_break is not null order by broken_count desc, member_id limit 1
        """,
    )
    (company,) = one(marts, "select excess_per_break from marts.fct_excess_rates where dimension = 'company' and measure = 'contacts'")
    silent, broken = one(
        marts, f"select no_contact_count, broken_count from marts.fct_reaction_rates where dimension = 'partner' and member_id = '{member}'"
    )
    text = words(opened("contacts", partner=member))
    assert f"A broken order brings {each:.1f} more contacts" in text and "of the whole company" not in text
    assert f"{silent:,} of {broken:,} customers with a broken order never contacted us" in text
    text = words(opened("contacts", partner=member, region="Oslo"))
    assert f"A broken order brings {company:.1f} more contacts" in text and "of the whole company" in text


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
    app = looked_at("contacts")
    assert app.title[0].value == "Why do customers contact us?" and "no contact is on record" in app.info[0].value


def test_no_difference_is_claimed_that_chance_could_make():
    row = pd.Series({"ratio_low": 0.8, "ratio_high": 1.2, "hours_sooner": 9.0})
    assert "no sooner than others" in aftermath.gap_finding(row)
    assert aftermath.gap_finding(pd.Series({"ratio_low": 1.1, "ratio_high": 1.2, "hours_sooner": -5.0})).endswith("longer for a new date")
    again = {"kept_repurchase_rate": 0.2, "broken_repurchase_rate": 0.1, "difference_high": 0.01}
    assert aftermath.again_finding(pd.Series(again)).endswith("no difference that can be told from chance")
