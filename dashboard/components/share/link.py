"""Share, Link: the address of the view."""

from __future__ import annotations

from dash import html

from dashboard.components.share.item import Items, copy_item
from dashboard.components.share.view import SharedView
from dashboard.frozen import day


def items(view: SharedView) -> Items:
    """Return the link, live or frozen."""
    if view.data.is_only_here:
        says = "For others it opens the atlas without your own facts and routes."
        return [copy_item("Link", view.link), html.P(says, className="quiet")]
    kept = f"It shows the figures of {day(view.data.atlas.date)} for ever."
    says = kept if view.is_frozen else "It opens exactly this view, with the newest data."
    return [copy_item("Link", view.link), html.P(says, className="quiet")]
