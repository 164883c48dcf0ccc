"""The real marketplace data: every reference figure comes out of the marts."""

import shutil

import pytest
from homes import build, open_current

from data.contract import places

OLIST = places.ROOT.parent / "shared" / "data" / "olist"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not OLIST.is_dir(), reason=f"the Olist data is not at {OLIST}; its licence forbids shipping it"),
]
MAPPING = "SOURCES=data/mappings/olist.toml"


@pytest.fixture(scope="module")
def marts(olist_home):
    """All of the data, as of the mapping's day, 2018-12-01."""
    return open_current(olist_home)


@pytest.fixture(scope="module")
def marts_of_september(olist_home, tmp_path_factory):
    """The same accepted rows, judged as of 2018-09-01."""
    earlier = tmp_path_factory.mktemp("olist-september")
    shutil.copytree(olist_home / "accepted", earlier / "accepted")
    return open_current(build(earlier, MAPPING, "AS_OF=2018-09-01", "STAGES=model publish", after=olist_home))


def test_nothing_is_lost_at_the_gate(marts):
    assert marts.execute("select feed, rows_landed, rows_accepted, rows_quarantined from marts.fct_feed_counts where feed in ('promises', 'contacts') order by 1").fetchall() == [
        ("contacts", 99224, 99224, 0),
        ("promises", 2 * 112650 + 775, 2 * 112650 + 775, 0),
    ]  # fmt: skip


def test_orders_by_status(marts):
    assert dict(marts.execute("select source_status, count(*) from marts.fct_orders group by 1").fetchall()) == {
        "delivered": 96478, "shipped": 1107, "canceled": 625, "unavailable": 609, "invoiced": 314, "processing": 301, "created": 5, "approved": 2,
    }  # fmt: skip


DELIVERED = "source_status = 'delivered' and fulfilled_date is not null"


def test_delivered_orders_late_by_date_and_not_by_the_midnight(marts):
    late, by_midnight, delivered = marts.execute(
        f"""
        select
            count(*) filter (where outcome = 'late'),
            count(*) filter (where is_after_midnight),
            count(*)
        from marts.fct_orders
        inner join (
            select
                order_id,
                bool_or(timezone(zone, timezone('UTC', fulfilled_at)) > due_date) as is_after_midnight
            from marts.fct_promises where promised_to = 'customer' group by order_id
        ) using (order_id)
        where {DELIVERED}
        """
    ).fetchone()
    assert (late, delivered) == (6534, 96470)
    assert round(100 * late / delivered, 4) == 6.7731
    assert by_midnight == 7826 and round(100 * by_midnight / delivered, 4) == 8.1124


def test_handovers_late_as_instants(marts):
    late, lines = marts.execute(
        "select count(*) filter (where outcome = 'late'), count(*) from marts.fct_promises where step = 'seller_handover' and fulfilled_date is not null and not is_handover_inferred"
    ).fetchone()
    assert (late, lines) == (10423, 111456) and round(100 * late / lines, 4) == 9.3517
    late, pairs = marts.execute(
        """
        select count(*) filter (where is_late), count(*) from (
            select bool_or(outcome = 'late') as is_late from marts.fct_promises
            where step = 'seller_handover' and fulfilled_date is not null and not is_handover_inferred group by order_id, partner_id
        )
        """
    ).fetchone()
    assert (late, pairs) == (8913, 99000) and round(100 * late / pairs, 3) == 9.003


def test_handovers_late_by_no_day_are_late_by_minutes(marts):
    """A hand-over is due at an instant: a third of the late ones are 0 days late, some of them by less than an hour."""
    late = "select count(*), count(*) filter (where {}) from marts.fct_promises where step = 'seller_handover' and outcome = 'late' and not is_handover_inferred"
    assert marts.execute(late.format("deviation_days = 0")).fetchone() == (10423, 3753)
    assert marts.execute(late.format("deviation_days = 0 and deviation_minutes <= 0")).fetchone() == (10423, 0)
    assert marts.execute(late.format("deviation_minutes < 60")).fetchone() == (10423, 367)
    medians = "select count(*), count(*) filter (where p50_minutes = 0) from marts.fct_deviation_quantiles where dimension = 'partner' and period = 'all' and promised_to = 'company' and p50_days = 0"
    assert marts.execute(medians).fetchone() == (119, 14)


def test_orders_with_more_than_one_merchant(marts):
    assert marts.execute(
        "select count(*) filter (where partners_count > 1), count(*) filter (where partners_count > 0) from marts.fct_orders"
    ).fetchone() == (1278, 98666)


def test_mean_review_score_on_time_and_late(marts):
    scores = marts.execute(
        f"""
        select fct_orders.outcome = 'late', round(avg(rating), 4) from marts.fct_contacts inner join marts.fct_orders using (order_id)
        where {DELIVERED} and rating is not null group by 1 order by 1
        """
    ).fetchall()
    assert scores == [(False, 4.29), (True, 2.271)]


def test_delivered_late_after_a_late_handover_and_after_one_in_time(marts):
    shares = marts.execute(
        f"""
        select was_late, round(100 * avg((outcome = 'late')::int), 2) from marts.fct_orders
        inner join (
            select order_id, bool_or(outcome = 'late') as was_late from marts.fct_promises
            where step = 'seller_handover' and fulfilled_date is not null and not is_handover_inferred group by order_id
        ) using (order_id)
        where {DELIVERED} group by 1 order by 1
        """
    ).fetchall()
    assert shares == [(False, 5.38), (True, 20.8)]


SNAPSHOT = """
    select count(*) filter (where is_due), count(*) filter (where is_kept), count(*) filter (where outcome = 'late'),
        count(*) filter (where outcome = 'overdue_open'), count(*) filter (where outcome = 'cancelled_broken'),
        count(*) filter (where outcome = 'pending')
    from
"""


def test_nothing_dropped_as_of_september(marts_of_september):
    lines = marts_of_september.execute(f"{SNAPSHOT} marts.fct_promises where step = 'customer_delivery'").fetchone()
    assert lines == (110363, 100648, 7203, 1970, 542, 2286)
    orders = marts_of_september.execute(f"{SNAPSHOT} marts.fct_orders").fetchone()
    assert orders == (97377, 87943, 6476, 1792, 1166, 2044)
    due, kept, late, *_ = orders
    assert round(100 * (1 - kept / due), 2) == 9.69
    assert round(100 * late / (late + kept), 2) == 6.86
