"""Briefs: ``/briefs/country/{iso3}`` and ``/briefs/journey/{route_id}``."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response

from dashboard.api import brief_models as shapes
from dashboard.api import models, questions
from dashboard.api.asked import AsBrief, Asked, Said, answer, examples, not_covered
from dashboard.api.content import Content
from dashboard.api.formats import MEDIA_TYPES
from dashboard.briefs import BriefRequest, Made, make
from dashboard.briefs.markdown import to_markdown
from dashboard.state import Lens
from dashboard.ways import OWN, Way
from routes import YEARS
from routes.briefs import Brief, Line, Section

TAGS: list[str | Enum] = ["briefs"]
SHAPE = models.Envelope[shapes.Brief | None]
OWN_RECKONING = "-"
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
    rows = list(_rows(made.brief)) if asked.format == "csv" else []
    said = Said(total=1, lens=lens)
    return answer(asked, said, _brief(made), shape=SHAPE, rows=rows, row_shape=shapes.BriefRow)


def _as_markdown(asked: Asked, text: str, said: Said) -> Response:
    headers = {**asked.headers, "X-Total-Count": str(said.total)}
    if said.empty_because:
        headers["X-Empty-Because"] = said.empty_because
    return Response(text, 200, headers, f"{MEDIA_TYPES['md']}; charset=utf-8")


def _brief(made: Made) -> shapes.Brief:
    brief = made.brief
    return shapes.Brief(
        kind=brief.kind,
        key=brief.key,
        title=brief.title,
        subtitle=brief.subtitle,
        sections=[_section(one) for one in brief.sections],
        footnotes=[
            shapes.BriefNote(
                number=note.number,
                source_id=note.source_id,
                text=note.text,
                evidence=note.evidence or None,
                url=note.url,
            )
            for note in brief.footnotes
        ],
        terms=made.terms,
        url=made.request.href(),
    )


def _section(section: Section) -> shapes.BriefSection:
    table = section.table
    return shapes.BriefSection(
        name=section.name,
        heading=section.heading,
        lines=[_line(one) for one in section.lines],
        table=shapes.BriefTable(
            name=table.name,
            head=list(table.head),
            rows=[[_line(cell) for cell in row] for row in table.rows],
        )
        if table
        else None,
        items=[_line(one) for one in section.items],
    )


def _line(line: Line) -> shapes.BriefLine:
    return shapes.BriefLine(
        lead=line.lead,
        text=line.text,
        notes=list(line.notes),
        said=[shapes.BriefText(text=one.text, notes=list(one.notes)) for one in line.said],
        fact_ids=list(line.facts),
    )


def _rows(brief: Brief) -> Iterator[shapes.BriefRow]:
    """Return every line in reading order."""

    def row(section: str, part: Literal["line", "table", "item"], line: Line, **at: Any) -> Any:
        notes = [brief.footnotes[number - 1] for number in line.notes]
        return shapes.BriefRow(
            section=section,
            part=part,
            row=at.get("row"),
            column=at.get("column"),
            lead=line.lead,
            text=line.text,
            fact_ids=list(line.facts),
            evidence=[note.evidence or OWN_RECKONING for note in notes],
            source_ids=[note.source_id or OWN_RECKONING for note in notes],
        )

    for section in brief.sections:
        yield from (row(section.name, "line", line) for line in section.lines)
        if section.table:
            for number, cells in enumerate(section.table.rows, start=1):
                for head, cell in zip(section.table.head, cells, strict=True):
                    yield row(section.name, "table", cell, row=number, column=head)
        yield from (row(section.name, "item", line) for line in section.items)
