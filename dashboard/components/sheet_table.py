"""The negotiation sheet as tables: countries x goals, roles x goals, and ways that link them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from dash import html

from dashboard.colouring import GOAL_LEVELS
from dashboard.components.controls import choice
from dashboard.components.legend import MARKS
from dashboard.components.own_marks import Cells, own_cells, own_key, own_sign
from dashboard.components.profile_grid import level_words
from dashboard.data import Data
from dashboard.markup import attrs
from dashboard.promise_looks import LOOKS
from dashboard.promise_state import GapState
from dashboard.said import journey_name
from dashboard.sheet_state import COUNTRY, WEAKEST, SheetState
from dashboard.state import ViewState, link
from dashboard.theme import NOT_APPLICABLE_CLASS, step_class
from dashboard.ways import JourneyState, Way
from routes import LinkingWay, Sheet, SheetCell, SheetRow, State
from routes.gaps import STATES
from routes.model import ROLES
from routes.words import count, percent

TOLD: tuple[State, ...] = ("not_kept", "partly", "kept_in_law", "kept")  # states that are known
FEW = 12  # routes that stand open; more are folded away


def sheet_table(
    data: Data, state: SheetState, rows: Sequence[SheetRow], *, is_open: bool = True
) -> Any:
    """Return countries x goals: level, how much is known, promises kept or not.

    Args:
        is_open: countries can be taken off.
    """
    goals = data.atlas.rubrics.goals
    held = state.iso3s(data) if is_open else ()
    own = own_cells(data, state.lens)
    heads = [_head(state, COUNTRY, "Country", css="first")]
    heads += [
        _head(state, f"goal-{goal}", [html.B(str(goal)), f" {goals[goal].short}"])
        for goal in state.goals
    ]
    if state.goal:
        heads += [html.Th(head, scope="col") for head in (*_promise_heads(), "Promises")]
    else:
        heads.append(_head(state, WEAKEST, "Lowest known"))
    caption = (
        f"{count(len(rows), 'country', 'countries')}, {state.lens.year}. Level 0 to 4; below it "
        "the part of the questions that has an answer, and promises by how they are kept. ○ rests "
        f"in part on sources not yet checked.{own_key(data)}"
    )
    return html.Div(
        html.Table(
            [
                html.Caption(caption),
                html.Thead(html.Tr(heads)),
                html.Tbody([_line(data, state, row, held, own) for row in rows]),
            ]
        ),
        className=f"table-wrap sheet-table {'one-goal' if state.goal else 'six-goals'}",
        tabIndex="0",
        role="region",
        **attrs(aria_label="Six goals by country"),
    )


def _head(state: SheetState, name: str, words: Any, *, css: str = "") -> Any:
    is_sorted = state.sort == name
    arrow = html.Span(" ↓" if is_sorted else "", **attrs(aria_hidden="true"))
    href = state.href(sort=COUNTRY if is_sorted else name)
    inside = [words, arrow] if not isinstance(words, list) else [*words, arrow]
    return html.Th(
        choice(inside, href, chosen=is_sorted, css="sorts"),
        scope="col",
        className=css,
        **attrs(aria_sort="ascending" if is_sorted else "none"),
    )


def _line(data: Data, state: SheetState, row: SheetRow, held: Sequence[str], own: Cells) -> Any:
    """Return one country; ``held`` are all on the sheet, empty where none can be taken off."""
    head = html.Th(
        [
            html.A(row.name, href=link(f"/country/{row.iso3}", state.lens.pairs())),
            html.Span(
                [
                    html.Span(MARKS[role], title=role.capitalize(), **attrs(aria_hidden="true"))
                    for role in row.roles
                ],
                className="role-marks",
            ),
            html.Span(_roles_words(row), className="sr"),
            html.A(
                [html.Span("×", **attrs(aria_hidden="true")),
                 html.Span(f"Take {row.name} off the sheet", className="sr")],
                href=state.href(of="", countries=tuple(i for i in held if i != row.iso3)),
                className="off-sheet",
                title="Take it off the sheet",
                **attrs(data_go="1"),
            )
            if held
            else None,
        ],
        scope="row",
    )  # fmt: skip
    cells = [html.Td(_cell(data, state, row.cell(goal), own)) for goal in state.goals]
    if state.goal:
        cell = row.cell(state.goal)
        numbers = [str(cell.promises.counts.get(one, 0)) for one in STATES[:-1]]
        cells += [html.Td(number, className="number") for number in numbers]
        cells.append(html.Td(html.A("both facts", href=_gap_href(state, cell))))
    else:
        cells.append(html.Td(_lowest(row.weakest), className="lowest"))
    return html.Tr([head, *cells])


def _roles_words(row: SheetRow) -> str:
    return f" ({', '.join(row.roles) or 'on no documented route'})"


def _promise_heads() -> list[Any]:
    return [
        [html.Span(f"{LOOKS[one].sign} ", **attrs(aria_hidden="true")), LOOKS[one].word]
        for one in STATES[:-1]
    ]


def _gap_href(state: SheetState, cell: SheetCell) -> str:
    at = (cell.iso3, f"goal-{cell.goal}")
    return GapState(lens=state.lens, cell=at).href() + "#cell"


def _lowest(level: int | None) -> Any:
    return html.Span(
        [html.B("?" if level is None else str(level)), html.Span(_word(level, is_judged=True))],
        className=f"gap {step_class(level)}",
    )


def _word(level: int | None, *, is_judged: bool) -> str:
    if not is_judged:
        return "not judged"
    return "not known" if level is None else GOAL_LEVELS[level][0].lower()


def _cell(data: Data, state: SheetState, cell: SheetCell, own: Cells) -> Any:
    is_judged = data.atlas.rubrics.goals[cell.goal].is_judged
    facts = ViewState(
        colour=f"goal-{cell.goal}", goal=cell.goal, country=cell.iso3, lens=state.lens
    ).href()
    css = step_class(cell.level) if is_judged else NOT_APPLICABLE_CLASS
    sign = ("?" if is_judged else "–") if cell.level is None else str(cell.level)
    known = f"{percent(cell.known_share)} known" if is_judged else ""
    return [
        html.A(
            [
                html.B(sign, **attrs(aria_hidden="true")),
                html.Span(_word(cell.level, is_judged=is_judged)),
                html.I("○", **attrs(aria_hidden="true"))
                if cell.is_unchecked and cell.level is not None
                else None,
                *own_sign((cell.iso3, f"goal-{cell.goal}") in own),
            ],
            href=facts,
            className=f"gap {css}",
            title=f"{level_words(cell.level, is_judged=is_judged)}: the facts",
            **attrs(data_cell=f"{cell.iso3}.goal-{cell.goal}"),
        ),
        html.Span(known, className="cell-known"),
        None if state.goal else _promises(state, cell),
    ]


def _promises(state: SheetState, cell: SheetCell) -> Any:
    """Return how the promises are kept: sign and number in sight, words for who can't see."""
    counts = cell.promises.counts
    told = [(LOOKS[one], counts[one]) for one in TOLD if counts.get(one)]
    if not told:
        look = LOOKS[cell.promises.state]
        words: list[Any] = [html.Span(f"{look.sign} ", **attrs(aria_hidden="true")), look.word]
    else:
        words = [
            html.Span(
                [html.Span(f"{look.sign}{number}", **attrs(aria_hidden="true")),
                 html.Span(f"{number} {look.word}, ", className="sr")],
                className="promise-count",
                title=f"{number} {look.word}",
            )
            for look, number in told
        ]  # fmt: skip
    return html.A(words, href=_gap_href(state, cell), className="cell-promises", title="Promises")


