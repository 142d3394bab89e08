"""Sentences: right for one, two, many, none and ties, and never more than the facts say."""

import importlib.util
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routes import Ref

_spec = importlib.util.spec_from_file_location("hand", Path(__file__).with_name("conftest.py"))
hand = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(hand)
way, profiled = hand.way, hand.profiled

KINDS = ["weakest", "drop", "detention_practice", "detention_law", "unknown", "unchecked"]


def say(kind, journey, levels, **more):
    found = {s.kind: s.text for s in profiled(journey, levels, **more).sentences()}
    assert list(found) == KINDS
    return found[kind]


TWO, THREE = way("AAA", "BBB"), way("AAA", "BBB", "CCC")
FIVE = way("AAA", "BBB", "CCC", "DDD", "EEE")

FULL = {1: 3, 3: 3, 4: 3, 6: 3}

WEAKEST = {
    "one, all else known": (
        TWO, {"AAA": FULL | {2: 3}, "BBB": FULL | {2: 1}},
        "Protection is weakest, at level 1 of 4, in Bland for goal 2 (not detained)."),
    "one, not all known": (
        TWO, {"AAA": {2: 3}, "BBB": {2: 1}},
        "Where it is known, protection is weakest, at level 1 of 4, in Bland for goal 2 (not "
        "detained)."),
    "two countries, one goal": (
        THREE, {"AAA": {2: 1}, "BBB": {2: 1}, "CCC": {2: 3}},
        "Where it is known, protection is weakest, at level 1 of 4, in Aland and Bland for goal 2 "
        "(not detained)."),
    "one country, two goals": (
        TWO, {"AAA": {2: 3}, "BBB": {1: 0, 2: 0}},
        "Where it is known, protection is weakest, at level 0 of 4, in Bland for goals 1 (safe "
        "from violence) and 2 (not detained)."),
    "other goals in other countries": (
        THREE, {"AAA": {2: 0}, "BBB": {4: 0}, "CCC": {2: 3}},
        "Where it is known, protection is weakest, at level 0 of 4, in Aland for goal 2 (not "
        "detained); and in Bland for goal 4 (school and health)."),
    "a country with several stages is named once": (
        way("AAA", "BBB", "BBB", "CCC"), {"AAA": {2: 3}, "BBB": {2: 0}, "CCC": {2: 3}},
        "Where it is known, protection is weakest, at level 0 of 4, in Bland for goal 2 (not "
        "detained)."),
    "four are named: one alone is never left to count": (
        FIVE, {"AAA": {1: 4, 2: 0}, **{iso3: {2: 0} for iso3 in ("BBB", "CCC", "DDD")}},
        "Where it is known, protection is weakest, at level 0 of 4, in Aland, Bland, Cland and "
        "Dland for goal 2 (not detained)."),
    "five: three are named and the rest is counted": (
        FIVE, {"AAA": {1: 4, 2: 0}, **{iso3: {2: 0} for iso3 in ("BBB", "CCC", "DDD", "EEE")}},
        "Where it is known, protection is weakest, at level 0 of 4, in Aland, Bland and Cland for "
        "goal 2 (not detained); and in 2 other countries."),
    "all known are equal": (
        TWO, {"AAA": {2: 2}, "BBB": {1: 2}},
        "Protection is the same wherever it is known: level 2 of 4."),
    "all are known and equal": (
        TWO, {"AAA": FULL | {2: 3}, "BBB": FULL | {2: 3}},
        "Protection is the same at all stages: level 3 of 4."),
    "only one is known": (
        way("AAA", "BBB", "BBB"), {"BBB": {6: 3}},
        "A level is known only in Bland, for goal 6 (free of discrimination): level 3 of 4."),
    "two are known in one country, and equal": (
        TWO, {"BBB": {2: 1, 6: 1}},
        "Levels are known only in Bland, for goals 2 (not detained) and 6 (free of "
        "discrimination): level 1 of 4 for each."),
    "nothing is known": (
        TWO, {},
        "Where protection is weakest is not known: no level is known on this journey."),
}  # fmt: skip

