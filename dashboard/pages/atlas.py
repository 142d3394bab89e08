"""The atlas: the map fills the screen; controls, legend, years and a country's panel around it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from dash import dcc, html

from dashboard import ids
from dashboard.components import atlas_marks
from dashboard.components.controls import choice, control_bar, field, goal_bar
from dashboard.components.country_panel import panel
from dashboard.components.legend import legend
from dashboard.components.share import share
from dashboard.components.value_chart import chart
from dashboard.components.value_table import table, value_csv
from dashboard.data import Data
from dashboard.exports.terms import MAP_DISCLAIMER
from dashboard.markup import attrs, still
from dashboard.rendered import PLOTLY, Rendered
from dashboard.said import atlas_line, atlas_title
from dashboard.shell import page
from dashboard.state import ViewState, from_query, link
from routes import FIRST_YEAR, LAST_YEAR


def render(data: Data, _rest: str, query: str) -> Rendered:
    """Return the atlas for a query string."""
    state, dropped = from_query(query, data)
    return Rendered(
        title=atlas_title(data, state),
        tree=body(data, state, dropped),
        slots={ids.MAP_HOST: map_svg(data, state)},
        scripts=(PLOTLY,) if state.view == "chart" else (),
    )


def csv_file(data: Data, query: str) -> tuple[str, str]:
    """Return a file name and the table of the view as CSV, one row a fact."""
    state, _ = from_query(query, data)
    child = state.child
    parts = (state.colour, str(child.age), child.company, child.status, str(state.year))
    return f"childways-{'-'.join(parts)}.csv", value_csv(data, state)


def body(data: Data, state: ViewState, notices: tuple[str, ...] = ()) -> Any:
    """Return the whole page for this view."""
    is_map = state.view == "map"
    return page(
        "/",
        [
            html.Div(
                [
                    html.H1(atlas_title(data, state), id="headline"),
                    control_bar(data, state),
                    goal_bar(data, state),
                ],
                className="head",
            ),
            # The browser puts the map that the server painted in here, and keeps it.
            html.Div(
                id=ids.MAP_HOST,
                className="map-host" if is_map else "map-host away",
                **attrs(data_label=map_words(data, state)),
            ),
            None if is_map else _instead_of_map(data, state),
            still(legend(data, state)),
            _foot(state),
            html.Div(
                [
                    html.Button(sign, **attrs(data_zoom=by, aria_label=label))
                    for sign, by, label in (
                        ("+", "1.8", "Closer"),
                        ("−", "0.55", "Farther"),
                        ("⟲", "0", "The whole world"),
                    )
                ],
                className="zoom",
            )
            if is_map
            else None,
            still(panel(data, state)) if state.country else None,
            html.P(
                [MAP_DISCLAIMER, " Lines join documented places; they are not paths."],
                className="disclaimer quiet",
            ),
        ],
        css=f"atlas view-{state.view}" + (" with-panel" if state.country else ""),
        notices=notices,
        share=share(data, atlas_title(data, state), atlas_line(data, state), state.href()),
    )


def _instead_of_map(data: Data, state: ViewState) -> Any:
    if state.view == "chart":
        return html.Div(chart(data, state), className="card table-card")
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
    download = html.A(
        "Download as CSV", href=link("/atlas.csv", parse_qsl(state.to_query())), className="button"
    )
    losses = atlas_marks.table(data, state)
    both = html.A(
        "With deaths and missing (CSV)",
        href=link("/table/csv/table", parse_qsl(state.to_query())),
        className="button",
    )
    below = html.A("Deaths and missing ↓", href=f"#{atlas_marks.TABLE_ID}")
    more = [both, below] if losses else []
    return html.Div(
        [
            html.Div([finder, download, *more], className="table-head"),
            still(table(data, state)),
            still(losses) if losses else None,
        ],
        className="card table-card",
    )


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
                    choice(
                        "Chart",
                        state.href(view="chart"),
                        chosen=state.view == "chart",
                        css="tab",
                        data_needs=PLOTLY,
                    ),
                ],
                className="tabs",
                role="group",
                **attrs(aria_label="Map, table or chart"),
            ),
        ],
        className="card foot",
    )


def map_words(data: Data, state: ViewState) -> str:
    """Return the map in words, for those who can't see it."""
    headline = data.colourings[state.colour].headline(state.child)
    marks = atlas_marks.alt_words(data, state)
    return f"World map. {headline} {atlas_line(data, state)}{marks}"


def map_svg(data: Data, state: ViewState) -> str:
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
    label = map_words(data, state)
    shown = frozenset(state.routes or data.route_ids)
    losses = atlas_marks.layer(data, state)
    return data.atlas_map.svg(classes, dimmed, shown, state.country, state.roles, label, losses)
