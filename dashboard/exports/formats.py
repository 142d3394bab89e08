"""The formats that a resource comes in: ending, media type, and what writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dashboard.exports import excel, layers, tables
from dashboard.exports.resource import Resource
from dashboard.exports.terms import Edition
from geodata.schema import TableSchema

EVERYTHING = "childways"  # the name of what holds all resources


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format.

    Attributes:
        folder: where its files stand in the Data Package.
        is_in_memory: whether it is made without a file on disk.
    """

    ending: str
    folder: str
    media_type: str
    write: Callable[[Resource, Edition], bytes]
    is_in_memory: bool = True


CSV = Format(ending="csv", folder="csv", media_type="text/csv", write=tables.to_csv)
EXCEL = Format(
    ending="xlsx",
    folder="excel",
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    write=excel.to_xlsx,
)
PARQUET = Format(
    ending="parquet",
    folder="parquet",
    media_type="application/vnd.apache.parquet",
    write=tables.to_parquet,
)
GEOJSON = Format(
    ending="geojson",
    folder="geojson",
    media_type="application/geo+json",
    write=layers.to_geojson,
)
GEOPACKAGE = Format(
    ending="gpkg",
    folder="",
    media_type="application/geopackage+sqlite3",
    write=layers.to_geopackage,
    is_in_memory=False,
)
OF_TABLES = (CSV, EXCEL, PARQUET)
OF_LAYERS = (*OF_TABLES, GEOJSON, GEOPACKAGE)
ZIP_TYPE = "application/zip"


def formats_of(schema: TableSchema) -> tuple[Format, ...]:
    return OF_LAYERS if schema.geometry else OF_TABLES
