"""What must hold for any journey at all, and what a profile shows of itself."""

import importlib.util
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routes import GOALS, Child, RoutesError, UnknownNameError, profile
from routes.model import COMPANIES, STATUSES

_spec = importlib.util.spec_from_file_location("hand", Path(__file__).with_name("conftest.py"))
hand = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(hand)
fact, way, profiled, small_atlas = hand.fact, hand.way, hand.profiled, hand.small_atlas

JUDGED = (1, 2, 3, 4, 6)
countries = st.sampled_from(sorted(hand.NAMES))
level_tables = st.fixed_dictionaries(
    {
        iso3: st.dictionaries(st.sampled_from(JUDGED), st.integers(0, 4), max_size=5)
        for iso3 in hand.NAMES
    }
)
journeys = st.lists(countries, min_size=1, max_size=9).map(lambda iso3s: way(*iso3s))
lots = settings(max_examples=80, deadline=None)


def told(changes, *, turn=0):
    """Changes as plain data; ``turn`` n: as seen from the other end of n stages."""
    found = set()
    for c in changes:
        ends = (c.from_stage.order, c.to_stage.order, c.from_level, c.to_level)
        if turn:
            ends = (turn + 1 - ends[1], turn + 1 - ends[0], ends[3], ends[2])
        across = sorted(turn + 1 - s.order if turn else s.order for s in c.across)
        found.add((c.goal, *ends, *across))
    return found


def part(journey, first, last):
    return way(*journey.iso3s[first - 1 : last])


@lots
@given(journeys, level_tables)
def test_the_way_back_mirrors_drops_and_rises(journey, levels):
    there, back = profiled(journey, levels), profiled(journey.reversed(), levels)
    stages = len(journey.stages)
    assert told(back.drops) == told(there.rises, turn=stages)
    assert told(back.rises) == told(there.drops, turn=stages)


@lots
@given(journeys, level_tables)
def test_the_weakest_is_never_above_any(journey, levels):
    found = profiled(journey, levels)
    known = [cell.level for cell in found.cells if cell.level is not None]
    assert bool(found.weakest) == bool(known)
    assert {cell.level for cell in found.weakest} <= {min(known, default=0)}
    assert len(found.weakest) == sum(level == min(known) for level in known)
    for goal in GOALS:
        mine = [c.level for c in found.cells if c.goal == goal and c.level is not None]
        assert [c.level for c in found.weakest_of(goal)] == [m for m in mine if m == min(mine)]


@lots
@given(journeys, level_tables, st.data())
def test_a_journey_split_and_joined_has_the_same_drops(journey, levels, data):
    at = data.draw(st.integers(1, len(journey.stages)))
    whole = profiled(journey, levels)
    before = profiled(part(journey, 1, at), levels)
    after = profiled(part(journey, at, len(journey.stages)), levels)
    joined = profiled(way(*before.journey.iso3s, *after.journey.iso3s[1:]), levels)
    assert told(joined.drops) == told(whole.drops)
    # The parts tell all of them but those that step across the cut, where it is not known.
    over = {d for d in whole.drops if d.from_stage.order < at < d.to_stage.order}
    assert all(at in [stage.order for stage in drop.across] for drop in over)
    assert len(before.drops) + len(after.drops) == len(whole.drops) - len(over)


@lots
@given(journeys, level_tables)
def test_an_unknown_stage_never_hides_a_drop_without_saying_so(journey, levels):
    found = profiled(journey, levels)
    for goal in GOALS:
        known = [c for c in found.cells if c.goal == goal and c.level is not None]
        for one, following in pairwise(known):
            drop = found.drop_into(following.stage.order, goal)
            if following.level >= one.level:
                assert drop is None
                continue
            assert drop in found.drops
            assert drop.size == one.level - following.level
            assert drop.from_stage == one.stage
            between = range(one.stage.order + 1, following.stage.order)
            assert [stage.order for stage in drop.across] == list(between)


@lots
@given(journeys, level_tables)
def test_a_drop_is_always_at_a_border(journey, levels):
    found = profiled(journey, levels)
    assert all(change.is_border for change in (*found.drops, *found.rises))


@lots
@given(journeys, level_tables)
def test_the_frame_tells_the_same_as_the_objects(journey, levels):
    found = profiled(journey, levels)
    frame = found.to_frame()
    assert len(frame) == len(journey.stages) * len(GOALS)
    assert frame["level"].notna().sum() == found.is_known.sum()
    falls = frame[(frame["change"] < 0).fillna(False)]
    rows = {
        (d.goal, d.to_stage.order, -d.size, d.from_stage.order, d.to_level) for d in found.drops
    }
    columns = ["goal", "order", "change", "change_from_order", "level"]
    assert set(falls[columns].itertuples(index=False, name=None)) == rows


