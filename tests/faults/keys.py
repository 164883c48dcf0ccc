"""Names, ids and what they refer to."""

from .fault import HELD, Fault, Row, every, put, rewrite, rows, some


def second_version_again(original: list[Row]) -> list[Row]:
    again = [row | {"due_at": "2022-07-29", "reason": "sent again"} for row in original if row["version"] == "2"]
    return original + again[: max(1, len(original) // 50)]


def numbers_turned_round(original: list[Row]) -> None:
    newest: dict[str, int] = {}
    for row in original:
        newest[row["promise_id"]] = max(newest.get(row["promise_id"], 0), int(row["version"]))
    for row in original:
        row["version"] = str(newest[row["promise_id"]] + 1 - int(row["version"]))


def under_another_id(original: list[Row]) -> list[Row]:
    again = [row | {"delivery_id": f"{row['delivery_id']}-again"} for row in original if row["event"] == "delivered"]
    return original + again[: max(1, len(original) // 50)]


def a_customers(row: Row) -> bool:
    return bool(row["order_id"]) and row["promised_to"] != "company"


FAULTS = (
    Fault(
        "unknown_partner",
        "A new carrier drives before anybody has listed it.",
        "deliveries",
        some("deliveries", put(partner_id="new-carrier")),
        "warned",
        "partner_known",
        ("deliveries.csv",),
    ),
    Fault(
        "unknown_seller",
        "A seasonal worker sells under an id of their own.",
        "promises",
        some("promises", put(seller_id="summer-help")),
        "warned",
        "seller_known",
        ("promises.csv", "summer-help"),
    ),
    Fault(
        "ids_in_upper_case",
        "One system shouts its ids.",
        "promises",
        every("promises", rewrite("partner_id", str.upper)),
        "warned",
        "partner_known",
        ("promises.csv", "partner_id"),
    ),
    Fault(
        "null_as_a_word",
        "The export writes NULL where it has nothing.",
        "promises",
        some("promises", put(seller_id="NULL")),
        "quarantined",
        "seller_id_given",
        ("promises.csv",),
    ),
    Fault(
        "promise_without_order",
        "A promise is given on the telephone and no order is named.",
        "promises",
        some("promises", put(order_id=""), a_customers),
        "warned",
        "order_given",
        ("promises.csv",),
    ),
    Fault(
        "delivery_of_no_promise",
        "Goods come that nobody ordered, or the order number is mistyped.",
        "deliveries",
        some("deliveries", put(promise_id="mistyped", order_id="", line="")),
        "warned",
        "promise_known",
        ("deliveries.csv",),
    ),
    Fault(
        "misspelt_event",
        "A supplier types the event by hand.",
        "deliveries",
        some("deliveries", put(event="deliverd")),
        "quarantined",
        "event_known",
        ("deliveries.csv", "event 'deliverd'"),
    ),
    Fault(
        "events_in_another_language",
        "A supplier's system is switched to Norwegian.",
        "deliveries",
        every("deliveries", put(event="levert")),
        "refused",
        HELD,
        ("event_known", "event 'levert'"),
    ),
    Fault(
        "version_sent_twice",
        "A changed date is sent again under the version number of the last.",
        "promises",
        rows("promises", second_version_again),
        "quarantined",
        "given_once",
        ("promises.csv", "it repeats promises.csv row"),
    ),
    Fault(
        "versions_out_of_order",
        "The export numbers the versions from the newest back.",
        "promises",
        rows("promises", numbers_turned_round),
        "warned",
        "versions_in_order",
        ("promises.csv", "version"),
    ),
    Fault(
        "delivery_under_two_ids",
        "A resent message gets a new id.",
        "deliveries",
        rows("deliveries", under_another_id),
        "warned",
        "delivered_once",
        ("deliveries.csv", "-again"),
    ),
)
