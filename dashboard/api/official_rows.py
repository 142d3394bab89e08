"""Official figures in the shapes of the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.api import official_models as shapes
from dashboard.api.content import Content, or_none, whole


def observation_row(content: Content, row: Mapping[str, Any]) -> shapes.Observation:
    return shapes.Observation(
        **{name: row[name] for name in ("series", "iso3", "unit", "status", "note", "source_id",
                                        "snapshot", "locator")},
        country=content.data.name(row["iso3"]),
        year=int(row["year"]),
        **{name: or_none(row[name]) for name in ("value", "lower", "upper")},
        withheld=row["withheld"] or None,
    )  # fmt: skip


def pair_row(content: Content, row: Mapping[str, Any]) -> shapes.PairFlow:
    return shapes.PairFlow(
        **{name: row[name] for name in ("origin_iso3", "destination_iso3", "source_id",
                                        "snapshot", "locator")},
        origin=content.data.name(row["origin_iso3"]),
        destination=content.data.name(row["destination_iso3"]),
        year=int(row["year"]),
        people=whole(row["people"]),
        children=whole(row["children"]),
        age_coverage=or_none(row["age_coverage"]),
        withheld_people=row["withheld_people"] or None,
        withheld_children=row["withheld_children"] or None,
    )  # fmt: skip


def deaths_row(
    routes: Mapping[str, Mapping[str, list[str]]], row: Mapping[str, Any]
) -> shapes.Deaths:
    mine = routes.get(row["area"], {}) if row["area_kind"] == "route" else {}
    return shapes.Deaths(
        **{name: row[name] for name in ("area_kind", "area", "note", "source_id", "snapshot",
                                        "locator")},
        year=int(row["year"]),
        dead_or_missing=whole(row["dead_or_missing"]),
        children=whole(row["children"]),
        route_ids=mine.get("same", []),
        shared_route_ids=mine.get("shared", []),
        withheld=row["withheld"] or None,
        withheld_children=row["withheld_children"] or None,
    )  # fmt: skip
