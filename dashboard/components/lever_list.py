"""The ranked levers: which single change lifts the weakest stage of most journeys."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from dash import html

from dashboard.components.controls import choice
from dashboard.components.evidence import evidence_mark, source_title
from dashboard.data import Data
from dashboard.markup import attrs
from dashboard.what_if_state import NOT_FACT, ORDERS, WhatIfState
from routes import RankedLever, Ranking, RecordedFigure, country_in_text
from routes.words import count

SHOWN = 10
MOST = 40
GROUPS = {"unaccompanied": "unaccompanied children", "children": "children"}


def grouped(rows: Sequence[RankedLever]) -> list[list[RankedLever]]:
    """Put levers of one country together that do the same on the journeys."""

    def same(row: RankedLever) -> tuple[object, ...]:
        return (row.change.iso3, row.lever.goal, row.rank, row.lifted, row.raised, row.newly_known,
                row.lifted_if_worst, row.lifted_if_best)  # fmt: skip

    return [list(group) for _, group in groupby(rows, key=same)]


def shown_groups(state: WhatIfState, ranking: Ranking) -> tuple[list[list[RankedLever]], bool]:
    """Return the levers in their order, those that do the same together, and whether any lifts.

    Where some lift a journey, the others are left out.
    """
    groups = grouped(ranking.weighted if state.order == "children" else ranking.rows)
    lifting = [group for group in groups if group[0].lifted]
    return lifting or groups, bool(lifting)


def lever_list(data: Data, state: WhatIfState, ranking: Ranking, words: str) -> Any:
    """Return the ranked list with its orders.

    Args:
        words: what journeys are looked at.
    """
    by_children = state.order == "children"
    shown, lifts = shown_groups(state, ranking)
    first, rest = shown[:SHOWN], shown[SHOWN:MOST]
    return html.Section(
        [
            html.H2("Which single change lifts most", id="levers"),
            html.P(
                [lead_words(data, state, ranking, words, lifts), f"{NOT_FACT}."],
                className="lead-in",
            ),
            _goals(data, state),
            html.Nav(
                [
                    choice(label, state.href(order=order), chosen=order == state.order,
                           css="chip-choice")
                    for order, label in ORDERS.items()
                ],
                className="route-sorts",
                **attrs(aria_label="Order of the levers"),
            ),
            html.P(
                "Ordered by the largest single figure of children recorded on a lifted route. "
                "Figures of different routes, years and publishers are never added up.",
                className="quiet",
            )
            if by_children
            else None,
            _table(data, state, first, by_children) if first else html.P("None to show."),
            html.Details(
                [
                    html.Summary(f"The next {len(rest)}"),
                    _table(data, state, rest, by_children),
                ]
            )
            if rest
            else None,
        ],
        **attrs(aria_labelledby="levers"),
    )  # fmt: skip


def _goals(data: Data, state: WhatIfState) -> Any:
    """The goals that are judged: whose weakest stage is asked about."""
    goals = data.atlas.rubrics.goals.values()
    chips = [choice("All goals", state.href(goal=0), chosen=not state.goal, css="chip-choice")]
    chips += [
        choice(
            [html.B(str(goal.goal)), f" {goal.short}"],
            state.href(goal=goal.goal),
            chosen=state.goal == goal.goal,
            css="chip-choice",
        )
        for goal in goals
        if goal.is_judged
    ]
    return html.Nav(chips, className="goal-bar", **attrs(aria_label="Whose weakest stage"))


def lead_words(data: Data, state: WhatIfState, ranking: Ranking, words: str, lifts: bool) -> str:
    """Return what was tried and counted, in sentences that end with a space."""
    goals = data.atlas.rubrics.goals
    of = f"goal {state.goal}, {goals[state.goal].short.lower()}" if state.goal else "all goals"
    told = (
        f"{ranking.tried:,} single changes tried on {words} "
        f"({count(len(ranking.journeys), 'journey')}): every lever in every country on the way. "
        f"Counted is on how many journeys the weakest known level, of {of}, would rise. "
    )
    if not lifts:
        told += (
            "No single change lifts any: each journey is held down in more than one place. These "
            "raise most of the weakest levels. "
        )
    return told


def _table(
    data: Data, state: WhatIfState, groups: Sequence[list[RankedLever]], by_children: bool
) -> Any:
    heads = ("", "The change", "Journeys lifted", "Children recorded on lifted routes",
             "If all that is unknown were worst · best", "")  # fmt: skip
    return html.Div(
        html.Table(
            [
                html.Thead(
                    html.Tr(
                        [
                            html.Th(text or html.Span(hidden, className="sr"), scope="col")
                            for text, hidden in zip(
                                heads, ("Rank", "", "", "", "", "Suppose it"), strict=True
                            )
                        ]
                    )
                ),
                html.Tbody([_row(data, state, group, by_children) for group in groups]),
            ],
            className="levers",
        ),
        className="table-wrap lever-wrap",
        tabIndex="0",
        role="region",
        **attrs(aria_label="Ranked levers"),
    )


def _row(data: Data, state: WhatIfState, group: list[RankedLever], by_children: bool) -> Any:
    row, *others = group
    rank = row.rank_weighted if by_children else row.rank
    name = country_in_text(row.change.iso3, data.name(row.change.iso3))
    name = name[:1].upper() + name[1:]
    also = None
    if others:
        also = html.Details(
            [
                html.Summary(f"{count(len(others), 'other way', 'other ways')} to the same"),
                html.Ul(
                    [
                        html.Li(
                            [
                                f"{other.lever.label} ({step_words(other)}) ",
                                _add(state, other, name, "suppose it"),
                            ]
                        )
                        for other in others
                    ],
                    className="plain",
                ),
            ],
            className="quiet same-levers",
        )
    return html.Tr(
        [
            html.Td(str(rank), className="rank"),
            html.Th(
                [
                    html.B(name),
                    f" {row.lever.label} ",
                    html.Span(f"(goal {row.lever.goal} {step_words(row)})", className="quiet"),
                    also,
                ],
                scope="row",
                className="lever-name",
                title=row.lever.note,
            ),
            html.Td(_lifted(data, row), **attrs(data_label="Journeys lifted")),
            html.Td(_figures(data, row), **attrs(data_label="Children recorded on lifted routes")),
            html.Td(
                f"{row.lifted_if_worst} · {row.lifted_if_best}",
                className="cases",
                **attrs(data_label="If all that is unknown were worst · best"),
            ),
            html.Td(_add(state, row, name, "Suppose it")),
        ]
    )


def step_words(row: RankedLever) -> str:
    before = "?" if row.level_before is None else str(row.level_before)
    after = "?" if row.level_after is None else str(row.level_after)
    return f"{before} → {after}"


def _add(state: WhatIfState, row: RankedLever, name: str, word: str) -> Any:
    if row.change in state.changes:
        return html.Span("supposed", className="quiet")
    return html.A(
        [word, html.Span(f": {name} {row.lever.label}", className="sr")],
        href=state.with_change(row.change),
        **attrs(data_go="1"),
    )


def _lifted(data: Data, row: RankedLever) -> list[Any]:
    if not row.lifted:
        return [
            html.B("0"),
            f" of {row.through}; raises {row.weak_raised} of the weakest levels",
        ]
    routes = [data.atlas.routes[r].name for r in row.routes if r in data.atlas.routes]
    named = ", ".join(routes[:2]) + (f" and {len(routes) - 2} more" if len(routes) > 2 else "")
    return [
        html.B(str(len(row.lifted))),
        f" of {row.through}",
        html.Div(named, className="quiet") if named else None,
    ]


def _figures(data: Data, row: RankedLever) -> Any:
    if not row.lifted:
        return html.Span("–", className="quiet")
    if not row.figures:
        return html.Span("no figure is held for these routes", className="quiet")
    first, *rest = row.figures
    body: list[Any] = [_figure(data, first)]
    told = [_figure(data, figure) for figure in rest]
    without = [data.atlas.routes[r].name for r in row.routes_without if r in data.atlas.routes]
    if told or without:
        body.append(
            html.Details(
                [
                    html.Summary(
                        f"{count(len(told), 'more figure')}, {count(len(without), 'route')} without"
                        if told
                        else f"{count(len(without), 'route')} without a figure"
                    ),
                    *told,
                    html.P(f"No figure: {', '.join(without)}.", className="quiet")
                    if without
                    else None,
                ],
                className="quiet",
            )
        )
    return html.Div(body)


def _figure(data: Data, figure: RecordedFigure) -> Any:
    route = data.atlas.routes[figure.route_id].name
    unit = "" if figure.unit == "people" else f" {figure.unit}"
    what = GROUPS.get(figure.group, figure.group)
    between = " of" if unit else ""
    return html.P(
        [
            html.B(f"{figure.value:,}"),
            f"{unit}{between} {what}, {figure.year}, {route}. ",
            html.Span(f"{figure.scope_note}. ", className="quiet"),
            html.A(
                source_title(data, figure.source_id),
                href=f"/sources#{figure.source_id}",
                className="source",
            ),
            " · ",
            evidence_mark(figure.evidence),
        ],
        className="figure-line",
    )
