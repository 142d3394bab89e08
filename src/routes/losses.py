"""Deaths and disappearances on a journey in one year, and the part of the way that each counts."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from routes.model import Journey, Leg

if TYPE_CHECKING:
    from routes.atlas import Atlas

ALL_LEGS = "all"
ON_ROUTES = ("same", "shared")  # what an area of a publisher can be to one of our routes


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """What one of a publisher's areas counts in a year: never a place, always a sum.

    Attributes:
        least: the least that can be; None where it is withheld.
        children: how many are known to be children; None where not known, or withheld.
        is_withheld, is_children_withheld: small, or near a small one.
        is_shared: several of our routes, or more than ours, pass the area.
        note: what is special about the year.
        legs: the part of the way that the area's name means; empty where it passes by.
        route_ids: our routes, of those asked for, that pass the area.
    """

    area: str
    year: int
    least: int | None
    children: int | None
    is_withheld: bool
    is_children_withheld: bool
    is_shared: bool
    note: str
    legs: tuple[Leg, ...]
    source_id: str
    snapshot: str
    route_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LossArea:
    """A publisher's area and what it is to our routes. See ``Loss`` for the attributes."""

    area: str
    is_shared: bool
    legs: tuple[Leg, ...]
    route_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LossesOfYear:
    """The losses of a year on a journey, or on several routes.

    Attributes:
        areas: the publisher's areas there, of any year.
        held: first and last year that the publisher's figures are held for.
        losses: one an area with a row in the year: none is not none that died.
    """

    year: int
    areas: tuple[str, ...]
    held: tuple[int, int]
    losses: tuple[Loss, ...]


def losses_on(atlas: Atlas, journey: Journey, year: int) -> LossesOfYear | None:
    """Return deaths and disappearances on a journey; None where no area of a publisher is on it.

    A way of a reader's own has none: no publisher counts for it.
    """
    if journey.is_own or journey.route_id not in atlas.routes:
        return None
    areas = _areas(atlas, [journey])
    return losses_of(atlas, areas, year) if areas else None


def areas_on(atlas: Atlas, route_ids: Sequence[str]) -> tuple[LossArea, ...]:
    """Return the publisher's areas on any branch of these routes, each once."""
    return _areas(
        atlas, [journey for route_id in route_ids for journey in atlas.routes[route_id].journeys]
    )


def _areas(atlas: Atlas, journeys: Sequence[Journey]) -> tuple[LossArea, ...]:
    """Return areas by name; a leg that more of the journeys share is in it once."""
    mapped = atlas.official.death_routes
    deaths = atlas.official.deaths
    counted = deaths.loc[deaths["area_kind"] == "route", "area"]
    mapped = mapped[mapped["match"].isin(ON_ROUTES) & mapped["area"].isin(counted)]
    found = []
    for area, rows in mapped.groupby("area", sort=True):
        of_route = {str(row["route_id"]): row for row in rows.to_dict("records")}
        passing = [journey for journey in journeys if journey.route_id in of_route]
        if not passing:
            continue
        legs = {
            (leg.start.lon, leg.start.lat, leg.end.lon, leg.end.lat): leg
            for journey in passing
            for leg in legs_meant(journey, str(of_route[journey.route_id]["legs"]))
        }
        route_ids = tuple(dict.fromkeys(journey.route_id for journey in passing))
        found.append(
            LossArea(
                area=str(area),
                is_shared=any(of_route[one]["match"] == "shared" for one in route_ids),
                legs=tuple(legs.values()),
                route_ids=route_ids,
            )
        )
    return tuple(found)


def losses_of(atlas: Atlas, areas: Sequence[LossArea], year: int) -> LossesOfYear:
    """Return what is counted in areas in a year: each as the publisher counts it, never a sum."""
    deaths = atlas.official.deaths
    is_meant = (deaths["area_kind"] == "route") & (deaths["year"] == year)
    rows = {str(row["area"]): row for row in deaths[is_meant].to_dict("records")}
    years = deaths["year"]
    return LossesOfYear(
        year=year,
        areas=tuple(one.area for one in areas),
        held=(int(years.min()), int(years.max())) if len(deaths) else (year, year),
        losses=tuple(_loss(rows[one.area], one) for one in areas if one.area in rows),
    )


def areas_off_routes(atlas: Atlas, year: int) -> tuple[str, ...]:
    """Return the publisher's routes with a row in a year that none of our routes means."""
    mapped = atlas.official.death_routes
    ours = set(mapped.loc[mapped["match"].isin(ON_ROUTES), "area"])
    deaths = atlas.official.deaths
    is_meant = (deaths["area_kind"] == "route") & (deaths["year"] == year)
    return tuple(sorted(set(deaths.loc[is_meant, "area"]) - ours))


def legs_meant(journey: Journey, meant: str) -> tuple[Leg, ...]:
    """Return a journey's legs that a row of ``death_routes`` means: ``all``, or ``LBY-ITA ...``."""
    pairs = set(meant.split())
    return tuple(
        leg
        for leg in journey.legs
        if meant == ALL_LEGS or f"{leg.start.iso3}-{leg.end.iso3}" in pairs
    )


def _loss(row: dict[Hashable, Any], area: LossArea) -> Loss:
    return Loss(
        area=area.area,
        year=int(row["year"]),
        least=_whole(row["dead_or_missing"]),
        children=_whole(row["children"]),
        is_withheld=bool(row["withheld"]),
        is_children_withheld=bool(row["withheld_children"]),
        is_shared=area.is_shared,
        note=str(row["note"]),
        legs=area.legs,
        source_id=str(row["source_id"]),
        snapshot=str(row["snapshot"]),
        route_ids=area.route_ids,
    )


def _whole(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)
