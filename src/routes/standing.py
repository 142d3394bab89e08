"""Where the world stands on one goal: levels by country, how they moved, stages at both ends.

Levels of countries are counted, never averaged. A country whose level is not known in one of two
years did neither rise nor fall: it can't be compared, and is counted as that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from routes.errors import RoutesError, UnknownNameError
from routes.model import Child, Journey, Stage
from routes.protection import LAST_YEAR, UNKNOWN, YEARS, Codes, World
from routes.rubric import GOALS

if TYPE_CHECKING:
    from routes.atlas import Atlas

LEVELS = (0, 1, 2, 3, 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One country whose level is known in both years.

    Attributes:
        is_uneven: some core question of the goal has an answer in one of the two years only, so
            what is known may have changed and not what a child meets.
    """

    iso3: str
    was: int
    now: int
    is_uneven: bool

    @property
    def change(self) -> int:
        """Levels gained; below 0 lost."""
        return self.now - self.was


@dataclass(frozen=True, slots=True, kw_only=True)
class YearCount:
    """How many countries stood at each level in a year; ``levels`` holds one number a level."""

    year: int
    levels: tuple[int, ...]
    unknown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StageLevel:
    """The level of one goal at one stage of a documented journey."""

    goal: int
    journey: Journey
    stage: Stage
    level: int
    known_share: float
    is_unchecked: bool


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One goal, one child and one year.

    Attributes:
        is_judged: False when the rubric gives the goal no level at all; then none is known.
        since: the year compared with: the one asked for, or the first in which any of the
            countries has a known level; None when there is none before ``year``.
        countries: those counted (ISO3), by name.
        by_level: level 0 to 4 -> the countries at it; every level is there.
        unknown: countries without a known level.
        moves: the countries known in both years, in the order of ``countries``.
        not_comparable: all others. Moved, the same and not comparable are all the countries.
        years: counts for every year of the atlas.
        stages_known, stages_unknown: stages of documented journeys with and without a level.
        least, most: all stages at the lowest and at the highest known level; ties all stand.
    """

    goal: int
    is_judged: bool
    child: Child
    year: int
    checked_only: bool
    since: int | None
    countries: tuple[str, ...]
    by_level: Mapping[int, tuple[str, ...]]
    unknown: tuple[str, ...]
    unchecked: frozenset[str]
    moves: tuple[Move, ...]
    not_comparable: tuple[str, ...]
    years: tuple[YearCount, ...]
    stages_known: int
    stages_unknown: int
    least: tuple[StageLevel, ...]
    most: tuple[StageLevel, ...]
    names: Mapping[str, str] = field(repr=False)

    @property
    def known(self) -> int:
        """Countries with a known level."""
        return len(self.countries) - len(self.unknown)

    @property
    def known_share(self) -> float:
        """Share of the countries with a known level, 0 to 1."""
        return self.known / len(self.countries) if self.countries else 0.0

    @property
    def rose(self) -> tuple[Move, ...]:
        return tuple(move for move in self.moves if move.change > 0)

    @property
    def fell(self) -> tuple[Move, ...]:
        return tuple(move for move in self.moves if move.change < 0)

    @property
    def same(self) -> tuple[Move, ...]:
        return tuple(move for move in self.moves if move.change == 0)

    def level(self, iso3: str) -> int | None:
        """Return the level of one of the countries; None is not known.

        Raises:
            UnknownNameError: the country is not among those counted.
        """
        if iso3 not in self.countries:
            raise UnknownNameError("country", iso3, self.countries, names=dict(self.names))
        return next((level for level in LEVELS if iso3 in self.by_level[level]), None)

    def to_frame(self) -> pd.DataFrame:
        """Return one row a country, tidy: its level, the one of ``since`` and what became of it."""
        moves = {move.iso3: move for move in self.moves}
        levels = {iso3: level for level, held in self.by_level.items() for iso3 in held}
        said = {1: "rose", -1: "fell", 0: "same"}
        return pd.DataFrame(
            {
                "iso3": self.countries,
                "country": [self.names[iso3] for iso3 in self.countries],
                "goal": self.goal,
                "year": self.year,
                "level": pd.array([levels.get(iso3) for iso3 in self.countries], dtype="Int8"),
                "is_unchecked": [iso3 in self.unchecked for iso3 in self.countries],
                "since": pd.array([self.since] * len(self.countries), dtype="Int16"),
                "level_then": pd.array(
                    [moves[iso3].was if iso3 in moves else None for iso3 in self.countries],
                    dtype="Int8",
                ),
                "moved": [
                    said[int(np.sign(moves[iso3].change))] if iso3 in moves else "not_comparable"
                    for iso3 in self.countries
                ],
            }
        )


def standing(
    atlas: Atlas,
    goal: int,
    *,
    year: int = LAST_YEAR,
    since: int | None = None,
    child: Child | None = None,
    countries: Iterable[str] | None = None,
    checked_only: bool = False,
    world: World | None = None,
) -> Standing:
    """Return where countries stand on a goal, and how they moved since an earlier year.

    Args:
        since: the earlier year; the first one covered when None.
        child: a child of 15, alone, seeking asylum, when None.
        countries: these (ISO3); every country when None. Territories and disputed areas count
            only when they are named.
        checked_only: leave out what rests on sources not yet opened.
        world: what the child meets everywhere, if it is at hand; it must be the child's own.

    Raises:
        UnknownNameError: no such goal or country.
        RoutesError: no facts are held for one of the years, or ``since`` is not the earlier one.
    """
    if goal not in GOALS:
        raise UnknownNameError("goal", str(goal), map(str, GOALS))
    child = child or Child()
    world = world or atlas.world(child, checked_only=checked_only)
    y, g = world.year_index(year), GOALS.index(goal)
    chosen = _countries(atlas, countries)
    at = [world.countries.index(iso3) for iso3 in chosen]
    levels = world.levels[at, g]  # countries x years
    now = levels[:, y]
    if since is None:
        since = _first_known(levels[:, :y])
    elif world.year_index(since) >= y:
        raise RoutesError(f"A year before {year} is needed to compare it with, not {since}.")
    moves = [] if since is None else _moves(atlas, world, goal, chosen, at, since, year)
    compared = {move.iso3 for move in moves}
    stages = _stages(atlas, world, goal, year)
    known = [one.level for one in stages if one is not None]
    return Standing(
        goal=goal,
        is_judged=atlas.rubrics.goals[goal].is_judged,
        child=child,
        year=year,
        checked_only=checked_only,
        since=since,
        countries=chosen,
        by_level={level: _at_level(chosen, now, level) for level in LEVELS},
        unknown=_at_level(chosen, now, UNKNOWN),
        unchecked=frozenset(
            iso3
            for iso3, row in zip(chosen, at, strict=True)
            if world.levels[row, g, y] != UNKNOWN and world.level_unchecked[row, g, y]
        ),
        moves=tuple(moves),
        not_comparable=tuple(iso3 for iso3 in chosen if iso3 not in compared),
        years=tuple(
            YearCount(
                year=one,
                levels=tuple(int((levels[:, i] == level).sum()) for level in LEVELS),
                unknown=int((levels[:, i] == UNKNOWN).sum()),
            )
            for i, one in enumerate(YEARS)
        ),
        stages_known=len(known),
        stages_unknown=len(stages) - len(known),
        least=tuple(one for one in stages if one is not None and one.level == min(known)),
        most=tuple(one for one in stages if one is not None and one.level == max(known)),
        names={iso3: str(atlas.countries.at[iso3, "name"]) for iso3 in chosen},
    )


def _countries(atlas: Atlas, countries: Iterable[str] | None) -> tuple[str, ...]:
    table = atlas.countries
    if countries is None:
        return tuple(table.index[table["kind"] == "country"])
    wanted = list(dict.fromkeys(countries))
    for iso3 in wanted:
        if iso3 not in table.index:
            names = {str(code): str(name) for code, name in table["name"].items()}
            raise UnknownNameError("country", iso3, names, names=names)
    return tuple(iso3 for iso3 in table.index if iso3 in wanted)


def _at_level(countries: tuple[str, ...], levels: Codes, level: int) -> tuple[str, ...]:
    return tuple(iso3 for iso3, one in zip(countries, levels, strict=True) if one == level)


def _first_known(levels: Codes) -> int | None:
    """Return the first year in which some country's level is known; None when there is none."""
    held = np.flatnonzero((levels != UNKNOWN).any(axis=0))
    return YEARS[int(held[0])] if held.size else None


