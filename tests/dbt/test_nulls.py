"""The descriptions of the marts say where a column is null, and the rows keep to it.

A column of which nothing is said of null has a value in every row of every world; one that is said to be null is null somewhere.
The worlds of test_absent_feeds and test_unreadable_feeds are held to the same.
"""

from datetime import date
from pathlib import Path

import duckdb
import pytest
from absence import VERSIONS, built_from, without
from models import Models
from nulls import assert_nulls_as_described, broken_claims, claims_about_rows, descriptions, nulls, says_null
from worlds import change

ABSENT = {
    "in full": (),
    "bare": ("contacts.reason", "contacts.outcome", "contacts.wait_minutes", "contacts.direction", "deliveries.recorded_at", "deliveries.cancelled_by",
             "promises.is_date_critical", "promises.value", "promises.partner_id"),
    "promises and deliveries alone": ("contacts", "customers", "partners", "sellers", "steps", VERSIONS),
    "no customers": ("promises.customer_id",),
    "no orders": ("promises.order_id",),
    "promises alone": ("contacts", "deliveries"),
}  # fmt: skip
WORLDS = [*ABSENT, "rare", "nothing"]
AS_OF = date(2022, 7, 18)


def promise(promise_id: str, order_id: str, **others) -> dict:
    made = {"promise_id": promise_id, "version": 1, "order_id": order_id, "customer_id": "c", "seller_id": "s", "step": "customer_delivery"}
    return made | {"recorded_at": date(2022, 5, 2), "due_at": date(2022, 6, 1)} | others


#: what no made-up company has: two sellers, regions and zones in an order; an order that a call alone broke; a promise from before the calendar
RARE = {
    "steps": [{"step": "customer_delivery"}, {"step": "callback", "fulfilled_by": "contact"}],
    "sellers": [{"seller_id": "s"}, {"seller_id": "t"}],
    "promises": [
        promise("a1", "a", region="north", zone="Europe/Oslo"),
        promise("a2", "a", region="south", zone="Europe/Helsinki", seller_id="t"),
        promise("b1", "b"),
        promise("b2", "b", step="callback", is_required=True),
        promise("c1", "c", recorded_at=date(1950, 1, 2)),
        # still open, to nowhere in particular
        promise("d1", "d", recorded_at=date(2022, 7, 1), due_at=date(2022, 8, 1)),
    ],
    "deliveries": [
        {"delivery_id": name, "promise_id": name, "event": "delivered", "occurred_at": date(2022, 5, 30)}
        for name in ("a1", "a2", "b1", "c1", "of what nobody promised")
    ],
    "contacts": [
        {
            "contact_id": "k",
            "promise_id": "b2",
            "direction": "outbound",
            "channel": "phone",
            "started_at": date(2022, 6, 3),
            "reason": "callback",
        }
    ],
}
NO_TARGET = [
    {"policy_id": "house", "partner_id": "*", "partner_type": "*", "step": "*", "product_group": "*", "valid_from": date(1900, 1, 1),
     "grace_days": 0, "grace_minutes": 0, "early_tolerance_days": 0, "early_tolerance_minutes": 0, "comment": "No target is set."}
]  # fmt: skip


def hold_back(folder: Path) -> None:
    """A row of a contact that names nothing."""
    change(
        folder,
        "quarantined",
        "insert into rows values ('contacts', 'contacts.csv', 2, 'channel_known', 'No such channel.', '{}', null, null)",
    )


@pytest.fixture(scope="module")
def described(models: Models) -> dict[str, dict[str, str]]:
    return descriptions(models)


@pytest.fixture(scope="module")
def worlds(models: Models, accepted: Path, described, tmp_path_factory: pytest.TempPathFactory) -> dict[str, duckdb.DuckDBPyConnection]:
    marts = sorted(described)
    built = {
        name: built_from(models, tmp_path_factory.mktemp("absent"), accepted, marts, without(accepted, absent))
        for name, absent in ABSENT.items()
    }
    rules = {"promise_policies": NO_TARGET}
    built["rare"] = models.run(tmp_path_factory.mktemp("rare"), RARE, AS_OF, marts, seeds=rules)
    built["nothing"] = models.run(tmp_path_factory.mktemp("nothing"), {}, AS_OF, marts, prepare=hold_back)
    return built


@pytest.mark.parametrize("name", WORLDS)
def test_a_column_is_null_where_its_description_says_so_and_nowhere_else(models, worlds, name: str):
    assert_nulls_as_described(models, worlds[name])


def test_a_column_that_is_said_to_be_null_is_null_somewhere(worlds, described):
    seen = set().union(*(nulls(built, described) for built in worlds.values()))
    assert says_null(described) - seen == set()


def test_there_are_claims_about_rows_to_be_held(described):
    claims = claims_about_rows(described)
    assert len(claims) > 60 and len({words.lower() for words, _ in claims.values() if "÷" not in words}) > 10


@pytest.mark.parametrize(
    ("slip", "what"),
    [
        (
            "update marts.fct_orders set deviation_days = 0 where fulfilled_date is null",
            "fct_orders.deviation_days, null while a line is open",
        ),
        (
            "update marts.fct_recoveries set recovery_days = 0 where fulfilled_date is null",
            "fct_recoveries.recovery_days, null = not complete",
        ),
        ("update marts.fct_promises set is_kept = true where not is_due", "fct_promises.is_kept, null where not due"),
        ("update marts.fct_kept_rates set kept_rate = 0 where due_count = 0", "fct_kept_rates.kept_rate"),
        ("update marts.fct_promises set is_due_latest = null where not is_due", "fct_promises.is_due_latest"),
    ],
)
def test_a_null_that_is_not_there_or_not_said_is_found(worlds, described, slip: str, what: str):
    built = worlds["in full"]
    built.execute("begin")
    built.execute(slip)
    actual = set(broken_claims(built, described)) | nulls(built, described) - says_null(described)
    built.execute("rollback")
    assert actual == {what}
