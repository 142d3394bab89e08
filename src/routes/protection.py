"""Facts + rubric + child + year -> protection levels, for the whole world at once.

Everything is an array over countries x measures x years. Codes in ``values``: the step's
``order`` on the measure's scale (0 is the worst), ``UNKNOWN`` or ``NOT_APPLICABLE``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from geodata.own.marks import OWN
from routes.errors import RoutesError, UnknownNameError
from routes.model import Answer, Child, Fact, Level
from routes.rubric import GOALS, Goal, Rubrics
from routes.unfolding import fact_of, why

FIRST_YEAR, LAST_YEAR = 2010, 2025
YEARS = tuple(range(FIRST_YEAR, LAST_YEAR + 1))
UNKNOWN, NOT_APPLICABLE = -1, -2
NO_EFFECT = 9
_PRACTICE = ("practice", "assessment")

Codes = npt.NDArray[np.int8]
Flags = npt.NDArray[np.bool_]


def known_level(code: int | np.integer[Any]) -> int | None:
    """Return a level's code as a level; None is unknown."""
    return None if code == UNKNOWN else int(code)


@dataclass(frozen=True)
class World:
    """What one child meets everywhere, every year.

    Shapes: ``values`` and ``unchecked`` are countries x measures x years; ``levels``,
    ``level_unchecked`` (bool) and ``known_share`` (0 to 1) are countries x goals x years.
    ``levels`` holds 0 to 4 or ``UNKNOWN``. ``child`` and ``checked_only`` say whose it is.
    """

    countries: tuple[str, ...]
    measures: tuple[str, ...]
    values: Codes
    unchecked: Flags
    levels: Codes
    level_unchecked: Flags
    known_share: npt.NDArray[np.float32]
    child: Child = field(default_factory=Child)
    checked_only: bool = False

    def year_index(self, year: int) -> int:
        if year not in YEARS:
            raise RoutesError(f"Facts are held for {FIRST_YEAR} to {LAST_YEAR}, not {year}.")
        return year - FIRST_YEAR

    def part(self, i: int) -> World:
        """Return the part of the country at place ``i``."""
        at = slice(i, i + 1)
        return World(
            countries=self.countries[at],
            measures=self.measures,
            values=self.values[at],
            unchecked=self.unchecked[at],
            levels=self.levels[at],
            level_unchecked=self.level_unchecked[at],
            known_share=self.known_share[at],
            child=self.child,
            checked_only=self.checked_only,
        )

    def frame(self, year: int) -> pd.DataFrame:
        """Return one row a country and goal: iso3, goal, level (NA unknown), known_share."""
        y = self.year_index(year)
        index = pd.MultiIndex.from_product([self.countries, GOALS], names=["iso3", "goal"])
        level = pd.array(self.levels[:, :, y].ravel(), dtype="Int8")
        level[level == UNKNOWN] = pd.NA
        return pd.DataFrame(
            {
                "level": level,
                "known_share": self.known_share[:, :, y].ravel(),
                "is_unchecked": self.level_unchecked[:, :, y].ravel(),
            },
            index=index,
        ).reset_index()


KeptWorlds = Callable[[Child, bool], World | None]


