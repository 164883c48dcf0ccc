"""Every moment in a mart says whose clock it is by, and has its local date beside it."""

import re
from datetime import date

import pytest
import worlds

from data.synthetic.world import build

END = date(2022, 7, 18)
#: moments without a local date, and why
DATELESS = {
    (
        "fct_feed_counts",
        "first_at",
    ): "the oldest moment of a feed as written: dates, local times and instants of all places under each other",
    ("fct_feed_counts", "last_at"): "the newest moment of a feed as written",
}


@pytest.fixture(scope="module")
def marts(models) -> dict[str, dict[str, dict]]:
    """Mart → column → what its contract says of it."""
    return {
        node["name"]: node["columns"] for node in models.nodes.values() if node["resource_type"] == "model" and node["schema"] == "marts"
    }


def moments(marts) -> list[tuple[str, str]]:
    return [(mart, name) for mart, columns in marts.items() for name, column in columns.items() if column["data_type"] == "timestamp"]


def test_a_moment_is_named_like_one_and_nothing_else_is(marts):
    named = [(mart, name) for mart, columns in marts.items() for name in columns if name.endswith("_at")]
    assert len(named) > 20
    assert sorted(named) == sorted(moments(marts))


def test_every_moment_says_that_it_is_in_utc_or_by_the_local_clock(marts):
    silent = [
        f"{mart}.{name}"
        for mart, name in moments(marts)
        if (mart, name) not in DATELESS
        and not re.search("[Ll]ocal wall clock" if name.endswith("_local_at") else r"\bUTC\b", marts[mart][name]["description"])
    ]
    assert silent == []


def test_every_moment_has_its_local_date_beside_it(marts):
    lacking = []
    for mart, name in moments(marts):
        beside = marts[mart].get(re.sub("(_local)?_at$", "_date", name), {"data_type": None, "description": ""})
        if beside["data_type"] != "date" or not re.search("[Ll]ocal date", beside["description"]):
            lacking.append((mart, name))
    assert sorted(lacking) == sorted(DATELESS)


def test_the_date_beside_a_moment_is_its_date_at_the_place_of_the_promise(marts, models, tmp_path_factory):
    """On a world with three zones, for every mart that names a promise or an order."""
    world = worlds.unspoilt(build(seed=2022, days=546, lines=1500, end=END))
    assert len({row.get("zone") for row in world["promises"]}) > 2
    keyed = {mart: next((key for key in ("promise_id", "order_id") if key in columns), None) for mart, columns in marts.items()}
    wanted = sorted({mart for mart, name in moments(marts) if keyed[mart] and (mart, name) not in DATELESS})
    connection = models.run(tmp_path_factory.mktemp("moments"), world, END, wanted)
    wrong, compared = [], {}
    for mart in wanted:
        places = f"(select {keyed[mart]}, min(zone) as zone from marts.fct_promises where {keyed[mart]} is not null group by all having count(distinct zone) = 1)"
        for name in (name for of, name in moments(marts) if of == mart):
            there = name if name.endswith("_local_at") else f"timezone(places.zone, timezone('UTC', {name}))"
            dated = re.sub("(_local)?_at$", "_date", name)
            compared[mart, name], differing = connection.execute(
                f"""
                select count({name}), count(*) filter (where ({name} is null) <> ({dated} is null) or {dated} <> cast({there} as date))
                from marts.{mart} inner join {places} as places using ({keyed[mart]})
                """
            ).fetchone()
            wrong += [f"{mart}.{name}: {differing} rows"] if differing else []
    assert wrong == []
    assert sum(count > 0 for count in compared.values()) > 20, compared
