"""What a what-if would change, worked out by hand, and in words."""

import importlib.util
from pathlib import Path

import pandas as pd

from routes import Bounds, Child

_spec = importlib.util.spec_from_file_location("hand", Path(__file__).with_name("conftest.py"))
hand = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(hand)
fact, way, small_atlas = hand.fact, hand.way, hand.small_atlas

YEAR = 2020
ALONE = Child(company="alone")


def detains(iso3, law="permitted", practice="systematic"):
    return (
        fact("detention_law", law, iso3=iso3),
        fact("detention_practice", practice, iso3=iso3),
        fact("alternatives_in_law", "yes", iso3=iso3),
    )


WAYS = (way("AAA", "BBB", "CCC"), way("DDD", "CCC", "EEE", route_id="other"))
ATLAS = small_atlas(
    *detains("AAA", practice="none_reported"), *detains("BBB"),
    *detains("CCC", practice="documented"), journeys=WAYS,
)  # fmt: skip


def effect(*changes, child=ALONE, atlas=ATLAS):
    return atlas.what_if(changes).effect(child, YEAR)


def said(found):
    return {sentence.kind: sentence.text for sentence in found.sentences()}


def test_a_journey_before_and_after():
    found = effect("BBB:end-detention")
    (one,) = found.touched
    assert [c.level for c in one.before.cells if c.goal == 2] == [1, 0, 1]
    assert [c.level for c in one.after.cells if c.goal == 2] == [1, 4, 1]
    assert (one.weakest_before, one.weakest_after, one.rises) == (0, 1, True)
    assert [(d.from_stage.iso3, d.to_stage.iso3, d.size) for d in one.drops_gone] == [
        ("AAA", "BBB", 1)
    ]
    assert [(d.from_stage.iso3, d.to_stage.iso3, d.size) for d in one.drops_new] == [
        ("BBB", "CCC", 3)
    ]
    assert (found.journeys, found.route_ids) == (2, ("by-hand",))


def test_it_says_so_in_words():
    text = said(effect("BBB:end-detention"))
    assert (
        text["reach"]
        == "Levels would change on 1 of 2 journeys, on 1 route, for this child in 2020."
    )
    assert text["levels"] == "What changes: in Bland goal 2 (not detained) from 0 to 4."
    assert text["weakest"] == "On 1 journey the weakest known level rises, from 0 to 1."
    assert text["drops-gone"] == "On 1 journey a drop at a border is smaller or gone."
    assert text["drops-new"] == (
        "On 1 journey a drop is new or larger where the next country does not follow: for example "
        "from Bland into Cland, goal 2, from 4 to 1."
    )
    assert text["range"] == "No unknown fact could move the levels that change."
    assert text["cases"].startswith("Were every unknown fact on these 1 journey the worst")
    assert text["not-fact"].startswith("This is a calculation, not a fact.")


def test_another_country_holds_the_journey_down():
    text = said(effect("CCC:end-detention"))
    assert "held down in Bland (1)" in text["weakest"]
    assert "none was known before" not in text["weakest"]


def test_a_child_whom_it_does_not_concern_is_told_so():
    text = said(effect("BBB:end-detention-families"))
    assert text["reach"].startswith("1 of 2 journeys goes through a country that changes, but no")
    assert text["not-this-child"].startswith(
        "Does not concern this child, who is alone: Bland ends"
    )


def test_why_nothing_changes_is_said_change_by_change():
    text = said(
        effect(
            "AAA:stop-detaining", "AAA:treaty_CRC:party", "BBB:school-for-all",
            "BBB:prohibit-detention",
        )
    )  # fmt: skip
    assert text["already"] == (
        "Changes nothing, because the facts say so already: Aland stops detaining children in "
        "practice."
    )
    assert "Convention on the Rights of the Child" in text["unread"]
    assert text["unknown"].endswith("Bland gives every child school regardless of status.")
    assert text["held"].endswith("Bland prohibits child immigration detention in law.")


