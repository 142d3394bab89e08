"""Practice: what has worked, by goal, role and country; and one page a case."""

from __future__ import annotations

import csv
import io
from typing import Any

from dash import html

from dashboard import ids
from dashboard.components.controls import choice, goal_chips, menu
from dashboard.components.evidence import source_title
from dashboard.components.gap_card import place, source_line
from dashboard.components.practice_list import (
    BEYOND_BORDERS,
    FEATURED,
    LONGEST_NAME,
    NONE,
    case,
    chips,
    countries,
    found,
    item,
    result,
    serves,
    years,
)
from dashboard.components.share import share
from dashboard.data import Data
from dashboard.exports.cells import harmless
from dashboard.exports.terms import MAP_DISCLAIMER
from dashboard.promise_looks import binding_word
from dashboard.promise_state import GapState, PracticeState
from dashboard.rendered import Rendered
from dashboard.said_views import PRACTICE, case_words, practice_line
from dashboard.shell import page
from dashboard.state import ViewState
from routes import GoodPractice
from routes.model import ROLES


def render(data: Data, rest: str, query: str) -> Rendered:
    """Return the list, or the page of the case that ``rest`` names.

    Raises:
        UnknownNameError: there is no such case.
    """
    if rest.strip("/"):
        return _case(data, case(data, rest.strip("/")[:LONGEST_NAME]))
    state, dropped = PracticeState.read(data, query)
    return Rendered(
        title=PRACTICE, tree=_list(data, state, dropped), slots={ids.MAP_HOST: map_svg(data, state)}
    )


def _list(data: Data, state: PracticeState, notices: tuple[str, ...]) -> Any:
    return page(
        "/practice",
        [
            html.H1(PRACTICE, id="headline"),
            html.P(practice_line(data, state), className="lead-in"),
            html.Div(
                [
                    html.Span("Practice in "),
                    menu(_role_word(state.role), _roles(state), name="Role"),
                    html.Span(" countries, "),
                    menu(_country_word(data, state), _countries(data, state), name="Country"),
                    html.Span(", for "),
                    menu(_measure_word(data, state), _measures(data, state), name="Measure"),
                    choice("Beyond Borders only", state.href(featured=not state.featured),
                           chosen=state.featured, css="toggle bar-end"),
                ],
                className="bar",
            ),
            goal_chips(data, lambda goal: state.href(goal=goal), state.goal, first="All goals"),
            html.Figure(
                [
                    html.Div(id=ids.MAP_HOST, className="gap-map"),
                    html.Figcaption(
                        ["Countries with a practice in this list. ", MAP_DISCLAIMER],
                        className="quiet small",
                    ),
                ],
                className="practice-map",
            ),
            items(data, state),
        ],
        css="wide promises practice",
        notices=notices,
        share=share(data, PRACTICE, practice_line(data, state), state.href()),
    )  # fmt: skip


def items(data: Data, state: PracticeState) -> Any:
    """Return the practices of the view, one after the other."""
    shown = found(data, state)
    if not shown:
        return html.P(
            [
                f"{NONE} ",
                html.A("Show all", href=PracticeState().href()),
                ".",
            ]
        )
    return html.Div(
        [
            html.P(
                ["★ featured in ", html.I(BEYOND_BORDERS), ". For many of the others it is not "
                 "known whether they were."],
                className="quiet",
            ),
            html.Div([item(data, one, level=2) for one in shown], className="practice-items"),
        ]
    )  # fmt: skip


def _role_word(role: str) -> str:
    return role or "all"


def _roles(state: PracticeState) -> list[Any]:
    every = choice("All roles", state.href(role=""), chosen=not state.role)
    return [every, *(choice(role.capitalize(), state.href(role=role), chosen=role == state.role)
                     for role in ROLES)]  # fmt: skip


def _country_word(data: Data, state: PracticeState) -> str:
    return data.name(state.country) if state.country else "every country"


def _countries(data: Data, state: PracticeState) -> list[Any]:
    held = {iso3 for one in data.atlas.practices() for iso3 in one.iso3s}
    return [
        choice("Every country", state.href(country=""), chosen=not state.country),
        *(
            choice(data.name(iso3), state.href(country=iso3), chosen=iso3 == state.country)
            for iso3 in sorted(held, key=data.name)
        ),
    ]


def _measure_word(data: Data, state: PracticeState) -> str:
    if not state.measure:
        return "every measure"
    return data.atlas.rubrics.measures[state.measure].label.lower()


