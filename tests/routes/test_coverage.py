"""How sure we are: counted from facts that a test writes by hand."""

import importlib.util
from pathlib import Path

import numpy as np

from routes import Child
from routes.coverage import asked_measures, coverage, judged_goals
from routes.protection import FIRST_YEAR

_spec = importlib.util.spec_from_file_location("hand", Path(__file__).with_name("conftest.py"))
hand = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(hand)
fact, protection, RUBRICS = hand.fact, hand.protection, hand.RUBRICS
Y = 2024 - FIRST_YEAR


def covered(*facts, child=None, checked_only=False):
    made = protection(*facts)
    return coverage(made, made.world(child or Child(), checked_only=checked_only))


def test_questions_are_asked_answered_and_checked():
    found = covered(
        fact("school_primary_secondary", "full"),
        fact("emergency_health", "none", evidence="named"),
    )
    goal = 4 - 1
    assert (found.asked[0, goal, Y], found.answered[0, goal, Y], found.checked[0, goal, Y]) == (
        len(asked_measures(RUBRICS.goals[4])), 2, 1,
    )  # fmt: skip
    assert found.known_share(4)[0, Y] == np.float32(2 / 3)
    assert found.checked_share(4)[0, Y] == 0.5


def test_a_bad_answer_is_as_well_known_as_a_good_one():
    good = covered(fact("school_primary_secondary", "full"))
    bad = covered(fact("school_primary_secondary", "none"))
    assert (good.known_share() == bad.known_share()).all()


def test_the_whole_is_over_the_goals_that_are_judged():
    found = covered(fact("gcm_vote", "yes"))
    assert 5 not in judged_goals(RUBRICS)
    assert found.answered[0, 5 - 1, Y] == 1
    assert found.known_share()[0, Y] == 0


def test_what_does_not_apply_is_not_asked():
    alone, family = covered(), covered(child=Child(company="family"))
    assert alone.asked[0, 0, Y] - family.asked[0, 0, Y] == 2  # guardian and placement in care


def test_checked_sources_only_leaves_nothing_unchecked():
    facts = [
        fact("emergency_health", "none", evidence="named"),
        fact("primary_health_care", "full"),
    ]
    found = covered(*facts, checked_only=True)
    assert found.answered[0, 3, Y] == found.checked[0, 3, Y] == 1


def test_age_is_that_of_the_middle_answer_and_treaties_are_left_out():
    found = covered(
        fact("school_primary_secondary", "full", as_of_year=2024),
        fact("emergency_health", "full", as_of_year=2021),
        fact("primary_health_care", "full", as_of_year=2015),
        fact("treaty_ICERD", "party", as_of_year=2010),
    )
    assert found.age[0, Y] == 3
    assert found.age[0, 2020 - FIRST_YEAR] == 0  # the middle one speaks for a later year
    two = covered(
        fact("school_primary_secondary", "full", as_of_year=2024),
        fact("emergency_health", "full", as_of_year=2021),
    )
    assert two.age[0, Y] == 3  # the older of two


def test_nothing_known_has_no_age_and_no_share_of_checked_answers():
    found = covered()
    assert np.isnan(found.age[0, Y])
    assert np.isnan(found.checked_share()[0, Y])
    assert found.known_share()[0, Y] == 0


def test_the_real_shares_are_those_of_the_world(atlas, girl):
    world = atlas.world(girl)
    found = atlas.coverage(girl)
    for goal in (1, 2, 3, 4, 6):
        assert np.allclose(found.known_share(goal), world.known_share[:, goal - 1, :])
