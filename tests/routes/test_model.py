"""A journey, its legs, and the way back."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from shapely import get_coordinates, get_parts

from routes import BrokenJourneyError, Journey, Leg

_spec = importlib.util.spec_from_file_location("hand", Path(__file__).with_name("conftest.py"))
hand = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(hand)
way, small_atlas = hand.way, hand.small_atlas


def test_a_journey_with_a_missing_stage_is_refused():
    one, _, three = way("AAA", "BBB", "CCC").stages
    with pytest.raises(BrokenJourneyError, match="'gap', branch 'main': order 2 is missing"):
        Journey(route_id="gap", branch="main", name="", stages=(one, three))


def test_a_journey_without_stages_is_refused():
    with pytest.raises(BrokenJourneyError, match="no stages"):
        Journey(route_id="gap", branch="main", name="", stages=())


def test_a_single_stage_is_a_journey_without_legs():
    alone = way("AAA")
    assert alone.legs == ()
    assert alone.distance_km == 0
    assert alone.legs_frame().empty
    assert len(alone.to_frame()) == 1


def test_legs_join_each_stage_to_the_next():
    found = way("AAA", "BBB", "CCC")
    one, two, three = found.stages
    assert found.legs == (Leg(start=one, end=two), Leg(start=two, end=three))
    assert [leg.mode for leg in found.legs] == ["land", "land"]
    assert found.distance_km == pytest.approx(2 * 1109, rel=0.01)


def test_frames_carry_their_crs_and_one_row_a_stage_or_leg():
    found = way("AAA", "BBB", "BBB", "CCC")
    stages, legs = found.to_frame(), found.legs_frame()
    assert stages.crs == legs.crs == "EPSG:4326"
    assert stages["iso3"].tolist() == ["AAA", "BBB", "BBB", "CCC"]
    assert stages.geometry.x.tolist() == [10, 20, 30, 40]
    assert list(zip(legs["from_iso3"], legs["to_iso3"], strict=True)) == [
        ("AAA", "BBB"),
        ("BBB", "BBB"),
        ("BBB", "CCC"),
    ]


def test_a_leg_across_the_antimeridian_is_split():
    (leg,) = small_atlas().journey(["DDD", "EEE"]).legs
    assert leg.distance_km == pytest.approx(2226, rel=0.01)
    assert leg.line.geom_type == "MultiLineString"
    for part in get_parts(leg.line):
        assert np.abs(np.diff(get_coordinates(part)[:, 0])).max() < 180


def test_fiji_to_samoa_does_not_cross_the_map(atlas):
    (leg,) = atlas.journey(["FJI", "WSM"]).legs
    assert len(get_parts(leg.line)) == 2
    assert leg.distance_km < 1500


def test_the_way_back_turns_roles_and_modes_and_is_not_documented():
    found = way("AAA", "BBB", "CCC")
    back = found.reversed()
    assert back.iso3s == ("CCC", "BBB", "AAA")
    assert [stage.role for stage in back.stages] == ["origin", "transit", "destination"]
    assert [leg.mode for leg in back.legs] == ["land", "land"]
    assert back.is_own
    assert not found.is_own
    assert {stage.evidence for stage in back.stages} == {None}
    assert back.distance_km == pytest.approx(found.distance_km)
    assert back.reversed().iso3s == found.iso3s
