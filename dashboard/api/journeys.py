"""Journeys: every documented branch, what one child meets on it, and ways of one's own."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from dashboard.api import models, questions
from dashboard.api.asked import Asked, AsShapes, Said, answer, examples, not_covered, paged
from dashboard.api.content import Content
from dashboard.api.questions import OfChild
from dashboard.state import Lens
from routes import YEARS, Journey

RouteId = Annotated[
    str, Path(pattern=questions.NAME, description="A route_id.", examples=["central-med-horn"])
]
BranchId = Annotated[
    str, Path(pattern=questions.NAME, description="A branch of the route.", examples=["main"])
]


def add_journeys(router: APIRouter, content: Content) -> None:
    atlas = content.data.atlas
    every = tuple(journey for route in atlas.routes.values() for journey in route.journeys)
    profile_shape = models.Envelope[models.Profile | None]

    @router.get(
        "/journeys",
        tags=["journeys"],
        summary="Every branch of every route",
        response_model=models.Envelope[list[models.Journey]],
        openapi_extra=examples("/journeys?per_page=5", "/journeys.csv", "/journeys.geojson"),
    )
    def journeys(asked: AsShapes, query: Annotated[questions.Paged, Query()]) -> Response:
        """Journeys with their stages. GeoJSON has stages as points and legs as lines."""
        shown, said = paged(every, asked, query)
        rows = [content.journey(journey) for journey in shown]
        return answer(
            asked,
            said,
            rows,
            shape=models.Envelope[list[models.Journey]],
            row_shape=models.Journey,
            features=[f for journey in shown for f in content.journey_features(journey)]
            if asked.format == "geojson"
            else (),
        )

    @router.get(
        "/journeys/{route_id}/{branch}",
        tags=["journeys"],
        summary="What one child meets on a documented journey",
        response_model=profile_shape,
        openapi_extra=examples(
            "/journeys/central-med-horn/main?status=refugee",
            "/journeys/central-med-horn/main.csv?year=2020&age=12",
            "/journeys/central-med-horn/main.geojson",
        ),
    )
    def journey(
        asked: AsShapes,
        route_id: RouteId,
        branch: BranchId,
        query: Annotated[OfChild, Query()],
    ) -> Response:
        """Levels stage by stage for a child and year, where it is weakest, every drop, in words.

        CSV has one row a stage and goal.
        """
        return _profile(asked, atlas.journey(route_id, branch), query.lens)

    @router.post(
        "/journeys",
        tags=["journeys"],
        summary="What one child meets on a journey of your own",
        response_model=profile_shape,
    )
    def own(
        asked: AsShapes, body: questions.OwnJourney, query: Annotated[OfChild, Query()]
    ) -> Response:
        """The same for any 2 to 15 countries in travel order, none twice in a row."""
        name = "".join(c for c in body.name if c.isprintable()).strip()
        return _profile(asked, atlas.journey(body.stops, name=name), query.lens)

    def _profile(asked: Asked, journey: Journey, lens: Lens) -> Response:
        if lens.year not in YEARS:
            said = Said(total=0, lens=lens, **not_covered(lens.year))
            return answer(
                asked, said, None, shape=profile_shape, rows=[], row_shape=models.StageLevel
            )
        found = content.profile(journey, lens)
        return answer(
            asked,
            Said(total=1, lens=lens),
            found,
            shape=profile_shape,
            rows=found.levels,
            row_shape=models.StageLevel,
            features=content.journey_features(journey, found) if asked.format == "geojson" else (),
        )
