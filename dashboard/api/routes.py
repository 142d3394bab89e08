"""The endpoints of /api/v1, all of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, FastAPI, Query, Response

from dashboard.api import models, questions
from dashboard.api.asked import Asked, AsTable, Said, answer, examples, paged
from dashboard.api.briefs import add_briefs
from dashboard.api.content import Content
from dashboard.api.coverage import add_coverage
from dashboard.api.explained import add_explained
from dashboard.api.goals import add_goals, add_sheet
from dashboard.api.journeys import add_journeys
from dashboard.api.official import add_official
from dashboard.api.places import add_places
from dashboard.api.promises import add_promises
from dashboard.api.tables import add_tables
from dashboard.api.view_models import View
from dashboard.api.views import find
from dashboard.api.what_if import add_what_if


def add_routes(api: FastAPI, content: Content) -> None:
    """Add every endpoint; ``examples`` in the OpenAPI document are addresses that answer."""
    router = api.router
    add_places(router, content)
    add_journeys(router, content)
    add_tables(router, content)
    add_goals(router, content)
    add_official(router, content)
    add_sheet(router, content)
    add_promises(router, content)
    add_coverage(router, content)
    add_what_if(router, content)
    add_explained(router, content)
    add_briefs(router, content)
    _add_views(router, content)


def _add_views(router: APIRouter, content: Content) -> None:
    @router.get(
        "/views",
        tags=["views"],
        summary="The numbers that a page shows",
        response_model=models.Envelope[View],
        openapi_extra=examples(
            "/views?url=/journey/central-med-horn%3Fstatus%3Drefugee",
            "/views.csv?url=/%3Fcolour%3Dgoal-2",
            "/views?url=/brief/country/GBR",
            "/views?url=/data%3Fview%3Dcoverage%26goal%3D2",
            "/views.csv?url=/data%3Fview%3Dmissing%26goal%3D2",
            "/views.csv?url=/explain/LBY/2",
        ),
    )
    def views(asked: AsTable, query: Annotated[questions.OfView, Query()]) -> Response:
        """Take the address of a page of this site and return what it shows.

        What the address says that does not exist is dropped as on the page, and told in `notes`.
        A view that is a list of more than `per_page` rows comes in pages, see the Link header; all
        others come whole.
        """
        return view_answer(content, asked, query.url, query)


def view_answer(
    content: Content, asked: Asked, address: str, paging: questions.Paged | None = None
) -> Response:
    """Return the answer of /views; whole without ``paging``.

    Raises:
        ProblemError, RoutesError: no page with numbers answers at the address.
    """
    found = find(content, address, asked.host)
    view, rows, size = found.view, found.rows, len(found.rows)
    said = Said(
        total=size, per_page=max(1, size), notes=(*found.dropped, *found.notes), lens=found.lens
    )
    is_list = "rows" in type(view).model_fields
    if paging is not None and is_list and (size > paging.per_page or paging.page > 1):
        shown, page = paged(rows, asked, paging)
        rows, view = list(shown), view.model_copy(update={"rows": list(shown)})
        said = replace(page, notes=(*said.notes, *page.notes), lens=found.lens)
    return answer(
        asked,
        said,
        view,
        shape=models.Envelope[View],
        rows=rows,
        row_shape=found.row_shape,
    )
