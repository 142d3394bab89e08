"""Promise beside practice as a matrix: a row a country, a column a goal or a promise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Any

from dash import html

from dashboard.components.controls import choice
from dashboard.components.own_marks import Cells, own_key, own_promises, own_sign
from dashboard.data import Data
from dashboard.markup import attrs
from dashboard.promise_looks import LOOKS
from dashboard.promise_state import COUNTRY, WORST, GapState, columns
from dashboard.state import link
from routes import STATES, Gaps, State
from routes.gaps import CODE_OF, STATE_OF, worst
from routes.model import ROLES
from routes.words import count


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``name`` as in the address, head, what stands small below it, its explanation."""

    name: str
    head: str
    below: str
    title: str


@dataclass(frozen=True, slots=True)
class Row:
    """One country: its states by column, the worst of them, and whether some are unchecked."""

    iso3: str
    name: str
    states: tuple[State, ...]
    unchecked: tuple[bool, ...]

    @property
    def worst(self) -> State:
        return STATE_OF[worst(CODE_OF[state] for state in self.states)]

    def rank(self, state: State) -> tuple[int, ...]:
        """Sort key: the worst first, and of these the one with most such cells."""
        code = CODE_OF[state]
        return (code if code >= 0 else 9 - code, -self.states.count(state))


def heads(data: Data, state: GapState) -> tuple[Column, ...]:
    """Return the matrix's columns."""
    if state.goal == 0:
        return tuple(
            Column(f"goal-{goal.goal}", f"{goal.goal} {goal.short}", "", goal.title)
            for goal in data.atlas.rubrics.goals.values()
        )
    records, rules = data.atlas.records, data.atlas.promise_rules
    found = []
    for name in columns(data, state.goal):
        one = records.commitments[name]
        short = rules.instruments[one.instrument_id].short
        below = "binding" if one.is_binding else "not binding"
        found.append(Column(name, short, f"{one.locator}, {below}", one.promise))
    return tuple(found)


def rows(data: Data, state: GapState, gaps: Gaps) -> list[Row]:
    """Return the rows of the view in its order."""
    names = columns(data, state.goal)
    made = [_row(gaps, state, iso3, names) for iso3 in gaps.countries]
    if state.only:
        made = [row for row in made if set(row.states) & set(state.only)]
    made.sort(key=lambda row: row.name)
    if state.sort == WORST:
        made.sort(key=lambda row: row.rank(row.worst))
    elif state.sort != COUNTRY:
        at = names.index(state.sort)
        made.sort(key=lambda row: row.rank(row.states[at])[0])
    return made


def _row(gaps: Gaps, state: GapState, iso3: str, names: Sequence[str]) -> Row:
    if state.goal == 0:
        cells = [gaps.cell(iso3, int(name.removeprefix("goal-"))) for name in names]
        found = tuple(cell.state for cell in cells)
        unchecked = tuple(cell.is_unchecked for cell in cells)
    else:
        found = tuple(gaps.state(iso3, name) for name in names)
        unchecked = tuple(gaps.is_unchecked(iso3, name) for name in names)
    return Row(iso3=iso3, name=gaps.names[iso3], states=found, unchecked=unchecked)


def matrix(data: Data, state: GapState, gaps: Gaps) -> Any:
    """Return the table; promises that are to other children only are left out, and counted."""
    shown = rows(data, state, gaps)
    cols = heads(data, state)
    applies = [any(row.states[i] != "not_applicable" for row in shown) for i in range(len(cols))]
    own = own_promises(data, gaps)
    body = [_line(state, row, list(compress(zip(cols, row.states, row.unchecked, strict=True),
                                            applies)), own) for row in shown]  # fmt: skip
    caption = (
        f"{count(len(shown), 'country', 'countries')}, {state.lens.year}. "
        f"○ rests in part on sources not yet checked.{own_key(data)}"
    )
    if shown and not all(applies):
        left = count(applies.count(False), "promise")
        caption += f" {left} to other children left out: choose another child to see them."
    return html.Div(
        html.Table(
            [
                html.Caption(caption),
                html.Thead(html.Tr([_head(state, COUNTRY, "Country", "", "", css="first"),
                                    *(_column(state, col) for col in compress(cols, applies))])),
                html.Tbody(body),
            ]
        ),
        className=f"table-wrap gap-matrix {'by-promise' if state.goal else 'by-goal'}",
        tabIndex="0",
        role="region",
        **attrs(aria_label="Promises and practice by country"),
    )  # fmt: skip


def _column(state: GapState, column: Column) -> Any:
    return _head(state, column.name, column.head, column.below, column.title)


