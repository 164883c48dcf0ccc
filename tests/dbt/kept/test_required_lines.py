"""What is true of an order is read from the lines that it is judged by: a lamp that it can do without, or a call beside it, changes nothing that is said of the kitchen."""

from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

AS_OF = date(2022, 9, 1)
MADE = datetime(2022, 3, 1, 10)
KITCHEN = {
    "version": 1,
    "recorded_at": MADE,
    "step": "delivery",
    "partner_id": "carrier",
    "seller_id": "store",
    "due_at": date(2022, 6, 10),
    "is_required": True,
}
LAMP = KITCHEN | {"is_required": False, "partner_id": "lamps"}
CALL = KITCHEN | {"step": "callback", "is_required": None, "partner_id": "desk"}
#: a source that marks nothing as required
UNMARKED = KITCHEN | {"is_required": False}


def promised(order: str, line: str, of: dict, **changes) -> dict:
    return {"promise_id": f"{order}-{line}", "order_id": order, "line": line} | of | changes


def moved(of: dict, recorded: datetime, due: date | None) -> dict:
    return of | {"version": 2, "recorded_at": recorded, "due_at": due, "initiated_by": "company"}


def event(promise: str, day: date, what: str = "delivered", **more) -> dict:
    return {"delivery_id": f"d-{promise}", "promise_id": promise, "event": what, "occurred_at": day} | more


def messages(order: str, promise: str | None, at: datetime) -> dict:
    return {
        "contact_id": f"c-{promise or order}",
        "order_id": order,
        "promise_id": promise,
        "direction": "outbound",
        "reason": "delay",
        "channel": "phone",
        "started_at": at,
    }


def asked(order: str, at: datetime) -> dict:
    return {
        "contact_id": f"a-{order}-{at:%m%d}",
        "order_id": order,
        "direction": "inbound",
        "reason": "status",
        "channel": "phone",
        "started_at": at,
        "team": order,
    }


LATE = date(2022, 6, 24)
WORLD = {
    "steps": [
        {"step": "delivery", "journey": "kitchen", "position": 1}, {"step": "fitting", "journey": "kitchen", "position": 2},
        {"step": "callback", "fulfilled_by": "contact"},
    ],
    "promises": [
        # the kitchen is called off by its supplier; the lamp gets a new date, and comes on it
        promised("dated", "1", KITCHEN), promised("dated", "2", LAMP), moved(promised("dated", "2", LAMP), datetime(2022, 6, 8, 9), date(2022, 6, 15)),
        # bad news of the lamp, and of a call, alone
        promised("lamp-told", "1", KITCHEN), promised("lamp-told", "2", LAMP), promised("lamp-told", "3", CALL),
        # bad news of the whole order, a date for the lamp, and only later one for the kitchen
        promised("asked", "1", KITCHEN), moved(promised("asked", "1", KITCHEN), datetime(2022, 6, 15, 9), LATE),
        promised("asked", "2", LAMP), moved(promised("asked", "2", LAMP), datetime(2022, 6, 10, 9), date(2022, 6, 20)),
        # the lamp is late from May on, the kitchen from June
        promised("charged", "1", KITCHEN, partner_due_at=date(2022, 6, 10)), promised("charged", "2", LAMP, due_at=date(2022, 5, 10)),
        # rows that the gate held back
        promised("short-of-a-lamp-date", "1", KITCHEN), promised("short-of-a-lamp-date", "2", LAMP),
        promised("short-of-a-date", "1", KITCHEN), promised("short-of-a-line", "1", KITCHEN),
        # nothing is marked: all of the goods are needed, the call is not, and the fitter waits for the goods
        promised("unmarked", "1", UNMARKED), promised("unmarked", "2", UNMARKED, step="fitting", partner_id="fitter", partner_due_at=date(2022, 6, 10)),
        promised("unmarked", "3", CALL, is_required=False),
        promised("only-calls", "1", CALL, is_required=False), promised("no-order", "1", UNMARKED, order_id=None),
    ],
    "deliveries": [
        event("dated-1", date(2022, 6, 9), "cancelled", cancelled_by="partner"), event("dated-2", date(2022, 6, 15)),
        event("lamp-told-1", LATE), event("lamp-told-2", LATE), event("asked-1", LATE), event("asked-2", date(2022, 6, 20)),
        event("charged-1", LATE), event("unmarked-1", LATE), event("unmarked-2", date(2022, 6, 28)),
    ],
    "contacts": [
        messages("lamp-told", "lamp-told-2", datetime(2022, 6, 1, 9)), messages("lamp-told", "lamp-told-3", datetime(2022, 6, 2, 9)),
        messages("asked", None, datetime(2022, 6, 9, 9)), asked("asked", datetime(2022, 6, 9, 12)), asked("asked", datetime(2022, 6, 12, 12)),
        asked("charged", datetime(2022, 5, 5, 9)), asked("charged", datetime(2022, 5, 20, 9)), asked("charged", datetime(2022, 6, 20, 9)),
    ],
}  # fmt: skip
HELD_BACK = [
    ("short-of-a-lamp-date-2", "short-of-a-lamp-date"),
    ("short-of-a-date-1", "short-of-a-date"),
    ("never-accepted", "short-of-a-line"),
]


