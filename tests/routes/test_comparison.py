"""Two journeys, children or years side by side."""

import importlib.util
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from routes import Child, compare

_spec = importlib.util.spec_from_file_location("hand", Path(__file__).with_name("conftest.py"))
hand = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(hand)
way, profiled = hand.way, hand.profiled

ways = st.lists(st.sampled_from(sorted(hand.NAMES)), min_size=1, max_size=7).map(lambda w: way(*w))
tables = st.fixed_dictionaries(
    {
        iso3: st.dictionaries(st.sampled_from([1, 2, 3, 4, 6]), st.integers(0, 4))
        for iso3 in hand.NAMES
    }
)


def texts(found, **names):
    return {s.kind: s.text for s in found.sentences(**names)}


@settings(max_examples=60, deadline=None)
@given(ways, tables)
def test_a_profile_compared_with_itself_is_empty(journey, levels):
    found = profiled(journey, levels)
    assert compare(found, found).is_empty
    assert [s.kind for s in compare(found, found).sentences()] == ["same"]


@settings(max_examples=60, deadline=None)
@given(ways, ways, tables, tables)
def test_every_stage_is_paired_once_and_in_order(one, other, levels_a, levels_b):
    found = compare(profiled(one, levels_a), profiled(other, levels_b))
    assert tuple(a for a, _ in found.pairs if a) == one.stages
    assert tuple(b for _, b in found.pairs if b) == other.stages
    assert all(a.iso3 == b.iso3 for a, b in found.pairs if a and b)
    assert all(d.level_a != d.level_b for d in found.differences)
    assert len(found.to_frame()) == 6 * len(found.pairs)
    for told in found.sentences():
        assert told.text.endswith(".")
        assert "  " not in told.text


def test_the_same_way_is_paired_stage_by_stage_and_differences_told():
    journey = way("AAA", "BBB", "BBB", "CCC")
    one = profiled(journey, {"AAA": {1: 3, 2: 2}, "BBB": {2: 2}, "CCC": {4: 1}})
    other = profiled(journey, {"AAA": {1: 3, 2: 3}, "BBB": {2: 0, 4: 1}})
    found = compare(one, other)
    assert found.is_same_way
    told = [(d.goal, d.stage_a.order, d.level_a, d.level_b, d.change) for d in found.differences]
    assert told == [
        (2, 1, 2, 3, 1),
        (2, 2, 2, 0, -2),
        (4, 2, None, 1, None),
        (2, 3, 2, 0, -2),
        (4, 3, None, 1, None),
        (4, 4, 1, None, None),
    ]
    assert texts(found, a="a refugee", b="a child without papers") == {
        "lower": "Lower in a child without papers than in a refugee: in Bland for goal 2 (not "
        "detained) (level 0, not 2).",
        "higher": "Higher in a child without papers than in a refugee: in Aland for goal 2 (not "
        "detained) (level 3, not 2).",
        "known_a": "Known in a refugee but not in a child without papers: in Cland for goal 4 "
        "(school and health) (level 1).",
        "known_b": "Known in a child without papers but not in a refugee: in Bland for goal 4 "
        "(school and health) (level 1).",
    }


def test_other_ways_are_paired_by_the_countries_they_share():
    one = profiled(way("AAA", "BBB", "DDD"), {"AAA": {2: 2}, "BBB": {2: 1}, "DDD": {2: 4}})
    other = profiled(way("AAA", "CCC", "DDD"), {"AAA": {2: 2}, "CCC": {2: 0}, "DDD": {2: 4}})
    found = compare(one, other)
    assert [stage.iso3 for stage in found.only_a] == ["BBB"]
    assert [stage.iso3 for stage in found.only_b] == ["CCC"]
    assert found.differences == ()
    assert not found.is_empty
    told = texts(found)
    assert told["ways"] == "Only A goes through Bland. Only B goes through Cland."
    assert told["weakest"] == (
        "A: Where it is known, protection is weakest, at level 1 of 4, in Bland for goal 2 (not "
        "detained). B: Where it is known, protection is weakest, at level 0 of 4, in Cland for "
        "goal 2 (not detained)."
    )
    assert told["drop"].startswith("A: The largest known drop is 1 level: from Aland into Bland")
    assert told["known"] == "Levels that are known: 20% in A, 20% in B."
    assert told["shared"] == "At the stages that both share, the levels do not differ."
    sides = {ref.text: ref.side for s in found.sentences() for ref in s.refs}
    assert (sides["Bland"], sides["Cland"]) == ("a", "b")


