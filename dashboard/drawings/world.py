"""The atlas as a figure: its map, its table, its chart over the years."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from dashboard.address import Address
from dashboard.api.content import Content
from dashboard.api.found import Found
from dashboard.components.legend import counts
from dashboard.data import Data
from dashboard.drawings.drawn import Drawn, frame_of, ids_of
from dashboard.exports.terms import MAP_DISCLAIMER
from dashboard.figures import trend, value_table, world_figure
from dashboard.figures.world_figure import Look, WorldShapes
from dashboard.kept import kept_with_data
from dashboard.said import atlas_line, atlas_title
from dashboard.state import ViewState, from_query
from routes import YEARS

# The marks keep clear of a map's lines, which Plotly draws anew at every zoom.
LEFT_OUT = (
    "Deaths and missing are left out of this figure; the view on the site has them, and "
    "/api/v1/deaths the numbers.",
)


@kept_with_data(1)
def _shapes(data: Data) -> WorldShapes:
    return WorldShapes(data.atlas)


def draw(content: Content, asked: Address, found: Found, mode: str) -> Drawn:
    """Draw the atlas as map, table or chart."""
    data = content.data
    state, _ = from_query(asked.query, data)
    if asked.kind != "map" or state.view != "map":
        state = replace(state, view="table" if asked.kind == "table" else state.view)
    kind: Callable[..., Drawn] = {"map": _map, "table": _table, "chart": _chart}[state.view]
    return kind(data, state, found, mode)


def _map(data: Data, state: ViewState, found: Found, mode: str) -> Drawn:
    colouring = data.colourings[state.colour]
    shown = {step.step: step for step in found.view.legend}
    labels = {s.name: f"{s.label} ({shown[s.name].countries_count})" for s in colouring.steps}
    world = data.world_of(state)
    codes = dict(zip(world.countries, colouring.codes(world, state.year).tolist(), strict=True))
    in_view = data.in_view(state)
    looks = {}
    for iso3, code in codes.items():
        step = colouring.step(code)
        is_off = iso3 not in in_view
        words = f"{data.name(iso3)}: {step.label}, {state.year}"
        looks[iso3] = Look(
            css=step.css,
            label=labels[step.name],
            words=words + (", not on the chosen routes" if is_off else ""),
            is_dimmed=is_off or bool(state.steps and step.name not in state.steps),
        )
    legend = {labels[step.name]: step.css for step in colouring.steps}
    chosen = state.routes or tuple(data.route_ids)
    routes = [data.atlas.routes[route_id] for route_id in chosen]
    is_whole = len(routes) == len(data.route_ids)
    made = world_figure.figure(
        _shapes(data), looks, legend, routes, state.roles, is_whole=is_whole, mode=mode
    )
    marks = {f"{role} ": role for role in state.roles}
    return Drawn(
        figure=made,
        title=atlas_title(data, state),
        line=atlas_line(data, state),
        lens=state.lens,
        href=state.href(),
        table=frame_of(found.rows),
        source_ids=ids_of(found.rows, "source_ids"),
        legend={**legend, **marks},
        body=340 if is_whole else 400,
        notes=(
            "Pale countries are not on the chosen routes. Lines join documented places; they are "
            f"not paths. {MAP_DISCLAIMER}",
            *(LEFT_OUT if state.marks else ()),
        ),
    )


def _table(data: Data, state: ViewState, found: Found, mode: str) -> Drawn:
    legend = {step.label: step.css for step in data.colourings[state.colour].steps}
    made, body = value_table.figure(found.rows, legend, mode)
    return Drawn(
        figure=made,
        title=atlas_title(data, state),
        line=atlas_line(data, state),
        lens=state.lens,
        href=state.href(),
        table=frame_of(found.rows),
        source_ids=ids_of(found.rows, "source_ids"),
        legend={},
        body=body,
    )


def _chart(data: Data, state: ViewState, _found: Found, mode: str) -> Drawn:
    colouring = data.colourings[state.colour]
    by_year = {
        year: counts(data, replace(state, lens=replace(state.lens, year=year))) for year in YEARS
    }
    made = trend.figure(colouring, by_year, YEARS, mode)
    made.update_layout(showlegend=True)
    rows = [
        {"year": year, "step": step.name, "label": step.label, "countries": number[step.name]}
        for year, number in by_year.items()
        for step in colouring.steps
    ]
    return Drawn(
        figure=made,
        title=atlas_title(data, state),
        line=atlas_line(data, state),
        lens=state.lens,
        href=state.href(),
        table=pd.DataFrame(rows),
        source_ids=ids_of(_found.rows, "source_ids"),
        legend={step.label: step.css for step in colouring.steps},
        body=320,
        below=30,
        notes=(
            "Countries on the chosen routes, year by year. A change can mean that a country "
            "changed, or that a report was published.",
        ),
    )
