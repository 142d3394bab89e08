"""What a built file says, whatever program wrote it: the digests that data versions are made of.

Two machines with other versions of Parquet write other bytes for the same table. A data version
names what the tables say, so that the same inputs have the same version everywhere.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import shapely

GEO = b"geo"  # the key of GeoParquet's notes in a file's own


def content_digest(frame: pd.DataFrame) -> str:
    """Return 64 characters that change with a column's name, order or any value.

    Shapes count as well-known binary, little-endian; every empty cell is the same.
    """
    found = hashlib.sha256()
    for name in frame.columns:
        values = _values(frame[name])
        found.update(json.dumps([name, values], ensure_ascii=False).encode())
    return found.hexdigest()


def _values(column: pd.Series[Any]) -> list[Any]:
    if isinstance(column, gpd.GeoSeries):
        return list(shapely.to_wkb(column.array, hex=True, byte_order=1, output_dimension=2))
    return list(column.astype(object).where(column.notna(), None))


def read_frame(path: Path) -> pd.DataFrame:
    """Read a Parquet or GeoParquet file."""
    is_layer = GEO in (pq.read_schema(path).metadata or {})
    return gpd.read_parquet(path) if is_layer else pd.read_parquet(path)


def text_content(text: str) -> str:
    """Return the digest of a text; line ends do not count."""
    return hashlib.sha256("\n".join(text.splitlines()).encode()).hexdigest()


def file_content(path: Path) -> str:
    """Return the digest of what a file of a build says: a table, a layer or a text."""
    if path.suffix == ".parquet":
        return content_digest(read_frame(path))
    return text_content(path.read_text(encoding="utf-8"))
