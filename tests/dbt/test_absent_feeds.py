"""Any subset of feeds and columns works, and what nobody counted is null: never 0, never 100 %, never "no".

Every mart is built anew for what is absent together: of each feed one thing, that none hides another. One by one is for the slow tests.
The table of the definitions (`dbt/docs/trust/quality.md`) says which columns are then null;
and whatever column used to differ from row to row and now says the same of everybody is claiming something nobody measured.
"""

from pathlib import Path

import pytest
from absence import ABOUT_CALLBACKS, NULL, VERSIONS, built_from, claims, values_of, without
from models import Models
from nulls import assert_nulls_as_described

#: every row of the table, in as few worlds as can be
TOGETHER = [
    ("contacts",),
    ("deliveries",),
    ("contacts.order_id", "contacts.promise_id", "deliveries.condition", "steps", "customers"),
    ("contacts.direction", "promises.partner_id", "deliveries.documents_ok", "steps.owner"),
    ("contacts.reason", "promises.is_date_critical", "deliveries.failed_because"),
    ("contacts.outcome", "promises.initiated_by", "deliveries.recorded_at"),
    ("contacts.wait_minutes", "promises.value", "deliveries.cancelled_by", VERSIONS),
]
#: what may be missing beside the rows of the table
SUBSETS = [
    ("customers",),
    ("partners",),
    ("sellers",),
    ("contacts", "customers", "partners", "sellers", "steps"),
    ("contacts.reason", "contacts.outcome", "contacts.wait_minutes", "contacts.direction"),
    ("contacts", "deliveries"),
    ("contacts.customer_id",),
    ("promises.order_id",),
    ("promises.customer_id",),
    ("promises.requested_at",),
    ("promises.partner_due_at",),
]


def test_the_full_world_fills_every_column_that_an_absence_empties(full_values):
    assert [column for columns in NULL.values() for column in columns if not full_values[column]] == []


def nulls_of(absent: tuple[str, ...]) -> list[str]:
    return [column for one, columns in NULL.items() if set(one) <= set(absent) for column in columns]


def test_no_row_of_the_table_is_left_out():
    assert {column for absent in TOGETHER for column in nulls_of(absent)} == {column for columns in NULL.values() for column in columns}
    assert all(any(set(one) <= set(absent) for absent in TOGETHER) for one in NULL)


ONE_BY_ONE = [absent for absent in (*NULL, *SUBSETS) if absent not in TOGETHER]


@pytest.mark.parametrize("absent", [*TOGETHER, *(pytest.param(absent, marks=pytest.mark.slow) for absent in ONE_BY_ONE)], ids=" and ".join)
def test_what_nobody_counted_is_null(
    models: Models, accepted: Path, marts: list[str], full_values, tmp_path: Path, absent: tuple[str, ...]
):
    world = built_from(models, tmp_path, accepted, marts, without(accepted, absent))
    assert_nulls_as_described(models, world)
    built = values_of(world)
    assert [column for column in nulls_of(absent) if built[column]] == []
    actual = {column for column in claims(built, full_values) if not ("deliveries" in absent and ABOUT_CALLBACKS.search(column))}
    assert actual == set()
