"""Too many rows, too few, too old, or too empty."""

from .fault import HELD, Change, Fault, Row, every, put, rows, some


def many(times: int, *ids: str) -> Change:
    def change(original: list[Row]) -> list[Row]:
        return [row | {name: f"{row[name]}-{n}" for name in ids if row[name]} for n in range(times) for row in original]

    return change


def without_the_last_month(original: list[Row]) -> list[Row]:
    return [row for row in original if (row["recorded_at"] or row["occurred_at"]) < "2022-06-18"]


FAULTS = (
    Fault(
        "doubled_file",
        "Yesterday's file lies beside today's and the glob takes both.",
        "promises",
        rows("promises", lambda original: original + original),
        "refused",
        HELD,
        ("promises.csv", "it repeats"),
    ),
    Fault(
        "ten_times_the_volume",
        "The export lost its filter and sends every country.",
        "contacts",
        rows("contacts", many(10, "contact_id")),
        "refused",
        "row_volume",
        ("contacts", "usual"),
    ),
    Fault(
        "one_branch_only",
        "The export gained a filter and sends one branch.",
        "deliveries",
        rows("deliveries", lambda original: original[: len(original) // 10]),
        "refused",
        "row_volume",
        ("deliveries", "usual"),
    ),
    Fault(
        "stale_feed",
        "The supplier's system was replaced and the old export sends the same file for ever.",
        "deliveries",
        rows("deliveries", without_the_last_month),
        "warned",
        "fresh",
        ("2022-06-16",),
    ),
    Fault(
        "nulls_in_a_required_column",
        "A join in the export lost its match.",
        "promises",
        some("promises", put(seller_id=""), share=0.5),
        "refused",
        HELD,
        ("seller_id_given", "promises.csv"),
    ),
    Fault(
        "nulls_in_an_optional_column",
        "The export stops filling a column.",
        "promises",
        some("promises", put(partner_id=""), lambda row: row["partner_id"], share=0.9),
        "warned",
        "partner_id_filled_as_usual",
        ("usual",),
    ),
    Fault(
        "contacts_lose_their_order",
        "The contact centre's new screen has no field for the order.",
        "contacts",
        every("contacts", put(order_id="", promise_id="", customer_id="")),
        "warned",
        "linked_as_usual",
        ("usual",),
    ),
)
