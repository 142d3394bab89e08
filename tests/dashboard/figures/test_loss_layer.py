"""Deaths and missing on the atlas's map: once an area, beside its legs, none over another."""

import re

import numpy as np
import pytest

from dashboard.components.way_marks import loss_mark
from dashboard.figures import loss_layer, way_marks
from dashboard.figures.way_marks import LossMark
from dashboard.state import ViewState
from routes import YEARS


def marks_of(data, routes, years=YEARS):
    state = ViewState(routes=routes)
    return {
        year: [loss_mark(one) for one in data.losses_in_view(state, year).losses] for year in years
    }


def layers_of(data, *routes):
    shown = routes or tuple(data.route_ids)
    return loss_layer.layers(data.atlas_map, frozenset(shown), marks_of(data, routes))


def test_each_area_of_all_routes_has_one_mark_a_year(data):
    layers = layers_of(data)
    for year, marks in marks_of(data, ()).items():
        names = re.findall(r'data-loss="([^"]+)"', layers[year])
        assert len(names) == len(set(names)) == len(marks)
    assert max(len(marks) for marks in marks_of(data, ()).values()) > 8


def test_a_mark_hangs_at_the_same_spot_in_every_year(data):
    hung = {}
    for layer in layers_of(data).values():
        for name, at, spot in re.findall(
            r'data-loss="([^"]+)" transform="([^"]+)">.*?class="loss" transform="([^"]+)"', layer
        ):
            hung.setdefault(name, set()).add((at, spot))
    assert hung
    assert all(len(places) == 1 for places in hung.values())


@pytest.mark.parametrize(
    "routes",
    [
        (),
        ("central-med-horn",),
        ("central-med-horn", "western-med", "eastern-med"),
        ("western-balkans", "eastern-med", "western-med", "central-med-tunisia", "channel"),
    ],
    ids=lambda routes: ",".join(routes) or "all",
)
def test_no_mark_covers_another_nor_stands_on_what_it_counts(data, routes):
    shapes, shown = data.atlas_map, frozenset(routes or data.route_ids)
    many = loss_layer.is_many(shown)
    size = loss_layer.SIZE_OF_MANY if many else loss_layer.SIZE
    marks = loss_layer.largest(marks_of(data, routes))
    marks = [way_marks.short(mark) for mark in marks] if many else marks
    tx, ty, k = shapes.view(shown)
    view = (-tx / k, -ty / k, k)
    room = (shapes.width, shapes.height)
    spots = loss_layer.spots_on(
        shapes, shown, marks, view, room, size=size, letter=loss_layer.LETTER * size
    )
    for i, (mark, spot) in enumerate(zip(marks, spots, strict=True)):
        at, r = np.array(spot.at), mark.radius * size
        assert (at > r).all()
        assert (at < np.array(room) - r).all()
        for leg in mark.legs:
            for line in way_marks.leg_lines(leg, view):
                assert np.hypot(*(np.asarray(line) - at).T).min() > r, mark.name
        for other, beside in zip(marks[:i], spots[:i], strict=True):
            apart = np.hypot(*(at - np.array(beside.at)))
            assert apart > r + other.radius * size, (mark.name, other.name)


ROUTES = (
    "central-med-horn", "central-med-west-africa", "central-med-tunisia", "eastern-med",
    "western-balkans", "western-med", "atlantic-canaries", "belarus-eu", "channel", "ukraine-eu",
    "horn-eastern", "horn-southern", "darien-usa", "haiti-dominican-republic", "caribbean-sea-usa",
    "comoros-mayotte",
)  # fmt: skip
FARTHEST = 0.025  # of the map's width: from the rim of a mark to the leg that it hangs beside


@pytest.mark.parametrize(
    "beside",
    [None, "central-med-horn"],
    ids=["one route and all", "pairs"],
)
def test_no_mark_stands_far_from_what_it_counts(data, beside):
    shapes, told = data.atlas_map, 0
    chosen = [(one, beside) if beside else (one,) for one in ROUTES if one != beside]
    for routes in chosen if beside else [*chosen, tuple(data.route_ids)]:
        shown = frozenset(routes)
        many = loss_layer.is_many(shown)
        size = loss_layer.SIZE_OF_MANY if many else loss_layer.SIZE
        marks = [m for m in loss_layer.largest(marks_of(data, routes)) if m.legs]
        assert marks, routes
        tx, ty, k = shapes.view(shown)
        view, room = (-tx / k, -ty / k, k), (shapes.width, shapes.height)
        spots = loss_layer.spots_on(
            shapes, shown, marks, view, room, size=size, letter=loss_layer.LETTER * size
        )
        for mark, spot in zip(marks, spots, strict=True):
            at, r = np.array(spot.at), mark.radius * size
            lines = [np.asarray(p) for leg in mark.legs for p in way_marks.leg_lines(leg, view)]
            to_near = np.hypot(*(at - np.array(spot.near)))
            points = np.vstack([way_marks.dense(line) for line in lines])
            assert np.hypot(*(points - np.array(spot.near)).T).min() < 1e-6, "not on its legs"
            assert to_near - r <= FARTHEST * shapes.width, (routes, mark.name)
            told += 1
    assert told >= len(chosen)


def test_the_routes_with_marks_are_those_that_are_tried(data):
    assert set(ROUTES) == {one for one in data.route_ids if data.loss_areas((one,))}


def test_a_withheld_number_has_neither_size_nor_words_under_it(data):
    journey = data.atlas.route("channel").journeys[0]
    hidden = LossMark(
        least=None, children=None, legs=journey.legs, area="A", label="withheld", words="", name="A"
    )
    assert way_marks.short(hidden).label == ""
    drawn = loss_layer.layers(data.atlas_map, frozenset(data.route_ids), {2023: [hidden]})[2023]
    assert 'class="withheld"' in drawn
    assert 'class="all"' not in drawn


def test_no_style_attribute_is_drawn_that_a_strict_policy_would_refuse(data):
    assert not any("style=" in layer for layer in layers_of(data, "channel").values())
