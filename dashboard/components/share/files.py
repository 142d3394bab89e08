"""Share, File and data: the view as one file, and what it shows as tables."""

from __future__ import annotations

from dash import html

from dashboard.components.share.item import Items
from dashboard.components.share.view import SharedView

# Page -> what it shows as CSV.
CSV_OF = {"/": "/atlas.csv", "/commitments": "/commitments.csv", "/timeline": "/timeline.csv",
          "/practice": "/practice.csv", "/what-if": "/what-if.csv"}  # fmt: skip


def items(view: SharedView) -> Items:
    found: Items = []
    path, mark, query = view.address.partition("?")
    if path in CSV_OF:
        href = CSV_OF[path] + mark + query
        found.append(html.P(html.A("Data behind this view (CSV)", href=href, className="button")))
    return found
