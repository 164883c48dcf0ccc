"""The file is not the one that was agreed."""

from .fault import Fault, columns, every, rewrite, rows, text


def torn(content: str) -> str:
    whole, last = content.rstrip("\n").rsplit("\n", 1)
    return f"{whole}\n{last[: len(last) // 3]}"


def stray_comma(content: str) -> str:
    lines = content.split("\n")
    lines[5] = lines[5].replace(",", ",,,", 1)
    return "\n".join(lines)


FAULTS = (
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
        rows("deliveries", lambda original: original.clear()),
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
        rows("promises", lambda original: original.reverse()),
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
)
