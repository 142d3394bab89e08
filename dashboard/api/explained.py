"""Where a number comes from: ``/explain/{who}/{what}``."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field

from dashboard.api import chain_models as shapes
from dashboard.api import models
from dashboard.api.asked import AsChain, Asked, Said, answer, examples, not_covered
from dashboard.api.chain_rows import chain_rows, chain_shape
from dashboard.api.content import Content
from dashboard.api.formats import MEDIA_TYPES
from dashboard.api.problems import ProblemError
from dashboard.api.questions import OfChild
from dashboard.explain_state import LONGEST_WHAT, ExplainState
from dashboard.state import to_query
from dashboard.ways import OWN, Way
from routes import MOST_STAGES, YEARS
from routes.chain_prov import chain_prov

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
    rows = chain_rows(chain)
    size = len(rows)
    said = Said(total=size, per_page=size, lens=lens if chain.child is not None else None)
    return answer(
        asked,
        said,
        chain_shape(chain, state),
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
