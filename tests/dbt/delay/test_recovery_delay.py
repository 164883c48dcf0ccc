"""What the sample world planted in its delays is found again in the marts: who promised too boldly, whose the days were, what re-planning took."""

from datetime import date

import duckdb
import pyarrow as pa
import pytest
import worlds

from data.synthetic.world import build

END = date(2022, 7, 18)
KEPT_NAMES = ("promise_id", "seller_id", "true_cause")


@pytest.fixture(scope="module")
def marts(models, tmp_path_factory):
    world = build(seed=2022, days=546, lines=9000, end=END)
    feeds = worlds.unspoilt(world)
    wanted = ["fct_order_attribution", "fct_over_promise_rates", "fct_attribution_rates"]
    connection = models.run(tmp_path_factory.mktemp("recovery"), feeds, END, wanted)
    for name in ("promises", "sellers"):
        columns = list(dict.fromkeys(column for row in world.truth[name] for column in row))
        texts = {
            column if column in KEPT_NAMES else f"planted_{column}": pa.array(
                [None if row.get(column) is None else str(row[column]) for row in world.truth[name]], pa.string()
            )
            for column in columns
        }
        connection.register(f"true_{name}", pa.table(texts))
    return connection


def rows(marts: duckdb.DuckDBPyConnection, query: str) -> list[tuple]:
    return marts.execute(query).fetchall()


def test_the_sellers_planted_as_bold_show_the_chance_that_was_planted(marts):
    actual = rows(marts, """
        select planted_over_promises = 'True', planted_over_promise_chance::double, before_commitment_orders_rate_low, before_commitment_orders_rate_high
        from marts.fct_over_promise_rates join true_sellers on member_id = seller_id
        where dimension = 'seller' and period = 'all' and committed_orders_count >= 20
    """)  # fmt: skip
    planted = [row for row in actual if row[0]]
    others = [row for row in actual if not row[0]]
    assert len(planted) == 2 and len(others) > 20
    for _, chance, low, high in planted:
        assert low <= chance <= high
    # a 90 % interval misses one in ten; what is measured are the Nordic calendars, which the world's own knows only in part
    assert sum(low <= chance <= high for _, chance, low, high in others) >= 0.8 * len(others)
    assert max(low for _, _, low, _ in others) < min(low for _, _, low, _ in planted)


def test_a_hurried_date_is_known_as_one_by_line(marts):
    ((hurried, plain),) = rows(marts, """
        select
            avg(is_before_commitment::int) filter (where planted_is_hurried = 'True'),
            avg(is_before_commitment::int) filter (where planted_is_hurried = 'False')
        from marts.fct_promise_leads join true_promises using (promise_id)
    """)  # fmt: skip
    assert hurried > 0.9
    assert plain < 0.01


def test_the_true_cause_is_the_cause_given(marts):
    actual = dict(rows(marts, """
        select true_cause, avg((primary_cause = true_cause)::int)
        from marts.fct_delay_attribution join true_promises using (promise_id)
        where step = 'customer_delivery' and true_cause in ('partner', 'over_promise') and delay_days > 0
        group by true_cause
    """))  # fmt: skip
    assert actual["over_promise"] > 0.97
    # a partner's day may be less than what the seller had hurried besides: then the greater part is named
    assert actual["partner"] > 0.93


def test_the_share_of_delays_by_cause_is_recovered_within_its_interval(marts):
    # of lines late for one of these reasons alone: a partner's late day on a hurried date has two, and no one true cause
    for cause in ("partner", "over_promise"):
        ((true_share, total_count, count),) = rows(marts, f"""
            select
                avg((true_cause = '{cause}')::int), count(*) filter (where primary_cause = '{cause}'),
                count(*) filter (where primary_cause in ('partner', 'over_promise'))
            from marts.fct_delay_attribution join true_promises using (promise_id)
            where step = 'customer_delivery' and delay_days > 0
                and (true_cause = 'over_promise' or (true_cause = 'partner' and planted_is_hurried = 'False'))
        """)  # fmt: skip
        low, high = wilson(total_count, count)
        assert low <= true_share <= high


