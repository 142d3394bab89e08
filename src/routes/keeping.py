"""Whether promises are kept, for every country at once: the codes of ``routes.gaps``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from routes.errors import UnknownNameError
from routes.gaps import (
    KEPT,
    KEPT_IN_LAW,
    NOT_ASKED,
    NOT_KEPT,
    NOT_KNOWN,
    NOT_PROMISED,
    PARTLY,
    SHOWS_PRACTICE,
    SINCE,
    FactsOf,
    Gaps,
)
from routes.model import ROLES, Child, Fact, Role
from routes.promises import Instrument, PromiseRule
from routes.protection import LAST_YEAR, NOT_APPLICABLE, Codes, Flags, World
from routes.records import Commitment
from routes.rubric import GOALS, Rubrics

if TYPE_CHECKING:
    from routes.atlas import Atlas


def gaps(
    atlas: Atlas,
    *,
    goal: int | None = None,
    routes: Sequence[str] | None = None,
    roles: Sequence[Role] | None = None,
    countries: Sequence[str] | None = None,
    child: Child | None = None,
    year: int = LAST_YEAR,
    checked_only: bool = False,
    world: World | None = None,
    facts_of: FactsOf | None = None,
) -> Gaps:
    """Return what countries promised beside what the facts show.

    Args:
        goal: one policy goal; all six when None.
        routes: routes whose countries are asked for; all documented ones when None.
        roles: only countries that have one of these roles on them.
        countries: these countries (ISO3) instead, whatever route they are on.
        child: a child of 15, alone, seeking asylum, when None.
        checked_only: leave out what rests on sources not yet opened.
        world: what the child meets everywhere, if it is at hand; it must be the child's own.
        facts_of: finds the facts in force; the protection's own, kept by country, when None.

    Raises:
        UnknownNameError: no such goal, route, role or country.
        RoutesError: no facts are held for the year.
    """
    if goal is not None and goal not in GOALS:
        raise UnknownNameError("goal", str(goal), map(str, GOALS))
    child = child or Child()
    world = world or atlas.world(child, checked_only=checked_only)
    chosen = _countries(atlas, routes, roles, countries)
    rules = atlas.promise_rules
    promised = tuple(
        one
        for one in atlas.records.commitments.values()
        if goal in (None, one.goal) and rules.instruments[one.instrument_id].bound_by
    )
    at = [world.countries.index(iso3) for iso3 in chosen]
    shape = (len(chosen), len(promised))
    codes = np.full(shape, NOT_KNOWN, np.int8)
    unchecked, bound = np.zeros(shape, np.bool_), np.zeros(shape, np.bool_)
    making = _Making(
        atlas=atlas,
        world=world,
        spoken=atlas.protection.speaks_for(child, checked_only=checked_only),
        child=child,
        year=year,
    )
    for column, one in enumerate(promised):
        found, named = making.codes(one)
        codes[:, column], unchecked[:, column] = found[at], named[at]
        bound[:, column] = making.bound(one)[at] & (found[at] != NOT_ASKED)
    return Gaps(
        child=child,
        year=year,
        checked_only=checked_only,
        countries=chosen,
        commitments=promised,
        names={iso3: str(atlas.countries.at[iso3, "name"]) for iso3 in chosen},
        rules=rules,
        rubrics=atlas.rubrics,
        facts_of=facts_of or _kept_facts(atlas),
        codes=codes,
        unchecked=unchecked,
        bound=bound,
    )


def _kept_facts(atlas: Atlas) -> FactsOf:
    @lru_cache(maxsize=400)
    def found(iso3: str, child: Child, year: int, checked: bool) -> dict[str, tuple[Fact, ...]]:
        return atlas.protection.measure_answers(iso3, child, year, checked_only=checked)

    return found


def _countries(
    atlas: Atlas,
    routes: Sequence[str] | None,
    roles: Sequence[Role] | None,
    countries: Sequence[str] | None,
) -> tuple[str, ...]:
    """Return the countries asked for, in the atlas's order."""
    for role in roles or ():
        if role not in ROLES:
            raise UnknownNameError("role", role, ROLES)
    if countries is not None:
        for iso3 in countries:
            if iso3 not in atlas.countries.index:
                raise UnknownNameError("country", iso3, map(str, atlas.countries.index))
        return tuple(str(iso3) for iso3 in atlas.countries.index if iso3 in set(countries))
    chosen = atlas.routes if routes is None else {name: atlas.route(name) for name in routes}
    wanted = set(roles or ROLES)
    on = {
        iso3 for route in chosen.values() for iso3, found in route.roles().items() if found & wanted
    }
    return tuple(str(iso3) for iso3 in atlas.countries.index if iso3 in on)


