"""What the source keeps: each fact is read from its own column, and from no other."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path

import pytest
from worlds import change

from data.contract.feeds import FEEDS

#: the columns that say something by themselves
BY_COLUMN = {
    "promises.partner_id": "has_partners",
    "promises.customer_id": "has_customers",
    "promises.order_id": "has_orders",
    "promises.requested_at": "has_requested_dates",
    "promises.partner_due_at": "has_partner_commitments",
    "promises.is_date_critical": "has_critical_dates",
    "promises.initiated_by": "has_initiators",
    "deliveries.condition": "has_conditions",
    "deliveries.documents_ok": "has_documents",
    "deliveries.failed_because": "has_attempt_reasons",
    "deliveries.cancelled_by": "has_cancellers",
    "contacts.direction": "has_outbound",
    "contacts.reason": "has_contact_reasons",
    "contacts.outcome": "has_contact_outcomes",
    "contacts.wait_minutes": "has_waits",
    "contacts.team": "has_teams",
    "contacts.credit": "has_credits",
    "contacts.customer_cost": "has_customer_costs",
    "steps.owner": "has_step_owners",
    "steps.moment_of_truth": "has_moments_of_truth",
}
EVERY_COLUMN = [f"{feed.name}.{column.name}" for feed in FEEDS for column in feed.columns]
PRESENT = {"has_deliveries", "has_contacts"}
LINKED = {"has_named_contacts", "has_linked_contacts"}


def keeping(columns: Iterable[str], without: Iterable[str] = ()) -> Callable[[Path], None]:
    """Writes what the gate would have counted of a source that fills these columns only, and lacks some feeds."""
    kept, absent = sorted(columns), sorted(without)

    def write(folder: Path) -> None:
        is_kept = f"list_contains({kept}::varchar[], feed || '.' || column_name)"
        change(folder, "coverage", f"update rows set rows_count = 9, filled_count = case when {is_kept} then 3 else 0 end")
        change(folder, "counts", f"update rows set is_present = not list_contains({absent}::varchar[], feed)")

    return write


@pytest.fixture
def measured(models, tmp_path):
    def measured(*columns: str, without: tuple[str, ...] = (), **feeds) -> set[str]:
        built = models.run(tmp_path, feeds, date(2022, 7, 1), ["int_measured"], prepare=keeping(columns, without))
        relation = built.sql("from intermediate.int_measured")
        (row,) = relation.fetchall()
        return {name for name, holds in zip(relation.columns, row, strict=True) if holds}

    return measured


@pytest.mark.parametrize("bit", range(len(EVERY_COLUMN).bit_length()))
def test_each_fact_is_read_from_its_own_column(measured, bit):
    """Every column has a number; those whose number has this bit are filled. No two columns are filled in the same worlds."""
    filled = {column for number, column in enumerate(EVERY_COLUMN, start=1) if number >> bit & 1}
    actual = measured(*filled)
    assert actual & set(BY_COLUMN.values()) == {fact for column, fact in BY_COLUMN.items() if column in filled}
    assert actual >= PRESENT and not actual & {"has_survey_answers", "has_new_dates"}


@pytest.mark.parametrize(
    ("columns", "facts"),
    [
        ((), set()),
        (("contacts.order_id",), LINKED),
        (("contacts.promise_id",), LINKED),
        # by the customer and the time, where both sides know the customer
        (("contacts.customer_id",), set()),
        (("contacts.customer_id", "promises.customer_id"), {"has_linked_contacts", "has_customers"}),
        # what we told the customer, and about what
        (("contacts.direction", "contacts.reason"), {"has_outbound", "has_contact_reasons"}),
        (("contacts.reason", "contacts.order_id"), {"has_contact_reasons", *LINKED}),
        (("contacts.direction", "contacts.order_id"), {"has_outbound", *LINKED}),
        (("contacts.direction", "contacts.reason", "contacts.order_id"), {"has_outbound", "has_contact_reasons", "has_notices", *LINKED}),
        (("contacts.direction", "contacts.told_due_at", "contacts.promise_id"), {"has_outbound", "has_callbacks", "has_notices", *LINKED}),
    ],
    ids=lambda value: " and ".join(value) or "none" if isinstance(value, tuple) else "",
)  # fmt: skip
def test_some_facts_need_several_columns(measured, columns, facts):
    assert measured(*columns) == PRESENT | facts


def test_of_a_feed_that_is_absent_nothing_is_kept(measured):
    about = {fact for column, fact in BY_COLUMN.items() if column.startswith(("promises", "steps"))}
    assert measured(*EVERY_COLUMN, without=("deliveries", "contacts")) == about
    facts = {fact for column, fact in BY_COLUMN.items() if not column.startswith("contacts")}
    assert measured(*EVERY_COLUMN, without=("contacts",)) == {"has_deliveries", *facts}


def test_a_second_version_of_a_promise_is_a_new_date(measured):
    first = {
        "promise_id": "a",
        "version": 1,
        "step": "customer_delivery",
        "recorded_at": datetime(2022, 6, 1, 9),
        "due_at": date(2022, 6, 9),
    }
    second = first | {"version": 2, "recorded_at": datetime(2022, 6, 5, 9), "due_at": date(2022, 6, 20)}
    assert "has_new_dates" not in measured(promises=[first, first | {"promise_id": "b"}])
    assert "has_new_dates" in measured(promises=[first, second])


@pytest.mark.parametrize(
    ("contact", "is_answer"),
    [
        ({"order_id": "o", "reason": "survey"}, True),
        ({"order_id": "unheard-of", "reason": "survey"}, False),
        ({"order_id": "o", "reason": "delay"}, False),
        ({"order_id": "o", "reason": "survey", "direction": "outbound"}, False),
    ],
)
def test_an_answer_about_an_order_that_has_a_promise_is_a_survey_answer(measured, contact, is_answer):
    promise = {
        "promise_id": "a",
        "order_id": "o",
        "version": 1,
        "step": "customer_delivery",
        "recorded_at": date(2022, 6, 1),
        "due_at": date(2022, 6, 9),
    }
    actual = measured(promises=[promise], contacts=[{"contact_id": "c", "started_at": date(2022, 6, 10)} | contact])
    assert ("has_survey_answers" in actual) is is_answer