class Protection:
    """All facts of all countries, ready to be read for any child and year."""

    def __init__(
        self,
        facts: pd.DataFrame,
        rubrics: Rubrics,
        countries: tuple[str, ...],
        kept: KeptWorlds | None = None,
    ) -> None:
        """Take the built ``facts`` table (see geodata.resources), the rubrics and the countries.

        ``kept`` gives the world of a child, and of checked facts only, that was kept; or None.

        Facts on measures that no rubric table lists are refused: a silent gap would read as
        unknown.
        """
        strange = sorted(set(facts["measure"]) - set(rubrics.measures))
        if strange:
            raise UnknownNameError("measure", strange[0], rubrics.measures)
        self.rubrics = rubrics
        self.countries = countries
        self.kept = kept
        self.measures = tuple(rubrics.measures)
        known = facts[facts["iso3"].isin(countries)]
        # A stable order makes the result independent of the order of rows in the tables.
        self.facts = known.sort_values("fact_id", kind="stable").reset_index(drop=True)
        self._country = {iso3: i for i, iso3 in enumerate(countries)}
        self._measure = {name: i for i, name in enumerate(self.measures)}
        self._parts: dict[str, Protection] = {}  # of single countries, made when asked for
        self._own: dict[tuple[Child, bool], Flags] = {}  # as asked for, see ``own_values``

    @cached_property
    def _columns(self) -> dict[str, npt.NDArray[np.int64]]:
        """The facts as integer columns; ``first`` and ``last`` are the years they are used for."""
        facts, rubrics = self.facts, self.rubrics
        measure = facts["measure"].map(self._measure).to_numpy(np.int64)
        order = {(m, step.value): step.order for m in self.measures for step in rubrics.steps(m)}
        pairs = zip(facts["measure"], facts["value"], strict=True)
        carry = np.array([rubrics.measures[m].carry_years for m in self.measures], np.int64)
        yearly = (facts["kind"] == "assessment").to_numpy(np.bool_)
        start = facts["from_year"].to_numpy(np.int64)
        as_of = facts["as_of_year"].to_numpy(np.int64)
        open_end = np.maximum(as_of, start) + carry[measure]
        stated = facts["to_year"].fillna(9999).to_numpy(np.int64)
        return {
            "country": facts["iso3"].map(self._country).to_numpy(np.int64),
            "measure": measure,
            "order": np.array([order[pair] for pair in pairs], np.int64),
            "first": np.maximum(start, FIRST_YEAR),
            # A closed period speaks for itself; a yearly report stands in for a missing next one.
            "last": np.where(
                stated == 9999, open_end, np.where(yearly, stated + carry[measure], stated)
            ),
            "yearly": yearly.astype(np.int64),
            "as_of": as_of,
            "min_age": facts["min_age_detainable"].fillna(-1).to_numpy(np.int64),
            "named": (facts["evidence"] == "named").to_numpy(np.int64),
            "reader": facts["source_id"].str.startswith(OWN).to_numpy(np.int64),
        }

    @cached_property
    def _law_orders(self) -> tuple[int, int]:
        steps = {step.value: step.order for step in self.rubrics.scales["law"]}
        return steps["permitted"], steps["prohibited"]

    def _orders_for(self, child: Child) -> npt.NDArray[np.int64]:
        """Read the age bands: a bar under an age covers younger children and no others."""
        columns = self._columns
        permitted, prohibited = self._law_orders
        order = columns["order"]
        has_band = columns["min_age"] >= 0
        covered = has_band & (child.age < columns["min_age"])
        uncovered = has_band & ~covered & (order == prohibited)
        return np.where(covered, prohibited, np.where(uncovered, permitted, order))

    def _in_lens(self, child: Child, *, checked_only: bool) -> Flags:
        facts = self.facts
        groups = facts["group"].isin(["all", child.status])
        company = facts["company"].isin(["any", child.company])
        keep = (groups & company).to_numpy(np.bool_)
        if checked_only:
            keep = keep & (self._columns["named"] == 0)
        return np.asarray(keep, np.bool_)

    def _long(self, child: Child, *, checked_only: bool) -> dict[str, npt.NDArray[np.int64]]:
        """One entry for every fact and year in which it is in force, the deciding one last.

        Later beats earlier: a report newer than a carried one; a group's own row beats
        ``all``; then a reader's own fact beats the atlas's; among equals the lower value wins.
        """
        columns = self._columns
        keep = np.flatnonzero(self._in_lens(child, checked_only=checked_only))
        first = columns["first"][keep]
        last = np.minimum(columns["last"][keep], LAST_YEAR)
        spans = np.maximum(last - first + 1, 0)
        fact = np.repeat(keep, spans)
        start = np.repeat(first, spans)
        offset = np.arange(spans.sum()) - np.repeat(np.cumsum(spans) - spans, spans)
        year = start + offset
        order = self._orders_for(child)
        own = (self.facts["group"] == child.status).to_numpy(np.int64)
        # A yearly report stands in for the next year only until that year's own report comes.
        carried = (columns["yearly"][fact] == 1) & (year > columns["as_of"][fact])
        by = np.lexsort((fact, -order[fact], columns["reader"][fact], own[fact], ~carried))
        return {
            "fact": fact[by],
            "year": year[by] - FIRST_YEAR,
            "order": order[fact][by],
            "own": own[fact][by],
            "carried": carried[by].astype(np.int64),
        }

    @cached_property
    def age_bands(self) -> tuple[int, ...]:
        """Ages at which the rules change, the first is 0."""
        ages = self.facts["min_age_detainable"].dropna().unique()
        return tuple(sorted({0, *(int(age) for age in ages if age <= 17)}))

    def age_class(self, child: Child) -> Child:
        """Return a child of the youngest age to which the same rules apply."""
        age = max(band for band in self.age_bands if band <= child.age)
        return Child(age=age, company=child.company, status=child.status)

    def world(self, child: Child, *, checked_only: bool = False) -> World:
        """Return values and levels of every country, measure, goal and year for this child.

        Those kept with an edition of the data stand, whatever the code of today would make.
        """
        kept = self.kept(child, checked_only) if self.kept else None
        if kept is None:
            return self.computed(child, checked_only=checked_only)
        return replace(kept, child=child, checked_only=checked_only)

    def computed(self, child: Child, *, checked_only: bool = False) -> World:
        """Return the world as facts and rubrics make it with the code of today."""
        columns = self._columns
        long = self._long(child, checked_only=checked_only)
        shape = (len(self.countries), len(self.measures), len(YEARS))
        values = np.full(shape, UNKNOWN, np.int8)
        unchecked = np.zeros(shape, np.bool_)
        at = (columns["country"][long["fact"]], columns["measure"][long["fact"]], long["year"])
        values[at] = long["order"]  # numpy keeps the last of repeated indices: the deciding fact
        unchecked[at] = columns["named"][long["fact"]] == 1
        for name, i in self._measure.items():
            applies_to = self.rubrics.measures[name].applies_to
            if applies_to not in ("any", child.company):
                values[:, i, :] = NOT_APPLICABLE
                unchecked[:, i, :] = False
        levels, level_unchecked, known_share = self.judge(values, unchecked)
        return World(
            countries=self.countries,
            measures=self.measures,
            values=values,
            unchecked=unchecked,
            levels=levels,
            level_unchecked=level_unchecked,
            known_share=known_share,
            child=child,
            checked_only=checked_only,
        )

    def speaks_for(self, child: Child, *, checked_only: bool = False) -> npt.NDArray[np.int16]:
        """Return the year that the fact behind each value of ``world`` speaks for; 0 is unknown."""
        columns = self._columns
        long = self._long(child, checked_only=checked_only)
        found = np.zeros((len(self.countries), len(self.measures), len(YEARS)), np.int16)
        at = (columns["country"][long["fact"]], columns["measure"][long["fact"]], long["year"])
        found[at] = columns["as_of"][long["fact"]]
        return found

    def own_levels(self, child: Child, *, checked_only: bool = False) -> Flags:
        """Return which levels of ``world`` a reader's own fact plays a part in.

        Shape: countries x goals x years; True where her fact decides one of the goal's answers.
        """
        values = self.own_values(child, checked_only=checked_only)
        goals = [
            values[:, [self._measure[m] for m in goal.measures()], :].any(axis=1)
            for goal in self.rubrics.goals.values()
        ]
        return np.stack(goals, axis=1)

    def own_values(self, child: Child, *, checked_only: bool = False) -> Flags:
        """Return which values of ``world`` a reader's own fact decides, in its shape."""
        key = (self.age_class(child), checked_only)
        if key not in self._own:
            columns = self._columns
            long = self._long(child, checked_only=checked_only)
            values = np.zeros((len(self.countries), len(self.measures), len(YEARS)), np.bool_)
            at = (columns["country"][long["fact"]], columns["measure"][long["fact"]], long["year"])
            values[at] = columns["reader"][long["fact"]] == 1
            for name, i in self._measure.items():
                if self.rubrics.measures[name].applies_to not in ("any", child.company):
                    values[:, i, :] = False
            self._own[key] = values
        return self._own[key]

    def judge(
        self, values: Codes, unchecked: Flags
    ) -> tuple[Codes, Flags, npt.NDArray[np.float32]]:
        """Return what the rubrics make of values, whichever facts or suppositions they are from.

        Args:
            values, unchecked: anything x measures x years, coded as in ``World``.

        Returns:
            ``levels``, ``level_unchecked`` and ``known_share`` as in ``World``.
        """
        goals = [self._goal(goal, values, unchecked) for goal in self.rubrics.goals.values()]
        levels, named, share = (np.stack(part, axis=1) for part in zip(*goals, strict=True))
        return levels, named, share

    def _table(self, goal: Goal, measure: str) -> Codes:
        """The level that each code of a measure gives, indexed by code + 2."""
        steps = self.rubrics.steps(measure)
        table = np.full(len(steps) + 2, NO_EFFECT, np.int8)
        orders = {step.value: step.order for step in steps}
        for rule in goal.rules:
            if rule.measure == measure and rule.part != "shown":
                table[orders[rule.value] + 2] = rule.level
        return table

    def _goal(
        self, goal: Goal, values: Codes, unchecked: Flags
    ) -> tuple[Codes, Flags, npt.NDArray[np.float32]]:
        core = [self._measure[m] for m in goal.measures("core")]
        limits = [self._measure[m] for m in goal.measures("limit")]
        asked = core + limits or [self._measure[m] for m in goal.measures()]
        known = values[:, asked, :] >= 0
        applies = values[:, asked, :] != NOT_APPLICABLE
        share = (known.sum(1) / np.maximum(applies.sum(1), 1)).astype(np.float32)
        named = np.asarray((unchecked[:, asked, :] & known).any(axis=1), np.bool_)
        if not goal.is_judged:
            return np.full(share.shape, UNKNOWN, np.int8), named, share

        codes = values + 2
        given = np.stack(
            [self._table(goal, self.measures[m])[codes[:, m, :]] for m in core + limits], axis=1
        )
        level = given.min(axis=1)
        core_known = (values[:, core, :] >= 0).sum(1)
        core_asked = (values[:, core, :] != NOT_APPLICABLE).sum(1)
        shows_practice = [
            m for m in core if self.rubrics.measures[self.measures[m]].kind in _PRACTICE
        ]
        has_practice = (values[:, shows_practice, :] >= 0).any(axis=1)
        # A rule alone, or an answer that is only part of the picture, is not full protection.
        whole = has_practice & (core_known == core_asked)
        level = np.where(whole, level, np.minimum(level, 3))
        enough = (core_known > 0) & (core_known >= goal.least_known * core_asked)
        return np.where(enough, level, UNKNOWN).astype(np.int8), named, share

    def level(
        self, iso3: str, goal: int, child: Child, year: int, *, checked_only: bool = False
    ) -> Level:
        """Return one level unfolded into the questions, rules and facts that made it."""
        return self.levels(iso3, child, year, checked_only=checked_only)[goal]

    def levels(
        self, iso3: str, child: Child, year: int, *, checked_only: bool = False
    ) -> dict[int, Level]:
        """Return the six levels of one country, each unfolded into its facts."""
        part = self._of_country(iso3)
        world = part.world(child, checked_only=checked_only)
        facts = part._facts_in_force(child, year, checked_only=checked_only)
        return part._levels(world, world.year_index(year), facts, {})

    def supposed_levels(
        self,
        world: World,
        iso3: str,
        child: Child,
        year: int,
        supposed: Mapping[str, str],
        *,
        checked_only: bool = False,
    ) -> dict[int, Level]:
        """Return the six levels of one country in a world where some values are supposed.

        Args:
            world: with the supposed values already in it.
            supposed: measure -> value; its answer has no facts.
        """
        part = self._of_country(iso3)
        at = [self._country[iso3]]
        own = World(
            countries=(iso3,),
            measures=world.measures,
            values=world.values[at],
            unchecked=world.unchecked[at],
            levels=world.levels[at],
            level_unchecked=world.level_unchecked[at],
            known_share=world.known_share[at],
        )
        facts = part._facts_in_force(child, year, checked_only=checked_only)
        facts = {name: found for name, found in facts.items() if name not in supposed}
        return part._levels(own, own.year_index(year), facts, supposed)

    def measure_answers(
        self, iso3: str, child: Child, year: int, *, checked_only: bool = False
    ) -> dict[str, tuple[Fact, ...]]:
        """Return the facts in force in one country by measure, the deciding one first."""
        part = self._of_country(iso3)
        return part._facts_in_force(child, year, checked_only=checked_only)

    def _of_country(self, iso3: str) -> Protection:
        if iso3 not in self._country:
            raise UnknownNameError("country", iso3, self._country)
        if iso3 not in self._parts:
            rows = self.facts[self.facts["iso3"] == iso3]
            self._parts[iso3] = Protection(rows, self.rubrics, (iso3,), self._kept_of(iso3))
        return self._parts[iso3]

    def _kept_of(self, iso3: str) -> KeptWorlds | None:
        if self.kept is None:
            return None
        i = self._country[iso3]

        def kept(child: Child, checked_only: bool) -> World | None:
            whole = self.kept(self.age_class(child), checked_only) if self.kept else None
            return whole.part(i) if whole else None

        return kept

    @cached_property
    def _rows(self) -> list[dict[str, Any]]:
        """The facts as plain rows: reading them one by one from a table is slow."""
        rows: list[dict[str, Any]] = self.facts.to_dict("records")
        return rows

    def _facts_in_force(
        self, child: Child, year: int, *, checked_only: bool
    ) -> dict[str, tuple[Fact, ...]]:
        """Facts of a single-country table by measure, the deciding one first."""
        long = self._long(child, checked_only=checked_only)
        found: dict[str, list[tuple[tuple[int, int], Fact]]] = {}
        at = np.flatnonzero(long["year"] == year - FIRST_YEAR)[::-1]
        for i in at:
            row = self._rows[int(long["fact"][i])]
            name = str(row["measure"])
            if self.rubrics.measures[name].applies_to not in ("any", child.company):
                continue
            steps = self.rubrics.steps(name)
            rank = (int(long["own"][i]), -int(long["carried"][i]))
            fact = fact_of(row, steps[int(long["order"][i])].value, year)
            found.setdefault(name, []).append((rank, fact))
        # Facts that the winner sets aside (the row for "all" beside the group's own, a report
        # that a newer one replaced) are no conflict.
        return {
            name: tuple(fact for rank, fact in facts if rank == facts[0][0])
            for name, facts in found.items()
        }

    def _levels(
        self,
        world: World,
        y: int,
        facts: Mapping[str, tuple[Fact, ...]],
        supposed: Mapping[str, str],
    ) -> dict[int, Level]:
        values = {name: mine[0].value for name, mine in facts.items()} | dict(supposed)
        return {
            number: self._level(goal, world, y, facts, values)
            for number, goal in self.rubrics.goals.items()
        }

    def _level(
        self,
        goal: Goal,
        world: World,
        y: int,
        facts: Mapping[str, tuple[Fact, ...]],
        values: Mapping[str, str],
    ) -> Level:
        answers = []
        for name in goal.measures():
            rules = [rule for rule in goal.rules if rule.measure == name]
            value = values.get(name)
            met = next((rule for rule in rules if rule.value == value), None)
            counts = met is not None and met.part != "shown"
            answers.append(
                Answer(
                    question=rules[0].question,
                    part=rules[0].part,
                    measure=name,
                    applies=bool(world.values[0, self._measure[name], y] != NOT_APPLICABLE),
                    value=value,
                    rule=met.rule if met else None,
                    reason=met.reason if met else None,
                    level=met.level if met is not None and counts else None,
                    facts=facts.get(name, ()),
                )
            )
        level = known_level(world.levels[0, goal.goal - 1, y])
        return Level(
            iso3=self.countries[0],
            goal=goal.goal,
            value=level,
            known_share=float(world.known_share[0, goal.goal - 1, y]),
            is_unchecked=bool(world.level_unchecked[0, goal.goal - 1, y]),
            why=why(goal, level, tuple(answers)),
            answers=tuple(answers),
        )
