"""Promises that are kept by a contact (callbacks, follow-ups) are counted in promises: a call never made is not days, and no figure adds its age to the days of deliveries."""

from datetime import date, datetime

import pytest

AS_OF = date(2022, 7, 1)
MADE = datetime(2022, 3, 1, 10)
DELIVERY = {
    "version": 1,
    "recorded_at": MADE,
    "step": "delivery",
    "partner_id": "carrier",
    "seller_id": "store",
    "due_at": date(2022, 3, 17),
}
CALL = DELIVERY | {"step": "callback", "partner_id": "desk", "recorded_at": datetime(2022, 3, 16, 14), "due_at": date(2022, 3, 18)}


def promised(promise_id: str, order: str, of: dict, **changes) -> dict:
    return {"promise_id": promise_id, "order_id": order} | of | changes


WORLD = {
    "steps": [{"step": "delivery"}, {"step": "callback", "fulfilled_by": "contact"}],
    "promises": [
        # two days late, and the call about it never made
        promised("late", "o-late", DELIVERY, partner_due_at=date(2022, 3, 17)),
        promised("late-call", "o-late", CALL),
        # in time, and the call that the order is judged by never made
        promised("kept", "o-call", DELIVERY),
        promised("call", "o-call", CALL, is_required=True),
        # late by a day, and the call that the order is judged by made four days after its day
        promised("both", "o-both", DELIVERY, partner_due_at=date(2022, 3, 17)),
        promised("both-call", "o-both", CALL, is_required=True),
        # nothing but calls, nothing marked as required
        promised("only-call", "o-only", CALL, is_required=False),
        # moved by us, and the mover told
        promised("moved-call", "o-moved", CALL),
        promised("moved-call", "o-moved", CALL, version=2, recorded_at=datetime(2022, 3, 18, 9), due_at=date(2022, 3, 25), initiated_by="company"),
        promised("moved", "o-moved", DELIVERY),
    ],
    "deliveries": [
        {"delivery_id": "d1", "promise_id": "late", "event": "delivered", "occurred_at": date(2022, 3, 19)},
        {"delivery_id": "d2", "promise_id": "kept", "event": "delivered", "occurred_at": date(2022, 3, 17)},
        {"delivery_id": "d3", "promise_id": "both", "event": "delivered", "occurred_at": date(2022, 3, 18)},
        {"delivery_id": "d4", "promise_id": "moved", "event": "delivered", "occurred_at": date(2022, 3, 17)},
    ],
    "contacts": [
        {"contact_id": "c1", "promise_id": "both-call", "direction": "outbound", "reason": "callback", "channel": "phone", "started_at": datetime(2022, 3, 22, 9)},
        {"contact_id": "c2", "order_id": "o-moved", "direction": "outbound", "reason": "delay", "channel": "phone", "started_at": datetime(2022, 3, 18, 9), "told_due_at": date(2022, 3, 25)},
    ],
}  # fmt: skip
IN_DAYS = ["int_delay_chains", "int_delays", "fct_delay_parts", "fct_delay_attribution", "fct_notices"]


@pytest.fixture(scope="module")
def marts(models, tmp_path_factory):
    wanted = [
        *IN_DAYS,
        "fct_attribution_rates",
        "fct_notice_rates",
        "fct_order_attribution",
        "fct_deviation_quantiles",
        "fct_kept_rates",
        "fct_remedies",
    ]
    return models.run(tmp_path_factory.mktemp("calls"), WORLD, AS_OF, wanted)


def rows(marts, query: str) -> list[tuple]:
    return marts.execute(query).fetchall()


def test_the_calls_are_judged_and_counted_as_promises(marts):
    assert dict(rows(marts, "select promise_id, outcome from marts.fct_promises where fulfilled_by = 'contact'")) == {
        "late-call": "overdue_open", "call": "overdue_open", "both-call": "late", "only-call": "overdue_open", "moved-call": "overdue_open",
    }  # fmt: skip
    assert rows(
        marts,
        "select sum(overdue_open_count + late_count) from marts.fct_kept_rates where dimension = 'step' and member_id = 'callback' and period = 'month'",
    ) == [(5,)]


@pytest.mark.parametrize("model", IN_DAYS)
def test_no_call_has_a_row_among_days_and_notices(marts, model):
    schema = "intermediate" if model.startswith("int_") else "marts"
    assert (
        rows(marts, f"select promise_id from {schema}.{model} join marts.fct_promises using (promise_id) where fulfilled_by = 'contact'")
        == []
    )


def test_every_dimension_counts_the_days_and_notices_of_deliveries_alone(marts):
    assert set(rows(marts, "select dimension, sum(late_count), sum(delay_days) from marts.fct_attribution_rates group by dimension")) == {
        (dimension, 2, 3) for dimension in ("company", "seller", "partner", "step")
    }  # fmt: skip
    assert set(rows(marts, "select dimension, sum(broken_count) from marts.fct_notice_rates where period = 'month' group by dimension")) == {
        (dimension, 2) for dimension in ("company", "seller", "partner", "step")
    }  # fmt: skip


def test_the_spread_of_calls_stands_apart_from_that_of_deliveries_in_every_dimension(marts):
    actual = rows(marts, """
        select dimension, fulfilled_by, sum(complete_count)::int, sum(open_count)::int, max(p90_days)
        from marts.fct_deviation_quantiles where period = 'all' group by dimension, fulfilled_by
    """)  # fmt: skip
    dimensions = ("company", "seller", "partner", "step", "customer_type", "product_group", "region")
    assert set(actual) == {(dimension, "delivered", 4, 0, 2) for dimension in dimensions} | {
        (dimension, "contact", 1, 4, None) for dimension in dimensions
    }


def test_an_order_loses_days_by_its_deliveries_alone(marts):
    actual = {row[0]: row[1:] for row in rows(marts, """
        select order_id, due_date, usable_date, delay_days, coordination_days, primary_cause, primary_partner_id, unattributed_because, pacing_promise_id
        from marts.fct_order_attribution
    """)}  # fmt: skip
    due = date(2022, 3, 17)
    assert actual == {
        "o-late": (due, date(2022, 3, 19), 2, 0, "partner", "carrier", None, "late"),
        "o-call": (None, None, 0, 0, "unattributed", None, "call_not_kept", None),
        "o-both": (due, date(2022, 3, 18), 1, 0, "partner", "carrier", None, "both"),
        "o-only": (None, None, 0, 0, "unattributed", None, "call_not_kept", None),
    }


def test_nobody_was_left_without_a_date_by_a_call(marts):
    assert rows(marts, "select order_id from marts.fct_remedies order by 1") == [("o-both",), ("o-late",)]