def wilson(part: int, whole: int, z: float = 1.6448536269514722) -> tuple[float, float]:
    middle, half = part + z * z / 2, z * (part * (whole - part) / whole + z * z / 4) ** 0.5
    return (middle - half) / (whole + z * z), (middle + half) / (whole + z * z)


def test_the_days_that_re_planning_took_are_recovered_to_the_day(marts):
    actual = rows(marts, """
        select coordination_days, planted_coordination_days::int, partner_days, pacing_partner_id
        from marts.fct_order_attribution
        join true_promises on pacing_promise_id = promise_id
        where true_cause = 'goods_late' and not is_provisional and planted_full_date < '2022-07-18'
    """)  # fmt: skip
    assert len(actual) > 20
    # both count from the last goods to the fitting; a quantity that the gate held back may move the goods
    assert sum(measured == true for measured, true, *_ in actual) >= 0.95 * len(actual)


def test_no_fitter_is_blamed_for_goods_that_were_late(marts):
    fitters = rows(marts, """
        select count(*), count(*) filter (where primary_cause = 'partner')
        from marts.fct_delay_attribution join true_promises using (promise_id)
        where step = 'installation' and true_cause = 'goods_late' and delay_days > 0
    """)  # fmt: skip
    assert fitters[0][0] > 20 and fitters[0][1] == 0
    blamed = rows(marts, """
        select count(*) from marts.fct_order_attribution join true_promises on pacing_promise_id = promise_id
        where true_cause = 'goods_late' and primary_partner_id = pacing_partner_id
    """)  # fmt: skip
    assert blamed == [(0,)]


def test_of_what_lost_a_day_less_than_a_tenth_cannot_be_attributed(marts):
    ((late, unattributed, by_hours, contested, days, unexplained),) = rows(marts, """
        select sum(late_count), sum(unattributed_count), sum(within_the_day_count), sum(contested_count), sum(delay_days), sum(unexplained_days)
        from marts.fct_attribution_rates where dimension = 'company'
    """)  # fmt: skip
    assert late > 500 and by_hours
    assert unattributed - by_hours < 0.1 * (late - by_hours)
    assert unexplained < 0.1 * days
    assert contested < 0.05 * late
    # with those that were late by hours, who lost no day, it is about a tenth: now a little more, now a little less
    assert 0.05 * late < unattributed < 0.15 * late


def test_the_steps_that_miss_it_are_those_in_which_nobody_commits_or_no_day_is_lost(marts):
    missed = {step for (step,) in rows(marts, """
        select member_id from marts.fct_attribution_rates where dimension = 'step'
        group by member_id having sum(unattributed_count) >= 0.1 * sum(late_count)
    """)}  # fmt: skip
    # nobody gives a date for a replacement; a fitting that is late by hours has no day to share out
    assert "replacement" in missed and missed <= {"replacement", "installation", "customer_delivery"}
    for step, late, otherwise in rows(marts, """
        select step, count(*), count(*) filter (where unattributed_because not in ('no_commitment', 'within_the_day'))
        from marts.fct_delay_attribution group by step
    """):  # fmt: skip
        assert otherwise < 0.1 * late, step
    by_days = dict(rows(marts, """
        select member_id, sum(unexplained_days) / sum(delay_days) from marts.fct_attribution_rates where dimension = 'step' group by member_id
    """))  # fmt: skip
    assert by_days["replacement"] == 1 and max(by_days["customer_delivery"], by_days["installation"]) < 0.1


def test_no_call_is_among_the_days(marts):
    ((calls, open_days),) = rows(marts, """
        select count(*), sum(overdue_days) from marts.fct_promises where fulfilled_by = 'contact' and outcome in ('late', 'overdue_open')
    """)  # fmt: skip
    assert calls > 50 and open_days > 1000
    # what is counted are the days of deliveries, and all of them
    assert rows(marts, "select sum(delay_days) from marts.fct_attribution_rates where dimension = 'company'") == rows(marts, """
        select sum(coalesce(overdue_days, deviation_days, date_diff('day', due_date, cancelled_date))) from marts.fct_promises
        where promised_to = 'customer' and fulfilled_by = 'delivered'
            and (outcome in ('late', 'overdue_open') or (outcome = 'cancelled_broken' and cancelled_date > due_date))
    """)  # fmt: skip
