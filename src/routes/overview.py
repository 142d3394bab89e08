"""Every documented journey, for many children and years, profiled in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from routes.errors import RoutesError
from routes.model import COMPANIES, STATUSES, Child, Journey
from routes.profiles import (
    Cell,
    Drop,
    Indices,
    Profile,
    Shares,
    level_changes,
    masked,
    positions,
    previous_known,
    profile,
)
from routes.protection import UNKNOWN, YEARS, Codes, Flags, World
from routes.rubric import GOALS

if TYPE_CHECKING:
    from routes.atlas import Atlas

KINDS_OF_CHILDREN = tuple(
    Child(age=15, company=company, status=status) for company in COMPANIES for status in STATUSES
)


@dataclass(frozen=True, kw_only=True)
class Summary:
    """One journey in a list: where it is weakest, its largest drop, how much is known."""

    journey: Journey
    weakest: tuple[Cell, ...]
    largest_drops: tuple[Drop, ...]
    known_share: float
    unchecked_share: float

    @property
    def weakest_level(self) -> int | None:
        return self.weakest[0].level if self.weakest else None

    @property
    def largest_drop(self) -> int | None:
        """Levels of the largest drop; None when no drop is known."""
        return self.largest_drops[0].size if self.largest_drops else None


class Overview:
    """All journeys at once, as arrays over stages x goals x children x years.

    The stages of all journeys follow one another on the first axis.

    Attributes:
        first: for each stage, the index of its journey's first stage.
        levels: 0 to 4 or ``UNKNOWN``.
        unchecked: some fact behind the level was not yet opened.
        known_shares: 0 to 1.
    """

    def __init__(
        self,
        atlas: Atlas,
        children: Sequence[Child] | None = None,
        years: Sequence[int] | None = None,
        *,
        checked_only: bool = False,
    ) -> None:
        """Profile every documented branch.

        Args:
            children: both companies under all four statuses, aged 15, when None.
            years: every year for which facts are held, when None.
        """
        self.atlas = atlas
        self.checked_only = checked_only
        self.children = tuple(children or KINDS_OF_CHILDREN)
        self.years = tuple(years or YEARS)
        self.journeys = tuple(j for route in atlas.routes.values() for j in route.journeys)
        self.worlds: dict[Child, World] = {
            child: atlas.world(child, checked_only=checked_only) for child in self.children
        }
        worlds = list(self.worlds.values())
        years_at = np.array([worlds[0].year_index(year) for year in self.years])
        which = np.ix_(positions(atlas, self.journeys), np.arange(len(GOALS)), years_at)
        self.levels: Codes = np.stack([w.levels[which] for w in worlds], axis=2)
        self.unchecked: Flags = np.stack([w.level_unchecked[which] for w in worlds], axis=2)
        self.known_shares: Shares = np.stack([w.known_share[which] for w in worlds], axis=2)
        counts = [len(journey.stages) for journey in self.journeys]
        self.first: Indices = np.repeat(np.cumsum(counts) - counts, counts)

    @cached_property
    def before(self) -> Indices:
        """For each cell, the last earlier stage of its journey with a known level, or -1."""
        return previous_known(self.levels, self.first)

    @cached_property
    def changes(self) -> tuple[Codes, Flags]:
        """The change in level since ``before``, and where there is one to tell."""
        return level_changes(self.levels, self.before)

    def profile(self, journey: Journey, child: Child, year: int) -> Profile:
        """Return one profile of the many."""
        world = self._world(child)
        return profile(
            self.atlas, journey, child, year, checked_only=self.checked_only, world=world
        )

    def summaries(self, child: Child, year: int) -> tuple[Summary, ...]:
        """Return one row a documented branch, for a list of journeys."""
        profiles = (self.profile(journey, child, year) for journey in self.journeys)
        return tuple(
            Summary(
                journey=one.journey,
                weakest=one.weakest,
                largest_drops=one.largest_drops,
                known_share=one.known_share,
                unchecked_share=one.unchecked_share,
            )
            for one in profiles
        )

    def frame(self) -> pd.DataFrame:
        """Return one row a stage, goal, child and year, tidy; missing as in Profile.to_frame."""
        change, is_told = self.changes
        stages = [stage for journey in self.journeys for stage in journey.stages]
        ways = [journey for journey in self.journeys for _ in journey.stages]
        order = np.array([stage.order for stage in stages], np.int8)
        kids, size = self.children, self.levels.size
        from_order = order[np.maximum(self.before, 0)]

        def along(axis: int, values: list[object]) -> pd.Categorical:
            codes, names = pd.factorize(pd.Series(values, dtype=object))
            shape = [1, 1, 1, 1]
            shape[axis] = len(codes)
            every = np.broadcast_to(codes.reshape(shape), self.levels.shape)
            return pd.Categorical.from_codes(every.reshape(size), names)

        return pd.DataFrame(
            {
                "route_id": along(0, [way.route_id for way in ways]),
                "branch": along(0, [way.branch for way in ways]),
                "order": np.repeat(order, size // len(order)),
                "iso3": along(0, [stage.iso3 for stage in stages]),
                "role": along(0, [stage.role for stage in stages]),
                "goal": np.tile(
                    np.repeat(np.array(GOALS, np.int8), len(kids) * len(self.years)), len(order)
                ),
                "age": np.tile(
                    np.repeat(np.array([kid.age for kid in kids], np.int8), len(self.years)),
                    size // (len(kids) * len(self.years)),
                ),
                "company": along(2, [kid.company for kid in kids]),
                "status": along(2, [kid.status for kid in kids]),
                "year": np.tile(np.array(self.years, np.int16), size // len(self.years)),
                "level": masked(self.levels, self.levels == UNKNOWN),
                "known_share": self.known_shares.ravel(),
                "is_unchecked": self.unchecked.ravel(),
                "change": masked(change, ~is_told),
                "change_from_order": masked(from_order, ~is_told),
            },
            copy=False,
        )

    def _world(self, child: Child) -> World:
        if child not in self.worlds:
            known = ", ".join(f"{kid.company} {kid.status} {kid.age}" for kid in self.children)
            raise RoutesError(
                f"No {child.company} {child.status} aged {child.age} here. There is: {known}."
            )
        return self.worlds[child]
