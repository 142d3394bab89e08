"""The endpoints of /api/v1: each reads what was asked, takes it from the atlas, answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

import pandas as pd
from fastapi import APIRouter, Depends, FastAPI, Path, Query, Response

from dashboard.api import models, questions
from dashboard.api.asked import Asked, Formats, Said, answer, paged
from dashboard.api.content import Content
from dashboard.api.problems import Fault, ProblemError
from dashboard.api.questions import OfChild
from dashboard.api.views import find, known_country
from dashboard.state import Lens
from geodata.resources import COUNTED
from routes import FIRST_YEAR, GOALS, LAST_YEAR, YEARS, Journey, UnknownNameError

AsTable = Annotated[Asked, Depends(Formats(("json", "csv")))]
AsShapes = Annotated[Asked, Depends(Formats(("json", "csv", "geojson")))]
Code = Annotated[
    str, Path(pattern=questions.CODE, description="ISO 3166-1 alpha-3.", examples=["LBY"])
]
RouteId = Annotated[
    str, Path(pattern=questions.NAME, description="A route_id.", examples=["central-med-horn"])
]
BranchId = Annotated[
    str, Path(pattern=questions.NAME, description="A branch of the route.", examples=["main"])
]
SourceId = Annotated[str, Path(pattern=questions.NAME, description="A source_id.")]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Countries that a filter names; ``notes`` tells of those that do not exist."""

    iso3s: tuple[str, ...]
    notes: tuple[str, ...] = ()


def add_routes(api: FastAPI, content: Content) -> None:
    """Add every endpoint; ``examples`` in the OpenAPI document are addresses that answer."""
    router = api.router
    _add_places(router, content)
    _add_journeys(router, content)
    _add_tables(router, content)
    _add_views(router, content)


def _examples(*addresses: str) -> dict[str, Any]:
    return {"x-examples": list(addresses)}


def _add_places(router: APIRouter, content: Content) -> None:
    data = content.data

    @router.get(
        "/countries",
        tags=["places"],
        summary="Countries and areas",
        response_model=models.Envelope[list[models.Country]],
        openapi_extra=_examples("/countries?per_page=5", "/countries.csv", "/countries.geojson"),
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
        openapi_extra=_examples("/countries/LBY", "/countries/LBY.geojson"),
    )
    def country(asked: AsShapes, iso3: Code) -> Response:
        """One country by its code, in capital or small letters."""
        known_country(content, iso3.upper())
        return _countries(asked, Said(total=1), [iso3.upper()], is_one=True)

    def _countries(
        asked: Asked, said: Said, iso3s: Sequence[str], *, is_one: bool = False
    ) -> Response:
        rows = [content.country(iso3) for iso3 in iso3s]
        shape: Any = models.Envelope[models.Country if is_one else list[models.Country]]  # type: ignore[misc]
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
        openapi_extra=_examples("/routes?per_page=5", "/routes.csv", "/routes.geojson"),
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
        openapi_extra=_examples("/routes/central-med-horn", "/routes/central-med-horn.geojson"),
    )
    def route(asked: AsShapes, route_id: RouteId) -> Response:
        """One corridor by its route_id."""
        data.atlas.route(route_id)
        return _routes(asked, Said(total=1), [route_id], is_one=True)

    def _routes(
        asked: Asked, said: Said, names: Sequence[str], *, is_one: bool = False
    ) -> Response:
        rows = [content.route(data.atlas.routes[name]) for name in names]
        shape: Any = models.Envelope[models.Route if is_one else list[models.Route]]  # type: ignore[misc]
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


