"""Where the world stands: worked by hand in a tiny world, then held to its rules in any world."""

import dataclasses
import importlib.util
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routes import YEARS, Child, RoutesError, UnknownNameError, World
from routes.protection import UNKNOWN
from routes.standing import LEVELS, standing

_spec = importlib.util.spec_from_file_location("hand", Path(__file__).with_name("conftest.py"))
hand = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(hand)
WAYS = (hand.way("AAA", "BBB", "CCC"), hand.way("AAA", "DDD", branch="north"))


def world(levels, *, open_now=()):
    """A world of five countries; ``levels`` is country -> {year: level} of goal 2.

    A country in ``open_now`` has an answer to a core question in 2010 that it lacks in 2024.
    """
    countries, measures = tuple(hand.NAMES), tuple(hand.RUBRICS.measures)
    cells = np.full((5, 6, len(YEARS)), UNKNOWN, np.int8)
    values = np.full((5, len(measures), len(YEARS)), UNKNOWN, np.int8)
    for iso3, told in levels.items():
        for year, level in told.items():
            cells[countries.index(iso3), 1, YEARS.index(year)] = level
    core = measures.index(hand.RUBRICS.goals[2].measures("core")[0])
    for iso3 in open_now:
        values[countries.index(iso3), core, YEARS.index(2010)] = 0
    return World(
        countries=countries, measures=measures, values=values,
        unchecked=np.zeros(values.shape, np.bool_), levels=cells,
        level_unchecked=np.zeros(cells.shape, np.bool_),
        known_share=(cells != UNKNOWN).astype(np.float32),
    )  # fmt: skip


def stands(levels, *, year=2024, journeys=WAYS, open_now=(), **more):
    atlas = hand.small_atlas(journeys=journeys)
    found = world(levels, open_now=open_now)
    return standing(atlas, 2, year=year, world=found, **more)


def test_levels_are_counted_and_the_unknown_is_no_level():
    found = stands({"AAA": {2024: 0}, "BBB": {2024: 3}, "CCC": {2024: 3}})
    assert found.by_level == {0: ("AAA",), 1: (), 2: (), 3: ("BBB", "CCC"), 4: ()}
    assert found.unknown == ("DDD", "EEE")
    assert (found.known, found.known_share) == (3, 0.6)
    assert found.level("BBB") == 3
    assert found.level("EEE") is None


def test_who_rose_fell_stayed_and_who_cannot_be_compared():
    found = stands(
        {
            "AAA": {2010: 1, 2024: 3},
            "BBB": {2010: 2, 2024: 0},
            "CCC": {2010: 2, 2024: 2},
            "DDD": {2024: 4},  # not known then
            "EEE": {2010: 1},  # not known any more
        }
    )
    assert found.since == 2010
    assert [(move.iso3, move.change) for move in found.rose] == [("AAA", 2)]
    assert [(move.iso3, move.change) for move in found.fell] == [("BBB", -2)]
    assert [move.iso3 for move in found.same] == ["CCC"]
    assert found.not_comparable == ("DDD", "EEE")


def test_a_level_that_moved_with_what_is_known_is_marked():
    told = {"AAA": {2010: 3, 2024: 1}, "BBB": {2010: 3, 2024: 1}}
    assert [move.is_uneven for move in stands(told, open_now=["BBB"]).fell] == [False, True]


def test_the_first_year_covered_is_the_first_with_a_known_level():
    assert stands({"AAA": {2016: 1, 2024: 1}}).since == 2016
    assert stands({"AAA": {2024: 1}}).since is None
    assert stands({"AAA": {2016: 1, 2020: 2, 2024: 1}}, since=2020).moves[0].was == 2
    assert stands({"AAA": {2024: 1}}).not_comparable == tuple(hand.NAMES)


@pytest.mark.parametrize("since", [2024, 2025, 1999])
def test_a_year_that_is_not_before_is_refused(since):
    with pytest.raises(RoutesError):
        stands({}, since=since)


