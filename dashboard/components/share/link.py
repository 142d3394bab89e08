"""Share, Link: the address of the view."""

from __future__ import annotations

from dash import html

from dashboard.components.share.item import Items, copy_item
from dashboard.components.share.view import SharedView


def items(view: SharedView) -> Items:
    """Return the live link. A frozen one goes beside it."""
    return [
        copy_item("Link", view.link),
        html.P("It opens exactly this view, with the newest data.", className="quiet"),
    ]
