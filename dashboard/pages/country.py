"""One country: what it offers one child and all eight kinds, its facts, promises and routes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dash import html

from dashboard.colouring import child_in_words
from dashboard.components.child_matrix import (
    child_matrix,
    differences,
    goal_in_text,
    joined,
    levels_by_child,
)
from dashboard.components.controls import checked_toggle, child_menu, year_menu
from dashboard.components.country_facts import (
    commitments,
    fact_list,
    listed_facts,
    source_list,
)
from dashboard.components.country_panel import level_details, roles_sentence, strip
from dashboard.components.figure_rows import figure_rows
from dashboard.components.practice_list import of_country
from dashboard.components.profile_grid import level_words
from dashboard.components.share import share
from dashboard.data import Data
from dashboard.exports.terms import version_in_words
from dashboard.markup import attrs
from dashboard.promise_state import GapState, TimelineState
from dashboard.rendered import Rendered
from dashboard.shell import page
from dashboard.state import ViewState, link
from dashboard.ways import JourneyState, PlainState, Way
from routes import Journey, Level, country_in_text
from routes.model import COMPANIES
from routes.words import count


def render(data: Data, rest: str, query: str) -> Rendered:
    """Return the page of the country whose code (ISO3) is ``rest``.

    Raises:
        UnknownNameError: there is no such country.
    """
    iso3 = data.known_country(rest.strip("/"))
    state, dropped = PlainState.read(f"/country/{iso3}", query)
    return Rendered(title=data.name(iso3), tree=_body(data, iso3, state, dropped))


def _body(data: Data, iso3: str, state: PlainState, notices: tuple[str, ...]) -> Any:
    lens, name = state.lens, data.name(iso3)
    within = country_in_text(iso3, name)
    levels = data.atlas.levels(iso3, lens.child, lens.year, checked_only=lens.checked)
    facts = listed_facts(data, iso3, state)
    of_child = _section(
        "levels",
        f"What {child_in_words(lens.child)}, meets in {lens.year}",
        [
            html.P(_known_sentence(data, levels), className="known"),
            html.Div([level_details(data, level, lens=lens) for level in levels.values()]),
        ],
    )
    routes = _section("routes", f"Routes through {within}", [_routes(data, state, iso3)])
    if facts:
        matrix = levels_by_child(data, iso3, lens)
        columns = [
            [
                of_child,
                _section(
                    "detention", "Immigration detention over the years", _strips(data, state, iso3)
                ),
                _section("practice", "Documented good practice", [of_country(data, iso3)]),
                _figures(data, iso3),
            ],
            [
                _section(
                    "children",
                    "All kinds of children, side by side",
                    [
                        child_matrix(data, state, matrix),
                        html.Ul([html.Li(text) for text in differences(data, matrix)]),
                    ],
                ),
                _section(
                    "commitments",
                    "Commitments it made",
                    [commitments(data, iso3, state), _beside_practice(data, iso3, state)],
                ),
            ],
        ]
        below = [
            routes,
            _section(
                "facts",
                "All facts",
                [_facts_lead(facts), _corrected(data, iso3), *fact_list(data, state, facts)],
            ),
            _section("country-sources", "Sources of this page", [source_list(data, facts)]),
        ]
    else:
        columns, below = [[of_child, _figures(data, iso3)], [routes]], []
    return page(
        "",
        [
            html.H1(name, id="headline"),
            html.P(
                [
                    f"{_place(data, iso3)} {roles_sentence(data, iso3)} ",
                    html.A(
                        "Show it on the atlas",
                        href=ViewState(country=iso3, lens=lens).href(),
                        className="screen-only",
                    ),
                    html.Span(" · ", className="screen-only"),
                    html.A(
                        "Brief on two pages",
                        href=link(f"/brief/country/{iso3}", lens.pairs()),
                        className="screen-only brief-link",
                    ),
                ],
                className="lead-in",
            ),
            html.Div(
                [
                    html.Span("What "),
                    child_menu(state),
                    html.Span(" meets in "),
                    year_menu(state),
                    checked_toggle(state),
                ],
                className="bar",
            ),
            None if facts else _nothing_held(within),
            html.Div(
                [*(html.Div(column) for column in columns), *below], className="country-sections"
            ),
            html.P(
                f"Childways, {state.href()}, {version_in_words(data.version, own=data.own_said)}."
                + (" Checked sources only." if lens.checked else ""),
                className="print-only",
            ),
        ],
        css="wide country",
        notices=notices,
        share=share(
            data, name, f"What {child_in_words(lens.child)}, meets in {lens.year}.", state.href()
        ),
    )


def _section(name: str, heading: str, body: Iterable[Any]) -> Any:
    return html.Section(
        [html.H2(heading, id=f"{name}-title"), *body],
        className=f"country-{name}",
        id=name,
        **attrs(aria_labelledby=f"{name}-title"),
    )


def _figures(data: Data, iso3: str) -> Any:
    """Official figures, on screen only: paper keeps to two pages of what a child meets."""
    rows = figure_rows(data, iso3)
    if rows is None:
        return None
    section = _section("figures", "Official figures beside the levels", [rows])
    section.className += " screen-only"
    return section


def _beside_practice(data: Data, iso3: str, state: PlainState) -> Any:
    """The ways to what the facts show beside the promises; only of countries on some route."""
    if not data.atlas.routes_through(iso3):
        return None
    name = country_in_text(iso3, data.name(iso3))
    goals = data.atlas.rubrics.goals.values()
    links: list[Any] = []
    for goal in goals:
        cell = (iso3, f"goal-{goal.goal}")
        links += [
            html.A(f"{goal.goal} {goal.short}",
                   href=GapState(lens=state.lens, cell=cell).href() + "#cell"),
            ", ",
        ]  # fmt: skip
    return html.P(
        [f"What {name} promised beside what the facts show: ", *links[:-1], ". ",
         html.A("What happened when", href=TimelineState(countries=(iso3,)).href())],
        className="screen-only",
    )  # fmt: skip


def _place(data: Data, iso3: str) -> str:
    country = data.atlas.countries.loc[iso3]
    return f"{country['un_subregion'] or country['un_region']}." if country["un_region"] else ""


def _nothing_held(within: str) -> Any:
    return html.P(
        f"The atlas holds no fact on {within}. Nothing is known here of how children are "
        "protected; that is a gap in the record, not a finding.",
        className="card no-facts",
        role="note",
    )


def _known_sentence(data: Data, levels: Mapping[int, Level]) -> str:
    judged = [level for goal, level in levels.items() if data.atlas.rubrics.goals[goal].is_judged]
    known = [level for level in judged if level.value is not None]
    sentence = f"Known: {len(known)} of {len(judged)} levels."
    if not known:
        return sentence
    unchecked = sum(level.is_unchecked for level in known)
    if unchecked:
        rests = "rests" if unchecked == 1 else "rest"
        sentence += f" {unchecked} {rests} in part on sources not yet checked."
    lowest = min(level.value for level in known if level.value is not None)
    where = [goal_in_text(data.atlas.rubrics.goals[v.goal]) for v in known if v.value == lowest]
    return f"{sentence} Weakest, at {level_words(lowest)}: {joined(where)}."


def _strips(data: Data, state: PlainState, iso3: str) -> list[Any]:
    return [
        html.Div(
            [
                strip(data, state, iso3, company, colour)
                for colour in ("detention_law", "detention_practice")
                for company in COMPANIES
            ],
            className="strips",
        ),
        html.P(
            [
                "The facts behind them: ",
                html.A("in law", href="#facts-detention_law"),
                ", ",
                html.A("in practice", href="#facts-detention_practice"),
                ".",
            ],
            className="quiet screen-only",
        ),
    ]


def _facts_lead(facts: Mapping[str, list[Any]]) -> Any:
    total = sum(len(each) for each in facts.values())
    return html.P(
        f"{count(total, 'fact')}, also those of other years and of other children. Each names its "
        "source, and how it was checked."
    )


def _corrected(data: Data, iso3: str) -> Any:
    table = data.atlas.corrections
    number = int((table["iso3"] == iso3).sum())
    said = f"{count(number, 'correction')} of it so far: " if number else "Corrections: "
    return html.P([said, html.A("what was put right, and how to question a value",
                                href="/corrections"), "."], className="screen-only")  # fmt: skip


def _routes(data: Data, state: PlainState, iso3: str) -> Any:
    through = data.atlas.routes_through(iso3)
    if not through:
        return html.P("No documented route passes here.")
    return html.Ul(
        [
            html.Li(
                [
                    html.B(data.atlas.routes[route_id].name),
                    html.Ul(
                        [
                            _branch(data, state, iso3, route_id, journey)
                            for journey in data.atlas.routes[route_id].journeys
                            if iso3 in journey.iso3s
                        ]
                    ),
                ]
            )
            for route_id in through
        ],
        className="plain route-roles",
    )


def _branch(data: Data, state: PlainState, iso3: str, route_id: str, journey: Journey) -> Any:
    """Stages 3 and 4 of 8 on Khartoum to Sicily: transit."""
    mine = [stage for stage in journey.stages if stage.iso3 == iso3]
    stages = "stage" if len(mine) == 1 else "stages"
    first = data.atlas.routes[route_id].journeys[0].branch
    way = Way.of(journey, first_branch=first)
    roles = joined(dict.fromkeys(stage.role for stage in mine))
    return html.Li(
        [
            f"{roles}, {stages} {joined(str(stage.order) for stage in mine)} of "
            f"{len(journey.stages)} on ",
            html.A(journey.name, href=JourneyState(way=way, lens=state.lens).href()),
        ]
    )
