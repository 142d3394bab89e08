"""``datapackage.json``: the Frictionless descriptor (specification 1) of the whole package.

The CSV files are its tables, each with its schema; every other file is named with its checksum.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from dashboard.exports.formats import CSV, EVERYTHING, EXCEL, GEOPACKAGE, Format
from dashboard.exports.resource import Resource
from dashboard.exports.terms import (
    ALL_TERMS,
    LICENCE_NAME,
    LICENCE_TITLE,
    LICENCE_URL,
    OURS,
    TITLE,
    Edition,
)
from geodata.prov import MEDIA_TYPE as PROV_TYPE
from geodata.schema import Field, TableSchema

NAME = "datapackage.json"
LICENCES = "LICENCES.md"
README = "README.md"
_TYPES = {"string": "string", "iso3": "string", "integer": "integer", "number": "number"}
_POINTS_AT = {
    "iso3": ("countries", "iso3"),
    "from_iso3": ("countries", "iso3"),
    "to_iso3": ("countries", "iso3"),
    "source_id": ("sources", "source_id"),
    "route_id": ("routes", "route_id"),
    "origin_iso3": ("countries", "iso3"),
    "destination_iso3": ("countries", "iso3"),
    "snapshot": ("snapshots", "snapshot"),
    "warning_id": ("warnings", "warning_id"),
}
# Odd rows name places as the source wrote them, some of which are no country.
_NOT_CHECKED = {"warning_rows": ("iso3", "origin_iso3")}
_BY_US = {"name": LICENCE_NAME, "path": LICENCE_URL, "title": LICENCE_TITLE}
_BY_OTHERS = {"path": LICENCES, "title": "Each part's own terms, in the file LICENCES.md"}


def package_descriptor(resources: list[dict[str, Any]], edition: Edition) -> dict[str, Any]:
    """Return the descriptor of the package that holds these described resources."""
    return {
        "profile": "data-package",
        "name": EVERYTHING,
        "title": TITLE,
        "description": "Where children on the move pass, and which protections they meet or miss "
        "on the way: facts with their sources, journeys stage by stage, and the levels that "
        "the facts make. An empty cell is not known or not applicable, never zero. Text that a "
        "spreadsheet would run as a formula begins with an apostrophe in the CSV files.",
        "version": edition.data_version,
        "dateOfData": edition.date_of_data,
        "citation": edition.citation,
        "contributors": [{"title": "The Childways contributors", "role": "author"}],
        "keywords": ["children", "migration", "protection", "immigration detention", "routes"],
        "licenses": [_BY_US, _BY_OTHERS],
        "resources": resources,
    }


def package_sources(sources: pd.DataFrame) -> list[dict[str, str]]:
    """Return every source with its title, and its address where one is known."""
    found = []
    for row in sources.itertuples(index=False):
        year = "" if pd.isna(row.year) else f" ({row.year})"
        source = {"title": f"{row.publisher}: {row.title}{year}"}
        if row.url.startswith(("https://", "http://")):
            source["path"] = row.url
        found.append(source)
    return found


def table_descriptor(resource: Resource, content: bytes) -> dict[str, Any]:
    """Return a table's CSV file as a tabular data resource."""
    return {
        "profile": "tabular-data-resource",
        "name": resource.name,
        **_file(resource, CSV, f"{CSV.folder}/{resource.name}.csv", content),
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True},
        "schema": table_schema(resource.schema, resource.flat_fields),
    }


def file_descriptor(resource: Resource, form: Format, content: bytes) -> dict[str, Any]:
    """Return a resource's file in another format."""
    path = f"{form.folder}/{resource.name}.{form.ending}"
    described = {
        "profile": "data-resource",
        "name": f"{resource.name}-{form.ending}",
        # So that programs which would guess at the columns check the bytes instead.
        "type": "file",
        **_file(resource, form, path, content),
        "schema": table_schema(resource.schema, _columns_in(resource, form)),
    }
    if resource.is_layer and form is not EXCEL:
        described |= {"geometry": resource.schema.geometry, "crs": "EPSG:4326"}
    return described


def _columns_in(resource: Resource, form: Format) -> tuple[Field, ...]:
    return resource.flat_fields if form is EXCEL else resource.schema.fields


