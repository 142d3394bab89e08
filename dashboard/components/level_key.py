"""The key of a profile: what its levels and marks mean."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.profile_grid import level_words
from dashboard.theme import step_class


def level_key(*, has_own: bool = False) -> Any:
    """Return what each level and mark of a profile means."""
    levels = [
        html.Span(
            [html.Span(str(i), className=f"swatch {step_class(i)}"), f" {level_words(i)[9:]}"]
        )
        for i in reversed(range(5))
    ]
    return html.P(
        [
            *levels,
            html.Span([html.Span("?", className="swatch u"), " not known"]),
            html.Span(["○", " rests in part on sources not yet checked"]),
            html.Span(["✎", " with own facts, not part of the atlas"]) if has_own else None,
        ],
        className="level-key quiet",
    )