def _measures(data: Data, state: PracticeState) -> list[Any]:
    held = {measure for one in data.atlas.practices() for measure in one.measures}
    measures = [m for m in data.atlas.rubrics.measures.values() if m.measure in held]
    return [
        choice("Every measure", state.href(measure=""), chosen=not state.measure),
        *(
            choice(m.label, state.href(measure=m.measure), chosen=m.measure == state.measure)
            for m in measures
        ),
    ]


def map_svg(data: Data, state: PracticeState) -> str:
    """Return the map of the countries with a practice in the list as SVG."""
    held = {iso3 for one in found(data, state) for iso3 in one.iso3s}
    classes = tuple((iso3, "has" if iso3 in held else "x") for iso3 in data.iso3s)
    off = frozenset(iso3 for iso3 in data.iso3s if iso3 not in held)
    label = f"World map. {practice_line(data, state)}"
    return data.atlas_map.svg(classes, off, frozenset(), state.country, (), label)


def _case(data: Data, one: GoodPractice) -> Rendered:
    body = [
        html.P(html.A("All practices", href=PracticeState().href())),
        html.H1(one.title, id="headline"),
        *case_parts(data, one),
    ]
    tree = page(
        "/practice",
        body,
        css="prose promises case",
        share=share(data, one.title, case_words(one), f"/practice/{one.case_id}"),
    )
    return Rendered(title=one.title, tree=tree)


def case_parts(data: Data, one: GoodPractice) -> list[Any]:
    """Return everything on one practice, below its title."""
    goal = data.atlas.rubrics.goals[one.goal]
    return [
        chips(data, one),
        html.H2("What is done"),
        html.P(one.what),
        html.Dl(
            [
                html.Div([html.Dt("Where"), html.Dd(countries(data, one))]),
                html.Div([html.Dt("When"), html.Dd(years(one))]),
                html.Div([html.Dt("Who"), html.Dd(", ".join(one.actors) or "not known")]),
                html.Div([html.Dt("What it moves"), html.Dd(", ".join(one.services))]),
                html.Div([html.Dt("Beyond Borders"), html.Dd(FEATURED[one.in_beyond_borders])]),
            ],
            className="case-facts",
        ),
        html.H2("What is known of its results, and how that was checked"),
        result(one),
        html.P(source_line(data, one.source_id, one.evidence, one.confidence)),
        html.H2("The measures it moves"),
        _moved(data, one),
        html.H2("The commitments it serves"),
        _served(data, one),
        html.P(
            html.A(
                f"All practice for goal {one.goal}, {goal.short.lower()}",
                href=PracticeState(goal=one.goal).href(),
            )
        ),
    ]


def _moved(data: Data, one: GoodPractice) -> Any:
    if not one.measures:
        return html.P(
            f"No measure of this atlas tells of it; it belongs to goal {one.goal}, "
            f"{data.atlas.rubrics.goals[one.goal].title.lower()}."
        )
    return html.Ul(
        [
            html.Li(
                [
                    html.A(
                        data.atlas.rubrics.measures[measure].label,
                        href=ViewState(colour=measure).href(),
                    ),
                    html.Span(f": {data.atlas.rubrics.measures[measure].meaning}"),
                ]
            )
            for measure in one.measures
        ]
    )


def _served(data: Data, one: GoodPractice) -> Any:
    commitments = serves(data, one)
    href = GapState(goal=one.goal).href()
    lead = "" if commitments else "No promise is measured by what this practice moves. "
    return html.Div(
        [
            html.Ul(
                [
                    html.Li([html.B(place(c)), " ", binding_word(c.is_binding), " ", c.promise])
                    for c in commitments
                ]
            )
            if commitments
            else None,
            html.P([lead, html.A(f"All promises of goal {one.goal}, and what the facts show",
                                 href=href)]),
        ]
    )  # fmt: skip


HEADS = (
    "case_id", "title", "countries", "goal", "roles", "in_beyond_borders", "from_year", "to_year",
    "what", "result", "actors", "services", "measures", "source", "evidence", "confidence",
)  # fmt: skip


def csv_file(data: Data, query: str) -> tuple[str, str]:
    """Return the name and the text of the practices that are shown."""
    state, _ = PracticeState.read(data, query)
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(HEADS)
    yes_no = {True: "yes", False: "no", None: "unknown"}
    for one in found(data, state):
        cells = [
            one.case_id, one.title, "; ".join(map(data.name, one.iso3s)), str(one.goal),
            "; ".join(one.roles), yes_no[one.in_beyond_borders], str(one.from_year or ""),
            str(one.to_year or ""), one.what, one.result, "; ".join(one.actors),
            "; ".join(one.services), "; ".join(one.measures), source_title(data, one.source_id),
            one.evidence, one.confidence,
        ]  # fmt: skip
        writer.writerow([harmless(cell) for cell in cells])
    return "childways-practice.csv", file.getvalue()
