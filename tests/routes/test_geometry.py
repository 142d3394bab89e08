"""Lines over the ground, also where the map ends."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import get_coordinates, get_parts

from routes.geometry import (
    distance_km,
    geodesic_line,
    geodesic_points,
    split_at_antimeridian,
)

lons = st.one_of(st.floats(-180, 180), st.sampled_from([-180.0, 180.0, 179.9, -179.9, 0.0]))
points = st.tuples(lons, st.floats(-75, 75))


def test_a_degree_on_the_equator_is_as_long_as_on_wgs_84():
    assert distance_km((0, 0), (1, 0)) == pytest.approx(111.32, abs=0.01)


def test_across_the_antimeridian_is_the_short_way():
    assert distance_km((179, 0), (-179, 0)) == pytest.approx(222.64, abs=0.01)


def test_a_line_across_the_antimeridian_is_in_two_parts_that_meet_there():
    line = geodesic_line((178.1, -17.8), (-172.1, -13.8))
    west, east = get_parts(line)
    assert west.coords[0] == (178.1, -17.8)
    assert west.coords[-1][0] == 180
    assert east.coords[0][0] == -180
    assert west.coords[-1][1] == east.coords[0][1]
    assert east.coords[-1] == (-172.1, -13.8)


def test_westward_meets_at_minus_180_first():
    line = geodesic_line((-172.1, -13.8), (178.1, -17.8))
    assert [part.coords[-1][0] for part in get_parts(line)] == [-180, 178.1]


def test_a_line_that_only_touches_the_antimeridian_stays_whole():
    assert geodesic_line((180, 0), (-178, 0)).geom_type == "LineString"
    assert geodesic_line((178, 0), (-180, 0)).geom_type == "LineString"


def test_a_geodesic_bends_towards_the_pole():
    assert get_coordinates(geodesic_line((0, 50), (90, 50)))[:, 1].max() > 55


def test_two_places_in_one_spot_make_a_line_without_length():
    assert geodesic_line((5, 5), (5, 5)).length == 0


def test_points_lie_no_further_apart_than_fifty_kilometres():
    found = geodesic_points((0, 0), (20, 20))
    steps = [distance_km(tuple(a), tuple(b)) for a, b in pairwise(found)]
    assert max(steps) <= 50.001


@settings(max_examples=100, deadline=None)
@given(points, points)
def test_no_segment_spans_the_map(start, end):
    for part in split_at_antimeridian(geodesic_points(start, end)):
        assert np.abs(np.diff(part[:, 0])).max(initial=0) <= 180
        assert np.abs(part[:, 0]).max() <= 180
