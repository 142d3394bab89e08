"""What must hold for any facts at all, and what a level shows of itself."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routes import GOALS, YEARS, Child, UnknownNameError, load_rubrics
from routes.model import COMPANIES, STATUSES
from routes.protection import UNKNOWN

_spec = importlib.util.spec_from_file_location("hand", Path(__file__).with_name("conftest.py"))
hand = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(hand)
fact, protection = hand.fact, hand.protection

RUBRICS = load_rubrics()
MEASURES = sorted(RUBRICS.measures)


@st.composite
def facts(draw):
    measure = draw(st.sampled_from(MEASURES))
    value = draw(st.sampled_from([s.value for s in RUBRICS.steps(measure)]))
    start = draw(st.integers(2005, 2025))
    return fact(
        measure, value,
        iso3=draw(st.sampled_from(["AAA", "BBB"])),
        group=draw(st.sampled_from(["all", *STATUSES])),
        company=draw(st.sampled_from(["any", *COMPANIES])),
        from_year=start,
        as_of_year=start + draw(st.integers(0, 3)),
        evidence=draw(st.sampled_from(["read", "official", "named"])),
    )  # fmt: skip


children = st.builds(
    Child, age=st.integers(0, 17), company=st.sampled_from(COMPANIES),
    status=st.sampled_from(STATUSES),
)  # fmt: skip
fact_lists = st.lists(facts(), max_size=25, unique_by=lambda f: f["fact_id"])


def world(rows, child, **more):
    return protection(*rows, countries=("AAA", "BBB")).world(child, **more)


@settings(max_examples=60, deadline=None)
@given(fact_lists, children, st.randoms())
def test_the_order_of_rows_is_irrelevant(rows, child, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    one, other = world(rows, child), world(shuffled, child)
    assert np.array_equal(one.values, other.values)
    assert np.array_equal(one.levels, other.levels)
    assert np.array_equal(one.unchecked, other.unchecked)


@settings(max_examples=60, deadline=None)
@given(fact_lists.filter(bool), children, st.data())
def test_a_missing_fact_never_raises_certainty(rows, child, data):
    gone = data.draw(st.sampled_from(range(len(rows))))
    whole, less = world(rows, child), world(rows[:gone] + rows[gone + 1 :], child)
    assert (less.known_share <= whole.known_share).all()
    assert not ((whole.levels == UNKNOWN) & (less.levels != UNKNOWN)).any()


@settings(max_examples=60, deadline=None)
@given(fact_lists.filter(bool), children, st.data())
def test_a_worse_fact_never_raises_a_level(rows, child, data):
    at = data.draw(st.sampled_from(range(len(rows))))
    row = rows[at]
    worse = [s for s in RUBRICS.steps(row["measure"]) if s.value != row["value"]]
    order = {s.value: s.order for s in RUBRICS.steps(row["measure"])}
    worse = [s for s in worse if s.order < order[row["value"]]]
    if not worse:
        return
    changed = [*rows[:at], row | {"value": worse[-1].value}, *rows[at + 1 :]]
    before, after = world(rows, child), world(changed, child)
    # Rubrics rank values as lawyers do; a scale's order and its levels must agree.
    both = (before.levels != UNKNOWN) & (after.levels != UNKNOWN)
    assert (after.levels[both] <= before.levels[both]).all()


@given(children)
def test_all_unknown_gives_unknown(child):
    empty = world([], child)
    assert (empty.levels == UNKNOWN).all()
    assert (empty.known_share == 0).all()


@settings(max_examples=40, deadline=None)
@given(fact_lists, children)
def test_checked_only_never_uses_a_source_that_was_not_opened(rows, child):
    strict = world(rows, child, checked_only=True)
    opened = world([row for row in rows if row["evidence"] != "named"], child)
    assert not strict.unchecked.any()
    assert np.array_equal(strict.values, opened.values)
    assert np.array_equal(strict.levels, opened.levels)


@settings(max_examples=25, deadline=None)
@given(fact_lists, children, st.sampled_from(YEARS))
def test_a_level_unfolded_agrees_with_the_world_at_once(rows, child, year):
    model = protection(*rows, countries=("AAA", "BBB"))
    everywhere = model.world(child)
    for i, iso3 in enumerate(model.countries):
        levels = model.levels(iso3, child, year)
        for goal in GOALS:
            code = int(everywhere.levels[i, goal - 1, everywhere.year_index(year)])
            assert levels[goal].value == (None if code == UNKNOWN else code)


def test_a_conflict_shows_both_facts_the_lower_one_first(girl):
    model = protection(
        fact("detention_practice", "none_reported"),
        fact("detention_practice", "documented"),
    )
    answer = model.level("AAA", 2, girl, 2020).answers[0]
    assert [f.value for f in answer.facts] == ["documented", "none_reported"]
    assert answer.is_conflict
    assert answer.level == 1


def test_a_groups_own_fact_is_no_conflict_with_the_one_for_all(girl):
    model = protection(
        fact("school_primary_secondary", "full"),
        fact("school_primary_secondary", "none", group="asylum_seeker"),
    )
    answer = model.level("AAA", 4, girl, 2020).answers[0]
    assert [f.value for f in answer.facts] == ["none"]
    assert not answer.is_conflict


def test_a_carried_fact_says_for_how_many_years(girl):
    model = protection(fact("school_primary_secondary", "full", as_of_year=2016))
    (found,) = model.level("AAA", 4, girl, 2020).answers[0].facts
    assert found.carried_years == 4


def test_a_level_on_an_unopened_source_says_so(girl):
    rows = [fact("detention_practice", "documented", evidence="named")]
    level = protection(*rows).level("AAA", 2, girl, 2020)
    assert level.value == 1
    assert level.is_unchecked
    checked = protection(*rows).level("AAA", 2, girl, 2020, checked_only=True)
    assert checked.value is None
    assert not checked.is_unchecked


def test_a_level_says_which_rule_set_it(girl):
    level = protection(fact("detention_practice", "systematic")).level("AAA", 2, girl, 2020)
    assert level.value == 0
    assert "2.1d" in level.why
    assert level.source_ids == ("book",)


def test_every_rule_that_set_a_level_is_told_with_its_own_reason(girl):
    rows = [fact("school_primary_secondary", "partial"), fact("primary_health_care", "partial")]
    level = protection(*rows).level("AAA", 4, girl, 2020)
    deciding = [one for one in level.answers if one.level is not None and one.level == level.value]
    assert len({one.reason for one in deciding}) > 1
    for one in deciding:
        assert f"rule {one.rule}: {one.reason}" in level.why


def test_every_known_share_counts_the_questions_that_apply(girl):
    rows = [fact("tip_tier", "2", from_year=2020, to_year=2020)]
    alone = protection(*rows).level("AAA", 1, girl, 2020)
    family = protection(*rows).level("AAA", 1, Child(company="family"), 2020)
    assert alone.known_share == pytest.approx(1 / 5)
    assert family.known_share == pytest.approx(1 / 3)


def test_a_frame_of_levels_keeps_unknown_as_missing(girl):
    frame = protection(fact("detention_practice", "systematic")).world(girl).frame(2020)
    assert frame.shape == (6, 5)
    assert frame["level"].isna().tolist() == [True, False, True, True, True, True]


def test_an_unknown_country_is_named_with_the_nearest(girl):
    with pytest.raises(UnknownNameError, match="AAA"):
        protection(fact("gcm_vote", "yes")).levels("AAB", girl, 2020)


def test_a_fact_on_a_measure_that_no_rubric_lists_is_refused():
    with pytest.raises(UnknownNameError, match="measure"):
        protection(fact("gcm_vote", "yes") | {"measure": "wealth"})
