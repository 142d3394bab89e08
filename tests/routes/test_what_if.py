"""What must hold for any what-if, and some worked out by hand."""

import importlib.util
from itertools import pairwise, permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routes import Child, PolicyChange, RoutesError, UnknownNameError, catalogue
from routes.model import COMPANIES, STATUSES
from routes.protection import NOT_APPLICABLE, UNKNOWN

_spec = importlib.util.spec_from_file_location("hand", Path(__file__).with_name("conftest.py"))
hand = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(hand)
fact, way, small_atlas, RUBRICS = hand.fact, hand.way, hand.small_atlas, hand.RUBRICS

YEAR = 2020
READ = sorted({m for goal in RUBRICS.goals.values() for m in goal.measures("core", "limit")})
values = {name: [step.value for step in RUBRICS.steps(name)] for name in READ}
countries = st.sampled_from(sorted(hand.NAMES))
children = st.builds(
    Child, age=st.integers(0, 17), company=st.sampled_from(COMPANIES),
    status=st.sampled_from(STATUSES),
)  # fmt: skip
a_value = st.sampled_from(READ).flatmap(lambda m: st.tuples(st.just(m), st.sampled_from(values[m])))
known = st.dictionaries(st.tuples(countries, st.sampled_from(READ)), st.integers(0, 3), max_size=40)
levers = st.builds(PolicyChange, countries, st.sampled_from(sorted(catalogue())))
# A lever that asks for less than all may say something of what is not known: see the next test.
WHOLE = sorted(
    lever.lever
    for lever in catalogue().values()
    if all(values[measure][-1] == value for measure, value in lever.sets)
)
whole_levers = st.builds(PolicyChange, countries, st.sampled_from(WHOLE))
frees = st.tuples(countries, a_value).map(lambda found: PolicyChange(found[0], "", *found[1]))
lots = settings(max_examples=40, deadline=None)


def atlas_of(table):
    """An atlas with one fact for each (country, measure), and two journeys."""
    facts = [
        fact(measure, values[measure][step % len(values[measure])], iso3=iso3, to_year=YEAR)
        for (iso3, measure), step in sorted(table.items())
    ]
    return small_atlas(*facts, journeys=(way("AAA", "BBB", "CCC"), way("DDD", "CCC", "EEE")))


def same(one, other):
    return all(
        np.array_equal(getattr(one, name), getattr(other, name))
        for name in ("values", "unchecked", "levels", "level_unchecked", "known_share")
    )


@lots
@given(known, children)
def test_an_empty_what_if_changes_nothing(table, child):
    atlas = atlas_of(table)
    made = atlas.what_if([])
    assert same(made.world(child), atlas.world(child))
    effect = made.effect(child, YEAR)
    assert (effect.touched, effect.levels) == ((), ())
    assert [s.kind for s in effect.sentences()] == ["none"]


@lots
@given(known, children, st.lists(whole_levers, max_size=5))
def test_improving_a_fact_never_worsens_a_level(table, child, changes):
    atlas = atlas_of(table)
    before = atlas.world(child)
    after = atlas.what_if(changes).world(child)
    assert (after.values >= before.values).all()
    assert (after.levels >= before.levels)[before.levels != UNKNOWN].all()
    assert (after.levels[before.levels != UNKNOWN] != UNKNOWN).all()
    assert (after.known_share >= before.known_share).all()


@lots
@given(known, children, st.lists(levers, max_size=5))
def test_only_an_unknown_answer_that_becomes_known_can_lower_a_level(table, child, changes):
    atlas = atlas_of(table)
    before = atlas.world(child)
    after = atlas.what_if(changes).world(child, base=before)
    assert (after.values >= before.values).all()
    fell = (after.levels < before.levels) & (before.levels != UNKNOWN)
    for country, goal, year in np.argwhere(fell):
        read = RUBRICS.goals[goal + 1].measures("core", "limit")
        at = [before.measures.index(measure) for measure in read]
        was, now = before.values[country, at, year], after.values[country, at, year]
        assert ((was == UNKNOWN) & (now != UNKNOWN)).any()


