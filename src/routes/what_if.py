"""What would be if facts were others: a world, levels and profiles on supposed facts.

Nothing here is a fact. Every change is laid over the facts of all years, so that the year that one
looks at is the year in which it is supposed to be in force; the rubrics then judge as ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from routes.errors import RoutesError, UnknownNameError
from routes.levers import Lever, PolicyChange, catalogue, value_words
from routes.model import COMPANIES, STATUSES, Child, Company, Journey, Level, Status
from routes.profiles import Profile, profile
from routes.protection import NOT_APPLICABLE, Codes, World
from routes.rubric import Rubrics
from routes.words import country_in_text, listing

if TYPE_CHECKING:
    from routes.atlas import Atlas
    from routes.effects import Effect

MOST_CHANGES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposed:
    """One fact that a change supposes: a measure of a country at a step of its scale.

    Attributes:
        order: the step, 0 the worst.
        is_floor: a better fact stays as it is; otherwise the value holds for better or worse.
    """

    iso3: str
    measure: str
    order: int
    is_floor: bool
    companies: tuple[Company, ...]
    statuses: tuple[Status, ...]
    change: PolicyChange

    def concerns(self, child: Child) -> bool:
        return child.company in self.companies and child.status in self.statuses

    def contradicts(self, other: Supposed) -> bool:
        """Both can't be true of some child at once."""
        if (self.iso3, self.measure) != (other.iso3, other.measure):
            return False
        if not (set(self.companies) & set(other.companies)):
            return False
        if not (set(self.statuses) & set(other.statuses)):
            return False
        if self.is_floor and other.is_floor:
            return False
        if self.is_floor:
            return other.order < self.order
        return self.order < other.order if other.is_floor else self.order != other.order


@dataclass(frozen=True, eq=False)
class WhatIf:
    """A set of changes laid over an atlas; made by ``atlas.what_if``.

    Attributes:
        changes: without repeats, in an order of their own: the order given does not matter.
    """

    atlas: Atlas
    changes: tuple[PolicyChange, ...]

    @cached_property
    def levers(self) -> Mapping[str, Lever]:
        return catalogue()

    @cached_property
    def supposed(self) -> tuple[Supposed, ...]:
        """Every fact that the changes suppose."""
        return tuple(s for change in self.changes for s in suppositions(self.atlas.rubrics, change))

    @property
    def iso3s(self) -> tuple[str, ...]:
        """The countries that change something."""
        return tuple(dict.fromkeys(change.iso3 for change in self.changes))

    def concerns(self, change: PolicyChange, child: Child) -> bool:
        """Tell whether a change is about a child in these circumstances."""
        rubrics = self.atlas.rubrics
        return any(s.concerns(child) for s in suppositions(rubrics, change))

    def words(self, change: PolicyChange) -> str:
        """Libya ends all child immigration detention, in law and practice."""
        name = country_in_text(change.iso3, str(self.atlas.countries.at[change.iso3, "name"]))
        if change.lever:
            return f"{name} {self.levers[change.lever].label}"
        return f"{name} {value_words(self.atlas.rubrics, change.measure, change.value)}"

    @property
    def title(self) -> str:
        """The question: What if Libya ends ...? Several changes are counted."""
        if not self.changes:
            return "What if a policy changed?"
        if len(self.changes) <= 2:
            told = listing([(self.words(change),) for change in self.changes])
            return f"What if {''.join(str(part) for part in told)}?"
        where = len(self.iso3s)
        if where == 1:
            name = country_in_text(
                self.iso3s[0], str(self.atlas.countries.at[self.iso3s[0], "name"])
            )
            return f"What if {name} made {len(self.changes)} changes?"
        return f"What if {where} countries made {len(self.changes)} changes?"

    def with_changes(self, *changes: PolicyChange | str) -> WhatIf:
        """Return the same with some more changes."""
        return what_if(self.atlas, (*self.changes, *changes))

    def without(self, *changes: PolicyChange | str) -> WhatIf:
        """Return the same with some changes undone; those that are not there are passed over."""
        undone = {PolicyChange.parse(c) if isinstance(c, str) else c for c in changes}
        return what_if(self.atlas, [c for c in self.changes if c not in undone])

    def world(
        self, child: Child, *, checked_only: bool = False, base: World | None = None
    ) -> World:
        """Return what this child would meet everywhere, every year.

        A supposed value rests on no source: it is not "named, not yet checked", and "checked
        sources only" does not take it away.

        Args:
            base: what the child meets as the facts stand, if it is at hand; it is left as it is.
        """
        base = base or self.atlas.world(child, checked_only=checked_only)
        mine = [s for s in self.supposed if s.concerns(child)]
        if not mine:
            return base
        values, unchecked = base.values.copy(), base.unchecked.copy()
        countries = {iso3: i for i, iso3 in enumerate(base.countries)}
        for s in sorted(mine, key=lambda s: s.is_floor):
            at = countries[s.iso3], base.measures.index(s.measure)
            values[at] = laid_over(values[at], s)
        unchecked &= values == base.values
        rows = sorted({countries[s.iso3] for s in mine})
        levels, level_unchecked = base.levels.copy(), base.level_unchecked.copy()
        known_share = base.known_share.copy()
        levels[rows], level_unchecked[rows], known_share[rows] = self.atlas.protection.judge(
            values[rows], unchecked[rows]
        )
        return replace(
            base,
            values=values,
            unchecked=unchecked,
            levels=levels,
            level_unchecked=level_unchecked,
            known_share=known_share,
        )

    def profile(
        self,
        journey: Journey,
        child: Child,
        year: int,
        *,
        checked_only: bool = False,
        world: World | None = None,
    ) -> Profile:
        """Return what this child would meet along a journey. See ``routes.profile``.

        Args:
            world: ``self.world(child)``, if it is at hand.
        """
        world = world or self.world(child, checked_only=checked_only)
        return profile(self.atlas, journey, child, year, checked_only=checked_only, world=world)

    def levels(
        self, iso3: str, child: Child, year: int, *, checked_only: bool = False
    ) -> dict[int, Level]:
        """Return the six levels of one country; the answer to a supposed value has no facts."""
        if iso3 not in self.iso3s:
            return self.atlas.levels(iso3, child, year, checked_only=checked_only)
        base = self.atlas.world(child, checked_only=checked_only)
        world = self.world(child, checked_only=checked_only, base=base)
        return self.atlas.protection.supposed_levels(
            world, iso3, child, year, self.differing(iso3, base, world, year),
            checked_only=checked_only,
        )  # fmt: skip

    def differing(self, iso3: str, base: World, world: World, year: int) -> dict[str, str]:
        """Return measure -> supposed value, where it differs from what the facts say."""
        at, y = base.countries.index(iso3), base.year_index(year)
        was, now = base.values[at, :, y], world.values[at, :, y]
        found = {}
        for i in np.flatnonzero(was != now):
            name = base.measures[i]
            steps = self.atlas.rubrics.steps(name)
            found[name] = next(step.value for step in steps if step.order == now[i])
        return found

    def is_already(self, change: PolicyChange, base: World, child: Child, year: int) -> bool:
        """Tell whether a change supposes only what the facts already say of this child."""
        at, y = base.countries.index(change.iso3), base.year_index(year)
        mine = [s for s in suppositions(self.atlas.rubrics, change) if s.concerns(child)]
        values = [base.values[at, base.measures.index(s.measure), y : y + 1] for s in mine]
        pairs = zip(mine, values, strict=True)
        return bool(mine) and all(np.array_equal(laid_over(was, s), was) for s, was in pairs)

    def effect(
        self,
        child: Child,
        year: int,
        *,
        journeys: Sequence[Journey] | None = None,
        checked_only: bool = False,
        base: World | None = None,
    ) -> Effect:
        """Return what it would change for this child on journeys, before and after.

        Args:
            journeys: all documented ones when None.
            base: what the child meets as the facts stand, if it is at hand.
        """
        from routes.effects import effect

        return effect(self, child, year, journeys=journeys, checked_only=checked_only, base=base)


