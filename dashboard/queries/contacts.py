"""Why customers contact us, how often they are sent on, what a break costs. Rows of a period are added up; what is learned from all of
it (excess, reactions, recovery) is read as the marts have it."""

import pandas as pd

from dashboard import warehouse
from dashboard.queries.kept import order_chosen
from dashboard.view import View

#: A contact or an episode is shown where its order is; one without an order only while nothing but the period is chosen.
CONTACTS = """
    (cast($first_day as date) is null or started_date >= $first_day) and started_date < cast($end_day as date)
"""
EPISODES = """
    (cast($first_day as date) is null or first_contact_date >= $first_day) and first_contact_date < cast($end_day as date)
"""


def subject(view: View) -> dict[str, str]:
    """What is learned from all that was due is known of the company and of one member: of what a choice of filters is of."""
    (name, members), *others = view.chosen.items() or [("company", ("all",))]
    is_one = len(members) == 1 and not others
    return {"dimension": name, "member": members[0]} if is_one else {"dimension": "company", "member": "all"}


def measured() -> pd.Series:
    """Whether customers who came to us are on record, and answers to surveys."""
    return warehouse.read(
        """
        select
            coalesce(bool_or(has_contacts), false) as has_contacts,
            coalesce(bool_or(has_survey_answers), false) as has_survey_answers
        from marts.dim_measured
        """
    ).iloc[0]


def totals(view: View) -> pd.Series:
    """The contacts that began in the period, and how they are divided."""
    return warehouse.read(
        f"""
        with counted as (
            select
                count(*) as contacts_count,
                count(*) filter (where demand = 'failure') as failure_count,
                count(*) filter (where demand = 'value') as value_count,
                count(outcome) as outcome_count,
                count(*) filter (where outcome in ('no_information', 'no_mandate')) as no_answer_count
            from marts.fct_inbound_contacts
            where {CONTACTS} and {order_chosen(view)}
        )
        select
            counted.*,
            coalesce(has_contact_reasons, false) as has_contact_reasons,
            case when has_contact_reasons then marts.rate(failure_count, failure_count + value_count) end as failure_share,
            marts.rate(no_answer_count, outcome_count) as no_answer_rate
        from counted left join marts.dim_measured on true
        """,
        view.parameters,
    ).iloc[0]


def episodes(view: View) -> pd.Series:
    """Goals of customers over all channels, by the day of their first contact."""
    return warehouse.read(
        f"""
        with counted as (
            select
                count(*) as episodes_count,
                count(*) filter (where is_matured) as matured_count,
                count(*) filter (where is_matured and is_first_contact_resolved) as resolved_count,
                count(is_ping_pong) as ping_pong_measured_count,
                count(*) filter (where is_ping_pong) as ping_pong_count,
                count(is_one_point_of_contact) as one_point_measured_count,
                count(*) filter (where is_one_point_of_contact) as one_point_count,
                count(*) filter (where channels_count > 1) as several_channels_count
            from marts.fct_episodes
            where {EPISODES} and {order_chosen(view)}
        )
        select
            counted.*,
            marts.rate(resolved_count, matured_count) as first_contact_resolution_rate,
            marts.rate(ping_pong_count, ping_pong_measured_count) as ping_pong_rate,
            marts.rate(one_point_count, one_point_measured_count) as one_point_rate
        from counted
        """,
        view.parameters,
    ).iloc[0]


def sent_round(view: View, limit: int) -> pd.DataFrame:
    """The orders of which the customer was sent from desk to desk, those with most contacts first."""
    return warehouse.read(
        f"""
        select order_id, contacts_count
        from marts.fct_episodes
        where {EPISODES} and {order_chosen(view)} and is_ping_pong and order_id is not null
        order by contacts_count desc, first_contact_at desc, episode_id
        limit $limit
        """,
        {**view.parameters, "limit": limit},
    )


def causes(view: View) -> pd.DataFrame:
    """What the contacts are charged to, and to which partner where the cause is one."""
    return warehouse.read(
        f"""
        select
            cause,
            cause_partner_id as member,
            count(*) as contacts_count,
            count(*) filter (where demand = 'failure') as failure_count
        from marts.fct_inbound_contacts
        inner join marts.fct_contact_causes using (contact_id)
        where {CONTACTS} and {order_chosen(view)}
        group by cause, cause_partner_id
        order by failure_count desc, contacts_count desc, cause, member
        """,
        view.parameters,
    )


def service_dimensions(view: View) -> pd.DataFrame:
    """What those missed who came because something went wrong, by the five dimensions of service."""
    return warehouse.read(
        f"""
        select service_dimension, count(*) as failure_count
        from marts.fct_inbound_contacts
        where {CONTACTS} and {order_chosen(view)} and demand = 'failure' and service_dimension is not null
        group by service_dimension
        order by failure_count desc, service_dimension
        """,
        view.parameters,
    )


