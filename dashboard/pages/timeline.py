"""Timeline: milestones, and beside them the change of detention law and practice by country."""

from __future__ import annotations

import csv
import io
from itertools import groupby
from typing import Any

from dash import html

from dashboard.components.controls import (
    checked_toggle,
    child_menu,
    choice,
    goal_chips,
    menu,
    routes_menu,
)
from dashboard.components.evidence import source_title
from dashboard.components.gap_card import source_line
from dashboard.components.own_marks import own_in_any_year, own_key, own_sign
from dashboard.components.share import share
from dashboard.components.timeline_parts import (
    GLOBAL_LINES,
    HIGH_AND_LOW,
    KINDS,
    NO_CHANGE,
    NO_MILESTONE,
    ONE_PERIOD,
    SCOPES,
    STEADY,
    histories,
    known_words,
    milestones,
    now_words,
    series_of,
    ticks_of,
    when,
)
from dashboard.data import Data
from dashboard.exports.cells import harmless
from dashboard.figures.step_chart import chart
from dashboard.markup import attrs
from dashboard.promise_state import SINCE, TimelineState, countries_on
from dashboard.rendered import Rendered
from dashboard.said_views import TIMELINE, timeline_line
from dashboard.shell import page
from dashboard.state import link
from routes import YEARS, History, Milestone
from routes.histories import LAW, PRACTICE


def render(data: Data, _rest: str, query: str) -> Rendered:
    """Return the page for a query string."""
    state, dropped = TimelineState.read(data, query)
    return Rendered(title=TIMELINE, tree=_body(data, state, dropped))


def _body(data: Data, state: TimelineState, notices: tuple[str, ...]) -> Any:
    return page(
        "/timeline",
        [
            html.H1(TIMELINE, id="headline"),
            html.P(
                "Milestones from the New York Declaration on, and beside them whether the law on "
                "detaining children, and practice, changed in each country.",
                className="lead-in",
            ),
            html.Div(
                [
                    html.Span("Milestones "),
                    menu(SINCE[state.since], _since(state), name="From"),
                    html.Span(" of countries on "),
                    routes_menu(data, state),
                    html.Span(", "),
                    menu(_countries_word(data, state), _countries(data, state), name="Countries"),
                    html.Span("; law and practice for "),
                    child_menu(state),
                    checked_toggle(state),
                ],
                className="bar",
            ),
            goal_chips(data, lambda goal: state.href(goal=goal), state.goal, first="All goals"),
            html.P(
                [html.A("Milestones", href="#milestones"), " · ",
                 html.A("Law and practice by country", href="#histories")],
                className="screen-only",
            ),
            html.Section(
                [html.H2("Detention of children: law and practice"), *charts(data, state)],
                id="histories",
            ),
            html.Section(
                [
                    html.H2("Milestones"),
                    milestone_list(data, state),
                ],
                id="milestones",
            ),
        ],
        css="wide promises timeline",
        notices=notices,
        share=share(data, TIMELINE, timeline_line(data, state), state.href()),
    )  # fmt: skip


def _since(state: TimelineState) -> list[Any]:
    return [
        choice(words, state.href(since=since), chosen=since == state.since)
        for since, words in SINCE.items()
    ]


def _countries_word(data: Data, state: TimelineState) -> str:
    if not state.countries:
        return "every country"
    if len(state.countries) <= 2:
        return " and ".join(data.name(iso3) for iso3 in state.countries)
    return f"{len(state.countries)} countries"


def _countries(data: Data, state: TimelineState) -> list[Any]:
    on = countries_on(data, state.routes)
    told = {iso3 for event in data.atlas.records.timeline for iso3 in event.iso3s}
    names = sorted({*on, *told, *state.countries}, key=data.name)

    def toggled(iso3: str) -> tuple[str, ...]:
        chosen = set(state.countries) ^ {iso3}
        return tuple(one for one in data.iso3s if one in chosen)

    return [
        choice("Every country", state.href(countries=()), chosen=not state.countries),
        *(
            choice(
                data.name(iso3), state.href(countries=toggled(iso3)),
                chosen=iso3 in state.countries,
            )
            for iso3 in names
        ),
    ]  # fmt: skip


