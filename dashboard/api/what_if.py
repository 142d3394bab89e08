"""What a change of policy would do, and the ranked levers. Calculations, and they say so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from dashboard.api import models, questions, supposed_models
from dashboard.api.asked import Asked, AsTable, Said, answer, examples, not_covered, paged
from dashboard.api.content import Content
from dashboard.api.filters import check_known
from dashboard.api.problems import ProblemError
from dashboard.api.supposed import lever_rows, what_if
from dashboard.api.supposed_models import RankedLever, SupposedCell
from dashboard.state import Lens
from dashboard.ways import Way
from dashboard.what_if_state import NOT_FACT, WhatIfState
from routes import YEARS, PolicyChange, RoutesError, UnknownNameError, WhatIf

NOTES = (f"{NOT_FACT}.",)


def add_what_if(router: APIRouter, content: Content) -> None:
    atlas = content.data.atlas
    shape = models.Envelope[supposed_models.WhatIf | None]

    def answered(asked: Asked, made: WhatIf, lens: Lens, way: Way) -> Response:
        if lens.year not in YEARS:
            said = Said(total=0, lens=lens, **not_covered(lens.year))
            return answer(asked, said, None, shape=shape, rows=[], row_shape=SupposedCell)
        state = WhatIfState(changes=made.changes, way=way, lens=lens)
        found = what_if(content, state.effect(content.data), state.href())
        said = Said(total=1, lens=lens, notes=NOTES)
        return answer(
            asked,
            said,
            found,
            shape=shape,
            rows=found.cells,
            row_shape=SupposedCell,
        )

    @router.get(
        "/what-if",
        tags=["what if"],
        summary="What a change of policy would do",
        response_model=shape,
        openapi_extra=examples(
            "/what-if?changes=LBY:end-detention-families&company=family&route_id=central-med-horn",
            "/what-if.csv?changes=MEX:school-and-health-for-all,PAN:end-detention&route_id=darien-usa",
        ),
    )
    def supposed(asked: AsTable, query: Annotated[questions.OfWhatIf, Query()]) -> Response:
        """Suppose facts, and see every journey touched before and after. Not a fact.

        CSV has one row a touched journey, stage and goal.
        """
        if query.route_id is not None:
            check_known("route_id", query.route_id, content.data.route_ids)
        made = _made(content, [PolicyChange.parse(text) for text in query.changes.split(",")])
        return answered(asked, made, query.lens, Way(route=query.route_id or ""))

    @router.post(
        "/what-if",
        tags=["what if"],
        summary="What a change of policy would do, also on a journey of your own",
        response_model=shape,
    )
    def posted(
        asked: AsTable, body: questions.Supposed, query: Annotated[questions.OfChild, Query()]
    ) -> Response:
        """The same for changes in a body, on all documented journeys or on your own."""
        made = _made(content, [PolicyChange.parse(f"{c.iso3}:{c.change}") for c in body.changes])
        way = Way.of(atlas.journey(body.stops)) if body.stops else Way()
        return answered(asked, made, query.lens, way)

    @router.get(
        "/levers",
        tags=["what if"],
        summary="Which single change lifts the weakest stage of most journeys",
        response_model=models.Envelope[list[RankedLever]],
        openapi_extra=examples(
            "/levers?goal=2&company=family&per_page=10",
            "/levers.csv?route_id=central-med-horn&order=children",
        ),
    )
    def levers(asked: AsTable, query: Annotated[questions.OfLevers, Query()]) -> Response:
        """Every lever in every country on the way, ranked. Not facts.

        Figures of recorded children stand beside it and are never added up.
        """
        if query.route_id is not None:
            check_known("route_id", query.route_id, content.data.route_ids)
        lens, list_shape = query.lens, models.Envelope[list[RankedLever]]
        goals = atlas.rubrics.goals
        because: dict[str, Any] = {}
        if lens.year not in YEARS:
            because = not_covered(lens.year)
        elif query.goal is not None and not goals[query.goal].is_judged:
            note = f"Goal {query.goal} is not judged, so it has no weakest stage."
            because = {"empty_because": "not applicable", "notes": [note]}
        if because:
            said = Said(total=0, per_page=query.per_page, lens=lens, **because)
            return answer(asked, said, [], shape=list_shape, row_shape=RankedLever)
        way = Way(route=query.route_id or "")
        state = WhatIfState(way=way, goal=query.goal or 0, order=query.order, lens=lens)
        rows = lever_rows(content, state.ranking(content.data), state)
        shown, said = paged(rows, asked, query)
        told = Said(
            total=said.total, page=said.page, per_page=said.per_page, headers=said.headers,
            notes=[*NOTES, *said.notes], lens=lens,
        )  # fmt: skip
        return answer(asked, told, list(shown), shape=list_shape, row_shape=RankedLever)


def _made(content: Content, changes: Sequence[PolicyChange]) -> WhatIf:
    """Return the what-if; what can't be true at once is a fault of the question."""
    try:
        return content.data.atlas.what_if(changes)
    except UnknownNameError:
        raise
    except RoutesError as error:
        raise ProblemError(400, str(error)) from error