MEASURES = ["detention_practice", "detention_law", "anti_discrimination_law", "emergency_health"]


@settings(max_examples=15, deadline=None)
@given(st.data(), st.sampled_from(COMPANIES), st.sampled_from(STATUSES))
def test_a_profile_of_one_country_is_its_country_page(data, company, status):
    rows = {
        measure: fact(measure, data.draw(st.sampled_from(hand.RUBRICS.steps(measure))).value)
        for measure in data.draw(st.sets(st.sampled_from(MEASURES)))
    }
    small, child = small_atlas(*rows.values()), Child(company=company, status=status)
    found = small.profile(way("AAA"), child, 2020)
    for goal, level in small.levels("AAA", child, 2020).items():
        cell = found.cell(1, goal)
        assert cell.level == level.value
        assert cell.known_share == pytest.approx(level.known_share)
        assert cell.is_unchecked == level.is_unchecked


def test_profiles_of_real_countries_are_their_country_pages(atlas):
    child = Child(age=16, company="family", status="undocumented")
    for iso3 in ("LBY", "ITA", "MEX", "POL", "MYT"):
        for checked_only in (False, True):
            found = atlas.profile(way(iso3), child, 2023, checked_only=checked_only)
            levels = atlas.levels(iso3, child, 2023, checked_only=checked_only)
            for goal, level in levels.items():
                cell = found.cell(1, goal)
                shown = (level.value, level.is_unchecked)
                assert (cell.level, cell.is_unchecked) == shown


def test_a_drop_across_an_unknown_stage_names_it():
    found = profiled(way("AAA", "BBB", "CCC"), {"AAA": {2: 3}, "CCC": {2: 1}})
    (drop,) = found.drops
    assert (drop.size, drop.from_level, drop.to_level) == (2, 3, 1)
    assert [stage.iso3 for stage in drop.across] == ["BBB"]
    assert found.drop_into(3, 2) == drop
    assert found.drop_into(2, 2) is None


def test_the_largest_drops_are_all_that_tie():
    levels = {"AAA": {1: 4, 2: 2}, "BBB": {1: 2, 2: 1}, "CCC": {1: 0, 2: 1}}
    found = profiled(way("AAA", "BBB", "CCC"), levels)
    assert [(d.goal, d.to_stage.iso3) for d in found.largest_drops] == [(1, "BBB"), (1, "CCC")]
    assert [d.size for d in found.drops] == [2, 1, 2]


def test_unknown_is_not_zero_in_any_share():
    levels = {"AAA": {1: 0, 2: 3}, "BBB": {2: 1}}
    found = profiled(way("AAA", "BBB"), levels, unchecked=[("AAA", 1), ("BBB", 6)])
    assert found.known_share == pytest.approx(3 / 10)  # goal 5 is not judged
    assert found.unchecked_share == pytest.approx(1 / 3)
    nothing = profiled(way("AAA", "BBB"), {})
    assert nothing.known_share == nothing.unchecked_share == 0
    assert nothing.weakest == nothing.drops == nothing.largest_drops == ()


def test_a_frame_keeps_unknown_as_missing():
    frame = profiled(way("AAA", "BBB"), {"AAA": {2: 3}, "BBB": {2: 3}}).to_frame()
    assert frame["level"].dtype == frame["change"].dtype == "Int8"
    row = frame[(frame["order"] == 2) & (frame["goal"] == 2)].iloc[0]
    assert (row["change"], row["change_from_order"], row["country"]) == (0, 1, "Bland")
    assert frame.loc[frame["goal"] == 3, "level"].isna().all()
    assert pd.isna(frame.loc[1, "change"])


def test_a_cell_outside_the_journey_is_refused():
    found = profiled(way("AAA", "BBB"), {})
    with pytest.raises(RoutesError, match="'by-hand', branch 'main': no stage 3; it has 1 to 2"):
        found.cell(3, 1)
    with pytest.raises(UnknownNameError, match="goal '7'"):
        found.cell(1, 7)


def test_values_are_told_by_name_and_unknown_is_none():
    found = profiled(
        way("AAA", "BBB"),
        {},
        values=[("BBB", "detention_law", "silent")],
        unchecked=[("BBB", "detention_law")],
    )
    assert found.value(1, "detention_law") is None
    assert found.value(2, "detention_law") == "silent"
    assert found.is_value_unchecked(2, "detention_law")


def test_a_world_at_hand_gives_the_same_profile(atlas, girl):
    journey = atlas.journey("central-med-horn")
    one = profile(atlas, journey, girl, 2024)
    other = profile(atlas, journey, girl, 2024, world=atlas.world(girl))
    assert np.array_equal(one.levels, other.levels)
    assert one.drops == other.drops
