"""Briefs: ``/briefs/country/{iso3}`` and ``/briefs/journey/{route_id}``."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from dashboard.api import brief_models as shapes
from dashboard.api import models, questions
from dashboard.api.asked import AsBrief, Asked, Said, answer, examples, not_covered
from dashboard.api.brief_rows import brief_rows, brief_shape
from dashboard.api.content import Content
from dashboard.api.formats import MEDIA_TYPES
from dashboard.briefs import BriefRequest, make
from dashboard.briefs.markdown import to_markdown
from dashboard.state import Lens
from dashboard.ways import OWN, Way
from routes import YEARS

TAGS: list[str | Enum] = ["briefs"]
SHAPE = models.Envelope[shapes.Brief | None]
Iso3 = Annotated[
    str, Path(pattern=questions.CODE, examples=["GBR"], description="ISO 3166-1 alpha-3.")
]
RouteId = Annotated[
    str,
    Path(
        pattern=questions.NAME, examples=["albania-uk"],
        description="A route_id, or `own` with `stops`.",
    ),
]  # fmt: skip


def add_briefs(router: APIRouter, content: Content) -> None:
    atlas = content.data.atlas

    @router.get(
        "/briefs/country/{iso3}",
        tags=TAGS,
        summary="What a brief on a country says",
        response_model=SHAPE,
        openapi_extra=examples("/briefs/country/GBR", "/briefs/country/GBR.md?year=2024"),
    )
    def country(
        asked: AsBrief, iso3: Iso3, query: Annotated[questions.OfChild, Query()]
    ) -> Response:
        """What a child meets, what changed, what was promised, what worked, what is not known.

        Every line names its footnotes, every footnote its source. Markdown with `.md` or in
        Accept; CSV has a row a line.
        """
        if iso3.upper() not in content.data.iso3s:
            BriefRequest.read(content.data, f"country/{iso3}", "")  # raises, and lists the nearest
        return _answered(asked, BriefRequest(iso3=iso3.upper(), lens=query.lens), content)

    @router.get(
        "/briefs/journey/{route_id}",
        tags=TAGS,
        summary="What a brief on a journey says",
        response_model=SHAPE,
        openapi_extra=examples(
            "/briefs/journey/albania-uk?company=family",
            "/briefs/journey/own.md?stops=ERI,SDN,LBY&name=By%20sea",
        ),
    )
    def journey(
        asked: AsBrief, route_id: RouteId, query: Annotated[questions.OfJourneyBrief, Query()]
    ) -> Response:
        """The same for a documented journey, or one of your own."""
        if route_id == OWN:
            stops = tuple(part.strip().upper() for part in (query.stops or "").split(","))
            name = "".join(c for c in query.name or "" if c.isprintable()).strip()
            way = Way(stops=tuple(part for part in stops if part), name=name)
        else:
            way = Way(route=route_id, branch=query.branch or "")
        way.journey(atlas)  # raises, and lists the nearest
        return _answered(asked, BriefRequest(way=way, lens=query.lens), content)


def _answered(asked: Asked, request: BriefRequest, content: Content) -> Response:
    lens: Lens = request.lens
    if lens.year not in YEARS:
        said = Said(total=0, lens=lens, **not_covered(lens.year))
        if asked.format == "md":
            return _as_markdown(asked, f"{said.notes[0]}\n", said)
        return answer(asked, said, None, shape=SHAPE, rows=[], row_shape=shapes.BriefRow)
    made = make(content.data, request)
    if asked.format == "md":
        return _as_markdown(asked, to_markdown(made), Said(total=1))
    rows = list(brief_rows(made.brief)) if asked.format == "csv" else []
    said = Said(total=1, lens=lens)
    return answer(asked, said, brief_shape(made), shape=SHAPE, rows=rows, row_shape=shapes.BriefRow)


def _as_markdown(asked: Asked, text: str, said: Said) -> Response:
    headers = {**asked.headers, "X-Total-Count": str(said.total)}
    if said.empty_because:
        headers["X-Empty-Because"] = said.empty_because
    return Response(text, 200, headers, f"{MEDIA_TYPES['md']}; charset=utf-8")