def laid_over(values: Codes, s: Supposed) -> Codes:
    """Return one measure's codes with a supposed value laid over them; unknown is below all."""
    new = np.maximum(values, np.int8(s.order)) if s.is_floor else np.full_like(values, s.order)
    return np.where(values == NOT_APPLICABLE, values, new)


def suppositions(rubrics: Rubrics, change: PolicyChange) -> tuple[Supposed, ...]:
    """Return the facts that a change supposes.

    Raises:
        UnknownNameError: there is no such lever, measure or value; lists the nearest.
    """
    if change.lever:
        levers = catalogue()
        if change.lever not in levers:
            labels = {lever.lever: lever.label for lever in levers.values()}
            raise UnknownNameError("lever", change.lever, levers, names=labels)
        lever = levers[change.lever]
        sets, companies, statuses = lever.sets, lever.companies, lever.statuses
    else:
        value_words(rubrics, change.measure, change.value)  # says what does not exist
        applies = rubrics.measures[change.measure].applies_to
        sets = ((change.measure, change.value),)
        companies = tuple(c for c in COMPANIES if applies in ("any", c))
        statuses = STATUSES
    return tuple(
        Supposed(
            iso3=change.iso3,
            measure=measure,
            order=next(s.order for s in rubrics.steps(measure) if s.value == value),
            is_floor=bool(change.lever),
            companies=companies,
            statuses=statuses,
            change=change,
        )
        for measure, value in sets
    )


def what_if(atlas: Atlas, changes: Iterable[PolicyChange | str]) -> WhatIf:
    """Lay changes over an atlas. See ``Atlas.what_if``."""
    found = {PolicyChange.parse(c) if isinstance(c, str) else c for c in changes}
    names = {str(iso3): str(name) for iso3, name in atlas.countries["name"].items()}
    for change in sorted(found):
        if change.iso3 not in names:
            raise UnknownNameError("country", change.iso3, names, names=names)
    if len(found) > MOST_CHANGES:
        raise RoutesError(f"A what-if has at most {MOST_CHANGES} changes, not {len(found)}.")
    made = WhatIf(atlas, tuple(sorted(found)))
    supposed = made.supposed
    for i, one in enumerate(supposed):
        for other in supposed[:i]:
            if one.contradicts(other):
                raise RoutesError(
                    f"{other.change} and {one.change} contradict each other on "
                    f"{one.measure}. Take one of them out."
                )
    return made
