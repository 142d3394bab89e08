"""What is missing on the routes: of each route and of each question, weighted and unweighted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from routes.coverage import asked_measures, judged_goals
from routes.model import ROLES, Child, Role
from routes.protection import LAST_YEAR, NOT_APPLICABLE, UNKNOWN, World
from routes.recorded import RecordedFigure, recorded_children

if TYPE_CHECKING:
    from routes.atlas import Atlas


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingOnRoute:
    """What has no answer on one route; each country counts once.

    Attributes:
        figure: the recorded children that weigh the route, or None.
        asked, missing, unchecked: questions of the judged goals in its countries: all of them,
            those without an answer, and answers not yet checked.
        by_goal: goal -> questions without an answer.
    """

    route_id: str
    figure: RecordedFigure | None
    countries: int
    asked: int
    missing: int
    unchecked: int
    by_goal: dict[int, int]

    @property
    def share(self) -> float:
        """Part of the questions without an answer, 0 to 1."""
        return self.missing / self.asked if self.asked else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingAnswer:
    """One question of a rubric, over the routes.

    Attributes:
        asked, missing: countries on the routes to which it applies, and those without an answer.
        asked_used, missing_used: the same on the routes with a figure of recorded children.
    """

    goal: int
    measure: str
    question: str
    asked: int
    missing: int
    asked_used: int
    missing_used: int

    @property
    def share(self) -> float:
        """Part of the countries without an answer, 0 to 1; every country counts alike."""
        return self.missing / self.asked if self.asked else 0.0

    @property
    def share_used(self) -> float:
        """The same on the routes with recorded children."""
        return self.missing_used / self.asked_used if self.asked_used else 0.0


@dataclass(frozen=True, eq=False, kw_only=True)
class Missing:
    """What is missing for one child and year.

    No mean is weighted by recorded children: the figures count different things in different
    years, one of them would drown all others, and their sum means nothing.

    Attributes:
        routes: by recorded children, the largest figure first, then those without one.
        answers: by the part that is missing on the routes with recorded children.
    """

    child: Child
    year: int
    routes: tuple[MissingOnRoute, ...]
    answers: tuple[MissingAnswer, ...]

    @property
    def weighing(self) -> tuple[RecordedFigure, ...]:
        """The figures that weigh, the largest first."""
        return tuple(one.figure for one in self.routes if one.figure)


def missing(
    atlas: Atlas,
    *,
    goal: int | None = None,
    routes: Sequence[str] | None = None,
    roles: Sequence[Role] | None = None,
    child: Child | None = None,
    year: int = LAST_YEAR,
    checked_only: bool = False,
    world: World | None = None,
) -> Missing:
    """Count what has no answer on the routes. See ``Atlas.missing``."""
    child = child or Child()
    world = world or atlas.world(child, checked_only=checked_only)
    y = world.year_index(year)
    values, named = world.values[:, :, y], world.unchecked[:, :, y]
    goals = tuple(g for g in judged_goals(atlas.rubrics) if goal in (None, g))
    columns = {
        number: [world.measures.index(m) for m in asked_measures(atlas.rubrics.goals[number])]
        for number in goals
    }
    at = [column for found in columns.values() for column in found]
    figures = recorded_children(atlas, child, year)
    on = _countries_on(atlas, world, routes, roles or ROLES)
    made = [
        MissingOnRoute(
            route_id=route_id,
            figure=figures.get(route_id),
            countries=len(rows),
            asked=int((values[np.ix_(rows, at)] != NOT_APPLICABLE).sum()),
            missing=int((values[np.ix_(rows, at)] == UNKNOWN).sum()),
            unchecked=int(named[np.ix_(rows, at)].sum()),
            by_goal={
                g: int((values[np.ix_(rows, c)] == UNKNOWN).sum()) for g, c in columns.items()
            },
        )
        for route_id, rows in on.items()
    ]
    made.sort(key=lambda one: (-(one.figure.value if one.figure else 0), -one.share, one.route_id))
    used = values[sorted({row for route_id in on if route_id in figures for row in on[route_id]})]
    everywhere = values[sorted({row for rows in on.values() for row in rows})]
    answers = [
        MissingAnswer(
            goal=number,
            measure=world.measures[column],
            question=next(
                rule.question
                for rule in atlas.rubrics.goals[number].rules
                if rule.measure == world.measures[column]
            ),
            asked=int((everywhere[:, column] != NOT_APPLICABLE).sum()),
            missing=int((everywhere[:, column] == UNKNOWN).sum()),
            asked_used=int((used[:, column] != NOT_APPLICABLE).sum()),
            missing_used=int((used[:, column] == UNKNOWN).sum()),
        )
        for number, found in columns.items()
        for column in found
    ]
    answers.sort(key=lambda one: (-one.share_used, -one.share, one.goal))
    asked_here = tuple(one for one in answers if one.asked)
    return Missing(child=child, year=year, routes=tuple(made), answers=asked_here)


def _countries_on(
    atlas: Atlas, world: World, routes: Sequence[str] | None, roles: Sequence[Role]
) -> dict[str, list[int]]:
    """Return route -> rows of its countries that have one of the roles; none without any."""
    at = {iso3: i for i, iso3 in enumerate(world.countries)}
    chosen = [atlas.route(name) for name in routes] if routes else atlas.routes.values()
    found = {
        route.route_id: [at[iso3] for iso3, has in route.roles().items() if has & set(roles)]
        for route in chosen
    }
    return {route_id: rows for route_id, rows in found.items() if rows}
