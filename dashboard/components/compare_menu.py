"""From a journey to the same beside another child, year, branch or route."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import html

from dashboard.colouring import STATUS_LABELS
from dashboard.components.controls import menu
from dashboard.data import Data
from dashboard.markup import attrs
from dashboard.ways import CompareState, JourneyState, Way
from routes import Journey, Route
from routes.model import STATUSES, Company


def compare_menu(data: Data, state: JourneyState, journey: Journey, route: Route | None) -> Any:
    """Offer this journey beside another child, year, branch or route."""
    base = CompareState(a=state.way, b=state.way, lens=state.lens, lens_b=state.lens)
    child, year = state.lens.child, state.lens.year

    def to(words: str, **changes: Any) -> Any:
        return html.A(words, href=replace(base, **changes).href(), className="choice")

    other: Company = "family" if child.company == "alone" else "alone"
    groups: list[tuple[str, list[Any]]] = [
        (
            "Another child",
            [
                to(
                    STATUS_LABELS[status],
                    lens_b=replace(state.lens, child=replace(child, status=status)),
                )
                for status in STATUSES
                if status != child.status
            ]
            + [
                to(
                    "With family" if other == "family" else "Alone",
                    lens_b=replace(state.lens, child=replace(child, company=other)),
                )
            ],
        ),
        (
            "Another year",
            [
                to(str(y), lens_b=replace(state.lens, year=y))
                for y in (2010, 2015, 2020)
                if y != year
            ],
        ),
    ]
    if route is not None and len(route.journeys) > 1:
        first = route.journeys[0].branch
        groups.append(
            (
                "Another branch",
                [
                    to(j.name, b=Way.of(j, first_branch=first))
                    for j in route.journeys
                    if j.branch != journey.branch
                ],
            )
        )
    groups.append(
        (
            "Another route",
            [
                to(r.name, b=Way(route=r.route_id))
                for r in sorted(data.atlas.routes.values(), key=lambda r: r.name)
                if r.route_id != journey.route_id
            ],
        )
    )
    body = [
        html.Div(
            [html.Div(heading, className="menu-heading"), *items],
            role="group",
            **attrs(aria_label=heading),
        )
        for heading, items in groups
    ]
    return menu("Compare", body, name="Compare with")
