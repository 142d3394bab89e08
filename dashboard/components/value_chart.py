"""The view over all years: a chart, and its numbers as a table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import dcc, html

from dashboard import ids
from dashboard.components.legend import counts
from dashboard.data import Data
from dashboard.figures import trend
from dashboard.markup import attrs
from dashboard.state import ViewState
from routes import YEARS


def chart(data: Data, state: ViewState) -> list[Any]:
    """Return the chart of the countries in view by step and year, with its table."""
    colouring = data.colourings[state.colour]
    by_year = {
        year: counts(data, replace(state, lens=replace(state.lens, year=year))) for year in YEARS
    }
    caption = (
        f"{colouring.label}, {colouring.whom(state.child)}: number of countries on the chosen "
        f"routes, {YEARS[0]} to {YEARS[-1]}"
    )
    figure = trend.figure(colouring, by_year, YEARS)
    return [
        html.H2(caption, className="chart-title"),
        dcc.Graph(
            id=ids.CHART,
            figure=figure,
            className="graph",
            config={"displayModeBar": False, "responsive": True},
        ),
        html.P(
            "A change from one year to the next can mean that a country changed, or that a report "
            "was published. The facts in a country’s panel say which.",
            className="quiet",
        ),
        html.Div(
            html.Table(
                [
                    html.Caption("The same as a table"),
                    html.Thead(
                        html.Tr(
                            [
                                html.Th("Year", scope="col"),
                                *(html.Th(s.label, scope="col") for s in colouring.steps),
                            ]
                        )
                    ),
                    html.Tbody(
                        [
                            html.Tr(
                                [
                                    html.Th(
                                        html.A(str(y), href=state.href(year=y, view="map"),
                                               **attrs(data_go="1")),
                                        scope="row",
                                    ),
                                    *(html.Td(str(by_year[y][s.name])) for s in colouring.steps),
                                ]
                            )
                            for y in reversed(YEARS)
                        ]
                    ),
                ]
            ),
            className="table-wrap",
            tabIndex="0",
            role="region",
            **attrs(aria_label="Numbers of the chart"),
        ),
    ]  # fmt: skip
