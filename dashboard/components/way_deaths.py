"""Deaths and disappearances on a route by year: least estimates, small numbers withheld."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from dashboard.components.figure_rows import explained, snapshot_words
from dashboard.data import Data
from dashboard.markup import attrs

LEAD = (
    "The least that is known to have happened, by year and by the publisher’s own route. Most "
    "deaths are never recorded, and of most people no age is known: a small number of children, or "
    "none given, does not mean that few died."
)
HEADS = ("Year", "Died or missing, at least", "Children known among them", "Remark")


def way_deaths(data: Data, route_id: str) -> Any:
    """Return the section of deaths on a route; None where the publisher has no such route."""
    found = data.atlas.deaths_on(route_id, shared=True)
    if found.empty:
        return None
    parts: list[Any] = []
    for area, rows in found.groupby("area", sort=True):
        shared = str(rows.iloc[0]["match"]) == "shared"
        parts += [
            html.H3(str(area)),
            html.P(
                f"{'Shared with other routes: ' if shared else ''}{rows.iloc[0]['comment']}",
                className="quiet",
            ),
            _table(str(area), rows.sort_values("year", ascending=False), route_id),
        ]
    return html.Section(
        [
            html.H2("Deaths and disappearances recorded", id="deaths"),
            html.P(LEAD, className="quiet"),
            *parts,
            html.P(
                [
                    html.A("IOM, Missing Migrants Project", className="source",
                           href=f"/sources#{found.iloc[0]['source_id']}"),
                    f"; {snapshot_words(data, str(found.iloc[0]['snapshot']))}"
                    ". Each number leads to how we know of it. Numbers under 10, and those that "
                    "would give one away, are withheld. Routes are never added up.",
                ],
                className="quiet",
            ),
        ],
        className="deaths",
        **attrs(aria_labelledby="deaths"),
    )  # fmt: skip


def _table(area: str, rows: pd.DataFrame, route_id: str) -> Any:
    most = max(1, int(rows["dead_or_missing"].max(skipna=True) or 1))
    label = f"Deaths and disappearances, {area}, by year"
    return html.Div(
        html.Table(
            [
                html.Caption(label, className="sr"),
                html.Thead(html.Tr([html.Th(head, scope="col") for head in HEADS])),
                html.Tbody([_row(row, most, route_id) for row in rows.itertuples(index=False)]),
            ]
        ),
        className="table-wrap",
        tabIndex="0",
        role="region",
        **attrs(aria_label=label),
    )


def _row(row: Any, most: int, route_id: str) -> Any:
    counted = pd.notna(row.dead_or_missing)
    width = round(100 * int(row.dead_or_missing) / most) if counted else 0
    bar = (
        f'<svg class="least" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="{width}" height="8"/></svg>'
    )
    return html.Tr(
        [
            html.Th(str(row.year), scope="row"),
            html.Td(
                [
                    explained(
                        _count(row.dead_or_missing, row.withheld), route_id, f"deaths@{row.year}"
                    ),
                    html.Div(className="still", **attrs(data_html=bar)),
                ]
            ),
            html.Td(_count(row.children, row.withheld_children)),
            html.Td(row.note),
        ]
    )


def _count(value: Any, withheld: str) -> str:
    if pd.notna(value):
        return f"{int(value):,}"
    return "withheld" if withheld else "not known"
