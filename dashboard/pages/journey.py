"""The journey: a route's own map, and under it, stage by stage, how protection changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import html

from dashboard import ids
from dashboard.briefs import BriefRequest
from dashboard.colouring import child_in_words
from dashboard.components.compare_menu import compare_menu
from dashboard.components.controls import (
    checked_toggle,
    child_menu,
    choice,
    goal_chips,
    menu,
    year_menu,
)
from dashboard.components.journey_builder import builder
from dashboard.components.label_pictures import label_pictures
from dashboard.components.level_key import level_key
from dashboard.components.open_cell import open_cell
from dashboard.components.profile_grid import grid
from dashboard.components.recorded_figures import recorded_figures
from dashboard.components.share import share
from dashboard.components.way_counts import way_counts
from dashboard.components.way_deaths import way_deaths
from dashboard.components.way_flows import way_flows
from dashboard.components.way_marks import alt_words, marks_key, marks_of
from dashboard.components.way_words import linked, stage_list
from dashboard.data import Data
from dashboard.exports.terms import MAP_DISCLAIMER
from dashboard.figures import route_map
from dashboard.markup import attrs, still
from dashboard.rendered import Rendered
from dashboard.said import journey_line
from dashboard.shell import page
from dashboard.state import link
from dashboard.theme import step_class
from dashboard.ways import OWN, JourneyState, Way
from dashboard.what_if_state import WhatIfState
from routes import Journey, Profile, Route, RoutesError


def render(data: Data, rest: str, query: str) -> Rendered:
    """Return the journey at an address.

    Raises:
        UnknownNameError: there is no such route.
    """
    state, dropped = JourneyState.read(data.atlas, rest or OWN, query)
    try:
        journey = state.way.journey(data.atlas)
    except RoutesError as error:
        if not state.way.stops:
            return _builder_only(data, state, dropped)
        return _builder_only(data, state, (*dropped, str(error)))
    state = _with_open_cell(state, journey)
    found = profile_of(data, journey, state)
    route = data.atlas.routes.get(journey.route_id)
    title = journey.name if route is None else route.name
    return Rendered(
        title=title,
        tree=_body(data, state, found, route, dropped),
        slots={ids.MAP_HOST: _map(data, state, found)},
    )


def map_svg(data: Data, rest: str, query: str) -> str:
    """Return the journey's map alone, as SVG; the world's when there is no journey yet.

    Raises:
        RoutesError: there is no such route.
    """
    state, _ = JourneyState.read(data.atlas, rest or OWN, query)
    try:
        journey = state.way.journey(data.atlas)
    except RoutesError:
        return _world(data)
    return _map(data, state, profile_of(data, journey, state))


def profile_of(data: Data, journey: Journey, state: JourneyState) -> Profile:
    """Return what the state's child meets on the journey."""
    return data.profile(journey, state.lens.child, state.lens.year, state.lens.checked)


def _with_open_cell(state: JourneyState, journey: Journey) -> JourneyState:
    if state.cell and state.cell[0] > len(journey.stages):
        return replace(state, cell=None)
    return state


def _map(data: Data, state: JourneyState, found: Profile) -> str:
    goal = data.atlas.rubrics.goals[state.goal]
    looks = {s.iso3: step_class(found.cell(s.order, state.goal).level) for s in found.countries}
    stages = ", ".join(f"{s.order} {s.place} ({s.role})" for s in found.journey.stages)
    label = (
        f"Map of the journey {found.journey.name}. Stages: {stages}. Countries on the way are "
        f"coloured by goal {goal.goal}, {goal.short.lower()}."
    )
    label = f"{label} {alt_words(data, found.journey, state)}".strip()
    marks = marks_of(data, found.journey, state)
    return route_map.svg(
        data.atlas_map, found.journey, looks, label, can_pick=found.journey.is_own, marks=marks
    )


def _body(
    data: Data, state: JourneyState, found: Profile, route: Route | None, notices: tuple[str, ...]
) -> Any:
    journey, child = found.journey, state.lens.child
    title = journey.name if route is None else route.name
    goal = data.atlas.rubrics.goals[state.goal]
    return page(
        "/journeys",
        [
            html.Div(
                [
                    html.H1(title, id="headline"),
                    html.P(_subtitle(journey, route), className="quiet lead-in"),
                    _bar(data, state, journey, route),
                    goal_chips(data, lambda goal: state.href(goal=goal), state.goal),
                ],
                className="journey-head",
            ),
            builder(data, state) if journey.is_own else None,
            html.Div(
                [
                    html.Figure(
                        [
                            html.Div(
                                id=ids.MAP_HOST,
                                className="route-map-host",
                                **attrs(data_svg=_svg_link(state)),
                            ),
                            html.Figcaption(
                                [
                                    f"Countries on the way by goal {goal.goal}, "
                                    f"{goal.short.lower()}. Lines join documented places along the "
                                    "shortest way over the ground; they are not paths, and the "
                                    f"way is at least {found.journey.distance_km:,.0f} km. ",
                                    _line_key(journey),
                                    MAP_DISCLAIMER,
                                    marks_key(data, journey, state),
                                ],
                                className="quiet",
                            ),
                        ],
                        className="route-map-figure",
                    ),
                    still(
                        html.Section(
                            [
                                html.H2("What the record says", id="says"),
                                *(
                                    html.P(
                                        linked(sentence, state),
                                        className=f"says says-{sentence.kind}",
                                    )
                                    for sentence in found.sentences()
                                ),
                            ],
                            className="record",
                            **attrs(aria_labelledby="says"),
                        )
                    ),
                ],
                className="journey-top",
            ),
            still(
                html.Section(
                    [
                        html.H2("Protection, stage by stage", id="stages"),
                        html.P(
                            [
                                f"What {child_in_words(child)}, meets in {state.lens.year}. ",
                                KEY_WORDS,
                                html.A("How levels are made", href="/methods"),
                                ".",
                            ],
                            className="quiet",
                        ),
                        grid(
                            found,
                            cell_href=lambda order, number: state.href(cell=(order, number)),
                            country_href=lambda iso3: link(f"/country/{iso3}", state.lens.pairs()),
                            goal_href=lambda number: state.href(goal=number),
                            goal=state.goal,
                            open_cell=state.cell,
                            label=f"Protection profile of {title}, {len(journey.stages)} stages",
                        ),
                        level_key(has_own=bool(data.own_said)),
                    ],
                    className="profile-section",
                    **attrs(aria_labelledby="stages"),
                )
            ),
            still(open_cell(data, state, found)) if state.cell else None,
            still(label_pictures(data, state, journey)),
            still(
                [
                    way_flows(data, journey, state.lens.year),
                    way_deaths(data, journey.route_id) if route else None,
                    way_counts(data, journey, state.lens.year),
                    recorded_figures(data, journey.route_id) if route else None,
                    stage_list(data, journey, route),
                ]
            ),
        ],
        css="journey wide",
        notices=notices,
        share=share(data, title, journey_line(found), replace(state, cell=None).href()),
    )


