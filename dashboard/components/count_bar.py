"""A bar of countries by step, and the same in words: the unknown is hatched, never left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from dashboard.colouring import GOAL_LEVELS, Colouring
from dashboard.markup import attrs
from dashboard.theme import NOT_APPLICABLE_CLASS, UNKNOWN_CLASS, step_class
from routes import Standing
from routes.words import count

ROOM = 0.045  # of the bar's width, below which a number does not fit into its part


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar: its look, what stands in its swatch, its words and its countries."""

    css: str
    sign: str
    words: str
    number: int


def level_parts(found: Standing) -> list[Part]:
    """Return the levels of a goal, the best first, then the unknown; not judged is its own word."""
    if not found.is_judged:
        return [Part(NOT_APPLICABLE_CLASS, "", "Not judged", len(found.countries))]
    parts = [
        Part(step_class(level), str(level), GOAL_LEVELS[level][0], len(found.by_level[level]))
        for level in reversed(range(len(GOAL_LEVELS)))
    ]
    return [*parts, Part(UNKNOWN_CLASS, "?", "Not known", len(found.unknown))]


def measure_parts(colouring: Colouring, codes: Sequence[int]) -> list[Part]:
    """Return the steps of a measure; ``codes`` holds one a country."""
    return [
        Part(step.css, "", step.label, sum(code == step.code for code in codes))
        for step in colouring.steps
    ]


def count_bar(parts: Sequence[Part], *, css: str = "") -> Any:
    """Return the bar alone; its words stand beside it, so it is not read out."""
    total = sum(part.number for part in parts) or 1
    return html.Div(
        [
            html.Span(
                html.B(str(part.number)) if has_room(part, total) else None,
                className=part.css,
                style={"width": f"{100 * part.number / total:.3f}%"},
                title=f"{part.words}: {part.number}",
            )
            for part in parts
            if part.number
        ],
        className=f"count-bar {css}".strip(),
        **attrs(aria_hidden="true"),
    )


def has_room(part: Part, total: int) -> bool:
    """Tell whether the number fits into its part of the bar; it says nothing of "not judged"."""
    return part.number / total >= ROOM and part.css != NOT_APPLICABLE_CLASS


def count_key(parts: Sequence[Part], *, only_some: bool = False) -> Any:
    """Return each part in words with its number of countries.

    Args:
        only_some: leave out parts without a country.
    """
    return html.Ul(
        [
            html.Li(
                [
                    html.Span(part.sign, className=f"swatch {part.css}",
                              **attrs(aria_hidden="true")),
                    html.Span(part.words),
                    html.B(str(part.number)),
                    html.Span(count(part.number, "country", "countries").partition(" ")[2],
                              className="sr"),
                ]
            )
            for part in parts
            if part.number or not only_some
        ],
        className="count-key",
    )  # fmt: skip
