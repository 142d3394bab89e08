"""Share, live or frozen: one choice that changes every link, code and citation under it.

Both sets stand in the page; two radio buttons and the stylesheet show one of them, with or without
script.
"""

from __future__ import annotations

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.data import Data
from dashboard.frozen import day
from dashboard.markup import CHECKED

RADIO: Any = "radio"  # a type that Dash's annotation leaves out


def live_or_frozen(data: Data) -> list[Any]:
    """Return the choice; what it changes must stand beside it, not inside."""
    date = day(data.atlas.date)
    return [
        dcc.Input(
            id="share-is-live", type=RADIO, name="share-kind", value="live",
            className=CHECKED,
        ),
        html.Label(
            [html.B("Live"), html.Span(" moves on with the data", className="quiet")],
            htmlFor="share-is-live",
        ),
        html.Br(),
        dcc.Input(id="share-is-frozen", type=RADIO, name="share-kind", value="frozen"),
        html.Label(
            [html.B("Frozen"), html.Span(f" at {date}, for ever", className="quiet")],
            htmlFor="share-is-frozen",
        ),
    ]  # fmt: skip


def tell_apart(node: Any, suffix: str) -> None:
    """Add a suffix to every id and name below a node, and to what points at them."""
    if isinstance(node, (list, tuple)):
        for child in node:
            tell_apart(child, suffix)
    elif isinstance(node, Component):
        for name in ("id", "htmlFor", "name", "data-copy"):
            value = getattr(node, name, None)
            if isinstance(value, str):
                setattr(node, name, value + suffix)
        tell_apart(getattr(node, "children", None), suffix)
