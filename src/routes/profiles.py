"""A journey's levels, stage by stage: where it is weakest, where it drops, what is unknown.

A drop is measured from the last earlier stage whose level is known, and names the unknown
stages that it steps across, so that not knowing never hides one. Nothing is averaged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from routes import sentences
from routes.errors import RoutesError, UnknownNameError
from routes.model import Child, Journey, Stage
from routes.protection import UNKNOWN, Codes, Flags, World
from routes.rubric import GOALS, Rubrics
from routes.words import Sentence

if TYPE_CHECKING:
    from routes.atlas import Atlas

Shares = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One goal at one stage.

    Attributes:
        level: 0 to 4; None is unknown.
        known_share: part of the rubric's questions that apply and have an answer, 0 to 1.
        is_unchecked: some fact behind it is named but was not yet opened.
        is_own: a reader's own fact, which is not part of the atlas, plays a part in it.
    """

    stage: Stage
    goal: int
    level: int | None
    known_share: float
    is_unchecked: bool
    is_own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A goal's level at one stage against the last earlier stage where it is known.

    Attributes:
        across: the stages between the two, at which the level is not known.
        is_uneven: some core question has an answer at one of the two stages only, so that what
            is not known may be part of the change.
    """

    goal: int
    from_stage: Stage
    to_stage: Stage
    from_level: int
    to_level: int
    across: tuple[Stage, ...]
    is_uneven: bool

    @property
    def size(self) -> int:
        """How many levels; always positive."""
        return abs(self.to_level - self.from_level)

    @property
    def is_border(self) -> bool:
        """The two stages are in different countries."""
        return self.from_stage.iso3 != self.to_stage.iso3


class Drop(Change):
    """The fall in level from one stage to the next at which it is known."""

    __slots__ = ()


class Rise(Change):
    """The gain in level from one stage to the next at which it is known."""

    __slots__ = ()


SomeChange = TypeVar("SomeChange", Drop, Rise)


def previous_known(levels: Codes, first: Indices) -> Indices:
    """Return, for each stage, the last earlier stage of its journey with a known level, or -1.

    Args:
        levels: stages along the first axis, any others after it; journeys one after another.
        first: for each stage, the index of its journey's first stage.
    """
    others = (1,) * (levels.ndim - 1)
    at = np.arange(len(levels)).reshape(-1, *others)
    seen = np.maximum.accumulate(np.where(levels != UNKNOWN, at, -1), axis=0)
    before = np.concatenate([np.full_like(seen[:1], -1), seen[:-1]])
    return np.where(before >= first.reshape(-1, *others), before, -1)


def level_changes(levels: Codes, before: Indices) -> tuple[Codes, Flags]:
    """Return the change in level since the stage ``before``, and where there is one to tell."""
    earlier = np.take_along_axis(levels, np.maximum(before, 0), axis=0)
    is_told = (levels != UNKNOWN) & (before >= 0)
    return np.where(is_told, levels - earlier, 0).astype(np.int8), is_told


@dataclass(frozen=True, eq=False, kw_only=True)
class Profile:
    """What one child meets on one journey in one year.

    Attributes:
        names: ISO3 -> country name, for the countries on the way.
        levels: stages x goals, 0 to 4 or ``UNKNOWN``.
        unchecked: stages x goals; some fact behind the level was not yet opened.
        known_shares: stages x goals, 0 to 1.
        values, values_unchecked: stages x measures, coded as in ``World.values``.
        own: stages x goals; a reader's own fact plays a part. None in the atlas itself.
    """

    journey: Journey
    child: Child
    year: int
    checked_only: bool
    names: Mapping[str, str]
    rubrics: Rubrics = field(repr=False)
    levels: Codes = field(repr=False)
    unchecked: Flags = field(repr=False)
    known_shares: Shares = field(repr=False)
    values: Codes = field(repr=False)
    values_unchecked: Flags = field(repr=False)
    own: Flags | None = field(default=None, repr=False)

    def cell(self, order: int, goal: int) -> Cell:
        """Return one cell; stages and goals count from 1."""
        at = self._at(order, goal)
        code = int(self.levels[at])
        return Cell(
            stage=self.journey.stages[order - 1],
            goal=goal,
            level=None if code == UNKNOWN else code,
            known_share=float(self.known_shares[at]),
            is_unchecked=bool(self.unchecked[at]),
            is_own=self.own is not None and bool(self.own[at]),
        )

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every goal of every stage, in travel order."""
        return tuple(self.cell(s.order, goal) for s in self.journey.stages for goal in GOALS)

    @property
    def judged_goals(self) -> tuple[int, ...]:
        return tuple(goal for goal in GOALS if self.rubrics.goals[goal].is_judged)

    @property
    def countries(self) -> tuple[Stage, ...]:
        """The first stage in each country, in travel order."""
        first: dict[str, Stage] = {}
        for stage in self.journey.stages:
            first.setdefault(stage.iso3, stage)
        return tuple(first.values())

    @property
    def is_known(self) -> Flags:
        return np.asarray(self.levels != UNKNOWN, np.bool_)

    @property
    def weakest(self) -> tuple[Cell, ...]:
        """All cells at the lowest known level, in travel order; none when nothing is known."""
        return self._weakest(self.levels, GOALS)

    def weakest_of(self, goal: int) -> tuple[Cell, ...]:
        """All stages at the lowest known level of one goal."""
        _, column = self._at(1, goal)
        return self._weakest(self.levels[:, column : column + 1], (goal,))

    def _weakest(self, levels: Codes, goals: tuple[int, ...]) -> tuple[Cell, ...]:
        known = levels[levels != UNKNOWN]
        if not known.size:
            return ()
        return tuple(self.cell(int(s) + 1, goals[g]) for s, g in np.argwhere(levels == known.min()))

    @cached_property
    def _before(self) -> Indices:
        return previous_known(self.levels, np.zeros(len(self.levels), np.int64))

    @cached_property
    def _changes(self) -> tuple[Codes, Flags]:
        return level_changes(self.levels, self._before)

    @cached_property
    def drops(self) -> tuple[Drop, ...]:
        """Every fall in level, in travel order, also those across stages not known."""
        return tuple(self._told(Drop, s, g) for s, g in np.argwhere(self._changes[0] < 0))

    @cached_property
    def rises(self) -> tuple[Rise, ...]:
        """Every gain in level, in travel order."""
        return tuple(self._told(Rise, s, g) for s, g in np.argwhere(self._changes[0] > 0))

    def _told(self, kind: type[SomeChange], s: int, g: int) -> SomeChange:
        stages, before = self.journey.stages, int(self._before[s, g])
        return kind(
            goal=GOALS[g],
            from_stage=stages[before],
            to_stage=stages[s],
            from_level=int(self.levels[before, g]),
            to_level=int(self.levels[s, g]),
            across=stages[before + 1 : s],
            is_uneven=is_uneven((self, s + 1), (self, before + 1), GOALS[g]),
        )

    @property
    def largest_drops(self) -> tuple[Drop, ...]:
        """The drops of the most levels, all ties."""
        most = max((drop.size for drop in self.drops), default=0)
        return tuple(drop for drop in self.drops if drop.size == most)

    def drop_into(self, order: int, goal: int) -> Drop | None:
        """Return the drop that ends at this stage, if there is one."""
        s, g = self._at(order, goal)
        return self._told(Drop, s, g) if self._changes[0][s, g] < 0 else None

    @property
    def known_share(self) -> float:
        """Share of known levels among the stages x judged goals, 0 to 1."""
        judged = [goal - 1 for goal in self.judged_goals]
        return float(self.is_known[:, judged].mean()) if judged else 0.0

    @property
    def unchecked_share(self) -> float:
        """Share of the known levels with a fact not yet opened behind them; 0 if none is known."""
        known = self.is_known
        return float((self.unchecked & known).sum() / known.sum()) if known.any() else 0.0

    def value(self, order: int, measure: str) -> str | None:
        """Return what the facts say for one measure at one stage; None is unknown."""
        steps = self.rubrics.steps(measure)
        code = int(self.values[order - 1, list(self.rubrics.measures).index(measure)])
        return next((step.value for step in steps if step.order == code), None)

    def is_value_unchecked(self, order: int, measure: str) -> bool:
        """The fact behind a value was not yet opened."""
        at = list(self.rubrics.measures).index(measure)
        return bool(self.values_unchecked[order - 1, at])

    def is_open(self, order: int, goal: int) -> Flags:
        """Tell for each core question of a goal whether it applies and has no answer here."""
        s, _ = self._at(order, goal)
        measures = list(self.rubrics.measures)
        core = [measures.index(name) for name in self.rubrics.goals[goal].measures("core")]
        return np.asarray(self.values[s, core] == UNKNOWN, np.bool_)

    def to_frame(self) -> pd.DataFrame:
        """Return one row a stage and goal, tidy.

        ``level`` is NA when unknown. ``change`` is against ``change_from_order``, the last earlier
        stage at which the goal's level is known; both are NA when there is none.
        """
        stages, goals = self.journey.stages, len(GOALS)
        change, is_told = self._changes

        def each(name: str) -> list[object]:
            return [getattr(stage, name) for stage in stages for _ in GOALS]

        return pd.DataFrame(
            {
                "route_id": self.journey.route_id,
                "branch": self.journey.branch,
                "order": each("order"),
                "iso3": each("iso3"),
                "country": [self.names[stage.iso3] for stage in stages for _ in GOALS],
                "place": each("place"),
                "role": each("role"),
                "goal": list(GOALS) * (self.levels.size // goals),
                "level": masked(self.levels, ~self.is_known),
                "known_share": self.known_shares.ravel(),
                "is_unchecked": self.unchecked.ravel(),
                "change": masked(change, ~is_told),
                "change_from_order": masked((self._before + 1).astype(np.int8), ~is_told),
            }
        )

    def sentences(self) -> tuple[Sentence, ...]:
        """Return what the profile shows, in plain sentences that link to the cells."""
        return sentences.of_profile(self)

    def _at(self, order: int, goal: int) -> tuple[int, int]:
        if not 1 <= order <= len(self.journey.stages):
            raise RoutesError(
                f"{self.journey.label}: no stage {order}; it has 1 to {len(self.journey.stages)}."
            )
        if goal not in GOALS:
            raise UnknownNameError("goal", str(goal), map(str, GOALS))
        return order - 1, GOALS.index(goal)


def is_uneven(one: tuple[Profile, int], other: tuple[Profile, int], goal: int) -> bool:
    """Some core question of the goal has an answer at one of two stages (by order) only."""
    return not np.array_equal(one[0].is_open(one[1], goal), other[0].is_open(other[1], goal))


def masked(codes: Codes, is_missing: Flags) -> pd.api.extensions.ExtensionArray:
    """Return codes as a flat Int8 column, NA where missing."""
    return pd.arrays.IntegerArray(codes.ravel().copy(), is_missing.ravel().copy())


def profile(
    atlas: Atlas,
    journey: Journey,
    child: Child,
    year: int,
    *,
    checked_only: bool = False,
    world: World | None = None,
) -> Profile:
    """Return what this child meets along a journey.

    Args:
        world: what the child meets everywhere, if it is at hand; it must be the child's own.

    Raises:
        UnknownNameError: a stage is in a country that the atlas does not have.
        RoutesError: no facts are held for the year.
    """
    world = world or atlas.world(child, checked_only=checked_only)
    y = world.year_index(year)
    at = positions(atlas, [journey])
    own = None
    if len(atlas.own):
        own = atlas.protection.own_levels(child, checked_only=checked_only)[at, :, y]
    return Profile(
        journey=journey,
        child=child,
        year=year,
        checked_only=checked_only,
        names={iso3: str(atlas.countries.at[iso3, "name"]) for iso3 in journey.iso3s},
        rubrics=atlas.rubrics,
        levels=world.levels[at, :, y],
        unchecked=world.level_unchecked[at, :, y],
        known_shares=world.known_share[at, :, y],
        values=world.values[at, :, y],
        values_unchecked=world.unchecked[at, :, y],
        own=own,
    )


def positions(atlas: Atlas, journeys: Iterable[Journey]) -> Indices:
    """Return where the country of each stage stands in the arrays of a ``World``."""
    index = {iso3: i for i, iso3 in enumerate(atlas.protection.countries)}
    found = []
    for journey in journeys:
        for stage in journey.stages:
            if stage.iso3 not in index:
                where = f"({journey.label}, stage {stage.order})"
                names = {str(iso3): str(name) for iso3, name in atlas.countries["name"].items()}
                raise UnknownNameError("country", stage.iso3, index, where=where, names=names)
            found.append(index[stage.iso3])
    return np.array(found, np.int64)
