"""``/own/template``: empty tables to fill in, as CSV and as one workbook."""

from __future__ import annotations

import csv
import io
from functools import lru_cache

import xlsxwriter  # type: ignore[import-untyped]
from fastapi import Response
from starlette.exceptions import HTTPException

from dashboard.exports.excel import SAFE
from geodata.own import OWN_TABLES
from geodata.resources import CURATED

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def template(name: str) -> Response:
    """Return one template by its file name."""
    if name == "own-facts.xlsx":
        return _file(name, workbook(), EXCEL)
    table = name.removesuffix(".csv")
    if table not in OWN_TABLES or not name.endswith(".csv"):
        raise HTTPException(404, f"No template {name[:60]}.")
    return _file(name, header(table), "text/csv; charset=utf-8")


def _file(name: str, content: bytes, kind: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-cache"}
    return Response(content, media_type=kind, headers=headers)


def header(table: str) -> bytes:
    """Return an empty table as CSV."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerow(CURATED[table].columns)
    return file.getvalue().encode()


@lru_cache(maxsize=1)
def workbook() -> bytes:
    """Return an empty workbook: what each column holds, then a sheet for each table."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, SAFE) as book:
        bold = book.add_format({"bold": True})
        told = book.add_worksheet("How to")
        told.write_row(0, 0, ("Table", "Column", "Meaning", "Holds", "Needed"), bold)
        told.set_column(0, 1, 26)
        told.set_column(2, 3, 60)
        line = 1
        for name in OWN_TABLES:
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, CURATED[name].columns, bold)
            sheet.set_column(0, len(CURATED[name].columns), 20)
            for one in CURATED[name].fields:
                needed = "yes" if one.required or one.name == "source_id" else ""
                told.write_row(line, 0, (name, one.name, one.meaning, one.expected(), needed))
                line += 1
    return file.getvalue()