def promise_key() -> Any:
    """Return what the signs of promises mean."""
    return html.P(
        [
            "Promises: ",
            *(
                html.Span([html.Span(LOOKS[one].sign, **attrs(aria_hidden="true")),
                           f" {LOOKS[one].word}  "])
                for one in TOLD
            ),
            " · Roles: ",
            *(html.Span(f"{MARKS[role]} {role}  ") for role in ROLES),
        ],
        className="quiet small sheet-key",
    )  # fmt: skip


def by_role(data: Data, state: SheetState, sheet: Sheet) -> Any:
    """Return roles x goals: the lowest known level, and for how many it is known."""
    goals = data.atlas.rubrics.goals
    lines = []
    for role in ROLES:
        number = sum(role in row.roles for row in sheet.rows)
        cells = []
        for goal in state.goals:
            if not goals[goal].is_judged:
                cells.append(html.Td("not judged", className="quiet"))
                continue
            levels = sheet.levels(goal, role)
            known = [level for level, n in levels.items() if level is not None and n]
            lowest = min(known, default=None)
            at = f", {levels[lowest]} at it" if lowest is not None else ""
            told = f"known for {number - levels[None]} of {number}{at}"
            cells.append(
                html.Td([_lowest(lowest), html.Span(told, className="cell-known")])
                if number
                else html.Td("–", className="quiet")
            )
        name: list[Any] = [
            html.Span(f"{MARKS[role]} ", **attrs(aria_hidden="true")),
            role.capitalize(),
        ]
        words = html.Span(f" {count(number, 'country', 'countries')}", className="quiet small")
        lines.append(html.Tr([html.Th([*name, words], scope="row"), *cells]))
    heads = [html.Th("Role on documented routes", scope="col")]
    heads += [html.Th([html.B(str(g)), f" {goals[g].short}"], scope="col") for g in state.goals]
    return html.Div(
        html.Table(
            [
                html.Caption(
                    "The lowest known level among the countries with the role; one with two "
                    "roles counts in both."
                ),
                html.Thead(html.Tr(heads)),
                html.Tbody(lines),
            ]
        ),
        className="table-wrap role-table",
        tabIndex="0",
        role="region",
        **attrs(aria_label="Six goals by role"),
    )


