"""Reads a sheet of an Excel workbook as a stream."""

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

from data.contract.refusal import Refused
from data.intake.cells import as_text
from data.intake.mapping import Source, nearest
from data.intake.tables import Row, Table, Torn, unique_names


def open_sheet(path: Path, name: str, source: Source) -> Table:
    from openpyxl import load_workbook

    def sheet_rows() -> Iterator[tuple[int, tuple]]:
        try:
            workbook = load_workbook(path, read_only=True, data_only=True)
        except Exception as error:  # openpyxl raises whatever the broken archive made it stumble on
            raise Refused(f"{name}: cannot be read as an Excel workbook ({error}); save it again as .xlsx.") from None
        try:
            if source.sheet and source.sheet not in workbook.sheetnames:
                near = nearest(source.sheet, workbook.sheetnames) or "; it has " + ", ".join(f"`{one}`" for one in workbook.sheetnames)
                raise Refused(f"{name}: has no sheet `{source.sheet}`{near}.")
            sheet = workbook[source.sheet] if source.sheet else workbook.worksheets[0]
            # some programs write a wrong size into the sheet, and openpyxl would believe it
            sheet.reset_dimensions()
            for number, row in enumerate(sheet.iter_rows(), start=1):
                if number > source.skip:
                    yield number, row
        finally:
            workbook.close()

    header, header_row = None, 0
    for number, row in sheet_rows():
        if any(cell.value is not None for cell in row):
            header, header_row = [as_text(cell.value) for cell in row], number
            break
    if header is None:
        raise Refused(f"{name}: the sheet {source.sheet or 'that comes first'} is empty, not even a header.")
    while header and header[-1] is None:
        header.pop()
    width = len(header)

    def rows() -> Iterator[Row | Torn]:
        for number, row in sheet_rows():
            if number <= header_row:
                continue
            values = [_cell_text(cell) for cell in row]
            if not any(values):
                continue
            if any(values[width:]):
                raw = ", ".join(value or "" for value in values)
                yield Torn(number, raw, f"a value beyond the last of {width} columns that have a header")
                continue
            yield number, (values + [None] * width)[:width]

    return Table(name, unique_names(header), rows)


def _cell_text(cell) -> str | None:
    value = cell.value
    if isinstance(value, datetime) and value.time() == time() and not set("hH") & set(cell.number_format or ""):
        # Excel has no dates, only days shown without hours
        return date(value.year, value.month, value.day).isoformat()
    return as_text(value)