def test_a_fact_that_is_worse_is_told_as_worse():
    found = effect("AAA:detention_practice:systematic", "CCC:detention_practice:systematic")
    text = said(found)
    assert "from 1 to 0" in text["levels"]
    assert (
        "On 1 journey it is a lower one, because a fact is supposed to be worse." in text["weakest"]
    )


def test_what_becomes_known_can_be_lower_and_is_told_apart():
    atlas = small_atlas(
        *detains("AAA", law="prohibited", practice="none_reported"),
        fact("school_primary_secondary", "full", iso3="BBB"),
        fact("alternatives_in_law", "yes", iso3="BBB"),
        journeys=(way("AAA", "BBB"),),
    )
    text = said(effect("BBB:detention-last-resort", atlas=atlas))
    assert "goal 2 (not detained) from not known to 2" in text["levels"]
    assert "because something that is not known becomes known" in text["weakest"]


def test_an_answer_that_becomes_known_can_lower_a_level_and_is_told_apart():
    """Not knowing the law, rare cases make level 3; a last resort in law makes 2."""
    atlas = small_atlas(
        fact("detention_practice", "exceptional", iso3="BBB"), journeys=(way("AAA", "BBB"),)
    )
    text = said(effect("BBB:detention-last-resort", atlas=atlas))
    assert "from 3 to 2" in text["levels"]
    assert "because something that is not known becomes known" in text["weakest"]


def test_the_range_that_unknown_facts_allow():
    atlas = small_atlas(
        fact("detention_law", "permitted", iso3="BBB"), journeys=(way("AAA", "BBB", "CCC"),)
    )
    found = effect("BBB:prohibit-detention", atlas=atlas)
    (goal_2,) = (one for one in found.levels if one.goal == 2)
    # Practice and alternatives are not known: from systematic to none, with alternatives.
    assert (goal_2.before, goal_2.after) == (1, 3)
    assert (goal_2.bounds_before, goal_2.bounds_after) == (Bounds(0, 1), Bounds(0, 4))
    assert said(found)["range"] == (
        "What is not known leaves open: goal 2 in Bland could be 0 to 4 (without the change 0 to "
        "1)."
    )
    (one,) = found.touched
    # Rules alone hold other goals at 3 at best.
    assert (one.weakest_bounds_before, one.weakest_bounds_after) == (Bounds(0, 1), Bounds(0, 3))


def test_no_journey_goes_through():
    text = said(effect("EEE:end-detention", atlas=small_atlas(journeys=WAYS[:1])))
    assert text["reach"] == "None of the 1 journey looked at goes through a country that changes."


def test_ones_own_journey_can_be_looked_at_too():
    own = ATLAS.journey(["AAA", "BBB"])
    found = ATLAS.what_if(["BBB:end-detention"]).effect(ALONE, YEAR, journeys=[own])
    assert (found.journeys, found.route_ids) == (1, ())
    assert said(found)["reach"] == "Levels would change on 1 of 1 journey for this child in 2020."


def test_the_table_has_every_cell_and_says_that_it_is_no_fact():
    found = effect("BBB:end-detention")
    frame = found.to_frame()
    assert len(frame) == 3 * 6
    assert not frame["is_fact"].any()
    assert frame["what_if"].unique().tolist() == [
        "What if Bland ends all child immigration detention, in law and practice?"
    ]
    row = frame[(frame["iso3"] == "BBB") & (frame["goal"] == 2)].iloc[0]
    assert (row["level_before"], row["level_after"], row["worst_after"]) == (0, 4, 4)
    assert frame[frame["goal"] == 4]["level_after"].isna().all()
    assert pd.isna(frame[frame["iso3"] == "AAA"]["worst_after"]).all()


def test_the_real_central_mediterranean(atlas):
    """Every journey through Libya is touched, and nothing but Libya's stages changes on it."""
    made = atlas.what_if(["LBY:end-detention"])
    found = made.effect(Child(company="family"), 2024)
    through = {j for r in atlas.routes.values() for j in r.journeys if "LBY" in j.iso3s}
    assert {one.journey for one in found.touched} == through
    assert len(found.changed) == len(through)
    for one in found.changed:
        changed = {d.stage_a.iso3 for d in one.comparison.differences}
        assert changed == {"LBY"}
