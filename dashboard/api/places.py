"""Countries and routes: the endpoints that answer with shapes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response

from dashboard.api import models, questions
from dashboard.api.asked import Asked, AsShapes, Said, answer, examples, paged
from dashboard.api.content import Content
from dashboard.api.journeys import RouteId

Code = Annotated[
    str, Path(pattern=questions.CODE, description="ISO 3166-1 alpha-3.", examples=["LBY"])
]


def add_places(router: APIRouter, content: Content) -> None:
    data = content.data

    @router.get(
        "/countries",
        tags=["places"],
        summary="Countries and areas",
        response_model=models.Envelope[list[models.Country]],
        openapi_extra=examples("/countries?per_page=5", "/countries.csv", "/countries.geojson"),
    )
    def countries(asked: AsShapes, query: Annotated[questions.Paged, Query()]) -> Response:
        """Every country and area of the atlas with its names, its label point and its routes.

        GeoJSON has the shapes as well, generalised.
        """
        iso3s, said = paged(data.iso3s, asked, query)
        return _countries(asked, said, iso3s)

    @router.get(
        "/countries/{iso3}",
        tags=["places"],
        summary="One country",
        response_model=models.Envelope[models.Country],
        openapi_extra=examples("/countries/LBY", "/countries/LBY.geojson"),
    )
    def country(asked: AsShapes, iso3: Code) -> Response:
        """One country by its code, in capital or small letters."""
        found = content.data.known_country(iso3)
        return _countries(asked, Said(total=1), [found], is_one=True)

    def _countries(
        asked: Asked, said: Said, iso3s: Sequence[str], *, is_one: bool = False
    ) -> Response:
        rows = [content.country(iso3) for iso3 in iso3s]
        shape: Any = (
            models.Envelope[models.Country] if is_one else models.Envelope[list[models.Country]]
        )
        return answer(
            asked,
            said,
            rows[0] if is_one else rows,
            shape=shape,
            rows=rows,
            row_shape=models.Country,
            features=_if_shapes(asked, content.country_feature, rows),
        )

    @router.get(
        "/routes",
        tags=["places"],
        summary="Routes",
        response_model=models.Envelope[list[models.Route]],
        openapi_extra=examples("/routes?per_page=5", "/routes.csv", "/routes.geojson"),
    )
    def routes(asked: AsShapes, query: Annotated[questions.Paged, Query()]) -> Response:
        """Every documented corridor with its branches; GeoJSON draws each as lines."""
        names, said = paged(data.route_ids, asked, query)
        return _routes(asked, said, names)

    @router.get(
        "/routes/{route_id}",
        tags=["places"],
        summary="One route",
        response_model=models.Envelope[models.Route],
        openapi_extra=examples("/routes/central-med-horn", "/routes/central-med-horn.geojson"),
    )
    def route(asked: AsShapes, route_id: RouteId) -> Response:
        """One corridor by its route_id."""
        data.atlas.route(route_id)
        return _routes(asked, Said(total=1), [route_id], is_one=True)

    def _routes(
        asked: Asked, said: Said, names: Sequence[str], *, is_one: bool = False
    ) -> Response:
        rows = [content.route(data.atlas.routes[name]) for name in names]
        shape: Any = (
            models.Envelope[models.Route] if is_one else models.Envelope[list[models.Route]]
        )
        return answer(
            asked,
            said,
            rows[0] if is_one else rows,
            shape=shape,
            rows=rows,
            row_shape=models.Route,
            features=_if_shapes(asked, content.route_feature, rows),
        )


def _if_shapes(
    asked: Asked, make: Callable[[Any], models.Feature], rows: Iterable[Any]
) -> list[models.Feature]:
    return [make(row) for row in rows] if asked.format == "geojson" else []