def _subtitle(journey: Journey, route: Route | None) -> str:
    if route is None:
        return "A way that a reader put together. No source documents it as travelled."
    return f"{journey.name}. {route.description}"


def _bar(data: Data, state: JourneyState, journey: Journey, route: Route | None) -> Any:
    way: list[Any] = []
    if route is not None and len(route.journeys) > 1:
        branches = [
            choice(
                other.name,
                state.href(way=Way.of(other, first_branch=route.journeys[0].branch), cell=None),
                chosen=other.branch == journey.branch,
            )
            for other in route.journeys
        ]
        way = [html.Span(" by way of "), menu(journey.name, branches, name="Branch")]
    return html.Div(
        [
            html.Span("What meets "),
            child_menu(state),
            html.Span(" in "),
            year_menu(state),
            *way,
            checked_toggle(state),
            html.Span(
                [
                    compare_menu(data, state, journey, route),
                    " ",
                    html.A(
                        "Brief",
                        href=BriefRequest(way=state.way, lens=state.lens).href(),
                        className="button quiet-button",
                        title="This journey on two pages, to print or take home",
                    ),
                    " ",
                    html.A(
                        "What if?",
                        href=WhatIfState(way=state.way, lens=state.lens).href(),
                        className="button quiet-button",
                        title="What a change of policy would do on this journey",
                    ),
                    " ",
                    _build_link(state, journey),
                ],
                className="bar-actions",
            ),
        ],
        className="bar",
    )


def _build_link(state: JourneyState, journey: Journey) -> Any:
    if journey.is_own:
        return None
    own = replace(state, way=Way(stops=_without_repeats(journey)), cell=None)
    return html.A("Change this way", href=own.href(), className="button quiet-button")


def _without_repeats(journey: Journey) -> tuple[str, ...]:
    """Return the countries in order, stages within one country taken together."""
    found: list[str] = []
    for iso3 in journey.iso3s:
        if not found or found[-1] != iso3:
            found.append(iso3)
    return tuple(found)


KEY_WORDS = (
    "Level 4 is protected in law and practice, 0 is not protected. ▼ marks a fall since the last "
    "stage where the level is known; with a dashed rim, what is not known may play a part. "
)
LINES = {"land": "by land", "sea": "by sea", "air": "by air"}


def _line_key(journey: Journey) -> Any:
    modes = {leg.mode for leg in journey.legs}
    return html.Span(
        [
            html.Span([html.Span(className=f"line-key {mode}"), f" {words} "], className="key")
            for mode, words in LINES.items()
            if mode in modes
        ],
        className="line-keys",
    )


def _svg_link(state: JourneyState) -> str:
    return "/svg" + replace(state, cell=None).href()


def _builder_only(data: Data, state: JourneyState, notices: tuple[str, ...]) -> Rendered:
    """The page before there is a journey: an empty builder, and the world to pick from."""
    tree = page(
        "/journeys",
        [
            html.Div(
                [
                    html.H1("Build your own journey", id="headline"),
                    html.P(
                        "Choose countries in the order of the way, by name or on the map. The link "
                        "is the journey: send it, and it opens as you left it.",
                        className="quiet lead-in",
                    ),
                ],
                className="journey-head",
            ),
            builder(data, state),
            html.Figure(
                [
                    html.Div(
                        id=ids.MAP_HOST,
                        className="route-map-host world",
                        **attrs(data_svg=_svg_link(state)),
                    ),
                    html.Figcaption(MAP_DISCLAIMER, className="quiet"),
                ],
                className="route-map-figure",
            ),
        ],
        css="journey wide",
        notices=notices,
    )
    return Rendered(title="Build your own journey", tree=tree, slots={ids.MAP_HOST: _world(data)})


def _world(data: Data) -> str:
    classes = tuple((iso3, "x") for iso3 in data.iso3s)
    return data.atlas_map.svg(classes, frozenset(), frozenset(), "", (), "World map to pick from")
