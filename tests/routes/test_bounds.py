"""The worst and the best that unknown facts allow are the worst and best of all completions."""

import importlib.util
from itertools import product
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from routes import Bounds, Child
from routes.bounds import worst_and_best
from routes.model import COMPANIES
from routes.protection import UNKNOWN

_spec = importlib.util.spec_from_file_location("hand", Path(__file__).with_name("conftest.py"))
hand = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(hand)
protection, RUBRICS = hand.protection, hand.RUBRICS
EMPTY = protection()
JUDGED = [goal for goal in RUBRICS.goals.values() if goal.is_judged]


def judged(values):
    return EMPTY.judge(values, np.zeros(values.shape, np.bool_))[0][0, :, 0]


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(JUDGED), st.sampled_from(COMPANIES), st.data())
def test_no_completion_of_the_unknown_is_outside_and_both_ends_are_reached(goal, company, data):
    world = EMPTY.world(Child(company=company))
    values = world.values[:, :, :1].copy()
    read = [EMPTY.measures.index(m) for m in goal.measures("core", "limit")]
    asked = [m for m in read if values[0, m, 0] == UNKNOWN]  # those that apply
    sizes = {m: len(RUBRICS.steps(EMPTY.measures[m])) for m in asked}
    for m in asked:
        values[0, m, 0] = data.draw(st.integers(UNKNOWN, sizes[m] - 1))
    worst, best = (end[0, goal.goal - 1, 0] for end in worst_and_best(EMPTY, values))
    found = set()
    gaps = [m for m in asked if values[0, m, 0] == UNKNOWN]
    for filling in product(*(range(sizes[m]) for m in gaps)):
        whole = values.copy()
        whole[0, gaps, 0] = filling
        found.add(int(judged(whole)[goal.goal - 1]))
    assert (worst, best) == (min(found), max(found))
    as_known = judged(values)[goal.goal - 1]
    assert as_known == UNKNOWN or worst <= as_known <= best


def test_a_goal_that_is_not_judged_has_no_bounds():
    worst, best = worst_and_best(EMPTY, EMPTY.world(Child()).values)
    assert (worst[:, 4] == UNKNOWN).all()
    assert (best[:, 4] == UNKNOWN).all()


def test_bounds_that_meet_are_certain():
    assert Bounds(2, 2).is_certain
    assert not Bounds(0, 3).is_certain
