"""Where the world stands on the six goals: its endpoints."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from dashboard.api import goal_models, models, questions
from dashboard.api.asked import AsTable, Said, answer, examples, not_covered, paged
from dashboard.api.content import Content
from dashboard.api.filters import check_known, countries_of, noted
from dashboard.api.sheets import sheet_of
from dashboard.api.standings import country_rows, standing_row
from dashboard.goals_state import GoalsState
from dashboard.sheet_state import SheetState
from dashboard.state import Lens
from routes import GOALS, MOST_COUNTRIES, YEARS, UnknownNameError
from routes.model import ROLES

NOBODY = "No countries are named: send iso3=LBY,ITA or of=region:western-asia."
OneGoal = Annotated[int, Path(description="1 to 6.", examples=[2])]


def add_goals(router: APIRouter, content: Content) -> None:
    @router.get(
        "/goals",
        tags=["goals"],
        summary="Where the world stands",
        response_model=models.Envelope[list[goal_models.GoalStanding]],
        openapi_extra=examples("/goals?status=refugee", "/goals.csv?year=2020&since=2016"),
    )
    def goals(asked: AsTable, query: Annotated[questions.OfGoals, Query()]) -> Response:
        """One row a goal: countries by level, how they moved, the stages at both ends.

        Territories and disputed areas are not counted: no facts are held on them.
        """
        shape = models.Envelope[list[goal_models.GoalStanding]]
        said, states = _states(query, GOALS)
        rows = [standing_row(content, one, one.standing(content.data, one.goal)) for one in states]
        said = replace(said, total=len(rows), per_page=max(len(rows), 1))
        return answer(asked, said, rows, shape=shape, row_shape=goal_models.GoalStanding)

    @router.get(
        "/goals/{goal}",
        tags=["goals"],
        summary="One goal, country by country",
        response_model=models.Envelope[list[goal_models.CountryStanding]],
        openapi_extra=examples("/goals/2?year=2024", "/goals/2.csv?since=2016&per_page=1000"),
    )
    def goal(
        asked: AsTable, goal: OneGoal, query: Annotated[questions.OfOneGoal, Query()]
    ) -> Response:
        """One row a country: its level, the one in the year compared with, what became of it."""
        if goal not in GOALS:
            raise UnknownNameError("goal", str(goal)[:40], map(str, GOALS))
        shape = models.Envelope[list[goal_models.CountryStanding]]
        said, states = _states(query, (goal,))
        names = [i for one in states for i in one.standing(content.data, goal).countries]
        page, about = paged(names, asked, query)
        shown = [row for one in states if page for row in country_rows(content, one, page)]
        about = replace(about, lens=said.lens, empty_because=said.empty_because)
        about = noted(about, *said.notes)
        return answer(asked, about, shown, shape=shape, row_shape=goal_models.CountryStanding)


def add_sheet(router: APIRouter, content: Content) -> None:
    data = content.data

    @router.get(
        "/sheet",
        tags=["goals"],
        summary="Six goals in a set of countries",
        response_model=models.Envelope[goal_models.Sheet],
        openapi_extra=examples(
            "/sheet?of=route:central-med-horn", "/sheet.csv?iso3=LBY,ITA,TUN&goal=2&year=2024"
        ),
    )
    def sheet(asked: AsTable, query: Annotated[questions.OfSheet, Query()]) -> Response:
        """Levels and promises of the countries of a set, of those named, or of both.

        Also the documented journeys that pass through at least two of them, in travel order. At
        most 200 countries.
        """
        if query.of is not None:
            check_known("of", query.of, data.atlas.country_sets)
        lens = query.lens
        chosen = countries_of(content, query.iso3)
        covered = lens.year in YEARS
        state = SheetState(
            of=(query.of or "") if covered else "",
            countries=chosen.iso3s[:MOST_COUNTRIES] if query.iso3 and covered else (),
            roles=(query.role,) if query.role else ROLES,
            goal=query.goal or 0,
            lens=lens if covered else Lens(child=lens.child),
        )
        found = sheet_of(content, state)
        said = Said(total=len(found.cells), per_page=max(len(found.cells), 1), lens=lens)
        said = noted(said, *chosen.notes)
        if not covered:
            told = not_covered(lens.year)
            said = replace(noted(said, *told["notes"]), empty_because=told["empty_because"])
        elif not found.iso3s:
            said = replace(noted(said, NOBODY), empty_because="no such country")
        return answer(
            asked,
            said,
            found,
            shape=models.Envelope[goal_models.Sheet],
            rows=found.cells,
            row_shape=goal_models.SheetCell,
        )


def _states(
    query: questions.OfGoals, goals: tuple[int, ...]
) -> tuple[Said, tuple[GoalsState, ...]]:
    """Return the view of each goal; none, and why, where a year has no facts."""
    lens = query.lens
    if lens.year not in YEARS:
        told = not_covered(lens.year)
        said = Said(total=0, lens=lens, empty_because=told["empty_because"], notes=told["notes"])
        return said, ()
    since, notes = query.since or 0, []
    if since and not YEARS[0] <= since < lens.year:
        notes = [f"since {since} is no year before {lens.year} with facts; the first one covered "
                 "is taken."]  # fmt: skip
        since = 0
    said = Said(total=0, lens=lens, notes=notes)
    return said, tuple(GoalsState(goal=goal, since=since, lens=lens) for goal in goals)
