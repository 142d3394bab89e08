"""Checks on the tables that tell what changed: dated versions, and corrections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd

from geodata.errors import Fault
from geodata.resources import CURATED

WHOLE_ROW = "row"


def faults_of_dates(tables: Mapping[str, pd.DataFrame]) -> Iterator[Fault]:
    """Yield every date of a version or correction that is none."""
    for name in ("versions", "corrections"):
        for row in tables[name].itertuples():
            try:
                is_date = date.fromisoformat(row.date).isoformat() == row.date
            except ValueError:
                is_date = False
            if not is_date:
                yield Fault(f"{name}.csv", row.row, "date", repr(row.date), "a day, YYYY-MM-DD")


def faults_of_corrections(tables: Mapping[str, pd.DataFrame]) -> Iterator[Fault]:
    """Yield corrections that name no table, column or cell, or not what stands in the cell now.

    The row may be gone: then nothing may stand as its new value.
    """
    newest: dict[tuple[str, str, str], int] = {}
    rows = list(tables["corrections"].itertuples())
    for place, row in enumerate(rows, start=1):
        if row.correction_id != place:
            yield _fault(row, "correction_id", f"{place}: they count 1, 2, 3 ... and none goes")
        newest[row.table, row.cell, row.column] = row.correction_id
    for row in rows:
        schema = CURATED.get(row.table)
        if schema is None or row.table == "corrections":
            yield _fault(row, "table", "a curated table")
            continue
        if row.column != WHOLE_ROW and row.column not in schema.columns:
            yield _fault(row, "column", f"row, or one of {', '.join(schema.columns)}")
            continue
        found = cells(tables[row.table], schema.key, row.cell)
        if not len(found):
            if row.new_value:
                yield _fault(row, "cell", "a row that is there, or nothing as its new value")
            continue
        if row.column == WHOLE_ROW:
            yield _fault(row, "cell", "a row that was taken out; this one is there")
        elif "*" not in row.cell and newest[row.table, row.cell, row.column] == row.correction_id:
            now = found[row.column].iloc[0]
            text = "" if pd.isna(now) else str(now)
            if text != row.new_value:
                yield _fault(row, "new_value", f"what stands there now, {text[:60]!r}")


def cells(table: pd.DataFrame, key: tuple[str, ...], cell: str) -> pd.DataFrame:
    """Return the rows that a correction's ``cell`` names, as in its table."""
    names = table[key[0]].astype(str)
    for column in key[1:]:
        names = names + "/" + table[column].astype(str)
    wanted = re.compile(".*".join(re.escape(part) for part in cell.split("*")))
    return table[[bool(wanted.fullmatch(name)) for name in names]]


def _fault(row: Any, column: str, expected: str) -> Fault:
    found = repr(str(getattr(row, column))[:60])
    return Fault("corrections.csv", row.row, column, found, expected)
