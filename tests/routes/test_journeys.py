"""Documented journeys by name, own journeys by code, and clear words when neither fits."""

import importlib.util
from pathlib import Path

import pytest

from routes import BrokenJourneyError, Journey, RoutesError, UnknownNameError, journey, own_journey

_spec = importlib.util.spec_from_file_location("hand", Path(__file__).with_name("conftest.py"))
hand = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(hand)
way, small_atlas = hand.way, hand.small_atlas


@pytest.fixture(scope="module")
def small():
    return small_atlas(
        journeys=[
            way("AAA", "BBB", route_id="north"),
            way("AAA", "CCC", route_id="north", branch="by-sea"),
        ]
    )


def test_a_route_without_a_branch_is_its_first(small):
    assert small.journey("north").branch == "main"
    assert small.journey("north", "by-sea").iso3s == ("AAA", "CCC")
    assert journey(small, "north", branch="by-sea") == small.journey("north", "by-sea")


def test_own_journey_starts_at_the_origin_and_ends_at_the_destination(small):
    mine = small.journey(["AAA", "BBB", "AAA", "CCC"])
    assert mine.is_own
    assert mine.name == "Aland to Cland"
    assert [stage.role for stage in mine.stages] == ["origin", "transit", "transit", "destination"]
    assert [stage.place for stage in mine.stages] == ["Aland", "Bland", "Aland", "Cland"]
    assert {stage.mode for stage in mine.stages} == {None}
    assert {(stage.source_id, stage.evidence) for stage in mine.stages} == {("", None)}
    assert (mine.stages[1].lon, mine.stages[1].lat) == (10.0, 5.0)


def test_own_journey_keeps_the_name_given(small):
    assert own_journey(["AAA", "BBB"], small.countries, "Mine").name == "Mine"


def test_the_same_country_twice_in_a_row_is_refused_with_every_place(small):
    with pytest.raises(BrokenJourneyError) as refused:
        small.journey(["AAA", "AAA", "BBB", "CCC", "CCC"])
    assert "Aland (AAA) comes twice in a row, as stages 1 and 2" in str(refused.value)
    assert "Cland (CCC) comes twice in a row, as stages 4 and 5" in str(refused.value)


@pytest.mark.parametrize(
    ("iso3s", "word"),
    [([], "has 0 countries"), (["AAA"], "has 1 country;"), (["AAA", "BBB"] * 8, "16 countries")],
)
def test_too_few_or_too_many_countries_are_refused(small, iso3s, word):
    with pytest.raises(BrokenJourneyError, match=word):
        small.journey(iso3s)


def test_fifteen_countries_are_a_journey(small):
    assert len(small.journey([*["AAA", "BBB"] * 7, "AAA"]).stages) == 15


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("LBX", "LBY (Libya)"),
        ("lby", "LBY (Libya)"),
        ("Libya", "LBY (Libya)"),
        ("turkey", "TUR (Türkiye)"),
        ("Cote d'Ivoire", "CIV (Côte d’Ivoire)"),
        ("United Kingdon", "GBR (United Kingdom)"),
        ("Korea", "KOR (Republic of Korea)"),
    ],
)
def test_an_unknown_code_is_told_with_the_nearest_and_their_names(atlas, typed, meant):
    with pytest.raises(UnknownNameError) as refused:
        atlas.journey(["ERI", typed])
    assert "stage 2" in str(refused.value)
    assert meant in str(refused.value)


def test_an_unknown_branch_is_told_with_all_that_the_route_has(atlas):
    with pytest.raises(UnknownNameError, match=r"'central-med-horn'.*main, somalia, sudan, egypt"):
        atlas.journey("central-med-horn", "mian")


def test_an_unknown_route_is_told_with_the_nearest(atlas):
    with pytest.raises(UnknownNameError, match="central-med-horn"):
        atlas.journey("central-med-hron")
    with pytest.raises(UnknownNameError, match="darien-usa"):
        atlas.journey("Darien Gap")


def test_a_stage_outside_the_atlas_is_named_by_route_branch_and_stage(small, girl):
    strange = way("AAA", "QQQ")
    with pytest.raises(UnknownNameError, match=r"'QQQ'.*'by-hand', branch 'main', stage 2"):
        small.profile(strange, girl, 2024)


def test_a_year_without_facts_is_refused(small, girl):
    with pytest.raises(RoutesError, match="2010 to 2025, not 1999"):
        small.profile(small.journey("north"), girl, 1999)


def test_every_documented_branch_is_a_journey_with_legs(atlas):
    for route in atlas.routes.values():
        for found in route.journeys:
            assert isinstance(found, Journey)
            assert len(found.legs) == len(found.stages) - 1
            assert all(leg.mode for leg in found.legs)
