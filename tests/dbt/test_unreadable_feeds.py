"""What a source fills and nobody can read is as good as absent: unknown words, ids that match nothing, dates without a time of day."""

from collections.abc import Callable
from pathlib import Path

import pytest
from absence import ABOUT_CALLBACKS, NULL, built_from, claims, values_of, without
from models import Models
from nulls import assert_nulls_as_described
from worlds import change

#: what is there and says nothing → as good as which absences, and how the accepted feeds are made so
NOBODY = "'nobody-' || "
UNREADABLE: dict[str, tuple[tuple[str, ...], list[tuple[str, str]]]] = {
    "reasons nobody has classified": (("contacts.reason",), [("contacts", f"update rows set reason = {NOBODY}reason")]),
    "outcomes nobody knows": (("contacts.outcome",), [("contacts", f"update rows set outcome = {NOBODY}outcome")]),
    "orders and promises that contacts name and nobody made": (
        (("contacts.order_id", "contacts.promise_id"),),
        [("contacts", f"update rows set order_id = {NOBODY}order_id, promise_id = {NOBODY}promise_id")],
    ),
    "contacts about nothing and nobody": (
        (), [("contacts", f"update rows set order_id = {NOBODY}order_id, promise_id = {NOBODY}promise_id, customer_id = {NOBODY}customer_id")],
    ),
    "every contact is the customer's": (("contacts.direction",), [("contacts", "update rows set direction = 'inbound'")]),
    "every contact answers a question": (("contacts",), [("contacts", "update rows set reason = 'survey', direction = 'inbound'")]),
    "one team for all": ((), [("contacts", "update rows set team = 'all of us'")]),
    "ratings in per cent": ((), [("contacts", "update rows set rating = rating * 20 + 1")]),
    "deliveries of what nobody promised": (("deliveries",), [("deliveries", f"update rows set order_id = {NOBODY}order_id, promise_id = {NOBODY}promise_id")]),
    "deliveries of which none was accepted": (
        ("deliveries",),
        [("deliveries", "delete from rows"), ("counts", "update rows set rows_accepted = 0, rows_quarantined = rows_landed where feed = 'deliveries'")],
    ),
    "attempts failed for reasons nobody knows": ((), [("deliveries", f"update rows set failed_because = {NOBODY}failed_because")]),
    "nobody says who changed a promise": (("promises.initiated_by",), [("promises", "update rows set initiated_by = null where version > 1")]),
    "steps of which no promise is": (("steps.owner",), [("steps", f"update rows set step = {NOBODY}step")]),
    "customers, sellers and partners of other names": (
        (), [(feed, f"update rows set {feed[:-1]}_id = {NOBODY}{feed[:-1]}_id") for feed in ("customers", "sellers", "partners")],
    ),
    "deliveries by the day": (
        (), [("deliveries", "update rows set occurred_at = date_trunc('day', occurred_at), occurred_at_kind = 'date', recorded_at = date_trunc('day', recorded_at), recorded_at_kind = 'date'")],
    ),
    "contacts by the day": (
        (), [("contacts", "update rows set started_at = date_trunc('day', started_at), started_at_kind = 'date', answered_at = date_trunc('day', answered_at), answered_at_kind = 'date'")],
    ),
}  # fmt: skip

#: what is true of everybody then, in a world this small
TRUE_OF_ALL = {
    # the two orders whose customers came back afterwards were late by hours: by the day they are kept
    "deliveries by the day": {"fct_recoveries.failure_contacts_count"},
}


#: all of it, in as few worlds as can be: none hides another
TOGETHER = [
    ("reasons nobody has classified", "outcomes nobody knows", "attempts failed for reasons nobody knows",
     "nobody says who changed a promise", "steps of which no promise is"),
    ("orders and promises that contacts name and nobody made", "one team for all", "ratings in per cent",
     "customers, sellers and partners of other names"),
    ("every contact is the customer's", "deliveries by the day"),
    ("every contact answers a question", "deliveries of what nobody promised"),
    ("contacts about nothing and nobody",),
    ("deliveries of which none was accepted", "contacts by the day"),
]  # fmt: skip
ONE_BY_ONE = [(name,) for name in UNREADABLE if (name,) not in TOGETHER]


