"""The legend: what each step means in words, how many countries, and a filter."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.colouring import Colouring
from dashboard.components import atlas_marks
from dashboard.components.controls import choice
from dashboard.data import Data
from dashboard.markup import attrs
from dashboard.state import ViewState
from routes.model import ROLES

MARKS = {"origin": "○", "transit": "◇", "destination": "●"}


def counts(data: Data, state: ViewState) -> dict[str, int]:
    """Return step name -> number of countries in view (chosen routes and roles)."""
    colouring = data.colourings[state.colour]
    world = data.world_of(state)
    codes = dict(zip(world.countries, colouring.codes(world, state.year).tolist(), strict=True))
    in_view = data.in_view(state)
    found = {step.name: 0 for step in colouring.steps}
    for iso3 in in_view:
        found[colouring.step(codes[iso3]).name] += 1
    return found


def known_sentence(found: dict[str, int]) -> str:
    """Return for instance ``Known for 41 of 60 countries on these routes.``"""
    total = sum(found.values()) - found.get("na", 0)
    known = total - found["unknown"]
    if total == 0:
        return "The question does not apply to this child."
    return f"Known for {known} of {total} countries on these routes."


def legend(data: Data, state: ViewState) -> Any:
    """Return the legend card of the view."""
    colouring: Colouring = data.colourings[state.colour]
    found = counts(data, state)
    largest = max(found.values()) or 1
    rows = []
    for step in colouring.steps:
        steps = set(state.steps) ^ {step.name}
        href = state.href(steps=tuple(s.name for s in colouring.steps if s.name in steps))
        rows.append(
            html.Li(
                choice(
                    [
                        html.Span(colouring.inside(step), className=f"swatch {step.css}"),
                        html.Span(step.label, className="step-label"),
                        html.Span(
                            html.Span(
                                className=f"bar-fill {step.css}",
                                style={"width": f"{100 * found[step.name] / largest:.0f}%"},
                            ),
                            className="step-bar",
                        ),
                        html.Span(str(found[step.name]), className="count"),
                        html.Span(step.meaning, className="step-meaning"),
                    ],
                    href,
                    chosen=step.name in state.steps,
                    css="step",
                ),
                **attrs(data_step=step.name),
            )
        )
    return html.Section(
        [
            html.H2(colouring.label),
            html.Ul(rows, className="steps"),
            html.P(known_sentence(found), className="known"),
            html.P(
                [colouring.note, " ", html.A("More", href="/methods#figures")],
                className="quiet small",
            )
            if colouring.note
            else None,
            html.P(choice("Show all steps", state.href(steps=()), chosen=False, css="quiet-link"))
            if state.steps
            else None,
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
                **attrs(aria_label="Layers shown"),
            ),
            atlas_marks.key(data, state),
        ],
        className="card legend",
        **attrs(aria_label="Legend"),
    )


def _toggled(roles: tuple[str, ...], role: str) -> tuple[str, ...]:
    left = tuple(r for r in ROLES if (r in roles) != (r == role))
    return left or ROLES
