"""Where a record is: the answers of a plain join, and of a search through all places."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import pytest
import shapely

from geodata.layers import load_layer
from geodata.records.world import World

GEOD = pyproj.Geod(ellps="WGS84")


def names(world, codes):
    return [world.iso3[code] if code >= 0 else "" for code in codes]


def where(world, *points):
    lon, lat = (np.array(values, dtype=float) for values in zip(*points, strict=True))
    country, off = world.country(lon, lat)
    return names(world, country), list(off)


@pytest.fixture(scope="module")
def real():
    return World.of_layers(load_layer("countries_detail"), load_layer("stages"))


@pytest.fixture(scope="module")
def points(real):
    """Points about the stages, where borders and coasts are, and over the whole globe."""
    random = np.random.default_rng(7)
    at = random.integers(0, len(real.places), 12_000)
    lon = real.places["lon"].to_numpy()[at] + random.normal(0, 0.7, len(at))
    lat = real.places["lat"].to_numpy()[at] + random.normal(0, 0.7, len(at))
    lon = np.concatenate([lon, random.uniform(-180, 180, 4000), [-180, 180, 0, 0]])
    lat = np.concatenate([lat, random.uniform(-90, 90, 4000), [0, 0, -90, 90]])
    return (lon + 180) % 360 - 180, np.clip(lat, -90, 90)


def test_countries_are_those_of_a_plain_spatial_join(real, points):
    country, off = real.country(*points)
    plain = gpd.sjoin(
        gpd.GeoDataFrame(geometry=gpd.points_from_xy(*points), crs="EPSG:4326"),
        load_layer("countries_detail"),
        how="left",
        predicate="intersects",
    )
    expected = plain.groupby(level=0)["iso3"].min().fillna("")
    found = pd.Series(names(real, country)).mask(off, "")
    assert list(found) == list(expected)


def test_however_fine_the_cells_are_the_answers_are_the_same(countries, stages, request):
    lon, lat = np.random.default_rng(5).uniform(-0.5, 4.5, (2, 20_000))
    fine = World.of_layers(countries, stages).country(lon, lat)
    request.getfixturevalue("coarse")
    coarse = World.of_layers(countries, stages)
    for made in (coarse, World.unpacked(coarse.packed)):
        for one, other in zip(fine, made.country(lon, lat), strict=True):
            assert np.array_equal(one, other)
    assert coarse._country_grid.shape == (128, 256)


def test_off_the_coast_is_within_twelve_miles_on_the_ground_of_the_nearest_shape(real, points):
    country, off = real.country(*points)
    at = np.flatnonzero(off)[:150]
    assert len(at) > 100
    for lon, lat, code in zip(points[0][at], points[1][at], country[at], strict=True):
        scale = np.cos(np.radians(lat))
        point = shapely.Point(lon * scale, lat)
        shape = shapely.transform(real.shapes[code], lambda xy, s=scale: xy * [s, 1])
        coast = shapely.get_coordinates(shapely.shortest_line(point, shape))[1]
        km = GEOD.inv(lon, lat, coast[0] / scale, coast[1])[2] / 1000
        assert km < real.coast_km * 1.01


def test_nearest_places_are_those_of_a_search_through_all(real, points):
    lon, lat = (values[:6000] for values in points)
    places = real.places
    apart = np.stack(
        [GEOD.inv(np.full(len(lon), x), np.full(len(lat), y), lon, lat)[2]
         for x, y in zip(places["lon"], places["lat"], strict=True)]
    )  # fmt: skip
    best, km = apart.argmin(axis=0), apart.min(axis=0) / 1000
    runner_up = np.partition(apart, 1, axis=0)[1] / 1000
    # The sphere is not the ellipsoid: a point between two places, or at the limit, may differ.
    clear = (np.abs(km - real.near_km) > 0.5) & (runner_up - km > 0.5)
    expected = np.where(km <= real.near_km, best, -1)
    assert clear.sum() > 5000
    assert list(real.place(lon, lat)[clear]) == list(expected[clear])


def test_a_point_on_a_border_counts_once_to_the_first_country(world):
    assert where(world, (2, 1), (1.9, 1), (2.1, 1)) == (["AAA", "AAA", "BBB"], [False] * 3)


def test_a_harbour_outside_the_drawn_coast_still_has_its_country(world):
    assert where(world, (1, -0.15), (3, 2.15), (1, -0.25)) == (
        ["AAA", "BBB", ""],
        [True, True, False],
    )


def test_on_land_alone_if_so_asked(countries, stages):
    strict = World.of_layers(countries, stages, coast_km=0)
    assert where(strict, (1, 0.01), (1, -0.01)) == (["AAA", ""], [False, False])


def test_nothing_near_the_poles_or_the_date_line_breaks_it(world):
    country, _ = world.country(np.array([180.0, -180.0, 12.0]), np.array([90.0, -90.0, 89.9]))
    assert set(country) == {-1}
    assert set(world.place(np.array([180.0, -180.0]), np.array([90.0, -90.0]))) == {-1}


def test_packed_and_unpacked_it_gives_the_same_answers(real, points):
    again = World.unpacked(real.packed)
    assert again.digest == real.digest
    for one, other in zip(real.country(*points), again.country(*points), strict=True):
        assert (one == other).all()
    assert (real.place(*points) == again.place(*points)).all()


def test_another_limit_is_another_world(countries, stages, world):
    assert World.of_layers(countries, stages, near_km=51).digest != world.digest