DROP = {
    "one, all else known": (
        TWO, {"AAA": FULL | {2: 3}, "BBB": FULL | {2: 2}},
        "The largest drop is 1 level: from Aland into Bland for goal 2 (not detained), from 3 to "
        "2."),
    "one, not all known": (
        TWO, {"AAA": {2: 3}, "BBB": {2: 2}},
        "The largest known drop is 1 level: from Aland into Bland for goal 2 (not detained), from "
        "3 to 2."),
    "the larger one is told": (
        THREE, {"AAA": {2: 4, 4: 2}, "BBB": {2: 3, 4: 2}, "CCC": {2: 3, 4: 0}},
        "The largest known drop is 2 levels: from Bland into Cland for goal 4 (school and "
        "health), from 2 to 0."),
    "a tie at two borders": (
        THREE, {"AAA": {2: 4}, "BBB": {2: 3}, "CCC": {2: 2}},
        "The largest known drops are 1 level each: from Aland into Bland for goal 2 (not "
        "detained), from 4 to 3; and from Bland into Cland for goal 2 (not detained), from 3 to "
        "2."),
    "a tie at one border, same levels": (
        TWO, {"AAA": {1: 4, 2: 4}, "BBB": {1: 2, 2: 2}},
        "The largest known drops are 2 levels each: from Aland into Bland for goals 1 (safe from "
        "violence) and 2 (not detained), from 4 to 2."),
    "a tie at one border, other levels": (
        TWO, {"AAA": {1: 4, 2: 2}, "BBB": {1: 2, 2: 0}},
        "The largest known drops are 2 levels each: from Aland into Bland for goal 1 (safe from "
        "violence), from 4 to 2, and for goal 2 (not detained), from 2 to 0."),
    "many ties: the rest is counted": (
        way(*["AAA", "BBB"] * 5), {"AAA": {2: 1}, "BBB": {2: 0}},
        "The largest known drops are 1 level each: "
        + "from Aland into Bland for goal 2 (not detained), from 1 to 0; " * 3
        + "and at 2 other borders."),
    "across one unknown country": (
        THREE, {"AAA": {2: 3}, "CCC": {2: 1}},
        "The largest known drop is 2 levels: from Aland to Cland, across Bland, where it is not "
        "known, for goal 2 (not detained), from 3 to 1."),
    "across several, each named once": (
        way("AAA", "BBB", "BBB", "DDD", "CCC"), {"AAA": {2: 3}, "CCC": {2: 1}},
        "The largest known drop is 2 levels: from Aland to Cland, across Bland and Dland, where it "
        "is not known, for goal 2 (not detained), from 3 to 1."),
    "none": (
        TWO, {"AAA": {2: 1}, "BBB": {2: 3}},
        "No known level falls from one country to the next."),
    "too little is known to tell": (
        TWO, {"AAA": {2: 1}, "BBB": {4: 3}},
        "Whether protection drops at a border is not known: no goal has a known level in two of "
        "the countries."),
    "one country": (
        way("AAA", "AAA"), {"AAA": {2: 1}},
        "All stages are in one country, so there is no border at which protection can drop."),
}  # fmt: skip


@pytest.mark.parametrize("case", WEAKEST)
def test_weakest(case):
    journey, levels, expected = WEAKEST[case]
    assert say("weakest", journey, levels) == expected


@pytest.mark.parametrize("case", DROP)
def test_drop(case):
    journey, levels, expected = DROP[case]
    assert say("drop", journey, levels) == expected


def practice(*pairs, unchecked=(), journey=FIVE):
    values = [(iso3, "detention_practice", value) for iso3, value in pairs]
    named = [(iso3, "detention_practice") for iso3 in unchecked]
    return say("detention_practice", journey, {}, values=values, unchecked=named)


