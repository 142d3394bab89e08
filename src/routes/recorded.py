"""Which recorded figure stands for the children on a route. Figures are never added up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from routes.model import Child

if TYPE_CHECKING:
    from routes.atlas import Atlas

# What counts children, the most telling first: those who came before those who were there.
MEASURES = ("children_arrivals", "unaccompanied_children", "crossings", "encounters", "displaced")
# A child alone is counted as unaccompanied, or among all children where that is all there is.
GROUPS = {"alone": ("unaccompanied", "children"), "family": ("children",)}
_CONFIDENCE = ("high", "medium", "low")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedFigure:
    """One published count of children on a route.

    Attributes:
        group: whom it counts: unaccompanied, or children.
        scope_note: what it counts and what it leaves out.
    """

    route_id: str
    year: int
    measure: str
    group: str
    value: int
    unit: str
    scope_note: str
    source_id: str
    evidence: str


def recorded_children(atlas: Atlas, child: Child, year: int) -> dict[str, RecordedFigure]:
    """Return one figure a route that has one, for children in this company.

    The year nearest to the one asked for (the newer of two), then the measure that comes first in
    ``MEASURES``, the surer and the larger one. A figure may be years away and count part of the
    route or more than it: ``year`` and ``scope_note`` say so.
    """
    table = atlas.recorded_figures
    if table.empty:
        return {}
    found = table[table["measure"].isin(MEASURES) & (table["unit"] != "percent")]
    found = found[found["group"].isin(GROUPS[child.company]) & (found["value"] >= 10)]
    ranked = found.assign(
        by_group=found["group"].map(GROUPS[child.company].index),
        by_year=(found["year"].astype(int) - year).abs(),
        newest=-found["year"].astype(int),
        by_measure=found["measure"].map(MEASURES.index),
        by_confidence=found["confidence"].map(
            lambda word: _CONFIDENCE.index(word) if word in _CONFIDENCE else len(_CONFIDENCE)
        ),
        largest=-found["value"],
    ).sort_values(
        ["route_id", "by_group", "by_year", "newest", "by_measure", "by_confidence", "largest"],
        kind="stable",
    )
    return {
        str(row.route_id): RecordedFigure(
            route_id=str(row.route_id),
            year=int(row.year),
            measure=str(row.measure),
            group=str(row.group),
            value=int(row.value),
            unit="" if pd.isna(row.unit) else str(row.unit),
            scope_note="" if pd.isna(row.scope_note) else str(row.scope_note),
            source_id=str(row.source_id),
            evidence=str(row.evidence),
        )
        for row in ranked.drop_duplicates("route_id").itertuples(index=False)
    }