def hold_back(accepted: Path) -> None:
    with duckdb.connect() as connection:
        path = accepted / "quarantined.parquet"
        connection.execute(f"create table rows as from '{path}'")
        connection.executemany("insert into rows (feed, promise_id, order_id) values ('promises', ?, ?)", HELD_BACK)
        connection.execute(f"copy rows to '{path}' (format parquet)")


@pytest.fixture(scope="module")
def marts(models, tmp_path_factory):
    wanted = ["fct_orders", "fct_recoveries", "fct_order_attribution", "fct_contact_cause_counts"]
    return models.run(tmp_path_factory.mktemp("required"), WORLD, AS_OF, wanted, prepare=hold_back)


def rows(marts, query: str) -> list[tuple]:
    return marts.execute(query).fetchall()


def test_a_new_date_for_the_lamp_is_none_for_the_kitchen_that_was_called_off(marts):
    assert rows(marts, "select has_new_date, is_new_date_kept from marts.fct_recoveries where order_id = 'dated'") == [(False, None)]
    assert rows(marts, "select has_new_date, is_new_date_kept from marts.fct_recoveries where order_id = 'asked'") == [(True, True)]


def test_bad_news_of_a_lamp_or_a_call_is_no_notice_of_the_order(marts):
    actual = rows(
        marts,
        "select order_id, first_notice_date, notice_lead_days from marts.fct_orders where order_id in ('lamp-told', 'asked') order by 1",
    )
    assert actual == [("asked", date(2022, 6, 9), 1), ("lamp-told", None, None)]


def test_the_customer_asks_until_the_kitchen_has_a_date(marts):
    assert rows(marts, "select contacts_count, contacts_before_new_date_count from marts.fct_orders where order_id = 'asked'") == [(2, 2)]


def test_what_was_held_back_of_a_lamp_leaves_the_order_whole(marts):
    actual = rows(marts, "select order_id, has_held_back_line from marts.fct_orders where order_id like 'short%' order by 1")
    assert actual == [("short-of-a-date", True), ("short-of-a-lamp-date", False), ("short-of-a-line", True)]


def test_no_partner_of_the_kitchen_is_charged_with_a_contact_about_the_lamp(marts):
    actual = rows(
        marts,
        "select month, cause, cause_partner_id, contacts_count from marts.fct_contact_cause_counts where team = 'charged' order by 1, 2",
    )
    may, june = date(2022, 5, 1), date(2022, 6, 1)
    assert actual == [(may, "before_the_break", None, 1), (may, "other_promise", None, 1), (june, "partner", "carrier", 1)]


def test_where_nothing_is_marked_all_goods_are_required_and_a_call_only_where_there_is_nothing_else(marts):
    actual = dict(
        rows(
            marts,
            "select promise_id, is_required from marts.fct_promises where promise_id like 'unmarked%' or promise_id like 'only%' or promise_id like 'no-order%'",
        )
    )
    assert actual == {"unmarked-1": True, "unmarked-2": True, "unmarked-3": False, "only-calls-1": True, "no-order-1": False}
    assert rows(marts, "select lines_count, other_lines_count from marts.fct_orders where order_id = 'unmarked'") == [(2, 1)]
    # the fitter waited for goods that nobody had marked either
    why = rows(
        marts,
        "select delay_days, partner_days, coordination_days, is_pacing_line_waiting from marts.fct_order_attribution where order_id = 'unmarked'",
    )
    assert why == [(18, 0, 4, True)]
