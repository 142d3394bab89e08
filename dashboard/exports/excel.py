"""Tables as Excel workbooks: the data, and a sheet that says what it is.

Written with XlsxWriter: pure Python without dependencies, writes only, and the same bytes twice
when told the date. Every text is written as a string, so none can become a formula.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pandas as pd
import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from dashboard.exports.cells import is_formula, printable
from dashboard.exports.resource import Resource
from dashboard.exports.tables import values
from dashboard.exports.terms import TITLE, Edition
from geodata.schema import Field

LONGEST = 32_767  # characters that a cell of Excel holds
CUT = " … (cut: whole in the CSV file)"
WIDEST = 60  # characters of a column
ABOUT = "About"
SAFE = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}


def to_xlsx(resource: Resource, edition: Edition) -> bytes:
    """Return a workbook: the data first, so that a program finds it, then the sheet 'About'."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, SAFE) as book:
        book.set_properties(
            {
                "title": resource.schema.title,
                "author": "The Childways contributors",
                "comments": edition.citation,
                # The clock would make other bytes each time.
                "created": datetime(edition.newest_source_year, 1, 1),
            }
        )
        writer = CellWriter.of(book)
        data = book.add_worksheet(resource.name[:31])
        writer.table(data, resource)
        writer.about(book.add_worksheet(ABOUT), resource, edition)
    return file.getvalue()


class CellWriter:
    """Writes cells of one workbook, whatever they hold."""

    def __init__(self, *, bold: Format, title: Format, quoted: Format) -> None:
        self.bold, self.title, self.quoted = bold, title, quoted

    @classmethod
    def of(cls, book: xlsxwriter.Workbook) -> CellWriter:
        """Return a writer with the three looks of our workbooks."""
        return cls(
            bold=book.add_format({"bold": True, "valign": "top"}),
            title=book.add_format({"bold": True, "font_size": 14}),
            quoted=book.add_format({"quote_prefix": True}),
        )

    def cell(
        self, sheet: Worksheet, row: int, column: int, value: Any, style: Format | None = None
    ) -> None:
        if value is None:
            return
        if not isinstance(value, str):
            sheet.write_number(row, column, value, style)
            return
        text = printable(value)
        if len(text) > LONGEST:
            text = text[: LONGEST - len(CUT)] + CUT
        # So that it stays text even when somebody edits the cell.
        sheet.write_string(row, column, text, self.quoted if is_formula(text) else style)

    def table(self, sheet: Worksheet, resource: Resource) -> None:
        fields, frame = resource.flat_fields, resource.flat
        for column, field in enumerate(fields):
            self.cell(sheet, 0, column, field.name, self.bold)
            longest = frame[field.name].astype("string").str.len().max()
            width = max(len(field.name), 0 if pd.isna(longest) else int(longest)) + 2
            sheet.set_column(column, column, min(width, WIDEST))
        for row, cells in enumerate(values(frame, fields), start=1):
            for column, value in enumerate(cells):
                self.cell(sheet, row, column, value)
        sheet.freeze_panes(1, 0)
        if fields:
            sheet.autofilter(0, 0, max(len(frame), 1), len(fields) - 1)

    def about(self, sheet: Worksheet, resource: Resource, edition: Edition) -> None:
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 4, 34)
        for row, (kind, cells) in enumerate(_about(resource, edition)):
            for column, value in enumerate(cells):
                is_bold = kind == "head" or (kind == "pair" and column == 0)
                style = self.title if kind == "title" else self.bold if is_bold else None
                self.cell(sheet, row, column, value, style)


def _about(resource: Resource, edition: Edition) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield the rows of the sheet 'About', each with its kind: title, pair, head, row or gap."""
    yield "title", (resource.schema.title,)
    yield "pair", ("What it is", resource.about)
    yield "pair", ("Part of", TITLE)
    yield "pair", ("Rows", len(resource.frame))
    yield "pair", ("Data version", edition.data_version)
    yield "pair", ("Date of the data", edition.date_of_data)
    yield "pair", ("Cite as", edition.citation)
    for term in resource.terms:
        yield "pair", ("Licence and terms", str(term))
    yield "pair", ("Empty cells", "Not known or not applicable, as the column says; never zero.")
    yield "gap", ()
    yield "head", ("Column", "Meaning", "Unit", "Type", "May hold")
    for field in resource.flat_fields:
        yield "row", (field.name, field.meaning, field.unit, field.kind, may_hold(field))
    if len(resource.sources):
        yield "gap", ()
        yield "head", ("Source", "Publisher", "Title", "Year", "Address", "Licence")
        names = ("source_id", "publisher", "title", "year", "url", "licence")
        for cells in zip(*(resource.sources[name].tolist() for name in names), strict=True):
            yield "row", tuple(None if pd.isna(cell) else cell for cell in cells)


def may_hold(field: Field) -> str:
    """Return which values a column takes, in words."""
    allowed = field.expected() if field.allowed or field.minimum is not None else ""
    if field.required:
        return allowed or "never empty"
    return allowed or "may be empty"