@lots
@given(known, children, countries, st.sampled_from(READ))
def test_each_step_up_a_scale_is_never_a_step_down(table, child, iso3, measure):
    """The rubrics themselves are monotone, measure by measure."""
    atlas = atlas_of(table)
    at = list(hand.NAMES).index(iso3)
    levels = [
        atlas.what_if([PolicyChange(iso3, "", measure, value)]).world(child).levels[at, :, -6]
        for value in values[measure]
    ]
    for lower, higher in pairwise(levels):
        assert (higher >= lower).all()


@lots
@given(known, children, st.lists(levers, min_size=2, max_size=4))
def test_the_order_of_changes_is_irrelevant(table, child, changes):
    atlas = atlas_of(table)
    worlds = [atlas.what_if(order).world(child) for order in permutations(changes)]
    assert all(same(world, worlds[0]) for world in worlds)


@lots
@given(known, children, st.lists(levers, max_size=3), st.one_of(levers, frees))
def test_undoing_gives_back_the_original(table, child, kept, undone):
    atlas = atlas_of(table)
    kept = [change for change in kept if change != undone]
    first = atlas.what_if(kept)
    try:
        more = first.with_changes(undone)
    except RoutesError:  # it contradicts what is kept
        return
    assert same(more.without(undone).world(child), first.world(child))
    assert same(more.without(undone, *kept).world(child), atlas.world(child))


@lots
@given(known, children, countries, a_value)
def test_a_fact_set_to_what_it_is_changes_nothing(table, child, iso3, found):
    measure, value = found
    atlas = atlas_of(table | {(iso3, measure): values[measure].index(value)})
    applies = RUBRICS.measures[measure].applies_to in ("any", child.company)
    effect = atlas.what_if([PolicyChange(iso3, "", measure, value)]).effect(child, YEAR)
    assert not effect.changed
    assert bool(effect.already) == applies


@lots
@given(known, children, st.lists(levers, min_size=1, max_size=4))
def test_nothing_changes_elsewhere_and_the_original_stays(table, child, changes):
    atlas = atlas_of(table)
    before = atlas.world(child)
    kept = before.values.copy(), before.levels.copy()
    made = atlas.what_if(changes)
    after = made.world(child, base=before)
    assert np.array_equal(before.values, kept[0])
    assert np.array_equal(before.levels, kept[1])
    others = [i for i, iso3 in enumerate(before.countries) if iso3 not in made.iso3s]
    assert np.array_equal(after.levels[others], before.levels[others])
    assert ((after.values == NOT_APPLICABLE) == (before.values == NOT_APPLICABLE)).all()


DETAINS = (
    fact("detention_law", "permitted", iso3="BBB"),
    fact("detention_practice", "systematic", iso3="BBB"),
    fact("alternatives_in_law", "no", iso3="BBB"),
)
FAMILY, ALONE = Child(company="family"), Child(company="alone")


def level(atlas, changes, child, goal, iso3="BBB"):
    return atlas.what_if(changes).levels(iso3, child, YEAR)[goal]


# Worked out with pencil: the changes, the child, the goal and the level that the rubric gives.
EXAMPLES = {
    "as the facts stand": ([], FAMILY, 2, 0),
    "families are free, but no other way is provided in law: held at 3": (
        ["BBB:end-detention-families"], FAMILY, 2, 3),
    "the lever for families does nothing for a child alone": (
        ["BBB:end-detention-families"], ALONE, 2, 0),
    "all detention ends, with alternatives: protected": (["BBB:end-detention"], ALONE, 2, 4),
    "the law bars it and practice goes on": (["BBB:prohibit-detention"], ALONE, 2, 0),
    "practice ends and the law still permits it": (["BBB:stop-detaining"], ALONE, 2, 1),
    "a last resort is still detention": (["BBB:detention-last-resort"], ALONE, 2, 2),
    "two levers together do what one does": (
        ["BBB:prohibit-detention", "BBB:stop-detaining", "BBB:provide-alternatives"], ALONE, 2, 4),
    "one measure set to one value": (["BBB:detention_practice:exceptional"], ALONE, 2, 1),
    "school alone is one answer of three: still not known": (
        ["BBB:school-for-all"], ALONE, 4, None),
    "school and health by rule alone: held at 3": (["BBB:school-and-health-for-all"], ALONE, 4, 3),
    "another country's change": (["AAA:end-detention"], ALONE, 2, 0),
}  # fmt: skip


