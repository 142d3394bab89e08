"""The same views without the shell, for other sites' iframes. No Dash, no cookie, little script.

An embed is painted whole by the server. Choices inside it lead to other embeds, so it can be used
without script; the one script tells the host page its height.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from dash import html

from dashboard import ids, said, said_views
from dashboard.briefs import BriefRequest, make
from dashboard.briefs.parts import article
from dashboard.colouring import STATUS_LABELS, child_in_words
from dashboard.components import (
    atlas_marks,
)
from dashboard.components.before_after import journey_before_after, ordered
from dashboard.components.country_panel import level_bar, strip
from dashboard.components.legend import legend
from dashboard.components.level_key import level_key
from dashboard.components.lever_list import lever_list
from dashboard.components.profile_grid import grid, level_words, mini
from dashboard.components.value_table import table
from dashboard.components.way_marks import marks_words
from dashboard.components.what_if_form import way_words
from dashboard.data import Data
from dashboard.embedded import Embed
from dashboard.embeds_of_goals import (
    embed_coverage,
    embed_gaps,
    embed_goals,
    embed_practice,
    embed_sheet,
    embed_timeline,
)
from dashboard.exports.terms import MAP_DISCLAIMER
from dashboard.pages import (
    atlas,
    brief,
    compare,
    journey,
)
from dashboard.state import from_query, link
from dashboard.ways import CompareState, JourneyState, PlainState
from dashboard.what_if_state import WhatIfState
from routes import Profile, UnknownNameError, label_sentences
from routes.model import COMPANIES, STATUSES


def embed(data: Data, rest: str, query: str) -> Embed:
    """Return the embed at ``/embed/<rest>``.

    Raises:
        RoutesError: there is no such view, route, branch or country.
    """
    kind, _, name = rest.strip("/").partition("/")
    if kind not in KINDS:
        raise UnknownNameError("embed", kind[:40], KINDS)
    return KINDS[kind](data, name, query)


def _map(data: Data, _name: str, query: str) -> Embed:
    state, _ = from_query(query, data)
    state = replace(state, view="map", country="")
    body = [
        html.Div(id=ids.MAP_HOST, className="embed-map"),
        legend(data, state),
        html.P([MAP_DISCLAIMER, " Lines join documented places; they are not paths."],
               className="quiet small"),
    ]  # fmt: skip
    return Embed(
        title=said.atlas_title(data, state),
        line=said.atlas_line(data, state),
        body=body,
        back=state.href(),
        slots={ids.MAP_HOST: atlas.map_svg(data, state)},
    )


def _table(data: Data, _name: str, query: str) -> Embed:
    state, _ = from_query(query, data)
    state = replace(state, view="table", country="")
    return Embed(
        title=said.atlas_title(data, state),
        line=said.atlas_line(data, state),
        body=[table(data, state), atlas_marks.table(data, state)],
        back=state.href(),
        slots={},
    )


def _of_journey(data: Data, name: str, query: str) -> tuple[JourneyState, Profile, str]:
    state, _ = JourneyState.read(data.atlas, name, query)
    state = replace(state, cell=None)
    way = state.way.journey(data.atlas)
    route = data.atlas.routes.get(way.route_id)
    return state, journey.profile_of(data, way, state), route.name if route else way.name


def _profile(found: Profile, state: JourneyState, title: str) -> Any:
    return grid(
        found,
        cell_href=lambda order, number: state.href(cell=(order, number)),
        cells_go=False,
        country_href=lambda iso3: link(f"/country/{iso3}", state.lens.pairs()),
        goal_href=lambda number: state.href(goal=number),
        goal=state.goal,
        label=f"Protection profile of {title}",
    )


def _journey(data: Data, name: str, query: str) -> Embed:
    state, found, title = _of_journey(data, name, query)
    told = [s for s in found.sentences() if s.kind in ("weakest", "drop", "unknown")]
    body = [
        _profile(found, state, title),
        level_key(has_own=bool(data.own_said)),
        *(html.P(sentence.text, className="small") for sentence in told),
        *(html.P(words, className="small") for words in marks_words(data, found.journey, state)),
    ]
    return Embed(title=title, line=said.journey_line(found), body=body, back=state.href(), slots={})


def _labels(data: Data, name: str, query: str) -> Embed:
    state, found, title = _of_journey(data, name, query)
    lens = state.lens
    profiles = {
        status: data.profile(
            found.journey, replace(lens.child, status=status), lens.year, lens.checked
        )
        for status in STATUSES
    }
    pictures = [
        html.Figure([html.Figcaption(STATUS_LABELS[status]), mini(one, STATUS_LABELS[status])],
                    className="label-picture")
        for status, one in profiles.items()
    ]  # fmt: skip
    body = [
        html.Div(pictures, className="label-pictures"),
        level_key(has_own=bool(data.own_said)),
        *(html.P(sentence.text, className="small") for sentence in label_sentences(profiles)[:2]),
    ]
    return Embed(
        title=f"{title}: same child, other label",
        line=said.journey_line(found),
        body=body,
        back=state.href(),
        slots={},
    )


def _cell_href(on: JourneyState, order: int, goal: int) -> str:
    return on.href(cell=(order, goal))


def _country_href(on: JourneyState, iso3: str) -> str:
    return link(f"/country/{iso3}", on.lens.pairs())


def _compare(data: Data, _name: str, query: str) -> Embed:
    state = said.opened(data, CompareState.read(query)[0])
    first, second, found = said.compared(data, state)
    body: list[Any] = [html.P(s.text, className="small") for s in found.sentences("A", "B")]
    for side, one, marked in (
        ("A", found.a, {(d.stage_a.order, d.goal) for d in found.differences}),
        ("B", found.b, {(d.stage_b.order, d.goal) for d in found.differences}),
    ):
        on = compare.journey_state(state, side)
        name = first if side == "A" else second
        body += [
            html.H2([html.Span(side, className="side"), f" {name}"], className="embed-h2"),
            html.P(said.journey_line(one), className="quiet small"),
            grid(
                one,
                cell_href=partial(_cell_href, on),
                cells_go=False,
                country_href=partial(_country_href, on),
                marked=marked,
                label=f"{side}: {name}",
            ),
        ]
    return Embed(
        title="Side by side",
        line=said.compare_line(data, state),
        body=body,
        back=state.href(),
        slots={},
    )


def _country(data: Data, name: str, query: str) -> Embed:
    iso3 = data.known_country(name.strip("/"))
    state, _ = PlainState.read(f"/country/{iso3}", query)
    lens = state.lens
    levels = data.atlas.levels(iso3, lens.child, lens.year, checked_only=lens.checked)
    goals = data.atlas.rubrics.goals
    rows = [
        html.Li(
            [
                html.Span(f"{number} {goals[number].short}", className="goal"),
                level_bar(level.value, is_judged=goals[number].is_judged),
                html.Span(
                    level_words(level.value, is_judged=goals[number].is_judged),
                    className="quiet small",
                ),
            ],
            className="embed-level",
        )
        for number, level in levels.items()
    ]
    body = [
        html.Ul(rows, className="plain"),
        html.H2("Immigration detention over the years", className="embed-h2"),
        *(
            strip(data, state, iso3, company, colour)
            for colour in ("detention_law", "detention_practice")
            for company in COMPANIES
        ),
    ]
    return Embed(
        title=data.name(iso3),
        line=f"What {child_in_words(lens.child)}, meets in {lens.year}.",
        body=body,
        back=state.href(),
        slots={},
    )


def _what_if(data: Data, _name: str, query: str) -> Embed:
    state, _ = WhatIfState.read(data, query)
    effect = state.effect(data)
    found = ordered(effect)
    if state.changes:
        said = [s for s in effect.sentences() if s.kind != "reach"]  # the line above says it
        body: list[Any] = [html.P(s.text, className="small") for s in said]
        body += [
            journey_before_after(data, state, one, is_short=True) for one in found[:EMBEDDED_WAYS]
        ]
        if len(found) > EMBEDDED_WAYS:
            body.append(html.P(f"And {len(found) - EMBEDDED_WAYS} more.", className="quiet small"))
        if found:
            body.append(level_key(has_own=bool(data.own_said)))
    else:
        words = way_words(data, state)
        body = [lever_list(data, state, state.ranking(data), words)]
    return Embed(
        title=said_views.what_if_title(state.made(data)),
        line=said_views.what_if_line(data, state, effect),
        body=body,
        back=state.href(),
        slots={},
    )


def _brief(data: Data, name: str, query: str) -> Embed:
    made = make(data, BriefRequest.read(data, name, query)[0])
    return Embed(
        title=made.heading,
        line=made.brief.subtitle,
        body=article(made, brief.picture(made), is_framed=True),
        back=made.request.href(),
        slots={},
    )


EMBEDDED_WAYS = 6  # journeys shown in a frame


KINDS: dict[str, Callable[[Data, str, str], Embed]] = {
    "map": _map,
    "table": _table,
    "journey": _journey,
    "labels": _labels,
    "compare": _compare,
    "country": _country,
    "what-if": _what_if,
    "gaps": embed_gaps,
    "goals": embed_goals,
    "coverage": embed_coverage,
    "sheet": embed_sheet,
    "timeline": embed_timeline,
    "practice": embed_practice,
    "brief": _brief,
}
