"""What one lever in one country would lift, counted for every country at once.

A level is a country's, so a lever laid over all countries at once gives what it would make of
each of them alone. A journey's weakest level after the change is then the lower one of that
country's and of the others', which is known beforehand: all changes are counted in a few array
operations.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from routes.bounds import filled
from routes.errors import RoutesError
from routes.levers import Lever, PolicyChange
from routes.model import Child, Journey, Role
from routes.profiles import Indices, positions
from routes.protection import UNKNOWN, Codes, Flags, Protection, World, known_level
from routes.what_if import laid_over, suppositions

if TYPE_CHECKING:
    from routes.atlas import Atlas

NOTHING = 9  # stands for "no known level" where the lowest is looked for
Counts = npt.NDArray[np.int64]


class Ways:
    """Journeys as pairs of a journey and a country on it, each pair once.

    Attributes:
        way, country: of each pair, the index of its journey and of its country in a ``World``.
        stages: of each pair, how many stages the journey has in the country.
    """

    def __init__(self, atlas: Atlas, journeys: Sequence[Journey]) -> None:
        if not journeys:
            raise RoutesError("There is no journey to rank levers for.")
        self.journeys = tuple(journeys)
        at = positions(atlas, journeys)
        lengths = [len(journey.stages) for journey in journeys]
        both = np.stack([np.repeat(np.arange(len(journeys)), lengths), at], axis=1)
        pairs, counts = np.unique(both, axis=0, return_counts=True)
        self.way: Indices = pairs[:, 0]
        self.country: Indices = pairs[:, 1]
        self.stages: Counts = counts
        self._starts = np.flatnonzero(np.r_[True, self.way[1:] != self.way[:-1]])
        self._roles: dict[Role, set[int]] = {}
        stages = (stage for journey in journeys for stage in journey.stages)
        for country, stage in zip(at, stages, strict=True):
            self._roles.setdefault(stage.role, set()).add(int(country))

    def countries_with(self, roles: Iterable[Role]) -> Indices:
        """Return the countries that have one of these roles on one of the journeys."""
        found = set().union(*(self._roles.get(role, set()) for role in roles))
        return np.array(sorted(found), np.int64)

    def weakest(self, lowest: Codes) -> tuple[Codes, Codes]:
        """Return, for each pair, its journey's weakest level, and that of its other countries.

        Args:
            lowest: each country's lowest level, or ``NOTHING``.
        """
        mine = lowest[self.country]
        every = np.minimum.reduceat(mine, self._starts)[self.way]
        # The others' weakest is the journey's own, but for the one country that sets it.
        sets_it = np.zeros(len(mine), np.bool_)
        sets_it[np.lexsort((mine, self.way))[self._starts]] = True
        second = np.minimum.reduceat(np.where(sets_it, NOTHING, mine), self._starts)[self.way]
        return every, np.where(sets_it, second, every).astype(np.int8)

    def by_country(self, values: Flags | Counts, size: int) -> Counts:
        """Add up what stands at the pairs, country by country."""
        found = np.bincount(self.country, weights=values, minlength=size)
        return np.asarray(found, np.int64)


@dataclass(frozen=True, kw_only=True)
class Lifts:
    """What one lever would do. ``lifted`` is of each pair, everything else of each country.

    See ``RankedLever`` for what the counts mean. ``before`` and ``after`` are the levels of the
    lever's own goal, or ``UNKNOWN``.
    """

    before: Codes
    after: Codes
    lifted: Flags
    weak_raised: Counts
    raised: Counts
    newly_known: Counts
    lifted_if_worst: Counts
    lifted_if_best: Counts

    @property
    def changes(self) -> Flags:
        """The lever changes some level in the country."""
        return np.asarray(self.raised + self.newly_known > 0, np.bool_)

    def level_before(self, country: int) -> int | None:
        return known_level(self.before[country])

    def level_after(self, country: int) -> int | None:
        return known_level(self.after[country])


class Trial:
    """One child's world in one year, to lay levers over: as known, at worst and at best."""

    def __init__(
        self, protection: Protection, world: World, year: int, goals: tuple[int, ...]
    ) -> None:
        y = world.year_index(year)
        self.protection, self._goals = protection, goals
        known = world.values[:, :, y : y + 1]
        self._values = {
            "known": known,
            "worst": filled(protection, known, best=False),
            "best": filled(protection, known, best=True),
        }
        self._before = {name: self._levels(values) for name, values in self._values.items()}

    def lifts(self, lever: Lever, child: Child, ways: Ways) -> Lifts:
        """Count what the lever would lift in each country alone."""
        size = len(self.protection.countries)
        after = {name: self._levels(self._laid(name, lever, child)) for name in CASES}
        lifted = {name: self._lifted(self._before[name], after[name], ways) for name in CASES}
        every, _ = ways.weakest(_lowest(self._before["known"]))
        was, now = self._before["known"][ways.country], after["known"][ways.country]
        rises = (was != UNKNOWN) & (now > was)

        def count(cells: Flags) -> Counts:
            return ways.by_country(np.asarray(cells.sum(axis=1) * ways.stages), size)

        own = self._goals.index(lever.goal)
        return Lifts(
            before=self._before["known"][:, own],
            after=after["known"][:, own],
            lifted=lifted["known"],
            weak_raised=count(rises & (was == every[:, None])),
            raised=count(rises),
            newly_known=count((was == UNKNOWN) & (now != UNKNOWN)),
            lifted_if_worst=ways.by_country(lifted["worst"], size),
            lifted_if_best=ways.by_country(lifted["best"], size),
        )

    def _lifted(self, before: Codes, after: Codes, ways: Ways) -> Flags:
        """Tell for each pair whether its country's change lifts its journey's weakest level."""
        every, others = ways.weakest(_lowest(before))
        return np.asarray(np.minimum(_lowest(after)[ways.country], others) > every, np.bool_)

    def _laid(self, name: str, lever: Lever, child: Child) -> Codes:
        values = self._values[name].copy()
        for s in suppositions(self.protection.rubrics, PolicyChange("any", lever.lever)):
            if s.concerns(child):
                m = self.protection.measures.index(s.measure)
                values[:, m] = laid_over(values[:, m], s)
        return values

    def _levels(self, values: Codes) -> Codes:
        """Return countries x chosen goals."""
        levels, _, _ = self.protection.judge(values, np.zeros(values.shape, np.bool_))
        return np.asarray(levels[:, [goal - 1 for goal in self._goals], 0], np.int8)


CASES = ("known", "worst", "best")


def _lowest(levels: Codes) -> Codes:
    """Return the lowest known level of each country, or ``NOTHING``."""
    known = np.where(levels == UNKNOWN, np.int8(NOTHING), levels)
    return np.asarray(known.min(axis=1), np.int8)