@dataclass(frozen=True)
class _Making:
    """What the codes of all commitments are made of.

    ``spoken``: the year that each value of the world speaks for.
    """

    atlas: Atlas
    world: World
    spoken: npt.NDArray[np.int16]
    child: Child
    year: int
    _years: dict[str, npt.NDArray[np.int16]] = field(default_factory=dict)

    def codes(self, one: Commitment) -> tuple[Codes, Flags]:
        """Return for every country of the world the code of a commitment, and what is unchecked.

        Unchecked is told of the act and of the answers that are known, where it was promised.
        """
        instrument = self.atlas.promise_rules.instruments[one.instrument_id]
        every = self.atlas.promise_rules.of(one.commitment_id)
        rules = [rule for rule in every if self.child.status in rule.statuses]
        size = len(self.world.countries)
        if self.child.status not in instrument.statuses or (every and not rules):
            return np.full(size, NOT_ASKED, np.int8), np.zeros(size, np.bool_)
        found, named = self._found(rules, self.first_years(instrument))
        acts, acts_named = self._acts(instrument)
        # Whether it promised can be unknown, too; a text of a later year promises nothing yet.
        open_or_not = np.where((acts < 0) & (self.year >= one.year), NOT_KNOWN, NOT_PROMISED)
        code = np.where(self.bound(one), found, open_or_not)
        code = np.where(found == NOT_ASKED, NOT_ASKED, code).astype(np.int8)
        return code, (named | acts_named) & (code >= 0)

    def bound(self, one: Commitment) -> Flags:
        """Return for every country whether it is known to have promised, by the year."""
        instrument = self.atlas.promise_rules.instruments[one.instrument_id]
        acts, _ = self._acts(instrument)
        order = _order(self.atlas.rubrics, instrument.bound_by, instrument.bound_value)
        return np.asarray((acts == order) & (self.year >= one.year), np.bool_)

    def _acts(self, instrument: Instrument) -> tuple[Codes, Flags]:
        act, y = self.world.measures.index(instrument.bound_by), self.world.year_index(self.year)
        return self.world.values[:, act, y], self.world.unchecked[:, act, y]

    def _found(
        self, rules: Sequence[PromiseRule], first: npt.NDArray[np.int16]
    ) -> tuple[Codes, Flags]:
        """Return what the facts show wherever it was promised, the worst answer first."""
        y = self.world.year_index(self.year)
        size = len(self.world.countries)
        found = np.full(size, NOT_KNOWN, np.int8)
        is_practice, named, asked = (np.zeros(size, np.bool_) for _ in range(3))
        for rule in rules:
            measure = self.world.measures.index(rule.measure)
            values = self.world.values[:, measure, y]
            # What was known before the promise does not tell whether it is kept.
            is_late = self.spoken[:, measure, y] >= first
            answer = np.where(is_late, _answers(self.atlas.rubrics, rule, values), NOT_KNOWN)
            is_known = answer != NOT_KNOWN
            found = np.where(is_known & ((found == NOT_KNOWN) | (answer < found)), answer, found)
            named |= is_known & self.world.unchecked[:, measure, y]
            asked |= values != NOT_APPLICABLE
            if self.atlas.rubrics.measures[rule.measure].kind in SHOWS_PRACTICE:
                is_practice |= answer == KEPT
        found = np.where((found == KEPT) & ~is_practice, KEPT_IN_LAW, found)
        return (np.where(asked, found, NOT_ASKED) if rules else found), named

    def first_years(self, instrument: Instrument) -> npt.NDArray[np.int16]:
        """Return the first year in which each country was bound for sure; 0 where it is not."""
        if instrument.bound_by not in self._years:
            self._years[instrument.bound_by] = self._first_years(instrument)
        return self._years[instrument.bound_by]

    def _first_years(self, instrument: Instrument) -> npt.NDArray[np.int16]:
        facts = self.atlas.protection.facts
        mine = facts[
            (facts["measure"] == instrument.bound_by) & (facts["value"] == instrument.bound_value)
        ]
        stated = mine["summary"].str.extract(SINCE.pattern, expand=False)
        if instrument.kind != "treaty":
            stated = stated.mask(stated.notna())
        years = stated.fillna(mine["from_year"].astype("string")).astype("int16")
        first = dict(zip(mine["iso3"], years, strict=True))
        return np.array([first.get(iso3, 0) for iso3 in self.atlas.protection.countries], np.int16)


def _answers(rubrics: Rubrics, rule: PromiseRule, values: Codes) -> Codes:
    """Return NOT_KEPT, PARTLY or KEPT for each value; NOT_KNOWN where the rule says nothing."""
    steps = rubrics.steps(rule.measure)
    table = np.full(len(steps) + 2, NOT_KNOWN, np.int8)
    codes = {"not_kept": NOT_KEPT, "partly": PARTLY, "kept": KEPT}
    for step in steps:
        if step.value in rule.found:
            table[step.order + 2] = codes[rule.found[step.value]]
    return np.asarray(table[values + 2], np.int8)


def _order(rubrics: Rubrics, measure: str, value: str) -> int:
    return next(step.order for step in rubrics.steps(measure) if step.value == value)
