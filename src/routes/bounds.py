"""What the unknown facts allow: the worst and the best that a level could turn out to be.

The rubrics are monotone: a better answer never makes a level worse. So the worst case is the one in
which every unknown answer is the worst of its scale, and the best the one in which it is the best.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from routes.protection import UNKNOWN, Codes, Protection


@dataclass(frozen=True, slots=True)
class Bounds:
    """The worst and the best level that the unknown facts allow, 0 to 4."""

    worst: int
    best: int

    @property
    def is_certain(self) -> bool:
        """No unknown fact could move it."""
        return self.worst == self.best


def filled(protection: Protection, values: Codes, *, best: bool) -> Codes:
    """Return values with every unknown one the worst, or the best, of its scale.

    Args:
        values: anything x measures x years, coded as in ``World``.
    """
    steps = [len(protection.rubrics.steps(name)) for name in protection.measures]
    ends = np.array(steps, np.int8) - 1 if best else np.zeros(len(steps), np.int8)
    return np.where(values == UNKNOWN, ends.reshape(1, -1, 1), values).astype(np.int8)


def worst_and_best(protection: Protection, values: Codes) -> tuple[Codes, Codes]:
    """Return the levels in the worst and in the best case: anything x goals x years.

    A goal that is not judged stays ``UNKNOWN`` in both.
    """
    named = np.zeros(values.shape, np.bool_)
    worst, best = (
        protection.judge(filled(protection, values, best=end), named)[0] for end in (False, True)
    )
    return worst, best