def _head(state: GapState, name: str, head: str, below: str, title: str, *, css: str = "") -> Any:
    is_sorted = state.sort == name
    order = "ascending" if name == COUNTRY else "descending"
    return html.Th(
        [
            choice(
                [head, html.Span(" ↓" if is_sorted else "", **attrs(aria_hidden="true"))],
                state.href(sort=WORST if is_sorted else name, cell=None),
                chosen=is_sorted,
                css="sorts",
            ),
            html.Span(below, className="below") if below else None,
        ],
        scope="col",
        title=title,
        className=css,
        **attrs(aria_sort=order if is_sorted else "none"),
    )


def _line(
    state: GapState, row: Row, cells: Sequence[tuple[Column, State, bool]], own: Cells
) -> Any:
    name = html.A(row.name, href=link(f"/country/{row.iso3}", state.lens.pairs()))
    told = [
        html.Td(_cell(state, row, *cell, is_own=(row.iso3, cell[0].name) in own)) for cell in cells
    ]
    return html.Tr([html.Th(name, scope="row"), *told])


def _cell(
    state: GapState, row: Row, column: Column, found: State, is_unchecked: bool, *, is_own: bool
) -> Any:
    look = LOOKS[found]
    inside = [
        html.B(look.sign, **attrs(aria_hidden="true")),
        html.Span(look.word),
        html.I("○", **attrs(aria_hidden="true")) if is_unchecked else None,
        *own_sign(is_own),
    ]
    css = f"gap {look.css}"
    at = attrs(data_cell=f"{row.iso3}.{column.name}")
    if found == "not_applicable":
        return html.Span(inside, className=css, **at)
    is_this = state.cell == (row.iso3, column.name)
    more: dict[str, Any] = attrs(aria_current="true") if is_this else {}
    href = f"{state.href(cell=(row.iso3, column.name))}#cell"
    at |= attrs(data_of=row.iso3, data_name=row.name)
    return html.A(inside, href=href, className=css, **at, **more)


def numbers(data: Data, state: GapState, gaps: Gaps) -> dict[State, int]:
    """Return state -> countries with at least one such cell, whatever rows are chosen."""
    unfiltered = rows(data, GapState(goal=state.goal, lens=state.lens), gaps)
    return {one: sum(one in row.states for row in unfiltered) for one in STATES}


def legend(data: Data, state: GapState, gaps: Gaps) -> Any:
    """Return what each state means, with counts of countries and a filter by it."""
    number = numbers(data, state, gaps)
    largest = max(number.values(), default=0) or 1
    items = []
    for one in STATES:
        if not number[one] or one == "not_applicable":
            continue
        look = LOOKS[one]
        only = set(state.only) ^ {one}
        items.append(
            html.Li(
                choice(
                    [
                        html.Span(look.sign, className=f"swatch {look.css}"),
                        html.Span(look.word, className="step-label"),
                        html.Span(
                            html.Span(
                                className=f"bar-fill {look.css}",
                                style={"width": f"{100 * number[one] / largest:.0f}%"},
                            ),
                            className="step-bar",
                        ),
                        html.Span(str(number[one]), className="count"),
                        html.Span(look.meaning, className="step-meaning"),
                    ],
                    state.href(only=tuple(s for s in STATES if s in only), cell=None),
                    chosen=one in state.only,
                    css="step",
                )
            )
        )
    what = "promise of the goal" if state.goal else "goal"
    return html.Section(
        [
            html.H2("Promised, and kept?"),
            html.Ul(items, className="steps"),
            html.P(f"Countries with at least one {what} in that state.", className="known"),
            html.P(choice("Show all rows", state.href(only=(), cell=None), chosen=False,
                          css="quiet-link")) if state.only else None,
            roles(state),
        ],
        className="card legend gap-legend",
        **attrs(aria_label="Legend"),
    )  # fmt: skip


def roles(state: GapState) -> Any:
    """Return the choice of the countries' roles on the routes."""
    marks = {"origin": "○", "transit": "◇", "destination": "●"}
    return html.Div(
        [
            choice(
                [html.Span(marks[role], className="glyph"), f" {role.capitalize()}"],
                state.href(roles=_toggled(state.roles, role), cell=None),
                chosen=role in state.roles,
                css="role",
            )
            for role in ROLES
        ],
        className="roles",
        role="group",
        **attrs(aria_label="Roles of the countries"),
    )


def _toggled(chosen: tuple[str, ...], role: str) -> tuple[str, ...]:
    return tuple(r for r in ROLES if (r in chosen) != (r == role)) or ROLES


def codes(data: Data, state: GapState, gaps: Gaps) -> dict[str, State]:
    """Return country -> the state that the map shows: of the goal, or the worst of all."""
    return {row.iso3: row.worst for row in rows(data, state, gaps)}
