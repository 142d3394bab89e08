"""Which fact would teach us most: what is not known, or not checked, ranked by what hangs on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from routes.bounds import Bounds, filled
from routes.coverage import asked_measures, judged_goals
from routes.model import ROLES, Child, Role
from routes.protection import (
    LAST_YEAR,
    NOT_APPLICABLE,
    UNKNOWN,
    Codes,
    Protection,
    World,
    known_level,
)
from routes.recorded import RecordedFigure, recorded_children

if TYPE_CHECKING:
    from routes.atlas import Atlas

Standing = Literal["unknown", "unchecked"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """One question of a rubric in one country that has no answer, or one not yet checked.

    Attributes:
        rank: 1 hangs most on it: journeys through the country times ``reach``. Equal products
            share a rank.
        rank_weighted: the same with the largest figure of children recorded on a route through
            the country in place of the journeys; None without any figure.
        question: as the rubric asks it.
        standing: unknown, or unchecked: the source is named and was not yet opened.
        level: the goal's level in the country as it stands; None is unknown.
        bounds: the worst and the best that it could be, were this question and all that is unknown
            open.
        reach: by how many levels this one answer can move it: how far the worst answer pulls down
            the best case that the other facts leave.
        makes_known: the level is not known, and this answer alone would make it so.
        journeys: documented journeys through the country, in the chosen roles.
        routes: their routes.
        figures: recorded children, one figure a route, the largest first. Never added up.
    """

    rank: int
    rank_weighted: int | None
    iso3: str
    goal: int
    measure: str
    question: str
    standing: Standing
    level: int | None
    bounds: Bounds
    reach: int
    makes_known: bool
    journeys: int
    routes: tuple[str, ...]
    figures: tuple[RecordedFigure, ...]

    @property
    def hangs(self) -> int:
        """Journeys through the country times the levels that the answer can move."""
        return self.journeys * self.reach

    @property
    def hangs_weighted(self) -> int:
        """The largest recorded figure times the levels; 0 without a figure."""
        return self.figures[0].value * self.reach if self.figures else 0


COLUMNS = (
    "rank", "rank_weighted", "iso3", "goal", "measure", "question", "standing", "level", "worst",
    "best", "reach", "makes_known", "journeys", "routes", "figure", "figure_route", "figure_year",
    "figure_unit", "figure_group", "figure_scope", "figure_source_id",
)  # fmt: skip


@dataclass(frozen=True, eq=False, kw_only=True)
class OpenQuestions:
    """All open questions of some countries for one child and year, by rank.

    Attributes:
        asked: questions asked in these countries, answered or not.
    """

    child: Child
    year: int
    asked: int
    rows: tuple[OpenQuestion, ...] = field(repr=False)

    @property
    def weighted(self) -> tuple[OpenQuestion, ...]:
        """The rows that have a figure, by recorded children."""
        found = [row for row in self.rows if row.rank_weighted is not None]
        return tuple(sorted(found, key=lambda row: row.rank_weighted or 0))

    def to_frame(self) -> pd.DataFrame:
        """Return one row a question, tidy; figures are of the largest single one, NA without."""
        frame = pd.DataFrame([_flat(row) for row in self.rows], columns=list(COLUMNS))
        for name in ("rank_weighted", "level", "figure", "figure_year"):
            frame[name] = frame[name].astype("Int64")
        return frame


def _flat(row: OpenQuestion) -> dict[str, object]:
    largest = row.figures[0] if row.figures else None
    return {
        "rank": row.rank,
        "rank_weighted": row.rank_weighted,
        "iso3": row.iso3,
        "goal": row.goal,
        "measure": row.measure,
        "question": row.question,
        "standing": row.standing,
        "level": row.level,
        "worst": row.bounds.worst,
        "best": row.bounds.best,
        "reach": row.reach,
        "makes_known": row.makes_known,
        "journeys": row.journeys,
        "routes": "|".join(row.routes),
        "figure": largest.value if largest else None,
        "figure_route": largest.route_id if largest else None,
        "figure_year": largest.year if largest else None,
        "figure_unit": largest.unit if largest else None,
        "figure_group": largest.group if largest else None,
        "figure_scope": largest.scope_note if largest else None,
        "figure_source_id": largest.source_id if largest else None,
    }


def open_questions(
    atlas: Atlas,
    *,
    goal: int | None = None,
    routes: Sequence[str] | None = None,
    roles: Sequence[Role] | None = None,
    child: Child | None = None,
    year: int = LAST_YEAR,
    checked_only: bool = False,
    world: World | None = None,
) -> OpenQuestions:
    """Rank what is not known or not checked. See ``Atlas.open_questions``."""
    child = child or Child()
    world = world or atlas.world(child, checked_only=checked_only)
    ways = _ways(atlas, routes, roles or ROLES)
    figures = recorded_children(atlas, child, year)
    at = [world.countries.index(iso3) for iso3 in ways]
    y = world.year_index(year)
    values, unchecked = world.values[at, :, y : y + 1], world.unchecked[at, :, y]
    levels = world.levels[at, :, y]
    rows: list[OpenQuestion] = []
    asked = 0
    trial = _Trial(atlas.protection, values)
    used = {iso3: _largest_first(figures, (r for r, _ in found)) for iso3, found in ways.items()}
    for number in (goal,) if goal else judged_goals(atlas.rubrics):
        of = atlas.rubrics.goals[number]
        for measure in asked_measures(of) if of.is_judged else ():
            column = world.measures.index(measure)
            asked += int((values[:, column, 0] != NOT_APPLICABLE).sum())
            moves = trial.of(column, number)
            question = next(rule.question for rule in of.rules if rule.measure == measure)
            is_open = (values[:, column, 0] == UNKNOWN) | unchecked[:, column]
            for i in np.flatnonzero(is_open):
                iso3 = world.countries[at[i]]
                rows.append(
                    OpenQuestion(
                        rank=0,
                        rank_weighted=None,
                        iso3=iso3,
                        goal=number,
                        measure=measure,
                        question=question,
                        standing="unknown" if values[i, column, 0] == UNKNOWN else "unchecked",
                        level=known_level(levels[i, number - 1]),
                        bounds=Bounds(int(moves.worst[i]), int(moves.best[i])),
                        reach=int(moves.reach[i]),
                        makes_known=bool(moves.makes_known[i]),
                        journeys=len(ways[iso3]),
                        routes=tuple(dict.fromkeys(route for route, _ in ways[iso3])),
                        figures=used[iso3],
                    )
                )
    return OpenQuestions(child=child, year=year, asked=asked, rows=_ranked(atlas, rows))


def _ways(
    atlas: Atlas, routes: Sequence[str] | None, roles: Sequence[Role]
) -> dict[str, list[tuple[str, str]]]:
    """Return country -> (route, branch) of every journey on which it has one of the roles."""
    found: dict[str, list[tuple[str, str]]] = {}
    for route in [atlas.route(name) for name in routes] if routes else atlas.routes.values():
        for journey in route.journeys:
            for iso3 in dict.fromkeys(s.iso3 for s in journey.stages if s.role in roles):
                found.setdefault(iso3, []).append((route.route_id, journey.branch))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Moves:
    """How the answers to one question could move a level; each is one entry a country."""

    worst: Codes
    best: Codes
    reach: Codes
    makes_known: npt.NDArray[np.bool_]


class _Trial:
    """Tries the best and the worst answer to a question."""

    def __init__(self, protection: Protection, values: Codes) -> None:
        """Take ``values`` of countries x measures x one year, coded as in ``World``."""
        self._protection = protection
        self._values = values
        self._others_worst = filled(protection, values, best=False)
        self._others_best = filled(protection, values, best=True)

    def of(self, column: int, goal: int) -> _Moves:
        """Try the answers of the measure at ``column`` for the level of a goal.

        The other unknown answers are at their best for the reach: there a bad answer pulls
        furthest, because the lowest answer sets the level.
        """
        protection = self._protection
        best_answer = len(protection.rubrics.steps(protection.measures[column])) - 1

        def judged(others: Codes, code: int) -> Codes:
            supposed = others.copy()
            applies = supposed[:, column] != NOT_APPLICABLE
            supposed[:, column] = np.where(applies, code, NOT_APPLICABLE)
            named = np.zeros(supposed.shape, np.bool_)
            return protection.judge(supposed, named)[0][:, goal - 1, 0]

        best = judged(self._others_best, best_answer)
        named = np.zeros(self._values.shape, np.bool_)
        is_unknown = protection.judge(self._values, named)[0][:, goal - 1, 0] == UNKNOWN
        return _Moves(
            worst=judged(self._others_worst, 0),
            best=best,
            reach=best - judged(self._others_best, 0),
            makes_known=is_unknown & (judged(self._values, best_answer) != UNKNOWN),
        )


def _largest_first(
    figures: dict[str, RecordedFigure], routes: Iterable[str]
) -> tuple[RecordedFigure, ...]:
    found = [figures[route] for route in dict.fromkeys(routes) if route in figures]
    return tuple(sorted(found, key=lambda figure: (-figure.value, figure.route_id)))


def _ranked(atlas: Atlas, rows: list[OpenQuestion]) -> tuple[OpenQuestion, ...]:
    """Sort and number. Among equals what makes a level known first, then the unknown before the
    unchecked, then by the country's name."""
    names = {str(iso3): str(name) for iso3, name in atlas.countries["name"].items()}

    def by(row: OpenQuestion) -> tuple[object, ...]:
        standing = STANDINGS.index(row.standing)
        return -row.hangs, not row.makes_known, standing, names[row.iso3], row.goal

    ordered = sorted(rows, key=by)
    place = _places(row.hangs for row in ordered)
    weighted = _places(row.hangs_weighted for row in ordered if row.figures)
    return tuple(
        replace(
            row,
            rank=place[row.hangs],
            rank_weighted=weighted[row.hangs_weighted] if row.figures else None,
        )
        for row in ordered
    )


def _places(sizes: Iterable[int]) -> dict[int, int]:
    """Return size -> its place among all, 1 for the largest; equal ones share it."""
    found: dict[int, int] = {}
    for place, size in enumerate(sorted(sizes, reverse=True), start=1):
        found.setdefault(size, place)
    return found