def ways(data: Data, state: SheetState, sheet: Sheet) -> Any:
    """Return the routes that link the countries: in which order each branch meets them."""
    if not sheet.ways:
        return html.P("No documented journey passes through two of these countries.")
    by_route = [
        (data.atlas.routes[route_id].name, list(group))
        for route_id, group in groupby(sheet.ways, key=lambda way: way.journey.route_id)
    ]
    by_route.sort(key=lambda item: (-max(len(set(w.iso3s)) for w in item[1]), item[0]))
    items = [_route(data, state, name, found) for name, found in by_route]
    rest = items[FEW:]
    return html.Div(
        [
            html.P(
                f"{count(len(sheet.ways), 'documented journey', 'documented journeys')} on "
                f"{count(len(by_route), 'route')} pass through at least two of these countries; "
                "those that meet most of them first."
            ),
            html.Ul(items[:FEW], className="plain linking"),
            html.Details(
                [html.Summary(f"{len(rest)} more routes"),
                 html.Ul(rest, className="plain linking")],
                className="facts",
            )
            if rest
            else None,
        ]
    )  # fmt: skip


def _route(data: Data, state: SheetState, name: str, found: Sequence[LinkingWay]) -> Any:
    lines = []
    orders: dict[tuple[str, ...], list[LinkingWay]] = {}
    for way in found:
        orders.setdefault(way.iso3s, []).append(way)
    longest = sorted(orders, key=lambda codes: (-len(set(codes)), codes))
    for codes in longest:
        same = orders[codes]
        lines.append(
            html.Li(
                [
                    " → ".join(data.name(iso3) for iso3 in codes),
                    html.Span(" · ", **attrs(aria_hidden="true")),
                    html.A(_branch(data, same[0]), href=_href(data, state, same[0])),
                    f" and {count(len(same) - 1, 'more branch', 'more branches')}"
                    if len(same) > 1
                    else "",
                ]
            )
        )
    return html.Li([html.B(name), html.Ul(lines)])


def _branch(data: Data, way: LinkingWay) -> str:
    whole = journey_name(data, way.journey)
    return way.journey.name if ":" in whole else "the journey"


def _href(data: Data, state: SheetState, way: LinkingWay) -> str:
    first = data.atlas.routes[way.journey.route_id].journeys[0].branch
    found = Way.of(way.journey, first_branch=first)
    journey = JourneyState(way=found, lens=state.lens)
    return journey.href(goal=state.goal) if state.goal else journey.href()
