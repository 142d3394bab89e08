"""The country shapes are whole, run the right way round, and stay on their side of the map."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geodata.build import detail_file, shapes_file
from geodata.check import read_curated

FILES = {"countries": shapes_file(), "countries_detail": detail_file()}
WITHOUT_SHAPE = {"SMR", "XKX"}  # points only, see geodata/shapes/README.md


@pytest.fixture(scope="module", params=FILES)
def shapes(request):
    return gpd.read_parquet(FILES[request.param])


@pytest.fixture(scope="module")
def polygons(shapes):
    return shapely.get_parts(shapes.geometry.array)


def test_shapes_are_multipolygons_in_degrees(shapes):
    assert shapes.crs.to_epsg() == 4326
    assert (shapes.geometry.geom_type == "MultiPolygon").all()
    assert not shapes.geometry.is_empty.any()


def test_shapes_are_valid(shapes):
    assert shapes.loc[~shapes.geometry.is_valid, "iso3"].tolist() == []


def test_exterior_rings_run_clockwise_and_holes_against_it(polygons):
    assert not shapely.is_ccw(shapely.get_exterior_ring(polygons)).any()
    holes = [hole for polygon in polygons for hole in polygon.interiors]
    assert shapely.is_ccw(holes).all()


def test_no_polygon_spans_the_antimeridian(polygons):
    west, south, east, north = shapely.bounds(polygons).T
    assert (east - west).max() < 180
    assert west.min() >= -180
    assert east.max() <= 180
    assert south.min() >= -90
    assert north.max() <= 90


def test_every_shape_has_a_row_in_the_list_of_countries(shapes):
    countries, _ = read_curated()
    listed = set(countries.countries["iso3"])
    assert shapes["iso3"].is_unique
    assert listed - set(shapes["iso3"]) == WITHOUT_SHAPE
    assert set(shapes["iso3"]) <= listed


def test_neighbours_share_one_border(shapes):
    # Cut at 180 degrees, Russia keeps hair-thin overlaps on its borders: below 0.2 square degrees.
    pairs = shapes.sindex.query(shapes.geometry, predicate="overlaps").T
    geometry = shapes.geometry.array
    areas = [shapely.area(shapely.intersection(geometry[a], geometry[b])) for a, b in pairs]
    assert np.max(areas, initial=0) < 0.2
    assert all("RUS" in set(shapes["iso3"].iloc[[a, b]]) for a, b in pairs)
