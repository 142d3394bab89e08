"""Numbers on a journey's map: in proportion, beside the way, and no place."""

import re
from math import pi

import numpy as np
import pytest

from dashboard.figures import route_map, way_marks
from dashboard.figures.way_marks import (
    FlowBand,
    LossMark,
    Spot,
    WayMarks,
    bands_svg,
    losses_svg,
    radius,
)


def mark(least, journey, children=None):
    return LossMark(
        least=least,
        children=children,
        legs=journey.legs[:2],
        area="A sea & more",
        label="at least",
        words="<words>",
    )


AT = Spot((0, 0), ((0, 0), (1, 1)))


@pytest.fixture(scope="module")
def journey(data):
    return data.atlas.route("central-med-horn").journeys[0]


def test_areas_are_in_proportion_to_numbers():
    assert pi * radius(400) ** 2 == pytest.approx(4 * pi * radius(100) ** 2)


def test_a_withheld_number_has_no_size(journey):
    drawn = losses_svg([mark(None, journey)], [AT])
    assert 'class="withheld"' in drawn
    assert 'class="all"' not in drawn


def test_children_are_drawn_apart_and_words_are_escaped(journey):
    drawn = losses_svg([mark(400, journey, children=100)], [AT])
    radii = dict(re.findall(r'class="(\w+)" r="([\d.]+)"', drawn))
    assert float(radii["children"]) == pytest.approx(float(radii["all"]) / 2)
    assert "&lt;words&gt;" in drawn
    assert "A sea &amp; more" in drawn


def test_a_mark_touches_neither_the_way_nor_a_stage_and_stays_in_the_picture(data):
    for route in data.atlas.routes.values():
        for journey in route.journeys:
            marks = WayMarks(losses=(mark(1500, journey),))
            drawn = route_map.svg(data.atlas_map, journey, {}, "", can_pick=False, marks=marks)
            found = re.search(r'class="loss" transform="translate\(([\d.-]+),([\d.-]+)\)"', drawn)
            spot, r = np.array([float(found[1]), float(found[2])]), radius(1500)
            assert r < spot[0] < route_map.WIDTH - r
            assert r < spot[1] < route_map.HEIGHT - r
            for x, y in re.findall(r'data-stage="\d+" transform="translate\(([\d.]+),([\d.]+)\)"',
                                   drawn):  # fmt: skip
                assert np.hypot(*(spot - [float(x), float(y)])) > r, route.route_id
            for path in re.findall(r'class="line \w+" d="([^"]+)"', drawn):
                points = np.array(re.findall(r"([\d.-]+),([\d.-]+)", path), dtype=float)
                assert np.hypot(*(points - spot).T).min() > r, route.route_id


def test_bands_are_as_wide_as_their_numbers_and_bow_away_from_the_straight_line():
    bands = [
        FlowBand(start_iso3="AAA", end_iso3="BBB", people=1000, children=250, words="a & b"),
        FlowBand(start_iso3="BBB", end_iso3="AAA", people=500, children=None, words=""),
    ]
    drawn = bands_svg(bands, {"AAA": (0.0, 0.0), "BBB": (100.0, 0.0)})
    widths = [float(one) for one in re.findall(r'stroke-width="([\d.]+)"', drawn)]
    most = way_marks.WIDEST
    assert widths == [most, most / 4, most / 2]
    there, back = re.findall(r'class="people" d="[^Q]*Q([\d.-]+),([\d.-]+) ', drawn)
    assert float(there[1]) == -float(back[1]) != 0
    assert "a &amp; b" in drawn


def test_a_map_without_numbers_has_none(data, journey):
    drawn = route_map.svg(data.atlas_map, journey, {}, "", can_pick=False)
    assert not re.search('class="(losses|bands|spans)"', drawn)
