"""Where a record is: the country its point lies in and the stage nearest to it, a million at once.

Most points lie deep inside a country or far out at sea, where a look into a grid is enough. A cell
has an answer only when every point of it has that answer; in all other cells each point is tested
against the shapes themselves. So the answers are those of a plain join, sooner.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

EARTH_KM = 6371.0088  # mean radius; distances are on the sphere, within 0.6 % of the ellipsoid
DEGREE_KM = EARTH_KM * np.pi / 180
COAST_KM = 22.224  # 12 nautical miles: the territorial sea (UNCLOS, article 3)
NEAR_KM = 50.0
COLUMNS, ROWS = 4096, 2048  # cells of 0.088 degrees, under 10 km
COARSEST, FINEST = 64, COLUMNS  # columns of a country's cells, at first and in the end
NOWHERE, UNSURE = -1, -2
STEEPEST = 85.0  # degrees; nearer to the poles a shape is looked for at every longitude

Floats = NDArray[np.float64]
Codes = NDArray[np.int16]


@dataclass(frozen=True)
class World:
    """Countries and places to look records up in. Both are numbered from 0 in sorted order.

    Attributes:
        iso3: code of each country or area that has a shape.
        shapes: its shape, EPSG:4326.
        places: columns ``iso3``, ``place``, ``lon``, ``lat``: each place that is a stage, once.
        coast_km: a point in no shape counts to the nearest one that is at most so far away.
        near_km: the nearest place counts as a record's stage only if it is at most so far away.
    """

    iso3: tuple[str, ...]
    shapes: tuple[Any, ...]
    places: pd.DataFrame
    coast_km: float = COAST_KM
    near_km: float = NEAR_KM

    @classmethod
    def of_layers(
        cls,
        countries: gpd.GeoDataFrame,
        stages: gpd.GeoDataFrame,
        *,
        coast_km: float = COAST_KM,
        near_km: float = NEAR_KM,
    ) -> World:
        """Make one of the layers ``countries_detail`` and ``stages``."""
        drawn = countries[countries.geometry.notna()].sort_values("iso3")
        places = pd.DataFrame(
            {
                "iso3": stages["iso3"].astype(str),
                "place": stages["place"].astype(str),
                "lon": stages.geometry.x,
                "lat": stages.geometry.y,
            }
        )
        places = places.drop_duplicates().sort_values(["iso3", "place", "lon", "lat"])
        return cls(
            tuple(drawn["iso3"].astype(str)), tuple(drawn.geometry),
            places.reset_index(drop=True), coast_km, near_km,
        )  # fmt: skip

    @cached_property
    def digest(self) -> str:
        """Twelve characters that change whenever an answer could."""
        found = hashlib.sha256(repr((self.iso3, self.coast_km, self.near_km)).encode())
        found.update(b"".join(shapely.to_wkb(list(self.shapes), byte_order=1)))
        found.update(self.places.to_csv(index=False).encode())
        return found.hexdigest()[:12]

    def country(self, lon: Floats, lat: Floats) -> tuple[Codes, NDArray[np.bool_]]:
        """Return the number of each point's country, or -1; and whether it is off the coast.

        A point on a border counts to the country whose code comes first. Off the coast means: in no
        shape, and counted to the nearest within ``coast_km``.
        """
        grid = self._country_grid
        found = grid[_row(lat, grid.shape[0]), _column(lon, grid.shape[1])]
        unsure = np.flatnonzero(found == UNSURE)
        off = np.zeros(len(found), dtype=bool)
        if len(unsure):
            inside = self._inside(lon[unsure], lat[unsure])
            outside = np.flatnonzero(inside == NOWHERE)
            if len(outside):
                at = unsure[outside]
                inside[outside] = self._nearest_coast(lon[at], lat[at])
                off[at] = inside[outside] != NOWHERE
            found[unsure] = inside
        return found, off

    def place(self, lon: Floats, lat: Floats) -> Codes:
        """Return the number of the place nearest to each point, or -1 if none is near enough."""
        numbers, candidates, points = self._place_grid
        listed = numbers[_row(lat), _column(lon)]
        found = np.full(len(lon), NOWHERE, dtype=np.int16)
        maybe = np.flatnonzero(listed)
        if not len(maybe):
            return found
        listed, here = listed[maybe], _on_sphere(lon[maybe], lat[maybe])
        nearest = np.full(len(maybe), _chord(self.near_km) ** 2)
        for rank in range(candidates.shape[1]):
            candidate = candidates[listed, rank]
            at = np.flatnonzero(candidate != NOWHERE)
            if not len(at):
                break
            apart = ((here[at] - points[candidate[at]]) ** 2).sum(axis=1)
            # The first of two that are as far away stays, so that the order of rows is no matter.
            closer = (apart < nearest[at]) | ((apart == nearest[at]) & (found[maybe[at]] < 0))
            nearest[at[closer]] = apart[closer]
            found[maybe[at[closer]]] = candidate[at[closer]]
        return found

    def _inside(self, lon: Floats, lat: Floats) -> Codes:
        found = np.full(len(lon), NOWHERE, dtype=np.int16)
        points = shapely.STRtree(shapely.points(lon, lat))
        country, point = points.query(self._prepared, predicate="intersects")
        order = np.argsort(-country, kind="stable")  # the first country is written last, and stays
        found[point[order]] = country[order]
        return found

    def _nearest_coast(self, lon: Floats, lat: Floats) -> Codes:
        """Return the country of the nearest shape within reach.

        Mercator keeps angles, so within a few dozen kilometres the nearest in it is the nearest on
        the ground, and a length on the ground is one in it times the cosine of the latitude. The
        other side of the antimeridian is not looked at.
        """
        found = np.full(len(lon), NOWHERE, dtype=np.int16)
        tree, owner = self._coasts
        if not len(owner) or not self.coast_km:
            return found
        high = np.abs(lat) < STEEPEST
        at = np.flatnonzero(high)
        mercator = shapely.points(lon[at], _mercator(lat[at]))
        reach = self.coast_km / DEGREE_KM / np.cos(np.radians(np.abs(lat[at]).max(initial=0)))
        (point, coast), apart = tree.query_nearest(
            mercator, max_distance=reach, return_distance=True, all_matches=True
        )
        near = apart * DEGREE_KM * np.cos(np.radians(lat[at[point]])) <= self.coast_km
        point, country = at[point[near]], owner[coast[near]]
        order = np.argsort(-country, kind="stable")
        found[point[order]] = country[order]
        return found

    @cached_property
    def _prepared(self) -> list[Any]:
        shapes = list(self.shapes)
        shapely.prepare(shapes)
        return shapes

    @cached_property
    def _coasts(self) -> tuple[Any, Codes]:
        """All edges of all shapes in Mercator degrees, and whose they are."""
        edges, owner = [], []
        for number, shape in enumerate(self.shapes):
            clipped = shapely.clip_by_rect(shape, -180, -STEEPEST, 180, STEEPEST)
            for ring in shapely.get_rings(shapely.get_parts(clipped)):
                found = shapely.get_coordinates(ring)
                found[:, 1] = _mercator(found[:, 1])
                made = shapely.linestrings(np.stack([found[:-1], found[1:]], axis=1))
                edges.append(made)
                owner.append(np.full(len(made), number, dtype=np.int16))
        if not edges:
            return shapely.STRtree([]), np.zeros(0, dtype=np.int16)
        return shapely.STRtree(np.concatenate(edges)), np.concatenate(owner)

    @cached_property
    def _country_grid(self) -> Codes:
        """Cell -> country, ``NOWHERE`` or ``UNSURE``: divided where the answer is not one."""
        columns = COARSEST
        row, column = (part.ravel() for part in np.indices((columns // 2, columns)))
        grid = np.full((columns // 2, columns), UNSURE, dtype=np.int16)
        while True:
            grid[row, column] = self._answers(row, column, 360 / columns)
            if columns >= FINEST:
                return grid
            columns *= 2
            grid = grid.repeat(2, axis=0).repeat(2, axis=1)
            row, column = np.nonzero(grid == UNSURE)

    def _answers(self, row: NDArray[Any], column: NDArray[Any], size: float) -> Codes:
        """Return the one answer of all points in each cell, or ``UNSURE``."""
        west, south = column * size - 180, row * size - 90
        found = np.full(len(row), UNSURE, dtype=np.int16)
        near = shapely.STRtree(self._within_reach(west, south, size))
        touched = near.query(self._prepared, predicate="intersects")[1]
        found[np.setdiff1d(np.arange(len(row)), touched)] = NOWHERE
        cells = shapely.STRtree(shapely.box(west, south, west + size, south + size))
        country, cell = cells.query(self._prepared, predicate="covers")
        once = np.bincount(cell, minlength=len(row))[cell] == 1
        found[cell[once]] = country[once]
        return found

    def _within_reach(self, west: NDArray[Any], south: NDArray[Any], size: float) -> Any:
        """Return boxes widened by what is off the coast."""
        up = self.coast_km / DEGREE_KM * 1.01
        steep = np.maximum(np.abs(south - up), np.abs(south + size + up))
        wide = np.where(steep < STEEPEST, up / np.cos(np.radians(np.minimum(steep, 89))), 360)
        return shapely.box(west - wide, south - up, west + size + wide, south + size + up)

    @cached_property
    def _place_grid(self) -> tuple[NDArray[np.int32], Codes, Floats]:
        """Cell -> row of candidates, row 0 none; the candidates, -1 is none; places on a sphere."""
        points = _on_sphere(self.places["lon"].to_numpy(), self.places["lat"].to_numpy())
        half = 360 / COLUMNS / 2
        margin = half * np.sqrt(2) * DEGREE_KM * 1.01  # from a cell's centre to its farthest point
        cells, numbers, apart = [], [], []
        for number, (lon, lat) in enumerate(
            zip(self.places["lon"], self.places["lat"], strict=True)
        ):
            row, column = _window(lon, lat, self.near_km + margin)
            centres = _on_sphere(column * 2 * half - 180 + half, row * 2 * half - 90 + half)
            distance = _km(np.sqrt(((centres - points[number]) ** 2).sum(axis=1)))
            within = distance <= self.near_km + margin
            cells.append((row * COLUMNS + column)[within])
            numbers.append(np.full(within.sum(), number))
            apart.append(distance[within])
        grid = np.zeros(ROWS * COLUMNS, dtype=np.int32)
        if not cells:
            return grid.reshape(ROWS, COLUMNS), np.full((1, 1), NOWHERE, dtype=np.int16), points
        found = pd.DataFrame(
            {"cell": np.concatenate(cells), "number": np.concatenate(numbers),
             "apart": np.concatenate(apart)}
        )  # fmt: skip
        # A place farther than the nearest one by more than the cell's own width can't be nearest.
        nearest = found.groupby("cell")["apart"].transform("min")
        found = found[found["apart"] <= nearest + 2 * margin].sort_values(["cell", "number"])
        rank = found.groupby("cell").cumcount().to_numpy()
        cell, line = np.unique(found["cell"], return_inverse=True)
        candidates = np.full((len(cell) + 1, rank.max() + 1), NOWHERE, dtype=np.int16)
        candidates[line + 1, rank] = found["number"]
        grid[cell] = np.arange(1, len(cell) + 1)
        return grid.reshape(ROWS, COLUMNS), candidates, points

    @cached_property
    def packed(self) -> bytes:
        """It in a few hundred kilobytes, for another process; see ``unpacked``."""
        out = io.BytesIO()
        np.savez_compressed(
            out,
            iso3=np.array(self.iso3),
            shapes=np.frombuffer(_joined(self.shapes), dtype=np.uint8),
            places=np.frombuffer(self.places.to_csv(index=False).encode(), dtype=np.uint8),
            reach=np.array([self.coast_km, self.near_km]),
            country_grid=self._country_grid,
        )
        return out.getvalue()

    @classmethod
    def unpacked(cls, packed: bytes) -> World:
        """Return what ``packed`` was made of; the grid need not be divided again."""
        with np.load(io.BytesIO(packed)) as held:
            places = pd.read_csv(io.BytesIO(held["places"].tobytes()), keep_default_na=False)
            shapes = shapely.get_parts(shapely.from_wkb(held["shapes"].tobytes()))
            coast_km, near_km = (float(value) for value in held["reach"])
            made = cls(
                tuple(str(code) for code in held["iso3"]), tuple(shapes), places, coast_km, near_km
            )
            made.__dict__["_country_grid"] = held["country_grid"]
        return made


def _joined(shapes: tuple[Any, ...]) -> bytes:
    return bytes(shapely.to_wkb(shapely.geometrycollections(list(shapes)), byte_order=1))


def _row(lat: Floats, rows: int = ROWS) -> NDArray[np.int64]:
    return np.clip(((lat + 90) * (rows / 180)).astype(np.int64), 0, rows - 1)


def _column(lon: Floats, columns: int = COLUMNS) -> NDArray[np.int64]:
    return np.clip(((lon + 180) * (columns / 360)).astype(np.int64), 0, columns - 1)


def _mercator(lat: Floats) -> Floats:
    """Return Mercator's y in degrees of longitude at the equator."""
    return np.degrees(np.arctanh(np.sin(np.radians(lat))))


def _on_sphere(lon: Any, lat: Any) -> Floats:
    lon, lat = np.radians(lon), np.radians(lat)
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def _chord(km: float) -> float:
    """Return the straight distance, in radii, of points so far apart along the ground."""
    return float(2 * np.sin(min(km / EARTH_KM, np.pi) / 2))


def _km(chord: Floats) -> Floats:
    return 2 * EARTH_KM * np.arcsin(np.clip(chord / 2, 0, 1))


def _window(lon: float, lat: float, km: float) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return rows and columns of all cells that may come within reach of a point."""
    up = km / DEGREE_KM + 0.1
    steep = abs(lat) + up
    wide = 180.0 if steep > STEEPEST else up / np.cos(np.radians(steep)) + 0.1
    bottom, top = _row(np.array([lat - up, lat + up]))
    rows = np.arange(bottom, top + 1)
    first, last = (np.floor((lon + side + 180) * COLUMNS / 360) for side in (-wide, wide))
    columns = np.unique(np.arange(first, last + 1).astype(np.int64) % COLUMNS)
    row, column = np.meshgrid(rows, columns, indexing="ij")
    return row.ravel(), column.ravel()
