"""Build your own journey: every step is a link or a form, so it works without script."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import dcc, html

from dashboard import ids
from dashboard.data import Data
from dashboard.markup import attrs
from dashboard.state import LONGEST_NAME
from dashboard.ways import JourneyState
from routes import FEWEST_STAGES, MOST_STAGES


def builder(data: Data, state: JourneyState) -> Any:
    """Return the list of countries, each to be moved or taken out, and the box that adds one."""
    stops = state.way.stops
    left = MOST_STAGES - len(stops)
    if len(stops) < FEWEST_STAGES:
        word = f"A journey needs {FEWEST_STAGES} to {MOST_STAGES} countries."
    else:
        word = f"{len(stops)} countries; {left} more can be added." if left else "It is full."
    return html.Section(
        [
            html.H2("Your way", id="builder-title"),
            html.Ol(
                [_stop(data, state, i) for i in range(len(stops))],
                className="stops",
                id="stops",
            ),
            html.Div([_adder(state), _namer(state), _undo()], className="builder-forms"),
            html.P(word, className="quiet", role="status"),
        ],
        className="card builder",
        **attrs(aria_labelledby="builder-title", data_stops=",".join(stops)),
    )


def _moved(state: JourneyState, stops: tuple[str, ...]) -> str:
    return replace(state, way=replace(state.way, stops=stops), cell=None).href()


def _stop(data: Data, state: JourneyState, i: int) -> Any:
    stops = state.way.stops
    name = data.name(stops[i]) if stops[i] in data.iso3s else stops[i]

    def swapped(a: int, b: int) -> tuple[str, ...]:
        changed = list(stops)
        changed[a], changed[b] = changed[b], changed[a]
        return tuple(changed)

    def step(sign: str, words: str, to: tuple[str, ...] | None, what: str) -> Any:
        if to is None:
            return html.Span(sign, className="step-button off", **attrs(aria_hidden="true"))
        return html.A(
            [html.Span(sign, **attrs(aria_hidden="true")), html.Span(words, className="sr")],
            href=_moved(state, to),
            className="step-button",
            id=f"stop-{i}-{what}",
            title=words,
            **attrs(data_go="1"),
        )

    up = swapped(i, i - 1) if i else None
    down = swapped(i, i + 1) if i + 1 < len(stops) else None
    return html.Li(
        [
            html.Span("⠿", className="grip", **attrs(aria_hidden="true")),
            html.Span(f"{i + 1}", className=f"badge {_role(i, len(stops))}"),
            html.B(name),
            step("↑", f"Move {name} earlier", up, "up"),
            step("↓", f"Move {name} later", down, "down"),
            step("×", f"Take {name} out", (*stops[:i], *stops[i + 1 :]), "out"),
        ],
        className="stop",
        draggable="true",
        **attrs(data_at=i),
    )


def _role(i: int, count: int) -> str:
    if i == 0:
        return "origin"
    return "destination" if i == count - 1 else "transit"


def _hidden(state: JourneyState, *, but: str) -> list[Any]:
    return [
        dcc.Input(type="hidden", name=name, value=value, id=f"keep-{but}-{name}")
        for name, value in replace(state, cell=None).pairs()
        if value and name != but
    ]


def _adder(state: JourneyState) -> Any:
    return html.Form(
        [
            html.Label("Add a country", htmlFor=ids.ADD_COUNTRY),
            dcc.Input(
                id=ids.ADD_COUNTRY,
                name="add",
                type="text",
                list=ids.COUNTRY_LIST,
                autoComplete="off",
                className="search",
            ),
            html.Datalist(id=ids.COUNTRY_LIST),
            *_hidden(state, but="add"),
            html.Button("Add", type="submit", className="button"),
        ],
        action="/journey/own",
        method="get",
        className="builder-form",
    )


def _namer(state: JourneyState) -> Any:
    return html.Form(
        [
            html.Label("Its name", htmlFor=ids.WAY_NAME),
            dcc.Input(
                id=ids.WAY_NAME,
                name="name",
                type="text",
                value=state.way.name,
                maxLength=LONGEST_NAME,
                autoComplete="off",
                className="search",
            ),
            *_hidden(state, but="name"),
            html.Button("Name it", type="submit", className="button"),
        ],
        action="/journey/own",
        method="get",
        className="builder-form",
    )


def _undo() -> Any:
    return html.Button("Undo", type="button", className="button quiet-button", id=ids.UNDO)