def test_the_least_and_the_most_protected_stage_name_every_tie_and_leave_out_the_unknown():
    found = stands({"AAA": {2024: 1}, "BBB": {2024: 1}, "DDD": {2024: 3}})
    assert [(s.journey.branch, s.stage.order, s.stage.iso3) for s in found.least] == [
        ("main", 1, "AAA"), ("main", 2, "BBB"), ("north", 1, "AAA"),
    ]  # fmt: skip
    assert [(s.stage.iso3, s.level) for s in found.most] == [("DDD", 3)]
    assert (found.stages_known, found.stages_unknown) == (4, 1)


def test_nothing_known_is_no_stage_at_all():
    found = stands({})
    assert (found.least, found.most, found.stages_known, found.stages_unknown) == ((), (), 0, 5)


def test_countries_can_be_named_and_a_strange_one_is_refused():
    found = stands({"AAA": {2024: 1}, "BBB": {2024: 0}}, countries=["BBB", "BBB", "CCC"])
    assert found.countries == ("BBB", "CCC")
    assert found.by_level[0] == ("BBB",)
    with pytest.raises(UnknownNameError, match="Aland"):
        stands({}, countries=["Alandd"])
    with pytest.raises(UnknownNameError, match="goal"):
        standing(hand.small_atlas(), 7)


def test_a_goal_that_is_not_judged_has_no_level(atlas):
    found = atlas.standing(5)
    assert not found.is_judged
    assert found.known == 0
    assert found.least == ()


def test_the_worlds_own_numbers_are_those_of_the_levels(atlas, girl):
    found = atlas.standing(2, year=2024, child=girl)
    held = atlas.world(girl).frame(2024).query("goal == 2").set_index("iso3")["level"]
    assert all(found.level(iso3) == (None if held.isna()[iso3] else held[iso3])
               for iso3 in found.countries)  # fmt: skip
    assert set(atlas.countries.loc[list(found.countries), "kind"]) == {"country"}
    frame = found.to_frame()
    assert int(frame["level"].notna().sum()) == found.known
    assert (frame["moved"] == "fell").sum() == len(found.fell)


known_or_not = st.one_of(st.none(), st.sampled_from(LEVELS))


@settings(deadline=None, max_examples=60)
@given(
    then=st.lists(known_or_not, min_size=5, max_size=5),
    now=st.lists(known_or_not, min_size=5, max_size=5),
)
def test_counts_add_up_to_all_countries_in_any_world(then, now):
    told = {
        iso3: {y: level for y, level in ((2010, was), (2024, at)) if level is not None}
        for iso3, was, at in zip(hand.NAMES, then, now, strict=True)
    }
    found = stands(told, since=2010)
    at_level = [iso3 for held in found.by_level.values() for iso3 in held]
    assert sorted([*at_level, *found.unknown]) == sorted(found.countries)
    moved = [move.iso3 for move in (*found.rose, *found.fell, *found.same)]
    assert sorted([*moved, *found.not_comparable]) == sorted(found.countries)
    assert all(sum(one.levels) + one.unknown == len(found.countries) for one in found.years)
    assert found.stages_known + found.stages_unknown == 5
    levels = [one.level for one in (*found.least, *found.most)]
    assert all(one.level == min(levels) for one in found.least)
    assert all(one.level == max(levels) for one in found.most)


@settings(deadline=None, max_examples=30)
@given(goal=st.sampled_from((1, 2, 3, 4, 6)), year=st.sampled_from(YEARS), known=st.booleans())
def test_checked_only_never_knows_more(atlas, goal, year, known):
    child = Child(age=15, company="alone" if known else "family", status="refugee")
    every = atlas.standing(goal, year=year, child=child)
    checked = atlas.standing(goal, year=year, child=child, checked_only=True)
    assert set(every.unknown) <= set(checked.unknown)
    assert dataclasses.replace(checked, by_level=every.by_level).countries == every.countries
