"""The layer that all four apps show, and the Plotly map that the three peers draw of it."""

from __future__ import annotations

import geopandas as gpd
import plotly.express as px
import plotly.graph_objects as go

import routes
from dashboard.colouring import Colouring, colourings
from dashboard.theme import LEVELS, UNKNOWN_INK
from routes import LAST_YEAR, Child, World

FIRST_COLOUR = "detention_practice"
NEXT_COLOUR = "detention_law"
UNKNOWN_STEP = -1
SCALE = [UNKNOWN_INK["light"].fill, *(ink.fill for ink in LEVELS)]


def load() -> tuple[gpd.GeoDataFrame, dict[str, str]]:
    """Return the countries with one column a colouring, and colour -> label of the colourings.

    Indexed by ISO3, EPSG:4326. Columns hold the step of the default child in the last year, 0 to 4,
    and -1 for unknown: Plotly leaves out a country without a value, and ours shows it.
    """
    atlas = routes.load()
    world = atlas.world(Child())
    offered = colourings(atlas.rubrics)
    steps = {colour: _steps(colouring, world) for colour, colouring in offered.items()}
    countries = atlas.countries[["name", "geometry"]].assign(**steps)
    drawn = countries[~(countries.geometry.is_empty | countries.geometry.isna())]
    return drawn, {colour: colouring.label for colour, colouring in offered.items()}


def _steps(colouring: Colouring, world: World) -> list[int]:
    looks = [colouring.step(code).css for code in colouring.codes(world, LAST_YEAR).tolist()]
    return [int(look[1:]) if look[1:].isdigit() else UNKNOWN_STEP for look in looks]


def figure(layer: gpd.GeoDataFrame, colour: str) -> go.Figure:
    """Return the map as Dash's documentation teaches: one ``px.choropleth``, GeoJSON in it.

    The colour is a number, so that the figure is one trace and holds the shapes once. Coloured by
    class, Plotly Express would send them once a class.
    """
    drawn = px.choropleth(
        layer,
        geojson=layer.geometry,
        locations=layer.index,
        color=colour,
        hover_name="name",
        color_continuous_scale=SCALE,
        range_color=(UNKNOWN_STEP, 4),
        projection="equal earth",
    )
    drawn.update_geos(visible=False)
    drawn.update_layout(margin={"r": 0, "t": 0, "l": 0, "b": 0})
    return drawn
