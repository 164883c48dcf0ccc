"""Any subset of feeds and columns works, and what nobody counted is null: never 0, never 100 %, never "no".

Every mart is built anew for each absence. The table of the definitions (`dbt/docs/trust/quality.md`) says which columns are then null;
and whatever column used to differ from row to row and now says the same of everybody is claiming something nobody measured.
"""

from pathlib import Path

import pytest
from absence import ABOUT_CALLBACKS, NULL, built_from, claims, values_of, without
from models import Models
from nulls import assert_nulls_as_described

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
    ("deliveries.cancelled_by",),
]


def test_the_full_world_fills_every_column_that_an_absence_empties(full_values):
    assert [column for columns in NULL.values() for column in columns if not full_values[column]] == []


@pytest.mark.parametrize("absent", [*NULL, *(pytest.param(subset, marks=pytest.mark.slow) for subset in SUBSETS)], ids=" and ".join)
def test_what_nobody_counted_is_null(
    models: Models, accepted: Path, marts: list[str], full_values, tmp_path: Path, absent: tuple[str, ...]
):
    world = built_from(models, tmp_path, accepted, marts, without(accepted, absent))
    assert_nulls_as_described(models, world)
    built = values_of(world)
    assert [column for column in NULL.get(absent, []) if built[column]] == []
    actual = {column for column in claims(built, full_values) if not ("deliveries" in absent and ABOUT_CALLBACKS.search(column))}
    assert actual == set()
