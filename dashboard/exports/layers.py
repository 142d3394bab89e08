"""Layers as GeoJSON and GeoPackage. Coordinates are WGS 84, x = longitude."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio  # type: ignore[import-untyped]
import shapely

from dashboard.exports.derived import DECIMALS
from dashboard.exports.resource import Resource
from dashboard.exports.styles import STYLES
from dashboard.exports.tables import values
from dashboard.exports.terms import Edition

GEOMETRY = "geom"


def to_geojson(resource: Resource, edition: Edition) -> bytes:
    """Return a layer as GeoJSON (RFC 7946), one feature a line; a row without a shape has null.

    The file says its data version, terms and citation in the member ``childways``.
    """
    names = resource.schema.columns
    rows = values(resource.frame, resource.schema.fields)
    features = (
        _feature(dict(zip(names, row, strict=True)), shape, resource.schema.key)
        for row, shape in zip(rows, resource.frame.geometry, strict=True)
    )
    head = {
        "type": "FeatureCollection",
        "name": resource.name,
        "childways": resource.notes(edition),
    }
    begin = _json(head).removesuffix("}")
    return (begin + ',"features":[\n' + ",\n".join(features) + "\n]}\n").encode()


def _feature(properties: dict[str, Any], shape: Any, key: tuple[str, ...]) -> str:
    geometry = None
    if shape is not None and not shape.is_empty:
        rounded = shapely.transform(shape, lambda points: np.round(points, DECIMALS))
        geometry = shapely.geometry.mapping(rounded)
    return _json(
        {
            "type": "Feature",
            "id": "/".join(str(properties[name]) for name in key),
            "properties": properties,
            "geometry": geometry,
        }
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def to_geopackage(resource: Resource, edition: Edition) -> bytes:
    """Return one layer as a GeoPackage that QGIS opens styled."""
    with tempfile.TemporaryDirectory(prefix="childways-") as folder:
        path = Path(folder) / f"{resource.name}.gpkg"
        write_geopackage([resource], edition, path)
        return path.read_bytes()


def write_geopackage(resources: Iterable[Resource], edition: Edition, path: Path) -> None:
    """Write layers, and tables beside them, into one new GeoPackage with styles.

    The same bytes twice on the same versions of GDAL and SQLite: the date in it is made from the
    newest source's year.
    """
    date = f"{edition.newest_source_year}-01-01T00:00:00.000Z"
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": date})
    try:
        written = [_add(resource, edition, path) for resource in resources]
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
    with closing(sqlite3.connect(path)) as base, base:
        _add_styles(base, [name for name in written if name in STYLES], date)


def _add(resource: Resource, edition: Edition, path: Path) -> str:
    options = {
        "IDENTIFIER": resource.schema.title,
        "DESCRIPTION": f"{resource.about} {edition.citation}",
    }
    if resource.is_layer:
        options["GEOMETRY_NAME"] = GEOMETRY
    pyogrio.write_dataframe(
        resource.frame,
        path,
        layer=resource.name,
        driver="GPKG",
        geometry_type=resource.schema.geometry or None,
        layer_options=options,
        # 1.2 is what older readers know, and more than we use. It is said once, at the start.
        dataset_options=None if path.exists() else {"VERSION": "1.2"},
        append=path.exists(),
    )
    return resource.name


# As QGIS makes it, see qgsogrprovider.cpp.
_STYLE_TABLE = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256),
    f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256),
    styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,
    owner TEXT(30), ui TEXT(30), update_time DATETIME)
"""


def _add_styles(base: sqlite3.Connection, names: Iterable[str], date: str) -> None:
    base.execute(_STYLE_TABLE)
    base.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) "
        "VALUES ('layer_styles', 'attributes', 'layer_styles', 'How QGIS draws the layers', ?)",
        (date,),
    )
    base.executemany(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
        "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, ui, "
        "update_time) VALUES ('', '', ?, ?, ?, ?, '', 1, 'As on the atlas', '', NULL, ?)",
        [(name, GEOMETRY, STYLES[name].name, STYLES[name].qml(), date) for name in names],
    )
