"""Shapes and lines on the globe -> SVG paths on one Equal Earth map.

Map units: the world is 1000 wide. x grows east, y grows south. The map is cut at 169 degrees west
(through the Bering Strait), so that no country but Fiji's and Alaska's outliers is torn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pyproj
import shapely
from shapely.geometry import LineString, MultiLineString, box

CENTRE = 11.0
EDGE = CENTRE - 180.0  # the meridian at which the map is cut, -169
NORTH, SOUTH = 83.8, -56.0
WIDTH = 1000.0
SMALL_AREA = 5.0  # square map units: below, a country gets a dot
PATH_SCALE = 0.1  # whole numbers are shorter: draw the countries' paths inside scale(0.1)
GEOD = pyproj.Geod(ellps="WGS84")
_TO_MAP = pyproj.Proj(f"+proj=eqearth +lon_0={CENTRE:g} +R=1")
_HALF = _TO_MAP(CENTRE + 180.0 - 1e-9, 0.0)[0]
SCALE = WIDTH / (2 * _HALF)
_TOP = -_TO_MAP(CENTRE, NORTH)[1] * SCALE
_BOTTOM = -_TO_MAP(CENTRE, SOUTH)[1] * SCALE
HEIGHT = round(_BOTTOM - _TOP, 1)

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class WorldPaths:
    """The world projected.

    Attributes:
        width, height: the map's size in map units.
        paths: ISO3 -> SVG path; countries without a shape are missing.
        points: ISO3 -> label point in map units.
        small: countries too small to see, which need a dot.
        bounds: ISO3 -> corners of its shape in map units: x0, y0, x1, y1.
    """

    width: float
    height: float
    paths: dict[str, str]
    points: dict[str, tuple[float, float]]
    small: frozenset[str]
    bounds: dict[str, tuple[float, float, float, float]]


def project(
    lons: Floats | Sequence[float], lats: Floats | Sequence[float]
) -> tuple[Floats, Floats]:
    """Return map units of points in degrees (EPSG:4326)."""
    x, y = _TO_MAP(np.asarray(lons, float), np.asarray(lats, float))
    return np.asarray(x) * SCALE + WIDTH / 2, -np.asarray(y) * SCALE - _TOP


def project_point(lon: float, lat: float) -> tuple[float, float]:
    """Return map units of one point in degrees."""
    x, y = project([lon], [lat])
    return float(x[0]), float(y[0])


def _unwrap(shape: Any) -> Any:
    """Move what lies west of the edge to the east, so that nothing spans the map's edge."""
    west = box(-180, -90, EDGE, 90)
    if not shape.intersects(west):
        return shape
    east = shape.difference(west)
    moved = shapely.transform(shape.intersection(west), lambda c: c + np.array([360.0, 0.0]))
    return shapely.union_all([east, moved])


def polygons(shape: Any) -> list[Any]:
    """Return the polygons among a shape's parts."""
    return [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]


def project_shape(shape: Any) -> Any:
    """Return a polygon or multipolygon in map units; EPSG:4326 in."""
    whole = _unwrap(shape.intersection(box(-180, SOUTH, 180, NORTH)))
    # Meridians are curves on this map: long straight edges get points in between.
    dense = shapely.segmentize(whole, 4.0)

    def to_map(points: Floats) -> Floats:
        # Just inside the edge, where pyproj would wrap it to the other side.
        lon = np.clip(points[:, 0], EDGE + 1e-6, EDGE + 360 - 1e-6)
        return np.column_stack(project(lon, points[:, 1]))

    return shapely.transform(shapely.union_all(polygons(dense)), to_map)


def _path(shape: Any) -> str:
    """Return polygons as a path of relative steps, in units of ``PATH_SCALE`` map units."""
    text = []
    for polygon in polygons(shape):
        for ring in (polygon.exterior, *polygon.interiors):
            points = np.rint(np.asarray(ring.coords)[:-1] / PATH_SCALE).astype(int)
            steps = np.diff(points, axis=0)
            steps = steps[(steps != 0).any(axis=1)]
            if len(steps) < 2:
                continue
            text.append(f"M{_pair(points[0])}l{_pairs(steps)}z")
    return "".join(text)


def _pair(point: Iterable[int]) -> str:
    x, y = point
    return f"{x}{y}" if y < 0 else f"{x},{y}"


def _pairs(points: Iterable[Iterable[int]]) -> str:
    text = ""
    for point in points:
        pair = _pair(point)
        text += pair if not text or pair[0] == "-" else f" {pair}"
    return text


