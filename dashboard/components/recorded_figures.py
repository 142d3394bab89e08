"""What publishers counted on a route, by year: never summed, each with what it counts."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from dashboard.components.evidence import evidence_mark, source_title
from dashboard.data import Data
from dashboard.markup import attrs

MEASURES = {
    "arrivals": "Arrivals",
    "children_arrivals": "Children arriving",
    "unaccompanied_children": "Unaccompanied children",
    "share_children": "Share of children",
    "displaced": "People displaced",
    "crossings": "Crossings",
    "encounters": "Encounters at a border",
    "deaths_and_missing": "Deaths and missing, at least",
}


def recorded_figures(data: Data, route_id: str) -> Any:
    """Return the figures of a route as a table, grouped by what is counted."""
    figures = data.atlas.figures(route_id)
    if figures.empty:
        body: Any = html.P("Not known: no recorded figure of this route is held here.")
    else:
        body = html.Div(
            html.Table(
                [
                    html.Caption(
                        "Each row is one publisher’s count of one thing. Rows must not be added: "
                        "they count different people, events, months or places."
                    ),
                    html.Thead(
                        html.Tr(
                            [
                                html.Th(head, scope="col")
                                for head in ("Year", "Figure", "What is counted", "Source")
                            ]
                        )
                    ),
                    html.Tbody([_row(data, row) for row in figures.itertuples(index=False)]),
                ]
            ),
            className="table-wrap",
            tabIndex="0",
            role="region",
            **attrs(aria_label="Recorded figures"),
        )
    return html.Section(
        [html.H2("Recorded figures", id="figures"), body],
        className="figures",
        **attrs(aria_labelledby="figures"),
    )


def number_words(value: float, unit: str) -> str:
    """Return a figure with its unit: ``12,300``, ``17 %``, ``1,200 encounters``."""
    if unit == "percent":
        return f"{value:g} %"
    text = f"{value:,.0f}"
    return text if unit == "people" else f"{text} {unit}"


def _row(data: Data, row: Any) -> Any:
    figure = number_words(float(row.value), row.unit)
    if pd.notna(row.lower) and pd.notna(row.upper):
        low, high = (
            number_words(float(row.lower), row.unit),
            number_words(float(row.upper), row.unit),
        )
        figure += f" (between {low} and {high})"
    return html.Tr(
        [
            html.Th(str(row.year), scope="row"),
            html.Td([html.B(figure), html.Br(), MEASURES[row.measure]]),
            html.Td(row.scope_note),
            html.Td(
                [
                    html.A(
                        source_title(data, row.source_id),
                        href=f"/sources#{row.source_id}",
                        className="source",
                    ),
                    " · ",
                    evidence_mark(row.evidence),
                ]
            ),
        ]
    )
