"""Share, File and data: the view as one file, and what it shows as tables."""

from __future__ import annotations

from dash import html

from dashboard.components.share.item import Items, links_item
from dashboard.components.share.view import SharedView

# Views that can be taken as one file, and as tables.
WITH_FILES = ("map", "table", "journey", "labels", "compare", "country",
              "goals", "sheet", "gaps", "coverage", "what-if", "timeline", "practice")  # fmt: skip
WITH_TABLES = (*WITH_FILES, "journeys", "missing")
# Page -> what it shows as CSV.
CSV_OF = {"/": "/atlas.csv", "/commitments": "/commitments.csv", "/timeline": "/timeline.csv",
          "/practice": "/practice.csv", "/what-if": "/what-if.csv",
          "/data": "/data.csv"}  # fmt: skip


def items(view: SharedView) -> Items:
    found: Items = []
    path, mark, query = view.address.partition("?")
    if path in CSV_OF:
        href = CSV_OF[path] + mark + query
        found.append(html.P(html.A("Data behind this view (CSV)", href=href, className="button")))
    kind = view.rest.partition("?")[0].partition("/")[0]
    if kind in WITH_FILES:
        file = ("HTML, interactive", f"/file/{view.rest}")
        found.append(links_item("One file that opens without network", [file]))
    if kind in WITH_TABLES:
        links = [("CSV", f"/table/csv/{view.rest}"), ("Excel", f"/table/xlsx/{view.rest}")]
        if "view=chart" in view.rest:
            trend = view.rest.replace("map", "trend", 1)
            links += [("years as CSV", f"/table/csv/{trend}"),
                      ("years as Excel", f"/table/xlsx/{trend}")]  # fmt: skip
        found.append(links_item("Exactly what is shown", links))
    return found