def country_paths(countries: gpd.GeoDataFrame) -> WorldPaths:
    """Project every country.

    Args:
        countries: columns iso3, label_lon, label_lat, geometry (EPSG:4326, may be missing).
    """
    paths: dict[str, str] = {}
    small = set()
    bounds: dict[str, tuple[float, float, float, float]] = {}
    for iso3, shape in zip(countries["iso3"], countries.geometry, strict=True):
        if shape is None or shape.is_empty:
            small.add(iso3)
            continue
        projected = project_shape(shape)
        path = _path(projected)
        if path:
            paths[iso3] = path
            bounds[iso3] = projected.bounds
        if projected.area < SMALL_AREA:
            small.add(iso3)
    x, y = project(
        countries["label_lon"].astype(float).to_numpy(),
        countries["label_lat"].astype(float).to_numpy(),
    )
    at = zip(x.round(1).tolist(), y.round(1).tolist(), strict=True)
    points = dict(zip(countries["iso3"], at, strict=True))
    return WorldPaths(WIDTH, HEIGHT, paths, points, frozenset(small), bounds)


def leg_points(start: tuple[float, float], end: tuple[float, float]) -> list[tuple[float, float]]:
    """Return the points of the shortest way over the ground, both ends included (degrees)."""
    distance_m = GEOD.inv(*start, *end)[2]
    steps = int(distance_m / 100_000)
    between = GEOD.npts(*start, *end, steps) if steps else []
    return [start, *((float(lon), float(lat)) for lon, lat in between), end]


def leg_pieces(
    start: tuple[float, float], end: tuple[float, float]
) -> list[list[tuple[float, float]]]:
    """Return one leg in map units, in two pieces where it crosses the map's edge."""
    points = leg_points(start, end)
    # Longitudes counted from the map's edge, unwrapped: the leg may run over 360.
    turns = np.unwrap([np.deg2rad((lon - EDGE) % 360) for lon, _ in points])
    line = LineString(np.column_stack([np.rad2deg(turns), [lat for _, lat in points]]))
    pieces = []
    for turn in (-1, 0, 1):
        window = box(360 * turn, -90, 360 * (turn + 1), 90)
        part = line.intersection(window)
        for piece in getattr(part, "geoms", [part]):
            if isinstance(piece, (LineString, MultiLineString)) and piece.length > 0:
                coords = np.asarray(piece.coords)
                lon = np.clip(coords[:, 0] - 360 * turn, 1e-6, 360 - 1e-6) + EDGE
                x, y = project(lon, coords[:, 1])
                pieces.append(list(zip(x.tolist(), y.tolist(), strict=True)))
    return pieces


def line_path(points: Iterable[tuple[float, float]]) -> str:
    """Return an open path through points in map units, to a tenth."""
    steps = [f"{x:.1f},{y:.1f}" for x, y in points]
    return "M" + "L".join(dict.fromkeys(steps))


def route_line(stages: Sequence[tuple[float, float]]) -> str:
    """Return the path through stages (degrees), along the shortest ways, never across the map."""
    return "".join(
        line_path(piece)
        for start, end in pairwise(stages)
        if start != end
        for piece in leg_pieces(start, end)
    )


def outline() -> str:
    """Return the path of the map's edge: the oceans."""
    lats = np.linspace(NORTH, SOUTH, 60)
    west = project(np.full(60, EDGE + 1e-6), lats)
    east = project(np.full(60, EDGE + 360 - 1e-6), lats[::-1])
    x, y = np.concatenate([west[0], east[0]]), np.concatenate([west[1], east[1]])
    return line_path(zip(x.tolist(), y.tolist(), strict=True)) + "z"


def frame(
    points: Iterable[tuple[float, float]], aspect: float, *, pad: float = 0.12, least: float = 60.0
) -> tuple[float, float, float, float]:
    """Return x, y, width, height of a view that holds points in map units.

    Args:
        aspect: width over height of the view.
        pad: room on each side, as a part of the size.
        least: smallest width, in map units.
    """
    found = np.asarray(list(points), float)
    low, high = found.min(axis=0), found.max(axis=0)
    size = (high - low) * (1 + 2 * pad)
    width = max(float(size[0]), float(size[1]) * aspect, least)
    height = width / aspect
    x, y = (low + high) / 2
    return float(x - width / 2), float(y - height / 2), width, height
