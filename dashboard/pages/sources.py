"""Sources: every source with what it supports."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from dashboard.components.evidence import EVIDENCE
from dashboard.data import Data
from dashboard.rendered import Rendered
from dashboard.shell import page


def body(data: Data) -> Any:
    """Return the page: one entry a source, with the facts that rest on it."""
    facts = data.atlas.protection.facts
    used = {str(name): rows for name, rows in facts.groupby("source_id", sort=False)}
    sources = data.atlas.sources.sort_values(["publisher", "title"])
    return page(
        "/sources",
        [
            html.H1("Sources"),
            html.P(
                f"{len(sources)} sources stand behind {len(facts)} facts. Each value in the atlas "
                "links to its source here, and from here to the publisher where an address is "
                "known."
            ),
            html.Dl([_entry(data, source, used.get(str(source.source_id)))
                     for source in sources.itertuples(index=False)], className="sources"),
        ],
        css="prose",
    )  # fmt: skip


def _entry(data: Data, source: Any, facts: pd.DataFrame | None) -> Any:
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
                    _supports(data, facts),
                ]
            ),
        ],
        id=source.source_id,
        className="source-entry",
    )


def _supports(data: Data, facts: pd.DataFrame | None) -> Any:
    if facts is None or facts.empty:
        return html.Span("Supports routes or their stages.", className="quiet")
    grades = ", ".join(EVIDENCE[e][1].lower() for e in sorted(set(facts["evidence"])))
    measures = data.atlas.rubrics.measures
    items = sorted(
        {(data.name(f.iso3), measures[f.measure].label) for f in facts.itertuples(index=False)}
    )
    shown = [html.Li(f"{country}: {label}") for country, label in items[:200]]
    more = [html.Li(f"and {len(items) - 200} more")] if len(items) > 200 else []
    return html.Details(
        [
            html.Summary(f"{len(facts)} facts ({grades})"),
            html.Ul([*shown, *more], className="plain columns"),
        ]
    )


def render(data: Data, _rest: str, _query: str) -> Rendered:
    """Return the page; it has no choices."""
    return Rendered(title="Sources", tree=body(data))
