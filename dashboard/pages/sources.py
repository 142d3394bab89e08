"""Sources: every source with what it supports."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import dcc, html

from dashboard import ids
from dashboard.components.evidence import EVIDENCE
from dashboard.data import Data
from dashboard.rendered import Rendered
from dashboard.shell import page

MOST_SHOWN = 200


def body(data: Data) -> Any:
    """Return the page: one entry a source, with the facts that rest on it."""
    facts = data.atlas.protection.facts
    used = {str(name): rows for name, rows in facts.groupby("source_id", sort=False)}
    sources = data.atlas.sources.sort_values(["publisher", "title"])
    routes = _routes_by_source(data)
    told = _told_by_source(data)
    return page(
        "/sources",
        [
            html.H1("Sources"),
            html.P(
                f"{len(sources)} sources stand behind {len(facts)} facts. Each value in the atlas "
                "links to its source here, and from here to the publisher where an address is "
                "known."
            ),
            html.Label(
                [
                    "Filter the sources",
                    dcc.Input(
                        id=ids.SOURCE_FILTER, type="search", className="search",
                        placeholder="Publisher, title, country or measure",
                    ),
                ],
                className="field source-filter",
            ),
            html.Dl(
                [
                    _entry(
                        data, source, used.get(str(source.source_id)),
                        routes.get(str(source.source_id), []),
                        told.get(str(source.source_id), []),
                    )
                    for source in sources.itertuples(index=False)
                ],
                className="sources",
            ),
        ],
        css="prose",
    )  # fmt: skip


def _routes_by_source(data: Data) -> dict[str, list[str]]:
    """Return source_id -> what it says of routes, in words."""
    counted = data.atlas.recorded_figures.groupby(["source_id", "route_id"]).size()
    said: dict[str, list[str]] = {}
    for route in data.atlas.routes.values():
        places: dict[str, set[str]] = {}
        for stage in (stage for journey in route.journeys for stage in journey.stages):
            places.setdefault(stage.source_id, set()).add(stage.place)
        figures = {s: int(n) for (s, r), n in counted.items() if r == route.route_id}
        for source_id in dict.fromkeys([route.source_id, *places, *figures]):
            number = figures.get(source_id, 0)
            parts = [
                "the route itself" if route.source_id == source_id else "",
                f"{len(places[source_id])} of its places" if source_id in places else "",
                f"{number} recorded figure{'' if number == 1 else 's'}" if number else "",
            ]
            words = ", ".join(part for part in parts if part)
            said.setdefault(source_id, []).append(f"{route.name}: {words}")
    return said


def _told_by_source(data: Data) -> dict[str, list[str]]:
    """Return source_id -> commitments, milestones, practices and figures that rest on it."""
    records = data.atlas.records
    said: dict[str, list[str]] = {}
    for one in records.commitments.values():
        said.setdefault(one.source_id, []).append(f"Commitment: {one.instrument}, {one.locator}")
    for event in records.timeline:
        said.setdefault(event.source_id, []).append(f"Milestone: {event.title}")
    for practice in records.practices.values():
        said.setdefault(practice.source_id, []).append(f"Practice: {practice.title}")
    for series in data.atlas.series():
        said.setdefault(series.source_id, []).append(f"Official figures: {series.title}")
    for source_id in dict.fromkeys(data.atlas.official.death_routes["source_id"]):
        said.setdefault(source_id, []).append("Official figures: deaths on the way, by route")
    return said


def _entry(
    data: Data, source: Any, facts: pd.DataFrame | None, routes: list[str], told: list[str]
) -> Any:
    year = "" if pd.isna(source.year) else f", {int(source.year)}"
    title: Any = f"{source.title}{year}"
    if source.url:
        title = html.A(title, href=source.url, rel="noopener noreferrer external")
    return html.Div(
        [
            html.Dt([html.Span(f"{source.publisher}: "), title]),
            html.Dd(
                [
                    html.Span(f"Licence: {source.licence or 'not stated'}. ", className="quiet"),
                    _supports(data, facts, routes, told),
                ]
            ),
        ],
        id=source.source_id,
        className="source-entry",
    )


def _supports(data: Data, facts: pd.DataFrame | None, routes: list[str], told: list[str]) -> Any:
    measures = data.atlas.rubrics.measures
    items, grades, count = [], "", 0
    if facts is not None:
        grades = ", ".join(EVIDENCE[e][1].lower() for e in sorted(set(facts["evidence"])))
        count = len(facts)
        pairs = set(zip(facts["iso3"], facts["measure"], strict=True))
        items = sorted((data.name(iso3), measures[measure].label) for iso3, measure in pairs)
    lines = [f"{country}: {label}" for country, label in items]
    more = [html.Li(f"and {len(lines) - MOST_SHOWN} more")] if len(lines) > MOST_SHOWN else []
    words = [f"{count} fact{'' if count == 1 else 's'} ({grades})"] if count else []
    words += [f"{len(routes)} route{'' if len(routes) == 1 else 's'}"] if routes else []
    words += (
        [f"{len(told)} commitments, milestones, practices or series of figures"]
        if len(told) > 1
        else []
    )
    words += [told[0]] if len(told) == 1 else []
    if not words:
        return html.Span("The rows that cite it record that nothing is known.", className="quiet")
    return html.Details(
        [
            html.Summary(" and ".join(words)),
            html.Ul(
                [
                    *map(html.Li, lines[:MOST_SHOWN]),
                    *more,
                    *map(html.Li, routes),
                    *map(html.Li, told),
                ],
                className="plain columns",
            ),
        ]
    )


def render(data: Data, _rest: str, _query: str) -> Rendered:
    """Return the page; it has no choices."""
    return Rendered(title="Sources", tree=body(data))
