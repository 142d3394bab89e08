"""JSON, CSV and GeoJSON: which one is wanted, and how rows and shapes become text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import shapely
from pydantic import BaseModel
from shapely.geometry import mapping

from dashboard.api.models import Feature, Geometry
from geodata.prov import MEDIA_TYPE as PROV_TYPE

Format = Literal["json", "csv", "geojson", "prov", "md"]
MEDIA_TYPES: dict[Format, str] = {
    "json": "application/json",
    "csv": "text/csv",
    "geojson": "application/geo+json",
    "prov": PROV_TYPE,
    "md": "text/markdown",
}
EXTENSIONS: dict[str, Format] = {
    ".prov.json": "prov",  # before .json, which ends it, too
    ".json": "json",
    ".csv": "csv",
    ".geojson": "geojson",
    ".md": "md",
}
PLACES = 6  # decimals of a degree, as RFC 7946 advises


def accepted(accept: str, offered: Sequence[Format]) -> Format | None:
    """Return the offered format that an Accept header likes best (RFC 9110); None if none.

    The first of ``offered`` wins where the client has no preference.
    """
    if not accept.strip():
        return offered[0]
    ranges = [_range(part) for part in accept[:1000].split(",") if part.strip()]
    best, most = None, 0.0
    for name in offered:
        liked = _quality(MEDIA_TYPES[name], ranges)
        if liked > most:
            best, most = name, liked
    return best


def _range(part: str) -> tuple[str, float]:
    kind, *params = (piece.strip().lower() for piece in part.split(";"))
    quality = 1.0
    for param in params:
        name, _, value = param.partition("=")
        if name.strip() == "q":
            try:
                quality = float(value)
            except ValueError:
                quality = 0.0
    return kind, quality if 0 <= quality <= 1 else 0.0


def _quality(media_type: str, ranges: Iterable[tuple[str, float]]) -> float:
    """Return how much a type is liked; the most exact range that covers it decides."""
    group = media_type.split("/")[0]
    ranks = {media_type: 3, f"{group}/*": 2, "*/*": 1}
    found = [(ranks[kind], quality) for kind, quality in ranges if kind in ranks]
    return max(found)[1] if found else 0.0


def csv_text(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """Return rows as CSV (RFC 4180, UTF-8). A cell is empty where a value is unknown."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in columns])
    return file.getvalue()


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        value = " ".join(str(item) for item in value)
    if not isinstance(value, str):
        return value
    # A spreadsheet would run such a text as a formula; NUL ends a file for some readers.
    text = value.replace("\x00", "")
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def flat(model: BaseModel, leave_out: Iterable[str] = ()) -> dict[str, Any]:
    """Return one row for CSV: lists of things become their names."""
    row: dict[str, Any] = {}
    for name, value in model.model_dump(exclude=set(leave_out)).items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            value = [_name_of(item) for item in value]
        row[name] = value
    return row


def _name_of(item: Mapping[str, Any]) -> str:
    if "roles" in item:
        return f"{item['route_id']}:{'+'.join(item['roles'])}"
    if "rule" in item:
        return f"{item['measure']}={item['value']}"
    if "words" in item:
        return f'"{item["words"]}"'
    return str(item.get("branch") or item.get("iso3"))


def geometry(shape: Any) -> Geometry | None:
    """Return a shape for GeoJSON: exterior rings counterclockwise; None where none is drawn."""
    if shape is None or shape.is_empty:
        return None
    turned = shapely.orient_polygons(shape, exterior_cw=False)
    found = mapping(turned)
    return Geometry(type=found["type"], coordinates=_rounded(found["coordinates"]))


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, (tuple, list)):
        return [_rounded(part) for part in coordinates]
    return round(float(coordinates), PLACES)


def feature(shape: Any, properties: Mapping[str, Any], name: str | None = None) -> Feature:
    return Feature(id=name, geometry=geometry(shape), properties=dict(properties))
