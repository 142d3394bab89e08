"""A plain Dash app: a dropdown, a graph, a callback. Run with the port as its argument.

With "uvicorn" as a second argument it runs on Dash's FastAPI backend, the stronger of its servers.
"""

from __future__ import annotations

import sys

import plotly.graph_objects as go
import uvicorn
from dash import Dash, Input, Output, dcc, html

from benchmarks import layer


def create_app(backend: str | None = None) -> Dash:
    """Return the app as Dash's documentation on maps teaches it."""
    countries, labels = layer.load()
    app = Dash(__name__, backend=backend)
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
    port, server = int(sys.argv[1]), (sys.argv[2:] or [""])[0]
    if server == "uvicorn":
        uvicorn.run(create_app("fastapi").server, port=port, access_log=False, log_level="warning")
    else:
        create_app().run(port=port, debug=False)
