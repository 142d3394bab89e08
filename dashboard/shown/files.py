"""A shown table as CSV and as an Excel workbook with sheets that explain it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pandas as pd
import xlsxwriter  # type: ignore[import-untyped]

from dashboard.colouring import child_in_words
from dashboard.data import Data
from dashboard.exports.cells import OWN_FACTS, harmless, printable
from dashboard.exports.citing import citation, plain
from dashboard.exports.excel import SAFE, CellWriter
from dashboard.exports.terms import ALL_TERMS, LICENCE_OF_ANSWERS, TITLE
from dashboard.frozen import frozen_address
from dashboard.shown.table import BETWEEN, ShownTable

MOST_ROWS = 20_000  # no view has as many; a file never grows beyond them
SOURCE_COLUMNS = ("source_id", "publisher", "title", "year", "url", "licence")


def link_of(data: Data, table: ShownTable) -> str:
    """Return the whole address of the view, frozen when the data is."""
    address = frozen_address(table.back, data.edition) if data.edition else table.back
    return data.origin + address


def to_csv(data: Data, table: ShownTable) -> bytes:
    """Return the rows as CSV: UTF-8, CRLF; the last columns say which data and under what terms."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    names = [column.name for column in table.columns]
    ends = {
        "data_version": data.version,
        "licence": LICENCE_OF_ANSWERS,
        "view": link_of(data, table),
    }
    if data.own_said:
        ends[OWN_FACTS] = data.own_said
    writer.writerow([*names, *ends])
    for row in table.rows[:MOST_ROWS]:
        writer.writerow([_cell(value) for value in (*(row.get(n) for n in names), *ends.values())])
    return file.getvalue().encode()


def _cell(value: Any) -> Any:
    return harmless(printable(plain(value))) if isinstance(value, str) else value


def to_xlsx(data: Data, table: ShownTable) -> bytes:
    """Return a workbook of three sheets: Values, About and Sources."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, SAFE) as book:
        book.set_properties(
            {
                "title": printable(plain(table.title)),
                "author": "The Childways contributors",
                # The clock would make other bytes each time.
                "created": datetime.fromisoformat(data.atlas.date),
            }
        )
        writer = CellWriter.of(book)
        values = book.add_worksheet("Values")
        names = [column.name for column in table.columns]
        for at, name in enumerate(names):
            writer.cell(values, 0, at, name, writer.bold)
            longest = max((len(str(row.get(name) or "")) for row in table.rows), default=0)
            values.set_column(at, at, min(max(len(name), longest) + 2, 50))
        for line, row in enumerate(table.rows[:MOST_ROWS], start=1):
            for at, name in enumerate(names):
                value = row.get(name)
                writer.cell(values, line, at, plain(value) if isinstance(value, str) else value)
        values.freeze_panes(1, 0)
        values.autofilter(0, 0, max(len(table.rows), 1), len(names) - 1)
        about = book.add_worksheet("About")
        about.set_column(0, 0, 22)
        about.set_column(1, 1, 100)
        for line, (kind, cells) in enumerate(_about(data, table)):
            for at, value in enumerate(cells):
                style = writer.bold if at == 0 or kind == "head" else None
                writer.cell(about, line, at, value, writer.title if kind == "title" else style)
        sources = book.add_worksheet("Sources")
        sources.set_column(0, len(SOURCE_COLUMNS), 34)
        for line, cells in enumerate(_sources(data, table)):
            for at, value in enumerate(cells):
                writer.cell(sources, line, at, value, None if line else writer.bold)
    return file.getvalue()


def _about(data: Data, table: ShownTable) -> Iterator[tuple[str, tuple[Any, ...]]]:
    lens = table.lens
    link = link_of(data, table)
    yield "title", (plain(table.title),)
    yield "pair", ("What it shows", plain(table.line))
    if table.has_child:
        yield "pair", ("Child", child_in_words(lens.child))
        yield "pair", ("Year", lens.year)
        yield "pair", ("Checked sources only", "yes" if lens.checked else "no")
    yield "pair", ("Rows", len(table.rows))
    yield "pair", ("Part of", TITLE)
    yield "pair", ("Data version", data.version)
    yield "pair", ("Date of the data", data.atlas.date)
    yield "pair", ("Frozen", "yes" if data.edition else "no")
    yield "pair", ("The view", link)
    frozen = bool(data.edition)
    if data.own_said:
        yield "pair", ("Own facts", f"{data.own_said[:1].upper()}{data.own_said[1:]}.")
    cite = citation(
        data.version,
        table.title,
        table.line,
        link,
        date=data.atlas.date,
        is_frozen=frozen,
        own=data.own_said,
    )
    yield "pair", ("Cite as", cite)
    yield "pair", ("Licence", LICENCE_OF_ANSWERS)
    for term in ALL_TERMS:
        yield "pair", ("Terms", str(term))
    yield "pair", ("Empty cells", "Not known or not applicable, never zero.")
    yield "pair", ("Several in a cell", f"are parted by “{BETWEEN.strip()}”.")
    yield "gap", ()
    yield "head", ("Column", "Meaning")
    for column in table.columns:
        yield "row", (column.name, column.meaning)


def _sources(data: Data, table: ShownTable) -> Iterator[tuple[Any, ...]]:
    yield SOURCE_COLUMNS
    for source_id in table.source_ids:
        source = data.atlas.sources.loc[source_id]
        yield tuple(None if pd.isna(source[name]) else _plain(source[name])
                    for name in SOURCE_COLUMNS)  # fmt: skip


def _plain(value: Any) -> str | int:
    return value if isinstance(value, str) else int(value)
