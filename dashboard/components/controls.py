"""The control bar: a sentence whose underlined words open their choices.

Every choice is a link to the view it makes, so it works without script, can be opened in a new
tab and is reached by keyboard; the browser's script only makes it quicker.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any, Protocol

from dash import dcc, html

from dashboard import ids
from dashboard.colouring import STATUS_LABELS, child_in_words
from dashboard.data import Data
from dashboard.markup import attrs, still
from dashboard.state import Lens, ViewState
from routes import YEARS, Child
from routes.model import COMPANIES, STATUSES


def choice(label: Any, href: str, *, chosen: bool, css: str = "", **more: str) -> Any:
    """Return a link that is one choice of a menu; ``more`` are attributes, see ``attrs``."""
    current = attrs(aria_current="true") if chosen else {}
    name = f"choice {css}".strip()
    return html.A(label, href=href, className=name, **attrs(data_go="1", **more), **current)


def field(label: str, control: Any) -> Any:
    """Return an input with its name, which is read out and not shown."""
    return html.Label([html.Span(label, className="sr"), control], className="field")


def menu(word: str, body: Sequence[Any], *, name: str) -> Any:
    """Return a word of the sentence that opens its choices."""
    return html.Details(
        [
            html.Summary([html.Span(f"{name}: ", className="sr"), word]),
            html.Div(still(list(body)), className="menu-body"),
        ],
        className="menu",
        **attrs(data_menu=name),
    )


class HasLens(Protocol):
    """A page's state: it has a lens, and links to itself with some choices changed."""

    @property
    def lens(self) -> Lens: ...

    def href(self, **changes: Any) -> str: ...


class HasRoutes(HasLens, Protocol):
    """A page's state that also has chosen routes; none is all of them."""

    @property
    def routes(self) -> tuple[str, ...]: ...


def control_bar(data: Data, state: ViewState) -> Any:
    """Return the sentence: colour by ... for ... on ... in ..."""
    colouring = data.colourings[state.colour]
    return html.Div(
        [
            html.Span("Colour by "),
            menu(in_text(colouring.label), _colours(data, state), name="Colour"),
            html.Span(" for "),
            child_menu(state),
            html.Span(" on "),
            routes_menu(data, state),
            html.Span(" in "),
            year_menu(state),
            checked_toggle(state),
        ],
        className="bar",
    )


def child_menu(state: HasLens) -> Any:
    """Return the word that opens the choice of the child."""
    return menu(child_in_words(state.lens.child), _child(state), name="Child")


def year_menu(state: HasLens) -> Any:
    """Return the word that opens the choice of the year."""
    return menu(str(state.lens.year), _years(state), name="Year")


def checked_toggle(state: HasLens) -> Any:
    """Return the switch that leaves out what rests on sources not yet opened."""
    href = state.href(checked=not state.lens.checked)
    return choice("Checked sources only", href, chosen=state.lens.checked, css="toggle bar-end")


def goal_bar(data: Data, state: ViewState) -> Any:
    """Return the filter by policy goal: it narrows what the map can be coloured by."""

    def href(goal: int) -> str:
        if goal == 0:
            return state.href(goal=0)
        return state.href(goal=goal, colour=f"goal-{goal}", steps=())

    return goal_chips(data, href, state.goal, first="All goals")


def goal_chips(data: Data, href: Callable[[int], str], chosen: int, *, first: str = "") -> Any:
    """Return the six goals to choose from; ``first`` is the word for all of them, goal 0."""
    chips = [choice(first, href(0), chosen=chosen == 0, css="chip-choice")] if first else []
    chips += [
        choice(
            [html.B(str(goal.goal)), f" {goal.short}"],
            href(goal.goal),
            chosen=chosen == goal.goal,
            css="chip-choice",
        )
        for goal in data.atlas.rubrics.goals.values()
    ]
    return still(html.Nav(chips, className="goal-bar", **attrs(aria_label="Policy goals")))