def geopackage_descriptor(content: bytes) -> dict[str, Any]:
    """Return the one GeoPackage that holds every layer and table."""
    return {
        "profile": "data-resource",
        "name": f"{EVERYTHING}-gpkg",
        "path": f"{EVERYTHING}.gpkg",
        "type": "file",
        "title": "Every layer and table in one GeoPackage, with styles for QGIS",
        "format": GEOPACKAGE.ending,
        "mediatype": GEOPACKAGE.media_type,
        "licenses": [_BY_US, _BY_OTHERS],
        "crs": "EPSG:4326",
        **checksum(content),
    }


def prov_descriptor(path: str, content: bytes) -> dict[str, Any]:
    """Return the file that says where every other one comes from."""
    return {
        "profile": "data-resource",
        "name": f"{EVERYTHING}-prov",
        "path": path,
        "type": "file",
        "title": "Where every file comes from: sources, curated files, steps and code (W3C PROV)",
        "format": "json",
        "mediatype": PROV_TYPE,
        "licenses": [_BY_US],
        **checksum(content),
    }


def _file(resource: Resource, form: Format, path: str, content: bytes) -> dict[str, Any]:
    return {
        "path": path,
        "title": resource.schema.title,
        "description": resource.about,
        "format": form.ending,
        "mediatype": form.media_type,
        "licenses": [_BY_US, _BY_OTHERS] if OURS in resource.terms else [_BY_OTHERS],
        **checksum(content),
    }


def checksum(content: bytes) -> dict[str, Any]:
    return {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}


def table_schema(schema: TableSchema, fields: tuple[Field, ...]) -> dict[str, Any]:
    """Return a declared schema as a Frictionless Table Schema."""
    return {
        "fields": [_field(field) for field in fields],
        "missingValues": [""],
        "primaryKey": list(schema.key),
        "foreignKeys": list(_foreign_keys(schema)),
    }


def _field(field: Field) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if field.required:
        constraints["required"] = True
    if field.allowed:
        constraints["enum"] = list(field.allowed)
    if field.kind == "iso3":
        constraints["pattern"] = "[A-Z0-9]{3}"
    for name in ("minimum", "maximum"):
        bound = getattr(field, name)
        if bound is not None:
            constraints[name] = int(bound) if float(bound).is_integer() else bound
    described = {"name": field.name, "type": _TYPES[field.kind], "description": field.meaning}
    if field.unit:
        described["unit"] = field.unit
    return described | ({"constraints": constraints} if constraints else {})


def _foreign_keys(schema: TableSchema) -> Iterator[dict[str, Any]]:
    for name in schema.columns:
        table, column = _POINTS_AT.get(name, (schema.name, ""))
        if table != schema.name and name not in _NOT_CHECKED.get(schema.name, ()):
            yield _points(name, table, column)
    if schema.name == "legs":
        for end in ("from", "to"):
            mine = ["route_id", "branch", f"{end}_order"]
            yield _points(mine, "stages", ["route_id", "branch", "order"])


def _points(fields: str | list[str], table: str, columns: str | list[str]) -> dict[str, Any]:
    return {"fields": fields, "reference": {"resource": table, "fields": columns}}


def licences_text() -> str:
    """Return the terms of every part, as Markdown."""
    rows = [f"| {term.what} | {term.origin} | {term.terms} |" for term in ALL_TERMS]
    return "\n".join(
        ["# Terms of the data", "", "| what | from | terms |", "| --- | --- | --- |", *rows, ""]
    )


def readme_text(resources: Mapping[str, str], edition: Edition) -> str:
    """Return what a reader who unpacks the files sees first; ``resources`` is name -> about."""
    rows = [f"- **{name}**: {about}" for name, about in resources.items()]
    return "\n".join(
        [
            f"# {TITLE}",
            "",
            f"Data version {edition.data_version}; {edition.date_of_data}.",
            "",
            *rows,
            "",
            "- `csv/`, `excel/`, `parquet/`: every table, and the columns of every layer.",
            "- `geojson/`: the layers; `parquet/` holds them as GeoParquet.",
            f"- `{EVERYTHING}.gpkg`: everything in one GeoPackage, with styles for QGIS.",
            f"- `{NAME}`: columns, types, units, keys, sources and checksums, for programs.",
            "- `prov.json`: where every file comes from, as W3C PROV-JSON; the table `provenance` "
            "has the file and line of every row.",
            f"- `{LICENCES}`: the terms of every part.",
            "",
            "An empty cell is not known or not applicable; it never means zero. In the CSV files, "
            "text that a spreadsheet would run as a formula begins with an apostrophe.",
            "",
            f"Cite as: {edition.citation}",
            "",
        ]
    )
