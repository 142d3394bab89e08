"""The Data page, the briefs and the explanations as the API's views."""

from __future__ import annotations

from dashboard.api.brief_models import BriefRow
from dashboard.api.brief_rows import brief_rows, brief_shape
from dashboard.api.chain_models import LinkRow
from dashboard.api.chain_rows import chain_rows, chain_shape
from dashboard.api.content import Content
from dashboard.api.coverage_models import HeldTable, KnownCell, OpenQuestion
from dashboard.api.found import Found
from dashboard.api.known_rows import known_cells, open_row
from dashboard.api.view_models import (
    BriefView,
    CoverageView,
    ExplainView,
    MissingView,
    TablesView,
)
from dashboard.briefs import BriefRequest, make
from dashboard.components import open_list, resource_list
from dashboard.data_state import DataState
from dashboard.explain_state import ExplainState
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
    files = content.data.atlas.manifest["files"]
    contents = {name: file.get("content") for name, file in files.items()}
    rows = [
        HeldTable(
            table=one.schema.name,
            rows_count=one.rows,
            first_year=one.years[0] if one.years else None,
            last_year=one.years[1] if one.years else None,
            content=contents.get(f"{one.schema.name}.parquet"),
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


def explain_view(content: Content, rest: str, query: str) -> Found:
    """Return where one number comes from, link by link.

    Raises:
        RoutesError: there is nothing of that name; says what there is.
    """
    state, dropped = ExplainState.read(content.data, rest, query)
    chain = state.chain(content.data)
    rows = chain_rows(chain)
    view = ExplainView(
        url=state.href(), title=f"How we know: {chain.title}", chain=chain_shape(chain, state)
    )
    lens = state.lens if chain.child is not None else None
    return Found(view=view, lens=lens, dropped=dropped, rows=rows, row_shape=LinkRow)
