"""The rows of the sample world: keys, ids, the order of time, and that every kind of thing happens."""

from generated import count, one, pairs

from data.contract import places

SAMPLE = places.ROOT / "data" / "sample"


def test_every_kind_of_thing_happens(world):
    for column, feed, expected in (
        ("event", "deliveries", {"handed_over", "attempted", "delivered", "cancelled"}),
        ("condition", "deliveries", {"ok", "damaged", "wrong", "short"}),
        ("cancelled_by", "deliveries", {"company", "seller", "partner", "customer"}),
        ("kind", "promises", {"by_date", "on_date", "window", "appointment"}),
        ("initiated_by", "promises", {"company", "seller", "partner", "customer"}),
        ("type", "customers", {"private", "trade", "housing_association"}),
    ):
        actual = {value for (value,) in world.execute(f"select distinct {column} from {feed} where {column} is not null").fetchall()}
        assert expected <= actual, (feed, column)
    assert one(world, "select count(*) > 200 from promises where due_at is null")[0]
    assert one(world, "select count(*) > 100 from (select promise_id from promises group by 1 having count(*) > 2)")[0]


def test_keys_come_once(world):
    for feed, key in (
        ("promises", "promise_id, version"),
        ("deliveries", "delivery_id"),
        ("contacts", "contact_id"),
        ("customers", "customer_id"),
    ):
        assert world.execute(f"select {key} from {feed} group by all having count(*) > 1").fetchall() == []


def test_every_id_names_something(world):
    for feed, column, of, key in (
        ("promises", "seller_id", "sellers", "seller_id"),
        ("promises", "partner_id", "partners", "partner_id"),
        ("promises", "customer_id", "customers", "customer_id"),
        ("promises", "step", "steps", "step"),
        ("deliveries", "promise_id", "promises", "promise_id"),
        ("contacts", "promise_id", "promises", "promise_id"),
        ("contacts", "order_id", "promises", "order_id"),
        ("contacts", "customer_id", "customers", "customer_id"),
    ):
        assert count(world, feed, f"{column} not in (select {key} from {of} where {key} is not null)") == 0, (feed, column)
    unknown = count(world, "deliveries", "partner_id not in (select partner_id from partners)")
    assert unknown == count(world, "true_dirt", "column_name = 'partner_id'")


def test_nothing_is_recorded_on_the_end_day_or_after(world):
    for feed, columns in (
        ("promises", ["recorded_at"]),
        ("deliveries", ["occurred_at", "recorded_at"]),
        ("contacts", ["started_at", "answered_at", "ended_at"]),
    ):
        for column in columns:
            assert count(world, feed, f"try_cast({column} as timestamp) >= '2022-07-18'") == 0, (feed, column)
    # The world goes on: there are promises for the weeks after the end.
    assert count(world, "judged", "due_date >= '2022-07-18'") > 500


def test_the_order_of_time_holds(world):
    assert count(world, "promises", "version = '1' and left(recorded_at, 10) > left(due_at, 10)") == 0
    versions = "(select recorded_at < lag(recorded_at) over (partition by promise_id order by version::int) as is_wrong from promises)"
    assert count(world, versions, "is_wrong") == 0
    assert count(world, "deliveries", "try_cast(recorded_at as timestamp) < try_cast(occurred_at as timestamp)") == 0
    made = "(select promise_id, min(recorded_at)::timestamp as made_at from promises group by 1)"
    assert count(world, f"moments join {made} using (promise_id)", "happened_at < made_at") == 0


def test_promised_hours_are_kept_and_missed_by_minutes(world):
    minutes = dict(
        (kind, actual) for kind, *actual in world.execute("""
            with promised as (
                select promise_id, if(step = 'callback', step, any_value(kind)) as kind, try_cast(arg_max(due_at, version::int) as timestamp) as due_at
                from promises
                where step in ('customer_delivery', 'installation', 'callback') and length(due_at) = 16
                group by promise_id, step
            ),
            came as (
                select promise_id, min(happened_at) as happened_at from moments where event = 'delivered' and condition = 'ok' group by 1
                union all
                select promise_id, min(started_at)::timestamp from contacts where direction = 'outbound' and reason = 'callback' group by 1
            ),
            measured as (
                select kind, date_diff('minute', due_at, happened_at) as minutes
                from promised join came using (promise_id) where due_at::date = happened_at::date
            )
            select
                kind, count(*) filter (minutes <= 0), count(*) filter (minutes between 1 and 15), count(*) filter (minutes between 16 and 60),
                count(*) filter (minutes > 60)
            from measured group by kind
        """).fetchall()
    )  # fmt: skip
    assert minutes.keys() == {"window", "appointment", "callback"}
    for kind, (kept, soon_after, within_the_hour, later) in minutes.items():
        assert kept > 5 * (soon_after + within_the_hour + later), kind
        assert soon_after + within_the_hour > (10 if kind != "callback" else 3) and later > 3, kind
    sharp, hours = pairs(
        world, "select due_from = due_at, count(*) from promises where kind = 'appointment' group by 1 order by 1 desc"
    ).values()
    assert 0.25 < sharp / (sharp + hours) < 0.42


def test_the_dirt_is_light_and_every_slip_is_written_down(world):
    for feed, slips in pairs(world, "select feed, count(*) from true_dirt group by 1").items():
        assert 0 < slips <= 0.004 * count(world, feed, "true")
    for feed, column, kind in (
        ("deliveries", "occurred_at", "timestamptz"),
        ("deliveries", "quantity", "double"),
        ("contacts", "started_at", "timestamp"),
        ("promises", "value", "double"),
    ):
        unreadable = count(world, feed, f"{column} is not null and try_cast({column} as {kind}) is null")
        assert unreadable == count(world, "true_dirt", f"feed = '{feed}' and column_name = '{column}'")


def test_the_journey_has_steps_that_nobody_owns_and_steps_that_nobody_measures(world):
    promised = "step in (select step from promises)"
    assert count(world, "steps", "true") == 16
    assert count(world, "steps", f"owner is null and {promised}") == 1
    assert count(world, "steps", f"not {promised}") == 9
