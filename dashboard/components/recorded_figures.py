"""What publishers counted on a route, by year: never summed, each with what it counts."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from dashboard.components.evidence import evidence_mark, source_title
from dashboard.data import Data
from dashboard.markup import attrs
from dashboard.ways import explain_address
from routes.naming import FIGURES


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
            **attrs(aria_label="Table of recorded figures"),
        )
    return html.Section(
        [
            html.H2("Recorded figures", id="figures"),
            body,
            None
            if figures.empty
            else html.P(
                html.A("How we know of each row", href=explain_address(route_id, FIGURES)),
                className="how-we-know",
            ),
        ],
        className="figures",
        **attrs(aria_labelledby="figures"),
    )


def number_words(value: float, unit: str) -> str:
    """Return a figure with its unit: ``12,300``, ``17 %``, ``1,200 encounters``."""
    if unit == "percent":
        return f"{value:g} %"
    text = f"{value:,.0f}"
    return text if unit == "people" else f"{text} {unit}"


def figure_words(row: Any) -> str:
    """Return a figure with what is known of its bounds."""
    figure = number_words(float(row.value), row.unit)
    low = None if pd.isna(row.lower) else number_words(float(row.lower), row.unit)
    high = None if pd.isna(row.upper) else number_words(float(row.upper), row.unit)
    if low and high:
        return f"{figure} (between {low} and {high})"
    if low:
        return f"{figure} (at least {low})"
    return f"{figure} (at most {high})" if high else figure


def _row(data: Data, row: Any) -> Any:
    return html.Tr(
        [
            html.Th(str(row.year), scope="row"),
            html.Td(html.B(figure_words(row))),
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
