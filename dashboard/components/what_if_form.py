"""Choose what is supposed: a country and a lever, or one fact; all as a form and as links."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from dash import dcc, html

from dashboard.components.controls import choice, menu
from dashboard.data import Data
from dashboard.markup import attrs
from dashboard.state import LONGEST_NAME
from dashboard.ways import JourneyState, Way
from dashboard.what_if_state import NOT_FACT, PATH, WhatIfState
from routes import MOST_CHANGES, Level, PolicyChange, WhatIf, catalogue

COUNTRIES = "what-if-countries"
WEAK = 2  # up to this level a cell asks what would change it


def change_form(data: Data, state: WhatIfState, made: WhatIf) -> Any:
    """Return the chosen changes, each to be taken out, and the forms that add one."""
    left = MOST_CHANGES - len(state.changes)
    return html.Section(
        [
            html.H2("What is supposed", id="supposed"),
            _chosen(state, made),
            _form("lever", "What it does", _levers(data, state), state) if left else None,
            html.Details(
                [
                    html.Summary("Or set one fact, for better or worse"),
                    _form("fact", "Which fact", _facts(data), state),
                ],
                className="one-fact",
            )
            if left
            else html.P(f"At most {MOST_CHANGES} changes; take one out to add another."),
            html.Datalist(
                [html.Option(value=data.name(iso3)) for iso3 in data.iso3s], id=COUNTRIES
            ),
        ],
        className="card change-form",
        **attrs(aria_labelledby="supposed", data_canonical=state.href()),
    )


def _chosen(state: WhatIfState, made: WhatIf) -> Any:
    if not state.changes:
        return html.P(
            "Nothing yet: all is as the facts stand. Choose a country and what it does, or take a "
            "change from the ranked list below.",
            className="quiet",
        )
    items = [
        html.Li(
            [
                html.Span(_sentence(made.words(change))),
                html.A(
                    [
                        html.Span("×", **attrs(aria_hidden="true")),
                        html.Span(f"Take out: {made.words(change)}", className="sr"),
                    ],
                    href=state.without(change),
                    className="step-button",
                    title="Take it out",
                    **attrs(data_go="1"),
                ),
            ],
            className="change-chip",
        )
        for change in state.changes
    ]
    return html.Ul(items, className="change-chips", **attrs(aria_label="Supposed changes"))


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _form(name: str, label: str, options: list[Any], state: WhatIfState) -> Any:
    """Return a form that adds one change; every other choice goes along unseen."""
    return html.Form(
        [
            html.Label(
                [
                    html.Span("Country"),
                    dcc.Input(
                        id=f"what-if-{name}-country",
                        name="country",
                        type="text",
                        list=COUNTRIES,
                        maxLength=LONGEST_NAME,
                        autoComplete="off",
                        className="search",
                        required=True,
                    ),
                ],
                className="form-field",
            ),
            html.Label(
                [
                    html.Span(label),
                    html.Select(
                        [html.Option("Choose", value=""), *options],
                        name="lever",
                        className="search",
                        required=True,
                        id=f"what-if-{name}",
                        **attrs(data_search=label),
                    ),
                ],
                className="form-field wide-field",
            ),
            *(
                dcc.Input(type="hidden", name=key, value=value, id=f"keep-{name}-{key}-{i}")
                for i, (key, value) in enumerate(state.pairs())
                if value
            ),
            html.Button("Add the change", type="submit", className="button"),
        ],
        action=PATH,
        method="get",
        className="builder-form what-if-form",
    )


def _levers(data: Data, state: WhatIfState) -> list[Any]:
    """Every lever by goal; those that are no concern of the child say for whom they are."""
    goals = data.atlas.rubrics.goals
    return [
        html.Optgroup(
            [
                html.Option(
                    _sentence(lever.label)
                    + ("" if lever.concerns(state.lens.child) else " (concerns another child)"),
                    value=lever.lever,
                )
                for lever in group
            ],
            label=f"Goal {goal}: {goals[goal].short}",
        )
        for goal, group in groupby(catalogue().values(), key=lambda lever: lever.goal)
    ]


def _facts(data: Data) -> list[Any]:
    """Every value of every measure that makes a level."""
    rubrics = data.atlas.rubrics
    read = dict.fromkeys(
        name for goal in rubrics.goals.values() for name in goal.measures("core", "limit")
        if goal.is_judged
    )  # fmt: skip
    return [
        html.Optgroup(
            [
                html.Option(step.label, value=f"{name}:{step.value}")
                for step in reversed(rubrics.steps(name))
            ],
            label=rubrics.measures[name].label,
        )
        for name in read
    ]


def what_if_links(data: Data, state: JourneyState, iso3: str, level: Level) -> Any:
    """Return, for a weak cell of a journey, the levers of its goal; None where nothing is weak."""
    if level.value is None or level.value > WEAK:
        return None
    child = state.lens.child
    levers = [v for v in catalogue().values() if v.goal == level.goal and v.concerns(child)]
    start = WhatIfState(way=state.way, goal=level.goal, lens=state.lens)
    return html.Div(
        [
            html.H3("What if this changed?"),
            html.Ul(
                [
                    html.Li(
                        html.A(
                            f"{data.name(iso3)} {lever.label}",
                            href=start.with_change(PolicyChange(iso3, lever.lever)),
                        )
                    )
                    for lever in levers
                ]
            ),
            html.P(f"{NOT_FACT}.", className="quiet"),
        ],
        className="what-if-links",
    )


def way_menu(data: Data, state: WhatIfState) -> Any:
    """Return the word that opens the choice of the journeys looked at."""
    by_region = sorted(data.atlas.routes.values(), key=lambda route: (route.region, route.name))
    items: list[Any] = [
        choice(
            f"All {len(by_region)} routes",
            state.href(way=Way()),
            chosen=not str(state.way),
        )
    ]
    for region, group in groupby(by_region, key=lambda route: route.region):
        items.append(
            html.Div(
                [
                    html.Div(region, className="menu-heading"),
                    *(
                        choice(
                            route.name,
                            state.href(way=Way(route=route.route_id)),
                            chosen=state.way.route == route.route_id,
                        )
                        for route in group
                    ),
                ],
                role="group",
                **attrs(aria_label=region),
            )
        )
    return menu(way_words(data, state), items, name="Journeys")


def way_words(data: Data, state: WhatIfState) -> str:
    """Return what journeys are looked at: all 39 routes, a route's name, one branch, one's own."""
    if not str(state.way):
        return f"all {len(data.route_ids)} routes"
    if state.way.route and not state.way.branch:
        return data.atlas.routes[state.way.route].name
    journey = state.way.journey(data.atlas)
    if journey.is_own:
        return journey.name
    return f"{data.atlas.routes[journey.route_id].name}: {journey.name}"
