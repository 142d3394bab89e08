"""Movement records counted near the stages of a journey, as the operator of the site gave them."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from dashboard.components.evidence import source_title
from dashboard.data import Data
from dashboard.markup import attrs
from routes import Journey

NOT_A_FACT = "Synthetic: not a fact"
MADE_UP = (
    "These records were made up to try the counting with. They say nothing of the world, nor of "
    "any child, and must not be cited."
)
HEADS = ("Stage", "People", "Children known of", "Ages taken of", "Left out")
KINDS = {
    "survey": "People in surveys",
    "registration": "People registered",
    "incident": "People in incidents",
    "border_count": "People counted at borders",
}


def way_counts(data: Data, journey: Journey, year: int) -> Any:
    """Return the section of counts; the nearest year held when this one is not; None without."""
    kept = data.counts
    if kept is None or journey.is_own:
        return None
    mine = kept.stages["route_id"].eq(journey.route_id) & kept.stages["branch"].eq(journey.branch)
    every = kept.stages[mine]
    if every.empty:
        return None
    years = sorted({int(one) for one in every["year"]})
    shown = min(years, key=lambda one: (abs(one - year), -one))
    other = "" if shown == year else f" {year} is not held; {shown} is the nearest year."
    title = f"Records counted along this way in {shown}"
    if kept.is_synthetic:
        title = f"{NOT_A_FACT}. {title}"
    groups = every[every["year"] == shown].groupby(["source_id", "kind"], sort=True)
    return html.Section(
        [
            html.H2(title, id="counts"),
            html.P(
                [html.B(f"{NOT_A_FACT}. "), MADE_UP], className="edition-banner own", role="note"
            )
            if kept.is_synthetic
            else None,
            html.P(
                f"Movement records within {kept.near_km:g} km of each stage, counted on "
                f"{kept.counted_on} by the operator of this site, not part of the atlas.{other} "
                "Sources and kinds are never added up, nor are stages: one person may be at "
                "several. Months with fewer than 10 people are in no number. A stage without a "
                "row has none, or too few to show; where some are left out, children need not all "
                "be among the people beside them. Pictures, embeds and files of this journey leave "
                "these counts out.",
                className="quiet",
            ),
            *(
                _table(data, str(source), str(kind), rows, is_synthetic=kept.is_synthetic)
                for (source, kind), rows in groups
            ),
        ],
        className="counts flows",
        **attrs(aria_labelledby="counts"),
    )


def _table(data: Data, source: str, kind: str, rows: pd.DataFrame, *, is_synthetic: bool) -> Any:
    known = source in data.atlas.sources.index
    name: Any = source_title(data, source) if known else source
    mark = f"{NOT_A_FACT}. " if is_synthetic else ""
    label = f"{mark}{KINDS[kind]}, {name}"
    most = max(1, int(rows["people"].max(skipna=True) or 1)) if rows["people"].notna().any() else 1
    return html.Div(
        html.Table(
            [
                html.Caption(
                    [
                        f"{mark}{KINDS[kind]}, ",
                        html.A(name, href=f"/sources#{source}", className="source")
                        if known
                        else name,
                    ]
                ),
                html.Thead(html.Tr([html.Th(head, scope="col") for head in HEADS])),
                html.Tbody(
                    [_row(data, row, most) for row in rows.sort_values("order").itertuples()]
                ),
            ]
        ),
        className="table-wrap",
        tabIndex="0",
        role="region",
        **attrs(aria_label=label),
    )


def _row(data: Data, row: Any, most: int) -> Any:
    width = round(100 * int(row.people) / most) if pd.notna(row.people) else 0
    bar = (
        '<svg class="least" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="{width}" height="8"/></svg>'
    )
    return html.Tr(
        [
            html.Th(f"{row.order} {row.place}, {data.name(row.iso3)}", scope="row"),
            html.Td([_count(row.people), html.Div(className="still", **attrs(data_html=bar))]),
            html.Td(_count(row.children)),
            html.Td(_ages(row.least_known, row.most_known)),
            html.Td("some" if row.is_withheld else "nothing"),
        ]
    )


def _count(value: Any) -> str:
    return "not known, or withheld" if pd.isna(value) else f"{int(value):,}"


def _ages(least: Any, most: Any) -> str:
    if pd.isna(least):
        return "not known"
    return f"{int(least)} %" if least == most else f"{int(least)} to {int(most)} %"