def _add_journeys(router: APIRouter, content: Content) -> None:
    atlas = content.data.atlas
    every = tuple(journey for route in atlas.routes.values() for journey in route.journeys)
    profile_shape = models.Envelope[models.Profile | None]

    @router.get(
        "/journeys",
        tags=["journeys"],
        summary="Every branch of every route",
        response_model=models.Envelope[list[models.Journey]],
        openapi_extra=_examples("/journeys?per_page=5", "/journeys.csv", "/journeys.geojson"),
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
        openapi_extra=_examples(
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
        stops = [code.upper() for code in body.stops]
        name = "".join(c for c in body.name if c.isprintable()).strip()
        return _profile(asked, atlas.journey(stops, name=name), query.lens)

    def _profile(asked: Asked, journey: Journey, lens: Lens) -> Response:
        if lens.year not in YEARS:
            said = Said(total=0, lens=lens, **_not_covered(lens.year))
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


def _not_covered(year: int) -> dict[str, Any]:
    return {
        "empty_because": "year not covered",
        "notes": [f"Facts are held for {FIRST_YEAR} to {LAST_YEAR}, not {year}."],
    }


def _add_tables(router: APIRouter, content: Content) -> None:
    data = content.data
    facts, figures = data.atlas.protection.facts, data.atlas.recorded_figures
    rubrics = data.atlas.rubrics

    @router.get(
        "/levels",
        tags=["levels and facts"],
        summary="Levels: country x goal for a child and year",
        response_model=models.Envelope[list[models.Level]],
        openapi_extra=_examples(
            "/levels?iso3=LBY,ITA&status=refugee", "/levels.csv?goal=2&year=2020&per_page=50"
        ),
    )
    def levels(asked: AsTable, query: Annotated[questions.OfLevels, Query()]) -> Response:
        """One row a country and goal; an unknown level is null and says why."""
        lens = query.lens
        chosen = _countries_of(content, query.iso3)
        goals = [query.goal] if query.goal else list(GOALS)
        pairs = [(iso3, goal) for iso3 in chosen.iso3s for goal in goals]
        reason: dict[str, Any] = {}
        if not pairs:
            reason = {"empty_because": "no such country"}
        elif lens.year not in YEARS:
            pairs, reason = [], _not_covered(lens.year)
        shown, said = paged(pairs, asked, query)
        rows = [content.levels(iso3, lens)[GOALS.index(goal)] for iso3, goal in shown]
        said = _noted(said, *chosen.notes, *reason.pop("notes", ()))
        return answer(
            asked,
            replace(said, lens=lens, **reason),
            rows,
            shape=models.Envelope[list[models.Level]],
            row_shape=models.Level,
        )

    @router.get(
        "/facts",
        tags=["levels and facts"],
        summary="Facts",
        response_model=models.Envelope[list[models.Fact]],
        openapi_extra=_examples(
            "/facts?iso3=LBY&goal=2", "/facts.csv?measure=detention_law&evidence=read"
        ),
    )
    def fact_list(asked: AsTable, query: Annotated[questions.OfFacts, Query()]) -> Response:
        """Every curated fact, also those of other years and children, with its source."""
        chosen = _countries_of(content, query.iso3)
        if query.measure is not None:
            _known("measure", query.measure, rubrics.measures)
        goal = rubrics.goals[query.goal] if query.goal else None
        keep = facts["iso3"].isin(chosen.iso3s) if query.iso3 else pd.Series(True, facts.index)
        if query.measure is not None:
            keep &= facts["measure"] == query.measure
        if goal is not None:
            keep &= facts["measure"].isin(goal.measures())
        if query.evidence is not None:
            keep &= facts["evidence"] == query.evidence
        shown, said = paged(facts.index[keep], asked, query)
        reason: models.EmptyBecause | None = None
        notes = chosen.notes
        if not said.total:
            reason = "unknown" if chosen.iso3s else "no such country"
            if goal is not None and query.measure and query.measure not in goal.measures():
                reason = "not applicable"
                asks = ", ".join(goal.measures())
                notes += (f"Goal {goal.goal} does not ask for {query.measure}; it asks: {asks}.",)
        rows = [content.fact(row) for row in facts.loc[shown].to_dict("records")]
        return answer(
            asked,
            replace(_noted(said, *notes), empty_because=reason),
            rows,
            shape=models.Envelope[list[models.Fact]],
            row_shape=models.Fact,
        )

    @router.get(
        "/sources",
        tags=["levels and facts"],
        summary="Sources",
        response_model=models.Envelope[list[models.Source]],
        openapi_extra=_examples("/sources?per_page=5", "/sources.csv?per_page=1000"),
    )
    def sources(asked: AsTable, query: Annotated[questions.Paged, Query()]) -> Response:
        """Every source with the number of facts that rest on it."""
        names, said = paged(list(data.atlas.sources.index), asked, query)
        return answer(
            asked,
            said,
            [content.source(name) for name in names],
            shape=models.Envelope[list[models.Source]],
            row_shape=models.Source,
        )

    some_source = str(data.atlas.sources.index[0])

    @router.get(
        "/sources/{source_id}",
        tags=["levels and facts"],
        summary="One source",
        response_model=models.Envelope[models.Source],
        openapi_extra=_examples(f"/sources/{some_source}"),
    )
    def source(asked: AsTable, source_id: SourceId) -> Response:
        """One source by its source_id."""
        if source_id not in data.atlas.sources.index:
            raise UnknownNameError("source", source_id, data.atlas.sources.index)
        found = content.source(source_id)
        shape = models.Envelope[models.Source]
        return answer(
            asked, Said(total=1), found, shape=shape, rows=[found], row_shape=models.Source
        )

    @router.get(
        "/flows",
        tags=["levels and facts"],
        summary="Recorded figures of routes",
        response_model=models.Envelope[list[models.Flow]],
        openapi_extra=_examples(
            "/flows?route_id=central-med-horn", "/flows.csv?measure=unaccompanied_children"
        ),
    )
    def flows(asked: AsTable, query: Annotated[questions.OfFlows, Query()]) -> Response:
        """What was counted on a route. Read scope_note: rows are never to be added up."""
        keep = pd.Series(True, figures.index)
        if query.route_id is not None:
            _known("route_id", query.route_id, data.route_ids)
            keep &= figures["route_id"] == query.route_id
        if query.measure is not None:
            _known("measure", query.measure, COUNTED)
            keep &= figures["measure"] == query.measure
        in_year = keep if query.year is None else keep & (figures["year"] == query.year)
        shown, said = paged(figures.index[in_year], asked, query)
        if not said.total:
            said = replace(said, empty_because="year not covered" if keep.any() else "unknown")
        if not said.total and keep.any():
            years = sorted(set(figures["year"][keep]))
            said = _noted(said, f"Figures are held for {', '.join(map(str, years))}.")
        return answer(
            asked,
            said,
            [content.flow(row) for row in figures.loc[shown].to_dict("records")],
            shape=models.Envelope[list[models.Flow]],
            row_shape=models.Flow,
        )


def _add_views(router: APIRouter, content: Content) -> None:
    @router.get(
        "/views",
        tags=["views"],
        summary="The numbers that a page shows",
        response_model=models.Envelope[models.View],
        openapi_extra=_examples(
            "/views?url=/journey/central-med-horn%3Fstatus%3Drefugee",
            "/views.csv?url=/%3Fcolour%3Dgoal-2",
        ),
    )
    def views(asked: AsTable, query: Annotated[questions.OfView, Query()]) -> Response:
        """Take the address of a page of this site and return what it shows.

        What the address says that does not exist is dropped as on the page, and told in `notes`.
        """
        found = find(content, query.url, asked.host)
        size = len(found.rows)
        said = Said(total=size, per_page=max(1, size), notes=found.dropped, lens=found.lens)
        return answer(
            asked,
            said,
            found.view,
            shape=models.Envelope[models.View],
            rows=found.rows,
            row_shape=found.row_shape,
        )


def _countries_of(content: Content, codes: str | None) -> Chosen:
    """Return the countries of a filter, in its order; all of them when there is none."""
    if codes is None:
        return Chosen(tuple(content.data.iso3s))
    found, notes = [], []
    for code in dict.fromkeys(code.upper() for code in codes.split(",")):
        try:
            known_country(content, code)
        except UnknownNameError as error:
            notes.append(str(error))
        else:
            found.append(code)
    return Chosen(tuple(found), tuple(notes))


def _known(name: str, value: str, known: Iterable[str]) -> None:
    """Raise a problem when a filter names something that does not exist."""
    names = list(known)
    if value in names:
        return
    error = UnknownNameError(name, value[:100], names)
    fault = Fault(where=f"query: {name}", found=repr(value)[:60], expected=", ".join(names))
    raise ProblemError(400, str(error), nearest=tuple(error.nearest), faults=(fault,))


def _noted(said: Said, *notes: str) -> Said:
    return replace(said, notes=[*said.notes, *notes])
