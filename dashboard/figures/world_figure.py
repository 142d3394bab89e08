"""The world map as a Plotly figure of plain shapes, in the projection of the map on screen.

No ``geo`` subplot: Plotly draws those only after it has fetched a base map from another host. The
countries are our own shapes on plain axes, so a figure is whole without a network, and what is
not known can be hatched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import plotly.graph_objects as go

from dashboard.figures import world_svg
from dashboard.figures.look import faded, fill_of, legend_bar, pattern_of
from dashboard.theme import HATCH, PAPER, UNKNOWN_CLASS
from routes import Atlas, Route

ASPECT = 1.8  # width over height of the drawing
SYMBOLS = {"origin": "circle-open", "transit": "diamond", "destination": "circle"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How one country shows: class and label of its step, and what the pointer tells."""

    css: str
    label: str
    words: str
    is_dimmed: bool = False


class WorldShapes:
    """The countries of one atlas, projected once: rings one after another, None between them."""

    def __init__(self, atlas: Atlas) -> None:
        self.rings: dict[str, tuple[list[float | None], list[float | None]]] = {}
        self.points: dict[str, tuple[float, float]] = {}
        for row in atlas.countries.itertuples(index=False):
            x, y = world_svg.project_point(float(row.label_lon), float(row.label_lat))
            shape = row.geometry
            projected = None if shape is None or shape.is_empty else world_svg.project_shape(shape)
            if projected is None or projected.area < world_svg.SMALL_AREA:
                self.points[row.iso3] = (round(x, 1), round(y, 1))
            if projected is not None:
                self.rings[row.iso3] = _rings(projected)


def _rings(shape: Any) -> tuple[list[float | None], list[float | None]]:
    xs: list[float | None] = []
    ys: list[float | None] = []
    for polygon in world_svg.polygons(shape):
        for ring in (polygon.exterior, *polygon.interiors):
            points = np.round(np.asarray(ring.coords), 1)
            steps = np.r_[True, (np.diff(points, axis=0) != 0).any(axis=1)]
            xs += [*points[steps, 0].tolist(), None]
            ys += [*points[steps, 1].tolist(), None]
    return xs[:-1], ys[:-1]


def figure(
    shapes: WorldShapes,
    looks: Mapping[str, Look],
    legend: Mapping[str, str],
    routes: Sequence[Route],
    roles: Sequence[str],
    *,
    is_whole: bool,
    mode: str = "light",
) -> go.Figure:
    """Draw the map.

    Args:
        looks: ISO3 -> how the country shows.
        legend: label -> class of every step, in the order of the legend.
        routes: those drawn over the countries.
        roles: the roles whose stages are marked.
        is_whole: show the whole world, and not only what the routes cover.
    """
    made = go.Figure(_ocean(mode), layout={"barmode": "overlay", "margin": {"l": 16}})
    made.add_traces([legend_bar(label, css, mode) for label, css in legend.items()])
    made.add_traces([_country(shapes, iso3, look, mode) for iso3, look in looks.items()
                     if iso3 in shapes.rings])  # fmt: skip
    made.add_traces(_dots(shapes, looks, legend, mode))
    many = len(routes) > 3
    made.add_traces([_line(route, mode, many=many) for route in routes])
    made.add_traces(_stages(routes, roles, mode, size=4 if many else 9))
    whole = (0.0, 0.0, world_svg.WIDTH, world_svg.HEIGHT)
    x, y, width, height = whole if is_whole else world_svg.frame(_points(routes), ASPECT)
    made.update_xaxes(visible=False, range=[x, x + width], constrain="domain")
    made.update_yaxes(visible=False, range=[y + height, y], scaleanchor="x", constrain="domain")
    return made


def _points(routes: Sequence[Route]) -> list[tuple[float, float]]:
    return [
        world_svg.project_point(stage.lon, stage.lat)
        for route in routes
        for journey in route.journeys
        for stage in journey.stages
    ]


