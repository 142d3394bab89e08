"""Two journeys, branches, children or years side by side: what differs, marked and in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import html

from dashboard.colouring import child_in_words
from dashboard.components.controls import checked_toggle, child_menu, choice, menu, year_menu
from dashboard.components.profile_grid import grid
from dashboard.components.share import share
from dashboard.components.way_words import linked_in
from dashboard.data import Data
from dashboard.markup import attrs, still
from dashboard.rendered import Rendered
from dashboard.said import compare_line, compared, journey_name, opened
from dashboard.shell import page
from dashboard.state import Lens, link
from dashboard.ways import CompareState, JourneyState, SecondLens, Way
from routes import Comparison, Profile, RoutesError


def render(data: Data, _rest: str, query: str) -> Rendered:
    """Return the comparison at an address."""
    state, dropped = CompareState.read(query)
    state = opened(data, state)
    try:
        first, second, found = compared(data, state)
    except RoutesError as error:
        return _refused(str(error), dropped)
    title = first if first == second else f"{first} and {second}"
    return Rendered(title=title, tree=_body(data, state, found, dropped))


def _body(data: Data, state: CompareState, found: Comparison, notices: tuple[str, ...]) -> Any:
    marked_a = {(d.stage_a.order, d.goal) for d in found.differences}
    marked_b = {(d.stage_b.order, d.goal) for d in found.differences}
    swapped = CompareState(a=state.b, b=state.a, lens=state.lens_b, lens_b=state.lens)
    return page(
        "/journeys",
        [
            html.Div(
                [
                    html.H1("Side by side", id="headline"),
                    html.P(
                        [
                            "Cells that differ have a dark frame. Stages are matched by country. ",
                            html.A("Swap A and B", href=swapped.href(), **attrs(data_go="1")),
                        ],
                        className="quiet lead-in",
                    ),
                ]
            ),
            html.Section(
                [
                    html.H2("What differs", id="differs"),
                    *(
                        html.P(linked_in(sentence, _jump(state)))
                        for sentence in found.sentences("A", "B")
                    ),
                ],
                className="labels-section",
                **attrs(aria_labelledby="differs"),
            ),
            _side(data, state, found.a, "A", marked_a),
            _side(data, state, found.b, "B", marked_b),
        ],
        css="journey wide",
        notices=notices,
        share=share(data, "Side by side", compare_line(data, state), state.href()),
    )


def journey_state(state: CompareState, side: str) -> JourneyState:
    """Return one side as the state of its own page."""
    way, lens = (state.a, state.lens) if side == "A" else (state.b, state.lens_b)
    return JourneyState(way=way, lens=replace(lens, checked=state.lens.checked))


def _jump(state: CompareState) -> Any:
    """Return what makes the link of a named thing: its cell on that side's own page."""

    def to(order: int, goal: int | None, side: str | None) -> str:
        on = journey_state(state, "B" if side == "b" else "A")
        return on.href(cell=(order, goal or on.goal))

    return to


def _side(
    data: Data, state: CompareState, found: Profile, side: str, marked: set[tuple[int, int]]
) -> Any:
    journey, on = found.journey, journey_state(state, side)
    lens: Lens = on.lens
    menus: Any = state if side == "A" else SecondLens(state=state)
    name = journey_name(data, journey)
    return html.Section(
        [
            html.H2(
                [html.Span(side, className="side"), html.A(name, href=on.href())],
                id=f"side-{side}",
            ),
            html.Div(
                [
                    html.Span("What meets "),
                    child_menu(menus),
                    html.Span(" in "),
                    year_menu(menus),
                    html.Span(" on "),
                    menu(name, _ways(data, state, side), name=f"Journey {side}"),
                    checked_toggle(state) if side == "A" else None,
                ],
                className="bar",
            ),
            still(
                grid(
                    found,
                    cell_href=lambda order, goal: on.href(cell=(order, goal)),
                    cells_go=False,
                    country_href=lambda iso3: link(f"/country/{iso3}", lens.pairs()),
                    marked=marked,
                    label=f"{side}: {name}, for {child_in_words(lens.child)}, {lens.year}",
                )
            ),
        ],
        className="pair",
        **attrs(aria_labelledby=f"side-{side}"),
    )


def _ways(data: Data, state: CompareState, side: str) -> list[Any]:
    """Offer every branch of every route for one side."""
    chosen = state.a if side == "A" else state.b

    def href(way: Way) -> str:
        return state.href(a=way) if side == "A" else state.href(b=way)

    items = []
    for route in sorted(data.atlas.routes.values(), key=lambda route: route.name):
        for journey in route.journeys:
            way = Way.of(journey, first_branch=route.journeys[0].branch)
            items.append(choice(journey_name(data, journey), href(way), chosen=way == chosen))
    return items


def _refused(sentence: str, notices: tuple[str, ...]) -> Rendered:
    tree = page(
        "/journeys",
        [
            html.H1("These can’t be compared"),
            html.P(sentence),
            html.P(html.A("All journeys", href="/journeys", className="button")),
        ],
        css="prose",
        notices=notices,
    )
    return Rendered(title="These can’t be compared", tree=tree, status=404)