def made_unreadable(accepted: Path, changes: list[tuple[str, str]]) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        without(accepted, ())(folder)
        for table, statement in changes:
            change(folder, table, statement)

    return write


def test_nothing_that_may_be_unreadable_is_left_out():
    assert sorted(name for names in TOGETHER for name in names) == sorted(UNREADABLE)


@pytest.mark.parametrize("names", [*TOGETHER, *(pytest.param(names, marks=pytest.mark.slow) for names in ONE_BY_ONE)], ids=" and ".join)
def test_what_nobody_can_read_is_null(
    models: Models, accepted: Path, marts: list[str], full_values, tmp_path: Path, names: tuple[str, ...]
):
    as_good_as = [absent for name in names for absent in UNREADABLE[name][0]]
    changes = [change for name in names for change in UNREADABLE[name][1]]
    world = built_from(models, tmp_path, accepted, marts, made_unreadable(accepted, changes))
    assert_nulls_as_described(models, world)
    built = values_of(world)
    assert [column for absent in as_good_as for column in NULL[absent if isinstance(absent, tuple) else (absent,)] if built[column]] == []
    actual = {column for column in claims(built, full_values) if not ("deliveries" in as_good_as and ABOUT_CALLBACKS.search(column))}
    assert actual == set().union(*(TRUE_OF_ALL.get(name, set()) for name in names))


def test_a_log_that_nobody_has_classified_has_no_share_of_failure_and_no_links_that_are_not_there(
    models: Models, accepted: Path, tmp_path: Path
):
    """Such as a city's: every reason in words of its own, every second contact about an order that no promise names, all of it by the day."""
    day = "date_trunc('day', {0} + interval {1} day)"
    changes = [
        ("contacts", f"update rows set reason = {NOBODY}reason"),
        ("contacts", f"update rows set order_id = {NOBODY}order_id, promise_id = null, customer_id = null where hash(contact_id) % 2 = 0"),
        ("deliveries", f"update rows set occurred_at = {day.format('occurred_at', 0)}, occurred_at_kind = 'date', recorded_at = {day.format('occurred_at', 3)}, recorded_at_kind = 'date'"),
    ]  # fmt: skip
    wanted = ["dim_measured", "fct_contact_rates", "fct_link_coverage", "fct_recording_delay", "dim_build"]
    built = built_from(models, tmp_path, accepted, wanted, made_unreadable(accepted, changes))

    def asked(question: str) -> tuple:
        return built.execute(question).fetchone()

    assert asked("select has_contact_reasons, has_named_contacts from marts.dim_measured") == (False, True)
    rates = "sum(contacts_count) > 50, sum(unclassified_count) = sum(contacts_count), count(failure_share), count(failure_count), count(failure_per_promise)"
    assert asked(f"select {rates} from marts.fct_contact_rates") == (True, True, 0, 0, 0)
    shares = dict(built.execute("select link, covered_share from marts.fct_link_coverage where feed = 'contacts'").fetchall())
    assert 0.2 < shares["contact_named"] < 0.8 and 0.2 < shares["contact_named_unknown"] < 0.8
    assert sum(shares.values()) == pytest.approx(1)
    delays = "measured_count = events_count, matured_count > 100, timed_count, p50_days, p95_days, p50_hours"
    assert asked(f"select {delays} from marts.fct_recording_delay where feed = 'deliveries' and dimension = 'feed'") == (
        True,
        True,
        0,
        3.0,
        3.0,
        None,
    )
    assert asked("select hold_days from marts.dim_build") == (3.0,)
