"""Where a number comes from: ``/explain/{who}/{what}``."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field

from dashboard.api import chain_models as shapes
from dashboard.api import models
from dashboard.api.asked import AsChain, Asked, Said, answer, examples, not_covered
from dashboard.api.content import Content
from dashboard.api.formats import MEDIA_TYPES
from dashboard.api.problems import ProblemError
from dashboard.api.questions import OfChild
from dashboard.explain_state import LONGEST_WHAT, ExplainState
from dashboard.state import to_query
from dashboard.ways import OWN, Way
from routes import MOST_STAGES, YEARS
from routes.chain_prov import chain_prov
from routes.chains import Chain, Cited, Link, Place, Step

Who = Annotated[
    str,
    Path(
        min_length=1, max_length=60, examples=["LBY"],
        description="A country (code or name), a route_id, or `own` with `stops`.",
    ),
]  # fmt: skip
What = Annotated[
    str,
    Path(
        min_length=1, max_length=LONGEST_WHAT, examples=["2"],
        description="A goal, a measure, a commitment_id, a series, or `flow-DEU`; of a route a "
        "goal with `stage`, `figures`, what was counted, `deaths` or `flows`. Series, flows and "
        "deaths take their own year: `flow-DEU@2024`.",
    ),
]  # fmt: skip


class OfChain(OfChild):
    stage: Annotated[
        int | None, Field(ge=1, le=99, description="Of a journey: which stage, from 1.")
    ] = None
    branch: Annotated[
        str | None, Field(max_length=60, description="Of a route; its first when left out.")
    ] = None
    stops: Annotated[
        str | None,
        Field(
            max_length=4 * MOST_STAGES + 60, examples=["ERI,SDN,LBY"],
            description="With `own`: codes of the countries in travel order, separated by commas.",
        ),
    ] = None  # fmt: skip


def add_explained(router: APIRouter, content: Content) -> None:
    @router.get(
        "/explain/{who}/{what}",
        tags=["provenance"],
        summary="Where a number comes from",
        response_model=models.Envelope[shapes.Chain],
        openapi_extra=examples(
            "/explain/LBY/2?year=2023",
            "/explain/central-med-horn/2?stage=4",
            "/explain/LBY/2-crc-37-b.csv",
            "/explain/LBY/2.prov.json",
            "/explain/ERI/flow-DEU@2024",
            "/explain/central-med-horn/deaths@2024",
        ),
    )
    def explained(
        asked: AsChain, who: Who, what: What, query: Annotated[OfChain, Query()]
    ) -> Response:
        """A level, measure, promise, drop or recorded figure, and everything that made it.

        A tree down to file, line, cell and source, or to unknowns that are named. CSV has a row a
        link; PROV-JSON (W3C) with `.prov.json` or in Accept.
        """
        return _explained(asked, who, what, query, content)


def _explained(asked: Asked, who: str, what: str, query: OfChain, content: Content) -> Response:
    lens = query.lens
    state = _state(content, who, what, query)
    if lens.year not in YEARS:
        raise ProblemError(404, not_covered(lens.year)["notes"][0])
    chain = state.chain(content.data)
    if asked.format == "prov":
        text = chain_prov(chain).text()
        return Response(text, 200, asked.headers, MEDIA_TYPES["prov"])
    rows = [_row(depth, link) for depth, link in chain.walk()]
    size = len(rows)
    said = Said(total=size, per_page=size, lens=lens if chain.child is not None else None)
    return answer(
        asked,
        said,
        _chain(chain, state),
        shape=models.Envelope[shapes.Chain],
        rows=rows,
        row_shape=shapes.LinkRow,
    )


def _state(content: Content, who: str, what: str, query: OfChain) -> ExplainState:
    """Return the page's own state, so that the two read an address alike."""
    pairs = [
        ("stage", str(query.stage or "")),
        ("branch", query.branch or ""),
        ("stops", query.stops or ""),
    ]
    given = to_query([pair for pair in pairs if pair[1]])
    state, dropped = ExplainState.read(content.data, f"{who}/{what}", given)
    if who != OWN and state.way and query.branch and dropped:
        content.data.atlas.journey(state.who, query.branch)  # raises, and lists the branches
    way = Way(stops=state.way.stops) if state.way and who == OWN else state.way
    return ExplainState(who=state.who, what=state.what, lens=query.lens, way=way, stage=state.stage)


def _chain(chain: Chain, state: ExplainState) -> shapes.Chain:
    return shapes.Chain(
        title=chain.title,
        top=_link(chain.top),
        software=chain.software,
        code_version=chain.code_version,
        build=chain.build,
        date=chain.date,
        page=state.href(),
    )


def _link(link: Link) -> shapes.Link:
    return shapes.Link(
        kind=link.kind,
        name=link.name,
        title=link.title,
        value=link.value,
        said=link.said,
        place=_place(link.place),
        as_of_year=link.as_of_year,
        carried_years=link.carried_years,
        evidence=link.evidence,
        confidence=link.confidence,
        source=_cited(link.source),
        step=_step(link.step),
        made_from=[_link(below) for below in link.made_from],
    )


def _place(place: Place | None) -> shapes.Place | None:
    if place is None:
        return None
    return shapes.Place(
        file=place.file, line=place.line, column=place.column, cell=place.cell, sha256=place.sha256
    )


def _cited(source: Cited | None) -> shapes.Cited | None:
    if source is None:
        return None
    return shapes.Cited(
        source_id=source.source_id,
        publisher=source.publisher,
        title=source.title,
        year=source.year,
        address=source.url,
        licence=source.licence,
        retrieved=source.retrieved,
    )


def _step(step: Step | None) -> shapes.Step | None:
    if step is None:
        return None
    return shapes.Step(
        name=step.name,
        file=step.file,
        sha256=step.sha256,
        content=step.content,
        code=[shapes.Code(file=path, sha256=checksum) for path, checksum in step.code],
    )


def _row(depth: int, link: Link) -> shapes.LinkRow:
    place, source = link.place or Place(file=""), link.source
    return shapes.LinkRow(
        depth=depth,
        kind=link.kind,
        title=link.title,
        value=link.value,
        said=link.said,
        file=place.file,
        line=place.line,
        column=place.column,
        cell=place.cell,
        sha256=place.sha256,
        as_of_year=link.as_of_year,
        carried_years=link.carried_years,
        evidence=link.evidence,
        confidence=link.confidence,
        source_id=source.source_id if source else "",
        publisher=source.publisher if source else "",
        address=source.url if source else "",
        licence=source.licence if source else "",
        built_file=link.step.file if link.step else "",
    )