def test_detention_in_practice_is_told_the_worst_first():
    assert practice(
        ("AAA", "none_reported"),
        ("BBB", "documented"),
        ("CCC", "systematic"),
        ("DDD", "documented"),
    ) == (
        "Detention in practice: sources report that children in this situation are routinely held "
        "in Cland; sources document that children in this situation are held in Bland and Dland; "
        "and sources looked and report none in Aland. Not known in Eland: no fact held here speaks "
        "of it for 2024."
    )


def test_detention_nowhere_known_says_so():
    assert practice(journey=TWO) == (
        "Detention in practice: not known in Aland and Bland: no fact held here speaks of it for "
        "2024."
    )


def test_one_country_known_and_checked_has_nothing_to_add():
    assert practice(("AAA", "exceptional"), journey=way("AAA")) == (
        "Detention in practice: sources report rare, limited cases in Aland."
    )


def test_sources_not_yet_checked_are_told_beside_the_countries():
    some = practice(("AAA", "documented"), ("BBB", "documented"), unchecked=["BBB"], journey=TWO)
    assert some.endswith("in Aland and Bland. The source is not yet checked for Bland.")
    one = practice(("AAA", "documented"), unchecked=["AAA"], journey=way("AAA"))
    assert one.endswith("in Aland. The source is named but not yet checked.")
    both = practice(
        ("AAA", "documented"), ("BBB", "documented"), unchecked=["AAA", "BBB"], journey=TWO
    )
    assert both.endswith("in Aland and Bland. The sources are named but not yet checked.")


def test_detention_in_law_tells_silence_from_prohibition():
    values = [
        (iso3, "detention_law", value)
        for iso3, value in zip(
            hand.NAMES, ["prohibited", "permitted", "silent", "last_resort"], strict=False
        )
    ]
    assert say("detention_law", FIVE, {}, values=values) == (
        "Detention in law: the law permits holding a child in this situation in Bland; the law "
        "does not speak of children, which is no prohibition, in Cland; the law allows it as a "
        "last resort in Dland; and the law prohibits it in Aland. Not known in Eland: no fact held "
        "here speaks of it for 2024."
    )


ALL = dict.fromkeys((1, 2, 3, 4, 6), 2)
UNKNOWN = {
    "none": (TWO, {"AAA": ALL, "BBB": ALL}, "All 10 levels (2 stages, 5 goals) are known."),
    "one": (
        way("AAA"), {"AAA": ALL | {2: -1}},
        "1 of the 5 levels (1 stage, 5 goals) is not known. Goal 2 (not detained) is not known at "
        "any stage."),
    "some, each goal known somewhere": (
        TWO, {"AAA": ALL, "BBB": {2: 1}},
        "4 of the 10 levels (2 stages, 5 goals) are not known."),
    "two goals nowhere": (
        TWO, {"AAA": {1: 2, 2: 2, 3: 2}, "BBB": {2: 1}},
        "6 of the 10 levels (2 stages, 5 goals) are not known. Goals 4 (school and health) and 6 "
        "(free of discrimination) are not known at any stage."),
    "all": (TWO, {}, "None of the 10 levels (2 stages, 5 goals) is known."),
}  # fmt: skip


@pytest.mark.parametrize("case", UNKNOWN)
def test_unknown_is_counted_and_goal_5_is_not_judged_rather_than_unknown(case):
    journey, levels, expected = UNKNOWN[case]
    told = say("unknown", journey, levels)
    assert told == f"{expected} Goal 5 (causes addressed) is not judged."


UNCHECKED = {
    "none": ([], "All 3 known levels rest on checked sources only."),
    "one": (
        [("AAA", 1)],
        "1 of the 3 known levels (33%) rests, at least in part, on sources that are named but not "
        "yet checked."),
    "two": (
        [("AAA", 1), ("AAA", 2), ("BBB", 6)],
        "2 of the 3 known levels (67%) rest, at least in part, on sources that are named but not "
        "yet checked."),
    "all": (
        [("AAA", 1), ("AAA", 2), ("BBB", 2)],
        "All 3 known levels rest, at least in part, on sources that are named but not yet "
        "checked."),
}  # fmt: skip