def milestone_list(data: Data, state: TimelineState) -> Any:
    """Return the milestones of the view, year by year."""
    events = milestones(data, state)
    if not events:
        return html.P(NO_MILESTONE)
    years = [
        html.Div(
            [
                html.H3(str(year)),
                html.Ol([_milestone(data, event) for event in group], className="plain"),
            ],
            className="year-group",
        )
        for year, group in groupby(events, key=lambda event: event.year)
    ]
    return html.Div(years, className="year-groups")


def _milestone(data: Data, event: Milestone) -> Any:
    where: list[Any] = [SCOPES[event.scope]]
    if event.iso3s:
        where = []
        for iso3 in event.iso3s:
            where += [html.A(data.name(iso3), href=f"/country/{iso3}"), ", "]
        where = where[:-1]
    goal = f"goal {event.goal}" if event.goal else "all goals"
    return html.Li(
        [
            html.P(
                [
                    html.Span(when(event), className="when"),
                    html.Span(KINDS[event.kind], className="chip"),
                    html.Span(where, className="chip"),
                    html.Span(goal, className="chip"),
                ],
                className="chips",
            ),
            html.P([html.B(f"{event.title}. "), event.summary]),
            source_line(data, event.source_id, event.evidence, event.confidence),
        ],
        id=event.event_id,
        className=f"milestone {event.scope}",
        **attrs(data_record=event.event_id),
    )


def charts(data: Data, state: TimelineState) -> list[Any]:
    """Return law and practice of detention, a chart a country, with what they show in words."""
    found = histories(data, state)
    own = own_in_any_year(data, (LAW, PRACTICE), state.lens)
    toggle = choice(
        "Also those without a change", state.href(steady=not state.steady), chosen=state.steady,
        css="toggle",
    )  # fmt: skip
    return [
        html.P(
            [
                _key("law", "law"),
                _key("practice", "practice"),
                html.Span(f"{HIGH_AND_LOW} "),
                html.Span([html.Span("│", className="key-global"),
                           " New York Declaration 2016, Compacts 2018. "]),
                html.Span(f"▲ a milestone of the country.{own_key(data)}"),
            ],
            className="level-key quiet",
        ),
        html.P(f"{known_words(data, state)} {ONE_PERIOD}", className="quiet"),
        html.P(toggle) if not state.countries else None,
        html.Div(
            [_chart(data, state, one, is_own=one.iso3 in own) for one in found],
            className="small-multiples",
        )
        if found
        else html.P(NO_CHANGE),
    ]  # fmt: skip


def _key(kind: str, word: str) -> Any:
    sign = "■" if kind == "law" else "●"
    return html.Span([html.Span(f"━{sign}━" if kind == "law" else f"╍{sign}╍",
                                className=f"key-{kind}", **attrs(aria_hidden="true")),
                      f" {word} "])  # fmt: skip


def _chart(data: Data, state: TimelineState, one: History, *, is_own: bool) -> Any:
    said = one.sentences()
    label = f"{one.name}: detention of children in law and in practice, 2010 to 2025. " + " ".join(
        said or ("No change is on record.",)
    )
    svg = chart(
        YEARS, series_of(data, one), label=label, ticks=ticks_of(data, one.iso3), lines=GLOBAL_LINES
    )
    words = [html.Li(sentence) for sentence in said] or [html.Li(STEADY)]
    return html.Figure(
        [
            html.Figcaption(
                [html.A(one.name, href=link(f"/country/{one.iso3}", state.lens.pairs()) +
                       "#detention"), *own_sign(is_own)]
            ),
            html.Div(**attrs(data_html=svg)),
            html.Ul(words, className="plain"),
            html.P(now_words(data, one), className="quiet"),
        ],
        className="small-multiple",
        id=f"history-{one.iso3}",
        **attrs(data_record=one.iso3),
    )  # fmt: skip


HEADS = (
    "date", "precision", "scope", "countries", "goal", "kind", "title", "summary", "source",
    "evidence", "confidence",
)  # fmt: skip


def csv_file(data: Data, query: str) -> tuple[str, str]:
    """Return the name and the text of the milestones that are shown."""
    state, _ = TimelineState.read(data, query)
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(HEADS)
    for event in milestones(data, state):
        cells = [
            event.date, event.precision, event.scope,
            "; ".join(data.name(iso3) for iso3 in event.iso3s), str(event.goal or ""), event.kind,
            event.title, event.summary, source_title(data, event.source_id), event.evidence,
            event.confidence,
        ]  # fmt: skip
        writer.writerow([harmless(cell) for cell in cells])
    return "childways-timeline.csv", file.getvalue()
