"""Law and practice over the years: what came first, told only where both are known."""

import importlib.util
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routes import YEARS, load_rubrics

_spec = importlib.util.spec_from_file_location("hand", Path(__file__).with_name("conftest.py"))
hand = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(hand)
fact, small_atlas = hand.fact, hand.small_atlas


def law(value, first, last=None, **more):
    end = {} if last is None else {"to_year": last}
    return fact("detention_law", value, from_year=first, as_of_year=first, **end, **more)


def practice(value, first, last=None, **more):
    end = {} if last is None else {"to_year": last}
    return fact("detention_practice", value, from_year=first, as_of_year=first, **end, **more)


def told(*facts):
    (history,) = small_atlas(*facts).histories(["AAA"])
    return history


def test_a_law_before_practice_is_told_with_the_years_between():
    found = told(
        law("permitted", 2010, 2013), law("prohibited", 2014),
        practice("systematic", 2010, 2016), practice("none_reported", 2017),
    )  # fmt: skip
    (pair,) = found.pairs
    assert pair.years_after == 3
    assert found.sentences() == (
        "The law changed for the better in 2014, 3 years before practice did (2017).",
    )


def test_practice_before_the_law_and_both_in_one_year():
    found = told(
        law("permitted", 2010, 2013), law("prohibited", 2014),
        practice("systematic", 2010, 2012), practice("none_reported", 2013),
    )  # fmt: skip
    assert found.sentences() == (
        "Practice changed for the better in 2013, 1 year before the law did (2014).",
    )
    found = told(
        law("prohibited", 2010, 2013), law("permitted", 2014),
        practice("none_reported", 2010, 2013), practice("systematic", 2014),
    )  # fmt: skip
    assert found.sentences() == ("Law and practice changed for the worse in the same year, 2014.",)


def test_a_change_against_the_law_is_not_its_effect():
    found = told(
        law("permitted", 2010, 2013), law("prohibited", 2014),
        practice("none_reported", 2010, 2014), practice("systematic", 2015),
    )  # fmt: skip
    assert found.pairs == ()
    assert found.sentences() == (
        "The law changed for the better in 2014; no such change of practice is on record.",
        "Practice changed for the worse in 2015; no such change of the law is on record.",
    )


def test_where_the_other_is_unknown_nothing_is_said_of_it():
    found = told(law("permitted", 2010, 2013), law("prohibited", 2014))
    assert set(found.practice) == {None}
    assert found.sentences() == (
        "The law changed for the better in 2014; whether practice changed is not known.",
    )


def test_from_unknown_to_known_is_no_change():
    found = told(law("prohibited", 2014), practice("systematic", 2018))
    assert (found.law_changes, found.practice_changes, found.sentences()) == ((), (), ())
    assert found.is_known


VALUES = {
    m: [s.value for s in load_rubrics().steps(m)] for m in ("detention_law", "detention_practice")
}


@st.composite
def periods(draw, measure):
    cuts = sorted(draw(st.sets(st.integers(2011, 2025), max_size=4)))
    edges = [2010, *cuts, 2026]
    found = []
    for first, after in pairwise(edges):
        if draw(st.booleans()):
            found.append(
                fact(measure, draw(st.sampled_from(VALUES[measure])), from_year=first,
                     to_year=after - 1, as_of_year=first)
            )  # fmt: skip
    return found


@settings(max_examples=60, deadline=None)
@given(periods("detention_law"), periods("detention_practice"))
def test_every_change_lies_between_two_known_years_and_every_pair_goes_one_way(laws, practices):
    found = told(*laws, *practices)
    for series, changes in (
        (found.law, found.law_changes),
        (found.practice, found.practice_changes),
    ):
        for change in changes:
            at = YEARS.index(change.year)
            assert (series[at - 1], series[at]) == (change.before, change.after)
            assert None not in (change.before, change.after)
    for pair in found.pairs:
        assert pair.law.is_better == pair.practice.is_better
        nearer = [
            one for one in found.practice_changes
            if one.is_better == pair.law.is_better
            and abs(one.year - pair.law.year) < abs(pair.years_after)
        ]  # fmt: skip
        assert nearer == []


def test_a_country_that_does_not_exist_is_refused():
    with pytest.raises(KeyError):
        small_atlas().histories(["ZZZ"])
