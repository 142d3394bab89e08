"""How much is known as a matrix: a row a country, a column a goal or a question, drawn and told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.components.controls import choice
from dashboard.components.coverage_rows import Cell, Row
from dashboard.components.legend import MARKS
from dashboard.components.own_marks import Cells, own_cells, own_key, own_sign
from dashboard.data import Data
from dashboard.data_state import COUNTRY, LEAST_KNOWN, DataState, columns
from dashboard.markup import attrs
from dashboard.state import link
from dashboard.sureness import SHARE_STEPS, share_class
from dashboard.theme import NOT_APPLICABLE_CLASS, UNKNOWN_CLASS
from routes import YEARS
from routes.model import ROLES
from routes.words import count

CHECKED, UNCHECKED = "e4", "e1"  # of a single question


def matrix(data: Data, state: DataState, shown: Sequence[Row]) -> Any:
    """Return the matrix of the rows."""
    own = own_cells(data, state.lens)
    heads = [
        _head(state, COUNTRY, "Country", "", css="first"),
        _head(state, LEAST_KNOWN, "All", _whole_title(data, state)),
        *(_head(state, name, *words_of(data, name)) for name in columns(data, state.goal)),
        _head(state, "age", "Age", "Years since the middle answer of all goals, treaties left out"),
        html.Th(f"{YEARS[0]} to {YEARS[-1]}", scope="col", className="years"),
    ]
    return html.Div(
        html.Table(
            [
                html.Caption(_caption(state, shown) + own_key(data)),
                html.Thead(html.Tr(heads)),
                html.Tbody([_line(data, state, row, own) for row in shown]),
            ]
        )
        if shown
        else html.P("No country has one of these roles on these routes."),
        className=f"table-wrap coverage {'by-question' if state.goal else 'by-goal'}",
        tabIndex="0",
        role="region",
        **attrs(aria_label="How much is known by country"),
    )


def _caption(state: DataState, shown: Sequence[Row]) -> str:
    what = (
        "the year that each answer speaks for"
        if state.goal
        else "questions answered of questions asked"
    )
    return (
        f"{count(len(shown), 'country', 'countries')}, {state.lens.year}: {what}. "
        "○ some answer is not yet checked in its source."
    )


def _whole_title(data: Data, state: DataState) -> str:
    if state.goal:
        return f"All questions of goal {state.goal}"
    unjudged = [g.goal for g in data.atlas.rubrics.goals.values() if not g.is_judged]
    left = ", ".join(map(str, unjudged))
    return f"All questions that make a level; goal {left} is not judged and not counted"


def words_of(data: Data, name: str) -> tuple[str, str]:
    """Return the head of a column and its explanation."""
    if name.startswith("goal-"):
        goal = data.atlas.rubrics.goals[int(name.removeprefix("goal-"))]
        note = "" if goal.is_judged else " (not judged: what stands beside it is counted)"
        return f"{goal.goal} {goal.short}", goal.title + note
    measure = data.atlas.rubrics.measures[name]
    return measure.short, measure.meaning


def _head(state: DataState, name: str, head: str, title: str, *, css: str = "") -> Any:
    is_sorted = state.sort == name
    descending = is_sorted and not state.descending
    arrow = (" ↑" if state.descending else " ↓") if is_sorted else ""
    order = ("descending" if state.descending else "ascending") if is_sorted else "none"
    return html.Th(
        choice(
            [head, html.Span(arrow, **attrs(aria_hidden="true"))],
            state.href(sort=name, descending=descending),
            chosen=is_sorted,
            css="sorts",
        ),
        scope="col",
        title=title or None,
        className=css,
        **attrs(aria_sort=order),
    )


def _line(data: Data, state: DataState, row: Row, own: Cells) -> Any:
    marks = html.Span(
        [
            html.Span("".join(MARKS[role] for role in row.roles), **attrs(aria_hidden="true")),
            html.Span(", ".join(row.roles), className="sr"),
        ],
        className="quiet roles-of",
    )
    name = html.A(row.name, href=link(f"/country/{row.iso3}", state.lens.pairs()))
    told = zip(columns(data, state.goal), row.cells, strict=True)
    return html.Tr(
        [
            html.Th([name, " ", marks], scope="row"),
            html.Td(_share(row.whole)),
            *(
                html.Td(
                    _single(state, row, n, c, is_own=(row.iso3, n) in own)
                    if state.goal
                    else _share(c, is_own=(row.iso3, n) in own),
                    **attrs(data_cell=f"{row.iso3}.{n}"),
                )
                for n, c in told
            ),
            html.Td("–" if row.age is None else str(row.age), className="age"),
            html.Td(_strip(row), className="years"),
        ]
    )


def _share(cell: Cell, *, is_own: bool = False) -> Any:
    if not cell.asked:
        return html.Span("–", className=f"known-cell {NOT_APPLICABLE_CLASS}", title="Not asked")
    return html.Span(
        [
            html.Span(f"{cell.answered}/{cell.asked}"),
            html.I("○", **attrs(aria_hidden="true")) if cell.unchecked else None,
            html.Span(f", {cell.unchecked} not yet checked", className="sr")
            if cell.unchecked
            else None,
            *own_sign(is_own),
        ],
        className=f"known-cell {share_class(cell.share)}",
        title=f"{cell.answered} of {cell.asked} answered"
        + (f", {cell.unchecked} not yet checked" if cell.unchecked else ""),
    )


def _single(state: DataState, row: Row, name: str, cell: Cell, *, is_own: bool) -> Any:
    if not cell.asked:
        return html.Span(
            "–", className=f"known-cell {NOT_APPLICABLE_CLASS}", title="Does not apply"
        )
    if not cell.answered:
        words = [
            html.Span("?", **attrs(aria_hidden="true")),
            html.Span("not known", className="sr"),
        ]
        href = state.href(view="missing", cell=(row.iso3, name)) + "#contribute"
        css = f"known-cell {UNKNOWN_CLASS}"
        return html.A(words, href=href, className=css, title="Not known: tell us")
    href = link(f"/country/{row.iso3}", state.lens.pairs()) + f"#facts-{name}"
    return html.A(
        [
            html.Span(str(cell.as_of)),
            html.I("○", **attrs(aria_hidden="true")) if cell.unchecked else None,
            html.Span(", not yet checked", className="sr") if cell.unchecked else None,
            *own_sign(is_own),
        ],
        href=href,
        className=f"known-cell {UNCHECKED if cell.unchecked else CHECKED}",
    )


def _strip(row: Row) -> Any:
    """Return the share of every year as a band of colours: one element, as there are many."""
    first, last = (round(100 * share) for share in (row.shares[0], row.shares[-1]))
    width = 100 / len(YEARS)
    bands = [
        f"var(--{'unknown' if css == UNKNOWN_CLASS else css}) "
        f"{width * i:.4g}% {width * (i + 1):.4g}%"
        for i, css in enumerate(map(share_class, row.shares))
    ]
    words = f"{YEARS[0]}: {first} % answered, {YEARS[-1]}: {last} %"
    return html.Span(
        className="year-strip",
        role="img",
        title=words,
        style={"background": f"linear-gradient(to right,{','.join(bands)})"},
        **attrs(aria_label=words),
    )


def legend(state: DataState, shown: Sequence[Row]) -> Any:
    """Return what each colour means, with counts of countries, and the choice of roles."""
    steps = steps_of(state, shown)
    largest = max((number for *_, number in steps), default=0) or 1
    items = [
        html.Li(
            html.Span(
                [
                    html.Span(sign, className=f"swatch {css}"),
                    html.Span(label, className="step-label"),
                    html.Span(
                        html.Span(
                            className=f"bar-fill {css}",
                            style={"width": f"{100 * number / largest:.0f}%"},
                        ),
                        className="step-bar",
                    ),
                    html.Span(str(number), className="count"),
                    html.Span(meaning, className="step-meaning"),
                ],
                className="step",
            )
        )
        for css, sign, label, meaning, number in steps
    ]
    what = "Answers, over all countries and questions shown." if state.goal else "Countries."
    return html.Section(
        [
            html.H2("How sure are we"),
            html.Ul(items, className="steps"),
            html.P(f"{what} These colours are no levels of protection.", className="known"),
            html.Div(
                [
                    choice(
                        [html.Span(MARKS[role], className="glyph"), f" {role.capitalize()}"],
                        state.href(roles=_toggled(state.roles, role)),
                        chosen=role in state.roles,
                        css="role",
                    )
                    for role in ROLES
                ],
                className="roles",
                role="group",
                **attrs(aria_label="Roles of the countries"),
            ),
        ],
        className="card legend",
        **attrs(aria_label="Legend"),
    )


Steps = list[tuple[str, str, str, str, int]]  # class, sign, label, meaning, how many


def steps_of(state: DataState, shown: Sequence[Row]) -> Steps:
    """Return the legend: of single questions, or of shares of them."""
    return _single_steps(shown) if state.goal else _share_steps(shown)


def _share_steps(shown: Sequence[Row]) -> Steps:
    found = [share_class(row.whole.share) for row in shown]
    return [(s.css, "", s.label, s.meaning, found.count(s.css)) for s in SHARE_STEPS]


def _single_steps(shown: Sequence[Row]) -> Steps:
    cells = [cell for row in shown for cell in row.cells if cell.asked]
    checked = sum(cell.checked for cell in cells)
    unchecked = sum(cell.unchecked for cell in cells)
    return [
        (CHECKED, "", "Checked", "The source was opened, or is an official data set.", checked),
        (UNCHECKED, "○", "Not yet checked", "The source is named and was not opened.", unchecked),
        (UNKNOWN_CLASS, "?", "Not known", "No sourced fact speaks of it here.",
         len(cells) - checked - unchecked),
    ]  # fmt: skip


def _toggled(chosen: tuple[str, ...], role: str) -> tuple[str, ...]:
    return tuple(r for r in ROLES if (r in chosen) != (r == role)) or ROLES