@pytest.mark.parametrize("case", UNCHECKED)
def test_unchecked(case):
    named, expected = UNCHECKED[case]
    levels = {"AAA": {1: 1, 2: 2}, "BBB": {2: 3}}
    assert say("unchecked", TWO, levels, unchecked=named) == expected


def test_unchecked_of_one_level_two_and_none():
    assert say("unchecked", TWO, {"AAA": {1: 1, 2: 1}}) == (
        "Both known levels rest on checked sources only."
    )
    assert say("unchecked", TWO, {"AAA": {1: 1}}) == (
        "The one known level rests on checked sources only."
    )
    assert say("unchecked", TWO, {}) == (
        "No level is known, so none rests on a source that is not yet checked."
    )
    assert say("unchecked", TWO, {"AAA": {1: 1}}, checked_only=True) == (
        "Only facts from checked sources are used here; the others are left out."
    )


def test_a_drop_between_stages_that_answer_other_questions_says_so():
    levels = {"AAA": {2: 3}, "BBB": {2: 2}, "CCC": {2: 1}}
    told = say("drop", TWO, levels, values=[("AAA", "detention_practice", "exceptional")])
    assert told.endswith(
        "from 3 to 2. The two sides do not have answers to the same questions, so what is not "
        "known may play a part."
    )
    one = say("drop", THREE, levels, values=[("CCC", "detention_practice", "documented")])
    assert "At 1 of these 2 the two sides do not have answers" in one
    both = say("drop", THREE, levels, values=[("BBB", "detention_law", "silent")])
    assert "At none of them do the two sides have answers" in both
    same = [(iso3, "detention_law", "silent") for iso3 in ("AAA", "BBB")]
    assert "same questions" not in say("drop", TWO, levels, values=same)


def test_checked_facts_alone_are_told_as_such_where_nothing_is_known():
    assert say("detention_law", way("AAA"), {}, checked_only=True) == (
        "Detention in law: not known in Aland: no fact from a checked source speaks of it for 2024."
    )


def test_what_a_sentence_names_links_to_its_cell():
    found = {s.kind: s for s in profiled(TWO, {"AAA": {2: 3}, "BBB": {2: 1}}).sentences()}
    assert found["weakest"].refs == (Ref("Bland", 2, 2), Ref("goal 2 (not detained)", 2, 2))
    assert [(ref.text, ref.order) for ref in found["drop"].refs][:2] == [("Aland", 1), ("Bland", 2)]
    assert found["detention_law"].refs[0] == Ref("Aland", 1, 2, "detention_law")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(sorted(hand.NAMES)), min_size=1, max_size=7),
    st.fixed_dictionaries(
        {
            iso3: st.dictionaries(st.sampled_from([1, 2, 3, 4, 6]), st.integers(0, 4))
            for iso3 in hand.NAMES
        }
    ),
)
def test_any_profile_is_told_in_whole_sentences(iso3s, levels):
    for found in profiled(way(*iso3s), levels).sentences():
        text = found.text
        assert text[0].isupper() or text[0].isdigit()
        assert text.endswith(".")
        for slip in ("  ", " .", " ,", "..", ",,", "None)", "1 levels", "1 countries", "goals 5 "):
            assert slip not in text, text
        for ref in found.refs:
            assert ref.order is None or 1 <= ref.order <= len(iso3s)


def test_every_documented_journey_is_told_in_whole_sentences(atlas, girl):
    world = atlas.world(girl)
    for route in atlas.routes.values():
        for journey in route.journeys:
            found = atlas.profile(journey, girl, 2024, world=world).sentences()
            assert [s.kind for s in found] == KINDS
            for told in found:
                assert told.text.endswith(".")
                assert not any(word in told.text for word in ("illegal", "  ", "nan", "&"))
