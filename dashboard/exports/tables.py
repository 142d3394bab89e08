"""Tables as CSV and Parquet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.exports.cells import harmless
from dashboard.exports.resource import Resource
from dashboard.exports.terms import Edition
from geodata.schema import Field


def values(frame: pd.DataFrame, fields: Sequence[Field]) -> Iterator[tuple[Any, ...]]:
    """Yield each row as plain Python values: str, int, float, and None where it is empty."""
    columns = [
        [None if pd.isna(cell) else cell for cell in frame[field.name].tolist()]
        for field in fields
    ]  # fmt: skip
    return zip(*columns, strict=True)


def to_csv(resource: Resource, _edition: Edition) -> bytes:
    """Return the columns as CSV: UTF-8 without a mark, lines end in CRLF (RFC 4180).

    Text that a spreadsheet would run begins with an apostrophe.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(field.name for field in resource.flat_fields)
    for row in values(resource.flat, resource.flat_fields):
        writer.writerow(_cell(value) for value in row)
    return file.getvalue().encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return harmless(value)
    return repr(value).removesuffix(".0")


def to_parquet(resource: Resource, edition: Edition) -> bytes:
    """Return the columns as Parquet; a layer as GeoParquet 1.1, which is Parquet too.

    The data version, terms and citation, and each column's meaning and unit, travel as metadata.
    """
    if resource.is_layer:
        file = io.BytesIO()
        resource.frame.to_parquet(file, index=False, schema_version="1.1.0")
        table = pq.read_table(io.BytesIO(file.getvalue()))
    else:
        table = pa.Table.from_pandas(resource.frame, preserve_index=False)
    out = io.BytesIO()
    pq.write_table(_with_notes(table, resource, edition), out)
    return out.getvalue()


def _with_notes(table: pa.Table, resource: Resource, edition: Edition) -> pa.Table:
    fields = {field.name: field for field in resource.schema.fields}
    noted = []
    for column in table.schema:
        notes = dict(column.metadata or {})
        if column.name in fields:
            field = fields[column.name]
            notes |= {"description": field.meaning, "unit": field.unit}
        noted.append(column.with_metadata(notes))
    told = {
        **(table.schema.metadata or {}),
        b"childways": json.dumps(resource.notes(edition)).encode(),
    }
    return table.cast(pa.schema(noted, metadata=told))
