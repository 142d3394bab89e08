"""Make the country shapes from the UN geodata in the npm package plotly.js. Run once, by hand:

    npm pack plotly.js@4.1.1 && tar xzf plotly.js-4.1.1.tgz
    python scripts/make_shapes.py package/dist/plotly-geo-assets.js

Writes two GeoParquet layers (EPSG:4326) to geodata/shapes/, the same bytes every time.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon, box

OUT = Path(__file__).parents[1] / "geodata" / "shapes"
# name, tolerance and smallest islet kept (degrees, square degrees)
LAYERS = (("countries", 0.1, 0.06), ("countries_detail", 0.02, 0.004))
LEFT_OUT = ("ATA",)


def read_topology(path: Path) -> dict[str, Any]:
    """Return the topology ``world_50m`` out of the script that carries it."""
    text = path.read_text(encoding="utf-8")
    start = text.index("module.exports = {", text.index('"dist/topojson/world_50m.json"'))
    literal = text[start + len("module.exports = ") :]
    # An object literal with bare keys: quoted, it is JSON.
    end = literal.index("// dist/topojson/") if "// dist/topojson/" in literal else len(literal)
    quoted = re.sub(r"([{,]\s*)([A-Za-z_]\w*):", r'\1"\2":', literal[:end])
    return dict(json.JSONDecoder().raw_decode(quoted)[0])


def _arcs(topology: dict[str, Any]) -> list[list[tuple[float, float]]]:
    scale, move = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + move[0], y * scale[1] + move[1]))
        arcs.append(points)
    return arcs


def _ring(indices: list[int], arcs: list[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    points: list[tuple[float, float]] = []
    for index in map(int, indices):  # 1e3 in the script reads as a float
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points.extend(arc[1:] if points else arc)
    return points


def _split(polygon: Polygon) -> list[Any]:
    """Cut a polygon that steps over 180 degrees in two, one on each side of the map."""

    def unwrap(ring: Any) -> Any:
        points = np.asarray(ring.coords)
        points[:, 0] = np.unwrap(points[:, 0], period=360)
        points[-1] = points[0]  # equal but for rounding
        return points

    unwrapped = Polygon(unwrap(polygon.exterior), [unwrap(hole) for hole in polygon.interiors])
    whole = shapely.make_valid(unwrapped, method="structure")
    pieces = []
    for turn in (-1, 0, 1):
        part = whole.intersection(box(360 * turn - 180, -90, 360 * turn + 180, 90))
        moved = shapely.transform(part, lambda c, turn=turn: c - np.array([360.0 * turn, 0.0]))
        pieces += [p for p in shapely.get_parts(moved) if p.geom_type == "Polygon"]
    return pieces


def shapes(topology: dict[str, Any]) -> gpd.GeoDataFrame:
    """Return one row a country or area: iso3, geometry (EPSG:4326)."""
    arcs = _arcs(topology)
    parts: dict[str, list[Polygon]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        rings = {"Polygon": [geometry.get("arcs")], "MultiPolygon": geometry.get("arcs")}
        for polygon in rings[geometry["type"]]:
            outer, *holes = [_ring(ring, arcs) for ring in polygon]
            parts.setdefault(geometry["id"], []).extend(_split(Polygon(outer, holes)))
    ids = sorted(set(parts) - set(LEFT_OUT))
    made = [shapely.union_all(shapely.make_valid([*parts[i]], method="structure")) for i in ids]
    return gpd.GeoDataFrame({"iso3": ids}, geometry=made, crs="EPSG:4326")


def _without_islets(shape: Any, smallest: float) -> MultiPolygon:
    polygons = [p for p in shapely.get_parts(shape) if p.geom_type == "Polygon"]
    polygons.sort(key=lambda p: p.area, reverse=True)
    kept = [p for p in polygons if p.area >= smallest] or polygons[:1]
    return MultiPolygon(kept)


def main(path: Path) -> None:
    """Write the layers and print their sizes."""
    world = shapes(read_topology(path))
    for name, tolerance, smallest in LAYERS:
        layer = world.copy()
        simple = layer.geometry.simplify_coverage(tolerance)
        whole = shapely.make_valid(simple.array, method="structure")
        layer.geometry = [_without_islets(shape, smallest) for shape in whole]
        # d3 and Plotly fill the outside of a ring that runs the other way.
        layer.geometry = shapely.orient_polygons(layer.geometry.array, exterior_cw=True)
        layer.geometry = shapely.set_precision(layer.geometry.array, 0.001, mode="pointwise")
        target = OUT / f"{name}.parquet"
        layer.to_parquet(target, index=False, compression="zstd")
        print(f"{target.name}: {len(layer)} shapes, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
