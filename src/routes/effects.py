"""What a what-if would change for one child: journey by journey, before and after, and in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from routes import effect_sentences
from routes.bounds import Bounds, worst_and_best
from routes.comparison import Comparison, compare
from routes.levers import PolicyChange
from routes.model import Child, Journey, Route
from routes.profiles import Drop, Profile, profile
from routes.protection import UNKNOWN, Codes, World, known_level
from routes.rubric import GOALS
from routes.what_if import WhatIf
from routes.words import Sentence

Key = tuple[int, int, int]  # goal, from stage, to stage


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelChange:
    """One goal in one country that changes something, before and after.

    Attributes:
        before, after: None is unknown.
        bounds_before, bounds_after: what the unknown facts allow.
    """

    iso3: str
    goal: int
    before: int | None
    after: int | None
    bounds_before: Bounds
    bounds_after: Bounds


@dataclass(frozen=True, eq=False, kw_only=True)
class Touched:
    """One journey through a country that changes something.

    Attributes:
        weakest_bounds_before, weakest_bounds_after: the worst and best that its weakest level
            could be if all that is unknown on it were known.
    """

    before: Profile
    after: Profile
    weakest_bounds_before: Bounds
    weakest_bounds_after: Bounds

    @property
    def journey(self) -> Journey:
        return self.before.journey

    @cached_property
    def comparison(self) -> Comparison:
        return compare(self.before, self.after)

    @property
    def is_changed(self) -> bool:
        """Some level on it changes."""
        return not np.array_equal(self.before.levels, self.after.levels)

    @property
    def weakest_before(self) -> int | None:
        return _weakest(self.before)

    @property
    def weakest_after(self) -> int | None:
        return _weakest(self.after)

    @property
    def rises(self) -> bool:
        """Its weakest known level rises."""
        before, after = self.weakest_before, self.weakest_after
        return before is not None and after is not None and after > before

    @property
    def falls(self) -> bool:
        """Its weakest known level is a lower one: a worse fact, or one that becomes known."""
        before, after = self.weakest_before, self.weakest_after
        return before is not None and after is not None and after < before

    @cached_property
    def drops_gone(self) -> tuple[Drop, ...]:
        """Drops as the facts stand that would be smaller or gone."""
        after = _by_border(self.after.drops)
        return tuple(d for key, d in _by_border(self.before.drops).items()
                     if key not in after or after[key].size < d.size)  # fmt: skip

    @cached_property
    def drops_new(self) -> tuple[Drop, ...]:
        """Drops that would be new or larger: the next country does not follow."""
        before = _by_border(self.before.drops)
        return tuple(d for key, d in _by_border(self.after.drops).items()
                     if key not in before or before[key].size < d.size)  # fmt: skip


@dataclass(frozen=True, eq=False, kw_only=True)
class Effect:
    """What a what-if would change for one child in one year. A calculation, not a fact.

    Attributes:
        journeys: how many were looked at.
        touched: those that go through a country that changes something, in the atlas's order.
        levels: each judged goal in each of these countries.
        already: the changes that suppose nothing but what the facts say already.
    """

    what_if: WhatIf
    child: Child
    year: int
    checked_only: bool
    journeys: int
    touched: tuple[Touched, ...]
    levels: tuple[LevelChange, ...]
    already: tuple[PolicyChange, ...]

    @property
    def changed(self) -> tuple[Touched, ...]:
        """The journeys on which some level changes."""
        return tuple(one for one in self.touched if one.is_changed)

    @property
    def moved(self) -> tuple[LevelChange, ...]:
        """The levels that are others than before."""
        return tuple(one for one in self.levels if one.before != one.after)

    @property
    def rises_if_worst(self) -> int:
        """Journeys whose weakest level would rise were every unknown fact the worst."""
        return sum(
            one.weakest_bounds_after.worst > one.weakest_bounds_before.worst for one in self.changed
        )

    @property
    def rises_if_best(self) -> int:
        """Journeys whose weakest level would rise were every unknown fact the best."""
        return sum(
            one.weakest_bounds_after.best > one.weakest_bounds_before.best for one in self.changed
        )

    @property
    def route_ids(self) -> tuple[str, ...]:
        """The documented routes on which some level changes."""
        ids = (one.journey.route_id for one in self.changed if one.journey.route_id)
        return tuple(dict.fromkeys(ids))

    def sentences(self) -> tuple[Sentence, ...]:
        """Say what it would change, for whom, and what it leaves open."""
        return effect_sentences.of_effect(self)

    def to_frame(self) -> pd.DataFrame:
        """Return one row a touched journey, stage and goal, tidy.

        ``level_before`` and ``level_after`` are NA when unknown. ``worst`` and ``best`` are what
        the unknown facts allow. ``is_fact`` is always False: nothing here is one.
        """
        bounds = {(one.iso3, one.goal): one for one in self.levels}
        rows = []
        for one in self.touched:
            for stage in one.journey.stages:
                for goal in GOALS:
                    found = bounds.get((stage.iso3, goal))
                    rows.append(
                        {
                            "what_if": self.what_if.title,
                            "is_fact": False,
                            "route_id": one.journey.route_id,
                            "branch": one.journey.branch,
                            "order": stage.order,
                            "iso3": stage.iso3,
                            "country": one.before.names[stage.iso3],
                            "place": stage.place,
                            "role": stage.role,
                            "goal": goal,
                            "level_before": one.before.cell(stage.order, goal).level,
                            "level_after": one.after.cell(stage.order, goal).level,
                            "worst_before": found.bounds_before.worst if found else None,
                            "best_before": found.bounds_before.best if found else None,
                            "worst_after": found.bounds_after.worst if found else None,
                            "best_after": found.bounds_after.best if found else None,
                        }
                    )
        frame = pd.DataFrame(rows, columns=list(COLUMNS))
        for name in COLUMNS[10:]:
            frame[name] = frame[name].astype("Int8")
        return frame


COLUMNS = (
    "what_if", "is_fact", "route_id", "branch", "order", "iso3", "country", "place", "role", "goal",
    "level_before", "level_after", "worst_before", "best_before", "worst_after", "best_after",
)  # fmt: skip


def effect(
    made: WhatIf,
    child: Child,
    year: int,
    *,
    journeys: Sequence[Journey] | None = None,
    checked_only: bool = False,
    base: World | None = None,
) -> Effect:
    """Return what a what-if would change. See ``WhatIf.effect``."""
    atlas = made.atlas
    ways = documented(atlas.routes.values()) if journeys is None else tuple(journeys)
    base = base or atlas.world(child, checked_only=checked_only)
    world = made.world(child, checked_only=checked_only, base=base)
    y = base.year_index(year)
    bounds = [
        worst_and_best(atlas.protection, one.values[:, :, y : y + 1]) for one in (base, world)
    ]
    (worst, best), (worst_after, best_after) = (
        (low[:, :, 0], high[:, :, 0]) for low, high in bounds
    )
    index = {iso3: i for i, iso3 in enumerate(base.countries)}

    def within(low: Codes, high: Codes, journey: Journey) -> Bounds:
        at = [index[iso3] for iso3 in journey.iso3s]
        judged = low[at] != UNKNOWN
        return Bounds(int(low[at][judged].min()), int(high[at][judged].min()))

    touched = []
    for journey in ways:
        if not set(journey.iso3s) & set(made.iso3s):
            continue
        before, after = (
            profile(atlas, journey, child, year, checked_only=checked_only, world=one)
            for one in (base, world)
        )
        touched.append(
            Touched(
                before=before,
                after=after,
                weakest_bounds_before=within(worst, best, journey),
                weakest_bounds_after=within(worst_after, best_after, journey),
            )
        )
    levels = [
        LevelChange(
            iso3=iso3,
            goal=goal.goal,
            before=known_level(base.levels[index[iso3], goal.goal - 1, y]),
            after=known_level(world.levels[index[iso3], goal.goal - 1, y]),
            bounds_before=_at(worst, best, index[iso3], goal.goal),
            bounds_after=_at(worst_after, best_after, index[iso3], goal.goal),
        )
        for iso3 in made.iso3s
        for goal in atlas.rubrics.goals.values()
        if goal.is_judged
    ]
    return Effect(
        what_if=made,
        child=child,
        year=year,
        checked_only=checked_only,
        journeys=len(ways),
        touched=tuple(touched),
        levels=tuple(levels),
        already=tuple(c for c in made.changes if made.is_already(c, base, child, year)),
    )


def documented(routes: Iterable[Route]) -> tuple[Journey, ...]:
    """Return every branch of these routes."""
    return tuple(journey for route in routes for journey in route.journeys)


def _at(worst: Codes, best: Codes, country: int, goal: int) -> Bounds:
    return Bounds(int(worst[country, goal - 1]), int(best[country, goal - 1]))


def _weakest(profile: Profile) -> int | None:
    known = profile.levels[profile.is_known]
    return int(known.min()) if known.size else None


def _by_border(drops: Iterable[Drop]) -> dict[Key, Drop]:
    return {(d.goal, d.from_stage.order, d.to_stage.order): d for d in drops}