def _moves(
    atlas: Atlas,
    world: World,
    goal: int,
    countries: tuple[str, ...],
    at: list[int],
    since: int,
    year: int,
) -> list[Move]:
    g, then, now = GOALS.index(goal), world.year_index(since), world.year_index(year)
    core = [world.measures.index(name) for name in atlas.rubrics.goals[goal].measures("core")]
    found = []
    for iso3, row in zip(countries, at, strict=True):
        was, is_now = int(world.levels[row, g, then]), int(world.levels[row, g, now])
        if UNKNOWN in (was, is_now):
            continue
        open_then = world.values[row, core, then] == UNKNOWN
        open_now = world.values[row, core, now] == UNKNOWN
        uneven = not np.array_equal(open_then, open_now)
        found.append(Move(iso3=iso3, was=was, now=is_now, is_uneven=uneven))
    return found


def _stages(atlas: Atlas, world: World, goal: int, year: int) -> list[StageLevel | None]:
    """Return every stage of every documented journey, in their order; None is not known."""
    g, y = GOALS.index(goal), world.year_index(year)
    row = {iso3: i for i, iso3 in enumerate(world.countries)}
    found: list[StageLevel | None] = []
    for route in atlas.routes.values():
        for journey in route.journeys:
            for stage in journey.stages:
                i = row[stage.iso3]
                level = int(world.levels[i, g, y])
                told = StageLevel(
                    goal=goal,
                    journey=journey,
                    stage=stage,
                    level=level,
                    known_share=float(world.known_share[i, g, y]),
                    is_unchecked=bool(world.level_unchecked[i, g, y]),
                )
                found.append(None if level == UNKNOWN else told)
    return found