def in_text(label: str) -> str:
    """Return a label as it stands within a sentence."""
    first, rest = label[:1], label[1:]
    return label if rest[:1].isupper() or first.isdigit() else first.lower() + rest


def _colours(data: Data, state: ViewState) -> list[Any]:
    order = ["Detention", "Access to services", "Policy goals"]
    items = sorted(
        data.colourings.values(),
        key=lambda c: order.index(c.heading) if c.heading in order else len(order),
    )
    groups = [(heading, list(group)) for heading, group in groupby(items, lambda c: c.heading)]
    if state.goal:
        goal = data.atlas.rubrics.goals[state.goal]
        names = (f"goal-{goal.goal}", *goal.measures())
        groups = [(f"Goal {goal.goal} and its measures", [data.colourings[n] for n in names])]
    return [
        html.Div(
            [
                html.Div(heading, className="menu-heading"),
                *(
                    choice(
                        c.label,
                        state.href(colour=c.colour, steps=()),
                        chosen=c.colour == state.colour,
                    )
                    for c in group
                ),
            ],
            role="group",
            **attrs(aria_label=heading),
        )
        for heading, group in groups
    ]


def _child(state: HasLens) -> list[Any]:
    child = state.lens.child

    def to(**changes: Any) -> str:
        was = {"age": child.age, "company": child.company, "status": child.status}
        return state.href(child=Child(**{**was, **changes}))

    companies = {"alone": "Alone", "family": "With family"}
    return [
        html.Div("Travelling", className="menu-heading"),
        *(choice(companies[c], to(company=c), chosen=c == child.company) for c in COMPANIES),
        html.Div("The label the law puts on her", className="menu-heading"),
        *(choice(STATUS_LABELS[s], to(status=s), chosen=s == child.status) for s in STATUSES),
        html.Div("Age", className="menu-heading"),
        html.Div(
            [choice(str(a), to(age=a), chosen=a == child.age, css="small") for a in range(18)],
            className="ages",
        ),
    ]


def routes_menu(data: Data, state: HasRoutes) -> Any:
    """Return the word that opens the choice of routes."""
    return menu(_routes_word(data, state), _routes(data, state), name="Routes")


def _routes_word(data: Data, state: HasRoutes) -> str:
    if not state.routes:
        return f"all {len(data.route_ids)} routes"
    if len(state.routes) == 1:
        return data.atlas.routes[state.routes[0]].name
    return f"{len(state.routes)} routes"


def _routes(data: Data, state: HasRoutes) -> list[Any]:
    by_region = sorted(data.atlas.routes.values(), key=lambda r: (r.region, r.name))

    def toggled(route_id: str) -> tuple[str, ...]:
        chosen = set(state.routes) ^ {route_id}
        return tuple(r for r in data.route_ids if r in chosen)

    return [
        field(
            "Search routes",
            dcc.Input(
                id=ids.ROUTE_SEARCH,
                type="search",
                placeholder="Search routes, regions, countries",
                className="search",
            ),
        ),
        choice("All routes", state.href(routes=()), chosen=not state.routes),
        *(
            html.Div(
                [
                    html.Div(region, className="menu-heading"),
                    *(
                        choice(
                            route.name,
                            state.href(routes=toggled(route.route_id)),
                            chosen=route.route_id in state.routes,
                            css="route-choice",
                            data_route=route.route_id,
                            data_words=region,
                        )
                        for route in group
                    ),
                ],
                role="group",
                **attrs(aria_label=region),
            )
            for region, group in groupby(by_region, key=lambda r: r.region)
        ),
    ]


def _years(state: HasLens) -> list[Any]:
    return [
        html.Div(
            [
                choice(str(y), state.href(year=y), chosen=y == state.lens.year, css="small")
                for y in reversed(YEARS)
            ],
            className="ages",
        )
    ]
