"""The negotiation sheet: six goals in a set of countries, and the routes that link them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.components.controls import checked_toggle, child_menu, choice, goal_chips, year_menu
from dashboard.components.legend import MARKS
from dashboard.components.share import share
from dashboard.components.sheet_form import begin, list_form, set_menu
from dashboard.components.sheet_table import by_role, promise_key, sheet_table, ways
from dashboard.data import Data
from dashboard.markup import attrs
from dashboard.rendered import Rendered
from dashboard.said_views import sheet_line, sheet_title
from dashboard.sheet_state import PATH, SheetState
from dashboard.shell import page
from routes import Sheet
from routes.country_names import Mistake
from routes.model import ROLES
from routes.words import count


def render(data: Data, _rest: str, query: str) -> Rendered:
    """Return the sheet for a query string."""
    state, dropped, mistakes = SheetState.read(data, query)
    sheet = state.made(data)
    return Rendered(
        title=sheet_title(data, state, sheet), tree=_body(data, state, sheet, dropped, mistakes)
    )


def _body(
    data: Data,
    state: SheetState,
    sheet: Sheet,
    notices: Sequence[str],
    mistakes: Sequence[Mistake],
) -> Any:
    filled = bool(sheet.rows)
    return page(
        PATH,
        [
            html.H1(sheet_title(data, state, sheet), id="headline"),
            html.P(
                [
                    sheet_line(state, sheet)
                    if filled
                    else "Six goals in the countries that sit at one "
                    "table, and the routes that link them.",
                    " A country that did not promise, or of which nothing is known, is not in "
                    "breach.",
                ],
                className="lead-in",
            ),
            html.Div(
                [
                    html.Span("Six goals in "),
                    set_menu(data, state),
                    html.Span(" for "),
                    child_menu(state),
                    html.Span(" in "),
                    year_menu(state),
                    checked_toggle(state),
                ],
                className="bar",
            ),
            list_form(data, state, mistakes, is_open=not filled),
            *(_filled(data, state, sheet) if filled else [begin(data, state)]),
            html.P(
                f"Childways, {state.href()}, data version {data.version}.", className="print-only"
            ),
        ],
        css="wide promises sheet",
        notices=notices,
        share=share(data, sheet_title(data, state, sheet), sheet_line(state, sheet), state.href()),
    )


def _filled(data: Data, state: SheetState, sheet: Sheet) -> list[Any]:
    rows = state.rows(sheet)
    away = len(sheet.rows) - len(rows)
    return [
        html.Div(
            [
                goal_chips(data, lambda goal: state.href(goal=goal), state.goal,
                           first="All goals"),
                _roles(state, sheet),
            ],
            className="sheet-filters",
        ),
        promise_key(),
        sheet_table(data, state, rows),
        html.P(f"{count(away, 'country', 'countries')} without the chosen role left out.",
               className="quiet") if away else None,
        html.Section([html.H2("By role"), by_role(data, state, sheet)], id="roles"),
        html.Section([html.H2("Routes that link them"), ways(data, state, sheet)], id="ways"),
    ]  # fmt: skip


def _roles(state: SheetState, sheet: Sheet) -> Any:
    """Return the filter by role, each with its number of countries."""

    def toggled(role: str) -> tuple[str, ...]:
        return tuple(r for r in ROLES if (r in state.roles) != (r == role)) or ROLES

    return html.Div(
        [
            choice(
                [
                    html.Span(MARKS[role], className="glyph", **attrs(aria_hidden="true")),
                    f" {role.capitalize()} {sum(role in row.roles for row in sheet.rows)}",
                ],
                state.href(roles=toggled(role)),
                chosen=role in state.roles,
                css="role",
            )
            for role in ROLES
        ],
        className="roles",
        role="group",
        **attrs(aria_label="Roles of the countries"),
    )