def _ocean(mode: str) -> go.Scatter:
    path = world_svg.outline()[1:-1]
    points = np.array([pair.split(",") for pair in path.split("L")], float)
    return go.Scatter(
        x=points[:, 0].tolist(), y=points[:, 1].tolist(), mode="lines", fill="toself",
        fillcolor=PAPER[mode]["ocean"], line={"width": 0}, hoverinfo="skip", showlegend=False,
    )  # fmt: skip


def _country(shapes: WorldShapes, iso3: str, look: Look, mode: str) -> go.Scatter:
    xs, ys = shapes.rings[iso3]
    colour, pattern = fill_of(look.css, mode), pattern_of(look.css, mode)
    if look.is_dimmed:
        colour = faded(colour, mode)
        pattern |= {"fgcolor": faded(pattern["fgcolor"], mode), "bgcolor": colour}
    return go.Scatter(
        x=xs, y=ys, mode="lines", fill="toself", fillcolor=colour, hoveron="fills",
        fillpattern=pattern if look.css == UNKNOWN_CLASS else None,
        line={"width": 0.6, "color": PAPER[mode]["border"]},
        text=escape(look.words), hoverinfo="text", name=escape(look.label),
        legendgroup=look.label, showlegend=False, meta={"iso3": iso3},
    )  # fmt: skip


def _dots(
    shapes: WorldShapes, looks: Mapping[str, Look], legend: Mapping[str, str], mode: str
) -> list[go.Scatter]:
    """Return the small countries as points; those not known are outlined."""
    made = []
    for label, css in legend.items():
        here = [
            iso3 for iso3 in shapes.points
            if iso3 in looks and looks[iso3].label == label and not looks[iso3].is_dimmed
        ]  # fmt: skip
        if here:
            is_unknown = css == UNKNOWN_CLASS
            made.append(
                go.Scatter(
                    x=[shapes.points[iso3][0] for iso3 in here],
                    y=[shapes.points[iso3][1] for iso3 in here],
                    mode="markers", hoverinfo="text", name=escape(label), legendgroup=label,
                    text=[escape(looks[iso3].words) for iso3 in here], showlegend=False,
                    marker={"size": 6, "symbol": "circle", "color": fill_of(css, mode), "line": {
                        "width": 1.2 if is_unknown else 0.6,
                        "color": HATCH[mode] if is_unknown else PAPER[mode]["border"]}},
                    meta={"iso3s": here},
                )
            )  # fmt: skip
    return made


def _line(route: Route, mode: str, *, many: bool) -> go.Scatter:
    xs: list[float | None] = []
    ys: list[float | None] = []
    for journey in route.journeys:
        for leg in journey.legs:
            start, end = (leg.start.lon, leg.start.lat), (leg.end.lon, leg.end.lat)
            for piece in world_svg.leg_pieces(start, end) if start != end else ():
                xs += [*(round(x, 1) for x, _ in piece), None]
                ys += [*(round(y, 1) for _, y in piece), None]
    return go.Scatter(
        x=xs, y=ys, mode="lines", hoverinfo="skip", showlegend=False, name=escape(route.name),
        line={"width": 0.7 if many else 1.4, "color": PAPER[mode]["route"]},
        opacity=0.7 if many else 1,
    )  # fmt: skip


def _stages(
    routes: Sequence[Route], roles: Sequence[str], mode: str, *, size: int
) -> list[go.Scatter]:
    made = []
    for role in roles:
        places = {
            (stage.place, stage.lon, stage.lat)
            for route in routes
            for journey in route.journeys
            for stage in journey.stages
            if stage.role == role
        }
        at = [world_svg.project_point(lon, lat) for _, lon, lat in sorted(places)]
        made.append(
            go.Scatter(
                x=[round(x, 1) for x, _ in at], y=[round(y, 1) for _, y in at], mode="markers",
                text=[escape(f"{place} ({role})") for place, _, _ in sorted(places)],
                hoverinfo="text", name=role, showlegend=bool(at),
                marker={"symbol": SYMBOLS[role], "size": size, "color": PAPER[mode]["route"],
                        "line": {"width": 1, "color": PAPER[mode]["route"]}},
            )
        )  # fmt: skip
    return made
