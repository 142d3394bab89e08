"""Six goals as a negotiation sheet: countries side by side, and the journeys that link them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pandas as pd

from routes.errors import RoutesError, UnknownNameError
from routes.gaps import STATES, Gaps, GoalGap
from routes.keeping import gaps as gaps_of
from routes.model import ROLES, Child, Journey, Role, Stage
from routes.protection import LAST_YEAR, World, known_level
from routes.rubric import GOALS, Rubrics

if TYPE_CHECKING:
    from routes.atlas import Atlas

MOST_COUNTRIES = 200  # of one sheet: every party to the most widely joined treaty fits
FEWEST_SHARED = 2  # countries of the sheet that a journey must pass through to link them


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetCell:
    """One goal of one country: what the facts show, and beside it what was promised.

    Attributes:
        level: 0 to 4; None is not known, or the goal is not judged.
        known_share: part of the rubric's questions that have an answer, 0 to 1.
        promises: states of the goal's promises; see ``routes.gaps``.
    """

    iso3: str
    goal: int
    level: int | None
    known_share: float
    is_unchecked: bool
    promises: GoalGap


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One country: ``roles`` and ``route_ids`` are those it has on documented routes."""

    iso3: str
    name: str
    roles: tuple[Role, ...]
    route_ids: tuple[str, ...]
    cells: tuple[SheetCell, ...]

    def cell(self, goal: int) -> SheetCell:
        """Return the cell of a goal.

        Raises:
            UnknownNameError: no such goal.
        """
        if goal not in GOALS:
            raise UnknownNameError("goal", str(goal), map(str, GOALS))
        return self.cells[GOALS.index(goal)]

    @property
    def weakest(self) -> int | None:
        """The lowest known level of the six; None when none is known."""
        return min((cell.level for cell in self.cells if cell.level is not None), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkingWay:
    """A documented journey through at least two countries of the sheet.

    ``stages`` are its stages in these countries, in travel order.
    """

    journey: Journey
    stages: tuple[Stage, ...]

    @property
    def iso3s(self) -> tuple[str, ...]:
        """The countries in travel order, one that follows itself only once."""
        codes = [stage.iso3 for stage in self.stages]
        pairs = zip([None, *codes[:-1]], codes, strict=True)
        return tuple(code for before, code in pairs if code != before)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Countries x six goals, for one child and year, in the order of the atlas: by name."""

    child: Child
    year: int
    checked_only: bool
    rows: tuple[SheetRow, ...]
    ways: tuple[LinkingWay, ...]
    rubrics: Rubrics = field(repr=False)

    def row(self, iso3: str) -> SheetRow:
        """Return one country.

        Raises:
            UnknownNameError: the country is not on the sheet.
        """
        held = {row.iso3: row for row in self.rows}
        if iso3 not in held:
            names = {row.iso3: row.name for row in self.rows}
            raise UnknownNameError("country", iso3, names, where="on the sheet", names=names)
        return held[iso3]

    def only(self, roles: Collection[Role]) -> Sheet:
        """Return the countries with one of these roles. The ways stay: they link the whole set."""
        return replace(self, rows=tuple(row for row in self.rows if set(row.roles) & set(roles)))

    def levels(self, goal: int, role: Role | None = None) -> Mapping[int | None, int]:
        """Return level -> number of countries, of one role when named; None is not known."""
        found: dict[int | None, int] = dict.fromkeys((0, 1, 2, 3, 4, None), 0)
        for row in self.rows:
            if role is None or role in row.roles:
                found[row.cell(goal).level] += 1
        return found

    def to_frame(self) -> pd.DataFrame:
        """Return one row a country and goal, tidy."""
        return pd.DataFrame(
            [
                {
                    "iso3": row.iso3,
                    "country": row.name,
                    "roles": ", ".join(row.roles),
                    "goal": cell.goal,
                    "level": cell.level,
                    "known_share": cell.known_share,
                    "is_unchecked": cell.is_unchecked,
                    "promises_state": cell.promises.state,
                    **{f"promises_{s}": cell.promises.counts.get(s, 0) for s in STATES},
                }
                for row in self.rows
                for cell in row.cells
            ]
        ).astype({"level": "Int8"} if self.rows else {})


def sheet(
    atlas: Atlas,
    countries: Iterable[str],
    *,
    child: Child | None = None,
    year: int = LAST_YEAR,
    checked_only: bool = False,
    world: World | None = None,
    gaps: Gaps | None = None,
) -> Sheet:
    """Return the six goals of a set of countries.

    Args:
        countries: ISO3 codes, each once or more; their order is of no account.
        child: a child of 15, alone, seeking asylum, when None.
        world, gaps: if they are at hand; of the same child and year, and ``gaps`` of all six goals
            and at least these countries.

    Raises:
        UnknownNameError: no such country.
        RoutesError: more than 200 countries, or no facts are held for the year.
    """
    wanted = dict.fromkeys(countries)
    if len(wanted) > MOST_COUNTRIES:
        raise RoutesError(f"A sheet has at most {MOST_COUNTRIES} countries, not {len(wanted)}.")
    child = child or Child()
    world = world or atlas.world(child, checked_only=checked_only)
    if gaps is None:
        gaps = gaps_of(
            atlas, countries=tuple(wanted), child=child, year=year, checked_only=checked_only,
            world=world,
        )  # fmt: skip
    y = world.year_index(year)
    on: dict[str, dict[str, set[str]]] = {}
    for route in atlas.routes.values():
        for iso3, roles in route.roles().items():
            on.setdefault(iso3, {})[route.route_id] = set(roles)
    rows = []
    for iso3 in (code for code in atlas.countries.index if code in wanted):
        i = world.countries.index(iso3)
        through = on.get(iso3, {})
        rows.append(
            SheetRow(
                iso3=iso3,
                name=str(atlas.countries.at[iso3, "name"]),
                roles=tuple(r for r in ROLES if any(r in had for had in through.values())),
                route_ids=tuple(through),
                cells=tuple(
                    SheetCell(
                        iso3=iso3,
                        goal=goal,
                        level=known_level(world.levels[i, g, y]),
                        known_share=float(world.known_share[i, g, y]),
                        is_unchecked=bool(world.level_unchecked[i, g, y]),
                        promises=gaps.cell(iso3, goal),
                    )
                    for g, goal in enumerate(GOALS)
                ),
            )
        )
    return Sheet(
        child=child,
        year=year,
        checked_only=checked_only,
        rows=tuple(rows),
        ways=linking_ways(atlas, wanted),
        rubrics=atlas.rubrics,
    )


def linking_ways(atlas: Atlas, countries: Collection[str]) -> tuple[LinkingWay, ...]:
    """Return the documented journeys through at least two of these, in the order of the atlas."""
    found = []
    for route in atlas.routes.values():
        for journey in route.journeys:
            stages = tuple(stage for stage in journey.stages if stage.iso3 in countries)
            if len({stage.iso3 for stage in stages}) >= FEWEST_SHARED:
                found.append(LinkingWay(journey=journey, stages=stages))
    return tuple(found)
