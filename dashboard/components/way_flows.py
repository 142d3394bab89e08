"""People and children of a way's countries who are in its later ones, by year: arcs and a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from dash import html

from dashboard.components.figure_rows import explained, snapshot_words
from dashboard.data import Data
from dashboard.figures.arcs import Arc, arcs_svg
from dashboard.markup import attrs
from routes import Journey

HEADS = ("From", "In", "People", "Children known of", "Age known of")
NOT_CROSSINGS = (
    "They are people of the one country who were in the other at the end of the year, as refugees, "
    "asylum seekers or otherwise in need of protection, whichever way they came: not how many "
    "crossed, and never to be added up along the way."
)


@dataclass(frozen=True, slots=True)
class FlowsOfYear:
    """Flows of one year on a way, most people first, and every year that is held."""

    year: int
    rows: pd.DataFrame
    years: tuple[int, ...]


def flows_of(data: Data, journey: Journey, year: int) -> FlowsOfYear | None:
    """Return the flows of a year, or of the nearest one held; None where none is."""
    every = data.flows_on(journey)
    years = tuple(sorted({int(one) for one in every["year"]}))
    if not years:
        return None
    shown = min(years, key=lambda one: (abs(one - year), -one))
    rows = every[every["year"] == shown].sort_values("people", ascending=False)
    return FlowsOfYear(shown, rows, years)


def way_flows(data: Data, journey: Journey, year: int) -> Any:
    """Return the section of flows; the nearest year held when this one is not.

    Args:
        year: the year of the view.
    """
    found = flows_of(data, journey, year)
    if found is None:
        return None
    shown, rows, years = found.year, found.rows, found.years
    names = list(dict.fromkeys(stage.iso3 for stage in journey.stages))
    arcs = [_arc(data, names, row) for row in rows.itertuples(index=False) if pd.notna(row.people)]
    other = "" if shown == year else f" {year} is not held; {shown} is the nearest year."
    return html.Section(
        [
            html.H2(f"Children and others of these countries, on the way at the end of {shown}",
                    id="flows"),
            html.P(
                [
                    f"Width shows how many people; the dark part, children among them.{other} ",
                    NOT_CROSSINGS,
                ],
                className="quiet",
            ),
            html.Div(
                html.Div(
                    className="still",
                    **attrs(data_html=arcs_svg([data.name(iso3) for iso3 in names], arcs)),
                ),
                className="arcs-wrap",
                tabIndex="0",
                role="region",
                **attrs(aria_label="Drawing of the flows; the table below says the same"),
            )
            if arcs
            else None,
            _table(data, rows, shown),
            html.P(
                [
                    html.A("UNHCR, Refugee Data Finder", className="source",
                           href=f"/sources#{rows.iloc[0]['source_id']}"),
                    f"; {snapshot_words(data, str(rows.iloc[0]['snapshot']))}"
                    f". Held: {years[0]} to {years[-1]}. A pair that is missing is not reported, "
                    "or was never 10 people. Small numbers are withheld. Each number leads to how "
                    "we know of it.",
                ],
                className="quiet",
            ),
        ],
        className="flows",
        **attrs(aria_labelledby="flows"),
    )  # fmt: skip


def _arc(data: Data, names: Sequence[str], row: Any) -> Arc:
    origin, there = data.name(row.origin_iso3), data.name(row.destination_iso3)
    known = pd.notna(row.children)
    if known:
        told = f"{int(row.children):,} of them known to be children"
    elif row.withheld_children:
        told = "the number of children is withheld"
    else:
        told = "how many are children is not known"
    return Arc(
        start=names.index(row.origin_iso3),
        end=names.index(row.destination_iso3),
        people=int(row.people),
        children=int(row.children) if known else None,
        words=f"{origin} to {there}: {int(row.people):,} people, {told}",
    )


def _count(value: Any, withheld: str) -> str:
    if pd.notna(value):
        return f"{int(value):,}"
    return "withheld: small, or near a small one" if withheld else "not known"


def age_words(share: Any, withheld: str) -> str:
    """Tenths of the people whose age is known; with the people, it is withheld."""
    if withheld:
        return "withheld"
    if pd.isna(share):
        return "not known"
    if share == 0:
        return "less than a tenth"
    tenths = round(share * 10)
    if tenths >= 9:
        return "nine tenths or more"
    return "about one tenth" if tenths == 1 else f"about {tenths} tenths"


def _table(data: Data, rows: pd.DataFrame, year: int) -> Any:
    label = f"Flows between the countries of this way, end of {year}"
    return html.Div(
        html.Table(
            [
                html.Caption(label, className="sr"),
                html.Thead(html.Tr([html.Th(head, scope="col") for head in HEADS])),
                html.Tbody(
                    [
                        html.Tr(
                            [
                                html.Th(data.name(row.origin_iso3), scope="row"),
                                html.Td(data.name(row.destination_iso3)),
                                html.Td(
                                    explained(
                                        _count(row.people, row.withheld_people),
                                        row.origin_iso3,
                                        f"flow-{row.destination_iso3}@{row.year}",
                                    )
                                ),
                                html.Td(_count(row.children, row.withheld_children)),
                                html.Td(age_words(row.age_coverage, row.withheld_people)),
                            ]
                        )
                        for row in rows.itertuples(index=False)
                    ]
                ),
            ]
        ),
        className="table-wrap",
        tabIndex="0",
        role="region",
        **attrs(aria_label=label),
    )
