"""Incidents -> deaths and disappearances by route and year, small counts withheld."""

from __future__ import annotations

from typing import Any

import pandas as pd

from geodata.connectors.asking import more
from geodata.disclosure import REASON, Part, Total, place_withheld, withhold
from geodata.figure_tables import DEATHS
from geodata.tidy import frame

WORLD = "World"
UNNAMED = "Region not named"
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def make_deaths(incidents: pd.DataFrame) -> pd.DataFrame:
    """Return the table ``deaths``: least estimates by the publisher's route, or else region.

    Each incident is in one area, so areas can be added up; ``world`` is all of them. An incident
    without a year is in none: a warning tells how many. A sum of nought children is not known:
    most incidents do not say.
    """
    known = incidents[incidents["year"].notna() & incidents["dead_or_missing"].notna()]
    if known.empty:
        return frame(DEATHS, ())
    routed = known["route"] != ""
    known = known.assign(
        area_kind=routed.map({True: "route", False: "region"}),
        area=known["route"].where(routed, known["region"].replace("", UNNAMED)),
    )
    last = int(known["year"].max())
    rows: list[dict[str, Any]] = []
    for year, of_year in known.groupby("year"):
        note = _note(of_year["month"].max()) if year == last else ""
        rows += _safe(_of_year(int(year), of_year, note))
    made = frame(DEATHS, rows)
    return made.sort_values(list(DEATHS.key), kind="stable").reset_index(drop=True)


def _note(last_month: Any) -> str:
    if pd.isna(last_month) or last_month >= len(MONTHS):
        return ""
    return f"January to {MONTHS[int(last_month) - 1]} only."


def _of_year(year: int, incidents: pd.DataFrame, note: str) -> list[dict[str, Any]]:
    def row(kind: str, area: str, found: pd.DataFrame) -> dict[str, Any]:
        first = found.iloc[0]
        children = found["children"].sum(min_count=1)
        return {
            "area_kind": kind, "area": area, "year": year, "note": note,
            "dead_or_missing": int(found["dead_or_missing"].sum()),
            "children": None if pd.isna(children) or not children else int(children),
            "source_id": first["source_id"], "snapshot": first["snapshot"],
            "locator": more(first["locator"], len(found) - 1, "incidents of that area and year"),
        }  # fmt: skip

    made = [row(kind, area, rows) for (kind, area), rows in incidents.groupby(["area_kind", "area"])]
    return [*made, {**row("world", WORLD, incidents), "children": None}]


def _safe(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Withhold small counts of one year, and what would give them away."""
    values: dict[Any, int | None] = {}
    for i, row in enumerate(rows):
        values[i, "all"], values[i, "children"] = row["dead_or_missing"], row["children"]
    world = len(rows) - 1
    total = Total((world, "all"), tuple((i, "all") for i in range(world)))
    parts = [Part((i, "children"), (i, "all")) for i in range(world)]
    hidden = withhold(values, [total], parts)
    for i, row in enumerate(rows):
        if (i, "all") in hidden:
            row |= {"dead_or_missing": None, "withheld": REASON}
        if (i, "children") in hidden:
            row |= {"children": None, "withheld_children": REASON}
        if {(i, "all"), (i, "children")} & hidden:
            # An incident's line tells children, too; and the number of incidents would say how
            # many died at the least.
            where = place_withheld(str(row["locator"]), "incidents of that area and year")
            row["locator"] = where
    return rows
