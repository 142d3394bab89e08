"""A plain Dash app: a dropdown, a graph, a callback. Run with the port as its argument."""

from __future__ import annotations

import sys

import plotly.graph_objects as go
from dash import Dash, Input, Output, dcc, html

from benchmarks import layer


def create_app() -> Dash:
    """Return the app as Dash's documentation on maps teaches it."""
    countries, labels = layer.load()
    app = Dash()
    app.layout = html.Div(
        [
            html.H4("Where are children alone detained for their papers?"),
            dcc.Dropdown(labels, layer.FIRST_COLOUR, id="colour", clearable=False),
            dcc.Graph(id="map", style={"height": "85vh"}),
        ]
    )

    @app.callback(Output("map", "figure"), Input("colour", "value"))
    def draw(colour: str) -> go.Figure:
        return layer.figure(countries, colour)

    return app


if __name__ == "__main__":
    create_app().run(port=sys.argv[1], debug=False)
