"""The Data page and the briefs as the API's views."""

from __future__ import annotations

from dashboard.api.brief_models import BriefRow
from dashboard.api.brief_rows import brief_rows, brief_shape
from dashboard.api.content import Content
from dashboard.api.coverage_models import HeldTable, KnownCell, OpenQuestion
from dashboard.api.found import Found
from dashboard.api.known_rows import known_cells, open_row
from dashboard.api.view_models import BriefView, CoverageView, MissingView, TablesView
from dashboard.briefs import BriefRequest, make
from dashboard.components import open_list, resource_list
from dashboard.data_state import DataState
from dashboard.pages import data_page
from dashboard.said_views import coverage_title


def data_view(content: Content, _rest: str, query: str) -> Found:
    """Return what is known, what is missing, or the tables that are held."""
    state, dropped = DataState.read(content.data, query)
    make_view = {"coverage": _coverage, "missing": _missing, "tables": _tables}[state.view]
    return make_view(content, state, dropped)


def _coverage(content: Content, state: DataState, dropped: tuple[str, ...]) -> Found:
    rows = known_cells(content, state)
    view = CoverageView(url=state.href(), title=coverage_title(content.data, state), rows=rows)
    return Found(view=view, lens=state.lens, dropped=dropped, rows=rows, row_shape=KnownCell)


def _missing(content: Content, state: DataState, dropped: tuple[str, ...]) -> Found:
    ranked = open_list.chosen(state, data_page.open_of(content.data, state))
    rows = [open_row(content, one, state.lens) for one in ranked]
    view = MissingView(url=state.href(), title=coverage_title(content.data, state), rows=rows)
    return Found(view=view, lens=state.lens, dropped=dropped, rows=rows, row_shape=OpenQuestion)


def _tables(content: Content, state: DataState, dropped: tuple[str, ...]) -> Found:
    rows = [
        HeldTable(
            table=one.schema.name,
            rows_count=one.rows,
            first_year=one.years[0] if one.years else None,
            last_year=one.years[1] if one.years else None,
        )
        for one in resource_list.held(content.data)
    ]
    view = TablesView(url=state.href(), title=coverage_title(content.data, state), rows=rows)
    return Found(view=view, lens=None, dropped=dropped, rows=rows, row_shape=HeldTable)


def brief_view(content: Content, rest: str, query: str) -> Found:
    """Return what a brief says, line by line.

    Raises:
        RoutesError: there is no such country, route or way.
    """
    request, dropped = BriefRequest.read(content.data, rest, query)
    made = make(content.data, request)
    rows = list(brief_rows(made.brief))
    view = BriefView(url=request.href(), title=made.heading, brief=brief_shape(made))
    return Found(view=view, lens=request.lens, dropped=dropped, rows=rows, row_shape=BriefRow)
