"""Share, File and data: the view as one file, and what it shows as tables."""

from __future__ import annotations

from dash import html

from dashboard.components.share.item import Items
from dashboard.components.share.view import SharedView


def items(view: SharedView) -> Items:
    found: Items = []
    if view.address.partition("?")[0] == "/":
        href = "/atlas.csv" + view.address[1:]
        found.append(html.P(html.A("Data behind this view (CSV)", href=href, className="button")))
    return found
