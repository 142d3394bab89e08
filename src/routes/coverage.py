"""How sure we are, where: questions asked, answered and checked, and how old the answers are.

These are states of the evidence, not of protection: they say nothing on how a child fares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from routes.protection import NOT_APPLICABLE, UNKNOWN, YEARS, Protection, World
from routes.rubric import GOALS, Goal, Rubrics

Counts = npt.NDArray[np.int16]
Numbers = npt.NDArray[np.float32]


def asked_measures(goal: Goal) -> tuple[str, ...]:
    """Return the measures that a goal's rubric asks for; those shown beside a goal not judged."""
    return goal.measures("core", "limit") or goal.measures()


def judged_goals(rubrics: Rubrics) -> tuple[int, ...]:
    """Return the goals whose questions make a level."""
    return tuple(number for number in GOALS if rubrics.goals[number].is_judged)


@dataclass(frozen=True, eq=False, kw_only=True)
class Coverage:
    """How well the rubrics' questions are answered for one child, everywhere, every year.

    Shapes: ``asked``, ``answered`` and ``checked`` are countries x goals x years; ``age`` is
    countries x years.

    Attributes:
        asked: questions that apply to this child.
        answered: those with an answer.
        checked: answers that do not rest on a source named but not yet opened.
        age: years between the year and the one that the middle answer speaks for: as many answers
            are younger as are older, and of an even number the older of the two counts. Of the
            core questions of the judged goals, without treaties, whose status is read from one
            register for all; NaN where none is answered. An answer that speaks for a later year
            is 0 years old.
        judged: the goals that make a level; the shares over all goals are over these.
    """

    countries: tuple[str, ...]
    asked: Counts
    answered: Counts
    checked: Counts
    age: Numbers
    judged: tuple[int, ...]

    def known_share(self, goal: int | None = None) -> Numbers:
        """Return countries x years: the part of the questions that have an answer; NaN if none."""
        return self._share(self.answered, self.asked, goal)

    def checked_share(self, goal: int | None = None) -> Numbers:
        """Return countries x years: the part of the answers that is checked; NaN without any."""
        return self._share(self.checked, self.answered, goal)

    def total(self, counts: Counts, goal: int | None = None) -> Counts:
        """Return countries x years: the counts of one goal, or of all that are judged."""
        at = [number - 1 for number in ((goal,) if goal else self.judged)]
        return np.asarray(counts[:, at, :].sum(axis=1), np.int16)

    def _share(self, part: Counts, whole: Counts, goal: int | None) -> Numbers:
        of = self.total(whole, goal)
        share = self.total(part, goal) / np.maximum(of, 1)
        return np.where(of > 0, share, np.nan).astype(np.float32)


def coverage(protection: Protection, world: World) -> Coverage:
    """Return how well the questions are answered in a world. See ``Coverage``."""
    rubrics = protection.rubrics
    goals = [_columns(world, asked_measures(rubrics.goals[number])) for number in GOALS]
    applies, known = world.values != NOT_APPLICABLE, world.values >= 0
    sure = known & ~world.unchecked

    def each(flags: npt.NDArray[np.bool_]) -> Counts:
        return np.stack([flags[:, at, :].sum(axis=1) for at in goals], axis=1).astype(np.int16)

    judged = judged_goals(rubrics)
    cores = (rubrics.goals[number].measures("core") for number in judged)
    at = sorted({i for core in cores for i in _columns(world, core)})
    return Coverage(
        countries=world.countries,
        asked=each(applies),
        answered=each(known),
        checked=each(sure),
        age=_middle_age(protection, world, at),
        judged=judged,
    )


def _columns(world: World, measures: Sequence[str]) -> list[int]:
    return [world.measures.index(measure) for measure in measures]


def _middle_age(protection: Protection, world: World, at: list[int]) -> Numbers:
    speaks_for = protection.speaks_for(world.child, checked_only=world.checked_only)[:, at, :]
    known = (world.values[:, at, :] > UNKNOWN) & (speaks_for > 0)
    ages = np.maximum(np.array(YEARS) - speaks_for, 0).astype(np.float32)
    ages = np.sort(np.where(known, ages, np.inf), axis=1)
    number = known.sum(axis=1)
    middle = np.take_along_axis(ages, (number // 2)[:, None, :].clip(max=len(at) - 1), axis=1)
    return np.where(number > 0, middle[:, 0, :], np.nan).astype(np.float32)