@pytest.mark.parametrize("name", EXAMPLES)
def test_worked_example(name):
    changes, child, goal, expected = EXAMPLES[name]
    atlas = small_atlas(*DETAINS)
    found = level(atlas, changes, child, goal)
    assert found.value == expected, found.why
    world = atlas.what_if(changes).world(child)
    code = world.levels[list(hand.NAMES).index("BBB"), goal - 1, world.year_index(YEAR)]
    assert code == (UNKNOWN if expected is None else expected)


def test_a_supposed_answer_is_told_by_its_value_and_has_no_facts():
    found = level(small_atlas(*DETAINS), ["BBB:stop-detaining"], ALONE, 2)
    answers = {answer.measure: answer for answer in found.answers}
    assert answers["detention_practice"].value == "none_reported"
    assert answers["detention_practice"].facts == ()
    assert answers["detention_law"].facts[0].source_id == "book"


def test_a_better_fact_stays_and_keeps_its_source():
    better = small_atlas(
        fact("detention_law", "prohibited", iso3="BBB", evidence="named"),
        fact("detention_practice", "none_reported", iso3="BBB"),
    )
    found = level(better, ["BBB:detention-last-resort"], ALONE, 2)
    assert found.value == 4
    assert found.is_unchecked
    assert not level(better, ["BBB:detention_law:last_resort"], ALONE, 2).is_unchecked


def test_checked_sources_only_leaves_out_facts_and_not_what_is_supposed():
    atlas = small_atlas(
        fact("detention_law", "permitted", iso3="BBB", evidence="named"),
        fact("detention_practice", "systematic", iso3="BBB", evidence="named"),
    )
    made = atlas.what_if(["BBB:stop-detaining"])
    assert made.levels("BBB", ALONE, YEAR)[2].value == 1
    assert made.levels("BBB", ALONE, YEAR, checked_only=True)[2].value == 3


@pytest.mark.parametrize(
    ("changes", "error", "says"),
    [
        (["ZZZ:end-detention"], UnknownNameError, "No country 'ZZZ'"),
        (["Bland:end-detention"], UnknownNameError, "BBB"),
        (["BBB:end-detentions"], UnknownNameError, "end-detention"),
        (["BBB:school:full"], UnknownNameError, "No measure 'school'"),
        (["BBB:detention_law:gone"], UnknownNameError, "No value 'gone' of detention_law"),
        (["BBB"], RoutesError, "A change is written"),
        (["BBB:detention_law:silent", "BBB:detention_law:permitted"], RoutesError, "contradict"),
        (["BBB:end-detention", "BBB:detention_law:silent"], RoutesError, "contradict"),
        ([f"BBB:treaty_CRC:{v}" for v in ("none", "party")], RoutesError, "contradict"),
    ],
)
def test_what_cannot_be_is_refused_and_named(changes, error, says):
    with pytest.raises(error, match=says):
        small_atlas(*DETAINS).what_if(changes)


def test_at_most_twenty_changes():
    changes = [f"{iso3}:{lever}" for iso3 in ("AAA", "BBB") for lever in catalogue()]
    with pytest.raises(RoutesError, match="at most 20"):
        small_atlas().what_if(changes)


def test_a_stronger_lever_and_a_value_above_its_floor_go_together():
    made = small_atlas(*DETAINS).what_if(
        ["BBB:detention-last-resort", "BBB:end-detention", "BBB:detention_law:prohibited"]
    )
    assert made.levels("BBB", ALONE, YEAR)[2].value == 4


def test_the_title_asks():
    atlas = small_atlas(*DETAINS)
    assert atlas.what_if([]).title == "What if a policy changed?"
    one = atlas.what_if(["BBB:school-for-all"])
    assert one.title == "What if Bland gives every child school regardless of status?"
    two = one.with_changes("AAA:detention_practice:exceptional")
    assert two.title == (
        "What if Aland has “Exceptional” for “Detention in practice” and Bland gives every child "
        "school regardless of status?"
    )
    assert two.with_changes("AAA:register-births").title == "What if 2 countries made 3 changes?"
