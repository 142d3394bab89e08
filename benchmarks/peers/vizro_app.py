"""The same in Vizro: one page, one graph, one parameter. Run with the port as its argument."""

# Vizro's models are pydantic's, whose mypy plugin is not loaded here.
# mypy: disable-error-code="call-arg,arg-type"

from __future__ import annotations

import sys

import pandas as pd
import plotly.graph_objects as go
import vizro.models as vm
from vizro import Vizro
from vizro.models.types import capture

from benchmarks import layer


@capture("graph")  # type: ignore[untyped-decorator]  # Vizro types none
def choropleth(data_frame: pd.DataFrame, colour: str) -> go.Figure:
    return layer.figure(data_frame, colour)


def create_dashboard() -> vm.Dashboard:
    """Return the dashboard as Vizro's guides on custom charts and parameters teach it."""
    countries, labels = layer.load()
    options = [{"label": label, "value": colour} for colour, label in labels.items()]
    picker = vm.Dropdown(options=options, value=layer.FIRST_COLOUR, multi=False, title="Colour")
    page = vm.Page(
        title="Where are children alone detained for their papers?",
        components=[vm.Graph(id="map", figure=choropleth(countries, colour=layer.FIRST_COLOUR))],
        controls=[vm.Parameter(targets=["map.colour"], selector=picker)],
    )
    return vm.Dashboard(pages=[page])


if __name__ == "__main__":
    Vizro().build(create_dashboard()).run(port=sys.argv[1], debug=False)
