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
HEADS = ("Stage", "People", "Children known of", "Ages taken of", "Children left out")
KINDS = {
    "survey": "People in surveys",
    "registration": "People registered",
    "incident": "People in incidents",
    "border_count": "People counted at borders",
}


def way_counts(data: Data, journey: Journey, year: int) -> Any:
    """Return the section of counts; the nearest year held when this one is not; None without.

    Counts near stages that the way does not have here are left out and said to be: they were made
    with other stages, of another data version or before a reader brought her own.
    """
    kept = data.counts
    if kept is None or journey.is_own:
        return None
    mine = kept.stages["route_id"].eq(journey.route_id) & kept.stages["branch"].eq(journey.branch)
    found = kept.stages[mine]
    if found.empty:
        return None
    here = {(stage.order, stage.place, stage.iso3) for stage in journey.stages}
    stages = list(zip(found["order"], found["place"], found["iso3"], strict=True))
    every = found[[stage in here for stage in stages]]
    left_out = _left_out_stages(len({*stages} - here))
    if every.empty:
        return html.Section(
            [html.H2("Records counted along this way", id="counts"), html.P(left_out)],
            className="counts flows",
            **attrs(aria_labelledby="counts"),
        )
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
                "several. A month which is missing has none, or 1 to 9 people, too few to show: "
                "the two can't be told apart. A stage is missing where every month is. Children "
                "and ages are of the months named beside them; in the others ages were not taken, "
                "or children are left out, as so few of them or of the others are counted. "
                f"Pictures, embeds and files of this journey leave these counts out.{left_out}",
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


def _left_out_stages(number: int) -> str:
    if not number:
        return ""
    stages = "one stage" if number == 1 else f"{number} stages"
    made = "they were made with other stages than the way has here."
    return f" Counts near {stages} are left out: {made}"


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
            html.Td([_people(row), html.Div(className="still", **attrs(data_html=bar))]),
            html.Td(_children(row)),
            html.Td(_ages(row)),
            html.Td(_left_out(row)),
        ]
    )


def _people(row: Any) -> str:
    return f"{int(row.people):,} in {_months(row)}" if pd.notna(row.people) else "withheld"


def _children(row: Any) -> str:
    if pd.isna(row.children):
        return _why_not(row)
    return f"{int(row.children):,} in {row.children_months} of {_months(row)}"


def _ages(row: Any) -> str:
    """Return the share over the months that have one, and how many: others may be unknown."""
    if pd.isna(row.least_known):
        return _why_not(row)
    least, most = int(row.least_known), int(row.most_known)
    share = f"{least} %" if least == most else f"{least} to {most} %"
    return f"{share} in {row.children_months} of {_months(row)}"


def _why_not(row: Any) -> str:
    """Return why no month shows children: ages not taken, children left out, or one and other."""
    if not row.withheld_months:
        return "not known"
    return "withheld" if row.withheld_months == row.months else "not known, or withheld"


def _left_out(row: Any) -> str:
    """Return in how many of the shown months; a month too small to show has no row to say so."""
    if not row.withheld_months:
        return "in no month shown"
    return "in every month shown" if row.withheld_months == row.months else "in some months"


def _months(row: Any) -> str:
    return f"{row.months} month{'' if row.months == 1 else 's'}"