def hops(view: View, steps: int) -> pd.DataFrame:
    """From where to where customers went on within an episode: the number of the contact, its channel, and that of the next."""
    return warehouse.read(
        f"""
        with chosen as (
            select episode_id, contact_number, channel
            from marts.fct_inbound_contacts
            where {CONTACTS} and {order_chosen(view)} and channel is not null
        )
        select chosen.contact_number, chosen.channel, later.channel as channel_after, count(*) as contacts_count
        from chosen
        inner join chosen as later on chosen.episode_id = later.episode_id and later.contact_number = chosen.contact_number + 1
        where chosen.contact_number <= $steps
        group by chosen.contact_number, chosen.channel, channel_after
        order by chosen.contact_number, contacts_count desc, chosen.channel, channel_after
        """,
        {**view.parameters, "steps": steps},
    )


def sent_on(view: View, channels: int) -> pd.DataFrame:
    """How many contacts of a known outcome were sent on to another channel or team, of the channels that send on most."""
    return warehouse.read(
        f"""
        select channel, count(outcome) as outcome_count, count(*) filter (where outcome = 'redirected') as sent_on_count
        from marts.fct_inbound_contacts
        where {CONTACTS} and {order_chosen(view)} and channel is not null
        group by channel
        having sent_on_count > 0
        order by sent_on_count desc, channel
        limit $channels
        """,
        {**view.parameters, "channels": channels},
    )


def credits_promised() -> pd.DataFrame:
    """Credits that were promised, and how many came in time: what an approval takes. One row where any fell due."""
    return warehouse.read("select due_count, kept_count from marts.fct_journey_steps where step = 'credit' and due_count > 0")


def waits(view: View) -> pd.DataFrame:
    """How long customers waited in the newest whole month of the period, per channel; written ones while the desk was open."""
    return warehouse.read(
        """
        select
            month,
            channel,
            is_written,
            contacts_count,
            measured_count,
            abandoned_count,
            unanswered_count,
            long_count,
            (select value from marts.dim_thresholds where name = 'long_wait_minutes') as long_minutes,
            coalesce(p50_business_minutes, p50_minutes) as p50_minutes,
            coalesce(p90_business_minutes, p90_minutes) as p90_minutes
        from marts.fct_wait_times
        where measured_count > 0 and month = (
            select max(month) from marts.fct_wait_times
            where measured_count > 0 and last_day(month) < cast($end_day as date)
        )
        order by is_written, contacts_count desc, channel
        """,
        view.parameters,
    )


def excess(of: dict[str, str]) -> pd.DataFrame:
    """What breaks caused beyond what would have come anyway, of a subject and per step, by measure."""
    return warehouse.read(
        """
        select
            dimension, member_id as member, measure, excess, excess_low, excess_per_break, per_break_low, per_break_high, excess_per_year
        from marts.fct_excess_rates
        where (dimension = $dimension and member_id = $member) or dimension = 'step'
        order by measure, excess desc, member
        """,
        of,
    )


def reactions(of: dict[str, str]) -> pd.DataFrame:
    """Customers of broken orders who did not contact us."""
    return warehouse.read(
        """
        select
            broken_count, contacted_count, expected_rate, no_contact_count, no_contact_share, no_contact_value,
            no_contact_matured_count, no_contact_bought_again_count, no_contact_bought_again_rate
        from marts.fct_reaction_rates
        where dimension = $dimension and member_id = $member
        """,
        of,
    )


def recovery(of: dict[str, str]) -> pd.DataFrame:
    return warehouse.read(
        """
        select
            matured_count, recovered_count, recovery_rate, new_date_count, new_date_due_count, new_date_kept_count, new_date_kept_rate,
            follow_up_due_count, followed_up_count, follow_up_rate, recovery_p50_days, recovery_p90_days
        from marts.fct_recovery_rates
        where dimension = $dimension and member_id = $member
        """,
        of,
    )


def remedy_gap(of: dict[str, str]) -> pd.DataFrame:
    """How much sooner those who contact us often get a new date, compared within like orders."""
    return warehouse.read(
        """
        select
            compared_many_contacts_count, compared_few_contacts_count, compared_many_contacts_hours, compared_few_contacts_hours,
            hours_sooner, ratio, ratio_low, ratio_high
        from marts.fct_remedy_gaps
        where dimension = $dimension and member_id = $member
        """,
        of,
    )


def bought_again(of: dict[str, str]) -> pd.DataFrame:
    return warehouse.read(
        """
        select
            kept_count, kept_bought_again_count, kept_repurchase_rate, broken_count, broken_bought_again_count, broken_repurchase_rate,
            difference, difference_low, difference_high,
            (select value from marts.dim_thresholds where name = 'repurchase_days') as repurchase_days
        from marts.fct_repurchase_rates
        where dimension = $dimension and member_id = $member
        """,
        of,
    )
