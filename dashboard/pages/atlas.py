"""The atlas: the map fills the screen; controls, legend, years and a country's panel around it."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard import ids
from dashboard.colouring import child_in_words
from dashboard.components.controls import choice, control_bar, field
from dashboard.components.country_panel import panel
from dashboard.components.legend import counts, known_sentence, legend
from dashboard.components.value_table import table
from dashboard.data import Data
from dashboard.figures.atlas_map import AtlasMap
from dashboard.markup import attrs
from dashboard.shell import page
from dashboard.state import ViewState
from routes import FIRST_YEAR, LAST_YEAR

DISCLAIMER = (
    "The boundaries and names shown and the designations used on this map do not imply official "
    "endorsement or acceptance by the United Nations."
)


def title(data: Data, state: ViewState) -> str:
    """Return the question that the view answers."""
    return data.colourings[state.colour].headline(state.child)


def body(data: Data, state: ViewState, notices: tuple[str, ...] = ()) -> Any:
    """Return the whole page for this view."""
    is_map = state.view == "map"
    return page(
        "/",
        [
            html.Div(
                [html.H1(title(data, state), id="headline"), control_bar(data, state)],
                className="head",
            ),
            # The browser puts the map that the server painted in here, and keeps it.
            html.Div(id=ids.MAP_HOST, className="map-host" if is_map else "map-host away"),
            None if is_map else _instead_of_map(data, state),
            legend(data, state),
            _foot(state),
            panel(data, state) if state.country else None,
            html.P(
                [DISCLAIMER, " Lines join documented places; they are not paths."],
                className="disclaimer quiet",
            ),
        ],
        css=f"atlas view-{state.view}" + (" with-panel" if state.country else ""),
        notices=notices,
    )


def _instead_of_map(data: Data, state: ViewState) -> Any:
    finder = field(
        "Filter the table",
        dcc.Input(
            id=ids.FIND,
            type="search",
            value=state.find,
            placeholder="Filter countries and values",
            className="search",
        ),
    )
    return html.Div([finder, table(data, state)], className="card table-card")


def _foot(state: ViewState) -> Any:
    return html.Div(
        [
            html.Button(
                "Play", id=ids.PLAY, className="play", **attrs(aria_label="Play the years")
            ),
            html.Span(str(FIRST_YEAR), className="quiet"),
            field(
                "Year",
                dcc.Input(
                    id=ids.YEAR,
                    type="range",
                    min=FIRST_YEAR,
                    max=LAST_YEAR,
                    step=1,
                    value=state.year,
                    className="year-range",
                ),
            ),
            html.Strong(str(state.year), id="year-now"),
            html.Span(
                [
                    choice("Map", state.href(view="map"), chosen=state.view == "map", css="tab"),
                    choice(
                        "Table", state.href(view="table"), chosen=state.view == "table", css="tab"
                    ),
                ],
                className="tabs",
                role="group",
                **attrs(aria_label="Map or table"),
            ),
        ],
        className="card foot",
    )


def map_svg(data: Data, shapes: AtlasMap, state: ViewState) -> str:
    """Return the map of this view as SVG, for the first paint."""
    colouring = data.colourings[state.colour]
    world = data.world_of(state)
    codes = colouring.codes(world, state.year).tolist()
    looks = {c: colouring.step(c) for c in set(codes)}
    classes = tuple((i, looks[c].css) for i, c in zip(world.countries, codes, strict=True))
    in_view = data.in_view(state)
    dimmed = frozenset(
        iso3
        for iso3, code in zip(world.countries, codes, strict=True)
        if iso3 not in in_view or (state.steps and looks[code].name not in state.steps)
    )
    label = (
        f"World map. {colouring.headline(state.child)} {colouring.label} for "
        f"{child_in_words(state.child)}, {state.year}. {known_sentence(counts(data, state))}"
    )
    shown = frozenset(state.routes or data.route_ids)
    return shapes.svg(classes, dimmed, shown, state.country, state.roles, label)