def test_nothing_known_on_either_side_is_not_told_as_equal():
    found = compare(profiled(way("AAA"), {}), profiled(way("AAA"), {}))
    assert found.is_empty
    assert texts(found)["same"] == (
        "Whether A and B differ is not known: no level is known in either."
    )


def test_ways_without_a_shared_stage_say_so():
    found = compare(profiled(way("AAA"), {}), profiled(way("BBB"), {}))
    assert texts(found)["shared"] == "A and B share no stage."


def test_more_than_three_countries_are_counted():
    journey = way(*hand.NAMES)
    one = profiled(journey, {iso3: {2: 3} for iso3 in hand.NAMES})
    other = profiled(journey, {iso3: {2: 1} for iso3 in hand.NAMES})
    (told,) = compare(one, other).sentences()
    assert told.text.endswith("; and in 2 other countries.")


def test_the_frame_keeps_a_missing_stage_apart_from_an_unknown_level():
    one, other = profiled(way("AAA", "BBB"), {"AAA": {2: 2}}), profiled(way("AAA"), {"AAA": {2: 0}})
    frame = compare(one, other).to_frame()
    (row,) = frame[(frame["iso3"] == "AAA") & (frame["goal"] == 2)].to_dict("records")
    assert (row["level_a"], row["level_b"], row["difference"]) == (2, 0, -2)
    assert frame.loc[frame["iso3"] == "BBB", "order_b"].isna().all()
    assert frame.loc[frame["iso3"] == "AAA", "order_b"].notna().all()


def test_two_years_of_one_journey_tell_a_changed_rule_from_a_fact_that_came_later(atlas, girl):
    # detention.csv: Mexico held children routinely until 2020 (row 138), and from 2021 the law bars
    # it while cases are documented (row 139): 0 -> 1, both questions answered in both years.
    # service_access.csv: that the United States give no guardian is held from 2023 on (row 837), so
    # goal 1 is 2 in 2019 and 0 in 2024 without any sign that a rule changed.
    journey = atlas.journey("northern-central-america-usa")
    found = atlas.compare(atlas.profile(journey, girl, 2019), atlas.profile(journey, girl, 2024))
    by = {(d.stage_b.iso3, d.goal): d for d in found.differences}
    mexico, states = by["MEX", 2], by["USA", 1]
    assert (mexico.level_a, mexico.level_b, mexico.is_uneven) == (0, 1, False)
    assert (states.level_a, states.level_b, states.is_uneven) == (2, 0, True)
    told = texts(found, a="2019", b="2024")
    assert told["higher"] == (
        "Higher in 2024 than in 2019: in Mexico for goal 2 (not detained) (level 1, not 0)."
    )
    assert told["lower"].endswith("(level 0, not 2, but other questions have answers).")


def test_the_same_child_and_year_on_two_branches_share_what_is_the_same(atlas):
    child = Child(company="family", status="refugee")
    one = atlas.profile(atlas.journey("central-med-horn"), child, 2024)
    other = atlas.profile(atlas.journey("central-med-horn", "somalia"), child, 2024)
    found = atlas.compare(one, other)
    assert found.differences == ()  # a level is a country's, whatever the way that leads there
    assert [stage.iso3 for stage in found.only_a] == ["ERI", "SDN"]
    assert [stage.iso3 for stage in found.only_b] == ["SOM", "ETH"]
