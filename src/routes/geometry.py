"""Lines and lengths over the ground, on WGS 84. Points are degrees, EPSG:4326, x = longitude."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from pyproj import Geod
from shapely.geometry import LineString, MultiLineString

GEOD = Geod(ellps="WGS84")
SPACING_KM = 50.0  # a point at least this often, so that the line bends as the ground does

Floats = npt.NDArray[np.float64]
Point = tuple[float, float]


def distance_km(start: Point, end: Point) -> float:
    """Return the geodesic length between two points."""
    return float(GEOD.inv(*start, *end)[2]) / 1000


def geodesic_points(start: Point, end: Point) -> Floats:
    """Return points along the geodesic, ends included, as an n x 2 array."""
    between = int(distance_km(start, end) // SPACING_KM)
    inner = GEOD.npts(*start, *end, between) if between else []
    return np.array([start, *inner, end], np.float64)


def split_at_antimeridian(points: Floats) -> list[Floats]:
    """Cut a line wherever it crosses 180 degrees, so that no part spans the map.

    The crossing point is in both parts, once at 180 and once at -180.
    """
    jumps = np.diff(points[:, 0])
    parts, begin = [], [points[:1]]
    for i, jump in enumerate(jumps):
        if abs(jump) > 180:
            (lon, lat), (next_lon, next_lat) = points[i], points[i + 1]
            edge = 180.0 if jump < 0 else -180.0
            width = next_lon + 2 * edge - lon
            at = lat + (next_lat - lat) * (edge - lon) / width if width else lat
            parts.append(np.vstack([*begin, [[edge, at]]]))
            begin = [np.array([[-edge, at]])]
        begin.append(points[i + 1 : i + 2])
    parts.append(np.vstack(begin))
    # A line that starts or ends on 180 degrees has nothing on the other side.
    whole = [part for part in parts if np.ptp(part, axis=0).any()]
    return whole or parts[:1]


def geodesic_line(start: Point, end: Point) -> Any:
    """Return the geodesic as a LineString, or a MultiLineString where it crosses 180 degrees."""
    parts = split_at_antimeridian(geodesic_points(start, end))
    return LineString(parts[0]) if len(parts) == 1 else MultiLineString(parts)
