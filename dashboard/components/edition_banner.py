"""What a page says of the data version that it shows: frozen, or changed since it was cited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.data import Data
from dashboard.frozen import day, live_link

MOST_LISTED = 40


def frozen_banner(data: Data, address: str, differing: int) -> Any:
    """Return the line over a frozen page.

    Args:
        address: of the same view, live.
        differing: levels and values that the code of today would make otherwise.
    """
    said: list[Any] = [
        html.B(f"Frozen at data version {data.version} of {day(data.atlas.date)}. "),
        "It shows these figures for ever. ",
        live_link("See it live", address),
        ".",
    ]
    if differing:
        said.append(
            html.Span(
                f" Today’s rules would make {differing} of this child’s levels and values "
                "otherwise: the kept ones are shown, and the facts under a level may not "
                "explain it."
            )
        )
    return html.Div(said, className="edition-banner frozen", role="note")


def cited_banner(headline: str, changes: Sequence[str], frozen_address: str) -> Any:
    """Return the line over a page that was cited: what changed since, value by value."""
    listed = [html.Li(change) for change in changes[:MOST_LISTED]]
    if len(changes) > MOST_LISTED:
        listed.append(html.Li(f"and {len(changes) - MOST_LISTED} more."))
    return html.Div(
        [
            html.B(f"{headline} "),
            html.A("The view as you cited it", href=frozen_address) if frozen_address else None,
            html.Details([html.Summary("Which values"), html.Ul(listed)]) if changes else None,
        ],
        className="edition-banner cited",
        role="note",
    )
