"""How inputs go wrong in life: each fault spoils a folder of feed files in one way, and says what must become of it.

refused      the whole batch stays out and the reader keeps yesterday's figures
quarantined  the spoilt rows are held back with the reason beside them, the others go in
warned       every row goes in and the fault is told
accepted     nobody is told, for the reason written down with the fault
"""

import csv
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

Row = dict[str, str]
Change = Callable[[list[Row]], list[Row] | None]
DRAWS = count()


@dataclass(frozen=True)
class Fault:
    name: str
    #: how it happens
    happens: str
    feed: str
    spoil: Callable[[Path], None]
    expected: str
    #: the check that catches it, or for a file that intake cannot read: words of its sentence
    caught_by: str = ""
    #: what the reader must be told besides: file, column, value
    tells: tuple[str, ...] = ()
    #: why nobody needs to be told, or why nobody can be
    because: str = ""
    #: whether the accepted rows are the same as without the fault
    harmless: bool = False


def read(file: Path) -> tuple[list[str], list[Row]]:
    with file.open(newline="", encoding="utf-8") as lines:
        reader = csv.DictReader(lines)
        return list(reader.fieldnames or []), list(reader)


def write(file: Path, columns: list[str], rows: list[Row]) -> None:
    with file.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.DictWriter(lines, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def rows(feed: str, change: Change) -> Callable[[Path], None]:
    """A fault in the rows: `change` alters them in place, or returns other ones."""

    def spoil(folder: Path) -> None:
        columns, found = read(folder / f"{feed}.csv")
        write(folder / f"{feed}.csv", columns, change(found) or found)

    return spoil


def some(feed: str, change: Callable[[Row], None], where: Callable[[Row], object] = lambda row: True, share: float = 0.02):
    """A fault in a few rows: always the same ones, but other ones for each fault."""
    draw = next(DRAWS)

    def alter(found: list[Row]) -> None:
        fitting = [row for row in found if where(row)]
        for row in random.Random(draw).sample(fitting, max(1, int(len(fitting) * share))):
            change(row)

    return rows(feed, alter)


def every(feed: str, change: Callable[[Row], None], where: Callable[[Row], object] = lambda row: True):
    return some(feed, change, where, share=1)


def columns(feed: str, change: Callable[[list[str]], list[str]], rename: dict[str, str] | None = None) -> Callable[[Path], None]:
    """A fault in the header: the columns that `change` gives, under other names where `rename` says so."""

    def spoil(folder: Path) -> None:
        found, lines = read(folder / f"{feed}.csv")
        wanted = change(found)
        named = [(rename or {}).get(column, column) for column in wanted]
        renamed = [{name: row.get(column, "") for name, column in zip(named, wanted, strict=True)} for row in lines]
        write(folder / f"{feed}.csv", named, renamed)

    return spoil


def text(feed: str, change: Callable[[str], str], encoding: str = "utf-8") -> Callable[[Path], None]:
    """A fault in the file as text."""

    def spoil(folder: Path) -> None:
        file = folder / f"{feed}.csv"
        file.write_bytes(change(file.read_bytes().decode("utf-8")).encode(encoding))

    return spoil


def put(**values: str) -> Callable[[Row], None]:
    return lambda row: row.update(values)


def rewrite(column: str, change: Callable[[str], str]) -> Callable[[Row], None]:
    return lambda row: row.update({column: change(row[column])}) if row[column] else None


def moved(hours: float, *names: str) -> Callable[[Row], None]:
    def change(row: Row) -> None:
        for name in names:
            if len(row[name]) == 16:
                row[name] = f"{datetime.fromisoformat(row[name]) + timedelta(hours=hours):%Y-%m-%d %H:%M}"

    return change


def day_first(value: str) -> str:
    return ".".join(reversed(value[:10].split("-"))) + value[10:]


def swapped(value: str) -> str:
    return f"{value[:4]}-{value[8:10]}-{value[5:7]}{value[10:]}"


def serial(value: str) -> str:
    return str((datetime.fromisoformat(value[:10]) - datetime(1899, 12, 30)).days)


def many(times: int, *ids: str) -> Change:
    def change(found: list[Row]) -> list[Row]:
        return [row | {name: f"{row[name]}-{n}" for name in ids if row[name]} for n in range(times) for row in found]

    return change


def second_version_again(found: list[Row]) -> list[Row]:
    again = [row | {"due_at": "2022-07-29", "reason": "sent again"} for row in found if row["version"] == "2"]
    return found + again[: max(1, len(found) // 50)]


def numbers_turned_round(found: list[Row]) -> None:
    newest: dict[str, int] = {}
    for row in found:
        newest[row["promise_id"]] = max(newest.get(row["promise_id"], 0), int(row["version"]))
    for row in found:
        row["version"] = str(newest[row["promise_id"]] + 1 - int(row["version"]))


def under_another_id(found: list[Row]) -> list[Row]:
    again = [row | {"delivery_id": f"{row['delivery_id']}-again"} for row in found if row["event"] == "delivered"]
    return found + again[: max(1, len(found) // 50)]


def without_the_last_month(found: list[Row]) -> list[Row]:
    return [row for row in found if (row["recorded_at"] or row["occurred_at"]) < "2022-06-18"]


def torn(content: str) -> str:
    whole, last = content.rstrip("\n").rsplit("\n", 1)
    return f"{whole}\n{last[: len(last) // 3]}"


def stray_comma(content: str) -> str:
    lines = content.split("\n")
    lines[5] = lines[5].replace(",", ",,,", 1)
    return "\n".join(lines)


def dated(row: Row) -> bool:
    return bool(row["due_at"]) and row["version"] == "1"


def delivered(row: Row) -> bool:
    return row["event"] == "delivered" and len(row["occurred_at"]) == 16 and bool(row["recorded_at"])


def a_customers(row: Row) -> bool:
    return bool(row["order_id"]) and row["promised_to"] != "company"


HELD = "held_back_share"

FAULTS = (
    # ------------------------------------------------------------ the file is not the one that was agreed
    Fault(
        "renamed_column",
        "The supplier of the export gives a column a nicer name.",
        "promises",
        columns("promises", list, rename={"due_at": "due_date"}),
        "refused",
        "has no column `due_at`",
        ("promises.due_at", "due_date"),
    ),
    Fault(
        "missing_required_column",
        "Somebody unticks a column in the export.",
        "promises",
        columns("promises", lambda names: [name for name in names if name != "seller_id"]),
        "refused",
        "has no column `seller_id`",
        ("promises.seller_id",),
    ),
    Fault(
        "missing_file",
        "The nightly transfer did not run.",
        "deliveries",
        lambda folder: (folder / "deliveries.csv").unlink(),
        "refused",
        "deliveries.csv",
    ),
    Fault(
        "empty_file",
        "The transfer was cut off before the first byte.",
        "deliveries",
        lambda folder: (folder / "deliveries.csv").write_bytes(b""),
        "refused",
        "deliveries.csv",
        ("empty",),
    ),
    Fault(
        "header_only",
        "The export's filter matched nothing.",
        "deliveries",
        rows("deliveries", lambda found: found.clear()),
        "refused",
        "rows_given",
        ("deliveries",),
    ),
    Fault(
        "wrong_encoding",
        "A spreadsheet saved the file in the code page of the desk.",
        "customers",
        text("customers", lambda content: content.replace("Svein,", "Svein Grønås,"), encoding="cp1252"),
        "refused",
        "customers.csv",
        ("UTF-8",),
    ),
    Fault(
        "wrong_separator",
        "A Nordic spreadsheet saves with semicolons.",
        "partners",
        text("partners", lambda content: content.replace(",", ";")),
        "accepted",
        because="Intake tells the separator from the header line.",
        harmless=True,
    ),
    Fault(
        "torn_last_line",
        "The file was copied while it was still being written.",
        "deliveries",
        text("deliveries", torn),
        "quarantined",
        "line_readable",
        ("deliveries.csv",),
    ),
    Fault(
        "stray_comma",
        "A free text with commas was exported without quotes.",
        "contacts",
        text("contacts", stray_comma),
        "quarantined",
        "line_readable",
        ("contacts.csv row 6",),
    ),
    Fault(
        "extra_column",
        "The export grows a column.",
        "promises",
        columns("promises", lambda names: [*names, "colour"]),
        "accepted",
        because="The mapping names what it reads; what it does not name is left where it is.",
        harmless=True,
    ),
    Fault(
        "reordered_columns",
        "The export's columns change places.",
        "deliveries",
        columns("deliveries", lambda names: names[::-1]),
        "accepted",
        because="Columns are read by name, never by place.",
        harmless=True,
    ),
    Fault(
        "reordered_rows",
        "The database gives the rows in another order today.",
        "promises",
        rows("promises", lambda found: found.reverse()),
        "accepted",
        because="No row means anything by its place; only the row numbers told with the reasons change.",
        harmless=True,
    ),
    Fault(
        "byte_order_mark",
        "A spreadsheet saved the file as `CSV UTF-8`.",
        "promises",
        text("promises", lambda content: "\ufeff" + content),
        "accepted",
        because="The mark belongs to the encoding, not to the first column's name.",
        harmless=True,
    ),
    Fault(
        "windows_line_ends",
        "The file passed through Windows.",
        "contacts",
        text("contacts", lambda content: content.replace("\n", "\r\n")),
        "accepted",
        because="A line ends where it ends.",
        harmless=True,
    ),
    Fault(
        "stray_spaces",
        "A column of fixed width leaves spaces around the ids.",
        "deliveries",
        every("deliveries", rewrite("promise_id", lambda value: f" {value}  ")),
        "accepted",
        because="Outer spaces are trimmed by intake, in every column alike.",
        harmless=True,
    ),
    # ------------------------------------------------------------ too much, too little, too old
    Fault(
        "doubled_file",
        "Yesterday's file lies beside today's and the glob takes both.",
        "promises",
        rows("promises", lambda found: found + found),
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
        rows("deliveries", lambda found: found[: len(found) // 10]),
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
        ("2022-06-17",),
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
    # ------------------------------------------------------------ dates and times
    Fault(
        "day_first_dates",
        "The export follows the desk's own date format.",
        "promises",
        every("promises", rewrite("due_at", day_first)),
        "refused",
        HELD,
        ("due_at_readable", "promises.csv"),
    ),
    Fault(
        "day_and_month_swapped",
        "A spreadsheet read American dates and wrote them back.",
        "promises",
        every("promises", rewrite("due_at", swapped)),
        "refused",
        HELD,
        ("due_at_readable", "promises.csv"),
    ),
    Fault(
        "spreadsheet_day_numbers",
        "A spreadsheet lost the column's date format.",
        "promises",
        every("promises", rewrite("due_at", serial)),
        "refused",
        HELD,
        ("due_at_readable", "promises.csv"),
    ),
    Fault(
        "mixed_date_formats",
        "One of several desks types dates its own way.",
        "promises",
        some("promises", rewrite("due_at", day_first), dated),
        "quarantined",
        "due_at_readable",
        ("promises.csv", "due_at '"),
    ),
    Fault(
        "one_clock_shifted",
        "The recording system moves to UTC and drops the offset, the scanner does not.",
        "deliveries",
        every("deliveries", moved(-9, "recorded_at")),
        "refused",
        HELD,
        ("recorded_after_it_happened", "deliveries.csv"),
    ),
    Fault(
        "every_clock_shifted",
        "All times of one system are an hour off after the clocks changed.",
        "deliveries",
        every("deliveries", moved(1, "recorded_at", "occurred_at")),
        "accepted",
        because="Within one file an hour's shift of everything looks like life; only another record of the same event could tell, "
        "and dates, by which most promises are judged, hardly move.",
    ),
    Fault(
        "unknown_zone",
        "Somebody types the zone by hand.",
        "promises",
        some("promises", put(zone="Oslo/CEST")),
        "quarantined",
        "zone_known",
        ("promises.csv", "zone 'Oslo/CEST'"),
    ),
    Fault(
        "placeholder_due_date",
        "The order screen demands a date and the seller has none.",
        "promises",
        some("promises", put(due_at="9999-12-31"), dated),
        "warned",
        "due_within_reach",
        ("promises.csv", "9999-12-31"),
    ),
    Fault(
        "promise_written_afterwards",
        "Orders are typed in once the goods have left.",
        "promises",
        some("promises", put(due_at="2020-01-02", due_from=""), dated),
        "quarantined",
        "made_before_due",
        ("promises.csv", "2020-01-02"),
    ),
    Fault(
        "window_reversed",
        "From and to change places.",
        "promises",
        some("promises", put(due_from="2022-12-31"), dated),
        "quarantined",
        "window_in_order",
        ("promises.csv", "due_from '2022-12-31'"),
    ),
    Fault(
        "delivery_before_the_order",
        "A delivery is booked on last year's date.",
        "deliveries",
        some("deliveries", put(occurred_at="2019-03-01 10:00"), delivered),
        "quarantined",
        "delivered_after_the_promise",
        ("deliveries.csv", "2019-03-01 10:00"),
    ),
    Fault(
        "delivery_in_the_future",
        "The year is mistyped.",
        "deliveries",
        some("deliveries", put(occurred_at="2099-06-17 10:00"), delivered),
        "quarantined",
        "happened_by_now",
        ("deliveries.csv", "2099-06-17"),
    ),
    Fault(
        "recorded_before_it_happened",
        "The driver ticks off tomorrow's round tonight.",
        "deliveries",
        some("deliveries", put(recorded_at="2022-01-01 08:00"), lambda row: delivered(row) and row["occurred_at"] > "2022-02"),
        "quarantined",
        "recorded_after_it_happened",
        ("deliveries.csv", "2022-01-01 08:00"),
    ),
    # ------------------------------------------------------------ numbers
    Fault(
        "decimal_comma",
        "The export follows the desk's own number format.",
        "promises",
        every("promises", lambda row: row.update(value=f"{row['value']},00") if row["value"] else None),
        "refused",
        HELD,
        ("value_readable", "promises.csv"),
    ),
    Fault(
        "scientific_numbers",
        "A spreadsheet shortens large numbers.",
        "promises",
        every("promises", lambda row: row.update(value=f"{float(row['value']):.15E}") if row["value"].replace(".", "").isdigit() else None),
        "accepted",
        because="1.2E+04 is a number and reads as one; ids are text and never pass through a number.",
        harmless=True,
    ),
    Fault(
        "negative_quantity",
        "A return is booked as a delivery of less than nothing.",
        "deliveries",
        some("deliveries", put(quantity="-1"), delivered),
        "quarantined",
        "quantity_above_zero",
        ("deliveries.csv", "quantity '-1'"),
    ),
    Fault(
        "zero_quantity",
        "A line is struck out by setting it to none.",
        "promises",
        some("promises", put(quantity="0")),
        "quarantined",
        "quantity_above_zero",
        ("promises.csv", "quantity '0'"),
    ),
    Fault(
        "quantity_times_ten",
        "A key sticks.",
        "deliveries",
        some("deliveries", lambda row: row.update(quantity=f"{row['quantity'] or 1}0"), delivered),
        "warned",
        "quantity_as_promised",
        ("deliveries.csv", "promised"),
    ),
    Fault(
        "negative_wait",
        "Two clocks of the telephone system disagree.",
        "contacts",
        some("contacts", put(wait_minutes="-3"), lambda row: row["wait_minutes"]),
        "quarantined",
        "wait_not_negative",
        ("contacts.csv", "wait_minutes '-"),
    ),
    Fault(
        "wait_in_seconds",
        "The telephone system changes its unit.",
        "contacts",
        every("contacts", rewrite("wait_minutes", lambda value: str(round(float(value) * 60)))),
        "warned",
        "wait_under_six_hours",
        ("contacts.csv", "seconds"),
    ),
    Fault(
        "rating_in_per_cent",
        "The survey changes its scale.",
        "contacts",
        every("contacts", rewrite("rating", lambda value: str(float(value) * 20))),
        "warned",
        "rating_on_scale",
        ("contacts.csv", "scale"),
    ),
    # ------------------------------------------------------------ names and keys
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
        "warned",
        "seller_known",
        ("promises.csv", "seller_id 'NULL'"),
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
